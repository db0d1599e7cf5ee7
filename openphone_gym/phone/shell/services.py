"""What is asked of Android's services: ``cmd``, ``service``, ``svc`` and ``ime``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell import battery, notices, radios, sounds
from openphone_gym.phone.shell.activities import am
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.files import Files
from openphone_gym.phone.shell.installing import pm
from openphone_gym.phone.shell.keys import input_
from openphone_gym.phone.shell.reports import DUMPS, KEYBOARD, display_line, keyboards
from openphone_gym.phone.shell.settings import settings
from openphone_gym.phone.shell.text import USAGE, lines, number, usage
from openphone_gym.phone.shell.windows import wm
from openphone_gym.phone.system import clock
from openphone_gym.phone.system.listings import candidates
from openphone_gym.phone.system.screen import is_dark
from openphone_gym.phone.system.state import Entry

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone


def cmd(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``cmd [-w] SERVICE WORD...``: asks a service for what it can do for a shell."""
    match [word for word in arguments[:1] if word != "-w"] + list(arguments[1:]):
        case ["package", *rest]:
            return pm(phone, files, rest, text)
        case ["input", *rest]:
            return input_(phone, files, rest, text)
        case [name, *rest] if name in SHARED:
            return SHARED[name](phone, rest, text)
        case [name, *rest] if name in ASKED:
            return ASKED[name](phone, rest)
        case ["-l"]:
            return lines(SERVICES)
        case [name, *words] if name in SERVICES or name in DUMPS:
            raise ShellError(*_not_understood(words))
        case [name, *_]:
            raise ShellError(f"cmd: Can't find service: {name[:80]}", 20)
    raise ShellError("cmd: No service specified; use -l to list all services", 20)


def _not_understood(words: Sequence[str]) -> tuple[str, int, str]:
    """Complaint, exit code and output of a service that knows no such command."""
    if not words:
        return "No shell command implementation.", USAGE, ""
    return "", USAGE, f"Unknown command: {words[0][:80]}\n"


def _display(phone: Phone, words: Sequence[str]) -> str:
    """``get-displays``, ``get-brightness 0``, ``set-brightness 0..1``."""
    table = phone.system.settings["system"]
    match words:
        case ["get-displays"]:
            return f"Displays:\n{display_line(phone)}\n"
        case ["get-brightness", "0"]:
            return f"{int(table.get('screen_brightness', '102')) / 255:.7f}\n"
        case ["set-brightness", value] if 0 <= number(value) <= 1:
            table["screen_brightness"] = str(max(round(number(value) * 255), 1))
            phone.changed()
            return ""
        case ["get-brightness" | "set-brightness", *rest]:
            raise ShellError("", USAGE, f"Error: bad value {' '.join(rest)[:40]!r}\n")
    raise ShellError(*_not_understood(words))


def _uimode(phone: Phone, words: Sequence[str]) -> str:
    """``night [yes|no]``."""
    match words:
        case ["night", "yes" | "no" as state]:
            phone.system.settings["secure"]["ui_night_mode"] = "2" if state == "yes" else "1"
            phone.changed()
        case ["night"]:
            pass
        case ["night", state, *_]:
            raise ShellError("", USAGE, f"Error: Invalid value '{state[:20]}' (yes|no on this phone)\n")
        case _:
            raise ShellError(*_not_understood(words))
    return f"Night mode: {'yes' if is_dark(phone.system) else 'no'}\n"


def _statusbar(phone: Phone, words: Sequence[str]) -> str:
    """``expand-notifications``, ``expand-settings``, ``collapse``, ``get-status-icons``."""
    match words:
        case ["expand-notifications" | "expand-settings" as verb]:
            phone.system.ime.visible = False
            phone.system.overlay = Entry("systemui", "shade", {"expanded": verb == "expand-settings"})
        case ["collapse"]:
            phone.system.overlay = None
        case ["get-status-icons"]:
            return lines(["wifi", "mobile", "battery", "clock"])
        case _:
            raise ShellError(*_not_understood(words))
    phone.changed()
    return ""


def _overlay(phone: Phone, words: Sequence[str]) -> str:
    """``list``, ``enable|disable PACKAGE``: this phone has no overlays, and its navigation stays."""
    match [word for word in words if word not in ("--user", "0", "current")]:
        case ["list", *_]:
            return "android\n"
        case ["enable" | "disable" | "enable-exclusive", *_, package]:
            raise ShellError(f"Error: no overlay {package[:80]} is on this phone", USAGE)
    raise ShellError(*_not_understood(words))


def _power(phone: Phone, words: Sequence[str]) -> str:
    """``set-mode 0|1``, which is Battery Saver; the screen is always on."""
    match words:
        case ["set-mode", "0" | "1" as state]:
            phone.system.settings["global"]["low_power"] = state
            phone.changed()
            return ""
        case ["set-mode", *_]:
            raise ShellError("Error: set-mode takes 0 or 1", USAGE)
        case ["set-adaptive-power-saver-enabled" | "set-prevent-display-policy", _]:
            return ""
    raise ShellError(*_not_understood(words))


def _role(phone: Phone, words: Sequence[str]) -> str:
    """``get-role-holders ROLE``, ``add-role-holder ROLE PACKAGE``."""
    roles = phone.system.roles
    match [word for word in words if word not in ("--user", "0")]:
        case ["get-role-holders", role]:
            return f"{roles.get(_role_name(role), '')}\n"
        case ["add-role-holder", role, package] if package in candidates(_role_name(role)):
            if package in phone.system.packages:
                roles[_role_name(role)] = package
                phone.changed()
                return ""
    if words[:1] == ["add-role-holder"]:
        raise ShellError(f"Error: {words[-1][:80]} can't hold this role", USAGE)
    raise ShellError(*_not_understood(words))


def _role_name(role: str) -> str:
    return role.removeprefix("android.app.role.").lower()


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
    raise ShellError(*_not_understood(words))


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
    raise ShellError(*_not_understood(words))


def svc(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``svc wifi|bluetooth|data enable|disable``; ``svc power``, ``usb`` and ``nfc`` have nothing to do."""
    match arguments:
        case [radio, "enable" | "disable" as state] if radio in radios.RADIOS:
            radios.switch(phone, radio, state == "enable")
            return ""
        case ["power", "stayon", "true" | "false" | "usb" | "ac" | "wireless"]:
            return ""
        case ["usb", "setFunctions" | "getFunctions" | "resetUsbGadget", *_]:
            return ""
        case ["nfc", "enable" | "disable"]:
            return ""
    raise usage("svc wifi|bluetooth|data|nfc enable|disable | power stayon true|false|usb|ac")


# service, ime

SERVICES = (
    "activity",
    "alarm",
    "appops",
    "audio",
    "battery",
    "bluetooth_manager",
    "clipboard",
    "connectivity",
    "display",
    "input",
    "input_method",
    "jobscheduler",
    "locale",
    "location",
    "media_session",
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

SHARED: Mapping[str, Callable[[Phone, Sequence[str], str], str]] = {
    "activity": am,
    "input_method": lambda phone, words, text: ime(phone, words, text),
    "settings": settings,
    "window": wm,
}
"""Services that have a command of their own, which does the same."""

ASKED: Mapping[str, Callable[[Phone, Sequence[str]], str]] = {
    "battery": battery.command,
    "bluetooth_manager": radios.bluetooth,
    "clipboard": _clipboard,
    "connectivity": radios.airplane,
    "display": _display,
    "locale": _locale,
    "location": radios.location,
    "media_session": sounds.command,
    "notification": notices.command,
    "overlay": _overlay,
    "power": _power,
    "role": _role,
    "statusbar": _statusbar,
    "uimode": _uimode,
    "wifi": radios.wifi,
}
"""Services that only ``cmd`` can ask."""

SET_TIME_ZONE = "3"
"""Number of the alarm service's call that sets the time zone."""

EMPTY_PARCEL = "Result: Parcel(00000000    '....')\n"


def media(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``media volume|dispatch ...``: an older name of ``cmd media_session``."""
    return sounds.command(phone, arguments)


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
