"""The bedtime schedule."""

from __future__ import annotations

import re

from openphone_gym.phone.apps.clock.state import SLEEP_SOUNDS
from openphone_gym.tasks.clock.preparation import TWELVE_HOURS
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.pickers import PICKER, pick_time
from openphone_gym.tasks.sight import Sight, has_id, plain
from openphone_gym.tasks.task import Param, Params, ScreenCheck, SubGoal, Task
from openphone_gym.tasks.times import time_between, time_of, time_words


def shows_bedtime(end: str, param: str) -> ScreenCheck:
    """Whether the schedule has the time asked for, at its end ``Bedtime`` or ``Wake-up``."""

    def check(screen: Sight, p: Params) -> bool | None:
        if screen.sees(re.compile(rf"^{end} \d")) is None:
            return None
        return screen.sees(f"{end} {getattr(p, param)}") is not None

    return check


def shows_sound(screen: Sight, p: Params) -> bool | None:
    """Whether the Bedtime tab has the sleep sound."""
    shown = screen.content("sleep_sound")
    return None if shown is None else plain(shown) == p.sound


BEDTIME = (
    f"{TWELVE_HOURS} Set up the Bedtime tab: bedtime 11:00 PM and wake-up 7:00 AM on Monday to Friday, with "
    "the wake-up alarm off and no sleep sound chosen."
)


def clock_19(hand: Hand, p: Params) -> None:
    wanted = {"Bedtime": p.bedtime, "Wake-up": p.wake_up}
    page = next((end for end in wanted if hand.sees(PICKER) and hand.sees(end)), hand.title)
    if page in wanted:
        pick_time(hand, wanted[page])
    if hand.sees("Navigate up") and page in wanted:
        if hand.sees(f"{page} {wanted[page]}"):
            hand.back()
        hand.tap(has_id("time"))
    hand.tab("Bedtime")
    for end, time in wanted.items():
        if hand.sees(f"{end} {time}") is None:
            hand.tap(re.compile(rf"^{end} \d"))


def clock_20(hand: Hand, p: Params) -> None:
    if hand.title == "Sleep sounds":
        hand.tap(p.sound)
    hand.tab("Bedtime")
    if hand.sees(f"sleep sound {p.sound}") is None:
        hand.tap(has_id("sleep_sound"))


def clock_21(hand: Hand, p: Params) -> None:
    if hand.title != "Wake-up":
        hand.tab("Bedtime")
        hand.tap("WAKE-UP")
    hand.switch("Wake-up alarm", on=True)


TASKS = [
    Task(
        id="clock_19",
        app="clock",
        group="Bedtime",
        human_steps=7,
        goals=[
            "Set the bedtime to {bedtime} and the wake-up time to {wake_up}.",
            "Plan my sleep in the Clock app: to bed at {bedtime}, up at {wake_up}.",
            "Change the bedtime schedule so that it goes from {bedtime} to {wake_up}.",
        ],
        params={
            "bedtime": Param("10:00 PM", time_between(20, 24, lambda d: {d.phone.clock.bedtime.time})),
            "wake_up": Param("7:00 AM", time_between(4, 10, lambda d: {d.phone.clock.bedtime.wake_up.time})),
        },
        subgoals=[
            SubGoal(
                "bedtime",
                "Does the schedule show {bedtime} as bedtime?",
                lambda phone, p: phone.clock.bedtime.time == time_of(p.bedtime),
                screen=shows_bedtime("Bedtime", "bedtime"),
            ),
            SubGoal(
                "wake_up",
                "Does the schedule show {wake_up} as wake-up time?",
                lambda phone, p: phone.clock.bedtime.wake_up.time == time_of(p.wake_up),
                screen=shows_bedtime("Wake-up", "wake_up"),
            ),
        ],
        may_change=[
            "clock.bedtime.hour",
            "clock.bedtime.minute",
            "clock.bedtime.wake_up.hour",
            "clock.bedtime.wake_up.minute",
        ],
        solution=clock_19,
        prepare=BEDTIME,
    ),
    Task(
        id="clock_20",
        app="clock",
        group="Bedtime",
        human_steps=4,
        goals=[
            'Choose "{sound}" as the sleep sound.',
            'I would like to fall asleep to "{sound}". Make it the sleep sound of my bedtime.',
            'Set the sleep sound on the Bedtime tab to "{sound}".',
        ],
        params={
            "sound": Param(
                "Deep space",
                lambda d: d.choice([s for s in SLEEP_SOUNDS if s != d.phone.clock.bedtime.sleep_sound]),
            )
        },
        subgoals=[
            SubGoal(
                "sound",
                "Is {sound} the sleep sound on the Bedtime tab?",
                lambda phone, p: phone.clock.bedtime.sleep_sound == p.sound,
                screen=shows_sound,
            )
        ],
        may_change=["clock.bedtime.sleep_sound"],
        solution=clock_20,
        prepare=BEDTIME,
    ),
    Task(
        id="clock_21",
        app="clock",
        group="Bedtime",
        human_steps=4,
        goals=[
            "The wake-up alarm of the bedtime schedule is off; switch it to on.",
            "Have the alarm of my bedtime schedule ring at wake-up time ({wake_up}): it is off so far.",
            "Turn on the {wake_up} wake-up alarm on the Bedtime tab.",
        ],
        params={
            "wake_up": Param("7:00 AM", lambda d: time_words(*d.phone.clock.bedtime.wake_up.time)),
        },
        subgoals=[
            SubGoal(
                "wake_alarm_on",
                "Is the wake-up alarm ({wake_up}) of the bedtime schedule switched on?",
                lambda phone, p: phone.clock.bedtime.wake_up_alarm_on,
                screen=lambda screen, p: screen.is_on("Wake-up alarm"),
            )
        ],
        may_change=["clock.bedtime.wake_up.on"],
        solution=clock_21,
        prepare=BEDTIME,
    ),
]
