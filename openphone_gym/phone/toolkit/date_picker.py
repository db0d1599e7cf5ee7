"""The dialog to choose a day: a month to page through and a list of years."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import Any

from openphone_gym.phone.toolkit.box import (
    FILL,
    Box,
    Column,
    Handler,
    Label,
    Metrics,
    Row,
    Scroll,
    Space,
    Text,
)
from openphone_gym.phone.toolkit.controls import IconButton, TextButton
from openphone_gym.phone.toolkit.grid import MonthGrid, later_month
from openphone_gym.phone.toolkit.long_list import LongList, equally_high
from openphone_gym.phone.toolkit.surfaces import Dialog
from openphone_gym.phone.toolkit.theme import (
    BODY_LARGE,
    BODY_MEDIUM,
    HEADLINE_LARGE,
    HEADLINE_SMALL,
    LABEL_LARGE,
    LABEL_MEDIUM,
    TITLE_LARGE,
)

FIRST_YEAR = 1900
LAST_YEAR = 2100

CELL = 40
"""Side of a day of the grid in dp."""

ROWS = 6
"""Weeks that the longest month touches; shorter months leave room, so that nothing jumps."""


def DatePicker(
    local: dict[str, Any], start: str, on_ok: Callable[[str], object], on_cancel: Handler, today: str = ""
) -> Box:
    """A dialog that asks for a day between 1900 and 2100.

    Nothing is decided before OK: the day chosen so far is ``local["date"]`` (ISO), the month in
    view ``local["month"]`` (its first day, ISO), and ``local["years"]`` says that the years are listed.

    Args:
        local: What the open screen remembers, ``nav.local``.
        start: Day chosen at first, ISO such as ``1996-10-24``.
        on_ok: Called with the chosen day as ISO text; has to close the dialog.
        on_cancel: Closes the dialog.
        today: Day to mark as the present one, ISO.
    """
    chosen = date.fromisoformat(local.get("date", start))
    month = date.fromisoformat(local.get("month", chosen.isoformat())).replace(day=1)

    def choose(day: date) -> None:
        local.update(date=day.isoformat(), month=day.replace(day=1).isoformat(), years=False)

    def turn(months: int) -> None:
        turned = later_month(month, months)
        if FIRST_YEAR <= turned.year <= LAST_YEAR:
            local["month"] = turned.isoformat()

    body = (
        _years(chosen, choose)
        if local.get("years")
        else _month(month, lambda day: "end" if day == chosen else "", today, choose, turn)
    )
    buttons = [
        TextButton("Cancel", on_cancel, id="button2"),
        TextButton("OK", lambda: on_ok(chosen.isoformat()), id="button1"),
    ]
    header = _header(chosen, lambda: local.__setitem__("years", not local.get("years", False)))
    return Dialog("", header, body, buttons=buttons)


def DateRangePicker(
    local: dict[str, Any],
    start: str,
    end: str,
    on_ok: Callable[[str, str], object],
    on_cancel: Handler,
    today: str = "",
) -> Box:
    """A dialog that asks for a first and a last day.

    The first touch of a day begins a new range, the second ends it; one before the beginning begins it anew.
    Nothing is decided before OK: ``local["from"]`` and ``local["to"]`` hold what is chosen so far (ISO; no
    end: empty), the rest is as in `DatePicker`.

    Args:
        local: What the open screen remembers, ``nav.local``.
        start: First day at first, ISO.
        end: Last day at first, ISO.
        on_ok: Called with the first and the last day; has to close the dialog.
        on_cancel: Closes the dialog.
        today: Day to mark as the present one, ISO.
    """
    first, last = local.get("from", start), local.get("to", end)
    month = date.fromisoformat(local.get("month", first)).replace(day=1)

    def choose(day: date) -> None:
        iso = day.isoformat()
        if last or iso < first:
            local.update({"from": iso, "to": "", "month": day.replace(day=1).isoformat()})
        else:
            local["to"] = iso

    def turn(months: int) -> None:
        turned = later_month(month, months)
        if FIRST_YEAR <= turned.year <= LAST_YEAR:
            local["month"] = turned.isoformat()

    def ok() -> None:
        on_ok(first, last or first)

    def within(day: date) -> str:
        iso = day.isoformat()
        if iso in (first, last):
            return "end"
        return "inside" if last and first < iso < last else ""

    words = " – ".join(_short(iso) if iso else "End date" for iso in (first, last))
    header = Column(
        Text("Select range", LABEL_LARGE, color="on_surface_variant"),
        Text(words, HEADLINE_SMALL, max_lines=2, id="date_picker_header_date"),
        pad=(24, 0, 24, 8),
        gap=8,
    )
    buttons = [
        TextButton("Cancel", on_cancel, id="button2"),
        TextButton("OK", ok, id="button1"),
    ]
    return Dialog("", header, _month(month, within, today, choose, turn), buttons=buttons)


def _short(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day:%b} {day.day}"


def _in_year(day: date, year: int) -> date:
    """The same day of another year; 29 February becomes the 28th where there is none."""
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))


def _header(chosen: date, show_years: Handler) -> Box:
    year = Row(
        Label(str(chosen.year), BODY_LARGE, color="on_surface_variant"),
        cls="android.widget.Button",
        id="date_picker_header_year",
        label=str(chosen.year),
        on_tap=show_years,
        height=40,
    )
    words = f"{chosen:%a}, {chosen:%b} {chosen.day}"
    day = Text(words, HEADLINE_LARGE, max_lines=1, id="date_picker_header_date")
    return Column(Row(year), day, pad=(24, 0, 24, 8))


def _month(
    month: date,
    mark: Callable[[date], str],
    today: str,
    choose: Callable[[date], None],
    turn: Callable[[int], None],
) -> Box:
    """A month; ``mark`` says of a day whether it is the chosen one or an ``end``, ``inside``, or nothing."""

    def on_swipe(direction: str) -> bool:
        if direction in ("left", "right"):
            turn(1 if direction == "left" else -1)
        return direction in ("left", "right")

    bar = Row(
        IconButton("chevron-left", "Previous month", lambda: turn(-1), id="prev"),
        Row(Text(f"{month:%B %Y}", LABEL_LARGE, id="month_title"), flex=1, justify="center"),
        IconButton("chevron-right", "Next month", lambda: turn(1), id="next"),
        width=FILL,
    )
    grid = MonthGrid(
        month,
        lambda day: Row(Label(f"{day:%a}"[0], LABEL_MEDIUM), flex=1, justify="center"),
        lambda day: _day(day, mark(day), today, choose),
        lambda day: Space(flex=1),
        cls="android.view.View",
        id="month_view",
        on_swipe=on_swipe,
        height=32 + CELL * ROWS,
    )
    return Column(bar, Row(grid, width=FILL, pad=(24, 0, 24, 0)))


def _day(day: date, mark: str, today: str, choose: Callable[[date], None]) -> Box:
    picked = mark == "end"
    ink = "on_primary" if picked else "primary" if day.isoformat() == today else "on_surface"
    return Row(
        Label(str(day.day), BODY_MEDIUM, color=ink),
        cls="android.view.View",
        label=str(day.day),
        desc=f"{day:%d %B %Y}",
        checked=bool(mark),
        on_tap=lambda: choose(day),
        flex=1,
        height=CELL,
        radius=CELL / 2,
        justify="center",
        fill=_MARKS[mark],
        stroke="primary" if day.isoformat() == today and not picked else None,
    )


_MARKS = {"end": "primary", "inside": "primary_container", "": None}


class _YearList(Scroll):
    """A list that opens with the chosen year in its middle.

    Attributes:
        chosen: Place of the chosen year in the list.
    """

    cls = "android.widget.ListView"
    key = "date_picker_years"
    shrinks = False
    chosen: int = 0

    def measure(self, m: Metrics, width: int, height: int) -> None:
        super().measure(m, width, height)
        if self.key not in m.offsets:
            self.offset = m.dp(_YEAR_ROW) * self.chosen - (self.h - m.dp(_YEAR_ROW)) // 2


_YEAR_ROW = 56


def _years(chosen: date, choose: Callable[[date], None]) -> Box:
    def row(year: int) -> Box:
        picked = year == chosen.year
        return Row(
            Label(
                str(year), TITLE_LARGE if picked else BODY_LARGE, color="primary" if picked else "on_surface"
            ),
            cls="android.widget.TextView",
            label=str(year),
            on_tap=lambda: choose(_in_year(chosen, year)),
            selected=picked,
            height=_YEAR_ROW,
            width=FILL,
            justify="center",
        )

    years = LongList(range(FIRST_YEAR, LAST_YEAR + 1), row, equally_high)
    return _YearList(years, height=48 + 32 + CELL * ROWS, chosen=chosen.year - FIRST_YEAR)
