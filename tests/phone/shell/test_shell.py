from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import FileError, Files, as_bytes, run
from openphone_gym.ui.xml import from_xml


@pytest.fixture
def phone() -> Phone:
    return Phone.new()


def out(phone: Phone, command: str) -> str:
    text, code = run(phone, command)
    assert code == 0, text
    return text


def test_nothing_can_be_copied_and_read(phone: Phone) -> None:
    assert out(phone, "cp /dev/null /sdcard/empty && cat /dev/null /sdcard/empty && wc -c /sdcard/empty") == (
        "0 /sdcard/empty\n"
    )
    assert out(phone, "echo words > /dev/null; cat < /dev/null; test -e /dev/null && echo there") == "there\n"


def test_the_checks_of_the_benchmark(phone):
    assert out(phone, "settings get global airplane_mode_on") == "0\n"
    assert out(phone, "settings list system | grep volume_ring_speaker") == "volume_ring_speaker=5\n"
    assert out(phone, "getprop persist.sys.timezone") == "Asia/Shanghai\n"
    assert out(phone, "getprop ro.build.version.release") == "13\n"
    assert out(phone, "pm list packages | grep 'com.booking'") == "package:com.booking\n"


def test_settings_are_those_of_the_screens(phone):
    out(phone, "settings put global bluetooth_on 0")
    assert phone.system.settings["global"]["bluetooth_on"] == "0"
    assert out(phone, "settings delete global bluetooth_on") == "Deleted 1 rows\n"
    assert out(phone, "settings get global bluetooth_on") == "null\n"


@pytest.mark.parametrize("value", ["x", "-1", "1e3", "٣"])
def test_numbers_stay_numbers(phone, value):
    text, code = run(phone, f"settings put system screen_brightness {value}")
    assert code != 0
    assert "whole number" in text
    assert phone.system.settings["system"]["screen_brightness"] == "102"


def test_lists_and_pipes(phone):
    assert run(phone, "whoami && echo a; echo 'b | c'") == ("root\na\nb | c\n", 0)
    assert run(phone, "nope | echo x && echo y") == ("sh: nope: not found\nx\ny\n", 0)
    assert run(phone, "grep x && echo never || echo else") == ("else\n", 0)
    assert run(phone, "bash -c id") == ("sh: bash: not found\n", 127)


@pytest.mark.parametrize("line", ["echo 'open", "echo a |", "| echo", "echo a &&", "a ;; b", "& sleep 1"])
def test_broken_lines_are_refused(phone, line):
    text, code = run(phone, line)
    assert text.startswith("sh: syntax error")
    assert code == 1


@pytest.mark.parametrize("pattern", ["a.c", "^abc", "[a]", "'a.*d$'", "-i ABC", "-E 'x|cd'", "-v x"])
def test_grep_finds(phone, pattern):
    assert run(phone, f"echo abcd | grep {pattern}") == ("abcd\n", 0)


@pytest.mark.parametrize("pattern", ["^bc", r"'a\.c'", "[e]", "ABC", "'d.*a'", "-v bc"])
def test_grep_finds_nothing(phone, pattern):
    assert run(phone, f"echo abcd | grep {pattern}") == ("", 1)


def test_grep_takes_linear_time(phone):
    line = "a" * 20_000
    assert run(phone, f"echo {line} | grep '{'a.*' * 40}b'") == ("", 1)


def test_date(phone):
    assert out(phone, "date") == "Fri May 10 12:00:00 CST 2024\n"
    assert out(phone, "date 2024-05-01 08:30:00") == "Wed May  1 08:30:00 CST 2024\n"
    assert phone.now.strftime("%Y-%m-%d %H:%M") == "2024-05-01 08:30"
    assert run(phone, "date yesterday")[1] == 1


def test_apps_start_and_stop(phone):
    out(phone, "monkey -p com.android.settings -c android.intent.category.LAUNCHER 1")
    focus = out(phone, "dumpsys window | grep mCurrentFocus")
    assert "u0 com.android.settings/com.android.settings.Settings}" in focus
    out(phone, "am force-stop com.android.settings")
    assert phone.foreground().startswith("com.google.android.apps.nexuslauncher/")
    out(phone, "am start -n com.android.settings/.Settings")
    assert phone.showing("setting")
    assert "does not exist" in run(phone, "am start -n org.example/.Main")[0]
    assert run(phone, "monkey -p org.example 1")[1] == 252


def test_packages_go(phone):
    assert out(phone, "pm uninstall com.booking") == "Success\n"
    assert run(phone, "pm list packages | grep booking") == ("", 1)
    assert run(phone, "pm uninstall com.android.settings")[1] == 1
    assert "com.android.chrome" not in out(phone, "pm list packages -3")


def test_input_is_a_finger(phone):
    out(phone, "am start -n com.android.settings/.Settings")
    row = phone.tree().find(lambda node: node.text == "Network & internet")
    x, y = row.center
    out(phone, f"input tap {x}.5 {y}.0")
    assert phone.showing("setting", "network")
    out(phone, "input keyevent KEYCODE_BACK")
    assert phone.showing("setting", "main")
    out(phone, "input swipe 500 1800 500 400 300")
    assert phone.front().scroll["list"] > 0
    search = phone.tree().find(lambda node: node.text == "Search settings")
    assert search is None or search.bounds[1] < y
    assert run(phone, "input tap nan 3")[1] != 0


def test_display(phone):
    assert out(phone, "wm size") == "Physical size: 1080x2400\n"
    out(phone, "wm density 460")
    assert out(phone, "wm density") == "Physical density: 420\nOverride density: 460\n"
    out(phone, "wm density reset")
    assert out(phone, "wm density") == "Physical density: 420\n"
    assert run(phone, "wm density 7")[1] != 0
    assert out(phone, "cmd uimode night yes") == "Night mode: yes\n"
    assert phone.system.settings["secure"]["ui_night_mode"] == "2"


def test_the_tree_can_be_dumped(phone):
    text = out(phone, "uiautomator dump /dev/tty")
    assert from_xml(text).texts() == phone.tree().texts()
    text = out(phone, "uiautomator dump /sdcard/a.xml >/dev/null; cat /sdcard/a.xml")
    assert from_xml(text).texts() == phone.tree().texts()


def test_the_picture_is_a_png(phone):
    data = as_bytes(out(phone, "screencap -p"))
    with Image.open(io.BytesIO(data)) as picture:
        assert np.array_equal(np.asarray(picture), phone.frame())
    assert as_bytes(out(phone, "screencap -p /sdcard/a.png; cat /sdcard/a.png")) == data


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("whoami; echo EXIT:$?", "root\nEXIT:0\n"),
        ('nope; echo "EXIT:$?"', "sh: nope: not found\nEXIT:127\n"),
        ("nope 2>/dev/null; echo '$?' \\$? $?", "$? $? 127\n"),
        ("cat /nowhere 2>&1", "cat: /nowhere: No such file or directory\n"),
        ("echo a>/sdcard/f; echo b >>/sdcard/f; cat < /sdcard/f", "a\nb\n"),
        (
            "echo a > /nowhere/f || echo failed",
            "sh: can't create /nowhere/f: No such file or directory\nfailed\n",
        ),
        ("echo a >> /sdcard", "sh: can't create /sdcard: Is a directory\n"),
        ("echo a > /storage/emulated/0/f; ls /sdcard | tail -2", "Ringtones\nf\n"),
        ("echo abc > /sdcard/f; md5sum /sdcard/f", "0bee89b07a248e27c83fc3d5951213c1  /sdcard/f\n"),
        ("echo abc > /sdcard/f; stat -c '%s %n' /sdcard/f", "4 /sdcard/f\n"),
        ("mkdir -p /sdcard/a/b; rm -r /sdcard/a; test -e /sdcard/a || echo gone", "gone\n"),
        ("[ -d /sdcard ] && [ -f /sdcard ] || echo folder", "folder\n"),
        ("rm -rf /; ls /", "data\nsdcard\n"),
        ("cat ../../../etc/passwd", "cat: ../../../etc/passwd: No such file or directory\n"),
    ],
)
def test_files_and_exit_codes(phone, line, printed):
    assert run(phone, line)[0] == printed


@pytest.mark.parametrize(
    ("line", "code"), [("exit 3", 3), ("nope; exit", 127), ("exit 256", 0), ("exit x", 2)]
)
def test_exit_ends_the_line(phone, line, code):
    assert run(phone, f"{line}; echo never")[1] == code


def test_exit_leaves_no_stale_screen(phone):
    before = phone.window()
    run(phone, "wm density 460; exit 0")
    assert phone.window() is not before


def test_files_last_as_long_as_who_keeps_them(phone):
    files = Files()
    run(phone, "echo kept > /sdcard/f", files)
    assert run(phone, "cat /sdcard/f", files) == ("kept\n", 0)
    assert run(phone, "cat /sdcard/f")[1] == 1


def test_files_are_limited(monkeypatch):
    monkeypatch.setattr("openphone_gym.phone.shell.files.CAPACITY", 10)
    files = Files()
    files.write("/sdcard/a", b"1234567")
    files.write("/sdcard/a", b"12345678")
    with pytest.raises(FileError, match="No space left"):
        files.write("/sdcard/b", b"123")
    files.remove("/sdcard/a")
    files.write("/sdcard/b", b"123")


def test_broadcasts_type(phone):
    out(phone, "monkey -p us.zoom.videomeetings 1")
    for label in ("Join a meeting", "Join with a personal link name"):
        x, y = phone.tree().find(lambda node, label=label: node.label == label).center
        out(phone, f"input tap {x} {y}")
    field = phone.tree().find(lambda node: node.class_name.endswith("EditText"))
    out(phone, "input tap {} {}".format(*field.center))
    out(phone, "input text 'a%sb'")
    out(phone, "am broadcast -a ADB_INPUT_B64 --es msg '5Lit5paH'")
    assert "a b中文" in phone.tree().texts()
    assert run(phone, "am broadcast -a ADB_INPUT_B64 --es msg '!'")[1] != 0
    out(phone, "am broadcast -a ADB_CLEAR_TEXT")
    assert "a b中文" not in phone.tree().texts()


def test_what_other_clients_ask(phone):
    assert out(phone, "dumpsys input | grep logicalFrame").count("logicalFrame=[0, 0, 1080, 2400]") == 1
    assert out(phone, "dumpsys input | grep SurfaceOrientation").strip() == "SurfaceOrientation: 0"
    out(phone, "am start -W -n us.zoom.videomeetings/.Main")
    line = out(phone, "am stack list | grep -E visible=true")
    assert f"topActivity=ComponentInfo{{{phone.foreground()}}}" in line
    assert out(phone, "logcat -d") == ""
    out(phone, "reboot -p")
    assert "launcher" in phone.foreground()


def test_time_zones_have_to_exist(phone):
    assert run(phone, "setprop persist.sys.timezone Mars/Base")[1] == 1
    out(phone, "setprop persist.sys.timezone Europe/Berlin")
    assert phone.now.hour == 6
