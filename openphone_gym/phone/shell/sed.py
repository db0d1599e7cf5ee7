"""``sed``: the commands that people write in one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from openphone_gym.phone.shell.budget import spend
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.files import Files
from openphone_gym.phone.shell.pattern import find
from openphone_gym.phone.shell.posix import translated
from openphone_gym.phone.shell.text import each_line
from openphone_gym.phone.shell.writing import gathered, save

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

USE = "usage: sed [-n] [-E] [-i] [-e SCRIPT] SCRIPT [FILE...]"

_ADDRESS = r"(?:\d{1,9}|\$|/(?:\\.|[^/\\])*/)"
_COMMAND = re.compile(
    rf"(?P<from>{_ADDRESS})?(?:,(?P<to>{_ADDRESS}))?\s*(?P<not>!)?\s*(?P<verb>[sdpq=])", re.A
)


class Step(NamedTuple):
    """One command of a script.

    Attributes:
        first: Line with which it begins: a number, ``$`` or an expression; an empty text for all lines.
        last: Line with which it ends; an empty text if it is for single lines.
        negated: Whether it is for all other lines.
        verb: What it does: ``s``, ``d``, ``p``, ``q`` or ``=``.
        pattern: What ``s`` looks for.
        replacement: What it puts there; ``&`` stands for what was found.
        flags: ``g``, ``p``, ``i``, or which of the matches.
    """

    first: str
    last: str
    negated: bool
    verb: str
    pattern: str = ""
    replacement: str = ""
    flags: str = ""


def sed(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``sed [-n] [-E] [-i] SCRIPT [FILE...]`` with ``s``, ``d``, ``p``, ``q``, ``=`` and addresses."""
    flags, scripts, paths = _read(arguments)
    steps = [step for script in scripts for step in _steps(script, bool(flags & {"E", "r"}))]
    if "i" not in flags:
        return "".join(_edited(steps, gathered("sed", files, paths, text), quiet="n" in flags))
    for path in paths:
        save(phone, files, path, "".join(_edited(steps, gathered("sed", files, [path], ""), "n" in flags)))
    return ""


def _read(arguments: Sequence[str]) -> tuple[set[str], list[str], list[str]]:
    """Switches, scripts and files."""
    flags: set[str] = set()
    scripts: list[str] = []
    words: list[str] = []
    rest = iter(arguments)
    for word in rest:
        if word == "-e":
            scripts.append(next(rest, ""))
        elif word.startswith("-") and word != "-" and set(word[1:]) <= set("nErisz"):
            flags |= set(word[1:])
        elif word.startswith("-") and word != "-":
            raise ShellError(f"sed: Unknown option '{word[1:40]}'\n{USE}")
        else:
            words.append(word)
    if not scripts and not words:
        raise ShellError(USE)
    return flags, scripts or words[:1], words if scripts else words[1:]


def _steps(script: str, extended: bool) -> Iterator[Step]:
    at = 0
    while at < len(script):
        if script[at] in " \t\n;":
            at += 1
            continue
        found = _COMMAND.match(script, at)
        if found is None:
            raise ShellError(f"sed: bad pattern '{script[:60]}'@{at + 1} ({script[at]})")
        first, last = (_address(found[name] or "", extended) for name in ("from", "to"))
        step = Step(first, last, bool(found["not"]), found["verb"])
        at = found.end()
        if step.verb == "s":
            step, at = _substitution(step, script, at, extended)
        yield step


def _address(word: str, extended: bool) -> str:
    return f"/{translated('sed', word[1:-1], extended)}" if word.startswith("/") else word


def _substitution(step: Step, script: str, at: int, extended: bool) -> tuple[Step, int]:
    """Reads what stands after the ``s``, and where it ends."""
    mark = re.escape(script[at : at + 1] or "/")
    part = rf"((?:\\.|(?!{mark})[^\\])*)"
    found = re.compile(rf"{mark}{part}{mark}{part}{mark}([gpiI\d]*)", re.DOTALL | re.A).match(script, at)
    if found is None:
        raise ShellError(f"sed: bad pattern '{script[:60]}'@{at + 1} (s)")
    if re.search(r"\\[1-9]", found[2]):
        raise ShellError("sed: this phone's sed puts in no groups (\\1)")
    pattern = translated("sed", found[1], extended, "i" in found[3].lower())
    return step._replace(pattern=pattern, replacement=found[2], flags=found[3]), found.end()


def _edited(steps: Sequence[Step], text: str, quiet: bool) -> Iterator[str]:
    """The lines, as the steps leave them."""
    all_lines = list(each_line(text))
    inside: dict[int, bool] = {}
    for number, ended in enumerate(all_lines, 1):
        line, end = ended.removesuffix("\n"), "\n"
        kept = True
        for place, step in enumerate(steps):
            spend(1)
            if _chosen(step, place, inside, line, number, len(all_lines)) == step.negated:
                continue
            if step.verb == "d":
                kept = False
                break
            if step.verb == "s":
                line, changed = _replaced(step, line)
                if changed and "p" in step.flags:
                    yield line + end
            elif step.verb == "q":
                yield "" if quiet else line + end
                return
            else:
                yield f"{number}\n" if step.verb == "=" else line + end
        if kept and not quiet:
            yield line + end


def _chosen(step: Step, place: int, inside: dict[int, bool], line: str, number: int, most: int) -> bool:
    """Whether a step is for a line; ``inside`` tells which steps are between their first and last line."""
    if not step.last:
        return not step.first or _at(step.first, line, number, most)
    if not inside.get(place):
        if not _at(step.first, line, number, most):
            return False
        inside[place] = not (step.last.isdigit() and int(step.last) <= number)
        return True
    inside[place] = not _at(step.last, line, number, most)
    return True


def _at(address: str, line: str, number: int, most: int) -> bool:
    if address.startswith("/"):
        return find(address[1:], line) is not None
    return number == (most if address == "$" else int(address))


def _replaced(step: Step, line: str) -> tuple[str, bool]:
    """A line after its substitution, and whether anything was found."""
    wanted = int("".join(filter(str.isdigit, step.flags)) or 1)
    pieces: list[str] = []
    at = copied = count = 0
    while at <= len(line) and (hit := find(step.pattern, line, at)) is not None:
        count += 1
        if count >= wanted:
            pieces += [line[copied : hit[0]], _filled(step.replacement, line[hit[0] : hit[1]])]
            copied = hit[1]
            if "g" not in step.flags:
                break
        at = max(hit[1], hit[0] + 1)
    spend(size=sum(map(len, pieces)))
    return "".join([*pieces, line[copied:]]), bool(pieces)


def _filled(replacement: str, found: str) -> str:
    known = {"n": "\n", "t": "\t"}
    return re.sub(
        r"\\(.)|&", lambda m: found if m[1] is None else known.get(m[1], m[1]), replacement, flags=re.DOTALL
    )
