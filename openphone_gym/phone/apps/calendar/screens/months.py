"""The Calendar tab as a month: its days with dots, and the list of the chosen day."""

from __future__ import annotations

from datetime import date

from openphone_gym.phone.apps.calendar import editing
from openphone_gym.phone.apps.calendar.occurrences import DAY, Occurrence
from openphone_gym.phone.apps.calendar.screens.frame import tab_page
from openphone_gym.phone.apps.calendar.screens.parts import days_between, event_row
from openphone_gym.phone.apps.calendar.state import COLORS, VIEWS, Calendar
from openphone_gym.phone.apps.calendar.wording import day_words
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit import fonts
from openphone_gym.phone.toolkit.box import FILL, Box, Drawing, Handler, Label, Metrics, Row, Space, Text
from openphone_gym.phone.toolkit.controls import Fab, IconButton
from openphone_gym.phone.toolkit.grid import MonthGrid, later_month, weeks_of
from openphone_gym.phone.toolkit.pager import Pager
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.rows import Divider
from openphone_gym.phone.toolkit.surfaces import Menu, Page
from openphone_gym.phone.toolkit.theme import (
    BODY_LARGE,
    BODY_MEDIUM,
    LABEL_MEDIUM,
    LABEL_SMALL,
    TITLE_MEDIUM,
)

CELL = 46
"""Height of a day in dp."""

DISC = 34
"""Diameter of the disc behind the chosen day in dp."""

MOST_DOTS = 3

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 1)
"""The months that can be turned to."""

VIEW_ICONS: dict[str, str] = dict(
    zip(VIEWS, ("calendar-month-outline", "calendar-week-outline", "calendar-today-outline"), strict=True)
)


def month_tab(calendar: Calendar, nav: Nav) -> Page:
    """A month and what happens on its chosen day."""
    today = nav.now.date()
    day = calendar.day or today
    month = calendar.month or day.replace(day=1)
    weeks = weeks_of(month, calendar.first_weekday)
    found = days_between(calendar, min(weeks[0][0], day), max(weeks[-1][-1], day))

    def turn(to: int) -> None:
        turn_month(calendar, month, to - 1)

    grid = Pager(
        [Space(), lambda: _grid(calendar, month, day, today, found), Space()],
        1,
        turn,
        id="month_pager",
        pad=(8, 0, 8, 4),
        height=28 + 6 * CELL + 4,
    )
    return tab_page(
        calendar,
        nav,
        month_bar(month, lambda: turn(0), lambda: turn(2)),
        grid,
        Divider(),
        *_day_list(calendar, nav, day, found.get(day, [])),
        title="Calendar",
        actions=[view_button(calendar, nav)],
        fab=add_button(calendar, nav, day),
        ad=True,
    )


def turn_month(calendar: Calendar, month: date, months: int) -> None:
    """Shows another month."""
    turned = later_month(month, months)
    if FIRST <= turned <= LAST:
        calendar.month = turned


def month_bar(month: date, back: Handler, on: Handler, span: str = "month") -> Box:
    """The name of a month between arrows, which turn by a ``span`` of time."""
    return Row(
        IconButton("chevron-left", f"Previous {span}", back, id="previous"),
        Row(Text(f"{month:%B %Y}", TITLE_MEDIUM, id="month_title"), flex=1, justify="center"),
        IconButton("chevron-right", f"Next {span}", on, id="next"),
        width=FILL,
        pad=(8, 0, 8, 0),
    )


def view_button(calendar: Calendar, nav: Nav) -> Box:
    """The button that changes how time is shown."""
    return IconButton(VIEW_ICONS[calendar.view], "Change view", nav.to("views"), id="change_view")


def add_button(calendar: Calendar, nav: Nav, day: date) -> Box:
    """The floating button for a new event on a day."""
    return Fab("plus", "Add event", lambda: editing.new_event(calendar, nav, day), id="add_event")


def views(calendar: Calendar, nav: Nav) -> Box:
    """Ways to show time."""

    def choosing(view: str) -> Handler:
        def choose() -> None:
            calendar.view = view
            calendar.month = None
            nav.back()

        return choose

    return Menu([(view, choosing(view)) for view in VIEWS], nav.entry.anchor)


def _grid(
    calendar: Calendar, month: date, chosen: date, today: date, found: dict[date, list[Occurrence]]
) -> Box:
    def cell(day: date, near: bool) -> Box:
        def choose() -> None:
            calendar.day, calendar.month = day, None

        return _cell(day, chosen, today, found.get(day, []), near, choose)

    def week_number(day: date) -> Box:
        number = str((day + 3 * DAY).isocalendar().week)
        return Row(Label(number, LABEL_SMALL, color="outline"), width=24, justify="center")

    return MonthGrid(
        month,
        lambda day: Row(
            Label(f"{day:%a}", LABEL_MEDIUM, color="on_surface_variant", max_lines=1),
            flex=1,
            justify="center",
        ),
        lambda day: cell(day, near=False),
        lambda day: cell(day, near=True),
        first_weekday=calendar.first_weekday,
        lead=week_number if calendar.settings.week_numbers else None,
        name_height=28,
    )


def _cell(day: date, chosen: date, today: date, found: list[Occurrence], near: bool, choose: Handler) -> Box:
    """A day; ``near`` if it belongs to the month before or after."""
    colors = tuple(dict.fromkeys(COLORS[one.event.color] for one in found))[:MOST_DOTS]
    return Drawing(
        _draw_day,
        (day.day, day == chosen, day == today, near, colors),
        cls="android.view.View",
        label=str(day.day),
        desc=f"{day:%d %B %Y}",
        selected=day == chosen,
        on_tap=choose,
        flex=1,
        height=CELL,
    )


def _draw_day(
    painter: Painter,
    m: Metrics,
    w: int,
    h: int,
    number: int,
    picked: bool,
    today: bool,
    near: bool,
    colors: tuple[int, ...],
) -> None:
    """A number, on a disc if it is chosen, above the dots of its events."""
    scale, middle, disc = m.scale, w / 2, DISC * m.scale / 2
    top = scale + disc
    if picked:
        painter.circle(middle, top, disc, "primary")
    elif today:
        painter.outline(middle - disc, top - disc, 2 * disc, 2 * disc, disc, "primary", m.dp(1))
    ink = "on_primary" if picked else "primary" if today else "outline" if near else "on_surface"
    size, step = BODY_MEDIUM.size * m.font, int(BODY_MEDIUM.line_height * m.font + 0.5)
    wide = fonts.measure(str(number), size, BODY_MEDIUM.weight)
    painter.text(
        middle - wide / 2, top - step / 2, str(number), size, BODY_MEDIUM.weight, ink, line_height=step
    )
    for place, color in enumerate(colors):
        across = (place - (len(colors) - 1) / 2) * 8 * scale
        painter.circle(middle + across, top + disc + 5 * scale, 2.5 * scale, color)


def _day_list(calendar: Calendar, nav: Nav, day: date, found: list[Occurrence]) -> list[Box]:
    heading = Row(
        Text(day_words(day, nav.now.date()), TITLE_MEDIUM, id="day_title"),
        Text(f"{day:%A}", BODY_MEDIUM, color="on_surface_variant"),
        gap=8,
        pad=(20, 12, 20, 4),
    )
    if not found:
        nothing = Text("No events", BODY_LARGE, color="on_surface_variant")
        return [heading, Row(nothing, pad=(20, 12, 20, 20))]
    return [heading, *(event_row(calendar, nav, one) for one in found)]
