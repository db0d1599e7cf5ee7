"""Policies that need no model: nothing, chance, and the reference solutions."""

from __future__ import annotations

from typing import Any

from openphone_gym.actions import ActionSpace, finish, wait
from openphone_gym.expert import ExpertAgent
from openphone_gym.trajectory import Decision

__all__ = ["ExpertAgent", "FinishAgent", "NoopAgent", "RandomAgent"]


class NoopAgent:
    """Waits and does nothing until the step limit."""

    def reset(self, goal: str) -> None:
        """Starts a new episode."""

    def act(self, observation: dict[str, Any]) -> Decision:
        """Waits."""
        return Decision(action=wait(1))


class FinishAgent:
    """Claims at once to be done."""

    def reset(self, goal: str) -> None:
        """Starts a new episode."""

    def act(self, observation: dict[str, Any]) -> Decision:
        """Finishes."""
        return Decision(action=finish())


class RandomAgent:
    """Draws from the action space.

    Args:
        seed: Seed of all draws.
    """

    def __init__(self, seed: int = 0) -> None:
        self._space = ActionSpace(seed)

    def reset(self, goal: str) -> None:
        """Starts a new episode; the draws go on."""

    def act(self, observation: dict[str, Any]) -> Decision:
        """Draws an action."""
        return Decision(action=self._space.sample())
