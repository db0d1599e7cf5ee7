"""Measures a virtual phone on the wire: calls per second of adb and of the emulator's gRPC.

The phone is served by a process of its own, at 1080x2400, and has an adb server of its own. Each figure is
``{"calls_per_s": ..., "median_ms": ...}``, of calls one after the other.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

LOOPBACK = "127.0.0.1"
ANSWER_S = 60.0
"""Time for one answer."""

FEWEST_CALLS = 3
"""Least number of calls that make a figure."""

ROOT = Path(__file__).parents[1]
SERVE = (sys.executable, "-m", "openphone_gym", "serve", "--port", "0")
INSTALL = "pip install 'openphone_gym[device]'"

Rates = dict[str, dict[str, float]]
"""Figures by name."""


class ServedPhone(NamedTuple):
    """A phone that a process of its own serves.

    Attributes:
        serial: What adb calls it.
        address: What ``adb connect`` takes.
        grpc_address: ``host:port`` of its gRPC; empty if it has none.
    """

    serial: str
    address: str
    grpc_address: str


class AdbServer(NamedTuple):
    """An adb server that no one else uses.

    Attributes:
        program: The adb program.
        port: The server's port.
        environment: Variables for programs that shall use it.
    """

    program: str
    port: int
    environment: dict[str, str]

    def run(self, *arguments: str) -> None:
        """Runs adb, silently."""
        subprocess.run(
            [self.program, *arguments],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=ANSWER_S,
            check=True,
        )


def measure_wire(seconds: float) -> dict[str, Any]:
    """Calls per second over adb and over gRPC.

    Args:
        seconds: Time for each figure.

    Returns:
        ``adb`` and ``grpc``: figures by name, or ``{"missing": what to install}``.
    """
    with served_phone() as phone:
        return {
            "adb": _measured(adb_calls_per_s, phone, seconds),
            "grpc": _measured(grpc_calls_per_s, phone, seconds),
        }


def _measured(take: Callable[[ServedPhone, float], Rates], phone: ServedPhone, seconds: float) -> Any:
    try:
        return take(phone, seconds)
    except ModuleNotFoundError as error:
        return {"missing": f"{error.name} is missing: {INSTALL}"}


def adb_calls_per_s(phone: ServedPhone, seconds: float) -> Rates:
    """Calls per second of the clients of adb.

    ``shell_*`` run ``echo``: straight from the adb server, as a process of Android's adb, and by adbutils.
    ``tap`` and the others are straight from the server; ``*_changed`` follow a key that shows another screen.

    Args:
        phone: The phone.
        seconds: Time for each figure.

    Raises:
        ModuleNotFoundError: adbutils is missing.
    """
    from adbutils import AdbClient, adb_path

    with _adb_server(adb_path()) as server:
        server.run("connect", phone.address)
        server.run("-s", phone.serial, "wait-for-device")
        through_adbutils = AdbClient(LOOPBACK, server.port).device(phone.serial)
        keys = ["APP_SWITCH", "HOME"]

        def changed(command: str) -> None:
            keys.reverse()
            service(server.port, phone.serial, f"shell:input keyevent {keys[0]}")
            service(server.port, phone.serial, f"exec:{command}")

        calls: dict[str, Callable[[], object]] = {
            "shell_server": lambda: service(server.port, phone.serial, "shell:echo"),
            "shell_process": lambda: server.run("-s", phone.serial, "shell", "echo"),
            "shell_adbutils": lambda: through_adbutils.shell("echo"),
            "tap": lambda: service(server.port, phone.serial, "shell:input tap 5 1200"),
            "screencap_raw": lambda: service(server.port, phone.serial, "exec:screencap"),
            "screencap_raw_changed": lambda: changed("screencap"),
            "screencap_png": lambda: service(server.port, phone.serial, "exec:screencap -p"),
            "screencap_png_changed": lambda: changed("screencap -p"),
            "uiautomator_dump": lambda: service(server.port, phone.serial, "exec:uiautomator dump /dev/tty"),
        }
        return {name: rate(call, seconds) for name, call in calls.items()}


def grpc_calls_per_s(phone: ServedPhone, seconds: float) -> Rates:
    """Calls per second of the emulator's gRPC.

    ``screenshot_*`` are raw pixels: ``small`` RGB 270 wide, ``full`` RGBA at 1080x2400, and ``changed`` the
    same after a key that shows another screen. ``tap`` is two calls, finger down and up.

    Args:
        phone: The phone.
        seconds: Time for each figure.

    Raises:
        ModuleNotFoundError: grpcio or android-env is missing.
    """
    import grpc
    from android_env.proto import emulator_controller_pb2 as messages
    from android_env.proto.emulator_controller_pb2_grpc import EmulatorControllerStub
    from google.protobuf.empty_pb2 import Empty

    small = messages.ImageFormat(format="RGB888", width=270)
    full = messages.ImageFormat(format="RGBA8888")
    down, up = (
        messages.TouchEvent(touches=[messages.Touch(x=5, y=1200, pressure=pressure)]) for pressure in (1, 0)
    )
    keys = [messages.KeyboardEvent(key=key) for key in ("AppSwitch", "GoHome")]
    with grpc.insecure_channel(
        phone.grpc_address, options=[("grpc.max_receive_message_length", -1)]
    ) as channel:
        emulator = EmulatorControllerStub(channel)

        def tap() -> None:
            emulator.sendTouch(down)
            emulator.sendTouch(up)

        def changed() -> None:
            keys.reverse()
            emulator.sendKey(keys[0])
            emulator.getScreenshot(full)

        calls: dict[str, Callable[[], object]] = {
            "status": lambda: emulator.getStatus(Empty()),
            "tap": tap,
            "screenshot_small": lambda: emulator.getScreenshot(small),
            "screenshot_full": lambda: emulator.getScreenshot(full),
            "screenshot_changed": changed,
        }
        return {name: rate(call, seconds) for name, call in calls.items()}


def rate(call: Callable[[], object], seconds: float) -> dict[str, float]:
    """How often a call can be made, one after the other; a first one is not counted.

    Args:
        call: The call.
        seconds: Time to spend, beside the least number of calls.

    Returns:
        ``calls_per_s`` and ``median_ms``.
    """
    call()
    took: list[float] = []
    while sum(took) < seconds or len(took) < FEWEST_CALLS:
        started = perf_counter()
        call()
        took.append(perf_counter() - started)
    return {"calls_per_s": len(took) / sum(took), "median_ms": 1000 * statistics.median(took)}


def service(port: int, serial: str, name: str) -> bytes:
    """What a service of a device says, through an adb server and with nothing else between.

    Args:
        port: Port of the adb server.
        serial: The device.
        name: The service, such as ``shell:echo``.

    Raises:
        ConnectionError: The adb server refuses.
    """
    with socket.create_connection((LOOPBACK, port), timeout=ANSWER_S) as connection:
        for request in (f"host:transport:{serial}", name):
            connection.sendall(f"{len(request):04x}{request}".encode())
            status = connection.recv(4, socket.MSG_WAITALL)
            if status != b"OKAY":
                raise ConnectionError(
                    f"the adb server refuses {request!r}: {status + connection.recv(200)!r}"
                )
        return b"".join(iter(lambda: connection.recv(1 << 20), b""))


@contextmanager
def served_phone() -> Iterator[ServedPhone]:
    """A phone at free ports, as ``python -m openphone_gym serve`` serves it."""
    with subprocess.Popen(SERVE, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        try:
            serial, *_, address = program.stdout.readline().split()
            told = program.stdout.readline()
            yield ServedPhone(serial, address, told.split()[-1] if told.startswith("gRPC") else "")
        finally:
            program.terminate()


@contextmanager
def _adb_server(program: str) -> Iterator[AdbServer]:
    with tempfile.TemporaryDirectory() as home:
        port = _free_port()
        server = AdbServer(
            program,
            port,
            {
                **os.environ,
                "HOME": home,
                "ANDROID_ADB_SERVER_PORT": str(port),
                "ADB_LOCAL_TRANSPORT_MAX_PORT": "5554",  # It shall find no phones but this one.
                "ADB_MDNS_AUTO_CONNECT": "0",
            },
        )
        server.run("start-server")
        try:
            yield server
        finally:
            server.run("kill-server")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]
