from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from openphone_gym.ui.xml import from_xml


def center(phone, label: str) -> tuple[int, int]:
    found = phone.tree().find(lambda node: node.label == label)
    assert found is not None, phone.tree().texts()
    return found.center


def test_exit_codes_come_through(adb):
    assert adb.run("shell", "whoami").returncode == 0
    done = adb.run("shell", "whoami; no-such-command")
    assert done.returncode == 127
    assert (done.stdout, done.stderr) == (b"root\n", b"sh: no-such-command: not found\n")
    assert adb.run("shell", "exit 7").returncode == 7
    assert adb.run("shell", "-x", "whoami; exit 7").stdout == b"root\n", "the first shell protocol"


def test_settings_are_those_of_the_phone(adb, server):
    settings = server.phones[0].system.settings["global"]
    assert adb.output("shell", "settings", "get", "global", "airplane_mode_on").strip() == "0"
    adb.output("shell", "settings put global airplane_mode_on 1")
    assert settings["airplane_mode_on"] == "1"


def test_the_picture_comes_unchanged(adb, server, tmp_path):
    data = adb.run("exec-out", "screencap", "-p").stdout
    with Image.open(io.BytesIO(data)) as picture:
        assert np.array_equal(np.asarray(picture), server.phones[0].frame())
    adb.output("shell", "screencap -p /sdcard/screen.png")
    adb.output("pull", "/sdcard/screen.png", str(tmp_path / "screen.png"))
    assert (tmp_path / "screen.png").read_bytes() == data


def test_a_tap_changes_the_phone(adb, server):
    phone = server.phones[0]
    adb.output("shell", "monkey -p us.zoom.videomeetings -c android.intent.category.LAUNCHER 1")
    x, y = center(phone, "Join a meeting")
    adb.output("shell", "input", "tap", f"{x}.5", f"{y}.25")
    field = phone.tree().find(lambda node: node.resource_id.endswith("edtConfNumber"))
    adb.output("shell", "input", "tap", *map(str, field.center))
    adb.output("shell", "input text 123")
    assert phone.zoom.join_form.meeting_id == "123"
    adb.output("shell", "input keyevent KEYCODE_HOME")
    assert "launcher" in phone.foreground()


def test_the_tree_can_be_pulled(adb, server, tmp_path):
    assert "dumped to: /sdcard/ui.xml" in adb.output("shell", "uiautomator dump /sdcard/ui.xml")
    adb.output("pull", "/sdcard/ui.xml", str(tmp_path / "ui.xml"))
    assert from_xml((tmp_path / "ui.xml").read_bytes()).texts() == server.phones[0].tree().texts()


def test_logs_can_be_read_and_emptied(adb):
    assert adb.output("logcat", "-d") == ""
    adb.output("shell", "input keyevent 3")
    assert "KEYCODE_HOME" in adb.output("logcat", "-d")
    assert adb.output("logcat", "-b", "all", "-c") == ""
    assert adb.output("logcat", "-d") == ""


def test_input_goes_to_commands_and_scripts(adb, tmp_path):
    assert adb.run("shell", "cat > /sdcard/f; wc -c /sdcard/f", input=b"a\x00\xff").stdout == b"3 /sdcard/f\n"
    assert adb.run("exec-out", "cat", "/sdcard/f").stdout == b"a\x00\xff"
    done = adb.run("shell", input=b"X=1\nif [ $X = 1 ]; then\necho one\nfi\nexit 5\n")
    assert (done.stdout, done.returncode) == (b"one\n", 5)


@pytest.mark.parametrize(
    "command",
    ["cat /etc/passwd", "ls /proc", "cat ../../etc/hostname", "bash -c id", "echo $(cat /etc/passwd)"],
)
def test_the_host_is_out_of_reach(adb, command):
    assert "root:" not in adb.run("shell", command).stdout.decode()
    assert "uid=" not in adb.run("shell", command).stdout.decode()
    assert adb.run("shell", command).returncode in (0, 1, 127)


# adbutils


@pytest.fixture
def device(adb, server):
    import adbutils

    return adbutils.AdbClient("127.0.0.1", adb.port).device(server.serial())


def test_adbutils_reads_and_acts(device, server):
    phone = server.phones[0]
    assert device.window_size() == (540, 1200)
    assert device.prop.model == "Pixel 7 Pro"
    assert device.shell2("no-such-command").returncode == 127
    assert "us.zoom.videomeetings" in device.list_packages()
    device.app_start("us.zoom.videomeetings")
    assert device.app_current().package == "us.zoom.videomeetings"
    device.click(*center(phone, "Join a meeting"))
    device.keyevent("HOME")
    assert "launcher" in phone.foreground()
    assert from_xml(device.dump_hierarchy()).texts() == phone.tree().texts()
    assert np.array_equal(np.asarray(device.screenshot().convert("RGB")), phone.frame())


def test_adbutils_moves_files(device, server):
    device.sync.push(io.BytesIO(b"\x00\xff words"), "/data/local/tmp/f")
    assert device.sync.read_bytes("/data/local/tmp/f") == b"\x00\xff words"
    assert device.sync.stat("/data/local/tmp/f").size == 8
    assert [entry.path for entry in device.sync.list("/data/local/tmp")] == ["f"]
    assert server.files().read("/data/local/tmp/f") == b"\x00\xff words"
