"""Rows of events, as all lists show them."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date

from openphone_gym.phone.apps.calendar import editing
from openphone_gym.phone.apps.calendar.holidays import holidays
from openphone_gym.phone.apps.calendar.occurrences import Occurrence, between
from openphone_gym.phone.apps.calendar.state import COLORS, UNTITLED, Calendar
from openphone_gym.phone.apps.calendar.wording import notification_words, span_words
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Row, Text
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_MEDIUM, BODY_SMALL


def days_between(calendar: Calendar, first: date, last: date) -> dict[date, list[Occurrence]]:
    """What takes place on each day, holidays included."""
    free = holidays(calendar.settings.holidays, first, last)
    return between([*free, *calendar.events], first, last)


def opening(calendar: Calendar, nav: Nav, occurrence: Occurrence) -> Handler:
    """A handler that opens an event, or tells what a holiday is."""
    if occurrence.event.id:
        return lambda: editing.edit(calendar, nav, occurrence)
    return nav.to("holiday", name=occurrence.event.title, country=occurrence.event.note)


def event_row(calendar: Calendar, nav: Nav, occurrence: Occurrence, when: str = "") -> Box:
    """An event in a list; ``when`` goes before its time."""
    event = occurrence.event
    words = Column(
        Text(event.title or UNTITLED, BODY_LARGE, max_lines=2, id="event_title"),
        Text(when + span_words(nav, occurrence), BODY_MEDIUM, color="on_surface_variant", id="event_time"),
        _small(event.location, "event_location"),
        _small(event.note, "event_note"),
        flex=1,
    )
    marks = [
        _mark("repeat", event.recurrence, "event_recurrence"),
        _mark("bell-outline", notification_words(event), "event_notification"),
    ]
    return Row(
        Box(width=4, height=40, radius=2, fill=COLORS[event.color]),
        words,
        *marks,
        cls="android.view.ViewGroup",
        id="event_row",
        on_tap=opening(calendar, nav, occurrence),
        width=FILL,
        gap=14,
        pad=(20, 10, 20, 10),
    )


def event_key(nav: Nav, occurrence: Occurrence, when: str = "") -> Hashable:
    """What the height of an event's row depends on."""
    event = occurrence.event
    marks = bool(event.recurrence), bool(notification_words(event))
    return event.title, when + span_words(nav, occurrence), bool(event.location), bool(event.note), marks


def _small(text: str, id: str) -> Box | None:
    return Text(text, BODY_SMALL, color="on_surface_variant", max_lines=1, id=id) if text else None


def _mark(icon: str, desc: str, id: str) -> Box | None:
    return Icon(icon, size=18, desc=desc, id=id) if desc else None
