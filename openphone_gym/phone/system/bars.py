"""The frame around every screen: status bar, navigation pill, toast."""

from __future__ import annotations

from typing import NamedTuple

from openphone_gym.phone.system import clock
from openphone_gym.phone.system.state import Message, System
from openphone_gym.phone.system.wakeups import next_alarm
from openphone_gym.phone.toolkit.box import (
    FILL,
    Box,
    Color,
    Column,
    Drawing,
    Icon,
    Label,
    Metrics,
    Row,
    Space,
    Stack,
)
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, LABEL_LARGE

STATUS_BAR = 24
"""Height of the status bar in dp."""

NAVIGATION_BAR = 24
"""Height of the strip of the navigation pill in dp."""


class StatusLine(NamedTuple):
    """What the status bar tells: the time, icons, the charge in words, whether there is news."""

    time: str
    icons: tuple[str, ...]
    charge: str
    news: bool


def status_line(system: System) -> StatusLine:
    """What the status bar tells right now."""
    now = clock.local_time(system)
    time = clock.time_text(system, now.hour, now.minute).removesuffix(" AM").removesuffix(" PM")
    percent = system.settings["system"].get("status_bar_show_battery_percent") == "1"
    charge = f"{system.battery}%" if percent else ""
    return StatusLine(time, tuple(status_icons(system)), charge, bool(system.notifications))


def status_bar(line: StatusLine, color: Color) -> Box:
    """Time on the left, what is switched on to the right."""
    return Row(
        Label(line.time, LABEL_LARGE, color=color),
        Icon("circle-small", size=20, color=color) if line.news else None,
        Space(flex=1),
        *(Icon(name, size=16, color=color) for name in line.icons),
        Label(line.charge, LABEL_LARGE, color=color) if line.charge else None,
        height=STATUS_BAR,
        width=FILL,
        pad=(24, 0, 24, 0),
        gap=4,
    )


def status_icons(system: System) -> list[str]:
    """Icons of the right half of the status bar, by what is switched on."""
    table = system.settings["global"]
    icons = []
    if table.get("zen_mode", "0") != "0":
        icons.append("minus-circle-outline")
    if table.get("bluetooth_on") == "1":
        icons.append("bluetooth")
    if system.settings["system"].get("volume_ring_speaker") == "0":
        icons.append("bell-off-outline")
    if next_alarm(system) is not None:
        icons.append("alarm")
    if table.get("airplane_mode_on") == "1":
        icons.append("airplane")
    else:
        icons.append("signal")
    if table.get("wifi_on") == "1":
        icons.append("wifi")
    icons.append("battery-80")
    return icons


def navigation_bar(color: Color) -> Box:
    """The pill that stands for home and back gestures."""
    return Drawing(_draw_pill, (color,), width=FILL, height=NAVIGATION_BAR)


def _draw_pill(painter: Painter, m: Metrics, w: int, h: int, color: Color) -> None:
    painter.rounded((w - m.dp(108)) // 2, (h - m.dp(4)) // 2, m.dp(108), m.dp(4), 2 * m.scale, color)


def toast(message: Message) -> Box:
    """Words of the system at the foot of the screen."""
    words = Label(message.text, BODY_MEDIUM, color="inverse_on_surface", max_lines=3)
    bubble = Row(words, fill="inverse_surface", radius=24, pad=(24, 12, 24, 12))
    return Stack(Column(bubble, align="center", pad=(32, 0, 32, 72), width=FILL, anchor="bottom"))
