"""Agents that err: another agent's decisions with random actions in between.

A slip shows whether a policy looks at the screen or recites; more of them turn a strong policy into
a weak one::

    weak = NoisyAgent(ExpertAgent(env), error_rate=0.3, seed=1)
    for step, episode in with_one_error(env, ExpertAgent(env), seed=1): ...
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import gymnasium as gym
import numpy as np

from openphone_gym.actions import ActionSpace
from openphone_gym.episode import Agent, run_episode
from openphone_gym.trajectory import Decision, Episode

SLIPS = ("tap", "swipe", "text", "back", "long_press", "enter", "home", "launch", "wait")
"""What a slip may be: any action but the end of the episode."""

COMMON_INDEX = 16
"""Taps go to elements up to this number, which most screens have."""


class NoisyAgent:
    """Another agent, some of whose actions are replaced by random ones.

    The other agent isn't asked at a slip, and so doesn't know of it but by what the screen shows next.

    Args:
        agent: The other agent.
        error_rate: Chance of a slip at each step, 0 to 1.
        at_steps: Steps of the episode, from 0, at which there is a slip in any case.
        seed: Seed of all draws; they go on from episode to episode.
    """

    def __init__(
        self, agent: Agent, *, error_rate: float = 0.0, at_steps: Collection[int] = (), seed: int = 0
    ) -> None:
        if not 0 <= error_rate <= 1:
            raise ValueError(f"error_rate is a chance from 0 to 1, not {error_rate}")
        self._agent = agent
        self._error_rate = error_rate
        self._at_steps = frozenset(at_steps)
        self._rng = np.random.default_rng(seed)
        self._space = ActionSpace(self._rng, max_index=COMMON_INDEX)
        self._step = 0

    def reset(self, goal: str) -> None:
        """Starts a new episode of both."""
        self._step = 0
        self._agent.reset(goal)

    def act(self, observation: dict[str, Any]) -> Decision:
        """Decides as the other agent does, or slips."""
        slips = self._step in self._at_steps or self._rng.random() < self._error_rate
        self._step += 1
        return Decision(action=self._space.sample(SLIPS)) if slips else self._agent.act(observation)


def with_one_error(
    env: gym.Env[Any, Any], agent: Agent, *, seed: int = 0, options: dict[str, Any] | None = None
) -> Iterator[tuple[int, Episode]]:
    """Runs the same episode again and again, with a slip at another step each time.

    Args:
        env: A ``PhoneEnv``, wrapped or not.
        agent: The policy to try.
        seed: Passed to ``reset``, and seed of the slips.
        options: Passed to ``reset``; name the task there if the environment has several.

    Yields:
        The step of the slip and the episode, for every step that the agent takes without slips.
    """
    for step in range(len(run_episode(env, agent, seed=seed, options=options).steps)):
        noisy = NoisyAgent(agent, at_steps=(step,), seed=seed)
        yield step, run_episode(env, noisy, seed=seed, options=options)
