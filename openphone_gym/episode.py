"""Running an agent on an environment, from reset to verdict."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from time import perf_counter
from typing import Any, Literal, Protocol, TypeVar

import gymnasium as gym
import msgspec

from openphone_gym.devices.device import DeviceError
from openphone_gym.endpoint import EndpointError
from openphone_gym.env import PhoneEnv
from openphone_gym.trajectory import AgentFault, Decision, Episode, received, shortened

Phase = Literal["agent", "environment"]
"""Whose turn it is: who is to blame if nothing comes."""

Answered = TypeVar("Answered")


class Agent(Protocol):
    """Whatever decides: any object with these two methods works everywhere."""

    def reset(self, goal: str) -> None:
        """Starts a new episode with this goal."""
        ...

    def act(self, observation: dict[str, Any]) -> Decision:
        """Answers an observation."""
        ...


class _Failed(Exception):
    """The agent failed; the episode is over."""

    def __init__(self, fault: AgentFault) -> None:
        super().__init__(fault.reason)
        self.fault = fault


def run_episode(
    env: gym.Env[Any, Any],
    agent: Agent,
    *,
    seed: int | None = None,
    options: dict[str, Any] | None = None,
    watch: Callable[[Phase], None] = lambda phase: None,
) -> Episode:
    """Runs one episode.

    An agent that raises, leaves the program or hands over what is no decision has failed: the episode ends
    there, with ``Episode.fault``, as a failure. So has one that steps, resets or closes the environment by
    itself. Devices and endpoints that fail say nothing about the agent.

    Args:
        env: A ``PhoneEnv``, wrapped or not.
        agent: The policy.
        seed: Passed to ``reset``.
        options: Passed to ``reset``.
        watch: Told whose turn begins, so that whoever waits from outside knows who hangs.

    Returns:
        The whole episode with its verdict; what is kept of each step is the environment's
        ``record`` argument.

    Raises:
        DeviceError: The device failed.
        EndpointError: The endpoint of the agent or of the judge failed.
        TypeError: ``env`` is no phone environment.
    """
    inner = env.unwrapped
    if not isinstance(inner, PhoneEnv):
        raise TypeError(f"run_episode needs an OpenPhone environment, not {type(inner).__name__}")
    watch("environment")
    observation, _ = env.reset(seed=seed, options=options)
    episode, steps = inner.episode, 0

    def turn_to_environment() -> None:
        watch("environment")
        if inner.episode is not episode or len(episode.steps) != steps or inner.closed:
            reason = "the agent has stepped, reset or closed the environment by itself"
            raise _Failed(AgentFault(kind="invalid", reason=reason))

    try:
        watch("agent")
        goal = observation["goal"]
        _asked(lambda: agent.reset(goal))
        ended = False
        while not ended:
            watch("agent")
            decision = _decision(agent, observation)
            turn_to_environment()
            steps += 1
            observation, _, terminated, truncated, _ = env.step(decision.move)
            inner.episode.steps[-1].decision = _stored(decision)
            ended = terminated or truncated
    except _Failed as failed:
        watch("environment")
        if inner.episode is episode and not inner.closed:
            inner.fail(failed.fault)
        else:
            episode.fail(failed.fault)
    return episode


def _decision(agent: Agent, observation: dict[str, Any]) -> Decision:
    """What the agent answers, checked, with the time it took."""
    started = perf_counter()
    decision = _asked(lambda: received(agent.act(observation)))
    if decision.latency:
        return decision
    return msgspec.structs.replace(decision, latency=perf_counter() - started)


def _asked(question: Callable[[], Answered]) -> Answered:
    """The agent's answer; what it raises is its own fault, what devices and endpoints raise is not."""
    try:
        return question()
    except (DeviceError, EndpointError):
        raise
    except (Exception, SystemExit) as error:
        raise _Failed(AgentFault.of(error, traceback.format_exc())) from error


def _stored(decision: Decision) -> Decision:
    """The decision as it is kept, now that its action's text has been read."""
    if not isinstance(decision.action, str):
        return decision
    return msgspec.structs.replace(decision, action=shortened(decision.action))
