"""Ages and numbers as the app writes them."""

from __future__ import annotations

SPANS = ((525_600, "y"), (43_200, "mo"), (1_440, "d"), (60, "h"), (1, "m"))
"""Minutes of a span of time, and its letters."""


def age(minutes: int) -> str:
    """An age such as ``3h`` or ``2mo``."""
    for length, letters in SPANS:
        if minutes >= length:
            return f"{minutes // length}{letters}"
    return "now"


def number(value: int) -> str:
    """A number such as ``980``, ``3.1K`` or ``4.2M``."""
    for unit, letter in ((1_000_000, "M"), (1_000, "K")):
        if abs(value) >= unit:
            return f"{value / unit:.1f}".removesuffix(".0") + letter
    return str(value)


def counted(count: int, one: str, many: str = "") -> str:
    """A number and what it counts: ``1 comment``, ``3.1K comments``."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"
