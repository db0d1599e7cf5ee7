"""The commands that work on lines of text."""

from __future__ import annotations

import base64
import binascii
import itertools
import re
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell.budget import spend
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.files import CHARACTERS_PER_STEP, FileError, Files
from openphone_gym.phone.shell.text import as_bytes, as_text, each_line, lines, pieces, usage

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone


def _gathered(name: str, files: Files, paths: Sequence[str], text: str) -> str:
    """The contents of files one after the other; the input if there are none."""
    contents: list[str] = []
    for path in paths:
        try:
            contents.append(text if path == "-" else as_text(files.read(path)))
        except FileError as error:
            raise ShellError(f"{name}: {path}: {error}") from None
    return "".join(contents) if paths else text


def echo(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``echo [-n] [-e] WORD...``."""
    words = list(arguments)
    options = ""
    while words and words[0] in ("-n", "-e", "-ne", "-en"):
        options += words.pop(0)
    line = " ".join(words)
    return (_unescaped(line) if "e" in options else line) + ("" if "n" in options else "\n")


_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "0": "\0", "e": "\x1b"}


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[0]), text)


def printf(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``printf FORMAT [WORD...]``; formats know ``%s``, ``%d``, ``%%`` and backslashes."""
    if not arguments:
        raise usage("printf FORMAT [WORD...]")
    words = iter(arguments[1:])
    known = {"%%": lambda: "%", "%s": lambda: next(words, ""), "%d": lambda: next(words, "0")}
    return re.sub(r"%[%sd]", lambda found: known[found[0]](), _unescaped(arguments[0]))


LONGEST_SEARCH = 4_000_000
"""Most comparisons that the search of one line may take, as nothing else runs meanwhile."""


def grep(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``grep [-ivcqEFn] PATTERN [FILE...]``; patterns know ``. .* ^ $`` and ``|``."""
    flags = {letter for word in arguments if word.startswith("-") for letter in word[1:]} - {"e"}
    words = [word for word in arguments if not word.startswith("-")]
    if not words or not flags <= set("ivcqEFnsh"):
        raise ShellError("usage: grep [-ivcqEFn] PATTERN [FILE...]", 2)
    alternatives = _alternatives(words[0], flags)
    weight = sum(_weight(piece) for pieces in alternatives for piece in pieces)
    found: list[str] = []
    for number, ended in enumerate(each_line(_gathered("grep", files, words[1:], text)), 1):
        line = ended.removesuffix("\n")
        _charge_search(weight, len(line))
        if any(_in_order(pieces, line) for pieces in alternatives) != ("v" in flags):
            found.append(f"{number}:{line}" if "n" in flags else line)
    output = f"{len(found)}\n" if "c" in flags else "" if "q" in flags else lines(found)
    if not found:
        raise ShellError("", 1, output)
    return output


def _weight(piece: re.Pattern[str]) -> int:
    """Comparisons that a piece may take at a character: plain ones are found without going back."""
    anything = "." in re.sub(r"\\.", "", piece.pattern)
    return len(piece.pattern) if anything or piece.flags & re.IGNORECASE else 1


def _charge_search(weight: int, line: int) -> None:
    """Charges the search of a line.

    Raises:
        ShellError: It may take long, and can't be stopped once it runs.
    """
    work = weight * line
    if work > LONGEST_SEARCH:
        raise ShellError("grep: pattern and line are too long", 2)
    spend(work / CHARACTERS_PER_STEP)


def _alternatives(pattern: str, flags: set[str]) -> list[list[re.Pattern[str]]]:
    """The pieces between ``.*`` of each alternative; no piece repeats, so a search never goes back far."""
    spend(len(pattern))
    case = re.IGNORECASE if "i" in flags else 0
    if "F" in flags:
        return [[re.compile(re.escape(pattern), case)]]
    return [
        [re.compile(_SPECIAL.sub(_harmless, piece), case) for piece in one.split(".*")]
        for one in pattern.split("|" if "E" in flags else "\\|")
    ]


_SPECIAL = re.compile(r"\\(.)|^\^|\$$|([^\w.])", re.DOTALL)


def _harmless(match: re.Match[str]) -> str:
    """Keeps ``.``, and ``^`` and ``$`` at the ends; everything else stands for itself."""
    plain = match[1] or match[2]
    return re.escape(plain) if plain else match[0]


def _in_order(pieces: Sequence[re.Pattern[str]], line: str) -> bool:
    """Whether the pieces are found in a line one after the other."""
    at = 0
    for piece in pieces:
        match = piece.search(line, at)
        if match is None:
            return False
        at = match.end()
    return True


def _count(arguments: Sequence[str], default: int) -> tuple[int, list[str]]:
    """The number of ``-n 5``, ``-n5`` or ``-5``, and the files."""
    words = list(arguments)
    number = str(default)
    if words and words[0].startswith("-"):
        option = words.pop(0).removeprefix("-").removeprefix("n")
        number = option or (words.pop(0) if words else "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise usage("head|tail [-n COUNT] [FILE...]")
    return int(number), words


def head(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``head [-n COUNT] [FILE...]``."""
    count, paths = _count(arguments, 10)
    return "".join(itertools.islice(each_line(_gathered("head", files, paths, text)), count))


def tail(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``tail [-n COUNT] [FILE...]``."""
    count, paths = _count(arguments, 10)
    return "".join(deque(each_line(_gathered("tail", files, paths, text)), maxlen=count))


def wc(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``wc [-lwc] [FILE...]``: lines, words and bytes."""
    options = {letter for word in arguments if word.startswith("-") for letter in word[1:]} or set("lwc")
    paths = [word for word in arguments if not word.startswith("-")]
    read = _gathered("wc", files, paths, text)
    counters = {"l": lambda: read.count("\n"), "w": lambda: _words(read), "c": lambda: len(as_bytes(read))}
    counts = [str(counters[name]()) for name in "lwc" if name in options]
    return " ".join([*counts, *paths]) + "\n"


def _words(text: str) -> int:
    """How many words there are, counted piece by piece; one that a cut goes through counts once."""
    count, inside = 0, False
    for piece in pieces(text):
        spend(len(piece) / CHARACTERS_PER_STEP)
        count += len(piece.split()) - int(inside and not piece[0].isspace())
        inside = not piece[-1].isspace()
    return count


def cut(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``cut -d CHARACTER -f LIST [FILE...]`` or ``cut -c LIST``; a list is as ``1,3`` or ``2-4,6-``."""
    options: dict[str, str] = {"-d": "\t"}
    paths: list[str] = []
    rest = iter(arguments)
    for word in rest:
        if word[:2] in ("-d", "-f", "-c"):
            options[word[:2]] = word[2:] or next(rest, "")
        else:
            paths.append(word)
    kind = "-f" if "-f" in options else "-c"
    chosen = _places(options.get(kind, ""))
    shown: list[str] = []
    for ended in each_line(_gathered("cut", files, paths, text)):
        line = ended.removesuffix("\n")
        spend(len(line) / CHARACTERS_PER_STEP)
        parts = line.split(options["-d"]) if kind == "-f" else list(line)
        whole = kind == "-f" and len(parts) == 1
        kept = [part for at, part in enumerate(parts, 1) if any(a <= at <= b for a, b in chosen)]
        shown.append(line if whole else (options["-d"] if kind == "-f" else "").join(kept))
    return lines(shown)


def _places(words: str) -> list[tuple[int, int]]:
    """First and last place of each part of a list."""
    places: list[tuple[int, int]] = []
    for word in words.split(",")[:MOST_PLACES]:
        found = re.fullmatch(r"(\d{0,6})(-?)(\d{0,6})", word, re.ASCII)
        if found is None or not word.strip("-"):
            raise usage("cut -d CHARACTER -f LIST | -c LIST [FILE...]")
        first = int(found[1] or 1)
        places.append((first, int(found[3] or 10**6) if found[2] else first))
    return places


MOST_PLACES = 100


def sort(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``sort [-r] [-u] [FILE...]``: by characters."""
    options = {letter for word in arguments if word.startswith("-") for letter in word[1:]}
    read = _gathered("sort", files, [word for word in arguments if not word.startswith("-")], text)
    found: list[str] = []
    for line in each_line(read):
        spend(1)  # sorting compares each line with several others, and can't be interrupted
        found.append(line.removesuffix("\n"))
    return lines(sorted(set(found) if "u" in options else found, reverse="r" in options))


def tr(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``tr -d CHARACTERS`` or ``tr FROM TO``."""
    match [_unescaped(word) for word in arguments]:
        case ["-d", gone]:
            return _translated(text, dict.fromkeys(map(ord, gone)))
        case [old, new] if new:
            return _translated(text, str.maketrans(old, new[: len(old)].ljust(len(old), new[-1])))
    raise usage("tr -d CHARACTERS | tr FROM TO")


def _translated(text: str, table: Mapping[int, int | None]) -> str:
    translated: list[str] = []
    for piece in pieces(text):
        spend(len(piece) / CHARACTERS_PER_STEP)
        translated.append(piece.translate(table))
    return "".join(translated)


def base64_(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``base64 [-d] [FILE]``."""
    data = as_bytes(
        _gathered("base64", files, [word for word in arguments if not word.startswith("-")], text)
    )
    spend(size=len(data))
    if "-d" not in arguments:
        return base64.encodebytes(data).decode()
    try:
        return as_text(base64.b64decode(data))
    except binascii.Error:
        raise ShellError("base64: the input is not Base64") from None


TEXT_COMMANDS: Mapping[str, Callable[[Phone, Files, Sequence[str], str], str]] = {
    "base64": base64_,
    "cut": cut,
    "echo": echo,
    "grep": grep,
    "head": head,
    "printf": printf,
    "sort": sort,
    "tail": tail,
    "tr": tr,
    "wc": wc,
}
"""The commands by name."""
