from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest

from openphone_gym.serve import snapshots
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
