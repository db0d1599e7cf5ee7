"""Running an agent on an environment, from reset to verdict."""

from __future__ import annotations

from time import perf_counter
from typing import Any, Protocol

import gymnasium as gym

from openphone_gym.env import PhoneEnv
from openphone_gym.trajectory import Decision, Episode


class Agent(Protocol):
    """Whatever decides: any object with these two methods works everywhere."""

    def reset(self, goal: str) -> None:
        """Starts a new episode with this goal."""
        ...

    def act(self, observation: dict[str, Any]) -> Decision:
        """Answers an observation."""
        ...


def run_episode(
    env: gym.Env[Any, Any],
    agent: Agent,
    *,
    seed: int | None = None,
    options: dict[str, Any] | None = None,
) -> Episode:
    """Runs one episode.

    Args:
        env: A ``PhoneEnv``, wrapped or not.
        agent: The policy.
        seed: Passed to ``reset``.
        options: Passed to ``reset``.

    Returns:
        The whole episode with its verdict; what is kept of each step is the environment's
        ``record`` argument.

    Raises:
        DeviceError: The device failed.
        TypeError: ``env`` is no phone environment.
    """
    inner = env.unwrapped
    if not isinstance(inner, PhoneEnv):
        raise TypeError(f"run_episode needs an OpenPhone environment, not {type(inner).__name__}")
    observation, _ = env.reset(seed=seed, options=options)
    agent.reset(observation["goal"])
    ended = False
    while not ended:
        started = perf_counter()
        decision = agent.act(observation)
        if not decision.latency:
            decision.latency = perf_counter() - started
        observation, _, terminated, truncated, _ = env.step(decision.action)
        inner.episode.steps[-1].decision = decision
        ended = terminated or truncated
    return inner.episode
