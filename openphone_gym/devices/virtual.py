"""The virtual phone as a device: in process, deterministic, always at hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from openphone_gym.actions import InvalidAction
from openphone_gym.arguments import InvalidArgument, whole
from openphone_gym.devices.device import Screen, Setup
from openphone_gym.phone.app import UnknownApp, apps_by_package, find_app, installed_apps
from openphone_gym.phone.phone import Phone, Snapshot
from openphone_gym.phone.system import interruptions
from openphone_gym.phone.system.density import possible
from openphone_gym.phone.system.state import Display
from openphone_gym.ui.gesture import Gesture
from openphone_gym.ui.node import UiTree

STANDARD_DENSITY = 420
STANDARD_WIDTH = 1080

INTERRUPTIONS = tuple(sorted(interruptions.INTERRUPTIONS))
"""What may disturb the user of a virtual phone."""


def display_of(name: str, screen: Any) -> Display:
    """A screen of those measures: width and height in pixels, and if it says so its density.

    Without a density it has the usual width in dp.

    Args:
        name: Name of the argument, for the error.
        screen: Two or three whole numbers.

    Raises:
        InvalidArgument: There can be no phone with such a screen.
    """
    given = screen if isinstance(screen, Collection) and not isinstance(screen, str | bytes | Mapping) else ()
    sizes = [whole()(name, size) for size in given]
    if len(sizes) not in (2, 3):
        raise InvalidArgument(name, screen, ["(width, height)", "(width, height, density)"])
    width, height = sizes[:2]
    density = sizes[2] if len(sizes) == 3 else round(STANDARD_DENSITY * width / STANDARD_WIDTH)
    return possible(Display(width, height, density))


class VirtualDevice:
    """A virtual phone.

    Args:
        display: Size and density of its screen.

    Attributes:
        phone: The phone itself, for judges and tools that read state.

    Raises:
        InvalidArgument: There can be no phone with such a screen.
    """

    def __init__(self, display: Display | None = None) -> None:
        self.display = possible(display or Display())
        self._phone: Phone | None = None

    @property
    def phone(self) -> Phone:
        """The phone; a fresh one until a task's set-up replaces it."""
        if self._phone is None:
            self._phone = Phone.new(None, self.display)
        return self._phone

    @property
    def screen(self) -> Screen:
        """Geometry of the screen."""
        return Screen(self.display.width, self.display.height, self.display.density)

    @property
    def apps(self) -> tuple[str, ...]:
        """Ids of all apps, those of the system included."""
        return tuple(installed_apps())

    def reset(self, setup: Setup) -> None:
        """Brings the phone into the state of the set-up's snapshot; a fresh one without."""
        if setup.phone is None:
            self._phone = None
        elif self._phone is None:
            self._phone = Phone(setup.phone)
        else:
            self._phone.restore(setup.phone)
        if setup.interruption is not None:
            system = self.phone.system
            system.interruptions[system.gestures + setup.interruption.after] = setup.interruption.kind

    def forget_screen(self) -> None:
        """Lets go of what was laid out; it is laid out anew when it is asked for."""
        if self._phone is not None:
            self._phone.changed()

    def perform(self, gesture: Gesture) -> None:
        """Does a gesture."""
        self.phone.perform(gesture)

    def tree(self) -> UiTree:
        """Accessibility nodes of the active window."""
        return self.phone.tree()

    def frame(self) -> np.ndarray:
        """Screenshot, uint8 (H, W, 3), a fresh copy."""
        return self.phone.frame()

    def foreground(self) -> str:
        """``package/activity`` in front."""
        return self.phone.foreground()

    def resolve_app(self, name: str) -> str:
        """Package of an installed app by any of its names.

        Raises:
            InvalidAction: No app is called so, which names the nearest one; or it can't be started.
        """
        package = self._package(name)
        app = apps_by_package().get(package)
        if app is not None and not app.startable:
            raise InvalidAction(f"{app.label} can't be started: it has no page of its own")
        return package

    def _package(self, name: str) -> str:
        wanted = name.strip().lower()
        for package, facts in self.phone.system.packages.items():
            if wanted in (package, facts.label.lower()):
                return package
        try:
            return find_app(name).package
        except UnknownApp as error:
            raise InvalidAction(str(error)) from None

    def shell(self, command: str) -> tuple[str, int]:
        """Output and exit code of a shell command; it runs in this process and reaches only the phone."""
        from openphone_gym.phone.shell import run  # late: few ask, and it takes long

        return run(self.phone, command)

    def snapshot(self) -> Snapshot:
        """The whole state."""
        return self.phone.snapshot()

    def restore(self, snapshot: Snapshot) -> None:
        """Brings a snapshot back."""
        self.phone.restore(snapshot)

    def close(self) -> None:
        """Forgets the phone."""
        self._phone = None
