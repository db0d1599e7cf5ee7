"""A thread that does one job at a time, and is left behind if it hangs."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Mapping, Sequence
from multiprocessing import Pipe
from queue import SimpleQueue
from typing import Any, Generic

from openphone_gym.rollout.failure import Abandoned, Failure, Job, Result, attempt
from openphone_gym.rollout.process import overdue
from openphone_gym.rollout.turns import Limit, Turns, Watch


class ThreadWorker(Generic[Job, Result]):
    """A thread at work. The program does not wait for it at its end.

    Args:
        work: What to do with a job; the thread uses a shallow copy of its own.
        phases: Names of the phases that the work tells.
    """

    def __init__(self, work: Callable[[Job, Watch], Result], phases: Sequence[str]) -> None:
        self._turns = Turns([0.0] * Turns.size(phases), phases)
        self._work = work
        self._jobs: SimpleQueue[list[Job]] = SimpleQueue()
        self._answers: list[Result | Failure] = []
        self._pipe, self._bell = Pipe(duplex=False)
        self._lock = threading.Lock()  # of what follows: parent and thread agree on who was first
        self._abandoned = False
        self._working = False
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def signals(self) -> Sequence[Any]:
        """What to wait for: it is readable once there is an outcome."""
        return [self._pipe]

    def take(self, job: Job) -> None:
        """Starts on a job."""
        self._turns.clear()
        self._working = True
        self._jobs.put([job])

    def answer(self) -> Result | Failure:
        """The outcome of the job, once there is one."""
        self._pipe.recv_bytes()
        self._working = False
        return self._answers.pop()

    def left(self, limits: Mapping[str, Limit]) -> float:
        """Seconds until the job is overdue."""
        return self._turns.left(limits)

    def give_up(self, limits: Mapping[str, Limit]) -> Failure | None:
        """The failure of a job that is overdue, which is then abandoned; None where it is not."""
        with self._lock:
            phase = self._turns.phase
            if self._answers or self._turns.left(limits) > 0:
                return None
            self._abandoned = True
            return overdue(phase)

    def stop(self) -> bool:
        """Lets the thread end, or abandons the job that it is at; whether it ends."""
        with self._lock:
            self._abandoned = True
        self._jobs.put([])
        return not self._working

    def _serve(self) -> None:
        work = copy.copy(self._work)
        while job := self._jobs.get():
            outcome = attempt(work, job[0], self._watch, lambda: self._turns.phase)
            with self._lock:
                if self._abandoned:
                    return
                self._answers.append(outcome)
                self._bell.send_bytes(b"!")

    def _watch(self, phase: str) -> None:
        """Ends the job that nobody waits for any more, before it writes anything."""
        with self._lock:
            if self._abandoned:
                raise Abandoned
            self._turns.turn_to(phase)
