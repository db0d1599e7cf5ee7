"""Gymnasium environments for phone agents on a deterministic virtual phone.

import gymnasium as gym
import openphone_gym

env = gym.make("OpenPhone-zoom-v0")
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from openphone_gym.registration import register_envs

if TYPE_CHECKING:
    from openphone_gym.integrations.verifiers import PhoneExchange, PhoneHarness, PhoneTaskset

__version__ = "0.1.0"

__all__ = ["PhoneExchange", "PhoneHarness", "PhoneTaskset"]
"""What verifiers looks for in the package by whose name a taskset goes; loaded when it is asked for."""

register_envs()


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(importlib.import_module("openphone_gym.integrations.verifiers"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
