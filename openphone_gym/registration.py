"""Environment ids: ``OpenPhone-v0``, ``OpenPhone-<app>-v0``, ``OpenPhone-<task_id>-v0``.

``OpenPhone-v0`` holds the tasks of the benchmarks; our own have sets of their own: ``OpenPhone-cross-v0``.
"""

from __future__ import annotations

import gymnasium as gym

from openphone_gym.tasks.catalogue import catalogue, set_names, tasks_of
from openphone_gym.tasks.task import OWN_SUITES

VERSION = "v0"
"""Raised by every change that alters scores."""


def register_envs() -> None:
    """Registers every environment with Gymnasium; calling it again changes nothing."""
    _register("OpenPhone", [task.id for task in catalogue().values() if task.suite not in OWN_SUITES])
    for name in set_names():
        # Practice is drawn anew each time, unless its canonical goals are asked for.
        drawn = {"variation": "sampled"} if name == "practice" else {}
        _register(f"OpenPhone-{name}", [task.id for task in tasks_of(name)], **drawn)
    for task_id in catalogue():
        _register(f"OpenPhone-{task_id}", [task_id])


def _register(name: str, task_ids: list[str], **given: str) -> None:
    env_id = f"{name}-{VERSION}"
    if env_id not in gym.registry:
        gym.register(
            env_id,
            entry_point="openphone_gym.env:PhoneEnv",
            vector_entry_point="openphone_gym.vector:PhoneVectorEnv",
            kwargs={"tasks": task_ids, **given},
        )
