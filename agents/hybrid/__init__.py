"""A small model on the device, a large one in the cloud, and strategies that choose between them."""

from __future__ import annotations

from agents.hybrid.agent import Budget, HybridAgent, Side, Spent, Strategy, Turn, Withdrawing
from agents.hybrid.monitor import ChatMonitor, Monitor, Plan, Usage, read_plan
from agents.hybrid.strategies import (
    DEFAULT_THRESHOLDS,
    STRATEGIES,
    Guarded,
    OneSide,
    OpenPhone,
    Thresholds,
    Troubles,
)
from agents.hybrid.watch import Signals, Watch, action_of

__all__ = [
    "DEFAULT_THRESHOLDS",
    "STRATEGIES",
    "Budget",
    "ChatMonitor",
    "Guarded",
    "HybridAgent",
    "Monitor",
    "OneSide",
    "OpenPhone",
    "Plan",
    "Side",
    "Signals",
    "Spent",
    "Strategy",
    "Thresholds",
    "Troubles",
    "Turn",
    "Usage",
    "Watch",
    "Withdrawing",
    "action_of",
    "read_plan",
]
