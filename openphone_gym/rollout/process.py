"""A process that does one job at a time, and ends with its parent."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import connection, get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Generic

from openphone_gym.collector import settle
from openphone_gym.rollout.failure import Failure, Job, Result, attempt
from openphone_gym.rollout.turns import Limit, Turns, Watch

FROM_OUTSIDE = frozenset({signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT})
"""Signals that end a process for a reason outside it: a person, a scheduler, the kernel short of memory."""

DEAF_TO = (signal.SIGINT, signal.SIGTERM)
"""Signals that a terminal or a scheduler sends to a whole family; when to stop is for the parent to say."""

_PDEATHSIG = 1
_PATIENCE = 5.0
_TICK = 0.001  # between the end of a process and its exit code


class ProcessWorker(Generic[Job, Result]):
    """A process at work.

    Args:
        work: What to do with a job; sent to the process once.
        phases: Names of the phases that the work tells.
    """

    def __init__(self, work: Callable[[Job, Watch], Result], phases: Sequence[str]) -> None:
        context = get_context("spawn")
        self._turns = Turns(context.RawArray("d", Turns.size(phases)), phases)
        self._pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(
            target=_serve, args=(work, theirs, self._turns, os.getpid()), daemon=True
        )
        resource_tracker.ensure_running()  # were it started below, that would lift the block
        with _deaf():
            self._process.start()
        theirs.close()
        self._death = _Death(self._process)

    @property
    def signals(self) -> Sequence[Any]:
        """What to wait for: one of them is readable once there is an outcome."""
        return [self._pipe, self._death]

    def take(self, job: Job) -> None:
        """Starts on a job."""
        self._turns.clear()
        with suppress(BrokenPipeError, ConnectionResetError):  # a dead process: its answer says so
            self._pipe.send(job)

    def answer(self) -> Result | Failure:
        """The outcome of the job, once there is one."""
        try:
            if self._pipe.poll():
                return self._pipe.recv()
        except Exception:  # cut off, or no message of ours: the work has the other end in its hands
            pass
        return self._ended(self._exit_code())

    def _exit_code(self) -> int | None:
        """How the process ended; None if it does not within a while."""
        deadline = time.monotonic() + _PATIENCE
        while (code := self._process.exitcode) is None and (left := deadline - time.monotonic()) > 0:
            connection.wait([self._death.fileno()], left)
            time.sleep(_TICK)
        return code

    def _ended(self, code: int | None) -> Failure:
        phase = self._turns.phase
        if code is None:
            return Failure("the worker process closed its connection", kind="died", phase=phase)
        if -code in FROM_OUTSIDE:
            return Failure(f"the worker process was ended by {_name(-code)}", kind="killed", phase=phase)
        how = _name(-code) if code < 0 else f"exit code {code}"
        return Failure(f"the worker process died with {how}", kind="died", phase=phase)

    def left(self, limits: Mapping[str, Limit]) -> float:
        """Seconds until the job is overdue."""
        return self._turns.left(limits)

    def give_up(self, limits: Mapping[str, Limit]) -> Failure | None:
        """The failure of a job that is overdue; None where it is not."""
        phase = self._turns.phase
        if self._turns.left(limits) > 0:
            return None
        code = self._process.exitcode  # its end may have gone unheard
        return overdue(phase) if code is None else self._ended(code)

    def stop(self) -> bool:
        """Ends the process, in the middle of a job if need be, and what it has started; whether it ended."""
        pid = self._process.pid
        if pid is not None and self._process.is_alive():
            with suppress(ProcessLookupError, PermissionError):
                if os.getpgid(pid) == pid:  # it leads a group of its own
                    os.killpg(pid, signal.SIGKILL)
            self._process.kill()
        self._pipe.close()
        return self._exit_code() is not None


def overdue(phase: str) -> Failure:
    """The failure of a job that took longer than allowed in a phase."""
    whose = f"in the turn of the {phase}" if phase else "before it began"
    return Failure(f"took longer than allowed {whose}", kind="timeout", phase=phase)


@contextmanager
def _deaf() -> Iterator[None]:
    """A process started meanwhile is born with the signals blocked."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, DEAF_TO)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Death:
    """The end of a process, as something to wait for.

    Where there is one, a descriptor of the process itself: the other kind stays silent while a child that the
    work has forked lives on.
    """

    def __init__(self, process: BaseProcess) -> None:
        self._sentinel = process.sentinel
        self._own: int | None = None
        if hasattr(os, "pidfd_open"):
            with suppress(OSError):
                self._own = os.pidfd_open(process.pid or 0)

    def fileno(self) -> int:
        return self._sentinel if self._own is None else self._own

    def __del__(self) -> None:
        if self._own is not None:
            os.close(self._own)


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _serve(work: Callable[[Job, Watch], Result], pipe: Connection, turns: Turns, parent: int) -> None:
    """Answers jobs until the parent is gone."""
    _end_with(parent)
    os.setsid()  # apart from the terminal, and leader of whatever the work starts
    for number in DEAF_TO:
        signal.signal(number, _nothing)  # rather than blocked or ignored, which programs inherit
    signal.pthread_sigmask(signal.SIG_UNBLOCK, DEAF_TO)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        _answer(work, pipe, turns)
        settle()  # what the first job has loaded serves all others
        while True:
            _answer(work, pipe, turns)


def _answer(work: Callable[[Job, Watch], Result], pipe: Connection, turns: Turns) -> None:
    job, own = pipe.recv(), os.getpid()

    def watch(phase: str) -> None:
        _end_copy_of(own)
        turns.turn_to(phase)

    outcome = attempt(work, job, watch, lambda: turns.phase)
    _end_copy_of(own)
    pipe.send(outcome)


def _end_copy_of(own: int) -> None:
    """Ends another process than its own: one that the work forked, and that came back from there, too."""
    if os.getpid() != own:
        os._exit(1)


def _nothing(*_: object) -> None:
    pass


def _end_with(parent: int) -> None:
    """Has this process end when its parent does, however that ends."""
    if sys.platform == "linux":  # at once, whatever this process is doing
        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended meanwhile
        os._exit(1)
    threading.Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
