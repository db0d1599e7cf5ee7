"""How time goes on for a served phone that nobody touches."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

from openphone_gym.phone.phone import LONGEST_WAIT_S, Phone
from openphone_gym.ui.gesture import Wait

Clock = Literal["virtual", "real"]
"""``virtual``: time passes with gestures and waiting alone. ``real``: also while the phone is left alone."""

CLOCKS: tuple[Clock, ...] = ("real", "virtual")

TICK_S = 0.2
"""Shorter pauses are made up for together, so that each command does not have the screen built anew."""


class Pace:
    """Lets the time that really went by pass on a phone, as far as it lay idle.

    What a gesture takes is virtual time as ever, so a phone that is busy stays as it would be without this.

    Args:
        phone: The phone.
        now: Seconds of a clock that never goes back.
    """

    def __init__(self, phone: Phone, now: Callable[[], float] = time.monotonic) -> None:
        self._phone = phone
        self._now = now
        self._idle_since = now()
        self._owed = 0.0

    def catch_up(self) -> None:
        """Before some work: the pause since the last one passes on the phone."""
        self._owed += max(self._now() - self._idle_since, 0.0)
        if self._owed < TICK_S:
            return
        while self._owed > 0:
            step = min(self._owed, LONGEST_WAIT_S)
            self._phone.perform(Wait(step))
            self._owed -= step

    def rest(self) -> None:
        """After some work: a pause begins."""
        self._idle_since = self._now()
