"""What is in the clock of a new phone."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from openphone_gym.phone.apps.clock.cities import CITIES, HOME_ZONES
from openphone_gym.phone.apps.clock.state import (
    DAYS,
    DEFAULT_RINGTONE,
    REMINDERS,
    RINGTONES,
    SILENCE_AFTER,
    SLEEP_SOUNDS,
    SNOOZE_LENGTHS,
    Alarm,
    Bedtime,
    Clock,
    ClockSettings,
)

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World

WORKDAYS = list(DAYS[:5])
WEEKEND = list(DAYS[5:])

CITY_NAMES = sorted(CITIES)
ZONE_NAMES = sorted(HOME_ZONES)
"""What cities and home time zones are drawn from."""


def seed(rng: random.Random | None, world: World) -> Clock:
    """The clock of a new phone: the benchmark's contents, or some drawn by ``rng``; it shows nobody."""
    return _canonical() if rng is None else _drawn(rng)


def _canonical() -> Clock:
    alarms = [
        Alarm(1, 7, 30, True, list(WORKDAYS)),
        Alarm(2, 8, 30, False, list(WORKDAYS)),
        Alarm(3, 9, 0, False, list(WEEKEND)),
        Alarm(4, 16, 0, True, ["Mon", "Wed", "Fri"]),
    ]
    return Clock(alarms=alarms, cities=["Barcelona"], last_id=len(alarms))


def _drawn(rng: random.Random) -> Clock:
    times = rng.sample(range(5 * 12, 23 * 12), rng.randint(3, 6))
    alarms = [_alarm(rng, index + 1, time * 5) for index, time in enumerate(sorted(times))]
    return Clock(
        alarms=alarms,
        cities=rng.sample(CITY_NAMES, rng.randint(1, 3)),
        bedtime=_bedtime(rng),
        settings=_settings(rng),
        last_id=len(alarms),
    )


def _alarm(rng: random.Random, id: int, minutes: int) -> Alarm:
    some_days = [day for day in DAYS if rng.random() < 0.4]
    return Alarm(
        id,
        *divmod(minutes, 60),
        on=rng.random() < 0.5,
        days=list(rng.choice([[], WORKDAYS, WEEKEND, some_days])),
        label=rng.choice(["", "", "", "Gym", "Medicine", "Call home", "Laundry"]),
        vibrate=rng.random() < 0.7,
        ringtone=rng.choice([DEFAULT_RINGTONE, DEFAULT_RINGTONE, rng.choice(RINGTONES)]),
    )


def _bedtime(rng: random.Random) -> Bedtime:
    bedtime = Bedtime(rng.choice([21, 22, 23]), rng.choice([0, 15, 30, 45]))
    bedtime.wake_up.hour, bedtime.wake_up.minute = rng.choice([5, 6, 7, 8]), rng.choice([0, 15, 30, 45])
    bedtime.reminder = rng.choice(REMINDERS)
    bedtime.sunrise = rng.random() < 0.5
    bedtime.sleep_sound = rng.choice(SLEEP_SOUNDS)
    return bedtime


def _settings(rng: random.Random) -> ClockSettings:
    return ClockSettings(
        show_seconds=rng.random() < 0.3,
        home_time_zone=rng.choice(ZONE_NAMES),
        silence_after=rng.choice(SILENCE_AFTER),
        snooze_length=rng.choice(SNOOZE_LENGTHS),
    )
