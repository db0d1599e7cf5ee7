"""What practice tasks ask for in the canonical variation: drawn once on the benchmark's phone."""

from __future__ import annotations

import random
from typing import Any

import msgspec

from openphone_gym.actions import to_gesture
from openphone_gym.devices import VirtualDevice
from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.practice.suite import APPS, SHAPES, Shape, declared, draw_errands
from openphone_gym.tasks.task import Drawing, NothingFits, Params, Task, draw
from openphone_gym.ui.marks import number_marks

TRIES = 40
"""Draws of which the first that fits the benchmark's phone is taken."""


def canonical() -> dict[str, Any]:
    """What is drawn for each app and shape, and how many steps it takes; without those that fit nothing."""
    found = {f"{app}/{shape.name}": _drawn(app, shape) for app in APPS for shape in SHAPES}
    return {name: drawn for name, drawn in found.items() if drawn is not None}


def _drawn(app: str, shape: Shape) -> dict[str, Any] | None:
    rng = random.Random(f"{app}/{shape.name}")
    for _ in range(TRIES):
        try:
            drawn = draw_errands(app, shape, Drawing(rng, Phone.new(None), Params()))
        except NothingFits:
            continue
        (task,) = declared({f"{app}/{shape.name}": {"drawn": drawn, "own_steps": 1}})
        taken = steps(task)
        if taken is not None:
            return {"drawn": msgspec.to_builtins(drawn), "own_steps": taken}
    return None


def steps(task: Task) -> int | None:
    """Steps of the solution in the canonical variation, its finish included; None if it does not do it."""
    instance = draw(task)
    device = VirtualDevice()
    device.reset(instance.setup)
    p = Params(**instance.params)
    hand = Hand(task.solution, p, installed_apps()[task.app].label)
    for count in range(1, task.max_steps + 1):
        tree = device.tree()
        action = hand.decide(tree)
        if action.name == "finish":
            return count if all(goal.state(device.phone, p) for goal in task.subgoals) else None
        gesture = to_gesture(action, number_marks(tree), tree.width, tree.height, device.resolve_app)
        if gesture is not None:
            device.perform(gesture)
    return None
