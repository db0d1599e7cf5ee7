"""The dialog that asks the user for a permission."""

from __future__ import annotations

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.apps.systemui.state import SystemUi
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Icon, Label, Row, Text
from openphone_gym.phone.toolkit.controls import TonalButton
from openphone_gym.phone.toolkit.group import LINEAR, Group
from openphone_gym.phone.toolkit.panels import Panel
from openphone_gym.phone.toolkit.surfaces import DIALOG_MARGIN, IMAGE, Overlay
from openphone_gym.phone.toolkit.theme import LABEL_LARGE, TITLE_LARGE

PACKAGE = "com.google.android.permissioncontroller"
OWN = "com.android.permissioncontroller:id/"
"""Package of the dialog, and the beginning of its ids, which keep the name of Android's own one."""

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
        return TonalButton(label, lambda: answer(granted), id=OWN + id, height=52, radius=12)

    if permission in WHILE_IN_USE:
        yes = [
            button("While using the app", "permission_allow_foreground_only_button", True),
            button("Only this time", "permission_allow_one_time_button", True),
        ]
    else:
        yes = [button("Allow", "permission_allow_button", True)]
    question = f"Allow {declared.label} to {purpose}?"
    content = Column(
        Row(
            Icon(icon, size=28, color="primary", cls=IMAGE, id=f"{OWN}permission_icon"),
            justify="center",
            width=FILL,
        ),
        Text(question, TITLE_LARGE, text_align="center", id=f"{OWN}permission_message"),
        _accuracy(nav) if permission == "Location" else None,
        Column(*yes, button("Don’t allow", "permission_deny_button", False), gap=4, pad=(0, 16, 0, 0)),
        gap=16,
        pad=(24, 24, 24, 24),
    )
    dialog = Group(Group(content, f"{OWN}content_container"), f"{OWN}grant_dialog", on_tap=_nothing)
    panel = Panel(
        dialog,
        fill="surface_container_high",
        radius=28,
        anchor="center center",
        cls=LINEAR,
        id=f"{OWN}grant_singleton",
        on_tap=_nothing,
    )
    return Overlay(panel, pad=DIALOG_MARGIN, dismissible=False, package=PACKAGE)


def _accuracy(nav: Nav) -> Box:
    """How exactly the app may know where the phone is."""
    chosen = nav.bind("accuracy", "fine")

    def choice(label: str, value: str, icon: str) -> Box:
        on = chosen.get() == value
        return Column(
            Icon(icon, size=40, color="primary" if on else "on_surface_variant"),
            Label(label, LABEL_LARGE, color="primary" if on else "on_surface"),
            cls="android.widget.RadioButton",
            id=f"{OWN}permission_location_accuracy_radio_{value}",
            label=label,
            checked=on,
            on_tap=chosen.setting(value),
            flex=1,
            align="center",
            gap=8,
            pad=(0, 8, 0, 8),
        )

    radios = Row(
        choice("Precise", "fine", "crosshairs-gps"),
        choice("Approximate", "coarse", "map-marker-radius-outline"),
        cls="android.widget.RadioGroup",
        id=f"{OWN}permission_location_accuracy_radio_group",
        width=FILL,
    )
    return Group(radios, f"{OWN}permission_location_accuracy")


def _nothing() -> None:
    """What the dialog does with a touch beside its buttons."""
