"""Measures many phones at once: ours in few processes beside Gymnasium's own vectors.

::

    python -m benchmarks.vectors --out runs/vectors.json --phones 8,32

All phones of a vector play the recorded reference solutions, the same task at the same time, so that screens
change at nearly every step. What is compared takes turns in one run: a machine's speed changes with the hour.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Annotated, Any

import gymnasium as gym
import typer
from gymnasium.vector import VectorEnv
from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.throughput import MODES, Script, record
from openphone_gym.reporting.json_file import write_json
from openphone_gym.reporting.provenance import provenance
from openphone_gym.tasks.catalogue import UnknownTask, tasks_of

KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "sync": ("sync", {}),
    "async": ("async", {}),
    "few processes": ("vector_entry_point", {}),
    "few processes, not copied": ("vector_entry_point", {"copy": False}),
}
"""What is compared: vectorization mode, and its settings."""

OBSERVED = ("text", "pixels_540")


def main(
    out: Annotated[Path, typer.Option(help="JSON file that gets the figures.")],
    phones: Annotated[str, typer.Option(help="Sizes of the vectors, separated by commas.")] = "8,32",
    seconds: Annotated[float, typer.Option(min=0.01, help="Time for each measurement.")] = 3.0,
    repetitions: Annotated[int, typer.Option(min=1, help="Measurements of each figure.")] = 5,
    app: Annotated[str, typer.Option(help="The app whose tasks are played.")] = "clock",
) -> None:
    """Measures steps per second, all phones of a vector together; medians of all repetitions."""
    try:
        tasks = [task.id for task in tasks_of(app)]
        sizes = [int(size) for size in phones.split(",")]
    except (UnknownTask, ValueError) as error:
        raise typer.BadParameter(str(error)) from None
    scripts = record(tasks, "expert")
    figures = {
        f"{mode}.{size}": _compared(scripts, size, mode, seconds, repetitions)
        for mode in OBSERVED
        for size in sizes
    }
    arguments = {"phones": phones, "seconds": seconds, "repetitions": repetitions, "app": app}
    out.parent.mkdir(parents=True, exist_ok=True)
    write_json({"steps_per_second": figures, "cores": os.cpu_count(), "run": provenance(arguments, [0])}, out)
    Console().print(_table(figures))
    typer.echo(f"Written to {out}")


def _compared(
    scripts: Sequence[Script], size: int, mode: str, seconds: float, repetitions: int
) -> dict[str, float]:
    """The median of each kind."""
    envs = {name: _made(name, size, mode) for name in KINDS}
    played = {name: _player(envs[name], scripts) for name in KINDS}
    for play in played.values():
        play(seconds)  # fills caches, as any training does
    found = [{name: play(seconds) for name, play in played.items()} for _ in range(repetitions)]
    for each in envs.values():
        each.close()
    return {name: median(turn[name] for turn in found) for name in KINDS}


def _made(name: str, size: int, mode: str) -> VectorEnv[Any, Any, Any]:
    kind, settings = KINDS[name]
    arguments: dict[str, Any] = {"vectorization_mode": kind, **MODES[mode]}
    given: dict[str, Any] = settings if kind == "vector_entry_point" else {"vector_kwargs": settings}
    return gym.make_vec("OpenPhone-v0", num_envs=size, **arguments, **given)


def _player(envs: VectorEnv[Any, Any, Any], scripts: Sequence[Script]) -> Callable[[float], float]:
    """Plays for some seconds; the steps of all phones in a second. Resets are not counted."""
    turns = cycle(scripts)

    def play(seconds: float) -> float:
        count, spent = 0, 0.0
        while spent < seconds:
            script = next(turns)
            envs.reset(seed=0, options={"task": script.task_id})
            started = perf_counter()
            for call in script.calls[:-1]:  # the last one ends the episode
                envs.step([call] * envs.num_envs)
            spent += perf_counter() - started
            count += len(script.calls) - 1
        return count * envs.num_envs / spent

    return play


def _table(figures: dict[str, dict[str, float]]) -> Table:
    table = Table("Steps/s of all phones", box=box.SIMPLE_HEAD, show_edge=False)
    for name in figures:
        table.add_column(name, justify="right")
    for kind in KINDS:
        table.add_row(kind, *(f"{figure[kind]:,.0f}" for figure in figures.values()))
    return table


if __name__ == "__main__":
    typer.run(main)
