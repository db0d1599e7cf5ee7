"""What Android's services answer: data, packages, activities, keys, the log."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import Files, as_bytes, run
from openphone_gym.phone.system.state import Entry

CONTACTS = "/data/data/com.android.providers.contacts/databases/contacts2.db"
SMS = "/data/data/com.android.providers.telephony/databases/mmssms.db"


@pytest.fixture
def phone() -> Phone:
    return Phone.new()


def out(phone: Phone, script: str, files: Files | None = None) -> str:
    text, code = run(phone, script, files)
    assert code == 0, text
    return text


# Data


def test_contacts_are_a_database(phone):
    sql = "SELECT display_name, data1 FROM view_data WHERE mimetype LIKE '%phone_v2' ORDER BY 1 DESC LIMIT 1"
    assert out(phone, f'sqlite3 {CONTACTS} "{sql}"') == "Mia Wong|99887766\n"
    counted = out(phone, f"sqlite3 -header {CONTACTS} 'SELECT count(*) AS n FROM contacts'")
    assert counted == f"n\n{len(phone.contacts.people)}\n"
    assert "raw_contacts" in out(phone, f"sqlite3 {CONTACTS} .tables")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE contacts SET display_name = 'x'",
        "INSERT INTO contacts (_id) VALUES (99)",
        "DROP TABLE contacts",
        "ATTACH 'x' AS y",
        "SELECT load_extension('x')",
        "SELECT random()",
        "SELECT datetime('now')",
        "SELECT CURRENT_TIMESTAMP",
        "PRAGMA database_list",
        "SELECT length(zeroblob(2000000000))",
        "SELECT 1; SELECT 2",
        "SELECT fts3_tokenizer('simple')",
        "SELECT sqlite_version()",
        "SELECT * FROM pragma_database_list",
        "SELECT count(*) FROM pragma_module_list",
        "SELECT count(*) FROM dbstat",
        "SELECT * FROM json_each('[1]')",
        "CREATE VIRTUAL TABLE x USING fts4(a)",
        "CREATE TEMP TABLE x (a)",
        "PRAGMA writable_schema = 1",
        "PRAGMA hard_heap_limit = 0",
        "DELETE FROM sqlite_master",
        "DELETE FROM data",
        "BEGIN",
        "SELECT replace(hex(printf('%100000d', 1)), '2', '')",
        f"SELECT 'a' LIKE '{'%a' * 200}'",
        f"SELECT {','.join(['1'] * 300)}",
        "nonsense",
    ],
)
def test_sql_may_do_what_is_listed_only(phone, sql):
    before = Phone.new().contacts
    text, code = run(phone, f'sqlite3 {CONTACTS} "{sql}"')
    assert text.startswith("Error: ")
    assert code == 1
    assert phone.contacts == before


COUNTING = "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t)"


@pytest.mark.parametrize(
    "sql",
    [
        f"{COUNTING} SELECT count(*) FROM t",
        f"{COUNTING} SELECT printf('%100000d', x) FROM t",
        "WITH RECURSIVE t(x) AS (SELECT printf('%100000d', 1) UNION ALL SELECT x || '' FROM t)"
        " SELECT count(*) FROM (SELECT x FROM t ORDER BY x)",
    ],
)
def test_sql_that_does_too_much_is_killed(phone, sql):
    text, code = run(phone, f'sqlite3 {CONTACTS} "{sql}"')
    assert text.startswith("Killed")
    assert code == 137
    assert out(phone, f"sqlite3 {CONTACTS} 'SELECT 1'") == "1\n"


def test_sql_does_what_clients_ask(phone):
    assert out(phone, f"sqlite3 {CONTACTS} 'PRAGMA table_info(mimetypes)'").startswith("0|_id|")
    assert "CREATE TABLE contacts" in out(phone, f"sqlite3 {CONTACTS} 'SELECT sql FROM sqlite_master'")
    counted = (
        "WITH t AS (SELECT upper(display_name) AS n FROM contacts) SELECT count(*) FROM t WHERE n LIKE 'A%'"
    )
    assert out(phone, f'sqlite3 {CONTACTS} "{counted}"') == "2\n"


def test_unknown_databases_are_told(phone):
    text, code = run(phone, "sqlite3 /data/x.db 'SELECT 1'")
    assert "unable to open" in text
    assert code == 1


def test_rows_that_are_deleted_are_gone(phone):
    phone.launch("com.google.android.contacts")
    phone.system.tasks[-1].stack.append(Entry("contacts", "person", {"id": 3}))
    out(
        phone,
        "content delete --uri content://com.android.contacts/raw_contacts --where \"display_name='Li'\"",
    )
    assert "Li" not in [person.name for person in phone.contacts.people]
    assert phone.tree().texts()
    out(phone, "content delete --uri content://com.android.contacts/contacts/1")
    assert "AAA" not in [person.name for person in phone.contacts.people]
    out(phone, f"sqlite3 {SMS} 'DELETE FROM sms'")
    assert phone.messages.conversations == []
    out(phone, "content delete --uri content://call_log/calls --where 'type = 3'")
    assert "missed" not in [call.kind for call in phone.dialer.recents]


def test_content_shows_rows(phone):
    query = "content query --uri content://com.android.contacts"
    assert (
        out(phone, f"{query}/contacts --projection _id:display_name --where \"display_name='Li'\"")
        == "Row: 0 _id=3, display_name=Li\n"
    )
    assert (
        out(phone, f"{query}/data/phones --projection number --sort 'number DESC' | head -1")
        == "Row: 0 number=99887766\n"
    )
    assert "address=99887766" in out(phone, "content query --uri content://sms/inbox")
    assert out(phone, "content query --uri content://sms --where 0") == "No result found.\n"
    threads = out(phone, "content query --uri content://sms/conversations --projection msg_count:snippet")
    assert len(threads.splitlines()) == len(phone.messages.conversations)
    for empty in ("com.android.calendar/events", "com.android.calendar/calendars", "user_dictionary/words"):
        assert out(phone, f"content query --uri content://{empty} --sort _id") == "No result found.\n"
        assert run(phone, f"content insert --uri content://{empty} --bind title:s:x")[1] == 1
    assert run(phone, "content query --uri content://nope/x")[1] == 1
    assert run(phone, "content query")[1] != 0
    assert run(phone, f"{query}/contacts --projection nope")[1] == 1


def test_content_changes_settings(phone):
    uri = "content://settings/global"
    out(phone, f"content insert --uri {uri} --bind name:s:bluetooth_on --bind value:i:0")
    assert phone.system.settings["global"]["bluetooth_on"] == "0"
    assert out(phone, f"content query --uri {uri}/bluetooth_on --projection value") == "Row: 0 value=0\n"
    out(phone, f"content update --uri {uri} --bind value:i:1 --where \"name='bluetooth_on'\"")
    assert phone.system.settings["global"]["bluetooth_on"] == "1"
    out(phone, f"content delete --uri {uri} --where \"name='bluetooth_on'\"")
    assert "bluetooth_on" not in phone.system.settings["global"]
    assert run(phone, f"content insert --uri {uri} --bind name:s:wifi_on --bind value:s:x")[1] != 0


def test_downloads_are_in_the_media_store(phone):
    assert "Ebooks/" in out(
        phone, "content query --uri content://media/external/downloads --projection _data"
    )
    out(phone, "content delete --uri content://media/external/downloads")
    assert out(phone, "content query --uri content://media/external/downloads") == "No result found.\n"
    assert "Row: 0 _display_name=" in out(
        phone, "content query --uri content://media/external/audio/media --projection _display_name"
    )
    assert "epub" not in out(phone, "find /sdcard/Download")


def test_messages_are_inserted(phone):
    uri = "content insert --uri content://sms"
    words = "--bind address:s:5550100 --bind body:s:'Old news: all well' --bind date:l:1700000000000"
    out(phone, f"{uri} {words} --bind type:i:1 --bind read:i:0; {uri}/sent --bind address:s:5550100")
    chat = phone.messages.with_number("5550100")
    assert [(message.text, message.sent) for message in chat.messages] == [
        ("Old news: all well", False),
        ("", True),
    ]
    assert chat.messages[0].at == 1_700_000_000_000
    assert not phone.system.notifications
    assert "body=Old news: all well" in out(phone, "content query --uri content://sms/inbox --sort date")
    for wrong in (f"{uri} --bind body:s:x", f"{uri} --bind address:s:1 --bind date:s:now"):
        assert run(phone, wrong)[1] == 1
    assert run(phone, "content insert --uri content://call_log/calls --bind number:s:1")[1] == 1


def test_what_androidworld_looks_for(phone):
    assert "zen_duration=0\n" in out(phone, "settings list secure")
    frame = "physicalFrame=[0, 0, 1080, 2400]"
    assert frame in out(phone, "dumpsys input | grep physicalFrame")
    assert out(phone, "ls /sdcard/Pictures /sdcard/Movies; ls -d /storage/emulated/0/DCIM").endswith("DCIM\n")


# Packages and activities


@pytest.mark.parametrize("seed", [None, 4])
def test_cleared_apps_are_as_on_their_first_start(seed):
    phone, fresh = Phone.new(seed), Phone.new(seed)
    phone.contacts.people.clear()
    phone.clock.alarms.clear()
    out(phone, "pm clear com.google.android.contacts; pm clear com.google.android.deskclock")
    assert phone.contacts == fresh.contacts
    assert phone.clock == fresh.clock
    assert {w.key for w in phone.system.wakeups} == {w.key for w in fresh.system.wakeups}
    out(phone, "pm clear com.android.providers.contacts")
    assert phone.contacts.people == phone.dialer.recents == []
    assert run(phone, "pm clear org.example")[1] == 1


def test_packages_are_told(phone):
    zoom = "us.zoom.videomeetings"
    assert out(phone, f"pm path {zoom}") == f"package:/data/app/{zoom}/base.apk\n"
    assert f"package:/data/app/{zoom}/base.apk={zoom}\n" in out(phone, "pm list packages -3 -f")
    assert "versionName=5.17.11" in out(phone, f"dumpsys package {zoom}")
    assert run(phone, "pm path org.example") == ("", 1)


def test_starting_waits_if_asked(phone):
    text = out(phone, "am start -W us.zoom.videomeetings/.Main")
    assert "Status: ok\n" in text
    assert f"Activity: {phone.foreground()}\n" in text
    out(phone, "am start -a android.intent.action.MAIN -c android.intent.category.HOME")
    assert "launcher" in phone.foreground()
    recents = out(phone, "dumpsys activity recents")
    assert "* Recent #1: Task" in recents
    assert "us.zoom.videomeetings" in recents


def test_intents_open_pages(phone):
    start = "am start -a android.intent.action"
    out(phone, f"{start}.INSERT -t vnd.android.cursor.dir/contact -e name 'Ann Lee' -e phone 555123")
    assert phone.showing("contacts", "editor")
    assert {"Ann", "Lee"} <= set(phone.tree().texts())
    out(phone, f"{start}.CALL -d tel:99887766")
    assert phone.showing("dialer", "call")
    assert "mCallState=2" in out(phone, "dumpsys telephony.registry")
    out(phone, f"{start}.SENDTO -d smsto:99887766")
    assert phone.showing("messages", "compose")
    out(phone, f"{start}.SENDTO -d mailto:ann@example.org")
    assert phone.showing("gmail", "compose")
    text, code = run(phone, f"{start}.SENDTO -d nope:x")
    assert "Error: Activity not started, unable to resolve Intent" in text
    assert code == 1


# Services


def test_the_telephone(phone):
    assert "mCallState=0" in out(phone, "dumpsys telephony.registry")
    phone.system.overlay = Entry("systemui", "incoming_call", {"caller": "123"})
    text = out(phone, "dumpsys telephony.registry")
    assert "mCallState=1" in text
    assert "mCallIncomingNumber=123" in text


def test_the_next_alarm(phone):
    for alarm in (*phone.clock.alarms, phone.clock.bedtime.wake_up):
        alarm.on = False
    phone.act("clock", "boot")
    assert "time:" not in out(phone, "dumpsys alarm | head -3")
    phone.clock.bedtime.wake_up.on = True
    phone.act("clock", "boot")
    assert "07:00:00" in out(phone, "dumpsys alarm | grep pendingSend")


def test_services(phone):
    out(phone, "service call alarm 3 s16 Europe/Berlin")
    assert out(phone, "getprop persist.sys.timezone") == "Europe/Berlin\n"
    assert out(phone, "service check alarm; service check nope").splitlines() == [
        "Service alarm: found",
        "Service nope: not found",
    ]
    assert out(phone, "dumpsys nope") == "Can't find service: nope\n"
    out(phone, "svc wifi disable; svc bluetooth disable; svc data disable")
    table = phone.system.settings["global"]
    assert [table[key] for key in ("wifi_on", "bluetooth_on", "mobile_data")] == ["0", "0", "0"]
    out(phone, "cmd statusbar expand-notifications")
    assert phone.system.overlay is not None
    out(phone, "cmd statusbar collapse; wm user-rotation lock 0; true; sync")
    assert phone.system.overlay is None


def test_keyboards(phone):
    assert "com.android.adbkeyboard/.AdbIME\n" in out(phone, "ime list -s")
    out(phone, "ime set com.android.adbkeyboard/.AdbIME")
    assert out(phone, "settings get secure default_input_method") == "com.android.adbkeyboard/.AdbIME\n"
    assert run(phone, "ime set nope/.Nope")[1] == 1


def test_key_combinations_edit(phone):
    out(phone, "monkey -p us.zoom.videomeetings 1")
    for label in ("Join a meeting", "Join with a personal link name"):
        out(
            phone,
            "input tap {} {}".format(*phone.tree().find(lambda n, label=label: n.label == label).center),
        )
    field = phone.tree().find(lambda node: node.class_name.endswith("EditText"))
    out(phone, "input tap {} {}; input text ab; input keyevent C 8 SPACE".format(*field.center))
    assert "abc1 " in phone.tree().texts()
    out(phone, "input keycombination 113 29; input keyevent 67")
    assert "abc1 " not in phone.tree().texts()


def test_raw_pictures(phone):
    data = as_bytes(out(phone, "screencap"))
    width, height, form, _ = struct.unpack_from("<4I", data)
    assert (width, height, form) == (1080, 2400, 1)
    pixels = np.frombuffer(data, np.uint8, offset=16).reshape(height, width, 4)
    assert np.array_equal(pixels[..., :3], phone.frame())


def test_dates_are_set_as_toybox_does(phone):
    assert out(phone, "date 101515342023.07") == "Sun Oct 15 15:34:07 CST 2023\n"
    assert run(phone, "date 13991534")[1] == 1


def test_sleep_is_virtual(phone):
    before = phone.system.clock
    out(phone, "sleep 60")
    assert phone.system.clock == before + 60_000


# The log


def test_the_log_tells_what_happens(phone):
    files = Files()
    out(phone, "am start -n us.zoom.videomeetings/.Main; input keyevent BACK", files)
    epoch = out(phone, "logcat -d -v epoch", files).splitlines()
    assert epoch[0].startswith("         17153")
    assert epoch[0].endswith(
        "I ActivityTaskManager: Displayed us.zoom.videomeetings/com.zipow.videobox.WelcomeActivity: +350ms"
    )
    assert any("KEYCODE_BACK" in line for line in epoch)
    assert "KEYCODE" not in out(phone, "logcat -d ActivityTaskManager:I '*:S'", files)
    assert out(phone, "logcat -d -v brief -s InputDispatcher", files).startswith("D/InputDispatcher")
    assert len(out(phone, "logcat -t 1", files).splitlines()) == 1
    out(phone, "logcat -c; log -p e -t Mine hello there", files)
    assert out(phone, "logcat -d -v raw", files) == "hello there\n"
    assert out(phone, "logcat -d Mine:F", files) == ""
    assert run(phone, "logcat -d a:b:c", files)[1] == 1


# Files


def test_files_are_found_copied_and_moved(phone):
    files = Files()
    out(phone, "mkdir -p /sdcard/a/b; echo 1 > /sdcard/a/x.md; echo 22 > /sdcard/a/b/y.txt", files)
    assert out(phone, "find /sdcard/a -type f -name '*.md'", files) == "/sdcard/a/x.md\n"
    assert out(phone, "find /sdcard/a -maxdepth 1 -mindepth 1", files) == "/sdcard/a/b\n/sdcard/a/x.md\n"
    assert run(phone, "cp /sdcard/a /sdcard/c", files)[1] == 1
    out(phone, "cp -r /sdcard/a /sdcard/c; mv /sdcard/c/x.md /sdcard/Download", files)
    assert out(phone, "ls /sdcard/c /sdcard/c/b; cat /sdcard/Download/x.md", files) == "b\ny.txt\n1\n"
    out(phone, "chmod 600 /sdcard/Download/x.md; find /sdcard/a -delete", files)
    assert out(phone, "stat -c %a /sdcard/Download/x.md; ls /sdcard | tail -1", files) == "600\nc\n"
    assert run(phone, "find / -exec rm", files)[1] == 1
