"""From what an agent hands over to a value that an action can hold: numbers, words, texts, pixels.

Nothing infinite and nothing that is no number gets into an action, nor anything that a file can't hold.
"""

from __future__ import annotations

import math
import numbers
import re
from functools import lru_cache
from typing import Any, get_args

from openphone_gym.actions.invalid import InvalidAction, shown, well_formed

Argument = int | float | str

LONGEST_TEXT = 10_000
"""Characters that the text of an action may have: all of it can be read back, escaped as it may be."""
MOST = 10**12
"""Whole numbers of an action are below this, either way."""

_NUMBER = re.compile(r"[+-]?(?:\d{1,17}(?:\.\d{0,30})?|\.\d{1,30})(?:e[+-]?\d{1,3})?", re.I)


def number(value: object) -> int | float | None:
    """The number that a value is or spells; None for all else, such as truth values, NaN and infinity."""
    if isinstance(value, str):
        word = value.strip() if len(value) < LONGEST_TEXT else ""
        if not _NUMBER.fullmatch(word):
            return None
        value = int(word) if word.lstrip("+-").isdecimal() else float(word)
    if isinstance(value, bool) or not isinstance(value, numbers.Real):  # NumPy's numbers are registered
        return None
    if isinstance(value, numbers.Integral):
        whole = int(value)
        return whole if -MOST < whole < MOST else None
    try:
        real = float(value)
    except (OverflowError, ValueError):
        return None
    return real + 0.0 if math.isfinite(real) else None  # adding 0.0 takes the sign off a zero


def fitted(hint: Any, value: object) -> Argument | None:
    """The value as the type ``hint``: digits as numbers, words in lower case; None if it does not fit."""
    if hint is str:
        return _text(value)
    choices = options(hint)
    word = value.strip().casefold() if isinstance(value, str) and len(value) < LONGEST_TEXT else None
    if word in choices:
        return word
    found = number(value)
    if found is None or float in choices:
        return found
    return int(found) if int in choices and found == int(found) and -MOST < found < MOST else None


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return well_formed(value) if len(value) <= LONGEST_TEXT else None
    found = number(value)
    return None if found is None else str(found)


def pixels(**coordinates: object) -> dict[str, Any]:
    """Positions or lengths by name, each as the pixel that it lies in; what is no number stays as it is.

    Raises:
        InvalidAction: They are shares of the screen: all of them between 0.0 and 1.0, or one that is smaller
            than a pixel.
    """
    found = {name: number(value) for name, value in coordinates.items()}
    real = [value for value in found.values() if isinstance(value, float)]
    shares = len(real) == len(found) and all(0 <= value <= 1 for value in real)
    if shares or any(abs(value) < 1 and value != int(value) for value in real):
        given = ", ".join(f"{name}={value}" for name, value in found.items())
        raise InvalidAction(
            f"{given} looks like shares of the screen: give pixels, counted from its top left corner",
            value=given,
        )
    return {name: coordinates[name] if value is None else math.floor(value) for name, value in found.items()}


@lru_cache
def options(hint: Any) -> tuple[Any, ...]:
    """The members of a union and the values of literals, flat."""
    if isinstance(hint, type) or not get_args(hint):
        return (hint,)
    return tuple(flat for choice in get_args(hint) for flat in options(choice))


def misfit(value: object) -> str:
    """How a value that does not fit is told."""
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return f"text of {len(value)} characters (at most {LONGEST_TEXT})"
    return shown(value)
