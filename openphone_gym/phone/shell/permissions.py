"""Permissions of apps: Android's names of them, and those of the groups that the phone's screens show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell.intents import refused

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

PREFIX = "android.permission."

GROUPS = {
    "Calendar": ("READ_CALENDAR", "WRITE_CALENDAR"),
    "Call logs": ("READ_CALL_LOG", "WRITE_CALL_LOG", "PROCESS_OUTGOING_CALLS"),
    "Camera": ("CAMERA",),
    "Contacts": ("READ_CONTACTS", "WRITE_CONTACTS", "GET_ACCOUNTS"),
    "Files and media": ("READ_EXTERNAL_STORAGE", "WRITE_EXTERNAL_STORAGE"),
    "Location": ("ACCESS_FINE_LOCATION", "ACCESS_COARSE_LOCATION", "ACCESS_BACKGROUND_LOCATION"),
    "Microphone": ("RECORD_AUDIO",),
    "Nearby devices": ("BLUETOOTH_CONNECT", "BLUETOOTH_SCAN", "BLUETOOTH_ADVERTISE", "NEARBY_WIFI_DEVICES"),
    "Notifications": ("POST_NOTIFICATIONS",),
    "Phone": ("CALL_PHONE", "READ_PHONE_STATE", "READ_PHONE_NUMBERS", "ANSWER_PHONE_CALLS"),
    "Photos and videos": ("READ_MEDIA_IMAGES", "READ_MEDIA_VIDEO"),
    "SMS": ("SEND_SMS", "RECEIVE_SMS", "READ_SMS"),
}
"""Permissions by the group that the screens show, without the beginning of their names."""


def set_granted(phone: Phone, verb: str, words: Sequence[str]) -> str:
    """``pm grant|revoke [--user N] PACKAGE PERMISSION``: the whole group of a permission.

    Raises:
        ShellError: There is no such package or permission, or the package does not ask for it.
    """
    rest = list(words)
    if rest[:1] == ["--user"]:
        del rest[:2]
    if len(rest) != 2:
        raise refused(verb, "no package or permission specified")
    package, name = rest
    known = phone.system.packages.get(package)
    if known is None:
        raise refused(verb, f"Unknown package: {package[:80]}")
    group = next((one for one, names in GROUPS.items() if name.removeprefix(PREFIX) in names), None)
    if group is None or not name.startswith(PREFIX):
        raise refused(verb, f"Unknown permission: {name[:80]}")
    if group not in known.permissions:
        raise refused(verb, f"Package {package} has not requested permission {name}", "SecurityException")
    known.permissions[group] = verb == "grant"
    phone.changed()
    return ""


def granted(permissions: dict[str, bool]) -> list[str]:
    """The parts of ``dumpsys package`` that tell what a package asks for, and what it was given."""
    names = [(PREFIX + name, given) for group, given in permissions.items() for name in GROUPS.get(group, ())]
    return [
        "    requested permissions:",
        *(f"      {name}" for name, _ in names),
        "    runtime permissions:",
        *(f"      {name}: granted={str(given).lower()}" for name, given in names),
    ]


def listed(by_group: bool) -> str:
    """``pm list permissions`` and ``permission-groups``."""
    if by_group:
        return "".join(f"permission group:android.permission-group.{_constant(g)}\n" for g in GROUPS)
    names = (f"permission:{PREFIX}{name}\n" for names in GROUPS.values() for name in names)
    return "All Permissions:\n\n" + "".join(names)


def _constant(group: str) -> str:
    return group.upper().replace(" ", "_")
