"""The error of an action that can't be, and what it may quote of whatever an agent handed over."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from typing import Any

LONGEST_SHOWN = 100
"""Characters of a value that a message shows."""


class InvalidAction(ValueError):
    """An action that does not exist or cannot be carried out; the message says what would be valid.

    Attributes:
        value: What was wrong, as the agent wrote it; of what is neither text nor number, a description.
        choices: The valid values, where they can be listed.
        suggestion: The valid value nearest to ``value``, if one is near.
    """

    def __init__(
        self, message: str, *, value: Any = None, choices: Collection[str] = (), suggestion: str | None = None
    ) -> None:
        super().__init__(well_formed(message))
        plain = value is None or type(value) in (str, int, float, bool)
        self.value = value if plain else shown(value)
        self.choices = tuple(choices)
        self.suggestion = suggestion

    @classmethod
    def unknown(cls, what: str, value: object, choices: Collection[str]) -> InvalidAction:
        """An error for ``value`` not being one of ``choices``, which names the nearest of them."""
        near = nearest(value, choices)
        hint = f"; did you mean {near!r}?" if near else ""
        message = f"unknown {what}: {shown(value)}{hint} (valid: {', '.join(choices) or 'none'})"
        return cls(message, value=value, choices=choices, suggestion=near)


def nearest(value: object, choices: Collection[str]) -> str | None:
    """The choice that is written almost like ``value``, if there is one."""
    if not isinstance(value, str):
        return None
    near = difflib.get_close_matches(value[:LONGEST_SHOWN].casefold(), choices, n=1)
    return near[0] if near else None


def shown(value: object) -> str:
    """A value in a message: short, printable, and without an error whatever it is."""
    if type(value) is str:
        return repr(value[:LONGEST_SHOWN])
    try:
        text = repr(value)
    except Exception:  # numbers of too many digits, nests too deep, objects that fail when looked at
        return f"<{type(value).__name__}>"
    return text.encode("ascii", "backslashreplace").decode()[:LONGEST_SHOWN]


def well_formed(text: str) -> str:
    """The text with ``?`` for halves of surrogate pairs, which no screen shows and no file holds."""
    return text.encode(errors="replace").decode()
