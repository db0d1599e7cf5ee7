"""Policies by name, for the programs that run them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import gymnasium as gym
import msgspec

from agents.basic import ExpertAgent, FinishAgent, NoopAgent, RandomAgent
from agents.chat import ChatSettings
from openphone_gym.endpoint import ChatClient, convert_settings, read_settings
from openphone_gym.env import InvalidArgument
from openphone_gym.episode import Agent


class Policy(NamedTuple):
    """How to make an agent.

    Attributes:
        make: Builds it for an environment, with a seed for all its draws.
        observation: The parts of the observation that it looks at.
        settings: What decides its answers beside the code, as JSON values.
    """

    make: Callable[[gym.Env[Any, Any], int], Agent]
    observation: tuple[str, ...] = ()
    settings: dict[str, Any] = {}  # noqa: RUF012


SERVING = ("base_url", "api_key_env", "timeout", "retries")
"""Settings of an endpoint that say how it is reached, and not what it answers."""


def chat_policy(source: str) -> Policy:
    """The chat agent with the settings of a TOML file or of environment variables.

    Args:
        source: As for ``Endpoint.load``.

    Raises:
        EndpointNotConfigured: A setting, or the endpoint's key, is missing or wrong.
    """
    settings = convert_settings(source, read_settings(source, ChatSettings.__struct_fields__), ChatSettings)
    client = ChatClient(settings)
    noted = {name: value for name, value in msgspec.to_builtins(settings).items() if name not in SERVING}
    noted["prompt_version"] = settings.prompt_version
    agent = settings.make_agent(client)
    return Policy(lambda env, seed: settings.make_agent(client), agent.observation, noted)


AGENTS: dict[str, Policy] = {
    "expert": Policy(lambda env, seed: ExpertAgent(env)),
    "random": Policy(lambda env, seed: RandomAgent(seed)),
    "noop": Policy(lambda env, seed: NoopAgent()),
    "finish": Policy(lambda env, seed: FinishAgent()),
}
"""Every agent that needs no settings, by its name on the command line."""

MODEL_AGENTS: dict[str, tuple[Callable[[str], Policy], str]] = {"chat": (chat_policy, "OPENPHONE_AGENT")}
"""Agents with settings: how to make them from a source of settings, and the source where none is named."""


def find_agent(name: str) -> Policy:
    """The policy of that name.

    Args:
        name: Such as ``expert``, ``chat``, ``chat:agent.toml``, ``chat:endpoints.toml:small`` or
            ``chat:OPENPHONE_CLOUD``: what stands behind the first colon says where the settings are.

    Raises:
        InvalidArgument: There is none; names the nearest one.
        EndpointNotConfigured: Its settings are missing or wrong.
    """
    family, _, source = name.partition(":")
    if family in MODEL_AGENTS:
        make, default = MODEL_AGENTS[family]
        return make(source or default)
    if name not in AGENTS:
        raise InvalidArgument("agent", name, [*AGENTS, *MODEL_AGENTS])
    return AGENTS[name]
