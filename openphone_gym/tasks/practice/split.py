"""What is kept from training, in one place: three apps, and a fifth of the tasks of the other ones.

Success is told apart by what was known before: new draws of trained tasks, tasks never trained on, apps never
trained on.
"""

from __future__ import annotations

from typing import Literal

from openphone_gym.tasks.task import Task

Regime = Literal["trained task", "new task", "new app"]

HELD_OUT_APPS = ("bluecoins", "cantook", "zoom")
"""Apps of which nothing is trained on, neither tasks nor practice: one of money, of books, of switches."""

FIFTH = 5
"""Every so many of the tasks of an app are kept from training."""


def regime(task: Task, practice_only: bool = False) -> Regime:
    """What a model that was trained by the declared split knew of a task.

    Args:
        task: Any task.
        practice_only: Whether it was trained on practice alone, so that no benchmark's task was trained on.
    """
    if task.app in HELD_OUT_APPS:
        return "new app"
    if task.suite == "practice":
        return "trained task"
    if practice_only or task.suite == "cross" or task.number % FIFTH == FIFTH - 2:
        return "new task"
    return "trained task"
