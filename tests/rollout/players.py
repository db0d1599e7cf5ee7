"""Agents by factories that workers can import: chance alone, and some that misbehave."""

from __future__ import annotations

import os
import random
import time
from typing import Any

import gymnasium as gym

from openphone_gym.actions import ActionSpace
from openphone_gym.devices.device import DeviceError
from openphone_gym.trajectory import Decision

STEPS = 4


class Dice:
    """Acts by chance for a few steps, and then says so."""

    def __init__(self, seed: int) -> None:
        self._space = ActionSpace()
        self._space.seed(seed)
        self._chance = random.Random(seed)
        self._steps = 0

    def reset(self, goal: str) -> None:
        self._goal = goal

    def act(self, observation: dict[str, Any]) -> Decision:
        self._steps += 1
        if self._steps > STEPS:
            return Decision(action='finish("thrown")')
        return Decision(action=self._space.sample(), note=str(self._chance.random()))


def dice(env: gym.Env[Any, Any], seed: int) -> Dice:
    return Dice(seed)


class Misbehaving(Dice):
    def __init__(self, env: gym.Env[Any, Any], seed: int) -> None:
        super().__init__(seed)
        self._env = env

    def act(self, observation: dict[str, Any]) -> Decision:
        unwrapped: Any = self._env.unwrapped
        task = unwrapped.episode.task_id
        if task == "zoom_2":
            raise RuntimeError("no")
        if task == "zoom_3":
            raise DeviceError("lost")
        if task == "zoom_4":
            os._exit(4)
        return super().act(observation)


def misbehaving(env: gym.Env[Any, Any], seed: int) -> Misbehaving:
    return Misbehaving(env, seed)


class Slow(Dice):
    def act(self, observation: dict[str, Any]) -> Decision:
        time.sleep(0.3)
        return super().act(observation)


def slow(env: gym.Env[Any, Any], seed: int) -> Slow:
    return Slow(seed)


not_callable = "text"
