"""``find``: files and folders that fit."""

from __future__ import annotations

import fnmatch
import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.files import LONGEST_PATTERN, FileError, Files, Status, charge_match
from openphone_gym.phone.shell.writing import each, now

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

MOST_FOLDERS = 500
"""Most folders that one command looks through."""

UNITS = {"c": 1, "": 512, "k": 1 << 10, "M": 1 << 20, "G": 1 << 30}
"""Bytes of a unit of ``-size``."""


class Found(NamedTuple):
    """A file or folder that is looked at.

    Attributes:
        path: Its absolute path.
        shown: Its path as the search began.
        depth: How deep it lies below that.
        status: What is known of it.
    """

    path: str
    shown: str
    depth: int
    status: Status


Test = Callable[[Found], bool]


class Asked:
    """The tests and actions after the paths: ``-o`` between two lists means either."""

    def __init__(self, phone: Phone, files: Files, words: Sequence[str]) -> None:
        self._now = now(phone)
        self._files = files
        self._rest = iter(words)
        self.deletes = False
        self.ending = "\n"
        self._lists: list[list[Test]] = [[]]
        self._always: list[Test] = []
        self._read()

    def fits(self, found: Found) -> bool:
        """Whether a file is wanted."""
        if not all(test(found) for test in self._always):
            return False
        return any(all(test(found) for test in tests) for tests in self._lists)

    def _read(self) -> None:
        negated = False
        for word in self._rest:
            if word in ("!", "-not"):
                negated = not negated
            elif word in ("-o", "-or"):
                self._lists.append([])
            elif word in ("-delete", "-print", "-print0"):
                self.deletes |= word == "-delete"
                self.ending = "\0" if word == "-print0" else self.ending
            elif word in ("-maxdepth", "-mindepth"):
                self._always.append(self._depth(word))
            elif word not in ("-a", "-and"):
                self._lists[-1].append(self._negated(self._test(word), negated))
                negated = False

    def _negated(self, test: Test, negated: bool) -> Test:
        return (lambda found: not test(found)) if negated else test

    def _value(self, option: str) -> str:
        value = next(self._rest, None)
        if value is None:
            raise ShellError(f"find: '{option}' needs 1 arg")
        return value

    def _depth(self, option: str) -> Test:
        value = self._value(option)
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            raise ShellError(f"find: {option} takes a number")
        limit = int(value)
        return (lambda f: f.depth <= limit) if option == "-maxdepth" else (lambda f: f.depth >= limit)

    def _test(self, option: str) -> Test:
        match option:
            case "-name" | "-iname" | "-path" | "-wholename" | "-ipath":
                return self._pattern(option)
            case "-type":
                kind = self._value(option)
                return lambda found: kind == ("d" if found.status.is_folder else "f")
            case "-size":
                return self._size()
            case "-mtime" | "-mmin":
                return self._age(option)
            case "-newer":
                other = self._files.status(self._value(option))
                return lambda found: other is not None and found.status.mtime > other.mtime
            case "-empty":
                return self._is_empty
        hint = "; use -print0 | xargs -0" if option == "-exec" else ""
        raise ShellError(f"find: bad arg '{option[:40]}'{hint}")

    def _pattern(self, option: str) -> Test:
        pattern = self._value(option)
        if len(pattern) > LONGEST_PATTERN:
            raise ShellError("find: pattern too long")
        whole, ignore_case = not option.endswith("name") or option == "-wholename", option.startswith("-i")

        def fits(found: Found) -> bool:
            text = found.shown if whole else posixpath.basename(found.path)
            charge_match(pattern, text)
            if ignore_case:
                return fnmatch.fnmatchcase(text.lower(), pattern.lower())
            return fnmatch.fnmatchcase(text, pattern)

        return fits

    def _number(self, option: str, units: str) -> tuple[str, int, str]:
        """Sign, number and unit of ``+5k``."""
        word = self._value(option)
        found = re.fullmatch(rf"([-+]?)(\d{{1,9}})([{units}]?)", word, re.ASCII) if units else None
        found = found or re.fullmatch(r"([-+]?)(\d{1,9})()", word, re.ASCII)
        if found is None:
            raise ShellError(f"find: bad {option} '{word[:40]}'")
        return found[1], int(found[2]), found[3]

    def _size(self) -> Test:
        sign, wanted, unit = self._number("-size", "ckMG")
        return lambda found: _compared(-(-found.status.size // UNITS[unit]), wanted, sign)

    def _age(self, option: str) -> Test:
        sign, wanted, _ = self._number(option, "")
        seconds = 86_400 if option == "-mtime" else 60
        return lambda found: _compared((self._now - found.status.mtime) // seconds, wanted, sign)

    def _is_empty(self, found: Found) -> bool:
        return not self._files.names(found.path) if found.status.is_folder else found.status.size == 0


def _compared(value: int, wanted: int, sign: str) -> bool:
    return value > wanted if sign == "+" else value < wanted if sign == "-" else value == wanted


def matching(phone: Phone, files: Files, path: str, asked: Asked) -> Iterator[Found]:
    """What fits below a path, and the path itself.

    Raises:
        FileError: There is nothing of that name.
    """
    if files.status(path) is None:
        raise FileError("No such file or directory")
    start = files.absolute(path)
    for name in files.below(start):
        inside = name[len(start.rstrip("/")) :] if name != start else ""
        shown = path.rstrip("/") + inside if inside else path
        status = files.status(name)
        found = Found(name, shown, inside.count("/"), status or Status(0, 0, 0))
        if asked.fits(found):
            yield found


def find(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``find [PATH...] [-name|-iname|-path PATTERN] [-type f|d] [-size|-mtime|-mmin N] [! ...] [-o ...]``.

    Also ``-newer FILE``, ``-empty``, ``-maxdepth``, ``-mindepth``, ``-print0`` and ``-delete``.
    """
    words = list(arguments)
    paths: list[str] = []
    while words and not words[0].startswith(("-", "!")):
        paths.append(words.pop(0))
    if len(paths) > MOST_FOLDERS:
        raise ShellError(f"too many files and folders at once: {MOST_FOLDERS} at most")
    asked = Asked(phone, files, words)

    def listed(path: str) -> str:
        hits = list(matching(phone, files, path, asked))
        if not asked.deletes:
            return "".join(f"{found.shown}{asked.ending}" for found in hits)
        for found in hits:
            if files.status(found.path):
                files.remove(found.path, recursive=True)
        return ""

    return each("find", paths or ["."], listed)
