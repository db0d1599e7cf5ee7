"""The Calendar tab as a week or a day: events between the hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from openphone_gym.phone.apps.calendar import editing
from openphone_gym.phone.apps.calendar.occurrences import DAY, Occurrence
from openphone_gym.phone.apps.calendar.reminders import local_now
from openphone_gym.phone.apps.calendar.screens.frame import tab_page
from openphone_gym.phone.apps.calendar.screens.months import add_button, month_bar, view_button
from openphone_gym.phone.apps.calendar.screens.parts import days_between, opening
from openphone_gym.phone.apps.calendar.state import COLORS, UNTITLED, Calendar
from openphone_gym.phone.apps.calendar.wording import span_words
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.board import Board, Spot
from openphone_gym.phone.toolkit.box import (
    FILL,
    Box,
    Column,
    Drawing,
    Handler,
    Label,
    Metrics,
    Row,
    Scroll,
    Space,
)
from openphone_gym.phone.toolkit.pager import Pager
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.rows import Divider
from openphone_gym.phone.toolkit.surfaces import Page
from openphone_gym.phone.toolkit.theme import LABEL_MEDIUM, LABEL_SMALL, TITLE_SMALL

HOUR = 56
"""Height of an hour in dp."""

MARGIN = 52
"""Room for the names of the hours in dp."""

SHORTEST = 24
"""Least height of an event in dp."""

OPENS_AT = 8
"""Hour at the top when the view opens."""

LINE = 16
"""Height in dp of a line of an event's title."""

WHITE = 0xFFFFFFFF


def week_tab(calendar: Calendar, nav: Nav) -> Page:
    """A week."""
    day = calendar.day or nav.now.date()
    first = day - (day.weekday() - calendar.first_weekday) % 7 * DAY
    return _tab(calendar, nav, [first + n * DAY for n in range(7)])


def day_tab(calendar: Calendar, nav: Nav) -> Page:
    """A day."""
    return _tab(calendar, nav, [calendar.day or nav.now.date()])


def _tab(calendar: Calendar, nav: Nav, days: Sequence[date]) -> Page:
    chosen = calendar.day or nav.now.date()

    def turn(to: int) -> None:
        calendar.day = chosen + (to - 1) * len(days) * DAY

    pages = Pager(
        [Space(), lambda: _hours_of(calendar, nav, days), Space()],
        1,
        turn,
        id="week_pager",
        flex=1,
        height=FILL,
    )
    return tab_page(
        calendar,
        nav,
        month_bar(days[0], lambda: turn(0), lambda: turn(2), calendar.view.lower()),
        pages,
        title="Calendar",
        actions=[view_button(calendar, nav)],
        fab=add_button(calendar, nav, chosen),
        scrolls=False,
    )


def _hours_of(calendar: Calendar, nav: Nav, days: Sequence[date]) -> Box:
    found = days_between(calendar, days[0], days[-1])
    today = nav.now.date()

    def choosing(day: date) -> Handler:
        def choose() -> None:
            calendar.day, calendar.view = day, "Day"

        return choose

    scale = _type_scale(nav)
    margin = MARGIN * scale
    head = Row(Box(width=margin), *(_day_name(day, today, choosing(day)) for day in days), width=FILL)
    whole = [[o for o in found.get(day, []) if o.event.all_day] for day in days]
    chips = Row(
        Box(width=margin),
        *(
            Column(*(_chip(calendar, nav, one) for one in ones), flex=1, gap=2, pad=(1, 0, 1, 4))
            for ones in whole
        ),
        width=FILL,
        align="start",
    )
    names = Board(
        *((_hour_name(nav, hour), Spot(0, HOUR * hour - 8, 1, 16)) for hour in range(1, 24)),
        width=margin,
        height=HOUR * 24,
    )
    columns = (_day_column(calendar, nav, day, found.get(day, [])) for day in days)
    hours = _Hours(Row(names, *columns, width=FILL), height=FILL, flex=1, key="hours")
    return Column(head, chips if any(whole) else None, Divider(), hours, flex=1, height=FILL)


class _Hours(Scroll):
    """The hours of a day, which open in the morning."""

    shrinks = False

    def measure(self, m: Metrics, width: int, height: int) -> None:
        super().measure(m, width, height)
        if self.key not in m.offsets:
            self.offset = m.dp(HOUR * OPENS_AT - 12)


def _type_scale(nav: Nav) -> float:
    """How large the user wants type, where that is larger than usual."""
    return max(float(nav.setting("system", "font_scale", "1.0")), 1)


def _day_name(day: date, today: date, on_tap: Handler) -> Box:
    ink = "primary" if day == today else "on_surface"
    return Column(
        Label(f"{day:%a}", LABEL_MEDIUM, color=ink, max_lines=1),
        Label(str(day.day), TITLE_SMALL, color=ink, max_lines=1),
        cls="android.view.View",
        label=f"{day:%a} {day.day}",
        desc=f"{day:%d %B %Y}",
        on_tap=on_tap,
        flex=1,
        align="center",
        pad=(0, 6, 0, 6),
    )


def _hour_name(nav: Nav, hour: int) -> Box:
    words = nav.clock(hour, 0).replace(":00 ", " ")
    name = Label(words, LABEL_SMALL, color="on_surface_variant", text_align="end", max_lines=1, flex=1)
    return Row(name, pad=(0, 0, 6, 0))


def _chip(calendar: Calendar, nav: Nav, one: Occurrence) -> Box:
    title = one.event.title or UNTITLED
    return Row(
        Label(title, LABEL_SMALL, color=WHITE, max_lines=1),
        cls="android.view.View",
        label=title,
        desc=span_words(nav, one),
        on_tap=opening(calendar, nav, one),
        fill=COLORS[one.event.color],
        radius=4,
        height=22,
        width=FILL,
        pad=(4, 0, 4, 0),
    )


def _day_column(calendar: Calendar, nav: Nav, day: date, found: list[Occurrence]) -> Box:
    """The hours of a day with its events; touching an hour makes an event."""
    lines = (Drawing(_draw_hours), Spot(0, 0, 1, HOUR * 24))
    timed = [one for one in found if not one.event.all_day]
    blocks = [(_block(calendar, nav, one, spot), spot) for one, spot in _spots(day, timed)]
    now = local_now(nav)
    line = [(Box(fill="error"), Spot(0, _down(day, now), 1, 2))] if day == now.date() else []
    column = Board(lines, *blocks, *line, height=HOUR * 24, flex=1)
    column.on_point = lambda x, y: editing.new_event(calendar, nav, day, y * 24 // column.h)
    return column


def _draw_hours(painter: Painter, m: Metrics, w: int, h: int) -> None:
    """A line at the beginning of each hour, and one at the left edge."""
    thick = m.dp(1)
    painter.rect(0, 0, thick, h, "outline_variant")
    for hour in range(24):
        painter.rect(0, m.dp(HOUR * hour), w, thick, "outline_variant")


def _down(day: date, moment: datetime) -> float:
    """How far below midnight of a day a moment lies, in dp; it stays within the day."""
    since = moment - datetime.combine(day, time())
    return HOUR * min(max(since / timedelta(hours=1), 0), 24)


def _spots(day: date, timed: list[Occurrence]) -> list[tuple[Occurrence, Spot]]:
    """Places of events; those that overlap share the width."""
    placed: list[tuple[Occurrence, Spot]] = []
    group: list[tuple[Occurrence, int, float, float]] = []  # with its lane, top and foot

    def close() -> None:
        lanes = max((lane for _, lane, _, _ in group), default=0) + 1
        for one, lane, top, foot in group:
            placed.append((one, Spot(lane / lanes + 0.01, top, 1 / lanes - 0.02, foot - top)))
        group.clear()

    for one in timed:
        top = _down(day, one.start)
        foot = max(_down(day, one.end), top + SHORTEST)
        if group and top >= max(end for _, _, _, end in group):
            close()
        taken = {lane for _, lane, _, end in group if end > top}
        lane = next(n for n in range(len(taken) + 1) if n not in taken)
        group.append((one, lane, top, foot))
    close()
    return placed


def _block(calendar: Calendar, nav: Nav, one: Occurrence, spot: Spot) -> Box:
    title = one.event.title or UNTITLED
    lines = max(int((spot.height - 4) // (LINE * _type_scale(nav))), 1)
    return Column(
        Label(title, LABEL_MEDIUM, color=WHITE, max_lines=lines),
        cls="android.view.View",
        label=title,
        desc=span_words(nav, one),
        on_tap=opening(calendar, nav, one),
        fill=COLORS[one.event.color],
        radius=4,
        pad=(4, 3, 2, 1),
    )
