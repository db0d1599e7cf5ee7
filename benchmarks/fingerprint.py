"""Fingerprints of the canonical tasks: what makes scores incomparable is noticed, and its version raised.

::

    python -m benchmarks.fingerprint --check
    python -m benchmarks.fingerprint --write

A task has three: of what is asked (goal and values), of the state in which the phone starts, and of what the
reference solution gets for it. ``fingerprints.json`` keeps those of the versions that it names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import gymnasium as gym
import msgspec
import typer

from agents import find_agent
from openphone_gym.episode import run_episode
from openphone_gym.reporting.json_file import write_json
from openphone_gym.tasks.catalogue import catalogue
from openphone_gym.tasks.task import Task
from openphone_gym.tasks.task import draw as draw_task
from openphone_gym.versions import VERSIONS

KEPT = Path(__file__).with_name("fingerprints.json")
"""The file with the fingerprints of the present versions."""

PARTS = ("goal and values", "start of the phone", "verdict on the reference solution")
"""What the fingerprints of a task are of, in order."""

UNSCORED = ("practice",)
"""Suites for practice, whose scores nobody compares."""

Fingerprints = dict[str, dict[str, str]]
"""App to task to its fingerprints, in a line."""

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


def fingerprints(tasks: Iterable[Task] | None = None) -> Fingerprints:
    """Those of canonical tasks as the code is now: of all scored ones, unless some are named."""
    expert, env = find_agent("expert"), gym.make("OpenPhone-v0", observation=())
    found: Fingerprints = {}
    for task in tasks or scored_tasks():
        episode = run_episode(env, expert.make(env, 0), seed=0, options={"task": task.id})
        end = [episode.verdict and episode.verdict.success, episode.verdict and episode.verdict.subgoals]
        parts = (*_start(task), [*end, episode.answer, len(episode.steps), task.max_steps])
        found.setdefault(task.counted_as, {})[task.id] = " ".join(map(_digest, parts))
    env.close()
    return found


def scored_tasks() -> list[Task]:
    """All tasks but those for practice."""
    return [task for task in catalogue().values() if task.suite not in UNSCORED]


def _start(task: Task) -> tuple[Any, Any]:
    instance = draw_task(task)
    asked = [instance.goal, instance.params, task.human_steps, list(task.may_change)]
    return [*asked, [never.name for never in task.never]], instance.phone.to_json()


def _digest(value: Any) -> str:
    return hashlib.sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()[:8]


def changes(kept: Fingerprints, found: Fingerprints) -> dict[str, list[str]]:
    """Tasks that are not as they were, by what of them changed: ``PARTS``, ``new`` or ``gone``."""
    before = {task: prints for tasks in kept.values() for task, prints in tasks.items()}
    now = {task: prints for tasks in found.values() for task, prints in tasks.items()}
    both = [task for task in now if task in before]
    changed = {
        part: [task for task in both if now[task].split()[place] != before[task].split()[place]]
        for place, part in enumerate(PARTS)
    }
    changed |= {"new": [task for task in now if task not in before]}
    changed |= {"gone": [task for task in before if task not in now]}
    return {part: tasks for part, tasks in changed.items() if tasks}


def complaint(kept: Mapping[str, Any], found: Fingerprints) -> str:
    """What is to be done so that file, versions and tasks agree; empty if they do."""
    changed = changes(kept["apps"], found)
    if not changed and kept["versions"] == VERSIONS:
        return ""
    lines = [f"  {part}: {', '.join(tasks)}" for part, tasks in changed.items()]
    said = "\n".join(["The canonical tasks are not those of the score versions that are told:", *lines])
    if kept["versions"] == VERSIONS:
        return (
            f"{said}\nIf an agent may score otherwise by it: raise the version of what changed in "
            "openphone_gym/versions.py, and note it in CHANGELOG.md with these task ids.\n"
            "Then, and also if no score can change: python -m benchmarks.fingerprint --write"
        )
    raised = f"{said}\nThe versions were raised" if changed else "The score versions were raised"
    return f"{raised} ({kept['versions']} to {dict(VERSIONS)}): python -m benchmarks.fingerprint --write"


@app.command()
def main(
    write: Annotated[
        bool, typer.Option("--write/--check", help="Whether to keep those of the code.")
    ] = False,
) -> None:
    """Compares the canonical tasks with the fingerprints that are kept, or keeps those of the code.

    The exit code is 1 if they differ.
    """
    found = fingerprints()
    if write:
        write_json({"versions": dict(VERSIONS), "apps": found}, KEPT)
    said = complaint(msgspec.json.decode(KEPT.read_bytes()), found)
    typer.echo(said or "The canonical tasks are those of the score versions.")
    raise typer.Exit(bool(said))


if __name__ == "__main__":
    app()
