"""When something that repeats happens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}


def starts(
    start: datetime, unit: str, first: date, last: date, every: int = 1, until: date | None = None
) -> Iterator[datetime]:
    """When something begins between two days, in order; days that a month lacks are left out.

    Args:
        start: Its first beginning.
        unit: What lies between two times: ``day``, ``week``, ``month``, ``year``; empty if it happens once.
        first: First day looked at.
        last: Last day looked at.
        every: Number of units from one time to the next.
        until: Last day on which it may begin; None for no end.
    """
    if not unit:
        if first <= start.date() <= last:
            yield start
        return
    last = min(last, until or last)
    ahead = max((first - start.date()).days, 0)
    longest = _DAYS[unit] if unit in _DAYS else 31 * _MONTHS[unit]
    count = ahead // (longest * every)  # so many certainly lie before
    while True:
        at = _after(start, unit, every * count)
        count += 1
        if at is None:
            continue
        if at.date() > last:
            return
        if at.date() >= first:
            yield at


def _after(start: datetime, unit: str, units: int) -> datetime | None:
    """The same time so many units later; None where the month lacks the day."""
    if unit in _DAYS:
        return start + timedelta(days=_DAYS[unit] * units)
    years, month = divmod(start.month - 1 + _MONTHS[unit] * units, 12)
    try:
        return start.replace(year=start.year + years, month=month + 1)
    except ValueError:
        return None
