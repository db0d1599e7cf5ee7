"""``test``, also written ``[ ... ]``."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.files import LONGEST_PATTERN, Files, Status, charge_match

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

WRONG = 2
"""Exit code of a test that can't be read."""

_OF_FILES: Mapping[str, Callable[[Status], bool]] = {
    "-e": lambda status: True,
    "-f": lambda status: not status.is_folder,
    "-d": lambda status: status.is_folder,
    "-s": lambda status: status.size > 0,
    "-r": lambda status: True,
    "-w": lambda status: True,
    "-x": lambda status: bool(status.mode & 0o111),
    "-L": lambda status: False,
    "-h": lambda status: False,
}

_OF_TEXTS: Mapping[str, Callable[[str, str], bool]] = {
    "=": lambda a, b: a == b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
}

_OF_NUMBERS: Mapping[str, Callable[[int, int], bool]] = {
    "-eq": lambda a, b: a == b,
    "-ne": lambda a, b: a != b,
    "-lt": lambda a, b: a < b,
    "-le": lambda a, b: a <= b,
    "-gt": lambda a, b: a > b,
    "-ge": lambda a, b: a >= b,
}


def test(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``test -f|-d|-e|-s FILE``, ``-z|-n TEXT``, ``A = B``, ``N -eq M``, with ``!``, ``-a`` and ``-o``."""
    if not _holds(files, arguments):
        raise ShellError("", 1)
    return ""


def bracket(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``[ TEST ]``."""
    if not arguments or arguments[-1] != "]":
        raise ShellError("sh: [: missing ]", WRONG)
    return test(phone, files, arguments[:-1], text)


def brackets(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``[[ TEST ]]``, in which ``=`` and ``!=`` compare a text with a pattern."""
    match arguments:
        case [a, ("=" | "==" | "!=") as kind, pattern, "]]"]:
            charge_match(pattern, a)
            if (len(pattern) <= LONGEST_PATTERN and fnmatchcase(a, pattern)) == (kind == "!="):
                raise ShellError("", 1)
            return ""
        case [*words, "]]"]:
            return test(phone, files, words, text)
    raise ShellError("sh: [[: missing ]]", WRONG)


def _holds(files: Files, words: Sequence[str]) -> bool:
    for joint, decide in (("-o", any), ("-a", all)):
        if joint in words[1:-1]:
            return decide(_holds(files, part) for part in _split(words, joint))
    match words:
        case []:
            return False
        case [word]:
            return bool(word)
        case [a, kind, b] if kind in _OF_TEXTS:
            return _OF_TEXTS[kind](a, b)
        case [a, kind, b] if kind in _OF_NUMBERS:
            return _OF_NUMBERS[kind](_integer(a), _integer(b))
        case ["!", *_]:
            rest = list(itertools.dropwhile(lambda word: word == "!", words))
            return _holds(files, rest) == ((len(words) - len(rest)) % 2 == 0)
        case ["-z" | "-n" as kind, word]:
            return bool(word) == (kind == "-n")
        case [kind, path] if kind in _OF_FILES:
            status = files.status(path)
            return status is not None and _OF_FILES[kind](status)
    raise ShellError(f"sh: test: can't read {' '.join(words)[:80]!r}", WRONG)


def _split(words: Sequence[str], joint: str) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for word in words:
        if word == joint:
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def _integer(word: str) -> int:
    digits = word.removeprefix("-").strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < 19):
        raise ShellError(f"sh: {word[:20]}: not a number", WRONG)
    return int(word)
