from __future__ import annotations

import calendar
from datetime import date

import pytest

from openphone_gym.phone.toolkit.box import Box, Metrics
from openphone_gym.phone.toolkit.grid import Grid, MonthGrid, later_month, weeks_of

METRICS = Metrics(160)


def laid_out(box: Box, width: int = 300) -> Box:
    box.measure(METRICS, width, 1000)
    box.w = width
    box.place(METRICS, 0, 0)
    return box


def cell(day: date) -> Box:
    return Box(label=str(day.day), height=20, flex=1)


def nothing(day: date) -> Box:
    return Box(height=20, flex=1)


def names(day: date) -> Box:
    return Box(label=f"{day:%a}", flex=1)


def month_grid(month: date, **options: object) -> Box:
    return laid_out(MonthGrid(month, names, cell, nothing, **options), 350)


def test_boxes_stand_in_rows_of_equal_columns_with_gaps() -> None:
    grid = laid_out(Grid([Box(label=str(number), height=10) for number in range(5)], 3, gap=6))
    places = {box.label: (box.x, box.y, box.w) for box in grid.walk() if box.label}
    assert places == {
        "0": (0, 0, 96),
        "1": (102, 0, 96),
        "2": (204, 0, 96),
        "3": (0, 16, 96),
        "4": (102, 16, 96),
    }


def test_a_grid_of_nothing_takes_no_room() -> None:
    assert laid_out(Grid([], 3)).h == 0


@pytest.mark.parametrize("month", [date(2024, 2, 29), date(2024, 5, 10), date(2026, 2, 1), date(2024, 6, 30)])
@pytest.mark.parametrize("first", [calendar.SUNDAY, calendar.MONDAY, calendar.SATURDAY])
def test_every_day_of_a_month_stands_below_its_name(month: date, first: int) -> None:
    grid = month_grid(month, first_weekday=first)
    heads = {box.x: box.label for box in grid.walk() if box.label.isalpha()}
    days = {int(box.label): box for box in grid.walk() if box.label.isdigit()}
    assert list(days) == list(range(1, calendar.monthrange(month.year, month.month)[1] + 1))
    assert next(iter(heads.values())) == calendar.day_abbr[first]
    for number, box in days.items():
        assert heads[box.x] == f"{month.replace(day=number):%a}"


def test_days_around_a_month_fill_its_weeks() -> None:
    grid = laid_out(MonthGrid(date(2024, 5, 1), names, nothing, cell), 350)
    around = [box.label for box in grid.walk() if box.label.isdigit()]
    assert around == ["28", "29", "30", "1"]


def test_what_leads_a_week_leaves_the_names_above_their_days() -> None:
    grid = month_grid(date(2024, 5, 1), lead=lambda day: Box(label=f"w{day.day}", width=21, height=20))
    leads = [box for box in grid.walk() if box.label.startswith("w")]
    assert [box.label for box in leads] == ["w28", "w5", "w12", "w19", "w26"]
    wednesday = next(box for box in grid.walk() if box.label == "Wed")
    first = next(box for box in grid.walk() if box.label == "1")
    assert (wednesday.x, wednesday.w) == (first.x, first.w)


@pytest.mark.parametrize(
    ("month", "months", "later"),
    [
        (date(2024, 5, 31), 1, date(2024, 6, 1)),
        (date(2024, 12, 1), 1, date(2025, 1, 1)),
        (date(2024, 1, 9), -1, date(2023, 12, 1)),
        (date(2024, 5, 1), -17, date(2022, 12, 1)),
    ],
)
def test_months_are_counted_over_years(month: date, months: int, later: date) -> None:
    assert later_month(month, months) == later


def test_weeks_begin_on_the_day_asked_for() -> None:
    assert weeks_of(date(2024, 5, 10))[0][0] == date(2024, 4, 28)
    assert weeks_of(date(2024, 5, 10), calendar.MONDAY)[0][0] == date(2024, 4, 29)
