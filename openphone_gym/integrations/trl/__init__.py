"""The phone in TRL: a class for ``environment_factory``, and a function for ``rollout_func``.

Neither imports TRL: what they need of it, they are handed.
"""

from __future__ import annotations

from openphone_gym.integrations.trl.rollout import phone_reward, phone_rollouts, starts
from openphone_gym.integrations.trl.tools import (
    ENDED,
    PhoneTools,
    Start,
    opening,
    phone_tools,
    tool_class,
    tools_reward,
)

__all__ = [
    "ENDED",
    "PhoneTools",
    "Start",
    "opening",
    "phone_reward",
    "phone_rollouts",
    "phone_tools",
    "starts",
    "tool_class",
    "tools_reward",
]
