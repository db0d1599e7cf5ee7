"""Activities: ``am``, which starts and stops them, and ``monkey``."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.app import apps_by_package
from openphone_gym.phone.shell import appium
from openphone_gym.phone.shell.broadcasts import broadcast
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.intents import Intent
from openphone_gym.phone.shell.packages import component, has_no_screen
from openphone_gym.phone.shell.requests import Request, answering, is_settled, read_request, startable
from openphone_gym.phone.shell.text import USAGE, lines
from openphone_gym.phone.system import packages, stacks
from openphone_gym.phone.system.nav import Nav
from openphone_gym.ui.gesture import LaunchApp, Wait

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

HELP = (
    "am start INTENT | broadcast INTENT | force-stop PACKAGE | instrument [-w] RUNNER"
    " | stack list|remove TASK | get-current-user"
)


def am(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``am start|force-stop|broadcast|instrument|stack list|get-current-user ...``."""
    match arguments:
        case ["broadcast", *rest]:
            return broadcast(phone, rest)
        case ["stack", "list"]:
            return _stacks(phone)
        case ["stack" | "task", "remove", number]:
            return _remove(phone, number)
        case ["start" | "start-activity", *rest]:
            return _start(phone, Intent.read("start", rest))
        case ["force-stop" | "kill" | "stop-app", *_, package]:
            packages.force_stop(phone.system, package)
            return ""
        case ["instrument", *rest]:
            return appium.instrument(phone, rest)
        case ["get-current-user"]:
            return "0\n"
        case [
            "startservice" | "start-service" | "startforegroundservice" | "start-foreground-service",
            *rest,
        ]:
            said = f"Starting service: {Intent.read('start-service', rest)}\n"
            raise ShellError("Error: Not found; no service started.", USAGE, said)
        case ["stopservice" | "stop-service" | "wait-for-broadcast-idle" | "switch-user" | "task", *_]:
            return ""
        case [verb, *_]:
            raise ShellError("", USAGE, f"Unknown command: {verb[:80]}\n")
    raise ShellError("", USAGE, f"{HELP}\n")


def _stacks(phone: Phone) -> str:
    """A line for each back stack, the one in front first."""
    display = phone.system.display
    shown: list[str] = []
    for number, task in enumerate(reversed(phone.system.tasks), 1):
        name = component(task.app)
        shown.append(
            f"  taskId={number}: {name} bounds=[0,0][{display.width},{display.height}]"
            f" userId=0 visible={str(number == 1).lower()} topActivity=ComponentInfo{{{name}}}"
        )
    return lines(shown)


def _remove(phone: Phone, number: str) -> str:
    """Ends the app of a back stack, as it is numbered in the list of them."""
    tasks = phone.system.tasks[::-1]
    place = int(number) - 1 if number.isascii() and number.isdigit() and len(number) < 6 else -1
    if not 0 <= place < len(tasks):
        raise ShellError(f"Error: there is no task {number[:40]}", USAGE)
    stacks.stop(phone.system, tasks[place].app)
    phone.changed()
    return ""


# Starting

COLD, WARM, HOT, NOT_STARTED = "COLD", "WARM", "HOT", "UNKNOWN (0)"
"""How an activity came to the front: its app did not run, it ran without it, it ran, it was there already."""

TOOK_MS = {COLD: 350, WARM: 120, HOT: 60, NOT_STARTED: 0}

WARNINGS = {
    HOT: "its current task has been brought to the front",
    NOT_STARTED: "intent has been delivered to currently running top-most instance.",
}


def _start(phone: Phone, intent: Intent) -> str:
    """Has whoever answers an intent do so; if several can, the user is asked."""
    if has_no_screen(phone, intent.component.partition("/")[0]):
        return f"Starting: {intent}\n"
    able = answering(phone.system, intent)
    if not able:
        raise _unanswered(intent)
    package = able[0]
    if "-S" in intent.options:
        packages.force_stop(phone.system, package)
    request = read_request(intent)
    state = _state(phone, package, request)
    if not is_settled(phone.system, intent) and request is not None:
        Nav(phone, stacks.front_entry(phone.system)).send(request.kind, **request.data)
        phone.perform(Wait(STARTING_S))
    elif request is not None and _takes(phone, package, request):
        phone.system.ime.visible = False
        Nav(phone, stacks.front_entry(phone.system)).deliver(package, request.kind, **request.data)
        phone.perform(Wait(STARTING_S))
    else:
        phone.perform(LaunchApp(package))
    phone.changed()
    said = f"Starting: {intent}\n"
    return said + (_waited(phone, state) if "-W" in intent.options else "")


STARTING_S = 1.0
"""Virtual time that a start takes, as much as another gesture."""


def _takes(phone: Phone, package: str, request: Request) -> bool:
    app = apps_by_package().get(package)
    return app is None or request.kind in app.opens


def _state(phone: Phone, package: str, request: Request | None) -> str:
    """How what answers will come to the front."""
    app = apps_by_package().get(package)
    if app is None or stacks.find_task(phone.system, app.id) is None:
        return COLD
    if request is not None:
        return WARM
    return NOT_STARTED if phone.showing(app.id) else HOT


def _waited(phone: Phone, state: str) -> str:
    took = TOOK_MS[state]
    times = [f"TotalTime: {took}"] if took else []
    warning = [f"Warning: Activity not started, {WARNINGS[state]}"] if state in WARNINGS else []
    told = ["Status: ok", f"LaunchState: {state}", f"Activity: {phone.foreground()}", *times]
    return lines([*warning, *told, f"WaitTime: {took + 2}", "Complete"])


def _unanswered(intent: Intent) -> ShellError:
    """How Android tells that nobody answers: where it waited on its output, else as a complaint."""
    package, _, activity = intent.component.partition("/")
    if package:
        whole = f"{package}/{package}{activity}" if activity.startswith(".") else intent.component
        problem = f"Error type 3\nError: Activity class {{{whole}}} does not exist."
    else:
        problem = f"Error: Activity not started, unable to resolve {intent}"
    said = f"Starting: {intent}\n"
    return ShellError("", 1, f"{said}{problem}\n") if "-W" in intent.options else ShellError(problem, 1, said)


def monkey(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``monkey -p PACKAGE [-c CATEGORY] COUNT``: starts an app, as everybody uses it."""
    package = dict(itertools.pairwise(arguments)).get("-p", "")
    if not startable(phone.system, package):
        raise ShellError("** No activities found to run, monkey aborted.", 252)
    phone.perform(LaunchApp(package))
    return (
        "Events injected: 1\n## Network stats: elapsed time=20ms (0ms mobile, 0ms wifi, 20ms not connected)\n"
    )
