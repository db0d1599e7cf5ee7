"""Making events."""

from __future__ import annotations

from datetime import date

from openphone_gym.tasks.calendar.drawing import (
    TODAY,
    a_day,
    a_note,
    a_start,
    adding,
    ahead_words,
    new,
    on,
    prepared,
)
from openphone_gym.tasks.calendar.rows import (
    CREATED,
    DELETED,
    FOUND,
    HAS_NOTE,
    HAS_NOTIFICATION,
    NEW,
    ON_DAY,
    REPEATS,
    ROW,
    STARTS,
    heading_of,
)
from openphone_gym.tasks.calendar.verbs import (
    NOTE,
    RECURRENCE,
    SAVE,
    START_TIME,
    TITLE,
    new_form,
    notified,
    pick_notification,
    pick_recurrence,
    shown,
    write,
)
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.pickers import pick_time
from openphone_gym.tasks.sight import Sight
from openphone_gym.tasks.task import Param, Params, SubGoal, Task, from_param, one_of
from openphone_gym.ui.node import UiNode

MAY_CHANGE = ["calendar.events.+"]

EVERY = {"Daily": "day", "Weekly": "week", "Monthly": "month", "Yearly": "year"}
"""How goals say how often something is repeated."""


def shows_series(screen: Sight, row: UiNode, p: Params) -> bool | None:
    """Whether a row shows what was to be made; another one tells nothing."""
    found = heading_of(screen, row) == p.heading and screen.sees(p.recurrence, within=row) is not None
    return True if found else None


ANY_NEW = NEW._replace(meant=lambda event, p: event.id not in p.kept, rows=lambda screen, p: screen.all(ROW))
"""Events that were not there before, whatever their titles."""

SERIES: list[SubGoal] = ANY_NEW.one(
    CREATED._replace(
        question="Was a new event made and saved (its title does not matter)?", shows=shows_series
    ),
    ON_DAY._replace(
        question="Does the new event begin on {on} 2024?",
        shows=lambda screen, row, p: shows_series(screen, row, p),
    ),
    REPEATS._replace(
        question="Is the new event repeated every {every} ({recurrence}), without an end?",
        name="recurrence",
        shows=lambda screen, row, p: shows_series(screen, row, p),
    ),
)


def day_of(p: Params) -> date:
    """The day asked for, or the present one."""
    return date.fromisoformat(getattr(p, "day", TODAY.isoformat()))


def calendar_1(hand: Hand, p: Params) -> None:
    pick_time(hand, p.start)
    if new_form(hand, p, day_of(p), ON_DAY, STARTS):
        return
    write(hand, TITLE, p.title)
    shown(hand, START_TIME, p.start)
    hand.tap(SAVE)


def calendar_2(hand: Hand, p: Params) -> None:
    pick_notification(hand, [p.minutes])
    if new_form(hand, p, day_of(p), ON_DAY, HAS_NOTIFICATION):
        return
    write(hand, TITLE, p.title)
    notified(hand, [p.minutes])
    hand.tap(SAVE)


def calendar_3(hand: Hand, p: Params) -> None:
    if new_form(hand, p, day_of(p), ON_DAY, HAS_NOTE):
        return
    write(hand, TITLE, p.title)
    write(hand, NOTE, p.note)
    hand.tap(SAVE)


def calendar_4(hand: Hand, p: Params) -> None:
    pick_recurrence(hand, p.recurrence)
    if new_form(hand, p, day_of(p), ON_DAY, REPEATS):
        return
    write(hand, TITLE, p.title)
    shown(hand, RECURRENCE, p.recurrence)
    hand.tap(SAVE)


def any_time(hand: Hand, p: Params) -> None:
    """An event of that title is in the calendar."""
    if new_form(hand, p, day_of(p), CREATED):
        return
    write(hand, TITLE, p.title)
    hand.tap(SAVE)


TASKS = [
    Task(
        id="calendar_1",
        app="calendar",
        group="Create",
        human_steps=10,
        goals=[
            'Create an event called "{title}" for today at {start}.',
            'Put "{title}" into my calendar: it begins today at {start}.',
            'I need a new calendar entry for today. Its title is "{title}", and it starts at {start}.',
        ],
        params=new("work", **on(TODAY.isoformat(), None), start=Param("5:00 PM", a_start)),
        subgoals=NEW.one(FOUND, ON_DAY._replace(name="date_today"), STARTS),
        never=[DELETED],
        may_change=MAY_CHANGE,
        setup=adding(),
        solution=calendar_1,
        prepare=prepared(),
    ),
    Task(
        id="calendar_2",
        app="calendar",
        group="Create",
        human_steps=10,
        goals=[
            'Create an event called "{title}" on {on} with a notification {ahead} ahead.',
            'Add "{title}" to the calendar for {on}, and have me notified {ahead} before it begins.',
            'Make a new event on {on}. Call it "{title}" and set a reminder for {ahead} before.',
        ],
        params=new(
            "homework",
            **on("2024-05-21", a_day),
            minutes=Param(10, one_of(5, 10, 30, 60, 1440)),
            ahead=Param("10 minutes", from_param("minutes", ahead_words)),
        ),
        subgoals=NEW.one(FOUND, ON_DAY, HAS_NOTIFICATION),
        never=[DELETED],
        may_change=MAY_CHANGE,
        setup=adding(),
        solution=calendar_2,
        prepare=prepared(),
    ),
    Task(
        id="calendar_3",
        app="calendar",
        group="Create",
        human_steps=10,
        goals=[
            'Put "{title}" into the calendar for {on}; the note field has to read "{note}".',
            'Create the event "{title}" on {on} and write "{note}" into its note.',
            'On {on} there is "{title}". Enter it in my calendar, with the note "{note}".',
        ],
        params=new("meeting", **on("2024-05-13", a_day), note=Param("conference room B202", a_note)),
        subgoals=NEW.one(FOUND, ON_DAY, HAS_NOTE),
        never=[DELETED],
        may_change=MAY_CHANGE,
        setup=adding(),
        solution=calendar_3,
        prepare=prepared(),
    ),
    Task(
        id="calendar_4",
        app="calendar",
        group="Create",
        human_steps=12,
        goals=[
            "Create an event that begins on {on} 2024 and is repeated every {every}.",
            "Make a recurring event, once a {every}, that starts on {on} 2024. Any title will do.",
            "From {on} 2024 on I want an entry in the calendar every {every}. Call it as you like.",
        ],
        params=new(
            "new month",
            **on("2024-06-01", a_day),
            recurrence=Param("Monthly", one_of(*EVERY)),
            every=Param("month", from_param("recurrence", lambda name: EVERY[name])),
        ),
        subgoals=SERIES,
        never=[DELETED],
        may_change=MAY_CHANGE,
        setup=adding(),
        solution=calendar_4,
        prepare=prepared(),
    ),
    Task(
        id="calendar_10",
        app="calendar",
        group="Create",
        human_steps=5,
        goals=[
            'Put an entry named "{title}" into the calendar; date and time do not matter.',
            'Create a calendar event called "{title}", on any day and at any time.',
            'I want an event with the title "{title}" in my calendar. When it is does not matter.',
        ],
        params=new("this day"),
        subgoals=NEW.one(CREATED),
        never=[DELETED],
        may_change=MAY_CHANGE,
        setup=adding(),
        solution=any_time,
        prepare=prepared(),
    ),
    Task(
        id="calendar_13",
        app="calendar",
        group="Create",
        human_steps=5,
        goals=[
            'Put an entry named "{title}" into the calendar; date and time do not matter.',
            'Add "{title}" to my calendar. Choose whatever date and time you like.',
            'Save a new event titled "{title}"; leave the date and the time as they come.',
        ],
        params=new("exam"),
        subgoals=NEW.one(CREATED),
        never=[DELETED],
        may_change=MAY_CHANGE,
        setup=adding(),
        solution=any_time,
        prepare=prepared(),
    ),
]
