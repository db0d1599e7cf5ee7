"""``grep``."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from openphone_gym.phone.shell.budget import spend
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.files import CHARACTERS_PER_STEP, FileError, Files
from openphone_gym.phone.shell.pattern import find
from openphone_gym.phone.shell.posix import translated
from openphone_gym.phone.shell.text import as_text, each_line, lines
from openphone_gym.phone.shell.writing import is_folder

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

LONGEST_SEARCH = 4_000_000
"""Most comparisons that the search of one line may take, as nothing else runs meanwhile."""

USE = "usage: grep [-EFhHiclnoqrsvwx] [-m MAX] [-A|-B|-C NUM] [-e PATTERN] PATTERN [FILE...]"
SWITCHES = set("EFGHRZachilnoqrsvwxz")
VALUES = "ABCem"

Search = Callable[[str, int], tuple[int, int] | None]
"""Start and end of what is found in a line from a place on."""


class Asked(NamedTuple):
    """What a call asks for.

    Attributes:
        flags: Letters of its switches.
        patterns: What is searched.
        paths: Where.
        most: Lines after which it ends.
        before: Lines shown before one that was found.
        after: Lines shown after it.
    """

    flags: set[str]
    patterns: list[str]
    paths: list[str]
    most: int
    before: int
    after: int


def grep(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``grep [-EFhHiclnoqrsvwx] [-m MAX] [-A|-B|-C NUM] PATTERN [FILE...]``."""
    asked = _asked(arguments)
    search = _search(asked)
    output: list[str] = []
    problems: list[str] = []
    found = False
    for path, content in _contents(files, asked, text, problems):
        shown, count = _file(asked, search, content, _label(asked, path))
        found |= count > 0
        output += [path] if "l" in asked.flags and count else [] if asked.flags & {"l", "q"} else shown
    printed = lines(output)
    if problems and "s" not in asked.flags:
        raise ShellError("\n".join(problems), 2, printed)
    if not found:
        raise ShellError("", 1, printed)
    return printed


def _asked(arguments: Sequence[str]) -> Asked:
    flags: set[str] = set()
    words: list[str] = []
    values: dict[str, list[str]] = {letter: [] for letter in VALUES}
    rest = iter(arguments)
    for word in rest:
        if word == "--":
            words += rest
        elif not word.startswith("-") or word == "-":
            words.append(word)
        elif word.removeprefix("-").isdigit():
            values["C"].append(word[1:])
        else:
            _read_letters(word[1:], rest, flags, values)
    patterns = values["e"] or words[:1]
    if not patterns:
        raise ShellError(USE, 2)
    paths = words if values["e"] else words[1:]
    split = [one for pattern in patterns for one in pattern.split("\n")]
    around = _number(values["C"], 0)
    lengths = (_number(values["m"], 10**9), _number(values["B"], around), _number(values["A"], around))
    return Asked(flags, split, paths, *lengths)


def _read_letters(letters: str, rest: Iterator[str], flags: set[str], values: dict[str, list[str]]) -> None:
    """Reads a word of options: switches, and at its end one with a value."""
    for at, letter in enumerate(letters):
        if letter in VALUES:
            values[letter].append(letters[at + 1 :] or next(rest, ""))
            return
        if letter not in SWITCHES:
            raise ShellError(f"grep: Unknown option '{letters[:40].strip('-')}'\n{USE}", 2)
        flags.add(letter)


def _number(words: Sequence[str], default: int) -> int:
    if not words:
        return default
    if not (words[-1].isascii() and words[-1].isdigit() and len(words[-1]) < 10):
        raise ShellError(f"grep: not integer: {words[-1][:20]}", 2)
    return int(words[-1])


def _contents(files: Files, asked: Asked, text: str, problems: list[str]) -> Iterator[tuple[str, str]]:
    """Name and content of everything that is searched; what can't be read becomes a problem."""
    folders = bool(asked.flags & {"r", "R"})
    for path in asked.paths or (["."] if folders else ["-"]):
        if path == "-":
            yield "(standard input)", text
            continue
        looked_through = folders and is_folder(files, path)
        inside = [one for one in files.below(path) if not is_folder(files, one)] if looked_through else [path]
        for name in inside:
            try:
                yield name, as_text(files.read(name))
            except FileError as error:
                problems.append(f"grep: {name}: {error}")


def _label(asked: Asked, path: str) -> str:
    """The file that is named before each line; none for a single one."""
    several = len(asked.paths) > 1 or bool(asked.flags & {"r", "R", "H"})
    return path if several and "h" not in asked.flags else ""


def _file(asked: Asked, search: Search, content: str, label: str) -> tuple[list[str], int]:
    """Lines that are shown of a file, and how many were found."""
    flags = asked.flags
    shown: list[str] = []
    before: deque[str] = deque(maxlen=asked.before)
    count = after = 0
    for number, ended in enumerate(each_line(content), 1):
        line = ended.removesuffix("\n")
        place = [label] * bool(label) + [str(number)] * ("n" in flags)
        hit = search(line, 0)
        if (hit is not None) != ("v" in flags):
            count += 1
            shown += [*before, *(":".join([*place, part]) for part in _parts(asked, search, line))]
            before.clear()
            after = asked.after
            if count == asked.most or "q" in flags:
                break
            continue
        around = "-".join([*place, line])
        if after > 0:
            shown.append(around)
        else:
            before.append(around)
        after -= 1
    return ([":".join([label] * bool(label) + [str(count)])] if "c" in flags else shown), count


def _parts(asked: Asked, search: Search, line: str) -> Iterator[str]:
    """A line that was found, or with ``-o`` what was found in it."""
    if "o" not in asked.flags:
        yield line
        return
    at = 0
    while at <= len(line) and (hit := search(line, at)) is not None:
        if hit[1] > hit[0]:
            yield line[hit[0] : hit[1]]
        at = max(hit[1], hit[0] + 1)


# How a line is searched


def _search(asked: Asked) -> Search:
    flags = asked.flags
    one_by_one = [_one_search(pattern, flags) for pattern in asked.patterns]

    def search(line: str, at: int) -> tuple[int, int] | None:
        hits = [hit for one in one_by_one if (hit := one(line, at)) is not None]
        return min(hits, key=lambda hit: (hit[0], -hit[1]), default=None)

    return search


def _one_search(pattern: str, flags: set[str]) -> Search:
    """Plain patterns are searched by Python, all others by an engine that never goes back."""
    ignore_case, extended = "i" in flags, "E" in flags
    if not flags & {"w", "x", "o"} and ("F" in flags or not _SPECIAL.search(pattern.replace(".*", ""))):
        return partial(_in_order, _plain_pieces(pattern, flags))
    expression = re.escape(pattern) if "F" in flags else translated("grep", pattern, extended, ignore_case)
    if "F" in flags and ignore_case:
        expression = f"(?i){expression}"
    head = "(?i)" if expression.startswith("(?i)") else ""
    body = expression.removeprefix("(?i)")
    if "w" in flags:
        body = f"\\b(?:{body})\\b"
    if "x" in flags:
        body = f"^(?:{body})$"
    return lambda line, at: find(head + body, line, at)


_SPECIAL = re.compile(r"[][*+?{}()|\\]|(?<!^)\^|\$(?!$)")
"""What only the engine can read."""


def _plain_pieces(pattern: str, flags: set[str]) -> list[re.Pattern[str]]:
    """The pieces between ``.*``; no piece repeats, so a search never goes back far."""
    spend(len(pattern))
    case = re.IGNORECASE if "i" in flags else 0
    if "F" in flags:
        return [re.compile(re.escape(pattern), case)]
    return [re.compile(_ANCHORED.sub(_harmless, piece), case) for piece in pattern.split(".*")]


_ANCHORED = re.compile(r"^\^|\$$|([^\w.])", re.DOTALL)


def _harmless(match: re.Match[str]) -> str:
    """Keeps ``.``, and ``^`` and ``$`` at the ends; everything else stands for itself."""
    return re.escape(match[1]) if match[1] else match[0]


def _in_order(pieces: Sequence[re.Pattern[str]], line: str, at: int) -> tuple[int, int] | None:
    """Where the pieces are found in a line one after the other.

    Raises:
        ShellError: It may take long, and can't be stopped once it runs.
    """
    work = sum(map(_weight, pieces)) * len(line)
    if work > LONGEST_SEARCH:
        raise ShellError("grep: pattern and line are too long", 2)
    spend(work / CHARACTERS_PER_STEP)
    start: int | None = None
    for piece in pieces:
        match = piece.search(line, at)
        if match is None:
            return None
        start = match.start() if start is None else start
        at = match.end()
    return start or 0, at


def _weight(piece: re.Pattern[str]) -> int:
    """Comparisons that a piece may take at a character: plain ones are found without going back."""
    anything = "." in re.sub(r"\\.", "", piece.pattern)
    return len(piece.pattern) if anything or piece.flags & re.IGNORECASE else 1
