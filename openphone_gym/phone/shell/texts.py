"""The commands that work on lines of text."""

from __future__ import annotations

import base64
import binascii
import itertools
import re
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell.awk import awk
from openphone_gym.phone.shell.budget import spend
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.files import CHARACTERS_PER_STEP, Files
from openphone_gym.phone.shell.grep import grep
from openphone_gym.phone.shell.sed import sed
from openphone_gym.phone.shell.text import LINES_PER_STEP, as_bytes, as_text, each_line, lines, pieces, usage
from openphone_gym.phone.shell.writing import gathered, split

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone


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


_DIRECTIVE = re.compile(r"%(?:%|(?P<how>[-+ 0#]*\d{0,3}(?:\.\d{1,2})?)(?P<kind>[sdiuxXocbf]))", re.ASCII)


def printf(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``printf FORMAT [WORD...]``, which is repeated as long as there are words."""
    if not arguments:
        raise usage("printf FORMAT [WORD...]")
    layout, words = _unescaped(arguments[0]), deque(arguments[1:])
    takes = any(found["kind"] for found in _DIRECTIVE.finditer(layout))
    pieces = [_DIRECTIVE.sub(lambda found: _formatted(found, words), layout)]
    while takes and words:
        spend(1, len(pieces[-1]))
        pieces.append(_DIRECTIVE.sub(lambda found: _formatted(found, words), layout))
    return "".join(pieces)


def _formatted(found: re.Match[str], words: deque[str]) -> str:
    """What stands for a directive such as ``%5d``."""
    how, kind = found["how"], found["kind"]
    if kind is None:
        return "%"
    word = words.popleft() if words else ""
    if kind in "sbc":
        shown = _unescaped(word) if kind == "b" else word[:1] if kind == "c" else word
        return f"%{how}s" % shown
    try:
        value = float(word or 0) if kind == "f" else int(word or "0", 0)
        return f"%{how}{kind}" % value
    except (ValueError, OverflowError):
        raise ShellError(f"printf: {word[:40]}: not a number") from None


def _count(arguments: Sequence[str], default: int) -> tuple[str, int, list[str]]:
    """``n`` or ``c``, the number of ``-n 5``, ``-n5``, ``-5`` or ``-c 5``, and the files."""
    words = [word for word in arguments if word not in ("-q", "-v")]
    unit, number = "n", str(default)
    if words and words[0].startswith("-") and len(words[0]) > 1:
        option = words.pop(0)[1:]
        unit = "c" if option.startswith("c") else "n"
        number = option.lstrip("nc") or (words.pop(0) if words else "")
    if not (number.isascii() and number.lstrip("+").isdigit() and len(number) < 10):
        raise usage("head|tail [-n COUNT | -c COUNT] [FILE...]")
    return unit + number[: number.startswith("+")], int(number), words


def head(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``head [-n LINES | -c BYTES] [FILE...]``."""
    unit, count, paths = _count(arguments, 10)
    read = gathered("head", files, paths, text)
    if unit.startswith("c"):
        return as_text(as_bytes(read)[:count])
    return "".join(itertools.islice(each_line(read), count))


def tail(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``tail [-n LINES | -n +FIRST | -c BYTES] [FILE...]``."""
    unit, count, paths = _count(arguments, 10)
    read = gathered("tail", files, paths, text)
    if unit.startswith("c"):
        data = as_bytes(read)
        return as_text(data[max(len(data) - count, 0) :])
    if unit == "n+":
        return "".join(itertools.islice(each_line(read), max(count - 1, 0), None))
    return "".join(deque(each_line(read), maxlen=count))


def tac(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``tac [FILE...]``: the last line first."""
    return "".join([*each_line(gathered("tac", files, arguments, text))][::-1])


def uniq(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``uniq [-c] [-d] [-u]``: lines that are equal and stand together, once."""
    options, paths = split(arguments)
    shown: list[str] = []
    for line, same in itertools.groupby(each_line(gathered("uniq", files, paths, text))):
        count = sum(1 for _ in same)
        if (count > 1 or "d" not in options) and (count == 1 or "u" not in options):
            shown.append(f"{count:>7} {line}" if "c" in options else line)
    return "".join(shown)


def seq(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``seq [FIRST [STEP]] LAST``: whole numbers."""
    if not 1 <= len(arguments) <= 3 or not all(re.fullmatch(r"-?[0-9]{1,9}", word) for word in arguments):
        raise usage("seq [FIRST [STEP]] LAST")
    first, step, last = [1, 1, *map(int, arguments)][-3:]
    if len(arguments) == 2:
        first, step = step, 1
    numbers = range(first, last + (1 if step > 0 else -1), step) if step else range(0)
    spend(len(numbers) / LINES_PER_STEP, 10 * len(numbers))
    return lines([str(number) for number in numbers])


def wc(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``wc [-lwc] [FILE...]``: lines, words and bytes."""
    options = {letter for word in arguments if word.startswith("-") for letter in word[1:]} or set("lwc")
    paths = [word for word in arguments if not word.startswith("-")]
    read = gathered("wc", files, paths, text)
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
    for ended in each_line(gathered("cut", files, paths, text)):
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
    """``sort [-r] [-u] [-n] [-f] [FILE...]``: by characters, or by the number at the beginning."""
    options, paths = split(arguments)
    if not options <= set("runf"):
        raise ShellError(f"sort: Unknown option '{min(options - set('runf'))}'")
    found: list[str] = []
    for line in each_line(gathered("sort", files, paths, text)):
        spend(1)  # sorting compares each line with several others, and can't be interrupted
        found.append(line.removesuffix("\n"))
    key = _leading_number if "n" in options else str.lower if "f" in options else None
    return lines(sorted(set(found) if "u" in options else found, key=key, reverse="r" in options))


def _leading_number(line: str) -> tuple[float, str]:
    number = re.match(r"\s*(-?[0-9]{1,15}(?:\.[0-9]{1,9})?)", line)
    return float(number[1]) if number else 0.0, line


def tr(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``tr -d CHARACTERS`` or ``tr FROM TO``, with ranges such as ``a-z`` and ``[:upper:]``."""
    match [word if word == "-d" else _characters(_unescaped(word)) for word in arguments]:
        case ["-d", gone]:
            return _translated(text, dict.fromkeys(map(ord, gone)))
        case [old, new] if new:
            return _translated(text, str.maketrans(old, new[: len(old)].ljust(len(old), new[-1])))
    raise usage("tr -d CHARACTERS | tr FROM TO")


_RANGES = {"[:lower:]": "a-z", "[:upper:]": "A-Z", "[:digit:]": "0-9", "[:space:]": " \t\n\r\f\v"}


def _characters(words: str) -> str:
    """Characters, with ranges and classes written out."""
    for name, written in _RANGES.items():
        words = words.replace(name, written)
    found = re.finditer(r"(.)-(.)|(.)", words, re.DOTALL)
    codes = (range(ord(one[1]), ord(one[2]) + 1) if one[1] else (ord(one[3]),) for one in found)
    return "".join(map(chr, itertools.islice(itertools.chain.from_iterable(codes), MOST_CHARACTERS)))


MOST_CHARACTERS = 1_000


def _translated(text: str, table: Mapping[int, int | None]) -> str:
    translated: list[str] = []
    for piece in pieces(text):
        spend(len(piece) / CHARACTERS_PER_STEP)
        translated.append(piece.translate(table))
    return "".join(translated)


def base64_(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``base64 [-d] [FILE]``."""
    data = as_bytes(gathered("base64", files, [word for word in arguments if not word.startswith("-")], text))
    spend(size=len(data))
    if "-d" not in arguments:
        return base64.encodebytes(data).decode()
    try:
        return as_text(base64.b64decode(data))
    except binascii.Error:
        raise ShellError("base64: the input is not Base64") from None


def egrep(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``grep -E``."""
    return grep(phone, files, ["-E", *arguments], text)


def fgrep(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``grep -F``."""
    return grep(phone, files, ["-F", *arguments], text)


TEXT_COMMANDS: Mapping[str, Callable[[Phone, Files, Sequence[str], str], str]] = {
    "awk": awk,
    "base64": base64_,
    "cut": cut,
    "echo": echo,
    "egrep": egrep,
    "fgrep": fgrep,
    "grep": grep,
    "head": head,
    "printf": printf,
    "sed": sed,
    "seq": seq,
    "sort": sort,
    "tac": tac,
    "tail": tail,
    "tr": tr,
    "uniq": uniq,
    "wc": wc,
}
"""The commands by name."""
