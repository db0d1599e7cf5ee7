"""Calls on a new phone."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from openphone_gym.phone.apps.dialer.state import Dialer, RecentCall
from openphone_gym.phone.system.clock import to_milliseconds, zone
from openphone_gym.phone.world.start import START, TIME_ZONE

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World

MINUTE = 60_000

KINDS = ("outgoing", "incoming", "missed")

CALLERS = ("doctor", "post_office", "bank", "telecom")
"""Kinds of organisations that call."""


def seed(rng: random.Random | None, world: World) -> Dialer:
    """The phone app of a new phone: the benchmark's contents, or some drawn by ``rng``."""
    now = to_milliseconds(START.replace(tzinfo=zone(TIME_ZONE)))
    return _canonical(now, world) if rng is None else _drawn(now, rng, world)


def _canonical(now: int, world: World) -> Dialer:
    li, david, mia = (world.person(f"person-{id}").numbers[0].value for id in (3, 4, 5))
    recents = [
        RecentCall(4, mia, now - 95 * MINUTE, "missed"),
        RecentCall(3, david, now - 190 * MINUTE, "incoming", 127),
        RecentCall(2, world.organisation("post_office-1").phone, now - 1_500 * MINUTE, "missed"),
        RecentCall(1, li, now - 4_000 * MINUTE, "outgoing", 48),
    ]
    return Dialer(recents=recents, last_id=len(recents))


def _drawn(now: int, rng: random.Random, world: World) -> Dialer:
    count = rng.randint(3, 9)
    ages = sorted(rng.sample(range(20, 20_000), count))
    recents = [_call(rng, world, count - place, now - age * MINUTE) for place, age in enumerate(ages)]
    return Dialer(recents=recents, last_id=count)


def _call(rng: random.Random, world: World, id: int, at: int) -> RecentCall:
    kind = rng.choice(KINDS)
    seconds = 0 if kind == "missed" else rng.randint(5, 900)
    return RecentCall(id, _number(rng, world), at, kind, seconds)


def _number(rng: random.Random, world: World) -> str:
    """Whose call it is: mostly people of the address book, sometimes an organisation or a stranger."""
    share = rng.random()
    if share < 0.7:
        return rng.choice(rng.choice(world.address_book).numbers).value
    if share < 0.85:
        return rng.choice(world.organisations_of(rng.choice(CALLERS))).phone
    return rng.choice(world.strangers).number
