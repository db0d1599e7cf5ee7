"""Measures the speed and size of the virtual phone, through ``gym.make`` and with the state judge on.

::

    python -m benchmarks.throughput --out runs/throughput.json --seconds 10

Two workloads are replayed from call texts that were recorded before, so that no agent's thinking is timed:
the reference solutions of all tasks (screens change at nearly every step), and random actions. As in the
workers of rollouts and vectors, the garbage collector passes over what was loaded before
(``openphone_gym.collector``). The phone on the wire is measured too, call by call: see ``benchmarks.wire``.
"""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any, NamedTuple

import gymnasium as gym
import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from agents import find_agent
from benchmarks import logged
from benchmarks.long_list import LongList
from benchmarks.report_to import ReportTo
from benchmarks.wire import measure_wire
from openphone_gym.collector import settle
from openphone_gym.episode import run_episode
from openphone_gym.reporting.json_file import write_json
from openphone_gym.reporting.provenance import provenance
from openphone_gym.reporting.tracking import track
from openphone_gym.tasks.catalogue import UnknownTask, task_apps, tasks_of

REPETITIONS = 5
"""Measurements of each figure."""

MODES: dict[str, dict[str, Any]] = {
    "text": {"observation": ("ui",)},
    "pixels_540": {"observation": ("screenshot",), "screen": (540, 1200)},
    "pixels_1080": {"observation": ("screenshot",), "screen": (1080, 2400)},
}
"""What is observed, as arguments of ``gym.make``."""

IMPORT = "import time; t = time.perf_counter(); import openphone_gym; print(time.perf_counter() - t)"

Spread = dict[str, float]
"""``median``, ``low`` and ``high`` (the least and greatest) of the repetitions."""


class Budget(NamedTuple):
    """What a figure should be, per core.

    Attributes:
        value: The limit.
        at_least: Whether more is better.
    """

    value: float
    at_least: bool

    def met(self, figure: float) -> bool:
        """Whether a figure keeps to the budget."""
        return figure >= self.value if self.at_least else figure <= self.value


BUDGETS = {
    "steps_per_second.text": Budget(4_000, True),
    "steps_per_second.pixels_540": Budget(2_000, True),
    "steps_per_second.pixels_1080": Budget(1_000, True),
    "reset_ms": Budget(1.0, False),
    "megabytes_per_phone": Budget(10.0, False),
    "import_seconds": Budget(0.5, False),
    "long_list_screenfuls": Budget(1.5, False),
}


class Script(NamedTuple):
    """The recorded actions of one episode.

    Attributes:
        task_id: The task.
        calls: Call texts, in order.
    """

    task_id: str
    calls: tuple[str, ...]


def main(
    out: Annotated[Path, typer.Option(help="JSON file, or a folder that gets throughput.json.")],
    seconds: Annotated[
        float, typer.Option(min=0.01, help="Time for each figure of steps and resets.")
    ] = 10.0,
    apps: Annotated[
        str, typer.Option(help=f"Apps, separated by commas: {', '.join(task_apps())}.", show_default="all")
    ] = "",
    phones: Annotated[int, typer.Option(min=1, help="Phones alive at once, to measure their memory.")] = 200,
    report_to: ReportTo = None,
) -> None:
    """Measures steps per second, resets, memory per phone, import and long lists, beside their budgets.

    Calls per second over adb and gRPC come last; without the extra ``device`` they are left out.
    """
    try:
        tasks = [task.id for app in apps.split(",") if app for task in tasks_of(app.strip())]
    except UnknownTask as error:
        raise typer.BadParameter(str(error), param_hint="--apps") from None
    figures = measure(tasks or [task.id for app in task_apps() for task in tasks_of(app)], seconds, phones)
    arguments = {"seconds": seconds, "apps": apps, "phones": phones}
    path = out if out.suffix == ".json" else out / "throughput.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    machine, run = _machine(), provenance(arguments, [0])
    write_json({**figures, "machine": machine, "run": run}, path)
    Console().print(_table(figures))
    Console().print(_wire_table(figures["wire"]))
    typer.echo(f"Written to {path}")
    track(report_to or (), path.parent, logged.speed(figures, machine, run))


def measure(tasks: Sequence[str], seconds: float, phones: int) -> dict[str, Any]:
    """Takes all figures, each ``REPETITIONS`` times.

    Args:
        tasks: Ids of the tasks whose episodes are replayed.
        seconds: Time for each figure of steps and resets.
        phones: Number of phones whose memory is measured together.
    """
    share = seconds / REPETITIONS
    expert, chance = record(tasks, "expert"), record(tasks, "random")
    settle()
    return {
        "steps_per_second": {name: _steps_per_second(expert, mode, share) for name, mode in MODES.items()},
        "reset_ms": _reset_ms(tasks, "canonical", share),
        "megabytes_per_phone": _megabytes_per_phone(expert, phones),
        "import_seconds": spread(_import_seconds),
        "long_list_screenfuls": spread(LongList().screenfuls),
        "random_steps_per_second": {
            name: _steps_per_second(chance, mode, share) for name, mode in MODES.items()
        },
        "reset_sampled_ms": _reset_ms(tasks, "sampled", share),
        "phones": phones,
        "wire": measure_wire(share),
    }


def record(tasks: Sequence[str], agent: str) -> list[Script]:
    """What an agent does on the canonical tasks."""
    env = _make()
    scripts = []
    for task_id in tasks:
        episode = run_episode(env, find_agent(agent).make(env, 0), options={"task": task_id})
        scripts.append(Script(task_id, tuple(step.action_text for step in episode.steps)))
    env.close()
    return scripts


def spread(measured: Callable[[], float]) -> Spread:
    """Median, least and greatest of several measurements."""
    values = [measured() for _ in range(REPETITIONS)]
    return {"median": statistics.median(values), "low": min(values), "high": max(values)}


def _make(**arguments: Any) -> gym.Env[Any, Any]:
    return gym.make("OpenPhone-v0", **{"observation": (), **arguments})


def _steps_per_second(scripts: Sequence[Script], mode: dict[str, Any], seconds: float) -> Spread:
    env = _make(**mode)
    replayed = (took for script in cycle(scripts) for took in _replay(env, script))
    once = sum(len(script.calls) for script in scripts)
    for _ in islice(replayed, once):  # a first round loads fonts and fills caches, as any training does
        pass

    def measured() -> float:
        count, spent = 0, 0.0
        while spent < seconds:
            spent += next(replayed)
            count += 1
        return count / spent

    figure = spread(measured)
    env.close()
    return figure


def _replay(env: gym.Env[Any, Any], script: Script) -> Iterator[float]:
    """Seconds that each step of an episode took; its reset is not counted."""
    env.reset(seed=0, options={"task": script.task_id})
    for call in script.calls:
        started = perf_counter()
        _, _, terminated, truncated, _ = env.step(call)
        yield perf_counter() - started
        if terminated or truncated:
            return


def _reset_ms(tasks: Sequence[str], variation: str, seconds: float) -> Spread:
    env = _make(**MODES["text"], variation=variation)
    turns = cycle(tasks)
    for seed, task_id in enumerate(tasks):
        env.reset(seed=seed, options={"task": task_id})

    def measured() -> float:
        count, started = 0, perf_counter()
        while perf_counter() - started < seconds or not count:
            env.reset(options={"task": next(turns)})
            count += 1
        return 1000 * (perf_counter() - started) / count

    figure = spread(measured)
    env.close()
    return figure


def _megabytes_per_phone(scripts: Sequence[Script], phones: int) -> Spread:
    def measured() -> float:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
            return fresh.submit(_growth, scripts, phones).result()

    return spread(measured)


def _growth(scripts: Sequence[Script], phones: int) -> float:
    """Megabytes by which this process grows for each further phone that is alive and in use."""
    turns = cycle(scripts)
    alive = [_started(script) for script in islice(turns, len(scripts))]
    before = _resident_megabytes()
    alive += [_started(script) for script in islice(turns, phones)]
    return (_resident_megabytes() - before) / phones


def _started(script: Script) -> gym.Env[Any, Any]:
    """An environment in the middle of an episode."""
    env = _make(**MODES["text"])
    env.reset(seed=0, options={"task": script.task_id})
    for call in script.calls[: len(script.calls) // 2]:
        env.step(call)
    return env


def _resident_megabytes() -> float:
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # bytes on macOS, the other system here
    return peak / 1e6


def _import_seconds() -> float:
    done = subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, text=True, check=True)
    return float(done.stdout)


def _machine() -> dict[str, Any]:
    return {"processor": _processor(), "cores": os.cpu_count(), "load": os.getloadavg()[0]}


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor())


def _table(figures: dict[str, Any]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False)
    for heading in ("Figure", "Median", "Low", "High", "Budget", "Met"):
        table.add_column(heading, justify="left" if heading == "Figure" else "right", no_wrap=True)
    for name, budget in BUDGETS.items():
        group, _, mode = name.partition(".")
        figure: Spread = figures[group][mode] if mode else figures[group]
        numbers = [f"{figure[key]:,.4g}" if figure[key] < 100 else f"{figure[key]:,.0f}" for key in figure]
        limit = f"{'≥' if budget.at_least else '≤'} {budget.value:,g}"
        verdict = "[green]yes[/]" if budget.met(figure["median"]) else "[red]no[/]"
        table.add_row(name, *numbers, limit, verdict)
    return table


def _wire_table(wire: dict[str, Any]) -> Table:
    table = Table("On the wire", box=box.SIMPLE_HEAD, show_edge=False)
    for heading in ("Calls/s", "Median ms"):
        table.add_column(heading, justify="right", no_wrap=True)
    for protocol, figures in wire.items():
        if "missing" in figures:
            table.add_row(f"{protocol}: left out, {escape(figures['missing'])}")
            continue
        for name, rate in figures.items():
            table.add_row(f"{protocol}.{name}", f"{rate['calls_per_s']:,.0f}", f"{rate['median_ms']:.2f}")
    return table


if __name__ == "__main__":
    typer.run(main)
