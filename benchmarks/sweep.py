"""An evaluation sweep: which episodes it consists of, and how one of them is run and recorded.

Everything that a sweep reports is derived from its recorded episodes, so a sweep that was cut off goes
on by leaving out the episodes that are there.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import gymnasium as gym
import msgspec

import agents
import openphone_gym
from agents import Policy, find_agent
from benchmarks.metrics import EpisodeRow, row_of
from benchmarks.provenance import provenance
from openphone_gym.episode import run_episode
from openphone_gym.recording import load_episode, save_episode
from openphone_gym.tasks.catalogue import find_task
from openphone_gym.tasks.task import TEST_SEEDS
from openphone_gym.trajectory import Episode

EPISODES = "episodes"
"""Folder of the recorded episodes in the folder of a run."""

RESULTS = (EPISODES, "errors", "report", "summary.json", "results.xlsx", "success.png", "run.json")
"""All that a run writes into its folder."""

CODE = (".py", ".md", ".toml")
"""Endings of files with code or with prompts."""


class OtherRun(Exception):
    """The folder holds a run that is not the one asked for; the message says what differs."""


class Sweep(msgspec.Struct, frozen=True, kw_only=True):
    """All that decides what a sweep finds.

    Attributes:
        agent: Name of the agent, as ``agents.find_agent`` takes it.
        tasks: Ids of the tasks.
        variation: ``canonical`` or ``sampled``.
        seeds: Number of episodes per task.
        max_steps: Step limit; None for each task's own.
        screen: Width and height of the phone in pixels.
        pictures: Whether screens are recorded as pictures, too (without them there is no ROR).
        interruptions: Chance that an episode is disturbed, 0 to 1.
        split: ``test``, or ``train`` for sampled episodes that a model may be trained on.
    """

    agent: str
    tasks: tuple[str, ...]
    variation: str = "canonical"
    seeds: int = 1
    max_steps: int | None = None
    screen: tuple[int, int] = (540, 1200)
    pictures: bool = True
    interruptions: float = 0.0
    split: str = "test"

    def jobs(self) -> list[Job]:
        """The episodes of the sweep; all tasks once, then all once more."""
        return [
            Job(task, self.variation, number, self.split)
            for number in range(self.seeds)
            for task in self.tasks
        ]


class Job(NamedTuple):
    """One episode of a sweep.

    Attributes:
        task_id: The task.
        variation: ``canonical`` or ``sampled``.
        number: Counts the episodes of a task from 0.
        split: ``test`` or ``train``.
    """

    task_id: str
    variation: str
    number: int
    split: str = "test"

    @property
    def name(self) -> str:
        """Name of the episode's folder."""
        return f"{self.task_id}-{self.variation}-{self.number}"

    @property
    def seed(self) -> int:
        """Seed of the task's draw; those of sampled tests come from the half that is kept for testing."""
        return self.number + (TEST_SEEDS if (self.variation, self.split) == ("sampled", "test") else 0)

    def broken(self, reason: str) -> EpisodeRow:
        """The row of an episode that no score can be given for."""
        app = find_task(self.task_id).app
        return EpisodeRow(
            task_id=self.task_id, app=app, seed=self.seed, variation=self.variation, error=reason
        )


class Runner:
    """Runs and records the episodes of a sweep; called with a job, returns its row.

    Args:
        sweep: What is run.
        folder: Folder of the run.
    """

    def __init__(self, sweep: Sweep, folder: Path) -> None:
        self._sweep = sweep
        self._folder = folder
        self._policy: Policy | None = None
        self._env: gym.Env[Any, Any] | None = None

    def __call__(self, job: Job) -> EpisodeRow:
        """Runs the episode, unless it is recorded already."""
        path = f"{EPISODES}/{job.name}"
        folder = self._folder / path
        if folder.exists():
            episode = load_episode(folder)
        else:
            episode = self._run(job)
            if _wanted():
                save_episode(episode, folder)
        return row_of(episode, human_steps=find_task(job.task_id).human_steps, path=path)

    def _run(self, job: Job) -> Episode:
        if self._policy is None or self._env is None:
            self._policy = find_agent(self._sweep.agent)
            self._env = self._make_env(self._policy.observation)
        seed = crc32(job.name.encode())  # of what is drawn beside the task: the agent's choices, disturbances
        options = {"task": job.task_id, "variation": job.variation, "seed": job.seed}
        return run_episode(self._env, self._policy.make(self._env, seed), seed=seed, options=options)

    def _make_env(self, observation: tuple[str, ...]) -> gym.Env[Any, Any]:
        sweep = self._sweep
        return gym.make(
            "OpenPhone-v0",
            observation=observation,
            record=("tree", "frame") if sweep.pictures else ("tree",),
            max_steps=sweep.max_steps,
            screen=sweep.screen,
            split=sweep.split,
            interruptions=sweep.interruptions,
        )


def _wanted() -> bool:
    """Whether the program that asked for an episode is still there; its successor may be at the same one."""
    parent = parent_process()
    return parent is None or parent.is_alive()


@contextmanager
def claimed(folder: Path, sweep: Sweep, restart: bool = False) -> Iterator[None]:
    """Holds the folder of a run, so that only this sweep writes there.

    Args:
        folder: Made if missing.
        sweep: What is about to run.
        restart: Whether to delete what an earlier run left there.

    Raises:
        OtherRun: The folder holds episodes of another sweep or of other code, or is in use.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise OtherRun(f"{folder} is or lies below a file: give another --out") from None
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OtherRun(f"another process is running in {folder}: give another --out") from None
        if restart:
            _clear(folder)
        _agree(folder, sweep)
        yield


def _clear(folder: Path) -> None:
    for path in (folder / name for name in RESULTS):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _agree(folder: Path, sweep: Sweep) -> None:
    """Notes in ``run.json`` what is run, or compares with what is noted there."""
    versions = provenance({}, [])["versions"]
    asked = msgspec.json.decode(msgspec.json.encode(sweep)) | {"settings": find_agent(sweep.agent).settings}
    wanted = asked | versions | {"code": _code()}
    noted = folder / "run.json"
    if not noted.exists() and not (folder / EPISODES).exists():
        write_json(wanted, noted)
    found = msgspec.json.decode(noted.read_bytes()) if noted.exists() else {}
    differing = [name for name, value in wanted.items() if found.get(name) != value]
    if differing:
        changes = "; ".join(
            f"{name}: {_brief(found.get(name))}, now {_brief(wanted[name])}" for name in differing
        )
        raise OtherRun(
            f"{folder} holds another run ({changes}). Give another --out, or --restart to delete that run."
        )


def _brief(value: Any) -> str:
    return textwrap.shorten(str(value), 60, placeholder=" ...")


def _code() -> str:
    """Digest of all code and prompts that an episode depends on: results of others are never mixed in."""
    digest = hashlib.sha256()
    for package in (openphone_gym, agents):
        root = Path(str(package.__file__)).parent
        for path in sorted(path for path in root.rglob("*") if path.suffix in CODE):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def write_json(value: Any, path: Path) -> None:
    """Writes a JSON value for people and programs; a reader never meets half a file."""
    partial = path.with_name(path.name + ".partial")
    partial.write_bytes(msgspec.json.format(msgspec.json.encode(value)) + b"\n")
    partial.replace(path)
