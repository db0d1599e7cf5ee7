"""Calls on a new phone."""

from __future__ import annotations

import random

from openphone_gym.phone.apps.dialer.state import Dialer, RecentCall
from openphone_gym.phone.system.clock import to_milliseconds, zone
from openphone_gym.phone.system.seed import START, TIME_ZONE

MINUTE = 60_000

KINDS = ("outgoing", "incoming", "missed")

NUMBERS = ("22331144", "44556677", "99887766", "55667788", "66778899")
"""Numbers of the benchmark's address book."""


def seed(rng: random.Random | None = None) -> Dialer:
    """The phone app of a new phone: the benchmark's contents, or some drawn by ``rng``."""
    now = to_milliseconds(START.replace(tzinfo=zone(TIME_ZONE)))
    return _canonical(now) if rng is None else _drawn(now, rng)


def _canonical(now: int) -> Dialer:
    recents = [
        RecentCall(4, "99887766", now - 95 * MINUTE, "missed"),
        RecentCall(3, "44556677", now - 190 * MINUTE, "incoming", 127),
        RecentCall(2, "2125550134", now - 1_500 * MINUTE, "missed"),
        RecentCall(1, "66778899", now - 4_000 * MINUTE, "outgoing", 48),
    ]
    return Dialer(recents=recents, last_id=len(recents))


def _drawn(now: int, rng: random.Random) -> Dialer:
    count = rng.randint(3, 9)
    ages = sorted(rng.sample(range(20, 20_000), count))
    recents = [_call(rng, count - place, now - age * MINUTE) for place, age in enumerate(ages)]
    return Dialer(recents=recents, last_id=count)


def _call(rng: random.Random, id: int, at: int) -> RecentCall:
    stranger = f"{rng.randint(201, 989)}555{rng.randint(0, 9999):04d}"
    kind = rng.choice(KINDS)
    seconds = 0 if kind == "missed" else rng.randint(5, 900)
    return RecentCall(id, rng.choice([*NUMBERS, stranger]), at, kind, seconds)
