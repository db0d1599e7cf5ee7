"""Emulators as devices: started from a copy of an Android Virtual Device, or found running."""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from openphone_gym.arguments import validated
from openphone_gym.devices.android_sdk import find_avd, find_emulator
from openphone_gym.devices.device import Device, DeviceLost, Setup, UnsupportedByDevice
from openphone_gym.devices.emulator import Emulator, EmulatorOptions, run_adb
from openphone_gym.devices.limits import LIMITS
from openphone_gym.devices.through_adb import ThroughAdb

BOOTED = "openphone_booted"
"""Name of the snapshot that every episode begins with."""

_ADDRESS = re.compile(r"(?P<host>.+):(?P<port>\d{1,5})")
_LOOPBACK = ("localhost", "127.0.0.1")


def avd_device(which: str) -> Device:
    """The device behind ``avd:WHICH``.

    Args:
        which: Name of a virtual device, or HOST:PORT of a running emulator's adb.

    Raises:
        AvdNotFound: No virtual device has this name.
        EmulatorNotFound: The emulator is not installed.
    """
    if _ADDRESS.fullmatch(which):
        return AttachedDevice(which)
    return AvdDevice(which)


class EmulatorSnapshot(NamedTuple):
    """A saved state inside an emulator; it goes with the emulator.

    Attributes:
        name: Its name there.
    """

    name: str


class AvdDevice(ThroughAdb):
    """An emulator of its own, run from a copy of an Android Virtual Device.

    It boots when it is first needed. Every reset begins with the state after booting, which the emulator
    saves and loads. Closing ends the emulator and removes the copy; so does the end of the program, and
    after a crash the next start of any emulator.

    Args:
        name: Name of the virtual device.
        window: Whether its screen is shown in a window.
        memory_mb: Memory of the phone in megabytes; None leaves it to the virtual device.
        cores: Processor cores of the phone; None leaves it to the virtual device.
        gpu: Mode of the graphics, as ``emulator -help-gpu`` lists them.
        snapshot: A snapshot of the virtual device to begin with; None boots.
        rewind: Whether a reset loads the state after booting; otherwise it only undoes what the last
            set-up did, and apps keep their data.
        boot_timeout: Most seconds until the phone is up.
        timeout: Most seconds of a command.
        settle: Seconds given to the screen after each gesture, for its animation to end.
        adb_server_port: Port of the adb server on this machine; None takes that of
            ``ANDROID_ADB_SERVER_PORT``, else 5037.

    Raises:
        AvdNotFound: No virtual device has this name.
        EmulatorNotFound: The emulator is not installed.
    """

    def __init__(
        self,
        name: str,
        *,
        window: bool = False,
        memory_mb: int | None = None,
        cores: int | None = None,
        gpu: str = "swiftshader_indirect",
        snapshot: str | None = None,
        rewind: bool = True,
        boot_timeout: float = 300.0,
        timeout: float = 20.0,
        settle: float = 1.0,
        adb_server_port: int | None = None,
    ) -> None:
        super().__init__(timeout, settle, adb_server_port)
        limited = validated(LIMITS, {"memory_mb": memory_mb, "cores": cores, "boot_timeout": boot_timeout})
        self._program = find_emulator()
        self._avd = find_avd(name)
        self._options = EmulatorOptions(window, limited.memory_mb, limited.cores, gpu, snapshot)
        self._rewind = rewind
        self._boot_timeout: float = limited.boot_timeout
        self._emulator: Emulator | None = None
        self._numbers = itertools.count(1)

    @property
    def emulator(self) -> Emulator:
        """The running emulator; started if there is none.

        Raises:
            DeviceError: It can't be started; the message says what to do.
        """
        if self._emulator is None:
            emulator = Emulator(
                self._program, self._avd, self._options, self._boot_timeout, self._adb_server_port
            )
            try:
                if self._rewind:
                    emulator.save(BOOTED)
            except BaseException:
                emulator.stop()
                raise
            self._emulator = emulator
        return self._emulator

    def _open(self) -> str:
        return self.emulator.serial

    def reset(self, setup: Setup) -> None:
        """Brings the phone to the start of a task; one that died is started again."""
        if self._emulator is not None and not self._emulator.running:
            self.close()
        if self._rewind:
            self.restore(EmulatorSnapshot(BOOTED))
        super().reset(setup)

    def snapshot(self) -> EmulatorSnapshot:
        """The whole state, kept by the emulator; it takes as much disk as the phone has memory.

        Raises:
            SnapshotFailed: The emulator refuses.
        """
        snapshot = EmulatorSnapshot(f"openphone_{next(self._numbers)}")
        self.emulator.save(snapshot.name)
        return snapshot

    def restore(self, snapshot: EmulatorSnapshot) -> None:
        """Brings a snapshot back.

        Raises:
            SnapshotFailed: It is not of this emulator, or the emulator refuses.
        """
        self.emulator.load(snapshot.name)
        # What was known, and what was to be undone, belongs to another time.
        self._device = self._fresh_adb(self.emulator.serial)

    def close(self) -> None:
        """Ends the emulator and removes its copy of the virtual device; a later use starts a new one."""
        emulator, self._emulator, self._device = self._emulator, None, None
        if emulator is not None:
            emulator.stop()


class AttachedDevice(ThroughAdb):
    """A running emulator, such as one in a container; it is neither started nor ended here.

    Args:
        address: HOST:PORT of its adb.
        timeout: Most seconds of a command.
        settle: Seconds given to the screen after each gesture, for its animation to end.
        adb_server_port: Port of the adb server on this machine; None takes that of
            ``ANDROID_ADB_SERVER_PORT``, else 5037.

    Raises:
        UnsupportedByDevice: This is no address.
    """

    def __init__(
        self,
        address: str,
        *,
        timeout: float = 20.0,
        settle: float = 1.0,
        adb_server_port: int | None = None,
    ) -> None:
        super().__init__(timeout, settle, adb_server_port)
        parts = _ADDRESS.fullmatch(address)
        if parts is None:
            raise UnsupportedByDevice(f"{address!r} is no HOST:PORT of a running emulator's adb")
        self._host, self._port = parts["host"], int(parts["port"])
        self._connected = False

    def _open(self) -> str:
        if (serial := self._known_serial()) is not None:
            return serial
        address = f"{self._host}:{self._port}"
        said = self._run("connect", address).strip()
        if not said.startswith(("connected", "already")):
            raise DeviceLost(
                f"adb can't reach {address}: {said}; is the emulator up, and its adb port (5555 in a"
                " container) published on that host?"
            )
        self._connected = said.startswith("connected")
        return address

    def _known_serial(self) -> str | None:
        """What adb calls an emulator of this machine that it found by itself.

        A second connection to it would be a second device.
        """
        serial = f"emulator-{self._port - 1}"
        if self._host in _LOOPBACK and f"{serial}\t" in self._run("devices"):
            return serial
        return None

    def snapshot(self) -> EmulatorSnapshot:
        """Not possible: its owner decides what it keeps."""
        raise UnsupportedByDevice(
            "the state of an emulator that was not started here is left alone; use an emulator as 'avd:NAME'"
        )

    def restore(self, snapshot: EmulatorSnapshot) -> None:
        """Not possible: its owner decides what it keeps."""
        self.snapshot()

    def close(self) -> None:
        """Undoes the last set-up, and the connection if it was made here."""
        device, self._device = self._device, None
        if device is not None:
            device.close()
        if self._connected:
            self._connected = False
            self._run("disconnect", f"{self._host}:{self._port}")

    def _run(self, *arguments: str) -> str:
        return run_adb(self._adb_server_port, *arguments, timeout=self._timeout)
