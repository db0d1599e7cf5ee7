"""What a screen tells beside a label, as a typed answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from openphone_gym.tasks.answers import Answer, ClockTime, Count, Date, Duration, Number, Phone, Text

SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY"}
"""Currencies by their sign."""

_TIME = re.compile(r"^\d{1,2}:\d\d( ?[AP]M)?$", re.IGNORECASE)
_COUNT = re.compile(r"^\d{1,6}$")
_SIZE = re.compile(r"^(\d+(?:\.\d+)?) ?(kB|MB|GB|TB|%|km|m|mi)$")
_MONEY = re.compile(r"^[-+]?([A-Z]{3}|[$€£¥]) ?(\d[\d,]*(?:\.\d+)?)$|^[-+]?(\d[\d,]*\.\d\d)$")
_NUMBER = re.compile(r"^\+?[\d() -]{7,20}$")
_LASTS = re.compile(r"^\d+ (seconds?|minutes?|hours?|min|hr|h)( \d+ (min|minutes?))?$")
_DATE = re.compile(r"^[A-Z][a-z]+ \d{1,2}, \d{4}$")
_ON_OFF = re.compile(r"^(On|Off)$")
_WORDS = re.compile(r"^[^\W\d_][\w '&.,-]{1,30}$")


def answer_of(label: str, shown: str) -> Answer | None:
    """The expected answer to what stands beside a label; None where that is nothing one can ask for.

    Args:
        label: The words that the question names.
        shown: What the screen shows for them.
    """
    shown = shown.strip()
    if not shown or shown.lower() in label.lower() or label.lower() in shown.lower():
        return None
    for form, make in _FORMS:
        found = form.match(shown)
        if found:
            answer = make(found)
            return answer if answer is not None and answer.matches(shown) else None
    return None


def _date(found: re.Match[str]) -> Answer | None:
    for form in ("%B %d, %Y", "%b %d, %Y"):
        with suppress(ValueError):
            return Date(f"{datetime.strptime(found[0], form):%Y-%m-%d}")
    return None


def _money(found: re.Match[str]) -> Answer:
    unit = found[1] or ""
    return Number(float((found[2] or found[3]).replace(",", "")), SIGNS.get(unit, unit))


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Answer | None]], ...] = (
    (_TIME, lambda found: ClockTime(found[0])),
    (_COUNT, lambda found: Count(int(found[0]))),
    (_SIZE, lambda found: Number(float(found[1]), found[2])),
    (_MONEY, _money),
    (_NUMBER, lambda found: Phone(found[0])),
    (_LASTS, lambda found: Duration(found[0])),
    (_DATE, _date),
    (_ON_OFF, lambda found: Text(found[0])),
    (_WORDS, lambda found: Text(found[0])),
)
"""How values look, the first that fits, and the type of answer that each is."""
