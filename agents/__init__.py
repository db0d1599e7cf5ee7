"""Policies by name, for the programs that run them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import gymnasium as gym
import msgspec

from agents.basic import ExpertAgent, FinishAgent, NoopAgent, RandomAgent
from agents.chat import ChatAgent
from agents.settings import AgentSettings, agent_settings
from agents.sources import parted
from openphone_gym.endpoint import ChatClient, Endpoint, EndpointNotConfigured, read_settings
from openphone_gym.env import InvalidArgument
from openphone_gym.episode import Agent
from openphone_gym.rollout.player import find_factory


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


CHAT_SOURCE = "OPENPHONE_AGENT"
"""Prefix of the variables that configure the chat agent, where no other source is named."""

SERVING = ("base_url", "api_key_env", "timeout", "retries")
"""Settings of an endpoint that say how it is reached, and not what it answers."""


def chat_policy(source: str) -> Policy:
    """The chat agent with the settings of a TOML file or of environment variables.

    Args:
        source: As for ``Endpoint.load``, with further settings behind commas (``agent.toml,dialect=uitars``);
            or settings alone, for the default variables.

    Raises:
        EndpointNotConfigured: A setting, or the endpoint's key, is missing or wrong.
        InvalidArgument: A setting has no such value.
    """
    names = (*Endpoint.__struct_fields__, *AgentSettings.__struct_fields__)
    first, changes = parted(source)
    first = first or CHAT_SOURCE
    endpoint, settings = agent_settings(first, read_settings(first, names) | changes, Endpoint)
    if settings.pictures and not endpoint.vision:
        raise EndpointNotConfigured(
            f"mode {settings.mode!r} of {first} shows pictures, but vision is off: take mode 'xml'"
        )
    client = ChatClient(endpoint)
    return Policy(
        lambda env, seed: ChatAgent(client, **settings.arguments()),
        settings.observation,
        _noted(endpoint, settings),
    )


def local_policy(source: str) -> Policy:
    """The agent with a model in this process, which is loaded when the first agent is made.

    Args:
        source: The model's folder, with further settings behind commas (``runs/sft,adapter=runs/lora``); a
            TOML file; or a prefix of environment variables. See ``agents.local.LocalSettings`` and
            ``AgentSettings`` for what can be set.

    Raises:
        EndpointNotConfigured: A setting, the model or a package is missing or wrong.
    """
    from agents import local  # late: it needs nothing heavy, but few programs need it

    model, settings = agent_settings(source, local.read_source(source), local.LocalSettings)
    local.check(model)
    return Policy(
        lambda env, seed: local.LocalAgent(local.load(model), seed=seed, **settings.arguments()),
        settings.observation,
        _noted(model, settings) | {"weights": local.fingerprint(model)},
    )


def hybrid_policy(source: str) -> Policy:
    """An agent on the device and one in the cloud, with a strategy.

    Args:
        source: ``device=...,cloud=...,strategy=...``; see ``agents.hybrid.policy.HybridSettings``.

    Raises:
        InvalidArgument: There is no such strategy or agent.
        EndpointNotConfigured: A setting, or an endpoint's key, is missing or wrong.
    """
    from agents.hybrid import policy  # late: it is made of two policies of this module

    return policy.hybrid_policy(source)


def own_policy(source: str) -> Policy:
    """An agent of somebody else's package.

    Args:
        source: ``package.module:name`` of what makes it for an environment and a seed. An attribute
            ``observation`` there names the parts that it looks at; otherwise it is given screenshot and text.

    Raises:
        InvalidArgument: Nothing is there that makes agents.
    """
    factory = find_factory(source)
    seen = tuple(getattr(factory, "observation", ("screenshot", "ui")))
    return Policy(lambda env, seed: find_factory(source)(env, seed), seen, {"made_by": source})


def _noted(model: msgspec.Struct, settings: AgentSettings) -> dict[str, Any]:
    """What decides an agent's answers, as JSON values."""
    values = msgspec.to_builtins(model) | msgspec.to_builtins(settings)
    noted = {name: value for name, value in values.items() if name not in SERVING}
    return noted | {"prompt_version": settings.prompt_version}


AGENTS: dict[str, Policy] = {
    "expert": Policy(lambda env, seed: ExpertAgent(env)),
    "random": Policy(lambda env, seed: RandomAgent(seed)),
    "noop": Policy(lambda env, seed: NoopAgent()),
    "finish": Policy(lambda env, seed: FinishAgent()),
}
"""Every agent that needs no settings, by its name on the command line."""

MODEL_AGENTS: dict[str, tuple[Callable[[str], Policy], str]] = {
    "chat": (chat_policy, CHAT_SOURCE),
    "local": (local_policy, "OPENPHONE_LOCAL"),
    "hybrid": (hybrid_policy, ""),
    "own": (own_policy, ""),
}
"""Agents with settings: how to make them from a source of settings, and the source where none is named."""


def find_agent(name: str) -> Policy:
    """The policy of that name.

    Args:
        name: Such as ``expert``, ``chat``, ``chat:agent.toml``, ``chat:endpoints.toml:small`` or
            ``chat:OPENPHONE_CLOUD``, ``chat:dialect=uitars``, ``local:runs/sft`` or ``own:my_agents:make``:
            what stands behind the first colon says where the settings are, or what makes the agent.

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
