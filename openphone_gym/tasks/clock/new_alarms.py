"""Adding alarms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from openphone_gym.phone.apps.clock.ringing import next_ring
from openphone_gym.phone.apps.clock.state import DAY_NAMES, DAYS, RINGTONES, Alarm
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.clock.alarms import (
    ALARM_DELETED,
    ALARMS,
    DAY_LINE,
    EDIT_LABEL,
    EVERY_ALARM,
    FOUR_ALARMS,
    FREE_TIME,
    ON,
    SCHEDULE,
    SWITCH,
    TIME,
    WEEKDAYS,
    WEEKEND,
    card,
    details,
    is_label,
    no_card,
    repeat,
    tells_days,
    turn,
)
from openphone_gym.tasks.clock.preparation import NOON
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.pickers import pick_date, pick_time
from openphone_gym.tasks.records import Trait, part
from openphone_gym.tasks.sight import Sight, has_id, plain
from openphone_gym.tasks.task import Param, Params, Task, one_of, some_of
from openphone_gym.tasks.times import enumeration

LABELS = ("meeting", "Pick up parcel", "Yoga", "Feed the cat", "Water plants", "Stand-up call", "Trash")
EVENTS = ("Watch Football Games", "Farmers market", "Piano practice", "Movie night", "Swim training", "Choir")


def rings_once_on(alarm: Alarm, phone: Phone, day: str) -> bool:
    """Whether an alarm rings on that day (ISO) and no other, once it is on."""
    ring = next_ring(msgspec.structs.replace(alarm, on=True), phone.now)
    return not alarm.days and ring is not None and ring.date().isoformat() == day


def other_sound(screen: Sight, p: Params) -> bool | None:
    """What the list of sounds tells, which does not say for which alarm it is."""
    if screen.title == "Alarm sound":
        return None if screen.chosen(p.ringtone) else False
    return no_card(screen, p)


LABEL = Trait(
    "label",
    'Does the alarm at {time} have the label "{label}"?',
    lambda alarm, phone, p: alarm.label == p.label,
    part(is_label, lambda node, p: plain(node.text) == plain(p.label)),
)

DAYS_OF_WEEK = Trait(
    "days",
    "Does the alarm at {time} repeat on {on_days}, and on no other day?",
    lambda alarm, phone, p: alarm.days == p.days,
    part(tells_days, lambda node, p: set(plain(node.text).split(", ")) == set(p.days)),
)

NO_VIBRATION = Trait(
    "vibrate_off",
    "Is vibration switched off for the alarm at {time} (a check box on its expanded card)?",
    lambda alarm, phone, p: not alarm.vibrate,
    part(has_id("vibrate_onoff"), lambda node, p: not node.checked),
)

RINGTONE = Trait(
    "ringtone",
    "Is {ringtone} the sound of the alarm at {time} (told on its expanded card)?",
    lambda alarm, phone, p: alarm.ringtone == p.ringtone,
    part(has_id("choose_ringtone"), lambda node, p: plain(node.text) == p.ringtone),
    other_sound,
)

TOMORROW = Trait(
    "tomorrow",
    "Will the alarm at {time} ring once, tomorrow ({day}), without repeating?",
    lambda alarm, phone, p: rings_once_on(alarm, phone, p.day),
    part(DAY_LINE, lambda node, p: plain(node.text) == "Tomorrow"),
)


def weekday_words(days: Sequence[str]) -> str:
    """Days of the week by their full names."""
    return enumeration([DAY_NAMES[DAYS.index(day)] for day in days])


def new_alarm(time: str, **others: Param) -> dict[str, Param]:
    """Parameters of a task that adds an alarm; the present ones are to be kept."""
    return {**EVERY_ALARM, "time": Param(time, FREE_TIME), **others}


def days(canonical: list[str], words: str) -> dict[str, Param]:
    """Days of the week, and how the goal says them."""
    return {
        "days": Param(canonical, some_of(DAYS, 2, 5)),
        "on_days": Param(words, lambda d: weekday_words(d.params.days)),
    }


def add_alarm(hand: Hand, p: Params) -> None:
    """There is an alarm at the time asked for."""
    pick_time(hand, p.time)
    hand.tab("Alarm")
    if hand.find(p.time) is None:
        hand.tap("Add alarm")


def label(hand: Hand, p: Params) -> None:
    """The alarm has its label."""
    if hand.sees(p.label, within=card(hand, p.time)) is None:
        details(hand, p.time, needs=EDIT_LABEL)
        hand.tap(EDIT_LABEL)


def enter_label(hand: Hand, p: Params) -> None:
    """The dialog for a label, if it is open, was closed with the label."""
    if hand.title == "Label":
        hand.fill("label", p.label)
        hand.tap("OK")


def clock_1(hand: Hand, p: Params) -> None:
    enter_label(hand, p)
    add_alarm(hand, p)
    label(hand, p)
    turn(hand, p.time, on=True)


def clock_2(hand: Hand, p: Params) -> None:
    if hand.title == "Alarm sound":
        if hand.chosen(p.ringtone):
            hand.back()
        hand.tap(p.ringtone)
    add_alarm(hand, p)
    expanded = details(hand, p.time, needs="Vibrate")
    hand.switch("Vibrate", on=False)
    if hand.sees(p.ringtone, within=expanded) is None:
        hand.tap("Ringtone")
    turn(hand, p.time, on=True)


def clock_3(hand: Hand, p: Params) -> None:
    add_alarm(hand, p)
    repeat(hand, p, p.days)
    turn(hand, p.time, on=True)


def ring_tomorrow(hand: Hand, p: Params) -> None:
    """An alarm rings once, tomorrow at the time asked for."""
    pick_date(hand, date.fromisoformat(p.day))
    add_alarm(hand, p)
    turn(hand, p.time, on=True)
    if hand.sees("Tomorrow", within=card(hand, p.time, needs=SWITCH)) is None:
        details(hand, p.time, needs=SCHEDULE)
        hand.tap(SCHEDULE)


def clock_6(hand: Hand, p: Params) -> None:
    enter_label(hand, p)
    add_alarm(hand, p)
    repeat(hand, p, p.days)
    label(hand, p)
    turn(hand, p.time, on=True)


def clock_27(hand: Hand, p: Params) -> None:
    add_alarm(hand, p)
    turn(hand, p.time, on=True)


TASKS = [
    Task(
        id="clock_1",
        app="clock",
        group="Alarm set",
        human_steps=8,
        goals=[
            'Create an alarm for {time} carrying the label "{label}".',
            'I need an alarm at {time}. Give it the label "{label}" and make sure that it is on.',
            'Add a new {time} alarm to the Clock app and label it "{label}".',
        ],
        params=new_alarm("3:00 PM", label=Param("meeting", one_of(*LABELS))),
        subgoals=ALARMS.one(TIME, LABEL, ON),
        never=[ALARM_DELETED],
        may_change=["clock.alarms.+"],
        solution=clock_1,
        prepare=FOUR_ALARMS,
    ),
    Task(
        id="clock_2",
        app="clock",
        group="Alarm set",
        human_steps=10,
        goals=[
            "Create an alarm for {time} without vibration and with the ringtone {ringtone}.",
            "Wake me at {time} with the sound {ringtone}, but without vibration: add such an alarm.",
            "Add an alarm at {time}; it should play {ringtone}, and vibration should be off.",
        ],
        params=new_alarm("6:45 AM", ringtone=Param("Argon", one_of(*RINGTONES))),
        subgoals=ALARMS.one(TIME, NO_VIBRATION, RINGTONE, ON),
        never=[ALARM_DELETED],
        may_change=["clock.alarms.+"],
        solution=clock_2,
        prepare=FOUR_ALARMS,
    ),
    Task(
        id="clock_3",
        app="clock",
        group="Alarm set",
        human_steps=11,
        goals=[
            "Create an alarm at {time} that repeats on {on_days}.",
            "I have to get going at {time} on {on_days}. Add one alarm for exactly these days of every week.",
            "Add a new alarm for {time} that rings each week on {on_days}, and on no other day.",
        ],
        params=new_alarm("7:00 AM", **days(WEEKDAYS, "every weekday, Monday to Friday")),
        subgoals=ALARMS.one(TIME, DAYS_OF_WEEK, ON),
        never=[ALARM_DELETED],
        may_change=["clock.alarms.+"],
        solution=clock_3,
        prepare=FOUR_ALARMS,
    ),
    Task(
        id="clock_5",
        app="clock",
        group="Alarm set",
        human_steps=7,
        goals=[
            "Create an alarm for tomorrow at {time}.",
            "I want the phone to ring tomorrow at {time}, just once. Add an alarm for that.",
            "Add a one-time alarm at {time} for tomorrow.",
        ],
        params=new_alarm("10:30 AM", day=Param("2024-05-11")),
        subgoals=ALARMS.one(TIME, TOMORROW, ON),
        never=[ALARM_DELETED],
        may_change=["clock.alarms.+"],
        solution=ring_tomorrow,
        prepare=f"{FOUR_ALARMS} {NOON}",
    ),
    Task(
        id="clock_6",
        app="clock",
        group="Alarm set",
        human_steps=13,
        goals=[
            'Create an alarm for {time} on {on_days} with the label "{label}".',
            'Add an alarm labelled "{label}" that rings at {time} on {on_days} and on no other day.',
            'Remind me of "{label}" by an alarm with that label, repeating on {on_days} at {time}.',
        ],
        params=new_alarm(
            "10:30 PM",
            **days(WEEKEND, "every Saturday and Sunday"),
            label=Param("Watch Football Games", one_of(*EVENTS)),
        ),
        subgoals=ALARMS.one(TIME, DAYS_OF_WEEK, LABEL, ON),
        never=[ALARM_DELETED],
        may_change=["clock.alarms.+"],
        solution=clock_6,
        prepare=FOUR_ALARMS,
    ),
    Task(
        id="clock_27",
        app="clock",
        group="Alarm set",
        human_steps=5,
        goals=[
            "Create an alarm for {time}.",
            "Add an alarm that rings at {time}.",
            "Set up a new alarm in the Clock app for {time}.",
        ],
        params=new_alarm("3:00 PM"),
        subgoals=ALARMS.one(
            ON._replace(name="alarm_on", question="Is there an alarm at {time} that is switched on?")
        ),
        never=[ALARM_DELETED],
        may_change=["clock.alarms.+"],
        solution=clock_27,
        prepare=FOUR_ALARMS,
    ),
]
