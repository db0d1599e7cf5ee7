"""The screen judge against the state judge, which knows the truth, on the virtual phone."""

from __future__ import annotations

import gymnasium as gym
import pytest

import openphone_gym  # noqa: F401
from agents.basic import ExpertAgent, FinishAgent
from agents.noisy import NoisyAgent
from openphone_gym.episode import run_episode
from openphone_gym.judges import ScreenJudge, StateJudge
from openphone_gym.tasks.catalogue import catalogue

BY_SCREENS = [
    task.id
    for task in catalogue().values()
    if task.suite != "practice" and all(goal.screen or goal.shell for goal in task.subgoals)
]


@pytest.mark.parametrize("task_id", BY_SCREENS)
def test_screens_and_state_agree(task_id):
    task = catalogue()[task_id]
    # What counts as soon as it was seen on the way is watched by the state judge alone.
    judge = "state" if any(goal.trajectory for goal in task.subgoals) else "screen"
    env = gym.make(
        f"OpenPhone-{task_id}-v0", judge=judge, variation="sampled", observation=(), record=("tree",)
    )
    agents = (
        lambda seed: ExpertAgent(env),
        lambda seed: FinishAgent(),
        lambda seed: NoisyAgent(ExpertAgent(env), error_rate=0.5, seed=seed),
    )
    for seed in range(2):
        for make in agents:
            episode = run_episode(env, make(seed), seed=seed)
            truth, told = StateJudge().judge(episode, task), ScreenJudge().judge(episode, task)
            if truth.success is not None and told.success is not None:
                assert told.success == truth.success, (seed, told, truth)
