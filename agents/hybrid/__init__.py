"""A small model on the device, a large one in the cloud, and strategies that choose between them."""

from __future__ import annotations

from agents.hybrid.agent import Budget, HybridAgent, Side, Spent, Strategy, Turn, Withdrawing
from agents.hybrid.cast import Cast, Roles
from agents.hybrid.monitor import ChatMonitor, Monitor, NoMonitor, Plan, Usage, read_plan, read_side
from agents.hybrid.strategies import (
    DEFAULT_THRESHOLDS,
    STRATEGIES,
    Guarded,
    OneSide,
    OpenPhone,
    Private,
    Thresholds,
    Troubles,
)
from agents.hybrid.watch import Signals, Watch, action_of

__all__ = [
    "DEFAULT_THRESHOLDS",
    "STRATEGIES",
    "Budget",
    "Cast",
    "ChatMonitor",
    "Guarded",
    "HybridAgent",
    "Monitor",
    "NoMonitor",
    "OneSide",
    "OpenPhone",
    "Plan",
    "Private",
    "Roles",
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
    "read_side",
]
