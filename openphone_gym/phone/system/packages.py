"""The package manager: what is installed, and how it goes."""

from __future__ import annotations

from openphone_gym.phone.app import apps_by_package
from openphone_gym.phone.system import stacks
from openphone_gym.phone.system.state import System


class NotRemovable(ValueError):
    """The package is not installed, or came with the phone."""


def uninstall(system: System, package: str) -> None:
    """Removes an app: its icon, its screens, its notifications and what it asked to be called for.

    Raises:
        NotRemovable: It is not installed, or came with the phone.
    """
    known = system.packages.get(package)
    if known is None or known.system:
        why = "is not installed" if known is None else "came with the phone; disable it instead"
        raise NotRemovable(f"{package} {why}")
    del system.packages[package]
    system.home = [name for name in system.home if name != package]
    app = apps_by_package().get(package)
    if app is not None:
        stacks.stop(system, app.id)
        system.notifications = [note for note in system.notifications if note.app != app.id]
        system.wakeups = [wakeup for wakeup in system.wakeups if wakeup.app != app.id]
