"""Who plays the device, the cloud and the monitor."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

import gymnasium as gym

from agents.hybrid.agent import Side
from agents.hybrid.monitor import Monitor
from openphone_gym.episode import Agent


class Roles(NamedTuple):
    """Who works together in an episode."""

    device: Agent | Side
    cloud: Agent | Side
    monitor: Monitor


class Cast(Protocol):
    """Fills the roles anew for each episode."""

    @property
    def observation(self) -> tuple[str, ...]:
        """The parts of the observation that the roles look at."""
        ...

    @property
    def settings(self) -> dict[str, Any]:
        """What decides their answers beside the code, as JSON values."""
        ...

    def roles(self, env: gym.Env[Any, Any], seed: int) -> Roles:
        """Fills them for an environment, with a seed for all their draws."""
        ...
