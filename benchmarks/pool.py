"""Jobs in processes of their own, of which any may die without taking the others along, or in threads.

Processes are spawned, never forked: threads and graphics libraries do not survive a fork. A job that
raises, or whose process dies, is tried once more in a fresh process, and then counts as failed. Threads serve
work that waits for one thing that they share, such as a model which answers many at once.
"""

from __future__ import annotations

import copy
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from multiprocessing import connection, get_context, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

import msgspec

TRIES = 2
"""How often a job is tried before it counts as failed."""

Job = TypeVar("Job")
Result = TypeVar("Result")


class Failure(msgspec.Struct, frozen=True):
    """Why a job came to nothing.

    Attributes:
        reason: One line: the type and message of the exception, or how the process ended.
        details: The traceback, if there is one.
    """

    reason: str
    details: str = ""


class Pool(Generic[Job, Result]):
    """A few processes that do the same work on different jobs; leave it as a context manager.

    Args:
        work: What to do with a job: a function of a module, or an object that can be pickled. What it
            keeps in the memory of a process lasts until a job fails there.
        size: Number of processes.
    """

    def __init__(self, work: Callable[[Job], Result], size: int) -> None:
        self._work = work
        self._size = size
        self._idle: list[_Worker[Job, Result]] = []
        self._busy: dict[Any, tuple[_Worker[Job, Result], Job, int]] = {}
        self._draining = False

    def __enter__(self) -> Pool[Job, Result]:
        return self

    def __exit__(self, *error: object) -> None:
        for worker in [*self._idle, *(worker for worker, _, _ in self._busy.values())]:
            worker.stop()

    def drain(self) -> None:
        """Takes on no more jobs; those in flight still come to their end. Safe in a signal handler."""
        self._draining = True

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Result | Failure]]:
        """Does all jobs, and yields each with its outcome as it comes."""
        waiting = deque((job, 1) for job in jobs)
        while self._hand_out(waiting):
            for pipe in connection.wait(list(self._busy)):
                worker, job, tries = self._busy.pop(pipe)
                outcome = worker.answer()
                if not isinstance(outcome, Failure):
                    self._idle.append(worker)
                else:
                    worker.stop()  # whatever the job has left in there, the next one shall not meet it
                    if tries < TRIES:
                        waiting.append((job, tries + 1))
                        continue
                yield job, outcome

    def _hand_out(self, waiting: deque[tuple[Job, int]]) -> bool:
        """Keeps the processes busy; whether any is."""
        while waiting and not self._draining and len(self._busy) < self._size:
            worker = self._idle.pop() if self._idle else _Worker(self._work)
            job, tries = waiting.popleft()
            self._busy[worker.pipe] = (worker, job, tries)
            worker.take(job)
        return bool(self._busy)


class Threads(Generic[Job, Result]):
    """Threads of this process that do the same work on different jobs; leave it as a context manager.

    Leaving waits for the jobs in flight: a thread can't be ended from outside.

    Args:
        work: What to do with a job. Each thread uses a shallow copy of its own.
        size: Number of threads.
    """

    def __init__(self, work: Callable[[Job], Result], size: int) -> None:
        self._work = work
        self._size = size
        self._own = threading.local()
        self._executor = ThreadPoolExecutor(size)
        self._draining = False

    def __enter__(self) -> Threads[Job, Result]:
        return self

    def __exit__(self, *error: object) -> None:
        self._executor.shutdown(cancel_futures=True)

    def drain(self) -> None:
        """Takes on no more jobs; those in flight still come to their end. Safe in a signal handler."""
        self._draining = True

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Result | Failure]]:
        """Does all jobs, and yields each with its outcome as it comes."""
        waiting = deque(jobs)
        busy: dict[Future[Result | Failure], Job] = {}
        while True:
            while waiting and not self._draining and len(busy) < self._size:
                job = waiting.popleft()
                busy[self._executor.submit(self._do, job)] = job
            if not busy:
                return
            for future in wait(busy, return_when=FIRST_COMPLETED).done:
                yield busy.pop(future), future.result()

    def _do(self, job: Job) -> Result | Failure:
        for _ in range(TRIES - 1):
            if not isinstance(outcome := self._attempt(job), Failure):
                return outcome
        return self._attempt(job)

    def _attempt(self, job: Job) -> Result | Failure:
        if not hasattr(self._own, "work"):
            self._own.work = copy.copy(self._work)
        outcome = attempt(self._own.work, job)
        if isinstance(outcome, Failure):
            del self._own.work  # whatever the job has left in there, the next one shall not meet it
        return outcome


def attempt(work: Callable[[Job], Result], job: Job) -> Result | Failure:
    """Does a job once."""
    try:
        return work(job)
    except Exception as error:
        return Failure(f"{type(error).__name__}: {error}", traceback.format_exc())


class _Worker(Generic[Job, Result]):
    """A process that answers one job at a time."""

    def __init__(self, work: Callable[[Job], Result]) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_serve, args=(work, theirs), daemon=True)
        # Ctrl-C on a terminal reaches every process there. A worker is born deaf to it: when to stop is
        # for the parent to say.
        resource_tracker.ensure_running()  # were it started below, that would lift the block
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        theirs.close()

    def take(self, job: Job) -> None:
        """Starts on a job."""
        with suppress(BrokenPipeError, ConnectionResetError):  # a dead process: its answer says so
            self.pipe.send(job)

    def answer(self) -> Result | Failure:
        """The outcome of the job; waits until there is one."""
        try:
            return self.pipe.recv()
        except (EOFError, ConnectionResetError):
            self._process.join()
            return Failure(f"the worker process died with exit code {self._process.exitcode}")

    def stop(self) -> None:
        """Ends the process, in the middle of a job if need be."""
        self._process.terminate()
        self._process.join()
        self.pipe.close()


def _serve(work: Callable[[Job], Result], pipe: Connection) -> None:
    """Answers jobs until the parent is gone."""
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            pipe.send(attempt(work, pipe.recv()))
