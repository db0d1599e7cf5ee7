"""Phones that are served beyond this machine ask for a token or a key."""

from __future__ import annotations

import base64
import contextlib
import os
import socket
import struct
from collections.abc import Callable, Iterator

import pytest

from openphone_gym.__main__ import main
from openphone_gym.phone.phone import Phone
from openphone_gym.serve import VirtualPhoneServer
from openphone_gym.serve.adbd import MOST_KEYS
from openphone_gym.serve.guard import BadKey, Guard
from tests.serve.conftest import CNXN, DISPLAY, Adb, Host, until

TOKEN = "a-token-that-is-long-enough"
SIGNATURE = 2
AUTH = int.from_bytes(b"AUTH", "little")


@pytest.fixture
def guarded(adb_server: Adb) -> Iterator[VirtualPhoneServer]:
    """A phone that knows the key of the test's adb."""
    key = (adb_server.home / ".android" / "adbkey.pub").read_text()
    with VirtualPhoneServer([Phone.new(None, DISPLAY)], port=0, guard=Guard(TOKEN, [key])) as server:
        yield server


@pytest.fixture
def closed() -> Iterator[VirtualPhoneServer]:
    """A phone that knows no key."""
    with VirtualPhoneServer([Phone.new(None, DISPLAY)], port=0, guard=Guard(TOKEN)) as server:
        yield server


def state_of(adb: Adb, server: VirtualPhoneServer) -> str:
    listed = adb.output("devices").splitlines()
    return next((line.split("\t")[1] for line in listed if line.startswith(server.serial())), "")


def test_adb_with_a_known_key_gets_in(adb_server, guarded):
    adb_server.output("connect", guarded.address())
    adb_server.output("-s", guarded.serial(), "wait-for-device")
    assert adb_server.output("-s", guarded.serial(), "shell", "whoami").strip() == "root"


def test_adb_without_one_is_unauthorized(adb_server, closed):
    adb_server.run("connect", closed.address())
    until(lambda: state_of(adb_server, closed) in ("unauthorized", "offline", ""))
    assert adb_server.run("-s", closed.serial(), "shell", "whoami").returncode != 0


@pytest.mark.parametrize("kind", [2, 3, 1, 0, 99])
def test_bad_answers_to_the_challenge_open_nothing(closed, kind):
    host = Host(closed.ports()[1])
    host.send(CNXN, 0x01000001, 4096, b"host::\0")
    for _ in range(MOST_KEYS if kind == SIGNATURE else 1):
        command, first, _, challenge = host.receive()
        assert (command, first, len(challenge)) == (AUTH, 1, 20)
        host.send(AUTH, kind, 0, os.urandom(256))
    assert host.hung_up()
    host.socket.close()


def test_challenges_differ(closed):
    seen = set()
    for _ in range(3):
        host = Host(closed.ports()[1])
        host.send(CNXN, 0x01000001, 4096, b"host::\0")
        seen.add(host.receive()[3])
        host.socket.close()
    assert len(seen) == 3


def talk(server: VirtualPhoneServer, *lines: str) -> str:
    with socket.create_connection(("127.0.0.1", server.ports()[0]), timeout=10) as client:
        client.sendall("".join(f"{line}\n" for line in lines).encode())
        client.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: client.recv(4096), b"")).decode()


def test_the_console_wants_the_token_first(closed):
    assert "openphone_0" in talk(closed, "", f"auth {TOKEN}", "avd name", "quit")
    for lines in (["avd name"], ["auth wrong", "avd name"], ["auth", "avd name"], [f"{TOKEN}", "avd name"]):
        answer = talk(closed, *lines)
        assert "openphone_0" not in answer
        assert "KO" in answer


def test_adb_emu_brings_the_token_of_its_file(adb_server, guarded):
    adb_server.output("connect", guarded.address())
    adb_server.output("-s", guarded.serial(), "wait-for-device")
    file = adb_server.home / ".emulator_console_auth_token"
    file.write_text(TOKEN)
    try:
        assert "openphone_0" in adb_server.output("-s", guarded.serial(), "emu", "avd", "name")
    finally:
        file.unlink()


@pytest.mark.parametrize(
    ("metadata", "admitted"),
    [
        ([("authorization", f"Bearer {TOKEN}")], True),
        ([("authorization", "Bearer wrong")], False),
        ([("authorization", TOKEN)], False),
        ([], False),
    ],
)
def test_grpc_wants_the_token_with_every_call(metadata, admitted):
    grpc = pytest.importorskip("grpc", reason="needs grpcio: pip install 'openphone_gym[device]'")
    stubs = pytest.importorskip("android_env.proto.emulator_controller_pb2_grpc")
    from google.protobuf.empty_pb2 import Empty

    phones = [Phone.new(None, DISPLAY)]
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(VirtualPhoneServer(phones, port=0, guard=Guard(TOKEN), grpc=True))
        channel = stack.enter_context(grpc.insecure_channel(f"127.0.0.1:{server.grpc_port()}"))
        emulator = stubs.EmulatorControllerStub(channel)
        calls: list[Callable[[], object]] = [
            lambda: emulator.getStatus(Empty(), metadata=metadata, timeout=10),
            lambda: next(iter(emulator.streamScreenshot(_image_format(), metadata=metadata, timeout=10))),
        ]
        for call in calls:
            if admitted:
                assert call() is not None
                continue
            with pytest.raises(grpc.RpcError) as caught:
                call()
            assert caught.value.code() == grpc.StatusCode.UNAUTHENTICATED


def _image_format() -> object:
    from android_env.proto.emulator_controller_pb2 import ImageFormat

    return ImageFormat(width=100, height=200)


def test_an_open_address_needs_a_guard():
    with pytest.raises(ValueError, match="guard"):
        VirtualPhoneServer(host="0.0.0.0")
    with pytest.raises(ValueError, match="16"):
        Guard("short")


@pytest.mark.parametrize("line", ["x", "ssh-rsa AAAA", base64.b64encode(b"\0" * 524).decode()])
def test_what_is_no_key_is_refused(line):
    with pytest.raises(BadKey, match="key"):
        Guard(TOKEN, [line])


def test_forged_signatures_are_refused(tmp_path):
    modulus = ((1 << 2047) + 12345).to_bytes(256, "little")
    line = base64.b64encode(struct.pack("<II256s256sI", 64, 0, modulus, b"", 65537)).decode()
    guard = Guard(TOKEN, [f"{line} somebody@somewhere", ""])
    for signature in (b"", b"\0" * 256, b"\1".rjust(256, b"\0"), b"\xff" * 256, b"\0" * 10_000):
        assert not guard.admits_signature(b"\7" * 20, signature)


def test_the_command_names_what_is_missing(monkeypatch, capsys, tmp_path):
    monkeypatch.delenv("OPENPHONE_SERVE_TOKEN", raising=False)
    keys = tmp_path / "keys"
    assert main(["serve", "--bind", "127.0.0.2", "--port", "0", "--adb-keys", str(keys)]) == 1
    assert "OPENPHONE_SERVE_TOKEN" in capsys.readouterr().err
    monkeypatch.setenv("OPENPHONE_SERVE_TOKEN", TOKEN)
    assert main(["serve", "--bind", "127.0.0.2", "--port", "0", "--adb-keys", str(keys)]) == 1
    assert str(keys) in capsys.readouterr().err
