"""What ``am`` and ``pm`` are asked in the words of intents, and which app answers."""

from __future__ import annotations

import pytest

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import Shell, run
from openphone_gym.phone.shell.intents import Intent

START = "am start -a android.intent.action"
ALARM = "android.intent.extra.alarm"


@pytest.fixture
def phone() -> Phone:
    return Phone.new()


def out(phone: Phone, script: str) -> str:
    text, code = run(phone, script)
    assert code == 0, text
    return text


def told(phone: Phone, script: str) -> tuple[str, str, int]:
    """Output, complaints and exit code."""
    printed, code = Shell(phone).execute(script)
    output, errors = ("".join(p.text for p in printed if p.is_error == kind) for kind in (False, True))
    return output, errors, code


# Who answers


@pytest.mark.parametrize(
    ("action", "app", "screen"),
    [
        ("android.settings.WIFI_SETTINGS", "setting", "internet"),
        ("android.settings.BLUETOOTH_SETTINGS", "setting", "bluetooth"),
        ("android.intent.action.VIEW -d content://contacts/people/", "contacts", "home"),
        ("android.intent.action.VIEW -d content://com.android.contacts/contacts/3", "contacts", "person"),
        ("android.intent.action.DIAL", "dialer", "home"),
        ("android.intent.action.VIEW -d tel:5550100", "dialer", "keypad"),
        ("android.intent.action.SHOW_ALARMS", "clock", "home"),
        ("android.intent.action.MAIN -c android.intent.category.APP_CONTACTS", "contacts", "home"),
    ],
)
def test_apps_answer_what_they_declare(phone, action, app, screen):
    out(phone, f"am start -a {action}")
    assert phone.showing(app, screen)


def test_the_address_book_is_shown_from_wherever_it_was_left(phone):
    out(phone, f"{START}.VIEW -d content://contacts/people/3; input keyevent HOME")
    out(phone, f"{START}.VIEW -d content://contacts/people/")
    assert phone.showing("contacts", "home")
    out(phone, f"{START}.VIEW -d content://contacts/people/999")
    assert phone.showing("contacts", "home")


def test_links_go_to_the_browser(phone):
    out(phone, f"{START}.VIEW -d https://example.com/page")
    answered = out(phone, "pm query-activities --brief -a android.intent.action.VIEW -d tel:1")
    assert answered.startswith("1 activities found:")
    assert phone.system.overlay is None, "the browser is chosen by its role, and nobody is asked"


def test_a_share_asks_who_takes_it(phone):
    out(phone, f"{START}.SEND -t text/plain --es android.intent.extra.TEXT hello")
    overlay = phone.system.overlay
    assert overlay is not None
    assert (overlay.screen, overlay.args["data"]["text"]) == ("chooser", "hello")
    out(
        phone,
        f"{START}.SEND -t text/plain --es android.intent.extra.TEXT hi -p com.google.android.apps.messaging",
    )
    assert phone.showing("messages", "new_chat")


def test_alarms_are_set_with_and_without_their_page(phone):
    given = f"--ei {ALARM}.HOUR 6 --ei {ALARM}.MINUTES 41 --es {ALARM}.MESSAGE Up"
    out(phone, f"{START}.SET_ALARM {given} --ez {ALARM}.SKIP_UI true")
    assert not phone.showing("clock")
    assert phone.system.toast is not None
    assert phone.system.toast.text.startswith("Alarm set for 6:41")
    alarm = phone.clock.alarms[-1]
    assert (alarm.hour, alarm.minute, alarm.label, alarm.on, alarm.days) == (6, 41, "Up", True, [])
    out(phone, f"{START}.SET_ALARM --ei {ALARM}.HOUR 8 --eial {ALARM}.DAYS 2,1")
    assert phone.showing("clock", "home")
    assert phone.clock.alarms[-1].days == ["Mon", "Sun"]
    out(phone, f"input keyevent HOME; {START}.SET_TIMER --ei {ALARM}.LENGTH 90 --ez {ALARM}.SKIP_UI true")
    assert not phone.showing("clock")
    assert phone.clock.timers[-1].seconds == 90
    before = len(phone.clock.alarms)
    out(phone, f"{START}.SET_ALARM --ei {ALARM}.HOUR 99")
    assert len(phone.clock.alarms) == before


def test_an_event_is_proposed_with_its_times(phone):
    begin = phone.system.clock + 3_600_000
    out(phone, f"{START}.INSERT -t vnd.android.cursor.item/event -e title Talk --el beginTime {begin}")
    assert phone.calendar.draft.event.title == "Talk"


def test_packages_and_activities_may_stand_alone(phone):
    said = out(phone, "am start us.zoom.videomeetings")
    assert said == (
        "Starting: Intent { act=android.intent.action.MAIN cat=[android.intent.category.LAUNCHER] "
        "pkg=us.zoom.videomeetings }\n"
    )
    assert phone.showing("zoom")
    out(phone, "am start com.google.android.deskclock/com.android.deskclock.DeskClock")
    assert phone.showing("clock")


# How it came to the front


def test_waiting_tells_how_warm_an_app_was(phone):
    start = "am start -W -n com.google.android.deskclock/com.android.deskclock.DeskClock"
    clock = f"{start} | grep -E 'State|Warning'"
    assert out(phone, clock) == "LaunchState: COLD\n"
    assert out(phone, f"input keyevent HOME; {clock}").splitlines() == [
        "Warning: Activity not started, its current task has been brought to the front",
        "LaunchState: HOT",
    ]
    assert "delivered to currently running top-most instance" in out(phone, clock)
    assert "LaunchState: WARM" in out(phone, f"{START}.SHOW_ALARMS -W")
    assert "LaunchState: COLD" in out(phone, f"{clock.replace('-W', '-W -S')}")


# What fails


@pytest.mark.parametrize(
    ("script", "error", "code"),
    [
        (
            "am start -n org.example/.Main",
            "Error type 3\nError: Activity class {org.example/org.example.Main}",
            1,
        ),
        ("am start org.example", "Error: Activity not started, unable to resolve Intent { act=", 1),
        ("am start -a org.example.NOPE", "Error: Activity not started, unable to resolve Intent", 1),
        ("am start -a android.intent.action.VIEW -d nope:1", "unable to resolve Intent", 1),
        ("am start", "java.lang.IllegalArgumentException: No intent supplied", 255),
        ("am start --nope", "java.lang.IllegalArgumentException: Unknown option: --nope", 255),
        ("am start -n", 'Argument expected after "-n"', 255),
        ("am start -n a/.b --ei x y", 'java.lang.NumberFormatException: For input string: "y"', 255),
        ("am startservice -n a/.b", "Error: Not found; no service started.", 255),
    ],
)
def test_what_nobody_answers_fails_as_on_android(phone, script, error, code):
    _, errors, ended = told(phone, script)
    assert error in errors
    assert ended == code


def test_who_waits_is_told_on_the_output(phone):
    output, errors, code = told(phone, "am start -W -n org.example/.Main")
    assert "Error type 3" in output
    assert (errors, code) == ("", 1)


@pytest.mark.parametrize(
    "command", ["am nope", "cmd activity nope", "pm nope", "cmd package nope", "wm nope"]
)
def test_unknown_commands_fail_as_on_android(phone, command):
    assert told(phone, f"{command} nope") == ("Unknown command: nope\n", "", 255)


def test_instrumentations(phone):
    output, errors, code = told(phone, "am instrument -w -e a b org.example.test/.Runner")
    assert output.splitlines() == [
        "INSTRUMENTATION_STATUS: id=ActivityManagerService",
        "INSTRUMENTATION_STATUS: Error=Unable to find instrumentation info for: "
        "ComponentInfo{org.example.test/.Runner}",
        "INSTRUMENTATION_STATUS_CODE: -1",
    ]
    assert errors.startswith(
        "android.util.AndroidException: INSTRUMENTATION_FAILED: org.example.test/.Runner"
    )
    assert code == 1
    assert told(phone, "am instrument")[2] == 255
    assert out(phone, "pm list instrumentation") == ""


def test_stacks_are_removed(phone):
    out(phone, "am start -n com.google.android.deskclock/com.android.deskclock.DeskClock")
    assert "taskId=1: com.google.android.deskclock/" in out(phone, "am stack list")
    out(phone, "am stack remove 1")
    assert "deskclock" not in out(phone, "am stack list")
    assert not phone.showing("clock")
    for number in ("99", "0", "x", "-1"):
        assert told(phone, f"am stack remove {number}")[2] == 255


def test_packages_without_screens_start_and_show_nothing(phone):
    before = phone.foreground()
    assert out(phone, "am start -n ca.zgrs.clipper/.Main").startswith("Starting: Intent")
    assert phone.foreground() == before


def test_intents_are_read_and_printed():
    words = "-a A -d x:y -t text/plain -c C -c D -n a/.b --es k v --ez on true -W -f 0x10000000 --user 0"
    intent = Intent.read("start", words.split())
    assert str(intent) == "Intent { act=A cat=[C,D] dat=x:y typ=text/plain cmp=a/.b (has extras) }"
    assert (intent.target, dict(intent.extras), intent.options) == ("a", {"k": "v", "on": "true"}, {"-W"})


# The package manager


def test_activities_are_listed_as_clients_read_them(phone):
    query = "cmd package query-activities -a android.intent.action.MAIN -c android.intent.category.LAUNCHER"
    names = {
        line.strip() for line in out(phone, query).splitlines() if line.strip().startswith("packageName=")
    }
    assert "packageName=com.google.android.deskclock" in names
    assert "packageName=com.android.systemui" not in names
    home = "-a android.intent.action.MAIN -c android.intent.category.HOME"
    assert out(phone, f"cmd package resolve-activity --brief {home}").endswith("NexusLauncherActivity\n")
    assert out(phone, "pm resolve-activity -a nope.NOPE -n a/.b") == "No activity found\n"
    assert "feature:android.hardware.touchscreen\n" in out(phone, "pm list features")
    assert run(phone, "pm has-feature nope") == ("false\n", 1)
    assert run(phone, "pm nope")[1] == 255


# Broadcasts


@pytest.fixture
def field(phone: Phone) -> Phone:
    """A phone with the focus in a text field."""
    out(phone, f"{START}.INSERT -t vnd.android.cursor.dir/contact")
    first = phone.tree().find(lambda node: node.class_name.endswith("EditText"))
    out(phone, "input tap {} {}".format(*first.center))
    return phone


def test_the_keyboard_types_what_broadcasts_say(field):
    out(field, "am broadcast -a ADB_INPUT_CODE --ei code 67")
    out(field, "am broadcast -a ADB_INPUT_MCODE --eia mcode '4096,29'")
    out(field, "am broadcast -a ADB_INPUT_TEXT --es msg 'new words'")
    assert "new words" in field.tree().texts()
    assert run(field, "am broadcast -a ADB_INPUT_CHARS --eia chars 55296")[1] == 255
    out(field, "am broadcast -a clipper.set --es text 'on the clip'")
    assert 'result=-1, data="on the clip"' in out(field, "am broadcast -a clipper.get")
    out(field, "am broadcast -a devicekit.clipboard.set -e encoding base64 -e text Wm/Dqw== -n a/.B")
    assert field.system.clipboard == "Zoë"
    assert "result=0" in out(field, "am broadcast -a org.example.NOBODY")
