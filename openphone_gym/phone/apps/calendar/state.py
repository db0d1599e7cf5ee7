"""What the calendar remembers."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

TABS = ("Tasks", "Calendar", "Events")

VIEWS = ("Month", "Week", "Day")
"""How the Calendar tab shows time."""

UNITS = {"Daily": "day", "Weekly": "week", "Monthly": "month", "Yearly": "year"}
"""Recurrences, as the dialog names them, and what lies between two times."""

NOTIFICATIONS = {
    0: "At time of event",
    5: "5 minutes before",
    10: "10 minutes before",
    30: "30 minutes before",
    60: "1 hour before",
    1440: "1 day before",
}
"""Minutes before an event at which the user can be told of it, and how the dialog names them."""

COLORS = {
    "Tomato": 0xFFD50000,
    "Tangerine": 0xFFF4511E,
    "Banana": 0xFFE4A700,
    "Basil": 0xFF0B8043,
    "Peacock": 0xFF039BE5,
    "Blueberry": 0xFF3F51B5,
    "Grape": 0xFF8E24AA,
    "Graphite": 0xFF616161,
}
"""Colours of events."""

DEFAULT_COLOR = "Peacock"

FIRST_DAYS = {"Saturday": 5, "Sunday": 6, "Monday": 0}
"""Days that weeks may begin with, and their numbers."""

NO_NOTIFICATION = "None"

UNTITLED = "(No title)"


class Event(msgspec.Struct):
    """An event, or a series of them.

    Attributes:
        id: Number.
        title: What it is; may be empty.
        start: Local time of its first beginning; midnight of the day if it is all-day.
        end: Local time of its first end; midnight of its last day if it is all-day.
        all_day: Whether it takes whole days.
        recurrence: A key of `UNITS`, or an empty string.
        until: Last day on which it may begin again; None for no end.
        skipped: Days of the series that were taken out.
        notifications: Minutes before the beginning at which the user is told.
        note: Further words.
        location: Where it is, in words.
        color: A key of `COLORS`.
    """

    id: int
    title: str
    start: datetime
    end: datetime
    all_day: bool = False
    recurrence: str = ""
    until: date | None = None
    skipped: list[date] = msgspec.field(default_factory=list)
    notifications: list[int] = msgspec.field(default_factory=list)
    note: str = ""
    location: str = ""
    color: str = DEFAULT_COLOR


class ToDo(msgspec.Struct):
    """A task.

    Attributes:
        id: Number.
        text: What is to be done.
        done: Whether it is.
        at: Local time at which the user is reminded, or None.
    """

    id: int
    text: str
    done: bool = False
    at: datetime | None = None


class EventDraft(msgspec.Struct):
    """The event form.

    Attributes:
        event: The event as it will be saved; its id is 0 for a new one.
        first: The event as it was when the form was opened, at the time of the series that it was opened for.
    """

    event: Event
    first: Event


class CalendarSettings(msgspec.Struct):
    """What the settings page sets.

    Attributes:
        first_day: A key of `FIRST_DAYS`.
        default_notification: What a new event has: a value of `NOTIFICATIONS` or `NO_NOTIFICATION`.
        week_numbers: Whether weeks have their numbers.
        completed: Whether tasks that are done are listed.
        holidays: Countries whose holidays are shown.
    """

    first_day: str = "Sunday"
    default_notification: str = NOTIFICATIONS[0]
    week_numbers: bool = False
    completed: bool = True
    holidays: list[str] = msgspec.field(default_factory=list)


class Calendar(msgspec.Struct):
    """State of the app.

    Attributes:
        events: All events; recurring ones once.
        tasks: All tasks.
        settings: What the user set.
        tab: The open tab, one of `TABS`.
        view: How the Calendar tab shows time, one of `VIEWS`.
        day: The chosen day; None stands for the present one.
        month: First day of the month in view; None stands for that of the chosen day.
        draft: The event form, or None.
        task_draft: The task form, or None.
        ad_closed: Whether the advertisement was reported, so that it is gone for now.
    """

    events: list[Event] = msgspec.field(default_factory=list)
    tasks: list[ToDo] = msgspec.field(default_factory=list)
    settings: CalendarSettings = msgspec.field(default_factory=CalendarSettings)
    tab: str = "Calendar"
    view: str = "Month"
    day: date | None = None
    month: date | None = None
    draft: EventDraft | None = None
    task_draft: ToDo | None = None
    ad_closed: bool = False

    def event(self, id: int) -> Event:
        """The event of that id."""
        return next(event for event in self.events if event.id == id)

    def task(self, id: int) -> ToDo:
        """The task of that id."""
        return next(task for task in self.tasks if task.id == id)

    def new_event_id(self) -> int:
        """A number that no event has."""
        return max((event.id for event in self.events), default=0) + 1

    def new_task_id(self) -> int:
        """A number that no task has."""
        return max((task.id for task in self.tasks), default=0) + 1

    @property
    def first_weekday(self) -> int:
        """Number of the day that weeks begin with; 0 is Monday."""
        return FIRST_DAYS[self.settings.first_day]


EPHEMERAL = ("tab", "view", "day", "month", "draft", "task_draft", "ad_closed")
"""Fields that are unfinished input or the place in the app."""
