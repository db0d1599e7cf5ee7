"""Output of commands: text that can carry any bytes, lines, and how a command is used."""

from __future__ import annotations

from collections.abc import Sequence

from openphone_gym.phone.shell.errors import ShellError

USAGE = 255
"""Exit code of Android's own tools when they don't understand their arguments."""


def as_text(data: bytes) -> str:
    """Bytes as they go through pipes: UTF-8, with whatever isn't kept for ``as_bytes``."""
    return data.decode("utf-8", "surrogateescape")


def as_bytes(text: str) -> bytes:
    """The bytes that ``as_text`` was given, or a text as UTF-8."""
    return text.encode("utf-8", "surrogateescape")


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
