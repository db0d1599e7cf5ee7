"""The world that the apps of a phone show: one for each seed, and the benchmark's canonical one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World


@lru_cache(maxsize=64)
def world(seed: int | None) -> World:
    """The world of a seed; nothing of it is drawn before it is asked for.

    Args:
        seed: Same seed, same world, in any process; None gives the benchmark's.
    """
    from openphone_gym.phone.world.parts import World  # late: importing the suite needs no world

    return World(seed)
