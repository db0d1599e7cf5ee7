"""When events take place: computed from the events whenever it is asked, and never kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from openphone_gym.phone.apps.calendar.state import UNITS, Calendar, Event
from openphone_gym.phone.world import recurrences

DAY = timedelta(days=1)

MORNING = timedelta(hours=9)
"""Time of day from which notifications of an event count that takes the whole day."""

LONGEST_NOTICE = timedelta(days=1)

YEAR = timedelta(days=366)


class Occurrence(NamedTuple):
    """One time of an event.

    Attributes:
        event: The event.
        start: When it begins this time.
        end: When it ends; midnight of its last day if it takes whole days.
    """

    event: Event
    start: datetime
    end: datetime

    @property
    def last_day(self) -> date:
        """Last day of it; one that ends at midnight does not reach into the next day."""
        if self.event.all_day or self.end == self.start:
            return self.end.date()
        return (self.end - timedelta(minutes=1)).date()


class Reminder(NamedTuple):
    """Something to tell the user at a time: of an event at ``start``, or of a task."""

    at: datetime
    kind: str
    id: int
    start: datetime


def of_event(event: Event, first: date, last: date) -> Iterator[Occurrence]:
    """Times of an event that touch the days from ``first`` to ``last``, in order."""
    length = event.end - event.start
    unit = UNITS.get(event.recurrence, "")
    for start in recurrences.starts(event.start, unit, first - length - DAY, last, until=event.until):
        occurrence = Occurrence(event, start, start + length)
        if occurrence.last_day >= first and start.date() not in event.skipped:
            yield occurrence


def between(events: Iterable[Event], first: date, last: date) -> dict[date, list[Occurrence]]:
    """What takes place on each day from ``first`` to ``last`` that has anything; whole days come first."""
    days: dict[date, list[Occurrence]] = {}
    for event in events:
        for occurrence in of_event(event, first, last):
            day = max(occurrence.start.date(), first)
            while day <= min(occurrence.last_day, last):
                days.setdefault(day, []).append(occurrence)
                day += DAY
    for found in days.values():
        found.sort(key=lambda o: (not o.event.all_day, o.start, o.event.id))
    return dict(sorted(days.items()))


def near(event: Event, today: date) -> Occurrence:
    """The next time of an event, or, if it is over, its first."""
    coming = next(of_event(event, today, today + YEAR), None)
    return coming or Occurrence(event, event.start, event.end)


def next_reminder(calendar: Calendar, after: datetime) -> datetime | None:
    """When the user is told of something next."""
    return min((one.at for one in _reminders(calendar, after)), default=None)


def reminders_at(calendar: Calendar, at: datetime) -> list[Reminder]:
    """What the user is told at a time."""
    return [one for one in _reminders(calendar, at - timedelta(seconds=1)) if one.at == at]


def _reminders(calendar: Calendar, after: datetime) -> Iterator[Reminder]:
    """The next reminder after a time of each notification, and of each task."""
    for task in calendar.tasks:
        if task.at is not None and task.at > after and not task.done:
            yield Reminder(task.at, "task", task.id, task.at)
    for event in calendar.events:
        for minutes in event.notifications:
            found = _next_of(event, minutes, after)
            if found is not None:
                yield found


def _next_of(event: Event, minutes: int, after: datetime) -> Reminder | None:
    first = after.date() - DAY
    for occurrence in of_event(event, first, first + YEAR + 2 * LONGEST_NOTICE):
        begin = occurrence.start
        if event.all_day:
            begin = datetime.combine(begin.date(), time()) + MORNING
        at = begin - timedelta(minutes=minutes)
        if at > after:
            return Reminder(at, "event", event.id, occurrence.start)
    return None
