"""Phone numbers as a phone set to the United States shows them while they are typed.

Layout of the North American Numbering Plan: area code (first digit 2 to 9), exchange, line, with an
optional long-distance 1 in front.
"""

from __future__ import annotations

AREA = 3
LOCAL = 7
NATIONAL = 10


def dialable(text: str) -> str:
    """The characters of ``text`` that can be dialled: digits, ``+``, ``*`` and ``#``."""
    return "".join(c for c in text if c in "0123456789+*#")


def show_number(number: str) -> str:
    """A number with the brackets and dashes that belong to as many digits as it has so far.

    ``22331144`` is shown as ``(223) 311-44``, ``12345678`` as ``1 (234) 567-8``. What can't be a
    North American number, such as ``00112233`` or one with a country code, is shown as typed.
    """
    if not (number.isascii() and number.isdigit()):
        return number
    if number[0] == "1":
        rest = number[1:]
        return f"1 {_bracketed(rest)}" if _is_national(rest) else number
    if not _is_national(number) or len(number) <= AREA:
        return number
    return _dashed(number) if len(number) <= LOCAL else _bracketed(number)


def _is_national(digits: str) -> bool:
    return digits[:1] > "1" and len(digits) <= NATIONAL


def _bracketed(digits: str) -> str:
    area, rest = digits[:AREA], digits[AREA:]
    return f"({area}) {_dashed(rest)}" if rest else area


def _dashed(digits: str) -> str:
    return f"{digits[:AREA]}-{digits[AREA:]}" if len(digits) > AREA else digits
