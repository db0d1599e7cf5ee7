"""What tools that measure apps ask for: frames, processors, layers. Nothing is measured; all is at rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell import processes
from openphone_gym.phone.shell.text import lines

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

DISPLAY = "4619827259835644672"
"""Number of the display."""

REFRESH_NS = 16_666_666
"""Nanoseconds between two pictures at 60 a second."""


def cpuinfo(phone: Phone, words: Sequence[str]) -> str:
    """``dumpsys cpuinfo``."""
    apps = processes.running(phone).items()
    rows = [f"  0% {number}/{package}: 0% user + 0% kernel" for package, number in apps]
    head = ["Load: 0.0 / 0.0 / 0.0", "CPU usage from 60000ms to 0ms ago:"]
    return lines([*head, *rows, "0% TOTAL: 0% user + 0% kernel"])


def gfxinfo(phone: Phone, words: Sequence[str]) -> str:
    """``dumpsys gfxinfo [PACKAGE]``: frames of an app, none of which came late."""
    apps = processes.running(phone)
    packages = [word for word in words if word not in ("framestats", "reset")]
    if packages and packages[0] not in apps:
        return f"No process found for: {packages[0]}\n"
    shown = ["Applications Graphics Acceleration Info:", "Uptime: 86400000 Realtime: 86400000"]
    for package in packages[:1] or apps:
        shown += ["", f"** Graphics info for pid {apps[package]} [{package}] **", ""]
        shown += ["Total frames rendered: 1", "Janky frames: 0 (0.00%)"]
        shown += [f"{percent}th percentile: 5ms" for percent in (50, 90, 95, 99)]
    return lines(shown)


def surfaces(phone: Phone, words: Sequence[str]) -> str:
    """``dumpsys SurfaceFlinger [--display-id|--list|--latency]``."""
    front = phone.foreground()
    display = phone.system.display
    identity = f'Display {DISPLAY} (HWC display 0): port=0 pnpId=GGL displayName="EMU_display_0"'
    if "--list" in words:
        return lines(["StatusBar#0", "NavigationBar0#0", f"{front}#0"])
    if "--latency" in words:
        return lines([str(REFRESH_NS), ""])
    if "--display-id" in words:
        return f"{identity}\n"
    size = f"{display.width}x{display.height}"
    return lines(
        [identity, f"  orientation=0, size={size}, refresh-rate: 60.000000 Hz", f"  layer: {front}#0"]
    )
