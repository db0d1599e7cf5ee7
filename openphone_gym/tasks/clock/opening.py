"""Opening the clock."""

from __future__ import annotations

from openphone_gym.phone.apps.clock.state import TABS
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.task import Params, SubGoal, Task


def clock_25(hand: Hand, p: Params) -> None:
    if "deskclock" not in hand.package:
        hand.launch("Clock")
    hand.tab("Alarm" if hand.title == "" else hand.title)


TASKS = [
    Task(
        id="clock_25",
        app="clock",
        group="App",
        human_steps=1,
        start="home",
        goals=[
            "Bring up the clock app.",
            "Open Clock, the app with the alarms.",
            "Start the app named Clock.",
        ],
        subgoals=[
            SubGoal(
                "app_open",
                "Is the Clock app in front, with its tabs Alarm, Clock, Timer and Stopwatch?",
                lambda phone, p: phone.showing("clock", "home"),
                screen=lambda screen, p: all(screen.sees(tab) for tab in TABS),
            )
        ],
        solution=clock_25,
    ),
]
