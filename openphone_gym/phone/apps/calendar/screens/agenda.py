"""The Events tab: what is to come, by day."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date

from openphone_gym.phone.apps.calendar import editing
from openphone_gym.phone.apps.calendar.occurrences import DAY, Occurrence
from openphone_gym.phone.apps.calendar.screens.frame import empty, tab_page
from openphone_gym.phone.apps.calendar.screens.parts import days_between, event_key, event_row
from openphone_gym.phone.apps.calendar.state import Calendar
from openphone_gym.phone.apps.calendar.wording import day_words
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box, Handler, Row, Text
from openphone_gym.phone.toolkit.controls import Fab, TextButton
from openphone_gym.phone.toolkit.long_list import LongList
from openphone_gym.phone.toolkit.surfaces import Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, TITLE_SMALL

SPAN = 30
"""Days that are listed at first, and that each touch of the buttons at the ends adds."""

MOST = 24
"""How often days can be added at either end."""


def events_tab(calendar: Calendar, nav: Nav) -> Page:
    """Events of the coming days, with buttons for those before and after."""
    today = nav.now.date()
    earlier, later = nav.local.get("earlier", 0), nav.local.get("later", 0)
    found = days_between(calendar, today - earlier * SPAN * DAY, today + (later + 1) * SPAN * DAY)

    def add() -> None:
        editing.new_event(calendar, nav)

    if not calendar.events and not found:
        body = empty("calendar-blank-outline", "No events", "New event", add)
        return tab_page(calendar, nav, body, title="Events", scrolls=False)
    entries = [entry for day, ones in found.items() for entry in (day, *ones)]

    def row(entry: date | Occurrence) -> Box:
        return event_row(calendar, nav, entry) if isinstance(entry, Occurrence) else _heading(entry, today)

    def key(entry: date | Occurrence) -> Hashable:
        return event_key(nav, entry) if isinstance(entry, Occurrence) else (entry, day_words(entry, today))

    return tab_page(
        calendar,
        nav,
        _more(nav, "Show earlier events", "earlier"),
        LongList(entries, row, key),
        _more(nav, "Show more events", "later"),
        title="Events",
        fab=Fab("plus", "", add, label="New event", id="new"),
    )


def _heading(day: date, today: date) -> Box:
    return Row(
        Text(day_words(day, today), TITLE_SMALL, color="primary", id="day_title"),
        Text(f"{day:%A}", BODY_MEDIUM, color="on_surface_variant"),
        gap=8,
        pad=(20, 14, 20, 2),
    )


def _more(nav: Nav, label: str, key: str) -> Box | None:
    times = nav.local.get(key, 0)
    adding: Handler = nav.remember(key, times + 1)
    return (
        Row(TextButton(label, adding, id=key), justify="center", pad=(0, 8, 0, 8)) if times < MOST else None
    )
