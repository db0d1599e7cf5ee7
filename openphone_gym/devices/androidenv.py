"""DeepMind's ``android_env`` as a device: an emulator whose screen is touched and seen over gRPC.

Fingers, frames and snapshots go through ``android_env``. Everything else goes through adb, as for any other
Android device: the tree, text and keys, commands, and the set-up of a task.
"""

from __future__ import annotations

import itertools
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import grpc
import numpy as np
from adbutils import adb_path as bundled_adb
from android_env import loader
from android_env.components.action_type import ActionType
from android_env.components.config_classes import (
    AdbControllerConfig,
    AndroidEnvConfig,
    CoordinatorConfig,
    DeviceSettingsConfig,
    EmulatorConfig,
    EmulatorLauncherConfig,
    FilesystemTaskConfig,
)
from android_env.components.errors import AndroidEnvError
from android_env.environment import AndroidEnv
from android_env.proto.state_pb2 import (
    LoadStateRequest,
    LoadStateResponse,
    SaveStateRequest,
    SaveStateResponse,
)

from openphone_gym.arguments import validated
from openphone_gym.devices.android_sdk import find_avd, find_emulator
from openphone_gym.devices.avd import EmulatorSnapshot
from openphone_gym.devices.device import DeviceError, DeviceLost, Setup, UnsupportedByDevice
from openphone_gym.devices.emulator import run_adb
from openphone_gym.devices.limits import LIMITS
from openphone_gym.devices.through_adb import ThroughAdb
from openphone_gym.ui.gesture import Gesture, LongPress, Swipe, Tap, Wait

REACH_S = 5.0
"""Time within which the emulator has to take a connection."""

_numbers = itertools.count(1)


class AndroidEnvDevice(ThroughAdb):
    """An emulator through ``android_env``.

    It is reached, or started, when it is first needed. Closing ends an emulator that was started here, and
    leaves one alone that ran before. Frames, as trees, are kept until the next gesture, command or reset; a
    screen that moves by itself is seen again after a ``Wait``.

    Args:
        which: Name of an Android Virtual Device to start; None attaches to a running emulator.
        console_port: Console port of the running emulator; its adb listens on the next one.
        grpc_port: gRPC port of the running emulator; None is 3000 above the console's, as by default.
        adb_path: The adb program; None takes the one of ``adbutils``.
        timeout: Most seconds of a command.
        settle: Seconds given to the screen after each gesture, for its animation to end.
        adb_server_port: Port of the adb server on this machine; None takes that of
            ``ANDROID_ADB_SERVER_PORT``, else 5037.

    Raises:
        AvdNotFound: No virtual device has this name.
        EmulatorNotFound: The emulator to start it with is not installed.
        UnsupportedByDevice: There is no adb program.
    """

    def __init__(
        self,
        which: str | None = None,
        *,
        console_port: int = 5554,
        grpc_port: int | None = None,
        adb_path: str | None = None,
        timeout: float = 20.0,
        settle: float = 1.0,
        adb_server_port: int | None = None,
    ) -> None:
        super().__init__(timeout, settle, adb_server_port)
        validated(LIMITS, {"console_port": console_port, "grpc_port": grpc_port})
        self._attached = which is None
        if which is None:
            self._launcher = EmulatorLauncherConfig(
                emulator_console_port=console_port,
                adb_port=console_port + 1,
                grpc_port=grpc_port or console_port + 3000,
            )
        else:
            self._launcher = avd_config(which)
        self._config = AndroidEnvConfig(
            task=FilesystemTaskConfig(path=os.devnull),  # An empty one: the tasks are our own.
            coordinator=CoordinatorConfig(
                device_settings=DeviceSettingsConfig(
                    show_touches=False,
                    show_pointer_location=False,
                    show_status_bar=True,
                    show_navigation_bar=True,
                )
            ),
            simulator=EmulatorConfig(
                emulator_launcher=self._launcher,
                adb_controller=adb_config(adb_path, self._adb_server_port),
            ),
        )
        self._env: AndroidEnv | None = None
        self._pixels: np.ndarray | None = None

    @property
    def env(self) -> AndroidEnv:
        """The environment of ``android_env``; loaded if it is not.

        Raises:
            DeviceLost: The emulator can't be reached, or does not start.
        """
        if self._env is None:
            if self._attached:
                self._reach()
                self._introduce()
            with _told():
                env = loader.load(self._config)
                env.reset()
            self._env = env
        return self._env

    def _open(self) -> str:
        _ = self.env
        return self._serial

    @property
    def _serial(self) -> str:
        return f"emulator-{self._launcher.adb_port - 1}"

    def _reach(self) -> None:
        """Makes sure that the emulator is there: ``android_env`` would look for it for 100 seconds."""
        port = self._launcher.grpc_port
        try:
            socket.create_connection(("localhost", port), timeout=REACH_S).close()
        except OSError as error:
            raise DeviceLost(
                f"no emulator answers gRPC on port {port}: {error}; start it with: emulator @AVD -grpc {port}"
            ) from error

    def _introduce(self) -> None:
        """Tells the adb server of the emulator; by itself it looks at few ports, and only once."""
        server, ports = self._adb_server_port, self._launcher
        if f"{self._serial}\t" not in run_adb(server, "devices", timeout=self._timeout):
            address = f"emu:{ports.emulator_console_port},{ports.adb_port}"
            run_adb(server, "connect", address, timeout=self._timeout)
            run_adb(server, "-s", self._serial, "wait-for-device", timeout=self._timeout)

    def _step(self, action: ActionType, x: int = 0, y: int = 0) -> np.ndarray:
        """Does one of ``android_env``'s actions; returns the pixels it saw then."""
        width, height, _ = self.screen
        # The middle of a pixel, which no rounding moves to the next one.
        position = np.array([(x + 0.5) / width, (y + 0.5) / height], np.float32)
        self._reach()
        with _told():
            timestep = self.env.step({"action_type": np.array(action), "touch_position": position})
        if timestep.last():
            raise DeviceLost("android_env could not act on the emulator; close the device to begin anew")
        return timestep.observation["pixels"]

    def frame(self) -> np.ndarray:
        """Screenshot, uint8 (H, W, 3), a fresh copy."""
        if self._pixels is None:
            self._pixels = self._step(ActionType.REPEAT)
        return self._pixels.copy()

    def perform(self, gesture: Gesture) -> None:
        """Does a gesture, and lets the screen settle. Fingers take their real time."""
        self._pixels = None
        match gesture:
            case Tap(x, y):
                self._press(x, y, 0.0)
            case LongPress(x, y, seconds):
                self._press(x, y, seconds)
            case Swipe():
                self._swipe(gesture)
            case _:
                self.adb.perform(gesture)

    def _press(self, x: int, y: int, seconds: float) -> None:
        width, height, _ = self.screen
        if 0 <= x < width and 0 <= y < height:
            self._step(ActionType.TOUCH, x, y)
            time.sleep(seconds)
            self._lift(x, y)

    def _swipe(self, swipe: Swipe) -> None:
        """Moves a finger as often as ``android_env`` can in the time of the swipe, and then to its end."""
        width, height, _ = self.screen
        start = _within(swipe.x1, width), _within(swipe.y1, height)
        end = _within(swipe.x2, width), _within(swipe.y2, height)
        began, done = time.monotonic(), 0.0
        while done < 1.0:
            x, y = (round(a + (b - a) * done) for a, b in zip(start, end, strict=True))
            self._step(ActionType.TOUCH, x, y)
            done = (time.monotonic() - began) / max(swipe.seconds, 1e-3)
        self._step(ActionType.TOUCH, *end)
        self._lift(*end)

    def _lift(self, x: int, y: int) -> None:
        self._step(ActionType.LIFT, x, y)
        self.adb.perform(Wait(self._settle))  # What adb saw before is old now, too.

    def shell(self, command: str) -> tuple[str, int]:
        """Output and exit code of a shell command on the device."""
        self._pixels = None
        return super().shell(command)

    def reset(self, setup: Setup) -> None:
        """Brings the device to the start of a task."""
        self._pixels = None
        super().reset(setup)

    def snapshot(self) -> EmulatorSnapshot:
        """The whole state, kept by the emulator.

        Raises:
            DeviceError: The emulator refuses.
        """
        snapshot = EmulatorSnapshot(f"openphone_{os.getpid()}_{next(_numbers)}")
        with _told():
            told = self.env.save_state(SaveStateRequest(args={"snapshot_name": snapshot.name}))
        if told.status != SaveStateResponse.Status.OK:
            raise DeviceError(f"{self._serial} can't save its state: {told.error_message}")
        return snapshot

    def restore(self, snapshot: EmulatorSnapshot) -> None:
        """Brings a snapshot back.

        Raises:
            DeviceError: It is not of this emulator, or the emulator refuses.
        """
        self._pixels = None
        with _told():
            told = self.env.load_state(LoadStateRequest(args={"snapshot_name": snapshot.name}))
        # What was known, and what was to be undone, belongs to another time.
        self._device = None
        if told.status != LoadStateResponse.Status.OK:
            reason = told.error_message or "it has no such snapshot"
            raise DeviceError(f"{self._serial} can't load {snapshot.name!r}: {reason}")

    def close(self) -> None:
        """Undoes the last set-up and lets the emulator go; a later use opens it again."""
        device, self._device = self._device, None
        env, self._env = self._env, None
        self._pixels = None
        if device is not None:
            device.close()
        if env is not None:
            env.close()


def avd_config(name: str) -> EmulatorLauncherConfig:
    """How ``android_env`` starts a virtual device of this machine; it chooses the ports itself.

    Raises:
        AvdNotFound: No virtual device has this name.
        EmulatorNotFound: The emulator is not installed.
    """
    program = find_emulator()
    return EmulatorLauncherConfig(
        avd_name=name,
        android_avd_home=str(find_avd(name).home),
        android_sdk_root=str(program.parent.parent),
        emulator_path=str(program),
    )


def adb_config(path: str | None, server_port: int) -> AdbControllerConfig:
    """Which adb program and server ``android_env`` uses.

    Raises:
        UnsupportedByDevice: There is no such program.
    """
    program = Path(path or bundled_adb()).expanduser().absolute()
    if not program.exists():
        raise UnsupportedByDevice(f"no adb program at {program}; leave adb_path out to take that of adbutils")
    return AdbControllerConfig(
        adb_path=str(program),
        adb_server_port=server_port,
        # Otherwise android_env takes this variable, and ANDROID_HOME, away from the whole process.
        use_adb_server_port_from_os_env=os.environ.get("ANDROID_ADB_SERVER_PORT", "5037") == str(server_port),
    )


@contextmanager
def _told() -> Iterator[None]:
    """Failures of ``android_env`` as those of a device."""
    try:
        yield
    except (AndroidEnvError, grpc.RpcError, OSError) as error:
        raise DeviceLost(f"android_env lost the emulator: {error}") from error


def _within(value: int, size: int) -> int:
    return min(max(value, 0), size - 1)
