"""Whatever is done to the phone, it carries on: every exception is a bug.

The slow tests bring the random steps of each app to 10,000.
"""

from __future__ import annotations

import pytest

from agents.basic import RandomAgent
from openphone_gym.env import PhoneEnv
from openphone_gym.tasks.catalogue import task_apps, tasks_of

CHUNK = 500
CHUNKS = [0, *(pytest.param(number, marks=pytest.mark.slow) for number in range(1, 20))]
EPISODE = 100
FRAME_EVERY = 4


@pytest.mark.parametrize("chunk", CHUNKS)
@pytest.mark.parametrize("app", [*task_apps(), "practice"])
def test_random_steps_raise_nothing(app: str, chunk: int) -> None:
    env = PhoneEnv(
        [task.id for task in tasks_of(app)],
        observation=("ui",),
        variation="sampled",
        screen=(270, 600),
        max_steps=EPISODE,
        interruptions=0.5,
        render_mode="rgb_array",
    )
    agent = RandomAgent(chunk)
    observation, _ = env.reset(seed=chunk)
    for number in range(CHUNK):
        observation, _, terminated, truncated, info = env.step(agent.act(observation).action)
        assert observation in env.observation_space
        assert isinstance(info["foreground"], str)
        if number % FRAME_EVERY == 0:
            frame = env.render()
            assert frame is not None
            assert frame.shape == (600, 270, 3)
        if terminated or truncated:
            observation, _ = env.reset()
    env.close()
