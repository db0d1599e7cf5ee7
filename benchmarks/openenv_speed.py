"""Measures the OpenEnv server: steps per second of its own client, over one worker and over several.

::

    .venv-openenv/bin/python -m benchmarks.openenv_speed --out runs/openenv_speed.json

Server and clients are processes of their own on this machine; their share of its cores is in the figures.
Sessions replay the first task of each app in turn, by the call texts of its reference solution, so that no
agent's thinking is timed: the screen changes at nearly every step. The time of resets counts, too.
``figures`` has, by ``workers x sessions``, the median, least and greatest of the repetitions, and the CPU
seconds of the server for a thousand steps. ``in_process`` is the same without a server: what is between the
two is the protocol's, and on a busy machine both fall.
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
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from agents.basic import ExpertAgent
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.tasks.catalogue import task_apps, tasks_of

ROOT = Path(__file__).parents[1]
SETTINGS = ((1, 1), (1, 16), (2, 2), (2, 16))
"""Workers, and sessions over all of them."""
CLIENTS = 2
"""Processes with sessions, where there are as many sessions."""
ANNOUNCED = "OpenEnv at "
TICKS = os.sysconf("SC_CLK_TCK")

Calls = dict[str, list[str]]
"""Call texts of each task's reference solution."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures, prints each figure, and writes JSON if asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.openenv_speed")
    parser.add_argument("--out", type=Path, help="JSON file")
    parser.add_argument("--seconds", type=float, default=5.0, help="of each measurement (%(default)s)")
    parser.add_argument("--repetitions", type=int, default=5, help="default: %(default)s")
    options = parser.parse_args(arguments)
    calls = {task: recorded(task) for task in (tasks_of(app)[0].id for app in task_apps())}
    figures = {"in_process": in_process(calls, options.seconds, options.repetitions)}
    print(f"in process: {figures['in_process']}", flush=True)
    for workers, sessions in SETTINGS:
        with served(workers, calls) as (url, server):
            figure = measured(url, server, sessions, calls, options.seconds, options.repetitions)
        figures[f"{workers}x{sessions}"] = figure
        print(f"workers: {workers}, sessions: {sessions}, steps/s: {figure}", flush=True)
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        machine = {"cores": os.cpu_count(), "load": os.getloadavg(), "python": platform.python_version()}
        told = {"figures": figures, "openenv": version("openenv"), "machine": machine, "tasks": list(calls)}
        options.out.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def recorded(task: str) -> list[str]:
    """The call texts by which the reference solution does a task's canonical variation."""
    env = PhoneEnv([task], observation=("ui",))
    episode = run_episode(env, ExpertAgent(env), seed=0)
    env.close()
    return [step.action_text for step in episode.steps]


def in_process(calls: Calls, seconds: float, repetitions: int) -> dict[str, float]:
    """The same replay on one environment in this process."""
    env = PhoneEnv(list(calls), observation=("ui",))
    rates, steps, before = [], 0, process_time()
    for _ in range(repetitions):
        start, done, tasks = perf_counter(), 0, cycle(calls)
        while perf_counter() < start + seconds:
            env.reset(seed=0, options={"task": (task := next(tasks))})
            for call in calls[task]:
                env.step(call)
            done += len(calls[task])
        rates.append(done / (perf_counter() - start))
        steps += done
    env.close()
    return summary(rates, (process_time() - before) / steps)


def summary(rates: Sequence[float], cpu: float) -> dict[str, float]:
    """Median and range of steps per second, and CPU seconds for a thousand steps."""
    spread = {"median": statistics.median(rates), "low": min(rates), "high": max(rates)}
    return {name: round(rate) for name, rate in spread.items()} | {"cpu_s_per_1000": round(1000 * cpu, 3)}


@contextmanager
def served(workers: int, tasks: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Address and process id of a server that runs meanwhile."""
    command = [sys.executable, "-m", "openphone_gym", "openenv", "--port", "0", "--workers", str(workers)]
    command += ["--variation", "canonical", *(part for task in tasks for part in ("--task", task))]
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
    url: str, server: int, sessions: int, calls: Calls, seconds: float, repetitions: int
) -> dict[str, float]:
    """Steps per second of all sessions, and the server's CPU seconds for a thousand."""
    clients = min(sessions, CLIENTS)
    with get_context("spawn").Pool(clients) as pool:
        shares = [
            (url, calls, seconds, repetitions, range(first, sessions, clients)) for first in range(clients)
        ]
        pool.starmap(client, [(url, calls, seconds, 1, numbers) for *_, numbers in shares])  # warms all up
        before = cpu_seconds(server)
        counted = pool.starmap(client, shares)
        cpu = cpu_seconds(server) - before
    rates = [sum(counts) / seconds for counts in zip(*counted, strict=True)]
    return summary(rates, cpu / sum(map(sum, counted)))


def client(url: str, calls: Calls, seconds: float, repetitions: int, numbers: range) -> list[int]:
    """Steps of some sessions at once in this process, in each of the repetitions, one after the other."""
    return asyncio.run(_sessions(url, calls, seconds, repetitions, numbers))


async def _sessions(url: str, calls: Calls, seconds: float, repetitions: int, numbers: range) -> list[int]:
    from openenv import GenericEnvClient  # pyright: ignore[reportMissingImports]  # an extra; loads for seconds

    envs = [GenericEnvClient(base_url=url, connect_timeout_s=60) for _ in numbers]
    for env in envs:
        await env.connect()
        await env.reset(seed=0)
    counts = [0] * repetitions
    start = perf_counter()

    async def replay(env: Any, first: int) -> None:
        for task in islice(cycle(calls), first, None):
            result = await env.reset(seed=0, task=task)
            for call in calls[task]:
                result = await env.step({"call": call})
                if (window := int((perf_counter() - start) / seconds)) >= repetitions:
                    return
                counts[window] += 1
            if not (result.done and result.reward == 1.0):
                raise RuntimeError(f"the replay of {task} was judged {result.observation['verdict']}")

    await asyncio.gather(*(replay(env, first) for env, first in zip(envs, numbers, strict=True)))
    for env in envs:
        await env.close()
    return counts


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
