"""Handing out jobs to workers, trying them again, giving them up."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from multiprocessing import connection
from typing import Any, Generic, Protocol, TypeVar

from openphone_gym.rollout.failure import Failure, Job, Result
from openphone_gym.rollout.process import ProcessWorker
from openphone_gym.rollout.thread import ThreadWorker
from openphone_gym.rollout.turns import Limit, Watch

TRIES = 2
"""How often a job is tried before it counts as failed."""

LOSSES = 10
"""How many machines a job may be lost with: what happens to them says little about the job."""


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


class Crew(ABC, Generic[Job, Result]):
    """Workers that do the same work on different jobs; leave it as a context manager.

    Args:
        work: What to do with a job: a function of a module, or an object that can be pickled. What it
            keeps in the memory of a worker lasts until a job fails there.
        size: Number of workers.
        limits: How long each phase may last; the work tells no other phases.
        again: Whether a failed job is worth another try; by default whatever is not final.

    Attributes:
        size: Number of workers, at most.
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
        self.size = size
        self._limits = limits or {}
        # Nobody is woken when a turn begins, so the shortest one there may be decides how long to look away.
        self._shortest = min((_LONGEST_WAIT, *(min(limit) for limit in self._limits.values())))
        self._again = again
        self._idle: list[Worker[Job, Result]] = []
        self._busy: dict[Worker[Job, Result], _Try[Job]] = {}
        self._draining = False
        self.left_behind = 0

    def __enter__(self) -> Crew[Job, Result]:
        return self

    def __exit__(self, *error: object) -> None:
        for worker in [*self._idle, *self._busy]:
            self._stop(worker)
        self._idle.clear()
        self._busy.clear()

    def drain(self) -> None:
        """Takes on no more jobs; those in flight still come to their end. Safe in a signal handler."""
        self._draining = True

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Result | Failure]]:
        """Does all jobs, and yields each with its outcome as it comes."""
        waiting = deque(_Try(job) for job in jobs)
        while self._hand_out(waiting):
            for worker, outcome in self._outcomes():
                done = self._busy.pop(worker)
                if not isinstance(outcome, Failure):
                    self._idle.append(worker)
                else:
                    self._stop(worker)  # whatever the job has left in there, the next one shall not meet it
                    if done.again(outcome) and self._again(outcome):
                        waiting.append(done)
                        continue
                yield done.job, outcome

    def _hand_out(self, waiting: deque[_Try[Job]]) -> bool:
        """Keeps the workers busy; whether any is."""
        while waiting and not self._draining and (worker := self._free()) is not None:
            self._busy[worker] = waiting.popleft()
            worker.take(self._busy[worker].job)
        return bool(self._busy)

    @abstractmethod
    def _free(self) -> Worker[Job, Result] | None:
        """A worker that may take a job; None while there is none."""

    def _outcomes(self) -> list[tuple[Worker[Job, Result], Result | Failure]]:
        """What is finished or overdue; waits for something to happen, which may also be something else."""
        owners = {signal: worker for worker in self._busy for signal in worker.signals}
        left = min(self._shortest, *(worker.left(self._limits) for worker in self._busy))
        happened = connection.wait([*owners, *self._arrivals()], max(0.0, left))
        ready = {owners[signal] for signal in happened if signal in owners}
        found: list[tuple[Worker[Job, Result], Result | Failure]] = []
        for worker in self._busy:
            if worker in ready:
                found.append((worker, worker.answer()))
            elif (failure := worker.give_up(self._limits)) is not None:
                found.append((worker, failure))
        return found

    def _arrivals(self) -> Sequence[Any]:
        """What is readable once there are more workers to hand out jobs to."""
        return ()

    def _stop(self, worker: Worker[Job, Result]) -> None:
        self.left_behind += not worker.stop()


class _Here(Crew[Job, Result]):
    """Workers on this machine, which are started when there is something to do."""

    def _free(self) -> Worker[Job, Result] | None:
        if len(self._busy) >= self.size:
            return None
        return self._idle.pop() if self._idle else self._start(tuple(self._limits))

    @abstractmethod
    def _start(self, phases: Sequence[str]) -> Worker[Job, Result]:
        """A new worker, for work that tells these phases."""


class Pool(_Here[Job, Result]):
    """A few processes of this machine; each may die or hang without taking others along."""

    def _start(self, phases: Sequence[str]) -> Worker[Job, Result]:
        return ProcessWorker(self._work, phases)


class Threads(_Here[Job, Result]):
    """Threads of this process, each with a shallow copy of the work.

    A thread can't be ended from outside: one that takes longer than allowed is abandoned (``left_behind``
    counts them) and a fresh one takes its place. ``watch`` ends it as soon as it comes back to the work.
    """

    def _start(self, phases: Sequence[str]) -> Worker[Job, Result]:
        return ThreadWorker(self._work, phases)


class _Try(Generic[Job]):
    """A job, and how often it has failed."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._failed = self._lost = 0

    def again(self, failure: Failure) -> bool:
        """Counts a failure; whether one more try is left."""
        if failure.kind == "lost":
            self._lost += 1
        else:
            self._failed += 1
        return self._failed < TRIES and self._lost < LOSSES


_LONGEST_WAIT = 86_400.0
"""Seconds; waiting for ever is no number that a system call takes."""
