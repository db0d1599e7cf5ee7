from __future__ import annotations

import pytest

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import run
from openphone_gym.ui.xml import from_xml


@pytest.fixture
def phone() -> Phone:
    return Phone.new()


def out(phone: Phone, command: str) -> str:
    text, code = run(phone, command)
    assert code == 0, text
    return text


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
    assert run(phone, "rm -rf /") == ("sh: rm: not found\n", 127)


@pytest.mark.parametrize("line", ["echo 'open", "echo a |", "| echo", "echo a &&", "a ;; b", "sleep 1 &"])
def test_broken_lines_are_refused(phone, line):
    text, code = run(phone, line)
    assert text.startswith("sh: syntax error")
    assert code == 1


@pytest.mark.parametrize("pattern", ["a.c", "^abc", "'a.*d$'", "-i ABC", "-E 'x|cd'", "-v x"])
def test_grep_finds(phone, pattern):
    assert run(phone, f"echo abcd | grep {pattern}") == ("abcd\n", 0)


@pytest.mark.parametrize("pattern", ["^bc", r"'a\.c'", "[a]", "ABC", "'d.*a'", "-v bc"])
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
    assert "does not exist" in out(phone, "am start -n org.example/.Main")
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


def test_time_zones_have_to_exist(phone):
    assert run(phone, "setprop persist.sys.timezone Mars/Base")[1] == 1
    out(phone, "setprop persist.sys.timezone Europe/Berlin")
    assert phone.now.hour == 6
