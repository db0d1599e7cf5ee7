"""Points and boxes, as lists or as lists that were written as text."""

from __future__ import annotations

from openphone_gym.actions.reader.literals import CALL, Literals, Unreadable, Value
from openphone_gym.actions.values import number

_LONGEST_POINT = 200


def is_place(value: Value) -> bool:
    """Whether a value is a point or a box, if perhaps a wrong one: a list, or a list as text."""
    return isinstance(value, list) or (isinstance(value, str) and value.lstrip().startswith(("[", "(")))


def corners(value: Value) -> list[int | float] | None:
    """The two or four numbers of a point or box, such as ``[1, 2]`` or ``"(1, 2)"``; else None."""
    value = _listed(value) if isinstance(value, str) else value
    while isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, list) and len(value) == 2 and all(_is_pair(corner) for corner in value):
        value = [*value[0], *value[1]]
    if not isinstance(value, list) or len(value) not in (2, 4):
        return None
    numbers = [found for item in value if (found := number(item)) is not None]
    return numbers if len(numbers) == len(value) else None


def _listed(text: str) -> list[Value] | None:
    """A list that was written as text, such as ``[1, 2]``, ``(1, 2)`` or ``[1,2][3,4]``."""
    listed = f"[{text.strip()}]"
    try:
        value, end = (
            Literals(listed, whole=False).value(0, CALL) if len(text) <= _LONGEST_POINT else (None, 0)
        )
    except Unreadable:
        return None
    return value if end == len(listed) else None


def _is_pair(value: Value) -> bool:
    return isinstance(value, list) and len(value) == 2
