"""All tasks by id, found in the packages of this one: a new task touches one file."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
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
    """Every task by id, app by app: what each package here, and each module of it, holds in ``TASKS``."""
    found: dict[str, Task] = {}
    for module in pkgutil.iter_modules(tasks.__path__, f"{tasks.__name__}."):
        for task in sorted(_declared(module), key=lambda task: task.number):
            if task.id in found:
                raise ValueError(f"two tasks are called {task.id!r}")
            found[task.id] = task
    return MappingProxyType(found)


def _declared(found: pkgutil.ModuleInfo) -> Iterator[Task]:
    """The tasks of a module, and of those within it if it is a package."""
    module = importlib.import_module(found.name)
    yield from getattr(module, "TASKS", ())
    if found.ispkg:
        for part in pkgutil.iter_modules(module.__path__, f"{module.__name__}."):
            if not part.name.endswith(".__main__"):
                yield from _declared(part)


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
    """All tasks of an app, by its id or what its tasks are called; or of a suite that goes through several.

    Raises:
        UnknownTask: No task is about this app.
    """
    found = [task for task in catalogue().values() if app in task.names]
    if not found:
        raise UnknownTask("app", app, set_names())
    return found


def task_apps() -> list[str]:
    """What is measured: apps that have tasks, and the suite that goes through several.

    Each task belongs to one of them, but for those of practice, which are there to learn from.
    """
    return sorted({task.counted_as for task in catalogue().values() if task.suite != "practice"})


def set_names() -> list[str]:
    """Every name that ``tasks_of`` knows."""
    return sorted({name for task in catalogue().values() for name in task.names})
