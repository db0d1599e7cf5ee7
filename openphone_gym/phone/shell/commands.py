"""The commands of the shell: each takes the phone, its arguments and its input, and gives its output."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.shell.activities import am, monkey
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.providers import content, sqlite
from openphone_gym.phone.shell.reports import cmd, dumpsys, ime, service, svc, wm
from openphone_gym.phone.shell.settings import settings
from openphone_gym.phone.shell.text import lines, usage
from openphone_gym.phone.system import clock, stacks
from openphone_gym.phone.world.start import START
from openphone_gym.ui.gesture import PressKey

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

Command = Callable[["Phone", Sequence[str], str], str]


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
    properties = phone.system.properties
    match arguments:
        case [name, value] if _settable(properties, name, value):
            properties[name] = value
            return ""
        case [name, value]:
            raise ShellError(f"Failed to set property '{name}' to '{value}'.")
    raise usage("setprop NAME VALUE")


LONGEST_PROPERTY, MOST_PROPERTIES = 91, 2_000
"""Most bytes of a property, as on Android, and most properties."""


def _settable(properties: Mapping[str, str], name: str, value: str) -> bool:
    if name == clock.TIME_ZONE:
        return value in clock.zone_names()
    room = name in properties or len(properties) < MOST_PROPERTIES
    return room and max(len(name.encode()), len(value.encode())) <= LONGEST_PROPERTY


def date(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``date [+FORMAT]`` shows the time; ``date 2024-05-10 12:00:00`` and ``date 0510120024.00`` set it."""
    arguments = [word for word in arguments if word != "-u"]
    if arguments and not arguments[0].startswith("+"):
        _set_clock(phone, " ".join(arguments))
    now = clock.local_time(phone.system)
    layout = arguments[0][1:] if arguments and arguments[0].startswith("+") else "%a %b %e %H:%M:%S %Z %Y"
    return f"{_strftime(now, layout)}\n"


_TOYBOX_DATE = re.compile(
    r"(?P<month>\d\d)(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)"
    r"(?P<year>(?:\d\d){0,2})(?:\.(?P<second>\d\d))?",
    re.ASCII,
)


def _set_clock(phone: Phone, text: str) -> None:
    moment = _moment(text)
    try:
        clock.set_local_time(phone.system, moment)
    except (ValueError, OverflowError):
        raise ShellError("date: cannot set date: Invalid argument") from None
    phone.changed()


def _moment(text: str) -> datetime:
    """The time that ``date`` is set to: ISO, or ``MMDDhhmm[[CC]YY][.ss]``."""
    try:
        found = _TOYBOX_DATE.fullmatch(text)
        if found is None:
            return datetime.fromisoformat(text).replace(tzinfo=None)
        year = int(found["year"] or START.year)
        month, day, hour, minute = (int(found[name]) for name in ("month", "day", "hour", "minute"))
        return datetime(year + 2000 * (year < 100), month, day, hour, minute, int(found["second"] or 0))
    except ValueError:
        raise ShellError(f"date: bad date '{text}'") from None


def _strftime(moment: datetime, layout: str) -> str:
    """Only the directives that mean the same everywhere."""
    known = {"s": str(int(moment.timestamp())), "e": f"{moment.day:2d}", "%": "%"}
    known |= {name: moment.strftime(f"%{name}") for name in "aAbBdFHIjmMpSTyYzZ"}
    return re.sub(r"%(.)", lambda match: known.get(match[1], match[0]), layout)


def reboot(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``reboot``: stops all apps and shows the home screen; the state of the apps lasts."""
    phone.system.overlay = None
    for app in installed_apps().values():
        if app.launchable:
            stacks.stop(phone.system, app.id)
    phone.perform(PressKey("home"))
    return ""


def nothing(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """Commands that maintain a real phone, and have nothing to do on this one."""
    return ""


def false(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``false``."""
    raise ShellError("")


def whoami(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``whoami``."""
    return "root\n"


def id_(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``id [-u]``."""
    return "0\n" if "-u" in arguments else "uid=0(root) gid=0(root) groups=0(root) context=u:r:su:s0\n"


def uname(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``uname [-a]``."""
    release = phone.system.properties.get("ro.kernel.version", "")
    return f"Linux localhost {release} aarch64 Toybox\n" if "-a" in arguments else "Linux\n"


def pwd(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``pwd``: the shell always stands in ``/``."""
    return "/\n"


def _running(phone: Phone) -> dict[str, int]:
    """Process number of every app that runs, by package."""
    apps = sorted(installed_apps()[task.app].package for task in phone.system.tasks)
    return {package: FIRST_PROCESS + number for number, package in enumerate(apps)}


FIRST_PROCESS = 2_001


def ps(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``ps``: the apps that run."""
    row = "{:<10}{:>6}{:>6}{:>12}{:>8} {:<10}{:>9} {} {}"
    head = row.format("USER", "PID", "PPID", "VSZ", "RSS", "WCHAN", "ADDR", "S", "NAME")
    shown = [
        row.format("u0_a100", number, 352, 14_000_000, 120_000, "0", "0", "S", package)
        for package, number in _running(phone).items()
    ]
    return lines([head, *shown])


def pidof(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``pidof PACKAGE``."""
    found = [str(_running(phone)[name]) for name in arguments if name in _running(phone)]
    if not found:
        raise ShellError("")
    return f"{' '.join(found)}\n"


HARMLESS = (
    ":",
    "chown",
    "chcon",
    "kill",
    "killall",
    "pkill",
    "restorecon",
    "setenforce",
    "start",
    "stop",
    "sync",
    "true",
)
"""Commands without effect here."""

COMMANDS: Mapping[str, Command] = {
    **dict.fromkeys(HARMLESS, nothing),
    "am": am,
    "cmd": cmd,
    "content": content,
    "date": date,
    "dumpsys": dumpsys,
    "false": false,
    "getprop": getprop,
    "id": id_,
    "ime": ime,
    "monkey": monkey,
    "pidof": pidof,
    "ps": ps,
    "pwd": pwd,
    "reboot": reboot,
    "service": service,
    "setprop": setprop,
    "settings": settings,
    "sqlite3": sqlite,
    "svc": svc,
    "uname": uname,
    "whoami": whoami,
    "wm": wm,
}
"""Commands that need the phone alone, by name."""
