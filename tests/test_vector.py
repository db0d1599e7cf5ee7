"""Many phones at once, in this process and in others."""

from __future__ import annotations

from typing import Any

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.vector import AsyncVectorEnv, AutoresetMode, SyncVectorEnv

ARGUMENTS = {"num_envs": 2, "observation": ("ui", "screenshot"), "screen": (270, 600), "variation": "sampled"}
CALLS = [
    ("tap(1)", 'text("北京")'),
    ("tap(99)", "back()"),
    ("finish()", "swipe(direction='up')"),
    ("wait(1)",) * 2,
]


def transcript(envs: SyncVectorEnv | AsyncVectorEnv) -> list[dict[str, Any]]:
    """What an agent sees of a few steps."""
    observations, infos = envs.reset(seed=11)
    seen = [{**plain(observations), "seeds": infos["task_seed"].tolist()}]
    for calls in CALLS:
        observations, rewards, terminated, truncated, _ = envs.step(calls)
        ends = {"terminated": terminated.tolist(), "truncated": truncated.tolist()}
        seen.append({**plain(observations), "rewards": rewards.tolist(), **ends})
    envs.close()
    return seen


def plain(observations: dict[str, Any]) -> dict[str, Any]:
    """Observations as values that can be compared."""
    return {
        name: part.tolist() if isinstance(part, np.ndarray) else part for name, part in observations.items()
    }


@pytest.fixture(scope="module")
def expected() -> list[dict[str, Any]]:
    return transcript(gym.make_vec("OpenPhone-v0", vectorization_mode="sync", **ARGUMENTS))


def test_sync(expected: list[dict[str, Any]]) -> None:
    assert len(set(expected[0]["goal"])) == 2
    assert [seen["terminated"][0] for seen in expected[1:]] == [False, False, True, False]
    assert expected[4]["step"] == [0, 4], "an episode that ended starts anew with the next step"


@pytest.mark.parametrize("shared_memory", [True, False])
def test_async_in_spawned_processes_sees_the_same(
    shared_memory: bool, expected: list[dict[str, Any]]
) -> None:
    options = {"context": "spawn", "shared_memory": shared_memory}
    envs = gym.make_vec("OpenPhone-v0", vectorization_mode="async", vector_kwargs=options, **ARGUMENTS)
    assert transcript(envs) == expected


def test_same_step_autoreset() -> None:
    options = {"autoreset_mode": AutoresetMode.SAME_STEP}
    envs = gym.make_vec("OpenPhone-v0", vectorization_mode="sync", vector_kwargs=options, **ARGUMENTS)
    envs.reset(seed=0)
    observations, _, terminated, _, infos = envs.step(("finish()", "wait(1)"))
    assert terminated.tolist() == [True, False]
    assert observations["step"].tolist() == [0, 1]
    assert infos["final_info"]["verdict"][0].success is False
    envs.close()


def test_sampled_actions_step() -> None:
    envs = gym.make_vec("OpenPhone-v0", vectorization_mode="sync", **ARGUMENTS)
    envs.reset(seed=0)
    envs.action_space.seed(0)
    for _ in range(20):
        observations, *_ = envs.step(envs.action_space.sample())
    assert observations["screenshot"].shape == (2, 600, 270, 3)
    envs.close()
