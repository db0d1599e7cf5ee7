"""What devices have in common that are reached through adb once something has been done for it."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from openphone_gym.arguments import validated
from openphone_gym.devices.adb import AdbDevice
from openphone_gym.devices.device import Screen, Setup
from openphone_gym.devices.limits import LIMITS, adb_port
from openphone_gym.ui.gesture import Gesture
from openphone_gym.ui.node import UiTree


class ThroughAdb(ABC):
    """A device that is reached through adb, once something has been done for it.

    Args:
        timeout: Most seconds of a command.
        settle: Seconds given to the screen after each gesture.
        adb_server_port: Port of the adb server; None takes that of ``ANDROID_ADB_SERVER_PORT``, else 5037.

    Raises:
        InvalidArgument: A number is out of range (see ``devices.limits``).
    """

    def __init__(self, timeout: float, settle: float, adb_server_port: int | None) -> None:
        given = validated(LIMITS, {"timeout": timeout, "settle": settle})
        self._timeout: float = given.timeout
        self._settle: float = given.settle
        self._adb_server_port = adb_port(adb_server_port)
        self._device: AdbDevice | None = None

    @abstractmethod
    def _open(self) -> str:
        """Makes the device ready for adb; returns its serial number."""

    def _fresh_adb(self, serial: str) -> AdbDevice:
        """The device as nothing is known of it yet."""
        return AdbDevice(serial, port=self._adb_server_port, timeout=self._timeout, settle=self._settle)

    @property
    def adb(self) -> AdbDevice:
        """The device through adb; opened if it is not."""
        if self._device is None:
            self._device = self._fresh_adb(self._open())
        return self._device

    @property
    def serial(self) -> str:
        """What adb calls it."""
        return self.adb.serial

    @property
    def screen(self) -> Screen:
        """Geometry of the screen."""
        return self.adb.screen

    def reset(self, setup: Setup) -> None:
        """Brings the device to the start of a task."""
        self.adb.reset(setup)

    def perform(self, gesture: Gesture) -> None:
        """Does a gesture."""
        self.adb.perform(gesture)

    def tree(self) -> UiTree:
        """Accessibility nodes of the active window."""
        return self.adb.tree()

    def frame(self) -> np.ndarray:
        """Screenshot, uint8 (H, W, 3)."""
        return self.adb.frame()

    def foreground(self) -> str:
        """``package/activity`` in front."""
        return self.adb.foreground()

    def resolve_app(self, name: str) -> str:
        """Package of an app by any of its names.

        Raises:
            InvalidAction: No installed app is called so; names the nearest one.
        """
        return self.adb.resolve_app(name)

    def shell(self, command: str) -> tuple[str, int]:
        """Output and exit code of a shell command on the device."""
        return self.adb.shell(command)
