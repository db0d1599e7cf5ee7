"""Events: how a list shows one, and what tasks ask of one."""

from __future__ import annotations

import re
from collections.abc import Callable

from openphone_gym.phone.apps.calendar.state import NOTIFICATIONS, Event
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.records import Records, RowCheck, Trait
from openphone_gym.tasks.sight import Sight, has_id, plain
from openphone_gym.tasks.task import Never, Params
from openphone_gym.tasks.times import time_of
from openphone_gym.ui.node import UiNode

ROW, TITLE, TIME = has_id("event_row"), has_id("event_title"), has_id("event_time")
NOTE, PLACE = has_id("event_note"), has_id("event_location")
BELL, REPEAT = has_id("event_notification"), has_id("event_recurrence")
DAY, MESSAGE = has_id("day_title"), has_id("snackbar_text")

SPAN = re.compile(r"^(?:.*, )?(\d+:\d\d [AP]M)(?: - (?:.*, )?(\d+:\d\d [AP]M))?$")
"""The times of an event in its row, after the day where rows have one."""

DATED = re.compile(r"^(Today|[A-Z][a-z]{2} \d\d(?:, \d{4})?), ")
"""The day in a row that search has found."""

LISTS = ("Calendar", "Events")
"""Pages whose rows stand below their days."""


def rows_called(screen: Sight, title: str) -> list[UiNode]:
    """Rows in view of events with that title."""
    return [row for row in screen.all(ROW) if title_of(screen, row) == plain(title)]


def title_of(screen: Sight, row: UiNode) -> str:
    """Title in a row; empty if it is out of view."""
    node = screen.sees(TITLE, within=row)
    return "" if node is None else plain(node.text)


def heading_of(screen: Sight, row: UiNode) -> str | None:
    """The day of a row, as the heading above it or its own words show it; None if that is out of view."""
    if screen.title not in LISTS:
        time = screen.sees(TIME, within=row)
        day = DATED.match(plain(time.text)) if time is not None else None
        return day[1] if day is not None else None
    above = [node for node in screen.all(DAY) if node.bounds[1] < row.bounds[1]]
    return plain(above[-1].text) if above else None


def cut_off(screen: Sight, row: UiNode) -> bool:
    """Whether a part of a row may be out of view."""
    lists = [node for node in screen.all(lambda node: node.scrollable) if row in node.walk()]
    return any(row.bounds[1] <= area.bounds[1] or row.bounds[3] >= area.bounds[3] for area in lists)


def row_part(which: Callable[[UiNode], bool], tells: Callable[[str, Params], bool]) -> RowCheck:
    """What a part of a row tells; one that the row lacks tells as an empty text does."""

    def check(screen: Sight, row: UiNode, p: Params) -> bool | None:
        node = screen.sees(which, within=row)
        if node is None:
            return None if cut_off(screen, row) else tells("", p)
        return tells(plain(node.label), p)

    return check


def no_row(screen: Sight, p: Params) -> bool | None:
    """What a screen without the event's row tells: that it is gone, or nothing."""
    message = screen.sees(MESSAGE)
    if message is not None and message.text == "Event deleted":
        return False
    return None


def shows_day(screen: Sight, row: UiNode, p: Params) -> bool | None:
    """Whether a row stands below the day asked for."""
    heading = heading_of(screen, row)
    return None if heading is None else heading == p.heading


def span(text: str) -> tuple[str, str]:
    """Beginning and end in the words of a row; empty if it has none."""
    found = SPAN.match(text)
    return (found[1], found[2] or found[1]) if found else ("", "")


def all_of(*checks: RowCheck) -> RowCheck:
    """Whether all of some checks say yes; one that says no is enough for no."""

    def check(screen: Sight, row: UiNode, p: Params) -> bool | None:
        told = [one(screen, row, p) for one in checks]
        return False if False in told else None if None in told else True

    return check


# Traits


def parse(words: str) -> set[str]:
    """The notifications that the bell of a row names."""
    return set(words.split(", ")) if words else set()


def shows_notices(param: str) -> RowCheck:
    """Whether a row shows the notifications that a parameter lists, and no others."""
    return row_part(
        BELL, lambda words, p: parse(words) == {NOTIFICATIONS[minutes] for minutes in getattr(p, param)}
    )


shows_start = row_part(TIME, lambda words, p: span(words)[0] == p.start)
shows_note = row_part(NOTE, lambda words, p: words == plain(p.note))


FOUND = Trait(
    "event_found",
    'Is there an event titled "{title}"?',
    lambda event, phone, p: True,
    lambda screen, row, p: True,
)
CREATED = FOUND._replace(name="event_created", question='Is there a new event titled "{title}" (saved)?')
ON_DAY = Trait(
    "date",
    'Is the event "{title}" on {on}?',
    lambda event, phone, p: event.start.date().isoformat() == p.day,
    shows_day,
)
DATE_KEPT = ON_DAY._replace(name="date_kept", question='Is the event "{title}" still on {on}?')
STARTS = Trait(
    "start",
    'Does the event "{title}" begin at {start}?',
    lambda event, phone, p: (event.start.hour, event.start.minute) == time_of(p.start) and not event.all_day,
    shows_start,
)
ENDS = Trait(
    "end",
    'Does the event "{title}" begin at {start}, as before, and end at {end} on the same day?',
    lambda event, phone, p: (
        not event.all_day
        and (event.start.hour, event.start.minute) == time_of(p.start)
        and (event.end.hour, event.end.minute) == time_of(p.end)
        and event.end.date() == event.start.date()
    ),
    row_part(TIME, lambda words, p: words.endswith(f"{p.start} - {p.end}")),
)
HAS_NOTIFICATION = Trait(
    "notification",
    'Does the event "{title}" have a notification {ahead} before it begins?',
    lambda event, phone, p: p.minutes in event.notifications,
    row_part(BELL, lambda words, p: NOTIFICATIONS[p.minutes] in parse(words)),
)
NOTIFICATIONS_ARE = Trait(
    "notifications",
    'Does the event "{title}" have exactly these two notifications: {first} and {second} before it begins?',
    lambda event, phone, p: sorted(event.notifications) == sorted(p.minutes),
    shows_notices("minutes"),
)
HAS_NOTE = Trait(
    "note",
    'Does the note of the event "{title}" read "{note}"?',
    lambda event, phone, p: plain(event.note) == plain(p.note),
    shows_note,
)
HAS_PLACE = Trait(
    "place",
    'Is "{place}" the location of the event "{title}"?',
    lambda event, phone, p: plain(event.location).casefold() == plain(p.place).casefold(),
    row_part(PLACE, lambda words, p: words.casefold() == plain(p.place).casefold()),
)
REPEATS = Trait(
    "recurrence",
    'Is the event "{title}" repeated {recurrence}, without an end?',
    lambda event, phone, p: event.recurrence == p.recurrence and event.until is None,
    row_part(REPEAT, lambda words, p: words == p.recurrence),
)
ALL_DAY = Trait(
    "all_day",
    'Does the event "{title}" take the whole day (all-day is on)?',
    lambda event, phone, p: event.all_day,
    row_part(TIME, lambda words, p: words.endswith("All-day")),
)


def called(event: Event, p: Params) -> bool:
    """Whether an event has the title asked for."""
    return plain(event.title) == plain(p.title)


NEW = Records(
    all=lambda phone: phone.calendar.events,
    meant=lambda event, p: called(event, p) and event.id not in p.kept,
    rows=lambda screen, p: rows_called(screen, p.title),
    missing=no_row,
)
"""Events that were not there before, by their titles."""

PRESENT = NEW._replace(meant=lambda event, p: event.id == p.event and called(event, p))
"""The event that is to be changed."""


def lost(phone: Phone, p: Params) -> bool:
    """Whether an event that was there is gone."""
    return not {event.id for event in phone.calendar.events}.issuperset(p.kept)


DELETED = Never(
    "event_deleted",
    lost,
    question="Was an event deleted that was in the calendar before, even if it was brought back?",
    screen=lambda screen, p: no_row(screen, p) is False,
)
