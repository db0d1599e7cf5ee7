"""Typing: how characters, keys and the clipboard change the focused text field.

``Entry.selection`` holds two places in the text: where a selection was begun, and the cursor. They are equal
while nothing is selected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from openphone_gym.phone.system.state import Entry, System
from openphone_gym.phone.toolkit.fields import TextField

INPUT_LIMIT = 10_000
"""Most characters taken from one gesture; what a model writes is not trusted to be short."""


def insert(entry: Entry, field: TextField, text: str) -> None:
    """Puts characters where the cursor is, over what is selected."""
    text = _as_state(text[:INPUT_LIMIT])
    if not field.multiline:
        text = text.replace("\r", "").replace("\n", " ")
    start, end = _clamped(entry, field)
    value = field.value
    typed = field.accept(text)
    whole = (value[:start] + typed + value[end:])[: field.limit]
    _write(entry, field, whole, min(start + len(typed), len(whole)))


def replace(entry: Entry, field: TextField, text: str) -> None:
    """Puts characters in place of the whole content."""
    entry.selection = (0, len(field.value))
    insert(entry, field, text)


def _as_state(text: str) -> str:
    """The text with U+FFFD for halves of surrogate pairs, which no state can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def delete(entry: Entry, field: TextField, forward: bool = False) -> None:
    """Deletes what is selected, else the character before the cursor, or after it with ``forward``."""
    start, end = _clamped(entry, field)
    if start == end:
        start, end = (start, end + 1) if forward else (max(start - 1, 0), end)
    _write(entry, field, field.value[:start] + field.value[end:], start)


def move(entry: Entry, field: TextField, way: str, selecting: bool = False) -> None:
    """Moves the cursor, one of ``MOVES``; with ``selecting`` what it passes is selected."""
    start, end = _clamped(entry, field)
    anchor, cursor = (min(place, len(field.value)) for place in entry.selection)
    if start != end and way in ("left", "right") and not selecting:
        cursor = start if way == "left" else end
    else:
        cursor = min(max(MOVES[way](field.value, cursor), 0), len(field.value))
    entry.selection = (anchor if selecting else cursor, cursor)


def _line(text: str, at: int) -> tuple[int, int]:
    """Start and end of the line around a place."""
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end


def _above(text: str, at: int) -> int:
    start, _ = _line(text, at)
    if start == 0:
        return 0
    before, end = _line(text, start - 1)
    return min(before + at - start, end)


def _below(text: str, at: int) -> int:
    start, end = _line(text, at)
    if end == len(text):
        return end
    after, last = _line(text, end + 1)
    return min(after + at - start, last)


_WORD = re.compile(r"\w+")


def _word_before(text: str, at: int) -> int:
    return max((found.start() for found in _WORD.finditer(text, 0, at)), default=0)


def _word_after(text: str, at: int) -> int:
    found = _WORD.search(text, at)
    return found.end() if found else len(text)


MOVES: Mapping[str, Callable[[str, int], int]] = {
    "left": lambda text, at: at - 1,
    "right": lambda text, at: at + 1,
    "up": _above,
    "down": _below,
    "word_left": _word_before,
    "word_right": _word_after,
    "line_start": lambda text, at: _line(text, at)[0],
    "line_end": lambda text, at: _line(text, at)[1],
    "text_start": lambda text, at: 0,
    "text_end": lambda text, at: len(text),
}
"""Where keys move the cursor, from a place in a text."""

SELECT = "select_"
"""What the names of keys begin with that select what the cursor passes."""

COMMANDS = ("select_all", "copy", "cut", "paste")
KEYS = frozenset({"delete", "forward_delete", *COMMANDS, *MOVES, *(SELECT + way for way in MOVES)})
"""Keys that edit the focused field, and do nothing where none has the focus."""


def select_word(entry: Entry, field: TextField, index: int) -> None:
    """Selects the word around a position."""
    value = field.value
    start = end = min(index, len(value))
    while start > 0 and value[start - 1].isalnum():
        start -= 1
    while end < len(value) and value[end].isalnum():
        end += 1
    entry.selection = (start, end)


def copy(system: System, entry: Entry, field: TextField) -> None:
    """Copies what is selected."""
    start, end = _clamped(entry, field)
    if start != end and not field.password:
        system.clipboard = field.value[start:end]


def _clamped(entry: Entry, field: TextField) -> tuple[int, int]:
    start, end = sorted(entry.selection)
    size = len(field.value)
    return min(start, size), min(end, size)


def _write(entry: Entry, field: TextField, value: str, cursor: int) -> None:
    field.binding.set(value)
    field.value = value
    entry.selection = (cursor, cursor)
    if field.on_change is not None:
        field.on_change(value)
