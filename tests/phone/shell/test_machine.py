"""What Linux' commands and the reports of the services tell."""

from __future__ import annotations

import re

import pytest

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import Files, Shell, run, telephone


@pytest.fixture
def phone() -> Phone:
    return Phone.new()


def out(phone: Phone, script: str, files: Files | None = None) -> str:
    text, code = run(phone, script, files)
    assert code == 0, text
    return text


def test_the_net_follows_the_wifi(phone):
    assert "inet 10.0.2.16/24" in out(phone, "ip addr show dev wlan0")
    assert "inet addr:10.0.2.16 " in out(phone, "ifconfig wlan0")
    assert "src 10.0.2.16" in out(phone, "ip route")
    assert 'SSID: "' in out(phone, "dumpsys wifi")
    out(phone, "svc wifi disable")
    assert "inet" not in out(phone, "ip addr show wlan0")
    assert out(phone, "ip route") == ""
    assert "Wi-Fi is disabled" in out(phone, "dumpsys wifi")
    assert run(phone, "ip addr show eth9")[1] == 1


def test_processes_are_told(phone):
    out(phone, "am start us.zoom.videomeetings")
    assert "us.zoom.videomeetings" in out(phone, "top -b -n 1")
    assert "TOTAL PSS:" in out(phone, "dumpsys meminfo us.zoom.videomeetings")
    assert run(phone, "top")[1] == 255
    assert run(phone, "run-as us.zoom.videomeetings ls")[0].startswith("run-as: package not debuggable")
    assert run(phone, "run-as org.example ls") == ("run-as: unknown package: org.example\n", 1)
    assert re.search(r"/data\n$", out(phone, "df -h /data/local/tmp"))
    assert out(phone, "df").count("\n") == 6


@pytest.mark.parametrize(
    ("script", "words", "code"),
    [
        ("CLASSPATH=/x app_process / com.genymobile.scrcpy.Server 3.3", "python -m openphone_gym play", 1),
        ("screenrecord --time-limit 3 /sdcard/x.mp4", "records no video", 1),
        ("getevent", "writes no events", 1),
        ("cmd power nope", "Unknown command: nope", 255),
        ("cmd nope", "Can't find service: nope", 20),
        ("input nope", "Error: Unknown command: nope", 255),
        ("input tap 1", "Error: Invalid arguments for command: tap", 255),
        ("wm nope", "Unknown command: nope", 255),
        ("date --nope", "Unknown option", 1),
    ],
)
def test_what_the_phone_cannot_do_is_refused(phone, script, words, code):
    text, ended = run(phone, script)
    assert words in text
    assert ended == code


def test_the_background_does_not_hold_anybody_up(phone):
    assert out(phone, "false & echo $?; sleep 2 && echo done & wait") == "0\ndone\n"
    printed, code = Shell(phone).execute("X=1 nohup app_process / a.B >/dev/null 2>&1 &")
    assert (printed, code) == ([], 0)
    assert run(phone, "& echo")[1] != 0


def test_output_comes_before_the_complaint(phone):
    printed, _ = Shell(phone).execute("am start -n org.example/.Main")
    assert [piece.is_error for piece in printed] == [False, True]


# The screen


def test_the_size_of_the_screen_is_overridden_and_comes_back(phone):
    out(phone, "wm size 1080x1920")
    assert out(phone, "wm size") == "Physical size: 1080x2400\nOverride size: 1080x1920\n"
    assert phone.frame().shape == (1920, 1080, 3)
    assert phone.tree().height == 1920
    assert out(phone, "settings get global display_size_forced") == "1080,1920\n"
    assert "cur=1080x1920" in out(phone, "dumpsys window displays")
    again = phone.fork()
    out(again, "wm size reset")
    assert out(again, "wm size") == "Physical size: 1080x2400\n"
    assert again.frame().shape == (2400, 1080, 3)
    for size in ("2400x1080", "10x10", "99999x99999", "x", "720x1280"):
        assert run(phone, f"wm size {size}")[1] == 255, size
    out(phone, "wm size reset; wm density 280; wm size 720x1280")
    assert phone.frame().shape == (1280, 720, 3)


def test_the_phone_stays_upright(phone):
    for script in (
        "settings put system user_rotation 1",
        "content insert --uri content://settings/system --bind name:s:user_rotation --bind value:i:1",
        "wm user-rotation lock 1",
    ):
        text, code = run(phone, script)
        assert "locked to portrait" in text
        assert code == 255
    out(phone, "settings put system user_rotation 0; wm user-rotation lock 0; wm user-rotation free")
    assert out(phone, "settings get system user_rotation; wm user-rotation") == "0\nlock 0\n"


def test_fingers_are_told_of_step_by_step(phone):
    files = Files()
    out(phone, "input motionevent DOWN 540 2000; input motionevent MOVE 540 1500", files)
    assert not phone.showing("launcher", "drawer")
    out(phone, "input motionevent UP 540 800", files)
    assert phone.showing("launcher", "drawer")
    clock = phone.tree().find(lambda node: node.label == "Clock")
    down, up = (f"input motionevent {event} {clock.center[0]} {clock.center[1]}" for event in ("DOWN", "UP"))
    out(phone, f"{down}; input motionevent CANCEL; {up}", files)
    assert not phone.showing("clock")
    out(phone, f"{down}; {up}", files)
    assert phone.showing("clock")
    out(phone, "input press; input roll 1 2", files)


def test_events_have_a_device(phone):
    assert re.search(r"0035 +: value 0, min 0, max \d+", out(phone, "getevent -p"))
    assert "ABS_MT_POSITION_X" in out(phone, "getevent -lp")


# Calls


def test_keys_take_and_end_calls(phone):
    telephone.ring(phone, "5550100")
    assert "tel:5550100" in out(phone, "dumpsys telecom")
    out(phone, "input keyevent KEYCODE_ENDCALL")
    assert phone.system.overlay is None
    telephone.ring(phone, "5550100")
    out(phone, "input keyevent CALL")
    assert "mCallState=2" in out(phone, "dumpsys telephony.registry")
    assert phone.showing("dialer", "call")
    out(phone, "input keyevent ENDCALL")
    assert phone.dialer.call is None
    assert phone.dialer.recents[0].number == "5550100"
    assert not phone.showing("dialer", "call")
    out(phone, "input keyevent ENDCALL")


# Time and files


def test_universal_time(phone):
    assert out(phone, "date -u") == "Fri May 10 04:00:00 UTC 2024\n"
    assert out(phone, "date -u +%H; date +%H") == "04\n12\n"
    assert out(phone, "date -u 2024-05-11 01:02:03") == "Sat May 11 01:02:03 UTC 2024\n"
    assert out(phone, "date +%H:%M; date +%s%3N") == "09:02\n1715389323000\n"


def test_facts_of_a_file(phone):
    files = Files()
    out(phone, "echo hello > /sdcard/a; chmod 644 /sdcard/a", files)
    layout = "%n|%s|%A|%U|%y|%Y|%%|%q"
    told = out(phone, f"stat -c '{layout}' /sdcard/a", files)
    assert told == "/sdcard/a|6|-rw-r--r--|root|2024-05-10 12:00:00.000000000 +0800|1715313600|%|%q\n"
    assert run(phone, "stat -c %y /sdcard/nope", files)[1] == 1


# What clients parse


@pytest.mark.parametrize(
    ("script", "pattern"),
    [
        ("dumpsys power", "mHoldingDisplaySuspendBlocker=true"),
        ("dumpsys SurfaceFlinger --display-id", r"^Display (\d+) \(HWC display 0\)"),
        ("dumpsys window policy", "screenState=SCREEN_STATE_ON"),
        ("dumpsys display", r"DisplayViewport\{type=INTERNAL[^}]*isActive=true[^}]*uniqueId='([^']+)'"),
        ("cmd display get-displays", r'\nDisplay id 0.*, state ON,.*, uniqueId "local:\d+"'),
        ("dumpsys input", r"physicalFrame=\[0, 0, 1080, 2400\]"),
        ("dumpsys audio", r"- STREAM_MUSIC:\n   Muted: false\n   Min: 0\n   Max: 15\n   streamVolume:8\n"),
        ("dumpsys telecom", "mForegroundCall: null"),
        ("dumpsys meminfo", "Total RAM: 8,014,848K"),
        ("getprop ro.product.cpu.abi", "arm64-v8a"),
        ("cmd clipboard set some words; cmd clipboard get", "some words\n"),
        ("cmd locale get-app-locales us.zoom.videomeetings", r"are \[\]"),
        ("cmd activity get-current-user", "0"),
        ("cmd window size", "Physical size"),
    ],
)
def test_lines_that_clients_read(phone, script, pattern):
    assert re.search(pattern, out(phone, script))


def test_other_languages_are_refused(phone):
    package = "us.zoom.videomeetings"
    out(phone, f"cmd locale set-app-locales {package} --locales en-GB")
    assert run(phone, f"cmd locale set-app-locales {package} --locales de-DE")[1] == 255


def test_columns_of_lines(phone):
    assert out(phone, "wm density | cut -d ' ' -f 3") == "420\n"
    assert out(phone, "echo a:b:c:d | cut -d: -f2-3,4") == "b:c:d\n"
    assert out(phone, "printf 'abcdef\\nxy\\n' | cut -c 2-4") == "bcd\ny\n"
    assert out(phone, "echo none | cut -d : -f 2") == "none\n"
    assert run(phone, "echo a | cut -f x")[1] == 255


def test_the_kernel_tells_of_the_machine():
    phone = Phone.new()
    shown = run(phone, "cat /proc/meminfo /proc/version /sys/class/power_supply/battery/capacity")[0]
    assert "MemTotal:        8014848 kB\n" in shown
    assert "85\n" in shown
    assert run(phone, "grep -c processor /proc/cpuinfo")[0] == "4\n"
    assert run(phone, "echo x > /proc/version")[1] == 1
    assert run(phone, "ls /")[0] == "data\nsdcard\n", "no list shows them"


def test_the_memory_of_an_app_is_a_table():
    phone = Phone.new()
    table = run(phone, "dumpsys meminfo com.google.android.apps.nexuslauncher | grep -E 'Native|TOTAL'")[0]
    assert [len(line.split()) for line in table.splitlines()] == [10, 9, 6]
