"""Typing: how characters, keys and the clipboard change the focused text field."""

from __future__ import annotations

from openphone_gym.phone.system.state import Entry, System
from openphone_gym.phone.toolkit.fields import TextField

INPUT_LIMIT = 10_000
"""Most characters taken from one gesture; what a model writes is not trusted to be short."""


def insert(entry: Entry, field: TextField, text: str) -> None:
    """Puts characters where the cursor is, over what is selected."""
    text = text[:INPUT_LIMIT]
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


def delete(entry: Entry, field: TextField) -> None:
    """Deletes what is selected, else the character before the cursor."""
    start, end = _clamped(entry, field)
    if start == end:
        start = max(start - 1, 0)
    _write(entry, field, field.value[:start] + field.value[end:], start)


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
