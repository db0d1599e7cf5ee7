"""Android's emulator as a process: started from a copy of a virtual device, and ended without a trace.

Command line: https://developer.android.com/studio/run/emulator-commandline, console:
https://developer.android.com/studio/run/emulator-console.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

from adbutils import AdbError, adb_path

from openphone_gym.devices.android_sdk import INSTALL, Avd, EmulatorNotFound
from openphone_gym.devices.avd_files import clone_avd
from openphone_gym.devices.device import DeviceError, DeviceLost, DeviceTimeout
from openphone_gym.devices.emulator_slot import kill_group, reserve

LOOK_AGAIN_S = 0.5
"""Pause between two looks at an emulator that boots."""

ANSWER_S = 20.0
"""Time for an answer of adb."""

SNAPSHOT_S = 180.0
"""Time to write or read the memory of a phone."""

ASKED_S, TERMINATED_S = 20.0, 5.0
"""Time to end, after the console asked for it, and after a signal did."""

LAST_LINES = 15
"""How much of the emulator's log an error shows."""

_NO_ACCELERATION = re.compile(
    r"requires hardware acceleration|permissions? to use KVM|KVM is not (?:installed|found|usable)"
    r"|/dev/kvm[^\n]*(?:denied|not found|No such)",
    re.IGNORECASE,
)


class EmulatorDied(DeviceLost):
    """The emulator ended by itself; the message has the last lines of its log."""


class NoAcceleration(EmulatorDied):
    """The machine can't run the emulator's processor, or does not let this user do it."""


class BootTimeout(DeviceTimeout):
    """The phone does not come up in time; the message has the last lines of the emulator's log."""


class SnapshotFailed(DeviceError):
    """The emulator refuses to save or load a snapshot."""


class EmulatorOptions(NamedTuple):
    """How an emulator runs.

    Attributes:
        window: Whether its screen is shown in a window.
        memory_mb: Memory of the phone in megabytes; None leaves it to the virtual device.
        cores: Processor cores of the phone; None leaves it to the virtual device.
        gpu: Mode of the graphics, as ``emulator -help-gpu`` lists them.
        snapshot: A snapshot of the virtual device to begin with; None boots.
    """

    window: bool = False
    memory_mb: int | None = None
    cores: int | None = None
    gpu: str = "swiftshader_indirect"
    snapshot: str | None = None

    def arguments(self) -> list[str]:
        """The options on the emulator's command line."""
        words = ["-no-audio", "-no-boot-anim", "-gpu", self.gpu]
        if not self.window:
            words.append("-no-window")
        if self.memory_mb is not None:
            words += ["-memory", str(self.memory_mb)]
        if self.cores is not None:
            words += ["-cores", str(self.cores)]
        if self.snapshot is None:
            return [*words, "-no-snapshot"]
        return [*words, "-snapshot", self.snapshot, "-no-snapshot-save"]


class Emulator:
    """A running emulator; it ends with ``stop``, with the program, or when a later one sweeps up.

    Args:
        program: The emulator program.
        avd: The virtual device; a copy of it runs.
        options: How.
        boot_timeout: Most seconds until the phone is up.
        adb_server_port: Port of the adb server on this machine, which is started if need be.

    Raises:
        EmulatorNotFound: adb is not installed.
        PortsExhausted: Too many emulators run.
        AvdCopyFailed: The virtual device can't be copied.
        NoAcceleration: The machine can't run it.
        EmulatorDied: It ended at once.
        BootTimeout: The phone does not come up.
    """

    def __init__(
        self,
        program: Path,
        avd: Avd,
        options: EmulatorOptions,
        boot_timeout: float,
        adb_server_port: int,
    ) -> None:
        self._adb_server_port = adb_server_port
        self._owner = os.getpid()
        self._process: subprocess.Popen[bytes] | None = None
        self._slot = reserve(avd.home)
        atexit.register(self.stop)
        try:
            self.adb("start-server")  # The emulator makes itself known to it, once.
            clone = clone_avd(avd, self._slot.folder, options.snapshot)
            self._process = self._launch(program, clone, options)
            self._slot.record(self._process.pid)
            self._wait_for_boot(self._process, boot_timeout)
            self._become_root(self._process, boot_timeout)
        except BaseException:
            self.stop()
            raise

    @property
    def serial(self) -> str:
        """What adb calls it."""
        return f"emulator-{self._slot.port}"

    @property
    def grpc_port(self) -> int:
        """Where it serves gRPC."""
        return self._slot.grpc_port

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    def save(self, name: str) -> None:
        """Saves the whole state of the phone under a name.

        Raises:
            SnapshotFailed: The emulator refuses.
        """
        self._snapshot("save", name)

    def load(self, name: str) -> None:
        """Brings a saved state back, and waits until the phone answers again.

        Raises:
            SnapshotFailed: There is none of this name, or the emulator refuses.
            BootTimeout: The phone does not answer afterwards.
        """
        self._snapshot("load", name)
        if self._process is not None:
            self._wait_for_boot(self._process, SNAPSHOT_S)

    def stop(self) -> None:
        """Ends the emulator and removes its files: asks it, then signals, then kills it."""
        if os.getpid() != self._owner:
            return  # A forked child has the object, but the emulator is its parent's.
        atexit.unregister(self.stop)
        process, self._process = self._process, None
        try:
            if process is not None:
                self._end(process)
        finally:
            self._slot.free()

    def adb(self, *arguments: str, timeout: float = ANSWER_S) -> str:
        """What adb says to a command.

        Raises:
            EmulatorNotFound: adb is not installed.
            DeviceTimeout: It does not answer.
        """
        return run_adb(self._adb_server_port, *arguments, timeout=timeout)

    # Beginning

    def _launch(self, program: Path, clone: Avd, options: EmulatorOptions) -> subprocess.Popen[bytes]:
        port = self._slot.port
        words = [str(program), "-avd", clone.name, "-ports", f"{port},{port + 1}"]
        words += ["-grpc", str(self.grpc_port), *options.arguments()]
        environment = {
            **os.environ,
            "ANDROID_AVD_HOME": str(clone.home),
            "ANDROID_ADB_SERVER_PORT": str(self._adb_server_port),
        }
        with self._log.open("wb") as log:
            # In a session of its own, it is not ended by Ctrl+C before its device is closed.
            return subprocess.Popen(
                words,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def _log(self) -> Path:
        return self._slot.folder / "emulator.log"

    def _wait_for_boot(self, process: subprocess.Popen[bytes], timeout: float) -> None:
        deadline = time.monotonic() + timeout
        while not self._booted():
            if process.poll() is not None:
                raise self._death(process.returncode)
            if time.monotonic() > deadline:
                raise BootTimeout(
                    f"{self.serial} is not up after {timeout:g} s; give it more time (boot_timeout=...),"
                    " memory or cores, or look at it with window=True. Its log ends so:\n"
                    + self._last_lines()
                )
            time.sleep(LOOK_AGAIN_S)

    def _booted(self) -> bool:
        look = "getprop sys.boot_completed; getprop init.svc.bootanim"
        try:
            words = self.adb("-s", self.serial, "shell", look).split()
        except DeviceTimeout:
            return False
        return words in (["1"], ["1", "stopped"])

    def _become_root(self, process: subprocess.Popen[bytes], timeout: float) -> None:
        """Gives the shell the right to set the clock; images with Google Play refuse, and do without."""
        self.adb("-s", self.serial, "root")
        self._wait_for_boot(process, timeout)

    def _death(self, code: int) -> EmulatorDied:
        lines = self._last_lines()
        if _NO_ACCELERATION.search(self._log.read_text("utf-8", "replace")):
            return NoAcceleration(
                "the emulator needs hardware acceleration: turn on virtualization in the machine's firmware"
                " (or nested virtualization of the host), let this user open /dev/kvm (sudo usermod -aG kvm"
                " $USER; in a container --device /dev/kvm), and check with: emulator -accel-check. It says:"
                f"\n{lines}"
            )
        return EmulatorDied(f"the emulator ended with code {code}; its log ends so:\n{lines}")

    def _last_lines(self) -> str:
        lines = self._log.read_text("utf-8", "replace").splitlines()
        return "\n".join(lines[-LAST_LINES:]) or "(it wrote nothing)"

    # Console and end

    def _snapshot(self, verb: str, name: str) -> None:
        said = self._console("avd", "snapshot", verb, name, timeout=SNAPSHOT_S)
        if "KO" in said or "OK" not in said:
            raise SnapshotFailed(
                f"{self.serial} can't {verb} the snapshot {name!r}: {said.strip()[-500:]}; if it never can,"
                " use another gpu mode, or rewind=False"
            )

    def _console(self, *words: str, timeout: float = ANSWER_S) -> str:
        return self.adb("-s", self.serial, "emu", *words, timeout=timeout)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        said = ""
        if process.poll() is None:
            with contextlib.suppress(DeviceError):  # There are other ways.
                said = self._console("kill", timeout=ASKED_S)
        if _ends(process, ASKED_S if "OK" in said else 0):
            return
        process.terminate()
        if not _ends(process, TERMINATED_S):
            kill_group(process.pid)
            process.wait()


def _ends(process: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def run_adb(server_port: int, *arguments: str, timeout: float = ANSWER_S) -> str:
    """What adb says to a command, errors included.

    Args:
        server_port: Port of the adb server on this machine.
        arguments: The command.
        timeout: Most seconds it may take.

    Raises:
        EmulatorNotFound: adb is not installed.
        DeviceTimeout: It does not answer.
    """
    try:
        done = subprocess.run(
            [adb_path(), "-P", str(server_port), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=timeout,
            check=False,
        )
    except (AdbError, FileNotFoundError) as error:
        raise EmulatorNotFound(f"no adb program: {error}; {INSTALL}") from error
    except subprocess.TimeoutExpired:
        raise DeviceTimeout(f"adb {' '.join(arguments)} did not end in {timeout:g} s") from None
    return done.stdout.decode("utf-8", "replace")
