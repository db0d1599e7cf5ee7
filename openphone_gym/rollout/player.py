"""Episodes of any agent as work for a crew."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, cast
from zlib import crc32

import gymnasium as gym

from openphone_gym.arguments import InvalidArgument
from openphone_gym.episode import Agent
from openphone_gym.rollout.phones import VIRTUAL, Claim, device_names
from openphone_gym.rollout.playing import ENVIRONMENT, Draw, play
from openphone_gym.rollout.turns import Watch
from openphone_gym.trajectory import Episode

Factory = Callable[[gym.Env[Any, Any], int], Agent]
"""Makes an agent for an environment, with a seed for all its draws."""


class PhoneWork:
    """Work on phones: each worker has one of its own, from its first job on.

    Args:
        env: Keyword arguments of the environment; see ``PhoneEnv``. ``device`` may list several, separated by
            commas, of which each worker takes one.

    Attributes:
        devices: Names of the devices.

    Raises:
        InvalidArgument: There is no such device.
    """

    def __init__(self, env: dict[str, Any]) -> None:
        self._arguments = dict(env)
        self.devices: tuple[str, ...] = device_names(self._arguments.pop("device", VIRTUAL))
        self._claim: Claim | None = None
        self._env: gym.Env[Any, Any] | None = None

    def _phone(self) -> gym.Env[Any, Any]:
        """This worker's environment.

        Raises:
            DeviceError: The device failed, or all are in use.
        """
        if self._env is None:
            self._claim = Claim(self.devices)
            self._env = gym.make("OpenPhone-v0", device=self._claim.name, **self._arguments)
        return self._env


class Player(PhoneWork):
    """Plays draws, with a new agent for each episode.

    Everything that is drawn in an episode, by the agent too, comes from seeds that its draw decides, so that
    it is the same whichever worker plays it, and however many there are.

    Args:
        agent: A ``Factory`` that can be pickled, or where one is: ``package.module:name``.
        env: As for ``PhoneWork``.

    Raises:
        InvalidArgument: There is no such agent or device.
    """

    def __init__(self, agent: Factory | str, env: dict[str, Any] | None = None) -> None:
        super().__init__(env or {})
        self._agent = agent
        if isinstance(agent, str):
            find_factory(agent)

    def __call__(self, draw: Draw, watch: Watch = lambda phase: None) -> Episode:
        """Plays an episode.

        Raises:
            DeviceError: The device failed, or all are in use.
            EndpointError: The endpoint of the agent or of the judge failed.
        """
        watch(ENVIRONMENT)
        env, agent = self._phone(), self._agent
        seed = crc32("/".join(map(str, draw)).encode())
        factory = find_factory(agent) if isinstance(agent, str) else agent
        episode = play(env, lambda: factory(env, seed), draw, seed, watch)
        watch(ENVIRONMENT)
        return episode


def find_factory(name: str) -> Factory:
    """What makes the agents, by its place.

    Args:
        name: ``package.module:name``.

    Raises:
        InvalidArgument: There is nothing that can be called.
    """
    module, _, attribute = name.partition(":")
    try:
        found: Any = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        why = f"agent={name!r} can't be imported ({error}): give package.module:name"
        raise InvalidArgument(why) from None
    if not callable(found):
        raise InvalidArgument(f"agent={name!r} is a {type(found).__name__}, and makes no agents")
    return cast(Factory, found)
