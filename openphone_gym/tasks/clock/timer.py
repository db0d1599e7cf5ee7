"""The timer."""

from __future__ import annotations

import re

from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.sight import Sight, has_id
from openphone_gym.tasks.task import Never, Param, Params, SubGoal, Task, one_of, whole
from openphone_gym.tasks.times import duration_words


def entered(unit: str) -> SubGoal:
    """The keypad of the timer shows a number of hours, minutes or seconds."""

    def state(phone: Phone, p: Params) -> bool:
        return getattr(phone.clock.timer_entry, unit) == getattr(p, unit)

    def screen(screen: Sight, p: Params) -> bool | None:
        display = screen.sees(has_id("timer_setup_time"))
        words = rf"\b{getattr(p, unit)} {unit.removesuffix('s')}"
        return None if display is None else re.search(words, display.content_desc) is not None

    question = f"Does the keypad of the timer show {{{unit}}} for the {unit}, with no timer started?"
    return SubGoal(unit, question, state, screen=screen)


TIMER_STARTED = Never(
    "timer_started",
    lambda phone, p: bool(phone.clock.timers),
    question="Was a timer started, so that it counts down or has run out?",
    screen=lambda screen, p: screen.sees(re.compile("^Add (1 minute|timer)$")) is not None,
)

NO_TIMER = "On the Timer tab delete all timers, so that the keypad is shown with nothing entered."


def clock_18(hand: Hand, p: Params) -> None:
    hand.tab("Timer")
    shown = hand.need(has_id("timer_setup_time")).text
    hand.key_in(f"{p.hours:02d}{p.minutes:02d}{p.seconds:02d}", shown)


TASKS = [
    Task(
        id="clock_18",
        app="clock",
        group="Timer",
        human_steps=7,
        goals=[
            "Dial {duration} into the timer, but let it stand without starting.",
            "Get a timer of {duration} ready. I will press start myself.",
            "Enter {duration} on the keypad of the timer and stop there; the timer must not run.",
        ],
        params={
            "hours": Param(1, whole(1, 9)),
            "minutes": Param(15, whole(1, 59)),
            "seconds": Param(0, one_of(0, 0, 10, 20, 30, 45)),
            "duration": Param(
                "1 hour and 15 minutes",
                lambda d: duration_words(d.params.hours, d.params.minutes, d.params.seconds),
            ),
        },
        subgoals=[entered("hours"), entered("minutes"), entered("seconds")],
        never=[TIMER_STARTED],
        solution=clock_18,
        prepare=NO_TIMER,
    ),
]
