"""Ports and folders of running emulators: never two programs at one port, and nothing left of a crash.

A slot is a console port and a folder. Who runs an emulator there holds a lock for each, which the operating
system lets go when the program ends, in whatever way. So a folder that nobody holds is left from a program
that crashed; its emulator may still run, and is known by its process id and start time.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from openphone_gym.devices.android_sdk import user_home
from openphone_gym.devices.device import DeviceError

PORTS = range(5554, 5684, 2)
"""Console ports that the emulator accepts; adb has the odd port after each."""

GRPC_OFFSET = 3000
"""From the console port to the port for gRPC, as the emulator itself counts."""

FOLDER = ".openphone_gym"
"""Where the copies lie, inside the folder of all virtual devices: on the same disk, and not listed."""

KILL_S = 10.0
"""Time the operating system has to end a killed process."""


class PortsExhausted(DeviceError):
    """As many emulators run as there are ports for."""


class EmulatorRecord(msgspec.Struct, frozen=True):
    """An emulator's process: its id, and when it started, since ids are used again."""

    pid: int
    started: str


class Slot:
    """A console port that this program alone uses, and a folder for what runs there.

    Attributes:
        port: The console port.
        folder: The folder; it goes with the slot.
    """

    def __init__(self, port: int, folder: Path, locks: list[int]) -> None:
        self.port = port
        self.folder = folder
        self._locks = locks

    @property
    def grpc_port(self) -> int:
        """The port for gRPC."""
        return self.port + GRPC_OFFSET

    def record(self, pid: int) -> None:
        """Writes down the emulator's process, for whoever cleans up after a crash."""
        data = msgspec.json.encode(EmulatorRecord(pid, start_time(pid) or ""))
        (self.folder / "emulator.json").write_bytes(data)

    def free(self) -> None:
        """Removes the folder, and lets others have the port; nothing happens the second time."""
        locks, self._locks = self._locks, []
        if locks:
            shutil.rmtree(self.folder, ignore_errors=True)
            _unlock(locks)


def reserve(home: Path) -> Slot:
    """A free slot; what crashed programs left below the same folder of devices is removed first.

    Args:
        home: The folder of all virtual devices.

    Raises:
        PortsExhausted: All are taken.
    """
    sweep(home)
    for port in PORTS:
        folder = _folder(home, port)
        # The user's programs share the ports, whatever folders of devices they use.
        locks = _lock(user_home() / "openphone_gym" / f"{port}.lock", _lock_of(folder))
        if not locks:
            continue
        if not folder.exists() and all(map(_is_free, (port, port + 1, port + GRPC_OFFSET))):
            folder.mkdir()
            return Slot(port, folder, locks)
        _unlock(locks)
    raise PortsExhausted(
        f"all console ports from {PORTS[0]} to {PORTS[-1]} are in use; close devices that are not needed"
        " any more (`adb devices` lists emulators)"
    )


def sweep(home: Path) -> None:
    """Ends the emulators of programs that are dead, and removes their copies."""
    for port in PORTS:
        folder = _folder(home, port)
        if folder.exists() and (locks := _lock(_lock_of(folder))):
            _end_recorded(folder)
            shutil.rmtree(folder, ignore_errors=True)
            _unlock(locks)


def _folder(home: Path, port: int) -> Path:
    return home / FOLDER / f"emulator-{port}"


def _lock_of(folder: Path) -> Path:
    return folder.with_suffix(".lock")


def _lock(*files: Path) -> list[int]:
    """Locks on all of the files, as open files; empty if another holds one of them."""
    locks: list[int] = []
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        locks.append(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        try:
            fcntl.flock(locks[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _unlock(locks)
            return []
    return locks


def _unlock(locks: list[int]) -> None:
    for lock in locks:
        os.close(lock)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _end_recorded(folder: Path) -> None:
    try:
        record = msgspec.json.decode((folder / "emulator.json").read_bytes(), type=EmulatorRecord)
    except (OSError, msgspec.MsgspecError):
        return  # The program died before its emulator started, or this was written only in part.
    if record.pid > 1 and record.started and start_time(record.pid) == record.started:
        kill_group(record.pid)


def kill_group(pid: int) -> None:
    """Kills a process that leads a group, and the group; waits until it is gone."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    for _ in _until(KILL_S):
        if start_time(pid) is None:
            return


def _until(seconds: float) -> Iterator[None]:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        yield
        time.sleep(0.05)


def start_time(pid: int) -> str | None:
    """When a process started, in a form that only serves to compare; None if it does not run."""
    if os.path.isdir("/proc/self"):
        try:
            with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
                fields = file.read().rpartition(")")[2].split()
        except OSError:
            return None
        state, ticks = fields[0], fields[19]  # Fields 3 and 22 of proc(5); ticks since the machine started.
        return None if state in "ZX" else ticks
    told = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.split()
    return " ".join(told[1:]) if told and not told[0].startswith("Z") else None
