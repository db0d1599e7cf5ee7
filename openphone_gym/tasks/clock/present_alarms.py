"""Changing and deleting alarms that are there."""

from __future__ import annotations

from openphone_gym.phone.apps.clock.state import DAYS
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.clock.alarms import (
    ALARM_DELETED,
    ALARM_SET,
    ALARMS,
    CARD_TIME,
    EVERY_ALARM,
    EVERY_DAY,
    FOUR_ALARMS,
    MOST_ALARMS,
    ON,
    SWITCH,
    TIME,
    card,
    cards_at,
    kept_alarms,
    lacks,
    never_deleted,
    no_card,
    present_alarm,
    repeat,
    shows_on,
    switch_on,
    times,
    turn,
    two_on,
)
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.sight import Sight, plain
from openphone_gym.tasks.task import Drawing, Param, Params, SubGoal, Task
from openphone_gym.tasks.times import time_of, time_words
from openphone_gym.ui.node import UiNode


def a_boundary(d: Drawing) -> str:
    """Draws a time that some alarms come after, and some don't: a full hour if there is one."""
    minutes = [alarm.hour * 60 + alarm.minute for alarm in d.phone.clock.alarms]
    hours = [time for time in range(min(minutes), max(minutes)) if time % 60 == 0]
    return time_words(*divmod(d.choice(hours or [min(minutes)]), 60))


def shows_off(screen: Sight, p: Params) -> bool | None:
    """Whether the list has the alarm, switched off."""
    found = cards_at(screen, p.time)
    if not found:
        return no_card(screen, p)
    on = [shows_on(screen, card, p) for card in found]
    return None if None in on else not any(on)


def shows_all_off(screen: Sight, p: Params) -> bool | None:
    """Whether all alarms are off: told by one that is on, or where the end of the list is in view.

    The list opens at its top, so that what is on there was told before. One out of view may be switched
    on by choosing its days, which a message tells.
    """
    if not screen.tab_open("Alarm"):
        return None
    if any(knob.checked for knob in screen.all(SWITCH)):
        return False
    from_top, to_end = screen.ends()
    if screen.sees(ALARM_SET) and not (from_top and to_end):
        return False
    return True if to_end else None


def shows_no_later(screen: Sight, p: Params) -> bool | None:
    """Whether no alarm is late: told by a late one, or where the end of the list is in view.

    A message tells that an alarm was just changed, which may now be late.
    """
    if not screen.tab_open("Alarm"):
        return None
    if any(time > time_of(p.after) for time in times(screen)):
        return False
    return True if screen.ends()[1] else False if screen.sees(ALARM_SET) else None


def is_off(phone: Phone, p: Params) -> bool:
    """Whether the alarm at the time asked for is there and off."""
    found = ALARMS.found(phone, p)
    return bool(found) and not any(alarm.on for alarm in found)


ALARM_OFF = SubGoal(
    "alarm_off",
    "Is the alarm at {time} still in the list of alarms, and switched off?",
    is_off,
    screen=shows_off,
)

EARLY_ALARM_DELETED = never_deleted(lacks)


def clock_4(hand: Hand, p: Params) -> None:
    hand.tab("Alarm")
    repeat(hand, p, DAYS)
    turn(hand, p.time, on=True)


def clock_7(hand: Hand, p: Params) -> None:
    def knob_that_is_on(node: UiNode) -> bool:
        return SWITCH(node) and node.checked

    hand.tab("Alarm")
    knob = hand.find(knob_that_is_on)
    if knob is not None:
        hand.tap(knob)


def clock_8(hand: Hand, p: Params) -> None:
    def late(node: UiNode) -> bool:
        return CARD_TIME(node) and time_of(plain(node.text)) > time_of(p.after)

    hand.tab("Alarm")
    time = hand.find(late)
    if time is None:
        return
    if hand.sees("Collapse alarm", within=card(hand, plain(time.text))):
        hand.tap("Delete")
    hand.swipe(time, "right")


def turn_off(hand: Hand, p: Params) -> None:
    """The alarm at the time asked for is off."""
    hand.tab("Alarm")
    turn(hand, p.time, on=False)


TASKS = [
    Task(
        id="clock_4",
        app="clock",
        group="Alarm set",
        human_steps=7,
        goals=[
            "Make the existing {time} alarm ring on every day.",
            "There is an alarm at {time} already. Let it repeat on all seven days of the week.",
            "Change my {time} alarm so that it is on and goes off every single day.",
        ],
        params=present_alarm(3, "9:00 AM", lambda alarm, p: len(alarm.days) < len(DAYS)),
        subgoals=ALARMS.one(TIME, EVERY_DAY, ON),
        never=[ALARM_DELETED],
        may_change=["clock.alarms.{alarm}.days", "clock.alarms.{alarm}.on"],
        solution=clock_4,
        prepare=FOUR_ALARMS,
    ),
    Task(
        id="clock_7",
        app="clock",
        group="Alarm set",
        human_steps=2,
        goals=[
            "Switch every alarm off.",
            "I don't want any alarm to ring. Turn all of them off, but do not delete them.",
            "Go through the alarms of the Clock app and disable each one that is on.",
        ],
        params=EVERY_ALARM,
        subgoals=[
            SubGoal(
                "all_off",
                "Is every alarm in the list of alarms switched off, also those that have to be scrolled to?",
                lambda phone, p: not any(alarm.on for alarm in phone.clock.alarms),
                screen=shows_all_off,
            )
        ],
        never=[ALARM_DELETED],
        may_change=[f"clock.alarms.{id}.on" for id in range(1, MOST_ALARMS + 1)],
        setup=two_on,
        solution=clock_7,
        prepare=FOUR_ALARMS,
    ),
    Task(
        id="clock_8",
        app="clock",
        group="Alarm set",
        human_steps=2,
        goals=[
            "Delete all alarms later than {after}.",
            "Remove each alarm that is set for a time of day after {after}, and keep the others.",
            "Clean up my alarms: whatever is later in the day than {after} should be deleted.",
        ],
        params={
            "after": Param("2:00 PM", a_boundary),
            **kept_alarms(
                [1, 2, 3],
                ["7:30 AM", "8:30 AM", "9:00 AM"],
                lambda alarm, p: alarm.time <= time_of(p.after),
            ),
        },
        subgoals=[
            SubGoal(
                "late_alarms_gone",
                "Is there no alarm later in the day than {after} any more in the list of alarms?",
                lambda phone, p: not any(alarm.time > time_of(p.after) for alarm in phone.clock.alarms),
                screen=shows_no_later,
            )
        ],
        never=[EARLY_ALARM_DELETED],
        may_change=[f"clock.alarms.-{id}" for id in range(1, MOST_ALARMS + 1)],
        solution=clock_8,
        prepare=FOUR_ALARMS,
    ),
    Task(
        id="clock_9",
        app="clock",
        group="Alarm set",
        human_steps=2,
        goals=[
            "Switch the {time} alarm off.",
            "I do not need the alarm at {time} for now. Turn it off without deleting it.",
            "Disable the alarm that is set for {time}.",
        ],
        params=present_alarm(4, "4:00 PM"),
        subgoals=[ALARM_OFF],
        never=[ALARM_DELETED],
        may_change=["clock.alarms.{alarm}.on"],
        setup=switch_on,
        solution=turn_off,
        prepare=FOUR_ALARMS,
    ),
    Task(
        id="clock_26",
        app="clock",
        group="Alarm set",
        human_steps=2,
        goals=[
            "Turn off the alarm at {time}.",
            "My alarm for {time} should not ring. Switch it off.",
            "Make sure that the {time} alarm is off, and leave it in the list.",
        ],
        params=present_alarm(1, "7:30 AM"),
        subgoals=[ALARM_OFF],
        never=[ALARM_DELETED],
        may_change=["clock.alarms.{alarm}.on"],
        setup=switch_on,
        solution=turn_off,
        prepare=FOUR_ALARMS,
    ),
]
