"""Handing out jobs to workers, trying them again, giving them up."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from multiprocessing import connection
from typing import Any, Generic, Protocol, TypeVar

from benchmarks.pool.failure import Failure, Job, Result
from benchmarks.pool.process import ProcessWorker
from benchmarks.pool.thread import ThreadWorker
from benchmarks.pool.turns import Limit, Watch

TRIES = 2
"""How often a job is tried before it counts as failed."""


_Job = TypeVar("_Job", contravariant=True)
_Result = TypeVar("_Result", covariant=True)


class Worker(Protocol[_Job, _Result]):
    """Does one job at a time, beside its parent."""

    @property
    def signals(self) -> Sequence[Any]:
        """What to wait for: one of them is readable once there is an outcome."""
        ...

    def take(self, job: _Job) -> None:
        """Starts on a job."""
        ...

    def answer(self) -> _Result | Failure:
        """The outcome of the job, once there is one."""
        ...

    def left(self, limits: Mapping[str, Limit]) -> float:
        """Seconds until the job is overdue."""
        ...

    def give_up(self, limits: Mapping[str, Limit]) -> Failure | None:
        """The failure of a job that is overdue; None where it is not."""
        ...

    def stop(self) -> bool:
        """Ends the worker, in the middle of a job if need be; whether that could be done."""
        ...


class Pool(Generic[Job, Result]):
    """A few processes that do the same work on different jobs; leave it as a context manager.

    Args:
        work: What to do with a job: a function of a module, or an object that can be pickled. What it
            keeps in the memory of a process lasts until a job fails there.
        size: Number of processes.
        limits: How long each phase may last; the work tells no other phases.
        again: Whether a failed job is worth another try; by default whatever is not final.

    Attributes:
        left_behind: Number of workers that could not be ended.
    """

    def __init__(
        self,
        work: Callable[[Job, Watch], Result],
        size: int,
        *,
        limits: Mapping[str, Limit] | None = None,
        again: Callable[[Failure], bool] = lambda failure: not failure.final,
    ) -> None:
        self._work = work
        self._size = size
        self._limits = limits or {}
        # Nobody is woken when a turn begins, so the shortest one there may be decides how long to look away.
        self._shortest = min((_LONGEST_WAIT, *(min(limit) for limit in self._limits.values())))
        self._again = again
        self._idle: list[Worker[Job, Result]] = []
        self._busy: dict[Worker[Job, Result], tuple[Job, int]] = {}
        self._draining = False
        self.left_behind = 0

    def __enter__(self) -> Pool[Job, Result]:
        return self

    def __exit__(self, *error: object) -> None:
        for worker in [*self._idle, *self._busy]:
            self._stop(worker)

    def drain(self) -> None:
        """Takes on no more jobs; those in flight still come to their end. Safe in a signal handler."""
        self._draining = True

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Result | Failure]]:
        """Does all jobs, and yields each with its outcome as it comes."""
        waiting = deque((job, 1) for job in jobs)
        while self._hand_out(waiting):
            for worker, outcome in self._outcomes():
                job, tries = self._busy.pop(worker)
                if not isinstance(outcome, Failure):
                    self._idle.append(worker)
                else:
                    self._stop(worker)  # whatever the job has left in there, the next one shall not meet it
                    if tries < TRIES and self._again(outcome):
                        waiting.append((job, tries + 1))
                        continue
                yield job, outcome

    def _hand_out(self, waiting: deque[tuple[Job, int]]) -> bool:
        """Keeps the workers busy; whether any is."""
        while waiting and not self._draining and len(self._busy) < self._size:
            worker = self._idle.pop() if self._idle else self._start(tuple(self._limits))
            job, tries = waiting.popleft()
            self._busy[worker] = job, tries
            worker.take(job)
        return bool(self._busy)

    def _outcomes(self) -> list[tuple[Worker[Job, Result], Result | Failure]]:
        """What is finished or overdue; waits until something is."""
        while True:
            owners = {signal: worker for worker in self._busy for signal in worker.signals}
            left = min(self._shortest, *(worker.left(self._limits) for worker in self._busy))
            ready = {owners[signal] for signal in connection.wait(list(owners), max(0.0, left))}
            found: list[tuple[Worker[Job, Result], Result | Failure]] = []
            for worker in self._busy:
                if worker in ready:
                    found.append((worker, worker.answer()))
                elif (failure := worker.give_up(self._limits)) is not None:
                    found.append((worker, failure))
            if found:
                return found

    def _start(self, phases: Sequence[str]) -> Worker[Job, Result]:
        return ProcessWorker(self._work, phases)

    def _stop(self, worker: Worker[Job, Result]) -> None:
        self.left_behind += not worker.stop()


class Threads(Pool[Job, Result]):
    """Threads of this process that do the same work on different jobs; leave it as a context manager.

    A thread can't be ended from outside: one that takes longer than allowed is abandoned (``left_behind``
    counts them) and a fresh one takes its place. ``watch`` ends it as soon as it comes back to the work.

    Args:
        work: What to do with a job. Each thread uses a shallow copy of its own.
        size: Number of threads.
        limits: As for ``Pool``.
        again: As for ``Pool``.
    """

    def _start(self, phases: Sequence[str]) -> Worker[Job, Result]:
        return ThreadWorker(self._work, phases)


_LONGEST_WAIT = 86_400.0
"""Seconds; waiting for ever is no number that a system call takes."""
