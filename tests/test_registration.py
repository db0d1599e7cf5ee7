"""Every app and every task has an environment id."""

from __future__ import annotations

import subprocess
import sys

import gymnasium as gym
import pytest

from openphone_gym.registration import register_envs
from openphone_gym.tasks.catalogue import catalogue, set_names, tasks_of


def test_all_tasks_of_the_benchmarks_are_in_one_environment() -> None:
    held = gym.spec("OpenPhone-v0").kwargs["tasks"]
    assert held == [task.id for task in catalogue().values() if task.suite in ("AndroidLab", "OpenPhone")]
    assert not set(held) & set(gym.spec("OpenPhone-cross-v0").kwargs["tasks"])


@pytest.mark.parametrize("name", set_names())
def test_every_name_of_an_app_has_an_environment(name: str) -> None:
    assert gym.spec(f"OpenPhone-{name}-v0").kwargs["tasks"] == [task.id for task in tasks_of(name)]


def test_every_task_has_an_environment() -> None:
    for task_id in catalogue():
        assert gym.spec(f"OpenPhone-{task_id}-v0").kwargs["tasks"] == [task_id]


def test_registering_again_changes_nothing() -> None:
    before = dict(gym.registry)
    register_envs()
    assert dict(gym.registry) == before


def test_the_import_alone_registers() -> None:
    code = "import gymnasium, openphone_gym; print(gymnasium.spec('OpenPhone-zoom-v0').id)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "OpenPhone-zoom-v0"


def test_an_unknown_id_names_the_nearest() -> None:
    with pytest.raises(gym.error.UnregisteredEnv, match="OpenPhone-zoom"):
        gym.make("OpenPhone-zoomm-v0")
    with pytest.raises(gym.error.VersionNotFound, match="v0"):
        gym.make("OpenPhone-zoom-v7")
