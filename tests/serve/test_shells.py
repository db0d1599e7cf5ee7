"""Shells with input: commands that read it, lines that are typed, and the log as it grows."""

from __future__ import annotations

import struct
import threading

import pytest

from openphone_gym.phone.shell import run
from tests.serve.conftest import CLSE, OKAY, WRTE, Host, until

STDIN, STDOUT, EXIT, CLOSE_STDIN, WINDOW = 0, 1, 3, 4, 5


def packet(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<BI", kind, len(data)) + data


class Dialog:
    """A stream to which a client writes while it listens."""

    def __init__(self, host: Host, service: str) -> None:
        host.greet(most=1 << 20)
        self._host = host
        self._theirs = host.open(service)
        assert self._theirs
        self.output = b""
        self.ended = False

    def write(self, data: bytes) -> Dialog:
        self._host.send(WRTE, 1, self._theirs, data)
        while self._take() != OKAY:
            pass
        return self

    def until(self, expected: bytes) -> Dialog:
        while expected not in self.output:
            assert not self.ended, self.output
            self._take()
        return self

    def end(self) -> bytes:
        while not self.ended:
            self._take()
        return self.output

    def close(self) -> None:
        self._host.send(CLSE, 1, self._theirs)

    def _take(self) -> int:
        command, _, _, payload = self._host.receive()
        if command == WRTE:
            self.output += payload
            self._host.send(OKAY, 1, self._theirs)
        self.ended |= command == CLSE
        return command


def test_input_becomes_a_file(host, server):
    dialog = Dialog(host, "shell,v2,raw:cat > /sdcard/f")
    dialog.write(packet(WINDOW, b"24x80,0x0\0") + packet(STDIN, b"a\x00\xff"))
    dialog.write(packet(STDIN, b"b") + packet(CLOSE_STDIN))
    assert dialog.end() == packet(EXIT, b"\0")
    assert server.files().read("/sdcard/f") == b"a\x00\xffb"


def test_plain_input_ends_with_the_stream(host, server):
    dialog = Dialog(host, "exec:cat > /sdcard/f").write(b"one ").write(b"two")
    dialog.close()
    until(lambda: server.files().status("/sdcard/f") is not None)
    assert server.files().read("/sdcard/f") == b"one two"


def test_too_much_input_is_refused(monkeypatch, host):
    monkeypatch.setattr("openphone_gym.serve.shells.LARGEST_INPUT", 10)
    dialog = (
        Dialog(host, "shell,v2,raw:cat").write(packet(STDIN, b"12345678")).write(packet(STDIN, b"12345678"))
    )
    assert b"too large" in dialog.end()


def test_commands_that_read_nothing_do_not_wait(host):
    dialog = Dialog(host, "shell,v2,raw:whoami")
    assert dialog.end() == packet(STDOUT, b"root\n") + packet(EXIT, b"\0")


def test_lines_are_run_one_by_one(host):
    dialog = Dialog(host, "shell,v2,raw:")
    dialog.write(packet(STDIN, b"X=7\nec")).write(packet(STDIN, b"ho $X\n")).until(b"7\n")
    dialog.write(packet(STDIN, b"if true\nthen echo in\n")).write(packet(STDIN, b"fi\n")).until(b"in\n")
    dialog.write(packet(STDIN, b"exit 3\necho never\n"))
    assert dialog.end().endswith(packet(EXIT, b"\3"))
    assert b"never" not in dialog.output


def test_a_document_and_a_function_are_typed_over_several_lines(host):
    dialog = Dialog(host, "shell,v2,raw:")
    dialog.write(packet(STDIN, b"cat <<END\nX is $((6*7))\n")).write(packet(STDIN, b"END\n")).until(
        b"X is 42\n"
    )
    dialog.write(packet(STDIN, b"say() {\n")).write(packet(STDIN, b"echo said $1; }\nsay it\n")).until(
        b"said it\n"
    )
    dialog.write(packet(STDIN, b"cd /sdcard\npwd\nexit\n")).until(b"/sdcard\n")
    assert b"error" not in dialog.end()


def test_lines_end_with_the_input(host):
    dialog = Dialog(host, "shell,v2,raw:").write(packet(STDIN, b"nope\necho last") + packet(CLOSE_STDIN))
    assert b"nope: not found" in dialog.end()
    assert dialog.output.endswith(packet(STDOUT, b"last\n") + packet(EXIT, b"\0"))


def test_a_terminal_has_a_prompt_and_shows_what_is_typed(host):
    dialog = Dialog(host, "shell:").until(b"cheetah:/ # ")
    dialog.write(b"whoax\x7fmi\r").until(b"whoax\b \bmi\r\nroot\r\ncheetah:/ # ")
    dialog.write(b"\x1b[Aif true; then\r").until(b"> ")
    dialog.write(b"\x03").until(b"^C\r\ncheetah:/ # ")
    dialog.write(b"\x04")
    assert dialog.end().endswith(b"\r\n")


def test_commands_that_stay_open_are_given_up(host):
    dialog = Dialog(host, "shell,v2,raw:").write(
        packet(STDIN, b"if true; then\n" * 120) + packet(CLOSE_STDIN)
    )
    assert b"syntax error" in dialog.end()


def test_the_log_is_followed(host, server):
    dialog = Dialog(
        host, "shell:export ANDROID_LOG_TAGS=''; exec logcat -v epoch 'ActivityTaskManager:I' '*:S'"
    )
    phone = server.phones[0]
    with server.lock():
        run(phone, "log -t Other ignored; log -t ActivityTaskManager noted", server.files())
    dialog.until(b" I ActivityTaskManager: noted\n")
    with server.lock():
        phone.launch("us.zoom.videomeetings")  # Whatever starts it, such as a touch.
        phone.changed()
    dialog.until(b"Displayed us.zoom.videomeetings/")
    assert b"ignored" not in dialog.output
    dialog.close()
    until(lambda: server.clients() == 1)


@pytest.mark.parametrize(
    "service", ["shell,v2,raw:cat", "shell,v2,pty:", "shell:", "exec:cat", "shell:logcat", "sync:"]
)
def test_clients_that_vanish_leave_nothing(dial, server, service):
    for _ in range(5):
        host = dial()
        host.greet()
        assert host.open(service)
        host.socket.close()
    half = dial()
    half.greet()
    half.open(service)
    half.send(WRTE, 1, 1, b"\0\xff\xff")  # The beginning of a packet, or of nothing.
    half.socket.close()
    until(lambda: server.clients() == 0)


def test_a_hundred_clients_with_input(dial, server):
    answers: list[bytes] = []

    def work(number: int) -> None:
        dialog = Dialog(dial(), "shell,v2,raw:cat")
        dialog.write(packet(STDIN, b"%d" % number)).write(packet(CLOSE_STDIN))
        answers.append(dialog.end()[5:-6])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(int, answers)) == list(range(100))


# Reversed ports


def test_ports_are_reserved(adb):
    assert adb.output("reverse", "tcp:5000", "tcp:5001").strip() in ("", "5000")
    assert "tcp:5000 tcp:5001" in adb.output("reverse", "--list")
    assert adb.run("reverse", "--no-rebind", "tcp:5000", "tcp:1").returncode == 1
    assert adb.output("reverse", "tcp:0", "tcp:5002").strip().isdigit()
    adb.output("reverse", "--remove", "tcp:5000")
    assert adb.run("reverse", "--remove", "tcp:5000").returncode == 1
    adb.output("reverse", "--remove-all")
    assert adb.output("reverse", "--list").strip() == ""


@pytest.mark.parametrize("request_", ["", "nope", "forward:tcp:1", "killforward:tcp:1"])
def test_odd_requests_fail(host, request_):
    assert Dialog(host, f"reverse:{request_}").end().startswith(b"FAIL")
