"""A phone that is kept busy keeps no other from answering, and answers again itself."""

from __future__ import annotations

import contextlib
import socket
import struct
import time
from collections.abc import Callable, Iterator

import pytest

from openphone_gym.phone.phone import Phone
from openphone_gym.serve import VirtualPhoneServer
from openphone_gym.serve.served import Room
from tests.serve.conftest import DISPLAY, OKAY, OPEN, WRTE, Host, until

PROMPT_S = 5.0
"""Time in which a phone that nobody keeps busy answers, however slow the machine is."""

CONTACTS = "/data/data/com.android.providers.contacts/databases/contacts2.db"
COUNT = "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t)"
ATTACKS = {
    "loops": "for a in 1 2 3 4 5 6 7 8 9; do " * 6 + ":" + "; done" * 6,
    "hashes": "md5sum " + "/sdcard/big " * 4_000,
    "like": f'sqlite3 {CONTACTS} "{COUNT} SELECT count(*) FROM t WHERE '
    f"printf('%.*c', 120000, 'a') || x LIKE '{'%aaaaaaaaaa' * 18}b'\"",
    "recursion": f"sqlite3 {CONTACTS} '{COUNT} SELECT count(*) FROM t'",
    "rows": f"sqlite3 {CONTACTS} \"{COUNT} SELECT printf('%100000d', x) FROM t\"",
    "variables": "x=aaaaaaaaaaaaaaaa; while :; do x=$x$x; done",
    "globs": "while :; do echo /*/*/*a*a*a*a*b; done",
    "search": f"while :; do grep -i '{'a.' * 60}b' /sdcard/line; done",
    "sort": "while :; do sort /sdcard/big; done",
    "screens": "while :; do screencap -p; done",
    "copies": "while :; do cat /sdcard/big >> /sdcard/more; done",
}


@pytest.fixture(scope="module")
def pair() -> Iterator[VirtualPhoneServer]:
    """Two phones, the first with files."""
    with VirtualPhoneServer([Phone.new(None, DISPLAY) for _ in range(2)], port=0) as server:
        server.files().write("/sdcard/big", b"a b\n" * (1 << 20))
        server.files().write("/sdcard/line", b"a" * 30_000)
        yield server


@contextlib.contextmanager
def opened(port: int) -> Iterator[Host]:
    host = Host(port)
    host.socket.settimeout(30)
    with host.socket:
        host.greet(most=1 << 20)
        yield host


def asked(port: int, command: str) -> bytes:
    with opened(port) as host:
        return host.read_all(host.open(f"shell:{command}"))


def prompt(work: Callable[[], object]) -> None:
    start = time.monotonic()
    work()
    assert time.monotonic() - start < PROMPT_S


def others_answer(server: VirtualPhoneServer) -> None:
    console, adb = server.ports(1)
    for _ in range(3):
        prompt(lambda: asked(adb, "echo here; input tap 1 1"))
    with socket.create_connection(("127.0.0.1", console), timeout=10) as connection:
        connection.sendall(b"avd name\nquit\n")
        prompt(lambda: until_closed(connection))


def until_closed(connection: socket.socket) -> bytes:
    received = b""
    with contextlib.suppress(ConnectionError):
        while piece := connection.recv(1 << 16):
            received += piece
    return received


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_a_costly_command_stalls_nobody_else(pair, attack):
    adb = pair.ports(0)[1]
    with contextlib.ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(opened(adb)).open(f"shell:{attack}")
        others_answer(pair)
    # Those who asked are gone: what they asked for ends, and their phone has time for others.
    until(lambda: pair.clients(0) == 0)
    assert asked(adb, "echo here") == b"here\n"


def test_a_killed_command_says_so(pair):
    output = asked(pair.ports(0)[1], "while :; do :; done")
    assert output.endswith(b"Killed: too much work for one command\n")


def test_uploads_and_answers_nobody_fetches_have_limited_room(pair, monkeypatch):
    served = pair._emulators[0].served
    monkeypatch.setattr(served, "room", Room(1 << 20))
    adb = pair.ports(0)[1]
    with contextlib.ExitStack() as stack:
        held = stack.enter_context(opened(adb))
        assert held.open("shell:cat /sdcard/line")  # its answer is not taken
        until(lambda: served.room.left < 1 << 20)
        assert b"too much output" in asked(adb, "head -300000 /sdcard/big")
        pushing = stack.enter_context(opened(adb))
        assert push(pushing, b"DATA\0\0\1\0" + bytes(65_536), 20).startswith(b"FAIL")
        others_answer(pair)
    until(lambda: served.room.left == 1 << 20)
    assert asked(adb, "head -1 /sdcard/big") == b"a b\n"


def push(host: Host, piece: bytes, count: int) -> bytes:
    theirs = host.open("sync:")
    path = b"/sdcard/pushed,33188"
    for data in (struct.pack("<4sI", b"SEND", len(path)) + path, *[piece] * count, b"DONE\0\0\0\0"):
        host.send(WRTE, 1, theirs, data)
        assert host.receive()[0] == OKAY
    return host.receive()[3]


def test_a_file_that_never_ends_is_given_up(pair, monkeypatch):
    monkeypatch.setattr("openphone_gym.serve.services.PIECE_S", 0.05)
    with opened(pair.ports(0)[1]) as host:
        theirs = host.open("sync:")
        host.send(WRTE, 1, theirs, b"SEND\x15\0\0\0/sdcard/endless,33188")
        assert host.receive()[0] == OKAY
        assert b"did not come" in host.read_all(theirs)
    assert pair.files().status("/sdcard/endless") is None


def test_streams_that_are_never_read_stall_nobody(pair):
    with contextlib.ExitStack() as stack:
        for _ in range(3):
            host = stack.enter_context(opened(pair.ports(0)[1]))
            for number in range(1, 65):
                host.send(OPEN, number, 0, b"shell:cat /sdcard/line\0")
        others_answer(pair)
        assert asked(pair.ports(0)[1], "echo here") == b"here\n"


def test_a_server_stops_while_a_command_runs():
    with VirtualPhoneServer([Phone.new(None, DISPLAY)], port=0) as server:
        host = Host(server.ports()[1])
        host.greet()
        host.open("shell:while :; do screencap -p; done")
        prompt(server.stop)
        host.socket.close()
