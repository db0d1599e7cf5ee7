"""The contract of devices: whatever can show a screen and take gestures."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

import numpy as np

from openphone_gym.ui.gesture import Gesture
from openphone_gym.ui.node import UiTree


class DeviceError(RuntimeError):
    """The infrastructure failed: no failure of the agent, and never a score."""


class DeviceLost(DeviceError):
    """The device does not answer any more."""


class DeviceTimeout(DeviceError):
    """The device did not answer in time."""


class UnsupportedByDevice(DeviceError):
    """The device can't do this at all."""


class Screen(NamedTuple):
    """Geometry of a screen: pixels and dots per inch."""

    width: int
    height: int
    density: int


class Device(Protocol):
    """A phone, virtual or real. Every method may raise a ``DeviceError``."""

    @property
    def screen(self) -> Screen:
        """Geometry of the screen."""
        ...

    def reset(self, setup: Any) -> None:
        """Brings the device to the start of a task."""
        ...

    def perform(self, gesture: Gesture) -> None:
        """Does a gesture."""
        ...

    def tree(self) -> UiTree:
        """Accessibility nodes of the active window."""
        ...

    def frame(self) -> np.ndarray:
        """Screenshot, uint8 (H, W, 3)."""
        ...

    def foreground(self) -> str:
        """``package/activity`` in front."""
        ...

    def resolve_app(self, name: str) -> str:
        """Package of an app by any of its names.

        Raises:
            InvalidAction: No installed app is called so; names the nearest one.
        """
        ...

    def shell(self, command: str) -> tuple[str, int]:
        """Output and exit code of a shell command on the device."""
        ...

    def snapshot(self) -> Any:
        """The whole state, where the device can."""
        ...

    def restore(self, snapshot: Any) -> None:
        """Brings a snapshot back, where the device can."""
        ...

    def close(self) -> None:
        """Gives the device back."""
        ...
