"""Numbers that look drawn and are the same everywhere: how houses, woods and roads are scattered."""

from __future__ import annotations

MAIN = 5
"""Every so manieth street is a main road."""


def mixed(*numbers: int) -> int:
    """A number that looks drawn, the same for the same numbers."""
    value = 2_166_136_261
    for number in numbers:
        value = ((value ^ (number & 0xFFFFFFFF)) * 16_777_619) & 0xFFFFFFFF
        value ^= value >> 13
    return value


def is_main(index: int) -> bool:
    """Whether the street of this number is a main road."""
    return index % MAIN == 2
