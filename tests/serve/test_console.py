from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterator

import pytest

from openphone_gym.serve import VirtualPhoneServer, snapshots
from openphone_gym.serve.console import GREETING
from openphone_gym.serve.server import MOST_CONSOLES, MOST_CONSOLES_OF_PEER
from tests.serve.conftest import until

Ask = Callable[[str], str]


@pytest.fixture
def ask(server) -> Iterator[Ask]:
    """Sends a line to the console and gives the answer, up to OK or KO."""
    with socket.create_connection(("127.0.0.1", server.ports()[0]), timeout=10) as connection:
        lines = connection.makefile("r", newline="\r\n")
        greeting = [lines.readline() for _ in range(3)]
        assert greeting[1:] == ["OK\r\n", "OK\r\n"], "adb emu drops everything up to the second OK"

        def ask(line: str) -> str:
            connection.sendall(f"{line}\n".encode())
            answer = [lines.readline()]
            while answer[-1] and not answer[-1].startswith(("OK", "KO")):
                answer.append(lines.readline())
            return "".join(answer)

        yield ask


def test_adb_emu(adb, server):
    assert adb.output("emu", "avd", "name").splitlines() == ["openphone_0", "OK"]
    assert adb.output("emu", "geo", "fix", "9.9", "53.5").splitlines() == ["OK"]
    assert server.phones[0].system.properties["qemu.gps.longitude"] == "9.900000"


def test_adb_emu_sends_its_token(adb):
    token = adb.home / ".emulator_console_auth_token"
    token.write_text("secret")
    try:
        assert adb.output("emu", "avd", "name").splitlines() == ["openphone_0", "OK"]
    finally:
        token.unlink()


def test_blank_lines_and_tokens_have_no_answer(ask):
    assert ask("\r\n\nauth secret\navd name") == "openphone_0\r\nOK\r\n"


def test_snapshots_are_kept_by_name(ask, server):
    assert ask("avd snapshot list") == "There is no snapshot available.\r\nOK\r\n"
    start = server.phones[0].snapshot()
    assert ask("avd snapshot save start") == "OK\r\n"
    assert ask("sms send 5551234 Hello") == "OK\r\n"
    assert ask("avd snapshot save later") == "OK\r\n"
    names = [line.split()[1] for line in ask("avd snapshot list").splitlines()[2:-1]]
    assert names == ["start", "later"]
    assert ask("avd snapshot load start") == "OK\r\n"
    assert server.phones[0].snapshot() == start
    assert ask("avd snapshot delete start") == "OK\r\n"
    for line in ("load start", "delete start", "save a/b", f"save {'x' * 101}", "copy later"):
        assert ask(f"avd snapshot {line}").startswith("KO: ")


def test_snapshots_have_a_limit(ask, monkeypatch):
    monkeypatch.setattr(snapshots, "MOST_SNAPSHOTS", 1)
    assert ask("avd snapshot save a") == "OK\r\n"
    assert ask("avd snapshot save a") == "OK\r\n"
    assert ask("avd snapshot save b") == "KO: there are 1 snapshots already; delete one\r\n"


def test_calls_ring(ask, server):
    assert ask("gsm call +4940123") == "OK\r\n"
    texts = server.phones[0].tree().texts()
    assert "Incoming call" in texts
    assert "+4940123" in texts


def test_messages_come_in(ask, server):
    assert ask("sms send 5551234 See you at  eight") == "OK\r\n"
    phone = server.phones[0]
    chat = phone.messages.with_number("5551234")
    assert chat.messages[-1].text == "See you at eight"
    assert not chat.messages[-1].sent
    assert phone.system.notifications[-1].text == "See you at eight"


@pytest.mark.parametrize(
    "line",
    [
        "nope",
        "geo fix 181 0",
        "geo fix nan 0",
        "geo fix x y",
        "gsm call 'a b'",
        "sms send 1",
        "avd",
        "sms send x y",
        "'",
    ],
)
def test_what_is_wrong_is_told(ask, line):
    assert ask(line).startswith("KO: ")
    assert ask("help").endswith("OK\r\n")


def test_kill_ends_the_phone(ask, server):
    assert ask("kill").startswith("OK: killing emulator")
    for port in server.ports():
        until(lambda port=port: not listens(port))
    until(lambda: server.clients() == 0)


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except ConnectionError:
        return False
    return True


def test_endless_lines_are_cut_off(server):
    with socket.create_connection(("127.0.0.1", server.ports()[0]), timeout=10) as connection:
        received = b""
        try:
            connection.sendall(b"x" * 100_000)
            while piece := connection.recv(4096):
                received += piece
        except ConnectionError:
            pass
        assert b"KO" not in received


def talk(server: VirtualPhoneServer, *pieces: bytes) -> bytes:
    """What the console says to pieces that come one by one, until it hangs up."""
    received = b""
    connection = socket.create_connection(("127.0.0.1", server.ports()[0]), timeout=10)
    with connection, contextlib.suppress(ConnectionError):
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(0.001 if len(pieces) > 1 else 0)
        while piece := connection.recv(4096):
            received += piece
    return received


POST = b"POST / HTTP/1.1\r\nHost: 127.0.0.1:5554\r\nContent-Type: text/plain\r\n\r\n"
COMMANDS = b"sms send 5551234 Forged\r\navd snapshot save forged\r\n"


@pytest.mark.parametrize(
    "first",
    [
        POST,
        POST.replace(b"POST", b"post"),
        POST.replace(b"POST / HTTP/1.1\r\n", b""),
        b"GET /sms HTTP/1.1\r\n",
        b"OPTIONS * HTTP/1.1\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"geo fix 1 1 HTTP/1.0\r\n",
        b"GET /\n",
        b"Origin: null\n",
        b"\x16\x03\x01\x02\x00\n",
        b"sms send 5551234 \x00\n",
    ],
)
def test_what_a_page_can_send_is_cut_off(server, first):
    received = talk(server, first + COMMANDS)
    assert b"KO" not in received
    assert b"forged" not in received
    phone = server.phones[0]
    assert phone.messages.with_number("5551234") is None
    assert "qemu.gps.longitude" not in phone.system.properties


def test_a_request_that_drips_is_cut_off_too(server):
    talk(server, *[bytes([byte]) for byte in POST + COMMANDS])
    assert server.phones[0].messages.with_number("5551234") is None


def test_idle_consoles_are_sent_away(server, monkeypatch):
    monkeypatch.setattr("openphone_gym.serve.console.IDLE_S", 0.05)
    assert talk(server, b"avd na") == GREETING.encode()
    assert talk(server) == GREETING.encode()


def test_consoles_take_no_places_of_adb(server, dial):
    with contextlib.ExitStack() as stack:
        waiting = [
            stack.enter_context(socket.create_connection(("127.0.0.1", server.ports()[0]), timeout=10))
            for _ in range(MOST_CONSOLES + 20)
        ]
        told = [connection.recv(100) for connection in waiting]
        assert 0 < sum(map(bool, told)) == MOST_CONSOLES_OF_PEER <= MOST_CONSOLES
        host = dial()
        host.greet()
        assert host.read_all(host.open("shell:whoami")) == b"root\n"
    until(lambda: server.clients() <= 1)


def test_texts_may_speak_of_anything_else(ask, server):
    assert ask("sms send 5551234 GET HTTP/1.1: it is \u00fcber!") == "OK\r\n"
    assert server.phones[0].messages.with_number("5551234").messages[-1].text.endswith("\u00fcber!")
