"""Questions about alarms."""

from __future__ import annotations

from collections.abc import Iterator

from openphone_gym.phone.apps.clock.state import DAYS
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.answers import ClockTime, Count, YesNo
from openphone_gym.tasks.clock.alarms import (
    CARD_TIME,
    FOUR_ALARMS,
    SWITCH,
    WEEKDAYS,
    card,
    details,
    is_card,
    present_alarm,
    switch_on,
    two_on,
)
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.sight import plain
from openphone_gym.tasks.task import Param, Params, Task, one_of
from openphone_gym.tasks.times import time_words


def every_day_or_not(phone: Phone, p: Params) -> None:
    """The alarm is on, and repeats on all days or not."""
    alarm = phone.clock.alarm(p.alarm)
    if p.every_day != (len(alarm.days) == len(DAYS)):
        alarm.days = list(DAYS) if p.every_day else list(WEEKDAYS)
    switch_on(phone, p)


def cards(hand: Hand) -> Iterator[str]:
    """Time and state of each alarm in view, such as ``7:30 AM on``."""
    for node in hand.all(is_card):
        time, knob = hand.sees(CARD_TIME, within=node), hand.sees(SWITCH, within=node)
        if time is not None and knob is not None:
            yield f"{plain(time.text)} {'on' if knob.checked else 'off'}"


def alarms_on(hand: Hand) -> list[str]:
    """Times of all alarms that are on, from the earliest to the latest."""
    hand.tab("Alarm")
    found = hand.survey(lambda: cards(hand))
    return [words.removesuffix(" on") for words in found if words.endswith(" on")]


def yes_or_no(truth: bool) -> str:
    """A short answer."""
    return "Yes" if truth else "No"


def clock_10(hand: Hand, p: Params) -> str:
    return next(iter(alarms_on(hand)), "None")


def clock_11(hand: Hand, p: Params) -> str:
    hand.tab("Alarm")
    return yes_or_no(hand.sees("Every day", within=card(hand, p.time, needs=SWITCH)) is not None)


def clock_12(hand: Hand, p: Params) -> str:
    hand.tab("Alarm")
    vibrate = hand.need("Vibrate", within=details(hand, p.time, needs="Vibrate"))
    return yes_or_no(vibrate.checked)


def clock_13(hand: Hand, p: Params) -> str:
    return str(len(alarms_on(hand)))


def clock_14(hand: Hand, p: Params) -> str:
    hand.tab("Alarm")
    knob = hand.need(SWITCH, within=card(hand, p.time, needs=SWITCH))
    return yes_or_no(knob.checked)


TASKS = [
    Task(
        id="clock_10",
        app="clock",
        group="Alarm query",
        human_steps=1,
        goals=[
            "Report the earliest alarm among those that are switched on.",
            "Of my alarms that are on, which one is the earliest in the day? Tell me its time.",
            "Look at the alarms that are switched on: what is the earliest time of day among them?",
        ],
        answer=lambda phone, p: ClockTime(
            time_words(*min(alarm.time for alarm in phone.clock.alarms if alarm.on))
        ),
        setup=two_on,
        solution=clock_10,
        prepare=FOUR_ALARMS,
    ),
    Task(
        id="clock_11",
        app="clock",
        group="Alarm query",
        human_steps=1,
        goals=[
            "Say whether an alarm rings at {time} on every day.",
            "Does my {time} alarm go off on all seven days of the week? Answer yes or no.",
            "Is the alarm at {time} one that repeats every day?",
        ],
        params=present_alarm(4, "4:00 PM", every_day=Param(False, one_of(True, False))),
        answer=lambda phone, p: YesNo(
            len(phone.clock.alarm(p.alarm).days) == len(DAYS), yes=("every day", "daily"), no=("only",)
        ),
        setup=every_day_or_not,
        solution=clock_11,
        prepare=FOUR_ALARMS,
    ),
    Task(
        id="clock_12",
        app="clock",
        group="Alarm query",
        human_steps=2,
        goals=[
            "Say whether the {time} alarm vibrates.",
            "Is vibration switched on for my alarm at {time}? Answer yes or no.",
            "Find out whether the phone vibrates when the {time} alarm rings.",
        ],
        params=present_alarm(4, "4:00 PM"),
        answer=lambda phone, p: YesNo(phone.clock.alarm(p.alarm).vibrate, yes=("vibrates",)),
        solution=clock_12,
        prepare=FOUR_ALARMS,
    ),
    Task(
        id="clock_13",
        app="clock",
        group="Alarm query",
        human_steps=1,
        goals=[
            "Report how many alarms are switched on.",
            "How many of my alarms are on at the moment?",
            "Count the alarms in the Clock app that are switched on, and tell me the number.",
        ],
        answer=lambda phone, p: Count(sum(alarm.on for alarm in phone.clock.alarms)),
        setup=two_on,
        solution=clock_13,
        prepare=FOUR_ALARMS,
    ),
    Task(
        id="clock_14",
        app="clock",
        group="Alarm query",
        human_steps=1,
        goals=[
            "Say whether the {time} alarm is switched on.",
            "Is my alarm at {time} on? Answer yes or no.",
            "Check the alarm for {time}: is it switched on?",
        ],
        params=present_alarm(3, "9:00 AM"),
        answer=lambda phone, p: YesNo(phone.clock.alarm(p.alarm).on),
        solution=clock_14,
        prepare=FOUR_ALARMS,
    ),
]
