"""Environment ids: ``OpenPhone-v0``, ``OpenPhone-<app>-v0``, ``OpenPhone-<task_id>-v0``."""

from __future__ import annotations

import gymnasium as gym

from openphone_gym.tasks.catalogue import catalogue, set_names, tasks_of

VERSION = "v0"
"""Raised by every change that alters scores."""


def register_envs() -> None:
    """Registers every environment with Gymnasium; calling it again changes nothing."""
    _register("OpenPhone", list(catalogue()))
    for name in set_names():
        _register(f"OpenPhone-{name}", [task.id for task in tasks_of(name)])
    for task_id in catalogue():
        _register(f"OpenPhone-{task_id}", [task_id])


def _register(name: str, task_ids: list[str]) -> None:
    env_id = f"{name}-{VERSION}"
    if env_id not in gym.registry:
        gym.register(env_id, entry_point="openphone_gym.env:PhoneEnv", kwargs={"tasks": task_ids})
