"""What apps asked to be called for."""

from __future__ import annotations

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.system.state import System


def next_alarm(system: System) -> int | None:
    """Virtual time (ms) of the next alarm: of the wake-ups that an app declares as such; None for none."""
    apps = installed_apps()
    return min((one.at for one in system.wakeups if one.action in apps[one.app].alarms), default=None)
