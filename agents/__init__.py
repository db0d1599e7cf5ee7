"""Policies by name, for the programs that run them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import gymnasium as gym

from agents.basic import ExpertAgent, FinishAgent, NoopAgent, RandomAgent
from openphone_gym.env import InvalidArgument
from openphone_gym.episode import Agent


class Policy(NamedTuple):
    """How to make an agent.

    Attributes:
        make: Builds it for an environment, with a seed for all its draws.
        observation: The parts of the observation that it looks at.
    """

    make: Callable[[gym.Env[Any, Any], int], Agent]
    observation: tuple[str, ...] = ()


AGENTS: dict[str, Policy] = {
    "expert": Policy(lambda env, seed: ExpertAgent(env)),
    "random": Policy(lambda env, seed: RandomAgent(seed)),
    "noop": Policy(lambda env, seed: NoopAgent()),
    "finish": Policy(lambda env, seed: FinishAgent()),
}
"""Every agent by its name on the command line."""


def find_agent(name: str) -> Policy:
    """The policy of that name.

    Raises:
        InvalidArgument: There is none; names the nearest one.
    """
    if name not in AGENTS:
        raise InvalidArgument("agent", name, list(AGENTS))
    return AGENTS[name]
