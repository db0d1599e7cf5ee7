"""The virtual phone as a device: in process, deterministic, always at hand."""

from __future__ import annotations

import numpy as np

from openphone_gym.actions import InvalidAction
from openphone_gym.devices.device import Screen, Setup
from openphone_gym.phone.app import UnknownApp, find_app
from openphone_gym.phone.phone import Phone, Snapshot
from openphone_gym.phone.shell import run
from openphone_gym.phone.system.density import possible
from openphone_gym.phone.system.state import Display
from openphone_gym.ui.gesture import Gesture
from openphone_gym.ui.node import UiTree


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

    def reset(self, setup: Setup) -> None:
        """Brings the phone into the state of the set-up's snapshot; a fresh one without."""
        if setup.phone is None:
            self._phone = None
        elif self._phone is None:
            self._phone = Phone(setup.phone)
        else:
            self._phone.restore(setup.phone)

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
            InvalidAction: No app is called so; names the nearest one.
        """
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
