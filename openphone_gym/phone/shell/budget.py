"""What one command of a client may cost: work, bytes and time, charged to one account.

Whatever a script does draws on it: commands, rounds of loops, expansions, queries, files. Work and bytes are
counted, so the same script on the same phone ends at the same place on every machine; time is only the last
resort, for what was counted too low. A command that has used it up ends as a killed one does on Android.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

KILLED = 137
"""Exit code of a command that got SIGKILL: 128 + 9."""

MOST_STEPS = 400_000
"""Most steps; one is the work of some ten microseconds."""

MOST_BYTES = 256 << 20
"""Most bytes that are read, written, copied or searched."""

STEP_BYTES = 1_024
"""Bytes that can be handled in a step."""

LONGEST_S = 10.0
"""Most seconds of a processor."""


class Killed(Exception):
    """A command has used up its budget; the message says of what."""


class Budget:
    """The account of one command.

    Args:
        steps: Most steps of work.
        size: Most bytes.
        seconds: Most seconds that its thread may compute; what it waits for others does not count.
    """

    def __init__(
        self, steps: float = MOST_STEPS, size: float = MOST_BYTES, seconds: float = LONGEST_S
    ) -> None:
        self._steps = steps
        self._size = size
        self._seconds = seconds
        self._since = 0.0
        self._stopped = False

    def spend(self, steps: float = 0, size: int = 0) -> None:
        """Charges work that is about to be done.

        Raises:
            Killed: There is not enough left.
        """
        self._steps -= steps + size / STEP_BYTES
        self._size -= size
        if self._stopped:
            raise Killed("Killed")
        if self._steps < 0:
            raise Killed("Killed: too much work for one command")
        if self._size < 0:
            raise Killed("Killed: too many bytes for one command")
        if time.thread_time() - self._since > self._seconds:
            raise Killed("Killed: the command took too long")

    def stop(self) -> None:
        """Ends the command at what it does next; may be called by another thread."""
        self._stopped = True

    @contextmanager
    def charged(self) -> Iterator[None]:
        """Charges what this thread does inside to this budget."""
        if _charged.get() is self:
            yield
            return
        before = _charged.set(self)
        self._since = time.thread_time()
        try:
            yield
        finally:
            self._seconds -= time.thread_time() - self._since
            _charged.reset(before)


_charged: ContextVar[Budget | None] = ContextVar("budget", default=None)


def current() -> Budget | None:
    """The budget that work is charged to at present, if any."""
    return _charged.get()


def spend(steps: float = 0, size: int = 0) -> None:
    """Charges work that is about to be done to the command that runs; it is free where none does.

    Raises:
        Killed: The command can't afford it.
    """
    budget = _charged.get()
    if budget is not None:
        budget.spend(steps, size)
