"""The way to a device through the adb server: which device, commands on it, and what to do when it is gone.

The requests are those of ``adbutils``. The answers are read here, since a command has to end before a
deadline as a whole, and at once: an environment sends several commands for every step.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Callable
from typing import TypeVar

from adbutils import AdbClient, AdbConnection, AdbError, AdbTimeout, adb_path

from openphone_gym.devices.device import DeviceLost, DeviceTimeout, UnsupportedByDevice
from openphone_gym.devices.limits import adb_port

T = TypeVar("T")

LOOK_AGAIN_S = 0.2
"""Pause between two looks for a device that went away."""

_STDOUT, _STDERR, _EXIT = 1, 2, 3
"""Kinds of packets in the second version of adb's shell protocol (a byte, a 32 bit length, the data)."""

_LONGEST_SERVICE = 0xFFFF
"""Most bytes of a request, whose length is written in four hexadecimal digits."""

_REMEDIES = {
    "unauthorized": "accept the question for USB debugging on its screen",
    "authorizing": "accept the question for USB debugging on its screen",
    "offline": "wait until it has booted; else plug it in again, or run: adb reconnect offline",
    "no": "adb lacks the right to its USB port; see https://developer.android.com/tools/device",
    "recovery": "boot it into Android: adb reboot",
    "sideload": "boot it into Android: adb reboot",
    "bootloader": "boot it into Android: fastboot reboot",
}
"""What to do about a device in a state in which it takes no commands."""


class AdbTransport:
    """One device behind an adb server; it is looked for at the first command.

    A device that went away while nothing ran is waited for. A command that broke off is repeated only if
    it may be; otherwise nobody knows whether it was done.

    Args:
        serial: Serial number as ``adb devices`` lists it; None takes that of ``ANDROID_SERIAL``, else
            the only device that is ready.
        host: Address of the adb server.
        port: Its port; None takes that of ``ANDROID_ADB_SERVER_PORT``, else 5037.
        timeout: Most seconds of a command, and of waiting for a device that went away.
    """

    def __init__(self, serial: str | None, host: str, port: int | None, timeout: float) -> None:
        self.timeout = timeout
        self._wanted = serial or os.environ.get("ANDROID_SERIAL")
        self._serial: str | None = None
        self._address = host, adb_port(port)
        self._client = AdbClient(*self._address, socket_timeout=timeout)

    @property
    def serial(self) -> str:
        """Serial number of the device.

        Raises:
            DeviceLost: There is none, it is not ready, or there are several to choose from.
        """
        if self._serial is None:
            self._serial = self._chosen()
        return self._serial

    def shell(self, command: str, *, repeatable: bool = False) -> tuple[str, int]:
        """Output, errors included, and exit code of a command.

        Args:
            command: For the shell of the device.
            repeatable: Whether it does no harm to run it twice.

        Raises:
            DeviceTimeout: It does not end in time.
            DeviceLost: The device is gone, and does not come back in time.
        """
        return self._run(f"shell,v2,raw:{command}", _Answer.shell, repeatable)

    def pull(self, command: str) -> bytes:
        """What a command writes, byte by byte; it may run twice.

        Raises:
            DeviceTimeout: It does not end in time.
            DeviceLost: The device is gone, and does not come back in time.
        """
        return self._run(f"exec:{command}", _Answer.rest, repeatable=True)

    def console(self, *command: str) -> None:
        """Sends a command to the console of an emulator.

        Raises:
            UnsupportedByDevice: It is no emulator of this machine, or no adb program is installed.
            DeviceTimeout: The console does not answer in time.
        """
        if not self.serial.startswith("emulator-"):
            raise UnsupportedByDevice(f"{self.serial} is no emulator of this machine, so it has no console")
        try:
            subprocess.run(
                [adb_path(), "-P", str(self._address[1]), "-s", self.serial, "emu", *command],
                capture_output=True,
                timeout=self.timeout,
                check=True,
            )
        except subprocess.TimeoutExpired:
            raise DeviceTimeout(f"the console of {self.serial} does not answer") from None
        except (subprocess.CalledProcessError, AdbError, OSError) as error:
            raise UnsupportedByDevice(f"the console of {self.serial} refused {command}: {error}") from error

    def _run(self, service: str, read: Callable[[_Answer], T], repeatable: bool) -> T:
        try:
            return self._once(service, read)
        except _Broken:
            if not repeatable:
                raise
            return self._once(service, read)

    def _once(self, service: str, read: Callable[[_Answer], T]) -> T:
        what = f"{service.partition(':')[2][:80]!r} on {self.serial}"
        connection = self._open(service)
        try:
            return read(_Answer(connection.conn, time.monotonic() + self.timeout))
        except TimeoutError:
            raise DeviceTimeout(f"{what} did not end in {self.timeout:g} s") from None
        except OSError as error:
            raise _Broken(f"the device went away while it ran {what}: {error}") from error
        finally:
            connection.conn.close()  # Its own close() would sleep.

    def _open(self, service: str) -> AdbConnection:
        """A connection on which the service runs; waits for a device that is not ready."""
        if len(service.encode()) > _LONGEST_SERVICE:
            raise UnsupportedByDevice(f"a command has at most {_LONGEST_SERVICE} bytes: {service[:80]!r}...")
        try:
            return self._opened(service)
        except DeviceLost:
            self._wait_until_ready()
            return self._opened(service)

    def _opened(self, service: str) -> AdbConnection:
        connection = self._connected()
        try:
            for request in (f"host:transport:{self.serial}", service):
                connection.send_command(request)
                connection.check_okay()
        except AdbTimeout:
            connection.conn.close()
            raise DeviceTimeout(f"{self.serial} does not answer") from None
        except (AdbError, OSError, ValueError) as error:
            connection.conn.close()
            raise DeviceLost(f"{self.serial} takes no commands: {error}") from error
        return connection

    def _connected(self) -> AdbConnection:
        """A connection to the adb server."""
        try:
            # adbutils would start a server if there is none, though not always on this port.
            socket.create_connection(self._address, timeout=self.timeout).close()
            return self._client.make_connection(timeout=self.timeout)
        except (AdbError, OSError) as error:
            raise DeviceLost(self._no_server()) from error

    def _no_server(self) -> str:
        host, port = self._address
        try:
            remedy = f"start it with: {adb_path()} -P {port} start-server"
        except AdbError:
            remedy = "install adb, which is part of the Android platform tools, and run: adb start-server"
        return f"no adb server answers at {host}:{port}; {remedy}"

    # Which device, and whether it is ready

    def _chosen(self) -> str:
        states = self._states()
        ready = [serial for serial, state in states.items() if state == "device"]
        if self._wanted:
            serial = self._wanted
        elif len(ready) == 1:
            serial = ready[0]
        elif len(ready) > 1:
            choice = ", ".join(f"'adb:{serial}'" for serial in ready)
            raise DeviceLost(f"several devices are ready; name one of them: {choice}")
        else:
            serial = next(iter(states), "")
        problem = _problem(serial, states)
        if problem:
            raise DeviceLost(problem)
        return serial

    def _states(self) -> dict[str, str]:
        """State of each device by its serial number, as ``adb devices`` lists them."""
        self._connected().conn.close()
        try:
            return {found.serial: found.state for found in self._client.list()}
        except (AdbError, OSError, ValueError) as error:
            raise DeviceLost(f"the adb server does not list its devices: {error}") from error

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + self.timeout
        while True:
            try:
                problem = _problem(self.serial, self._reconnected())
            except DeviceLost as error:
                problem = str(error)
            if not problem:
                return
            if time.monotonic() > deadline:
                raise DeviceLost(f"{problem} (waited for {self.timeout:g} s)")
            time.sleep(LOOK_AGAIN_S)

    def _reconnected(self) -> dict[str, str]:
        """States of all devices; one on the network that the server gave up is dialled again."""
        states = self._states()
        address = _address(self.serial)
        if self.serial in states or not address:
            return states
        try:
            self._client.connect(address, timeout=self.timeout)
        except (AdbError, OSError) as error:
            raise DeviceLost(f"{self.serial} can't be dialled: {error}") from error
        return self._states()


class _Broken(DeviceLost):
    """The connection ended in the middle of a command."""


class _Answer:
    """What a service sends, all of it before a deadline.

    Raises ``TimeoutError`` when that is over, and ``ConnectionError`` when the end comes too soon.
    """

    def __init__(self, source: socket.socket, deadline: float) -> None:
        self._source = source
        self._deadline = deadline

    def shell(self) -> tuple[str, int]:
        """Output and exit code from the packets of the shell protocol."""
        output = bytearray()
        while True:
            head = self._exactly(5)
            data = self._exactly(int.from_bytes(head[1:], "little"))
            if head[0] in (_STDOUT, _STDERR):
                output += data
            elif head[0] == _EXIT:
                return output.decode("utf-8", "replace"), data[0] if data else 255

    def rest(self) -> bytes:
        """Everything up to the end."""
        data = bytearray()
        while piece := self._some(1 << 20):
            data += piece
        return bytes(data)

    def _exactly(self, count: int) -> bytes:
        data = bytearray()
        while len(data) < count:
            piece = self._some(count - len(data))
            if not piece:
                raise ConnectionError("the answer broke off")
            data += piece
        return bytes(data)

    def _some(self, most: int) -> bytes:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._source.settimeout(left)
        return self._source.recv(most)


def _address(serial: str) -> str:
    """What ``adb connect`` takes for a device on the network or an emulator here; empty for others."""
    console = serial.removeprefix("emulator-")
    if console != serial and console.isdigit():
        return f"emu:{console},{int(console) + 1}"
    return serial if ":" in serial else ""


def _problem(serial: str, states: dict[str, str]) -> str:
    """Why a device takes no commands, and what to do; empty for one that does."""
    if not states:
        what = f"{serial} is gone: no" if serial else "no"
        return (
            f"{what} device is listed by adb devices; plug one in with USB debugging on, or start an emulator"
        )
    if serial not in states:
        listed = ", ".join(f"{name} ({state})" for name, state in states.items())
        return f"no device {serial!r}; adb devices lists {listed}"
    state = states[serial]
    if state == "device":
        return ""
    return f"{serial} is {state}; {_REMEDIES.get(state, 'see what adb devices says of it')}"
