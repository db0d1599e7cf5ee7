"""The settings of the clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from openphone_gym.phone.apps.clock.cities import HOME_ZONES
from openphone_gym.phone.apps.clock.state import RINGTONES, SILENCE_AFTER, SNOOZE_LENGTHS
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.sight import Sight, plain
from openphone_gym.tasks.task import Drawing, Param, Params, SubGoal, Task, one_of


def new_value(d: Drawing) -> str:
    """Draws a value that the setting does not have yet."""
    present = getattr(d.phone.clock.settings, d.params.field)
    return d.choice([value for value in SETTINGS[d.params.field].values if value != present])


def shows_value(screen: Sight, p: Params) -> bool | None:
    """Whether the page of settings tells the value."""
    shown = screen.value(SETTINGS[p.field].title) if screen.title == "Settings" else None
    return bool(value_as_shown(p).search(shown)) if shown else None


def value_as_shown(p: Params) -> re.Pattern[str]:
    """The value of a setting at the end of its row, alone or after the offset of a time zone."""
    return re.compile(rf"(?:^|\) ){re.escape(plain(p.value))}$")


def has_value(name: str) -> SubGoal:
    """The setting has the value asked for."""
    return SubGoal(
        name,
        "In the settings of the Clock app, is {setting} set to {value} (chosen, not only offered)?",
        lambda phone, p: getattr(phone.clock.settings, p.field) == p.value,
        screen=shows_value,
    )


class Setting(NamedTuple):
    """A setting that is chosen from a list: its name in goals and on the screen, and its values."""

    words: str
    title: str
    values: Sequence[str]


SETTINGS = {
    "style": Setting("the clock style", "Style", ("Analog", "Digital")),
    "home_time_zone": Setting("the home time zone", "Home time zone", tuple(HOME_ZONES)),
    "silence_after": Setting("the time after which alarms fall silent", "Silence after", SILENCE_AFTER[:-1]),
    "snooze_length": Setting("the snooze length", "Snooze length", SNOOZE_LENGTHS),
    "start_week_on": Setting("the first day of the week", "Start week on", ("Saturday", "Sunday", "Monday")),
    "timer_sound": Setting("the timer sound", "Timer sound", RINGTONES),
}
"""Settings by their field in ``clock.settings``."""


def set_value(hand: Hand, p: Params) -> None:
    title = SETTINGS[p.field].title
    if hand.title not in (title, "Settings"):
        hand.tap("Settings" if hand.sees("Privacy policy") else "More options")
    hand.choose(title, value_as_shown(p))


TASKS = [
    Task(
        id="clock_22",
        app="clock",
        group="Clock setting",
        human_steps=5,
        goals=[
            "Change {setting} to {value}.",
            "In the settings of the Clock app, set {setting} to {value}.",
            "I want {setting} in the Clock app to be {value}.",
        ],
        params={
            "field": Param("style", one_of("style", "snooze_length", "start_week_on", "timer_sound")),
            "setting": Param("the clock style", lambda d: SETTINGS[d.params.field].words),
            "value": Param("Analog", new_value),
        },
        subgoals=[has_value("analog")],
        may_change=["clock.settings.{field}"],
        solution=set_value,
        prepare="In the settings of the Clock app, set the style to Digital.",
    ),
    Task(
        id="clock_23",
        app="clock",
        group="Clock setting",
        human_steps=5,
        goals=[
            "Set {setting} of the Clock app to {value}.",
            'My home is in the time zone "{value}". Choose it as {setting} of the Clock app.',
            'Pick "{value}" for {setting} in the settings of the Clock app.',
        ],
        params={
            "field": Param("home_time_zone"),
            "setting": Param("the home time zone"),
            "value": Param("Tokyo", new_value),
        },
        subgoals=[has_value("tokyo")],
        may_change=["clock.settings.{field}"],
        solution=set_value,
        prepare="In the settings of the Clock app, set the home time zone to Beijing.",
    ),
    Task(
        id="clock_24",
        app="clock",
        group="Clock setting",
        human_steps=4,
        goals=[
            "Let alarms fall silent after {value}.",
            "An alarm that nobody stops should go quiet after {value}. Set the Clock app up like that.",
            'Set "Silence after" to {value} in the settings of the Clock app.',
        ],
        params={
            "field": Param("silence_after"),
            "setting": Param("the time after which alarms fall silent"),
            "value": Param("5 minutes", new_value),
        },
        subgoals=[has_value("five_minutes")],
        may_change=["clock.settings.{field}"],
        solution=set_value,
        prepare="In the settings of the Clock app, set Silence after to 10 minutes.",
    ),
]
