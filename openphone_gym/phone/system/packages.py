"""What the package manager does: stopping, disabling, uninstalling."""

from __future__ import annotations

import re

from openphone_gym.phone.app import apps_by_package
from openphone_gym.phone.system import listings, stacks
from openphone_gym.phone.system.state import System


def version_code(version: str) -> int:
    """A number that rises with a version: three digits for each part after the first."""
    parts = [int(part) for part in re.findall(r"[0-9]{1,4}", version)[:3]] + [0, 0, 0]
    return parts[0] * 1_000_000 + min(parts[1], 999) * 1_000 + min(parts[2], 999) or 1


def runs(system: System, package: str) -> bool:
    """Whether the app has screens on a back stack."""
    app = apps_by_package().get(package)
    return app is not None and stacks.find_task(system, app.id) is not None


def force_stop(system: System, package: str) -> None:
    """Ends an app: its screens, and the calls it asked for, are forgotten."""
    app = apps_by_package().get(package)
    if app is not None:
        stacks.stop(system, app.id)
        system.wakeups = [wakeup for wakeup in system.wakeups if wakeup.app != app.id]


def uninstall(system: System, package: str) -> bool:
    """Removes an app; returns False for apps that are part of the system or not there."""
    installed = system.packages.get(package)
    if installed is None or installed.system:
        return False
    force_stop(system, package)
    app = apps_by_package().get(package)
    if app is not None:
        system.notifications = [note for note in system.notifications if note.app != app.id]
    del system.packages[package]
    system.home = [name for name in system.home if name != package]
    for role, holder in list(system.roles.items()):
        if holder == package:
            left = (name for name in listings.candidates(role) if name in system.packages)
            system.roles[role] = next(left, "")
    return True


def set_enabled(system: System, package: str, enabled: bool) -> None:
    """Disables an app, which stops it, or enables it again."""
    system.packages[package].enabled = enabled
    if not enabled:
        force_stop(system, package)
