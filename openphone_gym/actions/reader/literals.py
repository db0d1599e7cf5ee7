"""Reads the values that stand in a call: text in quotes, words, numbers, lists and objects.

One grammar for what models write as Python calls, as JSON and as Python dicts. Numbers stay as they are
written, so that digits meant as text lose nothing. A text comes out as it was meant or not at all: quotes
that could be part of it as well as its end make it unreadable. Libraries that repair JSON guess in that case.
"""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import Any

import msgspec

Value = Any
"""Text (numbers, too), None, a truth value, a list of values, or an object: a dict from text to values."""

MOST_VALUES = 200
"""Values that are read of one call: bounds the work that hostile text can make."""
DEEPEST = 16
"""Lists and objects that may stand in each other."""

_CLOSING = {"“": "”“", "”": "”", "„": "“”", "«": "»", "»": "«", "‘": "’", "’": "’", "‚": "‘’",
            "「": "」", "『": "』", "＂": "＂", "`": "`", '"': '"', "'": "'"}  # fmt: skip
"""Quotation marks that open a text, and what closes it."""
_ESCAPE = re.compile(
    r"(?:\\u[0-9a-fA-F]{4})+|\\x([0-9a-fA-F]{2})|\\U(000[0-9a-fA-F]{5}|0010[0-9a-fA-F]{4})|\\(.)", re.S
)
_SIMPLE_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "0": "\0"}
_KEPT_ESCAPES = "\\\"'/`"
_ESCAPED = re.compile(r"\\.", re.S)
_MOST_MARKS = 100
_GLUE = re.compile(r"\s*(?:[+%]|[rbfu]{1,2}|(?:#|//).*)?\s*", re.S | re.I)
_WORDS = {"None": None, "null": None}
_OBJECT_WORDS = _WORDS | {"true": True, "True": True, "false": False, "False": False}


class Unreadable(Exception):
    """The text at this place is not a call."""


class Syntax(msgspec.Struct, frozen=True):
    """How values are written in calls, or in objects.

    Attributes:
        blank: What may stand between values.
        word: Text without quotes.
        words: Words that are other values than text.
        texts: Text in quotes, by the opening mark.
        blocks: Text in three quotes, by the opening mark.
    """

    blank: re.Pattern[str]
    word: re.Pattern[str]
    words: dict[str, Value]
    texts: dict[str, re.Pattern[str]]
    blocks: dict[str, re.Pattern[str]]


def _blocks(ends: str) -> dict[str, re.Pattern[str]]:
    return {3 * mark: re.compile(rf"{mark * 3}(.*?){mark * 3}(?=\s*{ends})", re.S) for mark in "\"'"}


def _texts(inside: str) -> dict[str, re.Pattern[str]]:
    """A pattern for each kind of quotes; ``inside`` is what a closing mark within the text looks like."""
    return {
        opening: re.compile(rf"{opening}((?:[^{close}\\]++|\\.|{inside.format(close)})*+)[{close}]", re.S)
        for opening, close in _CLOSING.items()
    }


# In a call, a quote that no comma or bracket follows is part of the text: models forget to escape.
CALL = Syntax(
    blank=re.compile(r"\s*+"),
    word=re.compile(r"[^\s,()\[\]{}\"'=“”„«»‘’‚「『＂`][^,()\[\]{}\"'=“”„«»「」『』＂`\r\n]*"),
    words=_WORDS,
    texts=_texts(r"[{0}](?!\s*[,)\]])"),
    blocks=_blocks(r"[,)\]]"),
)
OBJECT = Syntax(
    blank=re.compile(r"(?:\s++|(?:#|//)[^\n]*+|/\*.*?\*/)*+", re.S),
    word=re.compile(r"[\w.+\-]++"),
    words=_OBJECT_WORDS,
    texts=_texts(r"(?!)"),
    blocks=_blocks(r"[,}\]:]"),
)


class Literals:
    """The values of one call.

    Args:
        text: What they stand in.
        whole: Whether the text was not cut, so that brackets left open at its end may be taken as closed.
    """

    def __init__(self, text: str, whole: bool = True) -> None:
        self.text = text
        self._whole = whole
        self._left = MOST_VALUES

    def skip(self, at: int, syntax: Syntax) -> int:
        """Where the next thing stands that is not blank."""
        blank = syntax.blank.match(self.text, at)
        return blank.end() if blank else at

    def value(self, at: int, syntax: Syntax, depth: int = 0) -> tuple[Value, int]:
        """The value at a place, and where it ends.

        Raises:
            Unreadable: There is none.
        """
        self._left -= 1
        if self._left < 0 or depth > DEEPEST:
            raise Unreadable
        opening = self.text[at : at + 1]
        if opening in syntax.texts:
            return self.quoted(at, syntax)
        if opening in ("[", "("):
            return self._list(at, syntax, depth + 1)
        if opening == "{":
            return self.object(at, depth + 1)
        if word := syntax.word.match(self.text, at):
            plain = word[0].rstrip()
            return syntax.words.get(plain, plain), word.end()
        raise Unreadable

    def quoted(self, at: int, syntax: Syntax) -> tuple[str, int]:
        """The text in quotes at a place, and where they end.

        Raises:
            Unreadable: There is none, or where it ends is anyone's guess.
        """
        block = syntax.blocks.get(self.text[at : at + 3])
        opening = self.text[at : at + 1]
        found = (block or syntax.texts[opening]).match(self.text, at)
        if not found or not (block or _is_one(found[1], _CLOSING[opening], self._whole)):
            raise Unreadable
        return unescaped(found[1]), found.end()

    def _list(self, at: int, syntax: Syntax, depth: int) -> tuple[list[Value], int]:
        closing = "]" if self.text[at] == "[" else ")"
        items: list[Value] = []
        at = self.skip(at + 1, syntax)
        while not self._closes(closing, at):
            item, at = self.value(at, syntax, depth)
            items.append(item)
            at = self._next(at, closing, syntax)
        if self.text.startswith("[", at + 1) and items and closing == "]":  # corners, as in [1,2][3,4]
            other, end = self._list(at + 1, syntax, depth + 1)
            return [items, other], end
        return items, min(at + 1, len(self.text))

    def object(self, at: int, depth: int = 0) -> tuple[dict[str, Value], int]:
        """The object at a place, such as ``{"a": 1}`` or ``{{'a': 1,}}``, and where it ends.

        Raises:
            Unreadable: There is none.
        """
        if depth > DEEPEST:
            raise Unreadable
        found: dict[str, Value] = {}
        at = self.skip(at + 1, OBJECT)
        if self.text.startswith("{", at):
            found, at = self.object(at, depth + 1)
            at = self.skip(at, OBJECT)
            if not self._closes("}", at):
                raise Unreadable
        while not self._closes("}", at):
            key, at = self._key(at)
            value, at = self.value(at, OBJECT, depth)
            if key in found:
                raise Unreadable
            found[key] = value
            at = self._next(at, "}", OBJECT)
        return found, min(at + 1, len(self.text))

    def _key(self, at: int) -> tuple[str, int]:
        if self.text[at : at + 1] in OBJECT.texts:
            key, at = self.quoted(at, OBJECT)
        elif word := OBJECT.word.match(self.text, at):
            key, at = word[0], word.end()
        else:
            raise Unreadable
        at = self.skip(at, OBJECT)
        if not self.text.startswith(":", at):
            raise Unreadable
        return key, self.skip(at + 1, OBJECT)

    def _next(self, at: int, closing: str, syntax: Syntax) -> int:
        """Where the next item stands, or the closing bracket."""
        at = self.skip(at, syntax)
        if self.text.startswith(",", at):
            return self.skip(at + 1, syntax)
        if not self._closes(closing, at):
            raise Unreadable
        return at

    def _closes(self, closing: str, at: int) -> bool:
        return self.text.startswith(closing, at) or (self._whole and closing != ")" and at >= len(self.text))


def unescaped(text: str) -> str:
    """The text with its escapes, those of Python and JSON, as the characters that they mean."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    if code := match[1] or match[2]:
        return chr(int(code, 16))
    if letter := match[3]:
        return letter if letter in _KEPT_ESCAPES else _SIMPLE_ESCAPES.get(letter, match[0])
    return json.loads(f'"{match[0]}"')  # joins surrogate pairs


def _is_one(raw: str, marks: str, whole: bool) -> bool:
    """Whether marks within a text are quotations, as in prose, and not the seams of several texts.

    Apostrophes are neither, nor is one mark alone (``5" screen``) in what is whole; of others, every second
    one must open.
    """
    if not any(mark in raw for mark in marks):
        return True
    plain = _ESCAPED.sub("  ", raw)
    found = islice(re.finditer(f"[{marks}]", plain), _MOST_MARKS + 1)
    places = [mark.start() for mark in found if not _apostrophe(plain, mark.start())]
    if len(places) < 2:
        return whole or not places
    pairs = zip(places[::2], places[1::2], strict=False)
    even = len(places) % 2 == 0 and len(places) <= _MOST_MARKS
    return even and all(_opens(plain, at, end) for at, end in pairs)


def _apostrophe(text: str, at: int) -> bool:
    return text[at] in "'’" and text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()


def _opens(text: str, at: int, end: int) -> bool:
    """Whether the mark at a place opens a quotation up to ``end``."""
    before, after = text[at - 1 : at] if at else " ", text[at + 1 : at + 2]
    quotes = before.isspace() or before in "([{"
    return quotes and not after.isspace() and not _GLUE.fullmatch(text, at + 1, end)
