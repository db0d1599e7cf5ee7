from __future__ import annotations

import contextlib
import os
import socket
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.state import Display
from openphone_gym.serve import VirtualPhoneServer

DISPLAY = Display(540, 1200, 210)
CNXN, OPEN, OKAY, WRTE, CLSE = (
    int.from_bytes(n, "little") for n in (b"CNXN", b"OPEN", b"OKAY", b"WRTE", b"CLSE")
)


def until(happened: Callable[[], bool]) -> None:
    """Waits for what the server does a moment later."""
    for _ in range(500):
        if happened():
            return
        time.sleep(0.01)
    raise AssertionError("it did not happen")


@pytest.fixture
def server() -> Iterator[VirtualPhoneServer]:
    with VirtualPhoneServer([Phone.new(None, DISPLAY)], port=0) as server:
        yield server


class Host:
    """A client that speaks the ADB transport, frame by frame, and also badly."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)

    def send(self, command: int, arg0: int, arg1: int, payload: bytes = b"") -> None:
        header = struct.pack("<6I", command, arg0, arg1, len(payload), 0, command ^ 0xFFFFFFFF)
        self.socket.sendall(header + payload)

    def receive(self) -> tuple[int, int, int, bytes]:
        command, arg0, arg1, length, _, _ = struct.unpack("<6I", self._exactly(24))
        return command, arg0, arg1, self._exactly(length)

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            piece = self.socket.recv(count - len(data))
            if not piece:
                raise ConnectionError("the phone hung up")
            data += piece
        return data

    def greet(self, most: int = 4096) -> bytes:
        self.send(CNXN, 0x01000001, most, b"host::features=shell_v2\0")
        command, _, _, banner = self.receive()
        assert command == CNXN
        return banner

    def open(self, service: str, number: int = 1) -> int:
        """Number of the stream on the phone; 0 if the service was refused."""
        self.send(OPEN, number, 0, service.encode() + b"\0")
        command, theirs, mine, _ = self.receive()
        assert mine == number
        assert command == (OKAY if theirs else CLSE)
        return theirs

    def read_all(self, theirs: int, number: int = 1) -> bytes:
        output = b""
        while True:
            command, _, _, payload = self.receive()
            if command == CLSE:
                return output
            assert command == WRTE
            output += payload
            self.send(OKAY, number, theirs)

    def hung_up(self) -> bool:
        """Waits for the phone's end of the connection; what it says before is dropped."""
        try:
            while self.socket.recv(4096):
                pass
        except TimeoutError:
            return False
        except ConnectionError:
            pass
        return True


@pytest.fixture
def dial(server: VirtualPhoneServer) -> Iterator[Callable[[], Host]]:
    """Makes clients of the phone's adb port."""
    with contextlib.ExitStack() as opened:

        def dial() -> Host:
            host = Host(server.ports()[1])
            opened.enter_context(host.socket)
            return host

        yield dial


@pytest.fixture
def host(dial: Callable[[], Host]) -> Host:
    return dial()


class Adb(NamedTuple):
    """Android's own adb, with a server that no one else uses."""

    run: Callable[..., subprocess.CompletedProcess[bytes]]
    port: int
    home: Path

    def output(self, *arguments: str) -> str:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout.decode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def adb_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Adb]:
    adbutils = pytest.importorskip("adbutils", reason="needs the adb of adbutils: pip install adbutils")
    program = Path(adbutils.__file__).parent / "binaries" / "adb"
    if not program.exists():
        pytest.skip(f"adbutils brought no adb for this system ({program} is missing)")
    home, port = tmp_path_factory.mktemp("home"), _free_port()
    environment = {
        **os.environ,
        "HOME": str(home),
        "ANDROID_ADB_SERVER_PORT": str(port),
        "ADB_LOCAL_TRANSPORT_MAX_PORT": "5554",  # It shall find no phones but those it is told of.
        "ADB_MDNS_AUTO_CONNECT": "0",
    }

    def run(*arguments: str, input: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [program, *arguments], env=environment, input=input, capture_output=True, timeout=30, check=False
        )

    started = run("start-server")
    assert started.returncode == 0, started.stderr
    yield Adb(run, port, home)
    run("kill-server")


@pytest.fixture
def adb(adb_server: Adb, server: VirtualPhoneServer) -> Adb:
    """adb with the phone of the test as its target."""
    adb_server.output("connect", server.address())
    serial = server.serial()
    adb_server.output("-s", serial, "wait-for-device")
    return adb_server._replace(
        run=lambda *arguments, **options: adb_server.run("-s", serial, *arguments, **options)
    )
