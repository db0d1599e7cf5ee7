"""A run of ``benchmarks.evaluate``, read back from its folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from benchmarks.metrics import EpisodeRow, row_of
from benchmarks.sweep import EPISODES, ERRORS, Job, Sweep
from openphone_gym.recording import DamagedTrace, load_episode
from openphone_gym.recording.untrusted import read_file
from openphone_gym.tasks.catalogue import UnknownTask, find_task

CONDITIONS = ("variation", "split", "screen", "max_steps", "interruptions")
"""What an agent meets beside the tasks; runs may differ in it on purpose."""


class UnreadableRun(Exception):
    """A folder that holds no run; the message names it and the fault."""

    def __init__(self, folder: Path, fault: object) -> None:
        super().__init__(f"{folder} holds no run of benchmarks.evaluate: {fault}")


class Played(NamedTuple):
    """Which episode it is: task and seed of the draw."""

    task_id: str
    seed: int | None


class Run(msgspec.Struct, kw_only=True):
    """What a run found.

    Attributes:
        name: What it is called beside others; unlike theirs.
        folder: Where it lies.
        sweep: What was run.
        versions: Score versions; empty for a run that tells none.
        noted: All that ``run.json`` holds.
        rows: Every episode that it consists of; those that are not recorded are broken.
        judges: Who judged.
    """

    name: str
    folder: Path
    sweep: Sweep
    versions: dict[str, int]
    noted: dict[str, Any]
    rows: dict[Played, EpisodeRow]
    judges: list[str]

    @property
    def conditions(self) -> dict[str, Any]:
        """What the agent met beside the tasks."""
        return {name: getattr(self.sweep, name) for name in CONDITIONS}


def read_runs(folders: Sequence[Path]) -> list[Run]:
    """Reads runs, and names them by their agents, or by their folders where agents are alike.

    Raises:
        UnreadableRun: A folder holds none.
    """
    runs = [read_run(folder) for folder in folders]
    for names in ([run.sweep.agent for run in runs], [folder.name for folder in folders]):
        if len(set(names)) == len(names):
            break
    else:
        names = [f"{number}: {folder}" for number, folder in enumerate(folders, 1)]
    return [msgspec.structs.replace(run, name=name) for run, name in zip(runs, names, strict=True)]


def read_run(folder: Path) -> Run:
    """Reads a run.

    Raises:
        UnreadableRun: The folder holds none.
    """
    try:
        noted = msgspec.json.decode(read_file(folder / "run.json"), type=dict[str, Any])
        sweep = msgspec.convert(
            {name: noted[name] for name in Sweep.__struct_fields__ if name in noted}, Sweep
        )
        versions = msgspec.convert(noted.get("score_versions", {}), dict[str, int])
        for task in sweep.tasks:
            find_task(task)
    except (OSError, ValueError, RecursionError, UnknownTask) as fault:
        raise UnreadableRun(folder, fault) from None
    judges: dict[str, None] = {}
    rows = {Played(job.task_id, job.seed): _row(folder, job, judges) for job in sweep.jobs()}
    return Run(
        name=folder.name,
        folder=folder,
        sweep=sweep,
        versions=versions,
        noted=noted,
        rows=rows,
        judges=list(judges),
    )


def _row(folder: Path, job: Job, judges: dict[str, None]) -> EpisodeRow:
    """The row of an episode, without what only its pictures tell; its judge is noted."""
    path = f"{EPISODES}/{job.name}"
    if not (folder / path).exists():
        return job.broken(_reason(folder / ERRORS / f"{job.name}.txt"))
    try:
        episode = load_episode(folder / path, frames=False)
    except DamagedTrace as fault:
        return job.broken(str(fault))
    if (episode.task_id, episode.seed) != (job.task_id, job.seed):
        return job.broken(f"{path} is of {episode.task_id}, seed {episode.seed}")
    if episode.verdict and not episode.fault:
        judges[episode.verdict.judge] = None
    return row_of(episode, human_steps=find_task(job.task_id).human_steps, path=path)


def _reason(path: Path) -> str:
    try:
        return read_file(path).decode(errors="replace").partition("\n")[0]
    except (OSError, ValueError):
        return "not played"


def provenance_of(run: Run) -> Mapping[str, Any]:
    """Where its numbers come from, as its summary tells, or else ``run.json``."""
    try:
        return msgspec.json.decode(read_file(run.folder / "summary.json"), type=dict[str, Any])["run"]
    except (OSError, ValueError, KeyError, RecursionError):
        return run.noted
