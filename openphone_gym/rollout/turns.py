"""Whose turn it is in a job, how long that may last, and how long it has lasted."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, MutableSequence, Sequence
from typing import NamedTuple

Watch = Callable[[str], None]
"""Told the name of the phase that begins."""

STARTING = 300.0
"""Seconds a worker may take to begin with a job, the start of its process included."""

_PHASE, _SINCE, _TOTALS = 0, 1, 2


class Limit(NamedTuple):
    """How long a phase may last.

    Attributes:
        turn: Seconds for each time that it is its turn.
        total: Seconds for all its turns in a job.
    """

    turn: float
    total: float


class Turns:
    """A record of the turns in a job, which a worker keeps and its parent reads while the worker works.

    It lies in memory that both see, so telling a turn costs nothing and wakes nobody. The cells are read in
    the reverse order of writing: a reader in between sees too little time, never too much.

    Args:
        cells: ``size(phases)`` numbers, all 0.
        phases: Names of the phases.
    """

    def __init__(self, cells: MutableSequence[float], phases: Sequence[str]) -> None:
        self._cells = cells
        self._phases = ("", *phases)

    @staticmethod
    def size(phases: Sequence[str]) -> int:
        """How many cells a record needs."""
        return _TOTALS + 1 + len(phases)

    @property
    def phase(self) -> str:
        """Whose turn it is; empty before a phase was named."""
        return self._phases[int(self._cells[_PHASE])]

    def clear(self) -> None:
        """A job is handed out: the worker has yet to begin."""
        self._cells[_PHASE] = 0
        self._cells[_SINCE] = time.monotonic()
        for number in range(len(self._phases)):
            self._cells[_TOTALS + number] = 0.0

    def turn_to(self, phase: str) -> None:
        """The turn of a phase begins.

        Raises:
            ValueError: There is no such phase.
        """
        if phase not in self._phases:
            raise ValueError(f"there is no phase {phase!r}: limits name {', '.join(self._phases[1:])}")
        before, number, now = int(self._cells[_PHASE]), self._phases.index(phase), time.monotonic()
        lasted = now - self._cells[_SINCE]
        self._cells[_SINCE] = now
        self._cells[_TOTALS + before] += lasted
        self._cells[_PHASE] = number

    def left(self, limits: Mapping[str, Limit]) -> float:
        """Seconds until a limit is reached; 0 or less when one is. A phase without a limit has for ever."""
        number = int(self._cells[_PHASE])
        before = self._cells[_TOTALS + number]
        lasted = time.monotonic() - self._cells[_SINCE]
        limit = limits.get(self._phases[number], _FOR_EVER) if number else Limit(STARTING, STARTING)
        return min(limit.turn - lasted, limit.total - before - lasted)


_FOR_EVER = Limit(float("inf"), float("inf"))
