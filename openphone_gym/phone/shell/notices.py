"""Notifications, as ``dumpsys notification`` and ``cmd notification`` know them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.packages import component
from openphone_gym.phone.shell.text import USAGE, lines
from openphone_gym.phone.system.state import Notification

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

ZEN = {"none": "2", "priority": "1", "on": "1", "alarms": "3", "all": "0", "off": "0"}
"""What ``set_dnd`` lets through, and the global setting ``zen_mode`` that says so."""

HELP = """usage: cmd notification SUBCMD [args]
SUBCMDs:
  allow_listener COMPONENT
  disallow_listener COMPONENT
  set_dnd [on|none|priority|alarms|all|off]
  list
  get KEY"""


def _key(note: Notification) -> str:
    """The name of a notification, as Android gives it."""
    package = component(note.app).partition("/")[0]
    return f"0|{package}|0|{note.key or 'null'}|10100"


def report(phone: Phone, words: Sequence[str]) -> str:
    """``dumpsys notification``."""
    zen = phone.system.settings["global"].get("zen_mode", "0")
    shown = ["Current Notification Manager state:", "  Notification List:"]
    for note in phone.system.notifications:
        shown += [
            f"    NotificationRecord(0x7a1c2e8: pkg={component(note.app).partition('/')[0]} key={note.key})",
            f"      key={_key(note)}",
            f"      android.title=String ({note.title})",
            f"      android.text=String ({note.text})",
        ]
    return lines([*shown, f"  mZenMode={zen}"])


def command(phone: Phone, words: Sequence[str]) -> str:
    """``cmd notification list|get KEY|set_dnd MODE|allow_listener COMPONENT|disallow_listener COMPONENT``."""
    match words:
        case ["list"]:
            return lines([_key(note) for note in phone.system.notifications])
        case ["get", key]:
            return _one(phone, key)
        case ["set_dnd", mode] if mode in ZEN:
            phone.system.settings["global"]["zen_mode"] = ZEN[mode]
            phone.changed()
            return ""
        case ["allow_listener" | "disallow_listener" as verb, listener, *_]:
            return _listen(phone, listener.partition("/")[0], verb == "allow_listener")
        case ["post" | "snooze" | "allow_dnd" | "disallow_dnd" | "allow_assistant" as verb, *_]:
            raise ShellError(f"Error: {verb}: apps alone do that on this phone", USAGE)
        case [verb, *_] if verb not in ("get", "set_dnd"):
            raise ShellError("", USAGE, f"Unknown command: {verb[:80]}\n")
    raise ShellError("", USAGE, f"{HELP}\n")


def _one(phone: Phone, key: str) -> str:
    for note in phone.system.notifications:
        if _key(note) == key:
            return f"NotificationRecord({_key(note)}): title={note.title} text={note.text}\n"
    raise ShellError(f"No active notification matching key: {key[:80]}", 1)


def _listen(phone: Phone, package: str, allowed: bool) -> str:
    """Lets an app read notifications, if it asks for that."""
    known = phone.system.packages.get(package)
    if known is None or known.notification_access is None:
        raise ShellError(f"Error: {package[:80]} has no notification listener", USAGE)
    known.notification_access = allowed
    phone.changed()
    return ""
