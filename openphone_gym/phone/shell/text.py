"""Output of commands: text that can carry any bytes, lines, and how a command is used."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from openphone_gym.phone.shell.budget import spend
from openphone_gym.phone.shell.errors import ShellError

USAGE = 255
"""Exit code of Android's own tools when they don't understand their arguments."""

PIECE = 1 << 16
"""Characters or bytes that are worked on at once: other threads have their turn between two pieces."""

LINES_PER_STEP, LINES_CHARGED = 5, 50
"""Lines that can be handled in one step of a budget, and lines that are charged at once."""


def as_text(data: bytes) -> str:
    """Bytes as they go through pipes: UTF-8, with whatever isn't kept for ``as_bytes``."""
    if len(data) <= PIECE:
        return data.decode("utf-8", "surrogateescape")
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    pieces = [decoder.decode(data[at : at + PIECE]) for at in range(0, len(data), PIECE)]
    return "".join(pieces) + decoder.decode(b"", final=True)


def as_bytes(text: str) -> bytes:
    """The bytes that ``as_text`` was given, or a text as UTF-8; what is neither becomes a question mark."""
    return b"".join(_encoded(piece) for piece in pieces(text))


def _encoded(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return "".join(one if not "\ud800" <= one <= "\udc7f" else "?" for one in text).encode(
            "utf-8", "surrogateescape"
        )


def readable(text: str) -> str:
    """A text as Java's programs take it: what is no UTF-8 becomes U+FFFD, so that any state can hold it."""
    return text if text.isascii() else as_bytes(text).decode("utf-8", "replace")


def pieces(text: str) -> Iterator[str]:
    """A text in pieces, each charged."""
    for at in range(0, len(text), PIECE):
        piece = text[at : at + PIECE]
        spend(size=len(piece))
        yield piece


def each_line(text: str) -> Iterator[str]:
    """The lines of a text, with their ends, each charged."""
    at = charged = count = 0
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        count += 1
        if count == LINES_CHARGED or end - charged > PIECE or end == len(text):
            spend(count / LINES_PER_STEP, end - charged)
            charged, count = end, 0
        yield text[at:end]
        at = end


def lines(words: Sequence[str]) -> str:
    """One line for each."""
    return "".join(f"{word}\n" for word in words)


def usage(text: str) -> ShellError:
    """The error of a command that does not understand its arguments."""
    return ShellError(f"usage: {text}", USAGE)


def number(word: str) -> float:
    """A number of moderate size.

    Raises:
        ShellError: The word is none.
    """
    try:
        value = float(word)
    except ValueError:
        raise ShellError(f"Error: Invalid number: {word[:40]}", USAGE) from None
    if not abs(value) < 1e9:  # Also refuses what is not a number.
        raise ShellError(f"Error: Invalid number: {word[:40]}", USAGE)
    return value


def strftime(moment: datetime, layout: str) -> str:
    """A time as ``date +LAYOUT`` shows it: only the directives that mean the same everywhere."""
    known = {"s": str(int(moment.timestamp())), "e": f"{moment.day:2d}", "%": "%", "D": f"{moment:%m/%d/%y}"}
    known |= {name: moment.strftime(f"%{name}") for name in "aAbBdFHIjmMpSTyYzZ"}
    known |= {"R": f"{moment:%H:%M}", "n": "\n", "t": "\t", "N": f"{moment.microsecond:06d}000"}
    known |= {f"{digits}N": known["N"][:digits] for digits in (3, 6, 9)}
    return re.sub(r"%(\dN|.)", lambda match: known.get(match[1], match[0]), layout)
