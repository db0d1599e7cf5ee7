"""Changing events that are there."""

from __future__ import annotations

from datetime import timedelta

from openphone_gym.phone.apps.calendar.state import Event
from openphone_gym.tasks.calendar.drawing import (
    a_note,
    adding,
    ahead_words,
    prepared,
    present,
)
from openphone_gym.tasks.calendar.rows import (
    ALL_DAY,
    DATE_KEPT,
    DELETED,
    ENDS,
    FOUND,
    HAS_NOTE,
    NOTIFICATIONS_ARE,
    PRESENT,
    REPEATS,
    STARTS,
    all_of,
    shows_day,
    shows_note,
    shows_notices,
    shows_start,
)
from openphone_gym.tasks.calendar.verbs import (
    ALL_DAY as ALL_DAY_SWITCH,
)
from openphone_gym.tasks.calendar.verbs import (
    END_TIME,
    NOTE,
    RECURRENCE,
    SAVE,
    in_view,
    known_form,
    notified_only,
    pick_notification,
    pick_recurrence,
    shown,
    write,
)
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.pickers import pick_time
from openphone_gym.tasks.task import Drawing, Param, Params, Task, from_param, one_of
from openphone_gym.tasks.times import time_words


def a_later_end(d: Drawing) -> str:
    """Draws another end for the event, on its day."""
    event = d.phone.calendar.event(d.params.event)
    day = event.start.replace(hour=0, minute=0)
    ends = [event.start + timedelta(minutes=minutes) for minutes in range(15, 300, 15)]
    end = d.choice([end for end in ends if end.date() == day.date() and end != event.end])
    return time_words(end.hour, end.minute)


NOTICES: list[int] = [5, 10, 30, 60, 1440]


def two_notices(d: Drawing) -> list[int]:
    """Draws two notifications that the event does not have yet both."""
    while True:
        minutes = sorted(d.rng.sample(NOTICES, 2))
        if minutes != d.params.before:
            return minutes


# Traits


KEPT = DATE_KEPT._replace(
    name="right_event_untouched",
    question='Is the event "{title}" still on {on} at {start}, as it was?',
    holds=lambda event, phone, p: event.start.date().isoformat() == p.day and STARTS.holds(event, phone, p),
    shows=all_of(shows_day, shows_start),
)
NOTICES_KEPT = KEPT._replace(
    question='Is the event "{title}" still on {on} at {start}, with the notifications that it had?',
    holds=lambda event, phone, p: KEPT.holds(event, phone, p) and sorted(event.notifications) == p.before,
    shows=all_of(shows_day, shows_start, shows_notices("before")),
)
EDITED = DATE_KEPT._replace(name="edit_started")
NOTE_KEPT = KEPT._replace(
    question='Is the event "{title}" still on {on} at {start}, and is its note as it was ("{note}")?',
    holds=lambda event, phone, p: KEPT.holds(event, phone, p) and event.note == p.note,
    shows=all_of(shows_day, shows_start, shows_note),
)


# Solutions


def calendar_5(hand: Hand, p: Params) -> None:
    pick_time(hand, p.end)
    if known_form(hand, p, ENDS):
        return
    shown(hand, END_TIME, p.end)
    hand.tap(SAVE)


def write_note(hand: Hand, p: Params) -> None:
    """The event has its note."""
    if known_form(hand, p, HAS_NOTE):
        return
    write(hand, NOTE, p.note)
    hand.tap(SAVE)


def calendar_7(hand: Hand, p: Params) -> None:
    pick_notification(hand, p.minutes)
    if known_form(hand, p, NOTIFICATIONS_ARE):
        return
    notified_only(hand, p.minutes)
    hand.tap(SAVE)


def repeat(hand: Hand, p: Params) -> None:
    """The event is repeated."""
    pick_recurrence(hand, p.recurrence)
    if known_form(hand, p, REPEATS):
        return
    shown(hand, RECURRENCE, p.recurrence)
    hand.tap(SAVE)


def calendar_14(hand: Hand, p: Params) -> None:
    if known_form(hand, p, ALL_DAY):
        return
    if in_view(hand, ALL_DAY_SWITCH):
        hand.switch("All-day", on=True)
    hand.tap(SAVE)


def no_note(event: Event) -> bool:
    """Whether an event has no note yet."""
    return not event.note


HOW_OFTEN = ("Daily", "Weekly", "Monthly", "Yearly")


TASKS = [
    Task(
        id="calendar_5",
        app="calendar",
        group="Change",
        human_steps=8,
        goals=[
            'Change the event "{title}" so that it ends at {end}.',
            'The end of "{title}" in my calendar is wrong: it is over at {end}. Correct that.',
            'Let "{title}" begin as planned, but end at {end}.',
        ],
        params=present("work", end=Param("7:00 PM", a_later_end)),
        subgoals=PRESENT.one(FOUND, DATE_KEPT, ENDS._replace(name="end")),
        never=[DELETED],
        may_change=["calendar.events.{event}.end"],
        setup=adding("work"),
        solution=calendar_5,
        prepare=prepared("work"),
    ),
    Task(
        id="calendar_6",
        app="calendar",
        group="Change",
        human_steps=6,
        goals=[
            'The entry "{title}" should carry "{note}" in its note field.',
            'Write "{note}" into the note of my event "{title}".',
            'Open "{title}" in the calendar and give it the note "{note}".',
        ],
        params=present("homework", no_note, note=Param("classroom 101", a_note)),
        subgoals=PRESENT.one(FOUND, NOTICES_KEPT, HAS_NOTE),
        never=[DELETED],
        may_change=["calendar.events.{event}.note"],
        setup=adding("homework"),
        solution=write_note,
        prepare=prepared("homework"),
    ),
    Task(
        id="calendar_7",
        app="calendar",
        group="Change",
        human_steps=6,
        goals=[
            'Give the event "{title}" two notifications: {first} and {second} ahead.',
            'I want to be notified of "{title}" twice, {first} and {second} before, and at no other time.',
            'Set the notifications of "{title}" to {first} before and {second} before, only these two.',
        ],
        params=present(
            "meeting",
            minutes=Param([5, 10], two_notices),
            first=Param("5 minutes", from_param("minutes", lambda minutes: ahead_words(minutes[0]))),
            second=Param("10 minutes", from_param("minutes", lambda minutes: ahead_words(minutes[1]))),
            note=Param("conference room B202", lambda d: d.phone.calendar.event(d.params.event).note),
        ),
        subgoals=PRESENT.one(FOUND, NOTE_KEPT, NOTIFICATIONS_ARE),
        never=[DELETED],
        may_change=["calendar.events.{event}.notifications"],
        setup=adding("meeting"),
        solution=calendar_7,
        prepare=prepared("meeting"),
    ),
    Task(
        id="calendar_8",
        app="calendar",
        group="Change",
        human_steps=6,
        goals=[
            'Put the note "{note}" on the event "{title}".',
            'My event "{title}" needs a note that says "{note}".',
            'Edit "{title}" in the calendar: its note should be "{note}".',
        ],
        params=present("work", no_note, note=Param("computer", a_note)),
        subgoals=PRESENT.one(FOUND, KEPT, HAS_NOTE),
        never=[DELETED],
        may_change=["calendar.events.{event}.note"],
        setup=adding("work"),
        solution=write_note,
        prepare=prepared("work"),
    ),
    Task(
        id="calendar_9",
        app="calendar",
        group="Change",
        human_steps=6,
        goals=[
            'Make the event "{title}" repeat {often}.',
            'From now on, "{title}" takes place again and again: {often}. Change the event.',
            'Set the recurrence of "{title}" in my calendar to {often}.',
        ],
        params=present(
            "work",
            recurrence=Param("Daily", one_of(*HOW_OFTEN)),
            often=Param("daily", from_param("recurrence", str.lower)),
        ),
        subgoals=PRESENT.one(FOUND, NOTICES_KEPT, REPEATS._replace(name="recurrence")),
        never=[DELETED],
        may_change=["calendar.events.{event}.recurrence"],
        setup=adding("work"),
        solution=repeat,
        prepare=prepared("work"),
    ),
    Task(
        id="calendar_11",
        app="calendar",
        group="Change",
        human_steps=6,
        goals=[
            'Make the event "{title}" repeat {often}.',
            'The event "{title}" should come back {often}. Turn it into a recurring one.',
            'Please have "{title}" repeated {often} in the calendar.',
        ],
        params=present(
            "this day",
            recurrence=Param("Weekly", one_of(*HOW_OFTEN)),
            often=Param("weekly", from_param("recurrence", str.lower)),
        ),
        subgoals=PRESENT.one(FOUND, EDITED, REPEATS),
        never=[DELETED],
        may_change=["calendar.events.{event}.recurrence"],
        setup=adding("this day"),
        solution=repeat,
        prepare=prepared("this day"),
    ),
    Task(
        id="calendar_12",
        app="calendar",
        group="Change",
        human_steps=7,
        goals=[
            'There is an entry named "{title}"; write "{note}" into its note field.',
            'Find the event that is called "{title}" and set its note to "{note}".',
            'Among my events is one with the title "{title}". Let its note read "{note}".',
        ],
        params=present("Today", no_note, note=Param("Hello", a_note)),
        subgoals=PRESENT.one(FOUND, NOTICES_KEPT._replace(name="right_event"), HAS_NOTE),
        never=[DELETED],
        may_change=["calendar.events.{event}.note"],
        setup=adding("Today", "this day"),
        solution=write_note,
        prepare=prepared("Today", "this day"),
    ),
    Task(
        id="calendar_14",
        app="calendar",
        group="Change",
        human_steps=6,
        goals=[
            'The entry "{title}" should fill the whole day: switch its all-day option on.',
            'Make the event "{title}" an all-day event.',
            'My event "{title}" takes all day. Set that in the calendar.',
        ],
        params=present("exam"),
        subgoals=PRESENT.one(FOUND, EDITED, ALL_DAY),
        never=[DELETED],
        may_change=[
            "calendar.events.{event}.all_day",
            "calendar.events.{event}.start",
            "calendar.events.{event}.end",
        ],
        setup=adding("exam"),
        solution=calendar_14,
        prepare=prepared("exam"),
    ),
]
