"""Gymnasium environments for phone agents on a deterministic virtual phone.

import gymnasium as gym
import openphone_gym

env = gym.make("OpenPhone-zoom-v0")
"""

from __future__ import annotations

from openphone_gym.registration import register_envs

__version__ = "0.1.0"

register_envs()
