"""One phone of a vector: starts anew as the autoreset mode says, and shows itself in shared memory."""

from __future__ import annotations

from typing import Any, NamedTuple

import gymnasium as gym
import numpy as np
from gymnasium.vector import AutoresetMode


class Outcome(NamedTuple):
    """What a phone tells its vector after a step or a reset; arrays of its observation lie in shared memory.

    Attributes:
        texts: Parts of the observation that are no arrays, by name.
        reward: Reward of the step; 0 of a reset.
        terminated: Whether the step ended the episode.
        truncated: Whether the step was the last one allowed.
        info: As of ``PhoneEnv``; what it says of an episode that ended before this observation comes first.
    """

    texts: dict[str, str]
    reward: float
    terminated: bool
    truncated: bool
    info: list[dict[str, Any]]


class Seat:
    """An environment at its place in a vector.

    Args:
        env: The environment.
        views: Where each array of its observation goes, by name.
        mode: When an episode that has ended is followed by the next.
    """

    def __init__(self, env: gym.Env[Any, Any], views: dict[str, np.ndarray], mode: AutoresetMode) -> None:
        self._env = env
        self._views = views
        self._mode = mode
        self._ended = False

    def reset(self, asked: dict[str, Any] | None) -> Outcome | None:
        """Starts an episode.

        Args:
            asked: Arguments of ``PhoneEnv.reset``; None leaves the phone as it is.
        """
        if asked is None:
            return None
        observation, info = self._env.reset(**asked)
        self._ended = False
        return Outcome(self._shown(observation), 0.0, False, False, [info])

    def step(self, action: Any) -> Outcome | None:
        """Does an action; with ``NEXT_STEP``, the one after an episode's end begins the next in its place."""
        if self._ended and self._mode == AutoresetMode.NEXT_STEP:
            return self.reset({})
        observation, reward, terminated, truncated, info = self._env.step(action)
        self._ended = terminated or truncated
        infos = [info]
        if self._ended and self._mode == AutoresetMode.SAME_STEP:
            final = {"final_obs": observation, "final_info": info}
            observation, begun = self._env.reset()
            infos = [final, begun]
        return Outcome(self._shown(observation), float(reward), terminated, truncated, infos)

    def call(self, asked: tuple[str, tuple[Any, ...], dict[str, Any]]) -> Any:
        """The value of an attribute of the environment; of a method, what it returns."""
        name, positional, named = asked
        found = self._env.get_wrapper_attr(name)
        return found(*positional, **named) if callable(found) else found

    def set(self, asked: tuple[str, Any]) -> None:
        """Sets an attribute of the environment."""
        self._env.set_wrapper_attr(*asked)

    def close(self) -> None:
        """Gives the device back."""
        self._env.close()

    def _shown(self, observation: dict[str, Any]) -> dict[str, str]:
        for name, view in self._views.items():
            view[...] = observation[name]
        return {name: part for name, part in observation.items() if name not in self._views}
