from __future__ import annotations

import random
import socket
import struct
import threading
import time

import pytest

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell.budget import Killed
from openphone_gym.phone.shell.commands import COMMANDS
from openphone_gym.serve import PortInUse, VirtualPhoneServer
from tests.serve.conftest import CLSE, CNXN, DISPLAY, OKAY, OPEN, WRTE, Host, until


def shell(host: Host, command: str) -> bytes:
    return host.read_all(host.open(f"shell:{command}"))


# With Android's own adb


def test_adb_lists_the_phone(adb, server):
    line = next(line for line in adb.output("devices", "-l").splitlines() if server.serial() in line)
    assert " device " in line
    assert "model:Pixel_7_Pro" in line
    assert adb.output("get-state") == "device\n"


def test_push_and_pull_give_the_same_bytes(adb, server, tmp_path):
    data = random.Random(1).randbytes(300_000)
    (tmp_path / "a").write_bytes(data)
    adb.output("push", str(tmp_path / "a"), "/sdcard/deep/folder/a")
    assert server.files().read("/sdcard/deep/folder/a") == data
    adb.output("pull", "/sdcard/deep/folder/a", str(tmp_path / "b"))
    assert (tmp_path / "b").read_bytes() == data
    adb.output("pull", "/sdcard/deep", str(tmp_path / "all"))
    assert (tmp_path / "all" / "folder" / "a").read_bytes() == data
    assert adb.run("pull", "/sdcard/missing", str(tmp_path / "c")).returncode != 0
    assert adb.run("push", str(tmp_path / "a"), "/sdcard").returncode == 0
    assert "/a" in adb.output("shell", "ls -d /sdcard/a")


def test_an_install_is_refused_politely(adb, tmp_path):
    (tmp_path / "a.apk").write_bytes(bytes(200_000))
    done = adb.run("install", str(tmp_path / "a.apk"))
    assert done.returncode == 1
    assert b"its own apps only" in done.stderr
    assert adb.output("shell", "whoami") == "root\n"


def test_maintenance(adb):
    assert adb.output("root") == "adbd is already running as root\n"
    assert adb.output("remount") == "remount succeeded\n"
    adb.output("shell", "monkey -p us.zoom.videomeetings 1")
    adb.output("reboot")
    assert "launcher" in adb.output("shell", "dumpsys window | grep mCurrentFocus")


def test_forwarded_connections_are_closed(adb):
    port = int(adb.output("forward", "tcp:0", "tcp:9009"))
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        assert connection.recv(1) == b""
    adb.output("forward", "--remove", f"tcp:{port}")


# Frame by frame


def test_the_banner(host):
    banner = host.greet().decode()
    assert banner.startswith("device::ro.product.name=cheetah;")
    assert "shell_v2" in banner.partition("features=")[2].split(",")


def test_each_piece_waits_until_the_last_was_taken(host):
    host.greet(most=10)
    theirs = host.open("shell:echo 0123456789abcdef")
    assert host.receive() == (WRTE, theirs, 1, b"0123456789")
    host.socket.settimeout(0.2)
    with pytest.raises(TimeoutError):
        host.receive()
    host.socket.settimeout(10)
    host.send(OKAY, 1, theirs)
    assert host.receive() == (WRTE, theirs, 1, b"abcdef\n")
    host.send(OKAY, 1, theirs)
    assert host.receive()[0] == CLSE


def test_streams_are_independent(host):
    host.greet()
    waiting = host.open("shell:logcat Nobody:I", number=7)
    assert shell(host, "whoami") == b"root\n"
    host.send(CLSE, 7, waiting)
    assert host.receive() == (CLSE, waiting, 7, b"")


@pytest.mark.parametrize("service", ["tcp:9009", "jdwp:1", "", "track-jdwp", "shel:ls", "local:/etc/passwd"])
def test_unknown_services_are_refused(host, service):
    host.greet()
    assert host.open(service) == 0
    assert shell(host, "whoami") == b"root\n"


def test_streams_are_limited(host):
    host.greet()
    opened = [host.open("sync:", number) for number in range(1, 70)]
    assert all(opened[:64])
    assert not any(opened[64:])


@pytest.mark.parametrize(
    "request_",
    [
        b"NOPE\0\0\0\0",
        b"STAT\xff\xff\xff\xff",
        b"SEND\x0b\0\0\0/a/b,33188!DATA\xff\xff\xff\xff",
    ],
)
def test_broken_file_requests_fail(host, request_):
    host.greet()
    theirs = host.open("sync:")
    host.send(WRTE, 1, theirs, request_)
    assert host.receive()[0] == OKAY
    assert b"FAIL" in host.read_all(theirs)


def test_a_link_is_no_file(host, server):
    host.greet()
    theirs = host.open("sync:")
    path = b"/sdcard/link,%d" % 0o120777
    host.send(WRTE, 1, theirs, struct.pack("<4sI", b"SEND", len(path)) + path + b"DATA\1\0\0\0aDONE\0\0\0\0")
    assert host.receive()[0] == OKAY
    assert b"only files" in host.receive()[3]
    assert server.files().status("/sdcard/link") is None


@pytest.mark.parametrize(
    "sent",
    [
        struct.pack("<6I", CNXN, 0, 4096, 0, 0, 0),
        struct.pack("<6I", CNXN, 0, 4096, 0xFFFFFFFF, 0, CNXN ^ 0xFFFFFFFF),
        struct.pack("<6I", OPEN, 1, 0, 0, 0, OPEN ^ 0xFFFFFFFF),
        struct.pack("<6I", CNXN, 0, 0, 0, 0, CNXN ^ 0xFFFFFFFF),
        b"GET / HTTP/1.1\r\nHost: phone\r\n\r\n",
    ],
    ids=["magic", "length", "no greeting", "no room", "http"],
)
def test_what_is_no_adb_is_cut_off(host, server, sent):
    host.socket.sendall(sent)
    assert host.hung_up()
    until(lambda: server.clients() == 0)


def test_a_client_that_does_not_wait_is_cut_off(host):
    host.greet()
    theirs = host.open("shell:whoami")
    assert host.receive()[0] == WRTE  # Left without OKAY, so nobody reads on the other side.
    host.send(WRTE, 1, theirs, b"x")
    host.send(WRTE, 1, theirs, b"x")
    assert host.hung_up()


def test_clients_that_never_read_do_not_stop_the_phone(server, dial):
    server.files().write("/sdcard/big", bytes(3 << 20))
    deaf = dial()
    deaf.greet(most=1 << 20)
    for number in range(1, 65):
        deaf.send(OPEN, number, 0, b"exec:cat /sdcard/big\0")
    host = dial()
    host.greet()
    assert shell(host, "whoami") == b"root\n"
    deaf.socket.close()
    until(lambda: server.clients() == 1)


def test_silent_clients_are_cut_off(monkeypatch, server, dial):
    monkeypatch.setattr("openphone_gym.serve.adbd.HANDSHAKE_S", 0.1)
    silent, half = dial(), dial()
    half.socket.sendall(struct.pack("<6I", CNXN, 0, 4096, 100, 0, CNXN ^ 0xFFFFFFFF) + b"half")
    assert silent.hung_up()
    assert half.hung_up()
    until(lambda: server.clients() == 0)


def test_noise_neither_breaks_nor_fills_the_phone(server, dial):
    rng = random.Random(5)
    names = ["shell:whoami", "shell,v2,raw:echo x", "sync:", "exec:screencap", "tcp:1", "shell:logcat"]
    for _ in range(60):
        host = dial()
        try:
            if rng.random() < 0.8:
                host.greet(rng.choice([1, 100, 4096, 1 << 30]))
            for _ in range(rng.randrange(12)):
                command = rng.choice([CNXN, OPEN, OPEN, OPEN, OKAY, WRTE, WRTE, CLSE, rng.getrandbits(32)])
                payload = rng.choice([rng.choice(names).encode(), rng.randbytes(rng.randrange(200)), b""])
                host.send(command, rng.randrange(4), rng.randrange(4), payload)
            if rng.random() < 0.3:
                host.socket.sendall(rng.randbytes(rng.randrange(100)))
        except ConnectionError:
            pass
        host.socket.close()
    until(lambda: server.clients() == 0)
    host = dial()
    host.greet()
    assert shell(host, "whoami") == b"root\n"


@pytest.mark.parametrize("limit", ["MOST_CONNECTIONS", "MOST_OF_PEER"])
def test_too_many_clients_are_turned_away(monkeypatch, limit):
    monkeypatch.setattr(f"openphone_gym.serve.server.{limit}", 1)
    monkeypatch.setattr("openphone_gym.serve.adbd.HANDSHAKE_S", 60.0)
    with VirtualPhoneServer([Phone.new(None, DISPLAY)], port=0) as server:
        first, second = Host(server.ports()[1]), Host(server.ports()[1])
        with first.socket, second.socket:
            first.greet()
            assert second.hung_up()
            assert shell(first, "whoami") == b"root\n"


def test_names_need_not_be_text(host, server):
    host.greet()
    name = b"/sdcard/\xff\xfe"
    content = b"\x00\xff\xed\xa0\x80"
    theirs = host.open("sync:")
    target = name + b",33188"
    host.send(WRTE, 1, theirs, struct.pack("<4sI", b"SEND", len(target)) + target + b"DATA\5\0\0\0" + content)
    assert host.receive()[0] == OKAY
    host.send(WRTE, 1, theirs, b"DONE\0\0\0\0")
    assert host.receive()[0] == OKAY
    assert host.receive()[3].startswith(b"OKAY")
    host.send(OKAY, 1, theirs)
    for request, kept in ((b"LIST", b"DENT"), (b"LIS2", b"DNT2")):
        host.send(WRTE, 1, theirs, request + b"\7\0\0\0/sdcard")
        assert host.receive()[0] == OKAY
        listed = []
        while not (listed and listed[-1].startswith(b"DONE")):
            listed.append(host.receive()[3])
            host.send(OKAY, 1, theirs)
        assert any(entry.startswith(kept) and entry.endswith(b"\xff\xfe") for entry in listed)
    host.send(CLSE, 1, theirs)
    host.receive()
    host.send(OPEN, 2, 0, b"shell:cat " + name + b"; ls /sdcard | tail -1\0")
    _, theirs, _, _ = host.receive()
    assert host.read_all(theirs, 2) == content + b"\xff\xfe\n"


def test_the_first_version_of_stat_tells_the_lower_half_of_a_time(host, server):
    server.files().write("/sdcard/late", b"", mtime=(1 << 32) + 7)
    server.files().write("/sdcard/early", b"", mtime=-1)
    host.greet()
    for name, told in ((b"late", 7), (b"early", 0xFFFFFFFF)):
        theirs = host.open("sync:")
        path = b"/sdcard/" + name
        host.send(WRTE, 1, theirs, struct.pack("<4sI", b"STAT", len(path)) + path)
        assert host.receive()[0] == OKAY
        assert struct.unpack("<4s3I", host.receive()[3])[3] == told
        host.send(OKAY, 1, theirs)
        host.send(CLSE, 1, theirs)
        assert host.receive()[0] == CLSE


def test_times_beyond_32_bits_are_listed(adb, server, tmp_path):
    adb.output("shell", "date 2200-01-01 00:00:00; touch /sdcard/late")
    assert "late" in adb.output("ls", "/sdcard")
    assert "2199-12-31" in adb.output("shell", "ls -l /sdcard/late")
    adb.output("pull", "/sdcard/late", str(tmp_path / "late"))


def test_a_command_that_breaks_is_told_and_the_phone_goes_on(monkeypatch, host):
    def broken(*_: object) -> str:
        raise ZeroDivisionError("oh")

    monkeypatch.setitem(COMMANDS, "getprop", broken)
    host.greet()
    assert shell(host, "getprop; echo $?") == b"sh: ZeroDivisionError: oh\n"
    assert shell(host, "whoami") == b"root\n"


@pytest.mark.parametrize(
    ("fault", "told"),
    [(ZeroDivisionError("oh"), b"sh: ZeroDivisionError: oh\n"), (Killed("too much"), b"too much\n")],
)
def test_a_screenshot_that_breaks_is_told_and_the_phone_goes_on(monkeypatch, host, fault, told):
    def broken(*_: object) -> bytes:
        raise fault

    monkeypatch.setattr("openphone_gym.phone.shell.files.Screenshots.png", broken)
    host.greet()
    assert shell(host, "screencap -p") == told
    assert shell(host, "whoami") == b"root\n"


def test_a_hundred_clients_at_once(server, dial):
    answers: list[bytes] = []

    def work() -> None:
        host = dial()
        host.greet()
        answers.append(shell(host, "settings get global airplane_mode_on"))
        host.socket.close()

    threads = [threading.Thread(target=work) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [b"0\n"] * 100
    until(lambda: server.clients() == 0)


# The server itself


def test_phones_have_pairs_of_ports_on_loopback_only():
    with VirtualPhoneServer([Phone.new(None, DISPLAY), Phone.new(None, DISPLAY)], port=0) as server:
        for number in range(2):
            console, adb = server.ports(number)
            assert console % 2 == 0
            assert adb == console + 1
            with pytest.raises(OSError, match="refused"):
                socket.create_connection(("127.0.0.2", adb), timeout=5)
        host = Host(server.ports(1)[1])
        host.greet()
        shell(host, "settings put global airplane_mode_on 1")
        host.socket.close()
        assert [phone.system.settings["global"]["airplane_mode_on"] for phone in server.phones] == ["0", "1"]


def test_a_taken_port_is_named_and_nothing_stays_open(server):
    port = server.ports()[0]
    with pytest.raises(PortInUse, match=str(port)):
        VirtualPhoneServer([Phone.new(None, DISPLAY)], port=port).start()


def test_clients_wait_while_somebody_looks_at_the_phone(host, server):
    host.greet()
    with server.lock():
        host.send(OPEN, 1, 0, b"shell:settings put global bluetooth_on 7\0")
        time.sleep(0.1)
        assert server.phones[0].system.settings["global"]["bluetooth_on"] != "7"
    until(lambda: server.phones[0].system.settings["global"]["bluetooth_on"] == "7")


def test_an_occupied_second_port_is_told_and_the_first_is_free_again(server):
    console, adb = server.ports()
    server.stop()
    with socket.create_server(("127.0.0.1", adb)):
        with pytest.raises(PortInUse, match=str(adb)):
            VirtualPhoneServer([Phone.new(None, DISPLAY)], port=console).start()
        socket.create_server(("127.0.0.1", console)).close()


def test_a_server_can_be_started_again(server, dial):
    host = dial()
    host.greet()
    host.open("shell:logcat")
    server.stop()
    assert host.hung_up()
    server.stop()
    server.start()
    again = dial()
    again.greet()
    assert shell(again, "whoami") == b"root\n"


@pytest.mark.parametrize(("phones", "port"), [(0, 5554), (1, 5555), (1, -2), (2, 65_534)])
def test_impossible_servers_are_refused(phones, port):
    with pytest.raises(ValueError, match=r"phone|port"):
        VirtualPhoneServer(phones, port)
