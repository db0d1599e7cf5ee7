"""Expressions of ``grep`` and ``sed``, in the words of ``pattern``."""

from __future__ import annotations

import re

from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.pattern import InvalidPattern, compile_pattern

CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": " \\t",
    "digit": "0-9",
    "lower": "a-z",
    "punct": "!-/:-@\\[-`{-~",
    "space": "\\s",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}
"""Classes of characters by their names."""

_PIECE = re.compile(
    r"\[(?P<negated>\^?)(?P<items>\]?(?:\[:\w+:\]|[^\]])*)\]|\\(?P<escaped>.)|(?P<plain>.)", re.DOTALL
)


def translated(name: str, expression: str, extended: bool, ignore_case: bool = False) -> str:
    """A basic or extended expression in the words that ``pattern`` knows.

    Raises:
        ShellError: It is none; the command of that name says so.
    """
    pieces: list[str] = []
    for piece in _PIECE.finditer(expression):
        if piece["items"] is not None:
            pieces.append(f"[{piece['negated']}{_items(piece['items'])}]")
        elif piece["escaped"] is not None:
            pieces.append(_escaped(piece["escaped"], extended))
        else:
            pieces.append(_plain(piece["plain"], extended, first=piece.start() == 0))
    written = ("(?i)" if ignore_case else "") + "".join(pieces)
    try:
        compile_pattern(written)
    except InvalidPattern as error:
        raise ShellError(f"{name}: bad regex {expression[:60]!r}: {error}", 2) from None
    return written


def _escaped(character: str, extended: bool) -> str:
    if character in "|(){}+?" and not extended:
        return character
    if character in "<>":
        return "\\b"
    if character.isalnum() and character not in "wWsSdDbnt":
        return re.escape(character)
    return f"\\{character}"


def _plain(character: str, extended: bool, first: bool) -> str:
    if character in "|(){}+?" and not extended:
        return f"\\{character}"
    return "\\*" if character == "*" and first else character


def _items(items: str) -> str:
    """What stands in a class: names are replaced, and everything else stands for itself."""
    written: list[str] = []
    for piece in re.finditer(r"\[:(?P<name>\w+):\]|(?P<plain>.)", items, re.DOTALL):
        plain = piece["plain"]
        written.append(CLASSES.get(piece["name"] or "", "") if plain is None else _in_class(plain))
    return "".join(written)


def _in_class(character: str) -> str:
    return f"\\{character}" if character in "\\[]&^" else character
