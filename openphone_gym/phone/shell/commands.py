"""The commands of the shell: each takes the phone, its arguments and its input, and gives its output."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.shell import machine, processes
from openphone_gym.phone.shell.activities import am, monkey
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.providers import content, sqlite
from openphone_gym.phone.shell.reports import dumpsys
from openphone_gym.phone.shell.services import ime, media, service, svc
from openphone_gym.phone.shell.settings import settings
from openphone_gym.phone.shell.text import lines, strftime, usage
from openphone_gym.phone.shell.windows import wm
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
    """``date [-u] [+FORMAT]`` shows the time; ``date 2024-05-10 12:00:00`` and ``0510120024.00`` set it."""
    utc = "-u" in arguments
    words = [word for word in arguments if word != "-u"]
    if words and words[0].startswith("-"):
        raise ShellError(f"date: Unknown option '{words[0].lstrip('-')[:20]}'")
    if words and not words[0].startswith("+"):
        _set_clock(phone, " ".join(words), utc)
    now = clock.local_time(phone.system)
    layout = words[0][1:] if words and words[0].startswith("+") else "%a %b %e %H:%M:%S %Z %Y"
    return f"{strftime(now.astimezone(UTC) if utc else now, layout)}\n"


_TOYBOX_DATE = re.compile(
    r"(?P<month>\d\d)(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)"
    r"(?P<year>(?:\d\d){0,2})(?:\.(?P<second>\d\d))?",
    re.ASCII,
)


def _set_clock(phone: Phone, text: str, utc: bool) -> None:
    moment = _moment(text)
    try:
        if utc:
            moment = clock.to_local(phone.system, int(moment.replace(tzinfo=UTC).timestamp() * 1000))
        clock.set_local_time(phone.system, moment.replace(tzinfo=None))
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


def hostname(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``hostname``."""
    return "localhost\n"


def getenforce(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``getenforce``."""
    return "Permissive\n"


def id_(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``id [-u]``."""
    return "0\n" if "-u" in arguments else "uid=0(root) gid=0(root) groups=0(root) context=u:r:su:s0\n"


HARMLESS = (
    ":",
    "chcon",
    "chgrp",
    "chown",
    "restorecon",
    "setenforce",
    "start",
    "stop",
    "sync",
    "true",
    "wait",
)
"""Commands without effect here."""

COMMANDS: Mapping[str, Command] = {
    **dict.fromkeys(HARMLESS, nothing),
    "am": am,
    "app_process": machine.app_process,
    "app_process32": machine.app_process,
    "app_process64": machine.app_process,
    "content": content,
    "date": date,
    "df": machine.df,
    "dumpsys": dumpsys,
    "false": false,
    "free": machine.free,
    "getenforce": getenforce,
    "getevent": machine.getevent,
    "getprop": getprop,
    "hostname": hostname,
    "id": id_,
    "ifconfig": machine.ifconfig,
    "ime": ime,
    "ip": machine.ip,
    "kill": processes.kill,
    "killall": processes.killall,
    "media": media,
    "monkey": monkey,
    "pgrep": processes.pgrep,
    "pidof": processes.pidof,
    "pkill": processes.pkill,
    "ps": processes.ps,
    "reboot": reboot,
    "run-as": machine.run_as,
    "screenrecord": machine.screenrecord,
    "service": service,
    "setprop": setprop,
    "settings": settings,
    "sqlite3": sqlite,
    "svc": svc,
    "top": processes.top,
    "uname": machine.uname,
    "uptime": machine.uptime,
    "whoami": whoami,
    "wm": wm,
}
"""Commands that need the phone alone, by name."""
