"""The contract of devices: whatever can show a screen and take gestures."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, Protocol

import msgspec
import numpy as np

from openphone_gym.phone.phone import Snapshot
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


class Interruption(NamedTuple):
    """Something that disturbs the user of a virtual phone.

    Attributes:
        kind: What happens, one of ``devices.INTERRUPTIONS``.
        after: Gestures after which it does, 1 or more.
    """

    kind: str
    after: int


class Setup(msgspec.Struct, kw_only=True, frozen=True):
    """How a device is to be when a task begins; each backend uses what it can.

    Attributes:
        package: Package of the task's app; empty where there is none. Real devices stop it first.
        start: ``app`` starts inside the app, ``home`` on the home screen.
        commands: Shell commands that prepare a real device, in order, before the app starts.
        cleanup: Shell commands that undo it, run before the next reset and at closing.
        date: Local date and time to set, ``YYYY-MM-DD HH:MM:SS``, where the device allows it; None
            leaves it alone.
        location: Longitude and latitude in degrees to report, where the device can; None leaves it.
        phone: State of a virtual phone, its screen and look included; other devices don't look at it.
        interruption: What disturbs the user of a virtual phone, or None; others are disturbed as it happens.
    """

    package: str = ""
    start: Literal["app", "home"] = "home"
    commands: tuple[str, ...] = ()
    cleanup: tuple[str, ...] = ()
    date: str | None = None
    location: tuple[float, float] | None = None
    phone: Snapshot | None = None
    interruption: Interruption | None = None


class Device(Protocol):
    """A phone, virtual or real. Every method may raise a ``DeviceError``."""

    @property
    def screen(self) -> Screen:
        """Geometry of the screen."""
        ...

    def reset(self, setup: Setup) -> None:
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
