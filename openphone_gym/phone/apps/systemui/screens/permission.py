"""The dialog that asks the user for a permission."""

from __future__ import annotations

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.apps.systemui.state import SystemUi
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Icon, Row, Text
from openphone_gym.phone.toolkit.controls import TonalButton
from openphone_gym.phone.toolkit.surfaces import Overlay
from openphone_gym.phone.toolkit.theme import TITLE_LARGE

PERMISSIONS = {
    "Calendar": ("calendar-blank-outline", "access your calendar"),
    "Call logs": ("phone-log-outline", "access your phone call logs"),
    "Camera": ("camera-outline", "take pictures and record video"),
    "Contacts": ("contacts-outline", "access your contacts"),
    "Files and media": ("folder-outline", "access photos and media on this device"),
    "Location": ("map-marker-outline", "access this device’s location"),
    "Microphone": ("microphone-outline", "record audio"),
    "Nearby devices": ("devices", "find, connect to, and tell the position of nearby devices"),
    "Notifications": ("bell-outline", "send you notifications"),
    "Phone": ("phone-outline", "make and manage phone calls"),
    "SMS": ("message-text-outline", "send and view SMS messages"),
}
"""Icon and question by permission."""

WHILE_IN_USE = ("Camera", "Location", "Microphone")
"""Permissions that Android offers for the time the app is used."""


def permission(state: SystemUi, nav: Nav, app: str, permission: str, then: str = "") -> Box:
    """Asks whether ``app`` may have a permission; calls its action ``then`` after the answer."""
    declared = installed_apps()[app]
    icon, purpose = PERMISSIONS[permission]

    def answer(granted: bool) -> None:
        package = nav.system.packages.get(declared.package)
        if package is not None:
            package.permissions[permission] = granted
            if permission == "Notifications":
                package.notifications = granted
        nav.back()
        if then:
            nav.act(then, of=app)

    def button(label: str, id: str, granted: bool) -> Box:
        return TonalButton(label, lambda: answer(granted), id=id, height=52, radius=12)

    if permission in WHILE_IN_USE:
        yes = [
            button("While using the app", "permission_allow_foreground_only_button", True),
            button("Only this time", "permission_allow_one_time_button", True),
        ]
    else:
        yes = [button("Allow", "permission_allow_button", True)]
    panel = Column(
        Row(Icon(icon, size=28, color="primary"), justify="center", width=FILL),
        Text(
            f"Allow {declared.label} to {purpose}?", TITLE_LARGE, text_align="center", id="permission_message"
        ),
        Column(*yes, button("Don’t allow", "permission_deny_button", False), gap=4, pad=(0, 16, 0, 0)),
        fill="surface_container_high",
        radius=28,
        width=328,
        gap=16,
        pad=(24, 24, 24, 24),
        anchor="center center",
    )
    return Overlay(panel, dismissible=False)
