"""Dates at the edge of the calendar, and what is no text, on their way through the phone."""

from __future__ import annotations

import json

import pytest

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.phone import Phone, Snapshot
from openphone_gym.phone.shell import Files, as_bytes, as_text, run
from openphone_gym.phone.system.state import Display
from openphone_gym.ui.gesture import TypeText

DISPLAY = Display(540, 1200, 210)
ZONES = ("Asia/Shanghai", "Pacific/Kiritimati", "Pacific/Niue")


def kept(phone: Phone) -> Snapshot:
    """A snapshot that went through JSON unchanged."""
    snapshot = phone.snapshot()
    assert Snapshot.from_json(json.loads(json.dumps(snapshot.to_json()))) == snapshot
    return snapshot


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "date",
    [
        "1970-01-01 14:30:00",
        "2038-01-19 03:14:08",
        "2100-02-28 23:59:59",
        "2106-02-07 06:28:17",
        "2231-12-31 08:00:00",
    ],
)
def test_a_phone_lives_at_the_edge_of_its_calendar(zone, date):
    phone, files = Phone.new(None, DISPLAY), Files()
    for script in (f"setprop persist.sys.timezone {zone}", f"date {date}", "touch /sdcard/a", "sleep 3600"):
        assert run(phone, script, files)[1] == 0
    shown, code = run(phone, "date +%Y; date +%s; stat -c %Y /sdcard/a; dumpsys alarm; logcat -d", files)
    assert code == 0
    assert shown.startswith(date[:4])
    assert run(phone, "ls -l /sdcard", files)[0].endswith(" a\n")
    for app in installed_apps().values():
        if app.launchable:
            phone.launch(app.package)
            phone.changed()
            assert phone.tree().roots
    phone.frame(copy=False)
    assert Phone(kept(phone)).now == phone.now


@pytest.mark.parametrize(
    "date",
    [
        "0001-01-01 00:00:00",
        "1969-12-31 00:00:00",
        "2232-06-01 00:00:00",
        "9999-12-31 23:59:59",
        "010100009999",
    ],
)
@pytest.mark.parametrize("zone", ZONES)
def test_other_dates_are_refused_as_by_linux(zone, date):
    phone = Phone.new(None, DISPLAY)
    run(phone, f"setprop persist.sys.timezone {zone}")
    before = phone.snapshot()
    assert run(phone, f"date {date}") == ("date: cannot set date: Invalid argument\n", 1)
    assert phone.snapshot() == before


@pytest.mark.parametrize(
    "date", ["10000-01-01", "-1", "99999999999999999999", "1e9", "2024-02-30", "NaN", "@-1"]
)
def test_what_is_no_date_is_told(date):
    assert run(Phone.new(None, DISPLAY), f"date {date}")[1] == 1


def test_an_alarm_rings_once_over_any_jump_of_the_clock():
    phone = Phone.new(None, DISPLAY)
    for date in ("2231-12-31 08:00:00", "1970-01-01 08:00:00", "2024-05-10 07:59:30", "2231-01-01 00:00:00"):
        assert run(phone, f"date {date}; sleep 3600; input keyevent BACK HOME")[1] == 0
    kept(phone)


STRANGE = as_text(b"\xff\xfe\xed\xa0\x80 \xc3")


@pytest.mark.parametrize(
    "script",
    [
        f"input text 'a{STRANGE}b'",
        f"settings put system x '{STRANGE}'",
        f"setprop x '{STRANGE}'",
        f"content insert --uri content://settings/global --bind name:s:{STRANGE.split()[0]} --bind value:s:1",
        f"am start -a android.intent.action.SENDTO -d 'sms:{STRANGE}'",
        f"am start -a android.intent.action.CALL -d 'tel:{STRANGE}'",
        f"am start -a android.intent.action.INSERT -t vnd.android.cursor.dir/contact -e name '{STRANGE}'",
        f"am broadcast -a ADB_INPUT_TEXT --es msg '{STRANGE}'",
        f"monkey -p '{STRANGE}' 1",
        f"log -t '{STRANGE}' '{STRANGE}'; logcat -d",
        f"echo '{STRANGE}' > '/sdcard/{STRANGE}'; ls /sdcard; cat /sdcard/*",
        f"sqlite3 /data/data/com.android.providers.contacts/databases/contacts2.db \"SELECT '{STRANGE}'\"",
    ],
)
def test_bytes_that_are_no_text_break_nothing(script):
    phone, files = Phone.new(None, DISPLAY), Files()
    phone.launch("com.google.android.contacts")
    phone.act("contacts", "create", number="1")
    window = phone.window()
    phone.focus(window, next(iter(window.m.fields.values())))
    text, _ = run(phone, script, files)
    as_bytes(text)
    as_bytes(run(phone, "uiautomator dump /dev/tty; screencap -p | wc -c; dumpsys activity", files)[0])
    kept(phone)


def test_files_hold_any_names_and_bytes():
    files = Files()
    phone = Phone.new(None, DISPLAY)
    name = as_text(b"/sdcard/\xff\xfe")
    files.write(name, b"\x00\xff\n\xed\xa0\x80")
    text, code = run(phone, f"cp '{name}' /sdcard/copy; ls /sdcard | tail -2; cat /sdcard/copy", files)
    assert as_bytes(text) == b"copy\n\xff\xfe\n\x00\xff\n\xed\xa0\x80"
    assert code == 0
    assert run(phone, f"find /sdcard -name '{as_text(bytes([255]))}*' | wc -l", files) == ("1\n", 0)


def test_halves_of_surrogate_pairs_are_never_kept():
    phone = Phone.new(None, DISPLAY)
    phone.launch("com.google.android.contacts")
    phone.act("contacts", "create", number="1")
    window = phone.window()
    phone.focus(window, next(iter(window.m.fields.values())))
    phone.perform(TypeText("a\ud83d\ude00b\ud83d", replace=True))
    field = phone.window().field
    assert field is not None
    assert field.value == "a\U0001f600b\ufffd"
    kept(phone)


def test_large_bytes_go_through_pipes_unchanged():
    data = b"\xf0\x9f\x98\x80\xff\xc3\xa9a" * 40_000
    assert as_bytes(as_text(data)) == data
    assert as_bytes("a\ud800b") == b"a?b"
