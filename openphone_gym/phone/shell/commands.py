"""The commands of the shell: each takes the phone, its arguments and its input, and gives its output."""

from __future__ import annotations

import base64
import binascii
import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from openphone_gym.phone.app import apps_by_package, installed_apps
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.text import USAGE, lines, usage
from openphone_gym.phone.system import clock, connectivity, density, packages, stacks
from openphone_gym.phone.system.screen import is_dark
from openphone_gym.phone.system.seed import TABLES
from openphone_gym.phone.system.state import Namespace
from openphone_gym.ui.gesture import LaunchApp, LongPress, PressKey, Swipe, Tap, TypeText

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

Command = Callable[["Phone", Sequence[str], str], str]


# Settings and properties

NUMBERS = {
    table: {key for key, value in defaults.items() if value.isdigit()} for table, defaults in TABLES.items()
}
"""Settings that have to be whole numbers, since screens reckon with them."""

FONT_SCALES = (0.5, 2.0)
"""Least and greatest text size at which screens are laid out."""


def settings(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``settings get|put|delete|list TABLE [KEY [VALUE]]``."""
    match arguments:
        case ["list", table]:
            return lines([f"{key}={value}" for key, value in sorted(_table(phone, table).items())])
        case ["get", table, key]:
            return f"{_table(phone, table).get(key, 'null')}\n"
        case ["put", table, key, value]:
            _table(phone, table)[key] = _checked(table, key, value)
            return ""
        case ["delete", table, key]:
            gone = _table(phone, table).pop(key, None)
            return f"Deleted {int(gone is not None)} rows\n"
    raise usage("settings get|put|delete|list global|system|secure [KEY [VALUE]]")


def _table(phone: Phone, name: str) -> Namespace:
    try:
        return phone.system.settings[name]
    except KeyError:
        raise ShellError(f"Error: Invalid namespace '{name}'", USAGE) from None


def _checked(table: str, key: str, value: str) -> str:
    """The value, if the phone can live with it."""
    if key == "font_scale" and not FONT_SCALES[0] <= _number(value) <= FONT_SCALES[1]:
        raise ShellError(f"Error: font_scale is between {FONT_SCALES[0]} and {FONT_SCALES[1]}", USAGE)
    if key in NUMBERS.get(table, ()) and not (value.isascii() and value.isdigit() and len(value) < 10):
        raise ShellError(f"Error: {key} has to be a whole number", USAGE)
    return value


def getprop(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``getprop [NAME [DEFAULT]]``."""
    properties = phone.system.properties
    match arguments:
        case []:
            return lines([f"[{name}]: [{value}]" for name, value in sorted(properties.items())])
        case [name, *default]:
            return f"{properties.get(name, ''.join(default[:1]))}\n"
    raise usage("getprop [NAME [DEFAULT]]")


def setprop(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``setprop NAME VALUE``; a time zone has to exist."""
    match arguments:
        case [name, value] if name != clock.TIME_ZONE or value in clock.zone_names():
            phone.system.properties[name] = value
            return ""
        case [name, value]:
            raise ShellError(f"Failed to set property '{name}' to '{value}'.")
    raise usage("setprop NAME VALUE")


def date(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``date [+FORMAT]`` shows the time, ``date 2024-05-10 12:00:00`` sets it."""
    if arguments and not arguments[0].startswith("+"):
        wanted = " ".join(arguments)
        try:
            clock.set_local_time(phone.system, datetime.fromisoformat(wanted).replace(tzinfo=None))
        except ValueError:
            raise ShellError(f"date: bad date '{wanted}'") from None
    now = clock.local_time(phone.system)
    layout = arguments[0][1:] if arguments and arguments[0].startswith("+") else "%a %b %e %H:%M:%S %Z %Y"
    return f"{_strftime(now, layout)}\n"


def _strftime(moment: datetime, layout: str) -> str:
    """Only the directives that mean the same everywhere."""
    known = {"s": str(int(moment.timestamp())), "e": f"{moment.day:2d}", "%": "%"}
    known |= {name: moment.strftime(f"%{name}") for name in "aAbBdFHIjmMpSTyYzZ"}
    return re.sub(r"%(.)", lambda match: known.get(match[1], match[0]), layout)


# Packages and activities


def pm(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``pm list packages [-3|-s] [FILTER]``, ``pm uninstall|enable|disable-user PACKAGE``."""
    match arguments:
        case ["list", "packages", *rest]:
            return _list_packages(phone, rest)
        case ["uninstall", *_, package]:
            if packages.uninstall(phone.system, package):
                return "Success\n"
            raise ShellError("Failure [DELETE_FAILED_INTERNAL_ERROR]")
        case ["enable" | "disable-user" as verb, *_, package] if package in phone.system.packages:
            packages.set_enabled(phone.system, package, verb == "enable")
            state = "enabled" if verb == "enable" else "disabled-user"
            return f"Package {package} new state: {state}\n"
    raise usage("pm list packages [-3|-s] [FILTER] | uninstall|enable|disable-user PACKAGE")


def _list_packages(phone: Phone, options: Sequence[str]) -> str:
    words = [word for word in options if not word.startswith("-")]
    kinds = {"-3": {False}, "-s": {True}}
    wanted = next((kinds[word] for word in options if word in kinds), {True, False})
    return lines(
        [
            f"package:{name}"
            for name, package in sorted(phone.system.packages.items())
            if package.system in wanted and all(word in name for word in words)
        ]
    )


def am(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``am start -n PACKAGE/ACTIVITY``, ``am force-stop PACKAGE``, ``am broadcast``, ``am stack list``."""
    match arguments:
        case ["broadcast", *rest]:
            return _broadcast(phone, rest)
        case ["stack", "list"]:
            return _stacks(phone)
        case ["start", *rest]:
            return _start(phone, rest)
        case ["force-stop", package]:
            packages.force_stop(phone.system, package)
            return ""
    raise usage("am start -n PACKAGE/ACTIVITY | force-stop PACKAGE | broadcast -a ACTION | stack list")


def _broadcast(phone: Phone, options: Sequence[str]) -> str:
    """Types what the broadcasts of ADBKeyboard say; all others reach nobody."""
    named = dict(itertools.pairwise(options))
    message = dict(zip(options, options[2:], strict=False)).get("--es", "")
    action = named.get("-a", "")
    if action == "ADB_INPUT_B64":
        try:
            typed = base64.b64decode(message, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise ShellError("Error: the message is no text in Base64", USAGE) from None
        phone.perform(TypeText(typed, replace=False))
    elif action == "ADB_INPUT_TEXT":
        phone.perform(TypeText(message, replace=False))
    elif action == "ADB_CLEAR_TEXT":
        phone.perform(TypeText("", replace=True))
    return f"Broadcasting: Intent {{ act={action} }}\nBroadcast completed: result=0\n"


def _stacks(phone: Phone) -> str:
    """A line for each back stack, the one in front first."""
    display = phone.system.display
    shown: list[str] = []
    for number, task in enumerate(reversed(phone.system.tasks), 1):
        app = installed_apps()[task.app]
        name = f"{app.package}/{app.activity}"
        shown.append(
            f"  taskId={number}: {name} bounds=[0,0][{display.width},{display.height}]"
            f" userId=0 visible={str(number == 1).lower()} topActivity=ComponentInfo{{{name}}}"
        )
    return lines(shown)


ACTIONS = {"android.settings.SETTINGS": "com.android.settings"}
"""Intent actions, and who answers them."""


def _start(phone: Phone, options: Sequence[str]) -> str:
    named = dict(itertools.pairwise(options))
    component = named.get("-n", "")
    package = component.partition("/")[0] or ACTIONS.get(named.get("-a", ""), "")
    intent = f"cmp={component}" if component else f"act={named.get('-a', '')}"
    if not _startable(phone, package):
        problem = f"Error type 3\nError: Activity class {{{component or package}}} does not exist.\n"
        return f"Starting: Intent {{ {intent} }}\n{problem}"
    phone.perform(LaunchApp(package))
    return f"Starting: Intent {{ {intent} }}\n"


def _startable(phone: Phone, package: str) -> bool:
    installed = phone.system.packages.get(package)
    return package in apps_by_package() and installed is not None and installed.enabled


def monkey(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``monkey -p PACKAGE [-c CATEGORY] COUNT``: starts an app, as everybody uses it."""
    package = dict(itertools.pairwise(arguments)).get("-p", "")
    if not _startable(phone, package):
        raise ShellError("** No activities found to run, monkey aborted.", 252)
    phone.perform(LaunchApp(package))
    return "Events injected: 1\n"


# Input

KEYS = {
    "KEYCODE_HOME": "home",
    "KEYCODE_BACK": "back",
    "KEYCODE_ENTER": "enter",
    "KEYCODE_DEL": "delete",
    "KEYCODE_APP_SWITCH": "recents",
    "3": "home",
    "4": "back",
    "66": "enter",
    "67": "delete",
    "187": "recents",
}

LONG_PRESS_S = 0.5
"""A swipe on one point that takes this long is a long press."""


def input_(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``input tap|swipe|text|keyevent ...``."""
    match arguments:
        case ["tap", x, y]:
            phone.perform(Tap(_pixel(x), _pixel(y)))
        case ["swipe" | "draganddrop", x1, y1, x2, y2, *duration]:
            seconds = _number(duration[0]) / 1000 if duration else 0.3
            start, end = (_pixel(x1), _pixel(y1)), (_pixel(x2), _pixel(y2))
            held = start == end and seconds >= LONG_PRESS_S
            phone.perform(LongPress(*start, seconds) if held else Swipe(*start, *end, seconds))
        case ["text", words]:
            phone.perform(TypeText(words.replace("%s", " "), replace=False))
        case ["keyevent", *keys] if keys:
            for key in keys:
                if not key.startswith("--"):
                    _press(phone, key)
        case _:
            raise usage("input tap X Y | swipe X1 Y1 X2 Y2 [MS] | text STRING | keyevent KEY...")
    return ""


def _press(phone: Phone, key: str) -> None:
    name = key if key.isdigit() or key.startswith("KEYCODE_") else f"KEYCODE_{key}"
    if name in KEYS:
        phone.perform(PressKey(KEYS[name]))


def _number(word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        raise ShellError(f"Error: Invalid number: {word}", USAGE) from None
    if not abs(value) < 1e9:  # Also refuses what is not a number.
        raise ShellError(f"Error: Invalid number: {word}", USAGE)
    return value


def _pixel(word: str) -> int:
    return int(_number(word))


# Screen


def wm(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``wm size``, ``wm density [N|reset]``."""
    system = phone.system
    own = density.own_density(system)
    match arguments:
        case ["size"]:
            return f"Physical size: {system.display.width}x{system.display.height}\n"
        case ["density"]:
            override = (
                f"Override density: {system.display.density}\n" if system.display.density != own else ""
            )
            return f"Physical density: {own}\n{override}"
        case ["density", value]:
            try:
                density.set_density(system, own if value == "reset" else int(value))
            except ValueError as error:
                raise ShellError(f"Error: {error}", USAGE) from None
            return ""
    raise usage("wm size | density [N|reset]")


def dumpsys(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``dumpsys window|display|input|battery``: the lines of it that clients read."""
    display = phone.system.display
    match arguments:
        case ["display"]:
            size = f"deviceWidth={display.width}, deviceHeight={display.height}"
            return f"  DisplayViewport{{type=INTERNAL, displayId=0, orientation=0, {size}}}\n"
        case ["input"]:
            frame = f"logicalFrame=[0, 0, {display.width}, {display.height}]"
            return f"  Viewport INTERNAL: displayId=0, {frame}\n  SurfaceOrientation: 0\n"
        case ["window", *_]:
            focus = f"Window{{7a1c2e8 u0 {phone.foreground()}}}"
            return f"  mCurrentRotation=ROTATION_0\n  mCurrentFocus={focus}\n"
        case ["battery"]:
            return f"Current Battery Service state:\n  level: {phone.system.battery}\n  scale: 100\n"
    raise usage("dumpsys window | display | input | battery")


def cmd(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``cmd uimode night``, ``cmd connectivity airplane-mode``, ``cmd package ...``."""
    match arguments:
        case ["package", *rest]:
            return pm(phone, rest, text)
        case ["uimode", "night", *rest] if rest in ([], ["yes"], ["no"]):
            if rest:
                phone.system.settings["secure"]["ui_night_mode"] = "2" if rest == ["yes"] else "1"
            return f"Night mode: {'yes' if is_dark(phone.system) else 'no'}\n"
        case ["connectivity", "airplane-mode", *rest] if rest in ([], ["enable"], ["disable"]):
            if rest:
                connectivity.set_airplane_mode(phone.system, rest == ["enable"])
                return ""
            return f"{'enabled' if connectivity.airplane_mode(phone.system) else 'disabled'}\n"
    raise usage("cmd uimode night [yes|no] | connectivity airplane-mode [enable|disable] | package ...")


# Text


def echo(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``echo [-n] WORD...``."""
    if arguments[:1] == ["-n"]:
        return " ".join(arguments[1:])
    return " ".join(arguments) + "\n"


def grep(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``grep [-i] [-v] [-c] [-q] [-E] PATTERN`` over its input; patterns know ``. .* ^ $`` and ``|``."""
    flags = {letter for word in arguments if word.startswith("-") for letter in word[1:]}
    patterns = [word for word in arguments if not word.startswith("-")]
    if len(patterns) != 1 or not flags <= set("ivcqE"):
        raise ShellError("usage: grep [-ivcqE] PATTERN", 2)
    alternatives = _alternatives(
        patterns[0], "|" if "E" in flags else "\\|", re.IGNORECASE if "i" in flags else 0
    )

    def matches(line: str) -> bool:
        return any(_in_order(pieces, line) for pieces in alternatives)

    found = [line for line in text.splitlines() if matches(line) != ("v" in flags)]
    output = f"{len(found)}\n" if "c" in flags else "" if "q" in flags else lines(found)
    if not found:
        raise ShellError("", 1, output)
    return output


def _alternatives(pattern: str, divider: str, flags: int) -> list[list[re.Pattern[str]]]:
    """The pieces between ``.*`` of each alternative; no piece repeats, so matching takes linear time."""
    return [
        [re.compile(_SPECIAL.sub(_harmless, piece), flags) for piece in one.split(".*")]
        for one in pattern.split(divider)
    ]


_SPECIAL = re.compile(r"\\(.)|^\^|\$$|([^\w.])", re.DOTALL)


def _harmless(match: re.Match[str]) -> str:
    """Keeps ``.``, and ``^`` and ``$`` at the ends; everything else stands for itself."""
    plain = match[1] or match[2]
    return re.escape(plain) if plain else match[0]


def _in_order(pieces: Sequence[re.Pattern[str]], line: str) -> bool:
    """Whether the pieces are found in a line one after the other."""
    at = 0
    for piece in pieces:
        match = piece.search(line, at)
        if match is None:
            return False
        at = match.end()
    return True


def logcat(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``logcat``: nothing on this phone writes a log."""
    return ""


def reboot(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``reboot``: stops all apps and shows the home screen; the state of the apps lasts."""
    phone.system.overlay = None
    for app in installed_apps().values():
        if app.launchable:
            stacks.stop(phone.system, app.id)
    phone.perform(PressKey("home"))
    return ""


def true(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``true`` and ``:``; ``export`` too does nothing, since there are no variables."""
    return ""


def whoami(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``whoami``."""
    return "root\n"


COMMANDS: Mapping[str, Command] = {
    ":": true,
    "am": am,
    "cmd": cmd,
    "date": date,
    "dumpsys": dumpsys,
    "echo": echo,
    "export": true,
    "getprop": getprop,
    "grep": grep,
    "input": input_,
    "logcat": logcat,
    "monkey": monkey,
    "pm": pm,
    "reboot": reboot,
    "setprop": setprop,
    "settings": settings,
    "true": true,
    "whoami": whoami,
    "wm": wm,
}
"""All commands by name."""
