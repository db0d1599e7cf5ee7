"""All tasks by id, found in the modules of this package: a new task touches one file."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from openphone_gym import tasks
from openphone_gym.arguments import LONGEST_NAME, shown
from openphone_gym.tasks.task import Task


class UnknownTask(KeyError):
    """No task or app has this name; the message names the nearest one.

    Args:
        kind: ``task`` or ``app``; or the whole message, from which errors of other processes are made again.
        name: What was given.
        known: Names that there are.
    """

    def __init__(self, kind: object, name: str = "", known: Iterable[str] = ()) -> None:
        known = list(known)
        near = difflib.get_close_matches(name[:LONGEST_NAME], known, n=1, cutoff=0)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        super().__init__(f"no {kind} {shown(name)}{hint}" if known else str(kind))

    def __str__(self) -> str:
        return str(self.args[0])


@cache
def catalogue() -> Mapping[str, Task]:
    """Every task by id; every module of this package that has ``TASKS`` adds its own."""
    found: dict[str, Task] = {}
    for module in pkgutil.iter_modules(tasks.__path__, tasks.__name__ + "."):
        for task in getattr(importlib.import_module(module.name), "TASKS", ()):
            if task.id in found:
                raise ValueError(f"two tasks are called {task.id!r}")
            found[task.id] = task
    return MappingProxyType(found)


def find_task(task_id: str) -> Task:
    """The task of that id.

    Raises:
        UnknownTask: There is none.
    """
    try:
        return catalogue()[task_id]
    except KeyError:
        raise UnknownTask("task", task_id, catalogue()) from None


def tasks_of(app: str) -> list[Task]:
    """All tasks of an app.

    Raises:
        UnknownTask: No task is about this app.
    """
    found = [task for task in catalogue().values() if task.app == app]
    if not found:
        raise UnknownTask("app", app, task_apps())
    return found


def task_apps() -> list[str]:
    """Apps that have tasks."""
    return sorted({task.app for task in catalogue().values()})
