"""Days, weeks, months: what a report, a search or the list of transactions looks at."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date, timedelta

from openphone_gym.phone.apps.bluecoins.state import VOID, WEEKDAYS, Bluecoins, Filter, Transaction

CUSTOM = "Custom Dates"

RANGES = (
    "All", "Last 30 Days", "Last 28 Days", "Last 14 Days", "Last 7 Days", "Today", "This Week",
    "This Bi-month", "This Month", "This Quarter", "This Year", CUSTOM,
)  # fmt: skip
"""Ranges that reports offer."""

FIRST, LAST = "0001-01-01", "9999-12-31"

Span = tuple[str, str]
"""First and last day, ISO."""

MONTHS_OF_UNIT = {"This Month": 1, "This Bi-month": 2, "This Quarter": 3, "This Year": 12}


def day_text(iso: str) -> str:
    """A day such as ``May 11, 2024``."""
    day = date.fromisoformat(iso)
    return f"{day:%B} {day.day}, {day.year}"


def short_day(iso: str) -> str:
    """A day such as ``May 11``."""
    day = date.fromisoformat(iso)
    return f"{day:%b} {day.day}"


def time_of_day(minute: int) -> tuple[int, int]:
    """Hour and minute."""
    return minute // 60, minute % 60


def shifted(iso: str, days: int) -> str:
    """The day so many days later."""
    return (date.fromisoformat(iso) + timedelta(days=days)).isoformat()


def months_later(iso: str, months: int) -> str:
    """The same day of another month, or the last one there is."""
    day = date.fromisoformat(iso)
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1])).isoformat()


def days_of(span: Span) -> list[str]:
    """All days of a span."""
    first, last = map(date.fromisoformat, span)
    return [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]


def week_of(iso: str, first_day: str) -> Span:
    """The week of a day."""
    day = date.fromisoformat(iso)
    first = day - timedelta(days=(day.weekday() - WEEKDAYS.index(first_day)) % 7)
    return first.isoformat(), (first + timedelta(days=6)).isoformat()


def months_of(iso: str, months: int) -> Span:
    """The span of so many months that a day lies in, counted from January."""
    day = date.fromisoformat(iso)
    first = day.replace(month=(day.month - 1) // months * months + 1, day=1).isoformat()
    return first, shifted(months_later(first, months), -1)


def period_span(period: str, iso: str, first_day: str) -> Span:
    """The day, week, month or year of a day, or all time."""
    if period == "Day":
        return iso, iso
    if period == "Week":
        return week_of(iso, first_day)
    if period == "Month":
        return months_of(iso, 1)
    return months_of(iso, 12) if period == "Year" else (FIRST, LAST)


def period_title(period: str, iso: str, first_day: str) -> str:
    """What a period is called."""
    first, last = period_span(period, iso, first_day)
    if period == "Day":
        return day_text(iso)
    if period == "Week":
        return f"{short_day(first)} - {short_day(last)}, {last[:4]}"
    if period == "Month":
        return f"{date.fromisoformat(iso):%B %Y}"
    return iso[:4] if period == "Year" else "All transactions"


def next_period(period: str, iso: str, way: int) -> str:
    """A day of the period after (1) or before (-1) that of a day; the years 2000 to 2099 are the end."""
    if period in ("Day", "Week"):
        there = shifted(iso, way if period == "Day" else 7 * way)
    else:
        there = months_later(iso, 12 * way if period == "Year" else way)
    return there if "2000" <= there[:4] <= "2099" else iso


def range_span(chosen: Filter, today: str, first_day: str) -> Span:
    """The days of the range of a filter."""
    name = chosen.range
    if name == CUSTOM:
        return chosen.first or today, chosen.last or today
    if name.startswith("Last "):
        number, unit = name.split(" ")[1:]
        if unit == "Months":
            return months_of(months_later(today, 1 - int(number)), 1)[0], today
        return shifted(today, 1 - int(number)), today
    if name == "Today":
        return today, today
    if name == "This Week":
        return week_of(today, first_day)
    if name in MONTHS_OF_UNIT:
        return months_of(today, MONTHS_OF_UNIT[name])
    return FIRST, LAST


def within(transactions: Iterable[Transaction], span: Span) -> list[Transaction]:
    """Transactions of a span of days."""
    first, last = span
    return [one for one in transactions if first <= one.date <= last]


def matching(ledger: Bluecoins, chosen: Filter, today: str, projection: bool = True) -> list[Transaction]:
    """Transactions that a filter lets through.

    Args:
        ledger: The ledger.
        chosen: The filter.
        today: The present day, ISO.
        projection: Whether days to come count although the filter does not ask for them.
    """
    found = within(ledger.transactions, range_span(chosen, today, ledger.settings.first_day))
    return [
        one
        for one in found
        if (projection or chosen.projection or one.date <= today)
        and chosen.kind in ("All", one.kind.capitalize())
        and (not chosen.category or chosen.category in (one.category, ledger.group_of(one.category)))
        and (not chosen.account or chosen.account in (one.account, one.to))
        and (not chosen.label or chosen.label in one.labels)
        and (not chosen.status or chosen.status == one.status)
    ]


def total(transactions: Iterable[Transaction], kind: str = "") -> int:
    """Sum of transactions in millionths, of one kind or of all.

    Transfers come and go, and what is void never happened: both count for nothing.
    """
    counted = (one for one in transactions if one.status != VOID)
    return sum(one.millionths for one in counted if one.kind == kind or (not kind and one.kind != "transfer"))
