"""``awk``, as far as it prints fields of lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell.budget import spend
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.files import Files
from openphone_gym.phone.shell.pattern import find
from openphone_gym.phone.shell.posix import translated
from openphone_gym.phone.shell.text import each_line, lines
from openphone_gym.phone.shell.writing import gathered

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

_PROGRAM = re.compile(
    r"\s*(?:/(?P<pattern>(?:\\.|[^/\\])*)/|NR\s*==\s*(?P<row>\d{1,9}))?\s*(?:\{\s*print\b(?P<shown>[^{}]*)\})?\s*",
    re.DOTALL,
)
_ITEM = re.compile(
    r'\s*(?:\$(?P<field>\d{1,4}|NF)|(?P<count>N[FR])|"(?P<text>(?:\\.|[^"\\])*)")\s*(?P<comma>,?)'
)


def awk(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``awk [-F CHARACTER] '[/PATTERN/|NR==N] {print $1, "text", NF}' [FILE...]``; it can do nothing else."""
    words = list(arguments)
    divider: str | None = None
    if words and words[0].startswith("-F"):
        divider = words.pop(0)[2:] or (words.pop(0) if words else "")
    program = _PROGRAM.fullmatch(words[0]) if words and words[0].strip() else None
    if program is None or divider == "":
        raise ShellError('awk: this phone\'s awk knows [/PATTERN/|NR==N] {print $1, "text", NF} only', 2)
    pattern = translated("awk", program["pattern"], extended=True) if program["pattern"] else ""
    items = _items(program["shown"] or "")
    shown: list[str] = []
    for row, ended in enumerate(each_line(gathered("awk", files, words[1:], text)), 1):
        line = ended.removesuffix("\n")
        spend(1, len(line))
        if (not pattern or find(pattern, line)) and program["row"] in (None, str(row)):
            shown.append(_printed(items, line, line.split(divider), row))
    return lines(shown)


def _items(words: str) -> list[re.Match[str]]:
    """What is printed; nothing stands for the whole line."""
    found: list[re.Match[str]] = []
    at = 0
    while at < len(words.rstrip()):
        item = _ITEM.match(words, at)
        if item is None:
            raise ShellError(f"awk: syntax error at {words[at : at + 40]!r}", 2)
        found.append(item)
        at = item.end()
    return found


def _printed(items: Sequence[re.Match[str]], line: str, fields: Sequence[str], row: int) -> str:
    counts = {"NF": str(len(fields)), "NR": str(row)}
    told: list[str] = []
    for item in items:
        if item["field"] is not None:
            place = int(counts.get(item["field"], item["field"]))
            value = line if place == 0 else fields[place - 1] if place <= len(fields) else ""
        else:
            value = counts[item["count"]] if item["count"] else item["text"].replace("\\t", "\t")
        told += [value, " " if item["comma"] else ""]
    return "".join(told) if items else line
