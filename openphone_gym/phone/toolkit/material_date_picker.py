"""Material's dialog to choose a day: a month to page through, a grid of years, or a field to type in."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from openphone_gym.phone.toolkit.binding import bind_key
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Scroll, Space, Text
from openphone_gym.phone.toolkit.controls import IconButton, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.grid import Grid, MonthGrid, later_month
from openphone_gym.phone.toolkit.pager import Pager
from openphone_gym.phone.toolkit.rows import Divider
from openphone_gym.phone.toolkit.surfaces import Dialog
from openphone_gym.phone.toolkit.theme import (
    BODY_LARGE,
    BODY_MEDIUM,
    BODY_SMALL,
    HEADLINE_LARGE,
    LABEL_LARGE,
)

FIRST_YEAR = 1900
LAST_YEAR = 2100

CELL = 40
"""Side of a day in dp."""

YEAR_ROW = 52
"""Height of a row of years in dp."""

YEAR_COLUMNS = 3

ROOM = 32 + 6 * CELL
"""Height in dp of the names of the days and the six weeks that a month touches at most."""

TYPED = "%m/%d/%y"
"""How a day is typed."""


def MaterialDatePicker(
    local: dict[str, Any],
    start: date,
    on_ok: Callable[[date], object],
    on_cancel: Handler,
    today: date,
    title: str = "Select Date",
    first_weekday: int = calendar.SUNDAY,
) -> Box:
    """A dialog that asks for a day between 1900 and 2100.

    Nothing is decided before OK: the day chosen so far is ``local["date"]`` (ISO), the month in view
    ``local["month"]`` (its first day, ISO); ``local["years"]`` says that the years are listed,
    ``local["typing"]`` that the day is typed, and ``local["typed"]`` is what was typed.

    Args:
        local: What the open screen remembers, ``nav.local``.
        start: Day chosen at first.
        on_ok: Called with the chosen day; has to close the dialog.
        on_cancel: Closes the dialog.
        today: The present day.
        title: What the day is for.
        first_weekday: Day that weeks begin with; 0 is Monday.
    """
    choice = _Choice(local, start, today)
    if local.get("typing"):
        body, mode = _field(choice), ("calendar", "Switch to calendar input mode")
    else:
        body, mode = _pages(choice, first_weekday), ("pencil-outline", "Switch to text input mode")
    header = Column(
        Text(title, LABEL_LARGE, color="on_surface_variant", id="mtrl_picker_title_text"),
        Row(
            Row(
                Text(
                    _headline(choice.chosen),
                    HEADLINE_LARGE,
                    max_lines=2,
                    id="mtrl_picker_header_selection_text",
                ),
                flex=1,
            ),
            IconButton(*mode, choice.turn_over, id="mtrl_picker_header_toggle"),
            width=FILL,
        ),
        gap=8,
        pad=(24, 0, 12, 8),
    )
    buttons = [
        TextButton("Cancel", on_cancel, id="cancel_button"),
        TextButton("OK", lambda: on_ok(choice.chosen), enabled=choice.complete, id="confirm_button"),
    ]
    return Dialog("", header, Divider(), body, buttons=buttons)


class _Choice:
    """The day chosen so far, and how it is chosen."""

    def __init__(self, local: dict[str, Any], start: date, today: date) -> None:
        self._local = local
        self.chosen = date.fromisoformat(local["date"]) if "date" in local else start
        self.month = date.fromisoformat(local.get("month", self.chosen.isoformat())).replace(day=1)
        self.today = today
        self.years = bool(local.get("years"))

    @property
    def complete(self) -> bool:
        """Whether what is typed, if that is how the day is chosen, is a day."""
        return not self._local.get("typing") or read_day(self.typed.get()) is not None

    @property
    def typed(self) -> Any:
        """What stands in the field to type in."""
        return bind_key(self._local, "typed", self.chosen.strftime(TYPED))

    def choose(self, day: date) -> Handler:
        """A handler that chooses a day."""
        return lambda: self._local.update(date=day.isoformat(), month=day.replace(day=1).isoformat())

    def read(self, text: str) -> None:
        """Chooses the day that is typed, if it is one."""
        day = read_day(text)
        if day is not None:
            self.choose(day)()

    def show_year(self, year: int) -> Handler:
        """A handler that shows this month of another year."""
        return lambda: self._local.update(month=self.month.replace(year=year).isoformat(), years=False)

    def turn(self, months: int) -> None:
        """Shows another month."""
        turned = later_month(self.month, months)
        if FIRST_YEAR <= turned.year <= LAST_YEAR:
            self._local["month"] = turned.isoformat()

    def turn_over(self) -> None:
        """Changes between the months and the field."""
        self._local["typing"] = not self._local.get("typing", False)
        self._local.pop("typed", None)
        self._local["years"] = False

    def show_years(self) -> None:
        """Opens or closes the list of years."""
        self._local["years"] = not self.years


def read_day(text: str) -> date | None:
    """The day that was typed as month, day and year with slashes; None if it is none."""
    for form in (TYPED, "%m/%d/%Y"):
        try:
            day = datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            return day
    return None


def _headline(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"


def _pages(choice: _Choice, first_weekday: int) -> Box:
    heading = Row(
        Label(f"{choice.month:%B %Y}", LABEL_LARGE, color="on_surface_variant"),
        Icon("menu-up" if choice.years else "menu-down"),
        cls="android.widget.Button",
        id="month_navigation_fragment_toggle",
        label=f"{choice.month:%B %Y}",
        desc="Tap to switch to Calendar view" if choice.years else "Tap to switch to selecting a year",
        on_tap=choice.show_years,
        height=48,
        pad=(12, 0, 4, 0),
    )
    arrows = [
        IconButton(
            "chevron-left",
            "Change to previous month",
            lambda: choice.turn(-1),
            id="month_navigation_previous",
        ),
        IconButton(
            "chevron-right", "Change to next month", lambda: choice.turn(1), id="month_navigation_next"
        ),
    ]
    bar = Row(heading, Space(flex=1), *([] if choice.years else arrows), width=FILL, pad=(12, 0, 12, 0))
    body = _years(choice) if choice.years else _month(choice, first_weekday)
    return Column(bar, body)


def _month(choice: _Choice, first_weekday: int) -> Box:
    def month() -> Box:
        return MonthGrid(
            choice.month,
            lambda day: Row(Label(f"{day:%a}"[0], BODY_MEDIUM), flex=1, justify="center"),
            lambda day: _day(day, choice),
            lambda day: Space(flex=1),
            first_weekday=first_weekday,
            cls="android.widget.GridView",
            id="month_grid",
            height=ROOM,
        )

    pages = Pager([Space(), month, Space()], 1, lambda to: choice.turn(to - 1), id="mtrl_calendar_months")
    return Row(pages, width=FILL, pad=(24, 0, 24, 0))


def _day(day: date, choice: _Choice) -> Box:
    picked, today = day == choice.chosen, day == choice.today
    ink = "on_primary" if picked else "primary" if today else "on_surface"
    spoken = f"{day:%A}, {day:%B} {day.day}" + (f", {day.year}" if day.year != choice.today.year else "")
    return Row(
        Label(str(day.day), BODY_MEDIUM, color=ink),
        cls="android.widget.TextView",
        label=str(day.day),
        desc=f"Today {spoken}" if today else spoken,
        selected=picked,
        on_tap=choice.choose(day),
        flex=1,
        height=CELL,
        radius=CELL / 2,
        justify="center",
        fill="primary" if picked else None,
        stroke="primary" if today and not picked else None,
    )


class _YearList(Scroll):
    """The grid of years, which opens with the year in view in its middle.

    Attributes:
        shown: Row of that year.
    """

    key = "material_date_picker_years"
    shrinks = False
    shown: int = 0

    def measure(self, m: Any, width: int, height: int) -> None:
        """Sets the sizes, and the place that the list opens at."""
        super().measure(m, width, height)
        if self.key not in m.offsets:
            self.offset = m.dp(YEAR_ROW) * self.shown - (self.h - m.dp(YEAR_ROW)) // 2


def _years(choice: _Choice) -> Box:
    def year_box(year: int) -> Box:
        picked = year == choice.month.year
        pill = Row(
            Label(str(year), BODY_LARGE, color="on_primary" if picked else "on_surface_variant"),
            width=72,
            height=36,
            radius=18,
            justify="center",
            fill="primary" if picked else None,
            stroke="primary" if year == choice.today.year and not picked else None,
        )
        return Row(
            pill,
            cls="android.widget.TextView",
            label=str(year),
            desc=f"Navigate to year {year}",
            selected=picked,
            on_tap=choice.show_year(year),
            height=YEAR_ROW,
            justify="center",
        )

    years = Grid(
        [year_box(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)], YEAR_COLUMNS, pad=(12, 0, 12, 0)
    )
    shown = (choice.month.year - FIRST_YEAR) // YEAR_COLUMNS
    return _YearList(years, height=ROOM, shown=shown, id="mtrl_calendar_year_selector_frame")


def _field(choice: _Choice) -> Box:
    field = TextField(
        choice.typed,
        "mm/dd/yy",
        id="mtrl_picker_text_input_date",
        limit=10,
        on_change=choice.read,
        fill="surface_container_high",
    )
    wrong = "Invalid format. Use: mm/dd/yy Example: 05/10/24"
    return Column(
        field,
        None if choice.complete else Text(wrong, BODY_SMALL, color="error", id="textinput_error"),
        gap=4,
        pad=(24, 24, 24, 8),
    )
