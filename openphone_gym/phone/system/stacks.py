"""Back stacks: which screen is in front, and what is below it."""

from __future__ import annotations

from openphone_gym.phone.system.state import Entry, System, Task

LAUNCHER = "launcher"


def front_task(system: System) -> Task:
    """The back stack in front."""
    return system.tasks[-1]


def front_entry(system: System) -> Entry:
    """The app screen in front; the system UI may lie on top of it."""
    return system.tasks[-1].stack[-1]


def active_entry(system: System) -> Entry:
    """The screen that takes touches: the system UI's if it is up, else the app's."""
    return system.overlay or front_entry(system)


def push(system: System, entry: Entry) -> None:
    """Opens a screen on top of the present one."""
    system.tasks[-1].stack.append(entry)


def pop(system: System) -> None:
    """Closes the screen in front; the last one of a task sends the task to the back."""
    if system.overlay is not None:
        system.overlay = None
        return
    task = system.tasks[-1]
    if len(task.stack) > 1:
        task.stack.pop()
    elif task.app != LAUNCHER:
        system.tasks.insert(0, system.tasks.pop())


def find_task(system: System, app: str) -> Task | None:
    """The back stack of an app, if it runs."""
    return next((task for task in system.tasks if task.app == app), None)


def bring_to_front(system: System, app: str, first_screen: str) -> None:
    """Starts an app, or continues it where it was left."""
    system.overlay = None
    task = find_task(system, app)
    if task is None:
        task = Task(app, [Entry(app, first_screen)])
    else:
        system.tasks.remove(task)
    system.tasks.append(task)


def stop(system: System, app: str) -> None:
    """Ends an app: its screens are forgotten."""
    if app != LAUNCHER:
        system.tasks = [task for task in system.tasks if task.app != app]


def go_home(system: System) -> None:
    """Brings the launcher to the front, with only its first screen."""
    bring_to_front(system, LAUNCHER, "home")
    del system.tasks[-1].stack[1:]
    system.tasks[-1].stack[0].local.clear()
