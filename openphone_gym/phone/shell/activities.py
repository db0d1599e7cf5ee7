"""Activities: ``am``, which starts and stops them, and ``monkey``."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.app import apps_by_package
from openphone_gym.phone.shell import appium
from openphone_gym.phone.shell.broadcasts import broadcast
from openphone_gym.phone.shell.budget import spend
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.intents import Intent, refused
from openphone_gym.phone.shell.packages import component, has_no_screen
from openphone_gym.phone.shell.requests import Request, answering, is_settled, read_request, startable
from openphone_gym.phone.shell.text import USAGE, lines
from openphone_gym.phone.system import packages, stacks
from openphone_gym.phone.system.nav import Nav
from openphone_gym.ui.gesture import LaunchApp, Tap, Wait

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
        case ["force-stop" | "stop-app", *_, package]:
            packages.force_stop(phone.system, package)
            phone.changed()
            return ""
        case ["kill", *_, package]:
            return _kill(phone, [package])
        case ["kill-all"]:
            return _kill(phone, sorted(apps_by_package()))
        case ["task", *rest]:
            return _task(phone, rest)
        case ["force-stop" | "kill" | "stop-app" as verb]:
            raise refused(verb, "Argument expected")
        case ["to-uri" | "to-intent-uri", *rest]:
            intent = Intent.read("to-uri", rest)
            return f"{intent.data}#Intent;action={intent.action};end\n"
        case ["get-config"]:
            display = phone.system.display
            size = f"w{display.width * 160 // display.density}dp-h{display.height * 160 // display.density}dp"
            return f"config: en-rUS-ldltr-{size}-normal-long-port-notnight-{display.density}dpi-finger\n"
        case ["get-standby-bucket", package] if package in phone.system.packages:
            return "10\n"
        case ["switch-user", user] if user != "0":
            raise ShellError(f"Error: Failed to switch to user {user[:20]}", USAGE)
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
        case ["stopservice" | "stop-service" | "wait-for-broadcast-idle" | "switch-user", *_]:
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


def _kill(phone: Phone, names: Sequence[str]) -> str:
    """Ends apps, except for the one in front."""
    front = phone.foreground().partition("/")[0]
    for package in names:
        if package != front:
            packages.force_stop(phone.system, package)
    phone.changed()
    return ""


def _task(phone: Phone, words: Sequence[str]) -> str:
    """``task lock stop``, which has nothing to stop; tasks fill the screen and are locked by nobody."""
    match words:
        case ["lock", "stop"]:
            return ""
        case ["lock" | "resize" | "resizeable" as verb, *_]:
            raise ShellError(f"Error: {verb}: the tasks of this phone fill its screen", USAGE)
        case [verb, *_]:
            raise ShellError("", USAGE, f"Error: unknown command '{verb[:40]}'\n")
    raise ShellError("", USAGE, f"{HELP}\n")


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


MONKEY_VALUES = ("-p", "-c", "-s", "--throttle", "--pct-touch", "--pct-motion", "--pct-syskeys", "--pct-nav")
MONKEY_VALUES += ("--pct-majornav", "--pct-appswitch", "--pct-anyevent", "--pct-trackball", "--pct-flip")
MONKEY_VALUES += ("--pct-rotation", "--pct-pinchzoom", "--pct-permission", "--pkg-whitelist-file")
MONKEY_SWITCHES = ("-v", "-vv", "-vvv", "--ignore-crashes", "--ignore-timeouts")
MONKEY_SWITCHES += ("--ignore-security-exceptions",)
MONKEY_SWITCHES += ("--kill-process-after-error", "--monitor-native-crashes", "--dbg-no-events", "--hprof")


def monkey(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``monkey -p PACKAGE [-c CATEGORY] [-s SEED] COUNT``: starts an app, and touches it at random points."""
    options: dict[str, str] = {}
    words: list[str] = []
    rest = iter(arguments)
    for word in rest:
        if word in MONKEY_VALUES:
            options[word] = next(rest, "")
        elif word.startswith("-") and word not in MONKEY_SWITCHES:
            raise ShellError(f"** Error: Unknown option: {word[:40]}", 255)
        elif not word.startswith("-"):
            words.append(word)
    package = options.get("-p", "")
    if not startable(phone.system, package):
        raise ShellError("** No activities found to run, monkey aborted.", 252)
    if len(words) != 1 or not (words[0].isascii() and words[0].isdigit() and len(words[0]) < 8):
        raise ShellError("** Error: Count not specified", 255)
    phone.perform(LaunchApp(package))
    _play(phone, package, int(words[0]) - 1, options.get("-s", "0"))
    return f"Events injected: {int(words[0])}\n{MONKEY_STATS}"


MONKEY_STATS = "## Network stats: elapsed time=20ms (0ms mobile, 0ms wifi, 20ms not connected)\n"


def _play(phone: Phone, package: str, count: int, seed: str) -> None:
    """Touches an app at random points, which the seed decides; an app that was left is started again."""
    rng = random.Random(seed)
    display = phone.system.display
    for _ in range(count):
        spend(TOUCH_COST)
        if phone.foreground().partition("/")[0] != package:
            phone.perform(LaunchApp(package))
        phone.perform(Tap(rng.randrange(display.width), rng.randrange(display.height)))


TOUCH_COST = 500
"""Steps of a touch."""
