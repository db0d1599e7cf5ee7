"""Making, changing and deleting events: once, from a time on, or a whole series."""

from __future__ import annotations

import copy
from datetime import date, datetime, time, timedelta

import msgspec

from openphone_gym.phone.apps.calendar.occurrences import DAY, Occurrence
from openphone_gym.phone.apps.calendar.reminders import arm, local_now
from openphone_gym.phone.apps.calendar.state import NOTIFICATIONS, Calendar, Event, EventDraft
from openphone_gym.phone.system.clock import to_local
from openphone_gym.phone.system.nav import Nav

HOUR = timedelta(hours=1)

SCOPES = ("This event", "This and following events", "All events")
"""What of a series a change is for."""

THIS, FOLLOWING, ALL = SCOPES


def new_event(calendar: Calendar, nav: Nav, day: date | None = None, hour: int | None = None) -> None:
    """Opens the form for an event of an hour's length that begins at ``hour``, or at the next full one."""
    now = local_now(nav)
    begin = datetime.combine(day or now.date(), time((now.hour + 1) % 24 if hour is None else hour))
    minutes = [m for m, name in NOTIFICATIONS.items() if name == calendar.settings.default_notification]
    open_form(calendar, nav, Event(0, "", begin, begin + HOUR, notifications=minutes))


def insert_event(
    calendar: Calendar,
    nav: Nav,
    title: str = "",
    begin: int = 0,
    end: int = 0,
    place: str = "",
    note: str = "",
) -> None:
    """Opens the form with what another app wants to have in the calendar; times are virtual milliseconds."""
    nav.start(nav.entry.app)
    new_event(calendar, nav)
    assert calendar.draft is not None
    event = calendar.draft.event
    event.title, event.location, event.note = title, place, note
    if begin:
        event.start = _minute(nav, begin)
        event.end = max(_minute(nav, end), event.start) if end else event.start + HOUR
    calendar.draft.first = copy.deepcopy(event)


def _minute(nav: Nav, milliseconds: int) -> datetime:
    """The local minute of a virtual time stamp."""
    return to_local(nav.system, milliseconds).replace(second=0, microsecond=0, tzinfo=None)


def edit(calendar: Calendar, nav: Nav, occurrence: Occurrence) -> None:
    """Opens the form for an event, at one of its times."""
    event = occurrence.event
    open_form(calendar, nav, msgspec.structs.replace(event, start=occurrence.start, end=occurrence.end))


def open_form(calendar: Calendar, nav: Nav, event: Event) -> None:
    """Opens the form with an event."""
    calendar.draft = EventDraft(copy.deepcopy(event), copy.deepcopy(event))
    nav.back_to("home")
    nav.go("form")


# What the form changes


def move_start(event: Event, start: datetime) -> None:
    """Has an event begin at another time and take as long as before."""
    event.end = start + (event.end - event.start)
    event.start = start


def move_end_day(event: Event, day: date) -> None:
    """Has an event end on another day; if that is before its beginning, it moves there as a whole."""
    end = datetime.combine(day, event.end.time())
    if end < event.start:
        event.start = end - (event.end - event.start)
    event.end = end


def move_end_time(event: Event, at: time) -> None:
    """Has an event end at another time of day; one before its beginning is that of the next day."""
    end = datetime.combine(event.end.date(), at)
    event.end = end if end >= event.start else end + DAY


def set_all_day(draft: EventDraft, on: bool) -> None:
    """Has an event take whole days, or begin and end at the times it had before."""
    event, first = draft.event, draft.first
    last_day = Occurrence(event, event.start, event.end).last_day
    if on:
        event.start, event.end = (datetime.combine(day, time()) for day in (event.start.date(), last_day))
    elif first.all_day:
        event.start = datetime.combine(event.start.date(), time(9))
        event.end = datetime.combine(last_day, time(10))
    else:
        event.start = datetime.combine(event.start.date(), first.start.time())
        event.end = max(datetime.combine(last_day, first.end.time()), event.start)
    event.all_day = on


# Saving


def needs_scope(calendar: Calendar) -> bool:
    """Whether the form is for one time of a series."""
    draft = calendar.draft
    return draft is not None and bool(draft.event.id) and bool(calendar.event(draft.event.id).recurrence)


def save(calendar: Calendar, nav: Nav, scope: str = ALL) -> None:
    """Takes over what the form holds, and shows the day of the event."""
    draft = calendar.draft
    assert draft is not None
    event, first = draft.event, draft.first
    event.title, event.note, event.location = (
        text.strip() for text in (event.title, event.note, event.location)
    )
    day = event.start.date()
    if event.id == 0:
        add(calendar, event)
    elif scope == ALL:
        _change(calendar, event, first)
    else:
        cut(calendar.event(event.id), first.start.date(), scope)
        if scope == THIS:
            event.recurrence, event.until = "", None
        event.skipped = []
        add(calendar, event)
    calendar.draft = None
    calendar.day, calendar.month = day, None
    nav.back_to("home")
    arm(calendar, nav)


def add(calendar: Calendar, event: Event) -> None:
    """Puts an event under a new number."""
    event.id = calendar.new_event_id()
    calendar.events.append(event)


def _change(calendar: Calendar, event: Event, first: Event) -> None:
    """Puts what was edited at one time of a series in the place of the series."""
    original = calendar.event(event.id)
    length = event.end - event.start
    event.start = original.start + (event.start - first.start)
    event.end = event.start + length
    calendar.events[calendar.events.index(original)] = event


def cut(event: Event, day: date, scope: str) -> None:
    """Takes one time, or all from it on, out of a series."""
    if scope == THIS:
        event.skipped.append(day)
    else:
        event.until = day - DAY


def delete(calendar: Calendar, nav: Nav, scope: str = ALL) -> None:
    """Deletes the event of the form, or a part of its series."""
    draft = calendar.draft
    assert draft is not None
    event = calendar.event(draft.event.id)
    before = msgspec.to_builtins(event)
    day = draft.first.start.date()
    if scope == ALL or (scope == FOLLOWING and day <= event.start.date()):
        calendar.events.remove(event)
    else:
        cut(event, day, scope)
    calendar.draft = None
    nav.back_to("home")
    arm(calendar, nav)
    nav.snackbar("Event deleted", "UNDO", "restore_event", event=before)
