from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from openphone_gym.phone.world.recurrences import starts

START = datetime(2024, 1, 31, 17)
YEAR = date(2024, 1, 1), date(2024, 12, 31)


def days(unit: str, first: date, last: date, start: datetime = START, **options: object) -> list[date]:
    return [at.date() for at in starts(start, unit, first, last, **options)]


def test_what_happens_once() -> None:
    assert days("", *YEAR) == [date(2024, 1, 31)]
    assert days("", date(2024, 2, 1), date(2024, 12, 31)) == []


@pytest.mark.parametrize(("unit", "many"), [("day", 336), ("week", 48), ("month", 7), ("year", 1)])
def test_units_of_a_year(unit: str, many: int) -> None:
    assert len(days(unit, *YEAR)) == many


def test_months_without_the_day_are_left_out() -> None:
    assert [day.month for day in days("month", *YEAR)] == [1, 3, 5, 7, 8, 10, 12]
    leap = datetime(2024, 2, 29)
    assert days("year", date(2024, 1, 1), date(2033, 1, 1), leap) == [
        date(2024, 2, 29),
        date(2028, 2, 29),
        date(2032, 2, 29),
    ]


def test_it_begins_with_its_first_time_and_ends_with_its_last_day() -> None:
    assert days("week", date(2023, 1, 1), date(2024, 2, 10)) == [date(2024, 1, 31), date(2024, 2, 7)]
    assert days("day", *YEAR, until=date(2024, 2, 2))[-1] == date(2024, 2, 2)
    assert days("day", *YEAR, every=2)[:2] == [date(2024, 1, 31), date(2024, 2, 2)]


@pytest.mark.parametrize("unit", ["day", "week", "month", "year"])
@pytest.mark.parametrize("every", [1, 3])
def test_a_late_span_holds_what_counting_from_the_start_finds(unit: str, every: int) -> None:
    start, first = datetime(1950, 3, 15, 8), date(2024, 5, 1)
    last = first + timedelta(days=900)
    all_days = days(unit, start.date(), last, start, every=every)
    assert days(unit, first, last, start, every=every) == [day for day in all_days if day >= first]
