"""``benchmarks.evaluate`` with agents that misbehave, in ways that depend on the task.

Run by its path, so that the processes of the pool, which load the main program anew, know the agents, too.
"""

from __future__ import annotations

import asyncio
import ctypes
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn
from zlib import crc32

from agents import AGENTS, Policy
from agents.basic import ExpertAgent
from agents.chat import ChatAgent, observation_of
from benchmarks.conduct import leave_behind
from benchmarks.evaluate import app
from benchmarks.sweep import Job
from openphone_gym.devices.device import DeviceError
from openphone_gym.endpoint import Endpoint, EndpointRefused, EndpointUnavailable
from openphone_gym.trajectory import Decision

LOG = Path(os.environ.get("MISBEHAVING_LOG", os.devnull))
"""Gets a line for every episode that is begun."""


class WrongKey(EndpointRefused):
    """Every call is refused."""

    def __init__(self, message: str) -> None:
        super().__init__(message, final=True)


def misbehave(error: BaseException) -> NoReturn:
    raise error


def once(deed: Callable[[], object]) -> object:
    """Does it in the first try only."""
    marker = LOG.with_name("once")
    if not marker.exists():
        marker.touch()
        return deed()
    return None


DEEDS: dict[str, Callable[[], Any]] = {
    "zoom_1": lambda: None,
    "zoom_2": lambda: misbehave(RuntimeError("lost my mind \ud83d")),
    "zoom_3": lambda: "tap(3)",
    "zoom_4": lambda: sys.exit(0),
    "zoom_5": lambda: os._exit(0),
    "clock_1": lambda: ctypes.string_at(0),
    "clock_2": lambda: time.sleep(120),
    "clock_3": lambda: misbehave(asyncio.CancelledError()),
    "clock_4": lambda: misbehave(KeyboardInterrupt()),
    "clock_5": lambda: misbehave(DeviceError("lost")),
    "clock_6": lambda: misbehave(EndpointUnavailable("down")),
    "clock_7": lambda: once(lambda: os.kill(os.getpid(), signal.SIGKILL)),
    "clock_8": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "clock_9": lambda: Decision(action="tap(1)", latency=float("nan")),
}
"""What happens at the second step of each task."""

EXPECTED = {
    "zoom_1": ("success", None),
    "zoom_2": ("failure", "raised"),
    "zoom_3": ("failure", "invalid"),
    "zoom_4": ("failure", "raised"),
    "zoom_5": ("failure", "died"),
    "clock_1": ("failure", "died"),
    "clock_2": ("failure", "timeout"),
    "clock_3": ("failure", "raised"),
    "clock_4": ("failure", "raised"),
    "clock_5": ("broken", None),
    "clock_6": ("broken", None),
    "clock_7": ("success", None),
    "clock_8": ("broken", None),
    "clock_9": ("failure", "invalid"),
}

NOT_IN_THREADS = ("zoom_5", "clock_1", "clock_7", "clock_8")
"""Tasks whose deed ends the process."""


class Mixed(ExpertAgent):
    """An expert up to its deed."""

    def __init__(self, env: Any) -> None:
        super().__init__(env)
        self._task = env.unwrapped
        self._steps = 0

    def reset(self, goal: str) -> None:
        with LOG.open("a") as log:
            log.write(f"{self._task.episode.task_id}\n")
        super().reset(goal)

    def act(self, observation: dict[str, Any]) -> Decision:
        self._steps += 1
        deed = DEEDS.get(self._task.episode.task_id, lambda: None)() if self._steps == 2 else None
        return super().act(observation) if deed is None else deed


class BadReset(ExpertAgent):
    def reset(self, goal: str) -> None:
        raise ValueError("not this one")


def refused(env: Any) -> Any:
    with LOG.open("a") as log:
        log.write("asked\n")
    raise WrongKey("the key is wrong")


def endpoint_of(seed: int) -> Endpoint:
    """The endpoint that an episode is to meet: ``HOSTILE_URLS`` lists them by the number of the episode."""
    urls = json.loads(os.environ["HOSTILE_URLS"])
    numbers = {crc32(Job("zoom_1", "canonical", number).name.encode()): number for number in range(len(urls))}
    url, timeout = urls[numbers[seed]]
    return Endpoint(model="m", base_url=url, api_key_env="HOSTILE_KEY", timeout=timeout, retries=0)


AGENTS |= {
    "hostile": Policy(lambda env, seed: ChatAgent(endpoint_of(seed)), observation_of("xml")),
    "mixed": Policy(lambda env, seed: Mixed(env)),
    "unmakeable": Policy(lambda env, seed: misbehave(ValueError("can't be made"))),
    "unmade": Policy(lambda env, seed: time.sleep(120)),  # pyright: ignore[reportArgumentType]
    "bad-reset": Policy(lambda env, seed: BadReset(env)),
    "refused": Policy(lambda env, seed: refused(env)),
}

if __name__ == "__main__":
    leave_behind(app)
