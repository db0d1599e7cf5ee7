"""Agents that go wrong on purpose, each in one known way: what judges are tried on.

They are small and put together: an agent that does the right thing, undoes it and claims success is
``Claim(InTurn(ExpertAgent(env), Script([tap(4)])), message="Done.")``.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import gymnasium as gym

from agents.basic import ExpertAgent
from openphone_gym.actions import Action, finish
from openphone_gym.devices import VirtualDevice
from openphone_gym.episode import Agent
from openphone_gym.tasks.hand import Hand, Solution
from openphone_gym.tasks.task import Drawing, Params
from openphone_gym.trajectory import Decision

DRAWS = 20
"""How often a parameter is drawn anew until it differs."""


class Script:
    """Does given actions, whatever it sees, and finishes."""

    def __init__(self, actions: Sequence[Action]) -> None:
        self._actions = (*actions, finish())

    def reset(self, goal: str) -> None:
        """Starts at the first action."""
        self._left = list(self._actions)

    def act(self, observation: dict[str, Any]) -> Decision:
        """Takes the next action."""
        return Decision(action=self._left.pop(0))


class InTurn:
    """Several agents one after the other: where one would finish, the next takes over."""

    def __init__(self, *agents: Agent) -> None:
        self._agents = agents

    def reset(self, goal: str) -> None:
        """Starts a new episode of all of them."""
        self._left = list(self._agents)
        for agent in self._agents:
            agent.reset(goal)

    def act(self, observation: dict[str, Any]) -> Decision:
        """Decides as the agent does whose turn it is."""
        decision = self._left[0].act(observation)
        while len(self._left) > 1 and _finishes(decision):
            self._left.pop(0)
            decision = self._left[0].act(observation)
        return decision


class Claim:
    """Another agent that ends with a message of ours, at the latest after so many steps.

    Args:
        agent: The other agent.
        message: Passed to ``finish``; None finishes without one.
        after: Steps that the other agent may take; None lets it finish.
    """

    def __init__(self, agent: Agent, message: str | None, after: int | None = None) -> None:
        self._agent = agent
        self._message = message
        self._after = after

    def reset(self, goal: str) -> None:
        """Starts a new episode."""
        self._agent.reset(goal)

    def act(self, observation: dict[str, Any]) -> Decision:
        """Decides as the other agent does, or finishes."""
        due = self._after is not None and int(observation["step"]) >= self._after
        decision = Decision(action=finish()) if due else self._agent.act(observation)
        if not _finishes(decision):
            return decision
        return Decision(action=finish() if self._message is None else finish(self._message))


class SolutionAgent(ExpertAgent):
    """Follows a solution of ours, such as that of another task.

    Args:
        env: The environment that it will act in, wrapped or not.
        solution: What to do, as a task declares it.
        params: Passed to the solution, as attributes.
    """

    def __init__(self, env: gym.Env[Any, Any], solution: Solution, params: Mapping[str, Any]) -> None:
        super().__init__(env)
        self._solution = solution
        self._params = Params(**params)

    def reset(self, goal: str) -> None:
        """Starts anew."""
        self._hand = Hand(self._solution, self._params, self._env.instance.task.app)


class MistakenAgent(ExpertAgent):
    """The reference solution, mistaken in the value of one parameter.

    Args:
        env: An environment on a virtual phone, whose contents the other value is drawn for.
        param: Name of the parameter.
        seed: Draws the other value.
    """

    def __init__(self, env: gym.Env[Any, Any], param: str, seed: int = 0) -> None:
        super().__init__(env)
        self._param = param
        self._seed = seed

    def reset(self, goal: str) -> None:
        """Takes up the environment's task, with a value that is not the one asked for."""
        instance = self._env.instance
        params = {**instance.params, self._param: self._other_value()}
        self._hand = Hand(instance.task.solution, Params(**params), instance.task.app)

    def _other_value(self) -> Any:
        """A value such as the task draws for this phone; the right one where no draw differs."""
        device, instance = self._env.device, self._env.instance
        sample = instance.task.params[self._param].sample
        right = instance.params[self._param]
        if sample is None or not isinstance(device, VirtualDevice):
            return right
        drawing = Drawing(random.Random(self._seed), device.phone, Params(**instance.params))
        drawn = (sample(drawing) for _ in range(DRAWS))
        return next((value for value in drawn if value != right), right)


def _finishes(decision: Decision) -> bool:
    action = decision.action
    return action.name == "finish" if isinstance(action, Action) else action.lstrip().startswith("finish")
