"""Warnings of the system and the power menu."""

from __future__ import annotations

from openphone_gym.phone.apps.systemui.state import SystemUi
from openphone_gym.phone.system import stacks
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Row, Text
from openphone_gym.phone.toolkit.controls import OutlinedButton, TextButton
from openphone_gym.phone.toolkit.surfaces import Dialog, Message, Overlay, Page
from openphone_gym.phone.toolkit.theme import LABEL_LARGE, TITLE_MEDIUM

BLACK = 0xFF000000
GREY = 0xFF9AA0A6
RED = 0xFFD93025


def low_battery(state: SystemUi, nav: Nav) -> Box:
    """Says that the battery is low and offers to save it."""

    def save() -> None:
        nav.put("global", "low_power", "1")
        nav.back()

    return Dialog(
        "Battery is low",
        Message(f"{nav.system.battery}% remaining. Turn on Battery Saver to extend battery life."),
        buttons=[
            TextButton("Dismiss", nav.back, id="button2"),
            TextButton("Turn on", save, id="button1"),
        ],
    )


def power(state: SystemUi, nav: Nav) -> Box:
    """Power off or restart."""

    def emergency() -> None:
        nav.back()
        nav.toast("Emergency calls aren't part of this phone")

    def restart() -> None:
        _stop_everything(nav)
        nav.toast("Restarted")

    def lock() -> None:
        nav.home()

    rows = (
        Row(
            _choice("Emergency", "asterisk", emergency, RED),
            _choice("Lockdown", "lock-outline", lock),
            gap=12,
        ),
        Row(
            _choice("Power off", "power", lambda: nav.overlay("powered_off")),
            _choice("Restart", "restart", restart),
            gap=12,
        ),
    )
    panel = Column(*rows, gap=12, fill="surface_container_high", radius=28, pad=(20, 20, 20, 20))
    panel.__dict__["anchor"] = "center center"
    return Overlay(panel)


def _choice(label: str, icon: str, on_tap: Handler, ground: str | int = "surface_container_highest") -> Box:
    ink = "on_surface" if isinstance(ground, str) else 0xFFFFFFFF
    return Column(
        Icon(icon, size=28, color=ink),
        Text(label, LABEL_LARGE, color=ink, id="message"),
        cls="android.widget.LinearLayout",
        on_tap=on_tap,
        width=128,
        height=112,
        radius=20,
        fill=ground,
        gap=10,
        align="center",
        justify="center",
    )


def powered_off(state: SystemUi, nav: Nav) -> Box:
    """A dark screen, until the phone is switched on again."""

    def turn_on() -> None:
        _stop_everything(nav)

    words = Text("The phone is switched off", TITLE_MEDIUM, color=GREY, text_align="center", width=FILL)
    button = OutlinedButton("Turn on", turn_on, id="power_button")
    return Page(
        None,
        Column(words, button, align="center", justify="center", gap=24, flex=1),
        scrolls=False,
        fill=BLACK,
        bar_color=BLACK,
        on_back=lambda: None,
    )


def _stop_everything(nav: Nav) -> None:
    for task in list(nav.system.tasks):
        stacks.stop(nav.system, task.app)
    nav.home()
