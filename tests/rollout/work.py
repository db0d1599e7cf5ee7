"""Work for pools: each job is the name of something to do, in the turn of a phase."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from openphone_gym.rollout import Limit, Watch

LIMITS = {"agent": Limit(3.0, 6.0), "environment": Limit(60.0, 60.0)}


class Final(Exception):
    """Of no use to try again."""

    final = True


class Mute(Exception):
    def __str__(self) -> str:
        raise RuntimeError("says nothing")


def do(job: str, watch: Watch) -> str:
    """Does the job in the agent's turn; after a colon the phase may be named."""
    name, _, phase = job.partition(":")
    watch(phase or "agent")
    DEEDS.get(name, lambda: None)()
    return name


def number(job: str, watch: Watch) -> int:
    return int(job)


def frozen(job: int, watch: Watch) -> int:
    """How many objects Python's collector passes over."""
    return gc.get_freeze_count()


def sleep(seconds: float, watch: Watch) -> float:
    time.sleep(seconds)
    return seconds


def append(job: tuple[str, int], watch: Watch) -> int:
    """Notes each try in a file, and fails until there were so many."""
    path, wanted = Path(job[0]), job[1]
    with path.open("a") as file:
        file.write(f"{os.getpid()}\n")
    tries = len(path.read_text().splitlines())
    if tries < wanted:
        raise ValueError(f"try {tries}")
    return tries


def fork(job: str, watch: Watch) -> int:
    """Forks and comes back twice; notes in a file who comes as far as the environment's turn."""
    watch("agent")
    os.fork()
    watch("environment")
    with Path(job).open("a") as file:
        file.write(f"{os.getpid()}\n")
    return os.getpid()


def _raise(error: BaseException) -> None:
    raise error


def _stop_hearing() -> None:
    os.closerange(3, 200)
    time.sleep(60)


def _fork_and_die() -> None:
    if os.fork() == 0:
        time.sleep(20)
        os._exit(0)
    os._exit(7)


DEEDS: dict[str, Callable[[], object]] = {
    "raise": lambda: _raise(ValueError("no")),
    "final": lambda: _raise(Final("no key")),
    "mute": lambda: _raise(Mute()),
    "surrogate": lambda: _raise(ValueError("half \ud83d of a\n\x1b[31mline" + "x" * 100_000)),
    "leave": lambda: sys.exit(2),
    "exit": lambda: os._exit(3),
    "abort": os.abort,
    "segfault": lambda: ctypes.string_at(0),
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "terminate": lambda: os.kill(os.getpid(), signal.SIGTERM),
    "interrupt": lambda: os.kill(os.getpid(), signal.SIGINT),
    "hang": lambda: time.sleep(60),
    "unheard": _stop_hearing,
    "orphan": _fork_and_die,
}


def turns(job: float, watch: Watch) -> str:
    """Many short turns of the agent that are too long together."""
    for _ in range(40):
        watch("agent")
        time.sleep(job)
        watch("environment")
    return "done"


def linger(job: tuple[str, int], watch: Watch) -> None:
    """Writes on and on."""
    path = Path(job[0]) / f"{job[1]}.pid"
    while True:
        with path.open("a") as file:
            file.write("still here\n")
        time.sleep(0.02)
