"""Measures the OpenEnv server: steps per second of its own client, over one worker and over several.

::

    .venv-openenv/bin/python -m benchmarks.openenv_speed --out runs/openenv_speed.json

Server and clients are processes of their own on this machine; their share of its cores is in the figures. Each
session replays one task's call texts over and over, recorded before from its reference solution, so that no
agent's thinking is timed: the screen changes at nearly every step. Sessions reset at the end of an episode, and
the time of resets counts, too. ``figures`` has, by ``workers x sessions``, the median, least and greatest of the
repetitions, and the CPU seconds of the server for a thousand steps.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any

from agents import find_agent
from openphone_gym.episode import run_episode
from openphone_gym.env import PhoneEnv

ROOT = Path(__file__).parents[1]
TASKS = ("zoom_1", "clock_1", "contacts_1", "setting_1")
"""What the sessions do, one task each in turn."""
SETTINGS = ((1, 1), (1, 16), (2, 2), (2, 16))
"""Workers, and sessions over all of them."""
ANNOUNCED = "OpenEnv at "
TICKS = os.sysconf("SC_CLK_TCK")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures, prints a table, and writes JSON if asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.openenv_speed", description=__doc__)
    parser.add_argument("--out", type=Path, help="JSON file")
    parser.add_argument("--seconds", type=float, default=5.0, help="of each measurement (%(default)s)")
    parser.add_argument("--repetitions", type=int, default=5, help="default: %(default)s")
    options = parser.parse_args(arguments)
    calls = {task: recorded(task) for task in TASKS}
    figures = {}
    for workers, sessions in SETTINGS:
        with served(workers) as (url, parent):
            runs = [measured(url, parent, sessions, calls, options.seconds) for _ in range(options.repetitions)]
        figures[f"{workers}x{sessions}"] = summary(runs)
        print(f"{workers} workers, {sessions} sessions: {figures[f'{workers}x{sessions}']}", flush=True)
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        machine = {"cores": os.cpu_count(), "load": os.getloadavg(), "python": platform.python_version()}
        told = {"figures": figures, "openenv": version("openenv"), "machine": machine, "tasks": TASKS}
        options.out.write_text(json.dumps(told, indent=2) + "\n")


def recorded(task: str) -> list[str]:
    """The call texts by which the reference solution does a task's canonical variation."""
    env = PhoneEnv([task], observation=("ui",))
    episode = run_episode(env, find_agent("expert")(env), seed=0)
    env.close()
    return [step.action_text for step in episode.steps]


def summary(runs: list[tuple[float, float]]) -> dict[str, float]:
    """Median and range of steps per second, and the median CPU seconds for a thousand steps."""
    rates = [rate for rate, _ in runs]
    return {
        "median": round(statistics.median(rates)),
        "low": round(min(rates)),
        "high": round(max(rates)),
        "cpu_s_per_1000": round(statistics.median(cpu for _, cpu in runs), 3),
    }


@contextmanager
def served(workers: int) -> Iterator[tuple[str, int]]:
    """Address and process id of a server that runs meanwhile."""
    command = [sys.executable, "-m", "openphone_gym", "openenv", "--port", "0", "--workers", str(workers)]
    command += ["--variation", "canonical", *(part for task in TASKS for part in ("--task", task))]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            if not line.startswith(ANNOUNCED):
                raise RuntimeError("the server did not start; its errors stand above")
            yield line.removeprefix(ANNOUNCED).split()[0], server.pid
        finally:
            server.terminate()


def measured(
    url: str, parent: int, sessions: int, calls: dict[str, list[str]], seconds: float
) -> tuple[float, float]:
    """Steps per second of all sessions, and CPU seconds of the server for a thousand steps."""
    clients = min(sessions, 2)
    before = cpu_seconds(parent)
    with get_context("spawn").Pool(clients) as pool:
        shares = [(url, calls, seconds, range(first, sessions, clients)) for first in range(clients)]
        done = pool.starmap(client, shares)
    steps = sum(count for count, _ in done)
    return sum(count / took for count, took in done), 1000 * (cpu_seconds(parent) - before) / steps


def client(url: str, calls: dict[str, list[str]], seconds: float, numbers: range) -> tuple[int, float]:
    """Steps of some sessions at once in this process, and the time they took."""
    return asyncio.run(_sessions(url, calls, seconds, numbers))


async def _sessions(url: str, calls: dict[str, list[str]], seconds: float, numbers: range) -> tuple[int, float]:
    from openenv import GenericEnvClient

    tasks = list(islice(cycle(calls), numbers.start, numbers.stop, numbers.step))
    envs = [GenericEnvClient(base_url=url) for _ in tasks]
    for env in envs:
        await env.connect()
        await env.reset(seed=0)
    start = perf_counter()
    counts = await asyncio.gather(
        *(_replay(env, task, calls[task], start + seconds) for env, task in zip(envs, tasks, strict=True))
    )
    took = perf_counter() - start
    for env in envs:
        await env.close()
    return sum(counts), took


async def _replay(env: Any, task: str, calls: list[str], end: float) -> int:
    steps = 0
    while perf_counter() < end:
        result = await env.reset(seed=0, task=task)
        for call in calls:
            result = await env.step({"call": call})
            steps += 1
        if not (result.done and result.reward == 1.0):
            raise RuntimeError(f"the replay of {task} was not judged a success: {result.observation['verdict']}")
    return steps


def cpu_seconds(parent: int) -> float:
    """CPU time so far of a process and of its children, from /proc."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if parent in (int(stat.parent.name), int(fields[1])):
            total += int(fields[11]) + int(fields[12])
    return total / TICKS


if __name__ == "__main__":
    main()
