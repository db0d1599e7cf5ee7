"""An evaluation sweep: which episodes it consists of, and how one of them is run and recorded.

Everything that a sweep reports is derived from its recorded episodes, so a sweep that was cut off goes
on by leaving out the episodes that are there. Whose the folder of a run is: ``benchmarks.claim``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from multiprocessing import parent_process
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import gymnasium as gym
import msgspec

from agents import Policy, find_agent
from benchmarks.metrics import EpisodeRow, row_of
from openphone_gym.judges import Judge, make_judge
from openphone_gym.recording import DamagedTrace, load_episode, save_episode
from openphone_gym.rollout import Failure, Watch
from openphone_gym.rollout.judging import inside, waits
from openphone_gym.rollout.phones import VIRTUAL, Claim, device_names
from openphone_gym.rollout.playing import ENVIRONMENT, JUDGING, Draw, fault_of, lost, play
from openphone_gym.rollout.shipping import Shipped, unpack
from openphone_gym.tasks.catalogue import find_task
from openphone_gym.tasks.task import TEST_SEEDS, Variation
from openphone_gym.trajectory import Episode

EPISODES = "episodes"
"""Folder of the recorded episodes in the folder of a run."""

DAMAGED = "damaged"
"""Folder of what lay in the place of an episode and was none of this run."""

ERRORS = "errors"
"""Folder of the tracebacks of broken episodes."""


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
        device: Names of the devices, separated by commas; see ``openphone_gym.devices``.
        judge: Name of the judge; empty takes the devices' own.
    """

    agent: str
    tasks: tuple[str, ...]
    variation: Variation = "canonical"
    seeds: int = 1
    max_steps: int | None = None
    screen: tuple[int, int] = (540, 1200)
    pictures: bool = True
    interruptions: float = 0.0
    split: str = "test"
    device: str = VIRTUAL
    judge: str = ""

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
    variation: Variation
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

    @property
    def draw(self) -> Draw:
        """What is played."""
        return Draw(self.task_id, self.variation, self.seed)

    def broken(self, reason: str) -> EpisodeRow:
        """The row of an episode that no score can be given for."""
        app = find_task(self.task_id).counted_as
        return EpisodeRow(
            task_id=self.task_id, app=app, seed=self.seed, variation=self.variation, error=reason
        )


class Runner:
    """Runs and records the episodes of a sweep; called with a job, returns its row.

    Args:
        sweep: What is run.
        folder: Folder of the run.

    Attributes:
        folder: The same.
    """

    def __init__(self, sweep: Sweep, folder: Path) -> None:
        self._sweep = sweep
        self.folder = folder
        self._policy: Policy | None = None
        self._claim: Claim | None = None
        self._env: gym.Env[Any, Any] | None = None
        self._judge: Judge | None = None

    def __call__(self, job: Job, watch: Watch = lambda phase: None) -> EpisodeRow:
        """Runs the episode, unless it is recorded already.

        Raises:
            DeviceError: The device failed.
            EndpointError: The endpoint of the agent or of the judge failed.
            RecordingFailed: The episode can't be recorded.
        """
        watch(ENVIRONMENT)
        row = self.recorded(job)
        if row is None:
            episode = self._run(job, watch)
            watch(ENVIRONMENT)
            row = self.record(job, episode)
        return row

    def recorded(self, job: Job) -> EpisodeRow | None:
        """The row of an episode that is recorded; what lies in its place but is none of it is set aside."""
        folder = self.folder / _path(job)
        if not os.path.lexists(folder):
            return None
        try:
            episode = load_episode(folder)
            found = Draw(episode.task_id, episode.variation, episode.seed)  # pyright: ignore[reportArgumentType]
            if found != job.draw:
                raise DamagedTrace(folder, f"it is of {found}, not of {job.draw}")
        except DamagedTrace as fault:
            _set_aside(folder, self.folder / DAMAGED, str(fault))
            return None
        return _row(job, episode)

    def all_recorded(self, jobs: Iterable[Job]) -> dict[Job, EpisodeRow]:
        """The rows of those episodes that are recorded."""
        return {job: row for job in jobs if (row := self.recorded(job)) is not None}

    def record(self, job: Job, episode: Episode) -> EpisodeRow:
        """Records an episode, and returns its row.

        Raises:
            RecordingFailed: The folder can't be written to.
        """
        if _wanted():
            save_episode(episode, self.folder / _path(job))
        return _row(job, episode)

    def settle(self, job: Job, failure: Failure) -> EpisodeRow:
        """The row of an episode that was lost, in the program that waited for it.

        One that the agent has to answer for is recorded, so that it is not played again. Of others the
        traceback is kept for whoever looks into it.

        Raises:
            OSError: The folder can't be written to.
        """
        fault = fault_of(failure)
        if fault is None:
            errors = self.folder / ERRORS
            errors.mkdir(exist_ok=True)
            text = f"{failure.reason}\n\n{failure.details}"
            (errors / f"{job.name}.txt").write_text(text, encoding="utf-8", errors="replace")
            return job.broken(failure.reason)
        # It may have come to its end at the moment in which it was given up.
        return self.recorded(job) or self.record(job, lost(job.draw, fault))

    def receive(self, shipped: Shipped) -> EpisodeRow:
        """The row of an episode that was run and recorded on another machine, and is recorded here, too.

        Raises:
            RecordingFailed: The folder can't be written to.
        """
        unpack(shipped.files, self.folder)
        return shipped.result

    def forget_error(self, job: Job) -> None:
        """Removes what was kept of a broken episode that is played by now."""
        with suppress(FileNotFoundError):
            (self.folder / ERRORS / f"{job.name}.txt").unlink()
            with suppress(OSError):  # others are in there
                (self.folder / ERRORS).rmdir()

    def _run(self, job: Job, watch: Watch) -> Episode:
        seed = crc32(job.name.encode())  # of what is drawn beside the task: the agent's choices, disturbances
        if self._policy is None or self._env is None:
            self._policy = find_agent(self._sweep.agent)
            self._env = self._make_env(self._policy.observation)
        policy, env = self._policy, self._env
        episode = play(env, lambda: policy.make(env, seed), job.draw, seed, watch)
        if self._judge is not None and episode.fault is None:
            watch(JUDGING)
            episode.verdict = self._judge.judge(episode, find_task(job.task_id))
        return episode

    def _make_env(self, observation: tuple[str, ...]) -> gym.Env[Any, Any]:
        sweep = self._sweep
        judge = make_judge(sweep.judge) if sweep.judge else None
        if judge is not None and waits(judge):  # asked here: a step waits for no language model
            self._judge = judge
        self._claim = Claim(device_names(sweep.device))
        return gym.make(
            "OpenPhone-v0",
            device=self._claim.name,
            judge=inside(judge) if judge else None,
            observation=observation,
            record=("tree", "frame") if sweep.pictures else ("tree",),
            max_steps=sweep.max_steps,
            screen=sweep.screen,
            split=sweep.split,
            interruptions=sweep.interruptions,
        )


def _path(job: Job) -> str:
    """Folder of an episode, relative to that of the run."""
    return f"{EPISODES}/{job.name}"


def _row(job: Job, episode: Episode) -> EpisodeRow:
    return row_of(episode, human_steps=find_task(job.task_id).human_steps, path=_path(job))


def _set_aside(folder: Path, aside: Path, why: str) -> None:
    aside.mkdir(exist_ok=True)
    number = 1
    while os.path.lexists(place := aside / f"{folder.name}-{number}"):
        number += 1
    folder.rename(place)
    place.with_name(f"{place.name}.txt").write_text(why + "\n", encoding="utf-8", errors="replace")


def _wanted() -> bool:
    """Whether the program that asked for an episode is still there; its successor may be at the same one."""
    parent = parent_process()
    return parent is None or parent.is_alive()
