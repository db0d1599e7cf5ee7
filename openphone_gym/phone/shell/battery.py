"""The battery: what ``dumpsys battery`` tells of it, and what it and ``cmd battery`` set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.text import USAGE, lines

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

UNPLUGGED = "qemu.battery.unplugged"
"""Property that is 1 while a command says that no cable is there."""

OWN_LEVEL = "qemu.battery.level"
"""Property with the charge that was there before a command set another one."""

CHARGING, DISCHARGING = 2, 3
"""Whether the battery is charged, as Android numbers it."""

HELP = """Battery service (battery) commands:
  get|set [ac|usb|wireless|status|level|present] [VALUE] | unplug | reset"""


def facts(phone: Phone) -> dict[str, str]:
    """What is known of the battery."""
    plugged = phone.system.properties.get(UNPLUGGED) != "1"
    return {
        "AC powered": "false",
        "USB powered": str(plugged).lower(),
        "Wireless powered": "false",
        "status": str(CHARGING if plugged else DISCHARGING),
        "health": "2",
        "present": "true",
        "level": str(phone.system.battery),
        "scale": "100",
        "voltage": "5000",
        "temperature": "250",
        "technology": "Li-ion",
    }


def report(phone: Phone, words: Sequence[str]) -> str:
    """``dumpsys battery``, and with words what ``cmd battery`` does."""
    if words:
        return command(phone, words)
    return lines(["Current Battery Service state:", *(f"  {k}: {v}" for k, v in facts(phone).items())])


NAMES = {"ac": "AC powered", "usb": "USB powered", "wireless": "Wireless powered", "temp": "temperature"}
"""What ``get`` calls otherwise than the report."""


def command(phone: Phone, words: Sequence[str]) -> str:
    """``cmd battery get NAME``, ``set level|usb|status NUMBER``, ``unplug``, ``reset``."""
    match [word for word in words if word != "-f"]:
        case ["get", name] if (known := facts(phone).get(NAMES.get(name, name))) is not None:
            return f"{known}\n"
        case ["set", "level", value] if value.isascii() and value.isdigit() and len(value) < 4:
            phone.system.properties.setdefault(OWN_LEVEL, str(phone.system.battery))
            phone.system.battery = min(int(value), 100)
        case ["set", "usb" | "ac" | "wireless", ("0" | "1") as value]:
            _plug(phone, value == "1")
        case ["set", "status", value] if value in (str(CHARGING), str(DISCHARGING)):
            _plug(phone, value == str(CHARGING))
        case ["unplug"]:
            _plug(phone, False)
        case ["reset"]:
            own = phone.system.properties.pop(OWN_LEVEL, "")
            phone.system.battery = int(own) if own.isdecimal() and len(own) < 4 else phone.system.battery
            _plug(phone, True)
        case ["get" | "set", name, *_]:
            raise ShellError("", USAGE, f"Unknown {words[0]} option: {name[:40]}\n")
        case [] | ["help" | "-h"]:
            raise ShellError("", USAGE if not words else 0, f"{HELP}\n")
        case [verb, *_]:
            raise ShellError("", USAGE, f"Unknown command: {verb[:80]}\n")
    phone.changed()
    return ""


def _plug(phone: Phone, plugged: bool) -> None:
    if plugged:
        phone.system.properties.pop(UNPLUGGED, None)
    else:
        phone.system.properties[UNPLUGGED] = "1"
