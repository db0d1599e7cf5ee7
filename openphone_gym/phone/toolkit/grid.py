"""Boxes in columns of equal width: grids of things, and the days of a month."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from openphone_gym.phone.toolkit.box import Box, Column, Row


def Grid(items: Sequence[Box], columns: int, gap: float = 0, **attributes: Any) -> Box:
    """Boxes in rows of ``columns`` that share the width evenly; ``gap`` dp lie between any two."""
    rows = []
    for first in range(0, len(items), columns):
        cells = list(items[first : first + columns])
        cells += [Box() for _ in range(columns - len(cells))]
        for cell in cells:
            cell.flex = 1
        rows.append(Row(*cells, gap=gap, align="stretch"))
    return Column(*rows, gap=gap, **attributes)


def weeks_of(month: date, first_weekday: int = calendar.SUNDAY) -> list[list[date]]:
    """The weeks that a month touches, each of seven days from ``first_weekday`` (0 is Monday)."""
    return calendar.Calendar(first_weekday).monthdatescalendar(month.year, month.month)


def later_month(month: date, months: int) -> date:
    """The first day of the month ``months`` after ``month``."""
    count = month.year * 12 + month.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def MonthGrid(
    month: date,
    name: Callable[[date], Box],
    day: Callable[[date], Box],
    around: Callable[[date], Box],
    *,
    first_weekday: int = calendar.SUNDAY,
    lead: Callable[[date], Box] | None = None,
    name_height: float = 32,
    **attributes: Any,
) -> Box:
    """The days of a month in weeks, below the names of the days of the week.

    Args:
        month: Any day of the month.
        name: Makes the head of a column from a day that stands in it.
        day: Makes the cell of a day of the month.
        around: Makes the cell of a day of the months before and after that shares a week with it.
        first_weekday: Day that weeks begin with; 0 is Monday.
        lead: Makes what stands before a week from its first day; None for nothing. The row of names has
            a box of the same kind, made from the first of them but empty.
        name_height: Height of the row of names in dp.
        **attributes: Attributes of the whole box.
    """
    weeks = weeks_of(month, first_weekday)

    def corner() -> list[Box]:
        return [Box(width=lead(weeks[0][0]).width)] if lead is not None else []

    names = Row(*corner(), *(name(one) for one in weeks[0]), height=name_height)
    rows = [
        Row(
            lead(week[0]) if lead is not None else None,
            *((day if one.month == month.month else around)(one) for one in week),
        )
        for week in weeks
    ]
    return Column(names, *rows, **attributes)
