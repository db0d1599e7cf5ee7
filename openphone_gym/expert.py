"""The reference solutions as an agent."""

from __future__ import annotations

from typing import Any

import gymnasium as gym

from openphone_gym.env import PhoneEnv
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.task import Params
from openphone_gym.trajectory import Decision


class ExpertAgent:
    """The reference solution of the environment's task.

    It sees the accessibility tree of the screen, as any agent may, and acts through its marks and
    coordinates; of the task it knows what the goal says, as parameter values.

    Args:
        env: The environment that it will act in, wrapped or not.
    """

    def __init__(self, env: gym.Env[Any, Any]) -> None:
        inner = env.unwrapped
        if not isinstance(inner, PhoneEnv):
            raise TypeError(f"the expert needs an OpenPhone environment, not {type(inner).__name__}")
        self._env = inner

    def reset(self, goal: str) -> None:
        """Takes up the task that the environment has drawn."""
        instance = self._env.instance
        self._hand = Hand(instance.task.solution, Params(**instance.params), instance.task.app)

    def act(self, observation: dict[str, Any]) -> Decision:
        """Looks at the screen and decides."""
        return Decision(action=self._hand.decide(self._env.tree()))
