"""Tasks of Google Clock. Source of goals and values: AndroidLab."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import msgspec

from openphone_gym.phone.apps.clock.cities import CITIES, HOME_ZONES, offset
from openphone_gym.phone.apps.clock.ringing import next_ring
from openphone_gym.phone.apps.clock.state import (
    DAY_NAMES,
    DAYS,
    RINGTONES,
    SILENCE_AFTER,
    SLEEP_SOUNDS,
    SNOOZE_LENGTHS,
    Alarm,
)
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.clock import local_time
from openphone_gym.tasks.answers import Answer, ClockTime, Count, Offset, YesNo
from openphone_gym.tasks.hand import Hand, plain
from openphone_gym.tasks.task import Draw, Drawing, Never, Param, Params, SubGoal, Task, one_of
from openphone_gym.ui.node import UiNode

LABELS = ("meeting", "Pick up parcel", "Yoga", "Feed the cat", "Water plants", "Stand-up call", "Take out trash")
EVENTS = ("Watch Football Games", "Farmers market", "Piano practice", "Movie night", "Run", "Swim training")

WEEKDAYS = list(DAYS[:5])
WEEKEND = list(DAYS[5:])

MOST_ALARMS = 6
"""Most alarms of a new phone; they have the ids from 1 to this."""


# Words for times, days and durations


def time_words(hour: int, minute: int) -> str:
    """A time as goals and screens say it, such as ``3:00 PM``."""
    return f"{(hour - 1) % 12 + 1}:{minute:02d} {'AM' if hour < 12 else 'PM'}"


def minutes_of_day(words: str) -> int:
    """Minutes from midnight to a time such as ``3:00 PM``; unlike ``parsed`` it orders times."""
    hour, minute, half = parsed(words)
    return (int(hour) % 12 + 12 * (half == "PM")) * 60 + int(minute)


def parsed(words: str) -> tuple[str, str, str]:
    """Hour, minute and half of the day of a time such as ``3:00 PM``."""
    time, half = words.split(" ")
    hour, minute = time.split(":")
    return hour, minute, half


def enumerated(words: Sequence[str]) -> str:
    """Words as a list: ``Monday, Tuesday and Friday``."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def counted(number: int, unit: str) -> str:
    """A number with its unit, such as ``1 hour``."""
    return f"{number} {unit}{'s' * (number != 1)}"
