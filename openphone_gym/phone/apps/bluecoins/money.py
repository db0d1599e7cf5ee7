"""Amounts of money: whole millionths of the currency, as they are kept, and the words for them."""

from __future__ import annotations

import re
from fractions import Fraction

CURRENCY = "CNY"

MILLION = 1_000_000
"""Millionths in a unit of the currency."""

HUNDREDTH = MILLION // 100

LARGEST = 999_999_999_999 * MILLION
"""Largest amount that the form takes."""

OPERATORS = {"+": "+", "−": "-", "×": "*", "÷": "/"}
"""Signs on the calculator."""

_AMOUNT = re.compile(r"(\d*)(?:\.(\d*))?")
_TERM = re.compile(r"([+−×÷])?(\d+(?:\.\d*)?|\.\d+)")


def from_hundredths(hundredths: int) -> int:
    """Millionths of an amount in hundredths."""
    return hundredths * HUNDREDTH


def figures(millionths: int) -> str:
    """An amount without its sign as fields show it, such as ``18250.00``."""
    hundredths = (abs(millionths) + HUNDREDTH // 2) // HUNDREDTH
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def grouped(millionths: int) -> str:
    """An amount with thousands separators and, below zero, a minus, such as ``-18,250.00``."""
    whole, _, part = figures(millionths).partition(".")
    return f"{'-' if millionths < 0 else ''}{int(whole):,}.{part}"


def with_currency(millionths: int) -> str:
    """An amount as reports show it, such as ``-18,250.00 CNY``."""
    return f"{grouped(millionths)} {CURRENCY}"


def signed(millionths: int) -> str:
    """An amount as lists show it: always with its sign, such as ``+18,250.00 CNY``."""
    return f"{'+' if millionths > 0 else ''}{with_currency(millionths)}"


def parse(typed: str) -> int | None:
    """Millionths of what was typed, without a sign; None if it is no amount.

    What is smaller than a hundredth is cut off.
    """
    found = _AMOUNT.fullmatch(typed.strip().replace(",", ""))
    if found is None or not (found[1] or found[2]):
        return None
    hundredths = int(found[1] or "0") * 100 + int((found[2] or "")[:2].ljust(2, "0"))
    millionths = from_hundredths(hundredths)
    return millionths if millionths <= LARGEST else None


def calculate(expression: str) -> int | None:
    """Millionths that a calculation such as ``12.50×3+4`` gives; None if it can't be done.

    Products go before sums. The result is rounded to hundredths, half up; one below zero loses its sign,
    since the form has a place for it.
    """
    terms = list(_TERM.finditer(expression))
    if not terms or "".join(term[0] for term in terms) != expression or terms[0][1]:
        return None
    if any(term[1] is None for term in terms[1:]):
        return None
    whole, product = Fraction(0), Fraction(_number(terms[0][2]))
    for term in terms[1:]:
        operator, number = OPERATORS[term[1]], _number(term[2])
        if operator == "*":
            product *= number
        elif operator == "/":
            if not number:
                return None
            product /= number
        else:
            whole += product
            product = number if operator == "+" else -number
    hundredths = int(abs(whole + product) * 100 + Fraction(1, 2))
    return from_hundredths(hundredths) if from_hundredths(hundredths) <= LARGEST else None


def _number(figures: str) -> Fraction:
    return Fraction(figures.rstrip(".") if figures.endswith(".") else figures)
