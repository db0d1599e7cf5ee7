"""What is asked of Android's services: ``cmd``, ``service``, ``svc`` and ``ime``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell.activities import am
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.packages import pm
from openphone_gym.phone.shell.reports import DUMPS, KEYBOARD, display_line, keyboards
from openphone_gym.phone.shell.settings import settings
from openphone_gym.phone.shell.text import USAGE, lines, usage
from openphone_gym.phone.shell.windows import wm
from openphone_gym.phone.system import clock, connectivity
from openphone_gym.phone.system.screen import is_dark
from openphone_gym.phone.system.state import Entry

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone


def cmd(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``cmd SERVICE WORD...``: asks a service for what it can do for a shell."""
    match arguments:
        case ["package", *rest]:
            return pm(phone, rest, text)
        case ["activity", *rest]:
            return am(phone, rest, text)
        case ["window", *rest]:
            return wm(phone, rest, text)
        case ["settings", *rest]:
            return settings(phone, rest, text)
        case ["input_method", *rest]:
            return ime(phone, rest, text)
        case ["clipboard", *rest]:
            return _clipboard(phone, rest)
        case ["locale", *rest]:
            return _locale(phone, rest)
        case ["display", "get-displays"]:
            return f"Displays:\n{display_line(phone)}\n"
        case ["uimode", "night", *rest] if rest in ([], ["yes"], ["no"]):
            if rest:
                phone.system.settings["secure"]["ui_night_mode"] = "2" if rest == ["yes"] else "1"
            return f"Night mode: {'yes' if is_dark(phone.system) else 'no'}\n"
        case ["connectivity", "airplane-mode", *rest] if rest in ([], ["enable"], ["disable"]):
            if rest:
                connectivity.set_airplane_mode(phone.system, rest == ["enable"])
                return ""
            return f"{'enabled' if connectivity.airplane_mode(phone.system) else 'disabled'}\n"
        case ["role", "get-role-holders", role]:
            return f"{phone.system.roles.get(role.removeprefix('android.app.role.').lower(), '')}\n"
        case ["wifi", "set-wifi-enabled", "enabled" | "disabled" as state]:
            return svc(phone, ["wifi", "enable" if state == "enabled" else "disable"], text)
        case ["bluetooth_manager", "enable" | "disable" as state]:
            return svc(phone, ["bluetooth", state], text)
        case ["statusbar", "expand-notifications" | "expand-settings" as verb]:
            phone.system.ime.visible = False
            phone.system.overlay = Entry("systemui", "shade", {"expanded": verb == "expand-settings"})
            return ""
        case ["statusbar", "collapse"]:
            phone.system.overlay = None
            return ""
        case ["-l"]:
            return lines(SERVICES)
        case [name, *words] if name in SERVICES or name in DUMPS:
            raise ShellError(_not_understood(words), USAGE)
        case [name, *_]:
            raise ShellError(f"cmd: Can't find service: {name}", 20)
    raise ShellError("cmd: No service specified; use -l to list all services", 20)


def _not_understood(words: Sequence[str]) -> str:
    return f"Unknown command: {words[0][:80]}" if words else "No shell command implementation."


def _clipboard(phone: Phone, words: Sequence[str]) -> str:
    """``get``, ``set TEXT`` and ``clear``, as far as phones have them, under the names that these have."""
    match words:
        case ["get" | "get-primary-clip" | "get-text", *_]:
            return f"{phone.system.clipboard}\n"
        case ["set" | "set-primary-clip" | "set-text", *rest] if rest:
            phone.system.clipboard = " ".join(rest)
            return ""
        case ["clear" | "clear-primary-clip"]:
            phone.system.clipboard = ""
            return ""
    raise ShellError(_not_understood(words), USAGE)


def _locale(phone: Phone, words: Sequence[str]) -> str:
    """``get-app-locales PACKAGE``; the phone speaks English, so that others can't be set."""
    match [word for word in words if word not in ("--user", "0", "current")]:
        case ["get-app-locales", package, *_] if package in phone.system.packages:
            return f"Locales for {package} for user 0 are []\n"
        case ["set-app-locales", package, *rest] if package in phone.system.packages:
            wanted = rest[1] if rest[:1] == ["--locales"] and len(rest) > 1 else ""
            if all(one.startswith("en") for one in wanted.split(",") if one):
                return ""
            raise ShellError(f"Error: the apps of this phone speak English only, and no {wanted[:40]}", USAGE)
        case ["get-app-locales" | "set-app-locales", package, *_]:
            raise ShellError(f"Unknown package {package[:80]} for userId 0", USAGE)
    raise ShellError(_not_understood(words), USAGE)


RADIOS = {"wifi": "wifi_on", "bluetooth": "bluetooth_on", "data": "mobile_data"}
"""What ``svc`` switches, and the global setting that keeps it."""


def svc(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``svc wifi|bluetooth|data enable|disable``; ``svc power`` and ``svc usb`` do nothing."""
    match arguments:
        case [radio, "enable" | "disable" as state] if radio in RADIOS:
            phone.system.settings["global"][RADIOS[radio]] = str(int(state == "enable"))
            return ""
        case ["power" | "usb" | "nfc" | "system-server", *_]:
            return ""
    raise usage("svc wifi|bluetooth|data enable|disable")


# service, ime

SERVICES = (
    "activity",
    "alarm",
    "appops",
    "audio",
    "bluetooth_manager",
    "clipboard",
    "connectivity",
    "display",
    "input",
    "input_method",
    "jobscheduler",
    "locale",
    "notification",
    "overlay",
    "package",
    "phone",
    "power",
    "role",
    "settings",
    "statusbar",
    "uimode",
    "wifi",
    "window",
)
"""Services that ``service list`` shows."""

SET_TIME_ZONE = "3"
"""Number of the alarm service's call that sets the time zone."""

EMPTY_PARCEL = "Result: Parcel(00000000    '....')\n"


def service(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``service list``, ``service check NAME``, ``service call alarm 3 s16 ZONE``; other calls do nothing."""
    match arguments:
        case ["list"]:
            named = [f"{number}\t{name}: []" for number, name in enumerate(SERVICES)]
            return lines([f"Found {len(SERVICES)} services:", *named])
        case ["check", name]:
            return f"Service {name}: {'found' if name in SERVICES else 'not found'}\n"
        case ["call", "alarm", call, "s16", zone, *_] if call == SET_TIME_ZONE and zone in clock.zone_names():
            phone.system.properties[clock.TIME_ZONE] = zone
            return EMPTY_PARCEL
        case ["call", name, *_] if name in SERVICES:
            return EMPTY_PARCEL
        case ["call", name, *_]:
            raise ShellError(f"service: Service {name} does not exist", 10)
    raise usage("service list | check NAME | call NAME CODE ...")


def ime(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``ime list [-s] [-a]``, ``ime set|enable|disable ID``, ``ime reset``."""
    match arguments:
        case ["list", *options]:
            shown = [name if "-s" in options else f"mId={name}:" for name in keyboards(phone)]
            return lines(shown)
        case ["set", name] if name in keyboards(phone):
            phone.system.settings["secure"][KEYBOARD] = name
            return f"Input method {name} selected for user #0\n"
        case ["enable" | "disable" as verb, name] if name in keyboards(phone):
            return f"Input method {name}: now {verb}d for user #0\n"
        case ["reset"]:
            phone.system.settings["secure"].pop(KEYBOARD, None)
            return "Reset current and enabled IMEs for user #0\n"
        case ["set" | "enable" | "disable", name]:
            raise ShellError(f"Unknown input method {name} cannot be selected for user #0")
    raise usage("ime list [-s] | set|enable|disable ID | reset")
