"""Hybrids by name: which agents, which strategy, which limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gymnasium as gym
import msgspec

from agents import Policy, find_agent
from agents.hybrid.agent import Budget, HybridAgent
from agents.hybrid.cast import Cast, Roles
from agents.hybrid.monitor import UNSEEN, ChatMonitor, Monitor, NoMonitor
from agents.hybrid.strategies import DEFAULT_THRESHOLDS, STRATEGIES, Thresholds
from agents.settings import AgentSettings, agent_settings
from agents.speech import PICTURES
from agents.stand_in import CLOUD_MODEL, StandIn, StandInCast
from openphone_gym.endpoint import (
    ChatClient,
    Endpoint,
    EndpointNotConfigured,
    convert_settings,
    read_settings,
)
from openphone_gym.env import InvalidArgument

STAND_IN = "stand-in"
"""In place of the names of both agents, or of the cloud's: no model is asked there."""


class NamedCast:
    """Two agents by their names on the command line, and a chat model as monitor.

    Args:
        device: Name of the agent on the device, such as ``chat:OPENPHONE_DEVICE`` or ``local:runs/sft``.
        cloud: Name of the agent in the cloud, or ``stand-in``.
        monitor: Source of the monitor's endpoint (see ``Endpoint.load``); None where nobody asks it.
        sees: How the monitor is shown the phone: a mode, or ``none``.

    Raises:
        EndpointNotConfigured: A setting, or an endpoint's key, is missing or wrong.
        InvalidArgument: There is no such agent or mode, or the monitor's model sees no pictures.
    """

    def __init__(self, device: str, cloud: str, monitor: str | None = None, sees: str = "xml") -> None:
        self._device = find_agent(device)
        self._cloud = _stand_in() if cloud == STAND_IN else find_agent(cloud)
        self._monitor: Monitor = NoMonitor() if monitor is None else _monitor(monitor, sees)

    @property
    def observation(self) -> tuple[str, ...]:
        """The parts of the observation that somebody looks at."""
        shown = (self._device.observation, self._cloud.observation, self._monitor.observation)
        return tuple(dict.fromkeys(["ui", *(part for parts in shown for part in parts)]))

    @property
    def settings(self) -> dict[str, Any]:
        """Those of both agents."""
        return {"device": self._device.settings, "cloud": self._cloud.settings}

    def roles(self, env: gym.Env[Any, Any], seed: int) -> Roles:
        """Fills them for an environment, with a seed for all their draws."""
        return Roles(self._device.make(env, seed), self._cloud.make(env, seed), self._monitor)


class HybridSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What stands behind ``hybrid:`` in the name of an agent.

    Attributes:
        device: Name of the agent on the device, or ``stand-in``; a bare source is one of ``chat``.
        cloud: The same for the cloud. With a stand-in on the device it is one, too.
        strategy: Name of the strategy.
        monitor: Source of the monitor's endpoint, for the strategy ``openphone``; empty takes the cloud's.
        monitor_sees: How the monitor is shown the phone: a mode such as ``xml+screenshot``, or ``none``.
        thresholds: JSON file that ``benchmarks.learn_thresholds`` wrote; empty for the defaults.
        calls: Calls of the cloud that an episode may take; None is no limit.
        cost: US dollars that an episode may take; None is no limit.
    """

    device: str = "OPENPHONE_DEVICE"
    cloud: str = "OPENPHONE_CLOUD"
    strategy: str = "guarded"
    monitor: str = ""
    monitor_sees: str = "xml"
    thresholds: str = ""
    calls: int | None = None
    cost: float | None = None

    @classmethod
    def read(cls, text: str) -> HybridSettings:
        """Reads ``device=...,cloud=...,strategy=...``; what is left out has its default.

        Raises:
            EndpointNotConfigured: A setting is unknown or has no such value.
            InvalidArgument: There is no such strategy.
        """
        values: dict[str, Any] = {}
        for part in filter(None, text.split(",")):
            name, _, value = part.partition("=")
            values[name.strip()] = value.strip()
        settings = convert_settings("hybrid", values, cls)
        if settings.strategy not in STRATEGIES:
            raise InvalidArgument("strategy", settings.strategy, list(STRATEGIES))
        return settings

    def cast(self) -> Cast:
        """Who plays the roles.

        Raises:
            InvalidArgument: These sides do not go together, there is no such agent or mode, or the monitor's
                model sees no pictures.
            EndpointNotConfigured: A setting, or an endpoint's key, is missing or wrong.
        """
        self.check_sides()
        if self.device == STAND_IN:
            return StandInCast()
        source = self.monitor or self.cloud.removeprefix("chat:")
        monitor = source if self.strategy == "openphone" else None
        return NamedCast(_agent(self.device), _agent(self.cloud), monitor, self.monitor_sees)

    def check_sides(self) -> None:
        """Refuses a stand-in that does not go with the other side, before anything is connected to.

        Raises:
            InvalidArgument: The device alone is a stand-in; or the cloud alone is one, and nobody is the
                monitor: a stand-in knows of errors of stand-ins only.
        """
        sides = f"{self.device}, {self.cloud}"
        if self.device == STAND_IN != self.cloud:
            raise InvalidArgument("device and cloud", sides, [f"{STAND_IN}, {STAND_IN}"])
        if self.cloud == STAND_IN != self.device and self.strategy == "openphone" and not self.monitor:
            others = [name for name in STRATEGIES if name != "openphone"]
            raise InvalidArgument(
                f"the strategy openphone asks a monitor, and a {STAND_IN} in the cloud is none beside "
                f"{self.device}: name a monitor, or take one of {', '.join(others)}"
            )

    def make_agent(self, roles: Roles, thresholds: Thresholds) -> HybridAgent:
        """A new agent."""
        strategy = STRATEGIES[self.strategy](roles.monitor, thresholds)
        return HybridAgent(
            roles.device, roles.cloud, strategy, budget=Budget(calls=self.calls, cost=self.cost)
        )


def hybrid_policy(text: str) -> Policy:
    """An agent on the device and one in the cloud, with a strategy; ``text`` as for ``HybridSettings.read``.

    Raises:
        InvalidArgument: There is no such strategy or agent.
        EndpointNotConfigured: A setting, or an endpoint's key, is missing or wrong.
    """
    settings = HybridSettings.read(text)
    thresholds, cast = read_thresholds(settings.thresholds), settings.cast()
    noted = {"hybrid": settings, "thresholds": thresholds, **cast.settings}
    return Policy(
        lambda env, seed: settings.make_agent(cast.roles(env, seed), thresholds),
        cast.observation,
        msgspec.to_builtins(noted),
    )


def read_thresholds(path: str | Path) -> Thresholds:
    """Thresholds of a JSON file; the defaults where none is named.

    Raises:
        EndpointNotConfigured: The file can't be read or holds something else.
    """
    if not str(path):
        return DEFAULT_THRESHOLDS
    try:
        return msgspec.json.decode(Path(path).read_bytes(), type=Thresholds)
    except (OSError, msgspec.MsgspecError) as fault:
        raise EndpointNotConfigured(
            f"no thresholds can be read from {path} ({fault}): name a file of benchmarks.learn_thresholds"
        ) from None


def _stand_in() -> Policy:
    """The cloud's stand-in, beside an agent that is none."""
    return Policy(
        lambda env, seed: StandIn(env, CLOUD_MODEL, seed, "cloud"),
        StandIn.observation,
        {STAND_IN: msgspec.to_builtins(CLOUD_MODEL)},
    )


def _agent(name: str) -> str:
    """The name of an agent; a bare source of settings is one of the chat agent."""
    bare = name.isupper() or ".toml" in name.partition(":")[0]
    return f"chat:{name}" if bare else name


def _monitor(source: str, sees: str) -> ChatMonitor:
    endpoint = _endpoint(source)
    monitor = ChatMonitor(ChatClient(endpoint), sees)
    if set(monitor.observation) & set(PICTURES) and not endpoint.vision:
        raise InvalidArgument("monitor_sees", sees, ["xml", UNSEEN])
    return monitor


def _endpoint(source: str) -> Endpoint:
    names = (*Endpoint.__struct_fields__, *AgentSettings.__struct_fields__)
    return agent_settings(source, read_settings(source, names), Endpoint)[0]
