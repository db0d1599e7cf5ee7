"""``input keyevent`` and ``keycombination``: all keys of Android, and what they do to a text."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openphone_gym.phone.phone import Phone, Snapshot
from openphone_gym.phone.shell import Files, run
from openphone_gym.phone.shell.keycodes import CODES, NAMES
from openphone_gym.phone.shell.keys import CHARACTERS, PRESSES, SHIFTED, TELEPHONE, pressed
from openphone_gym.phone.system.editing import KEYS
from openphone_gym.phone.system.state import Display
from openphone_gym.ui.gesture import PressKey, Tap, TypeText


def editing(label: str) -> Phone:
    """A phone with the form of a new contact, and a field of it that has the focus."""
    phone = Phone.new(None, Display(540, 1200, 210))
    phone.launch("com.google.android.contacts")
    phone.act("contacts", "create", number="1")
    field = phone.tree().find(lambda node: node.class_name.endswith("EditText") and label in node.label)
    phone.perform(Tap(*field.center))
    return phone


@pytest.fixture(scope="module")
def form() -> Snapshot:
    return editing("First name").snapshot()


@pytest.fixture
def phone(form) -> Phone:
    return Phone(form)


def pressing(phone: Phone, *commands: str) -> str:
    """What the field holds after some commands, with ``|`` at the cursor, ``[`` where a selection began."""
    for command in commands:
        assert run(phone, f"input {command}") == ("", 0)
    field = phone.window().field
    assert field is not None
    anchor, cursor = (min(place, len(field.value)) for place in phone.window().entry.selection)
    marks = sorted({(cursor, "|"), (anchor, "[")} if anchor != cursor else {(cursor, "|")}, reverse=True)
    shown = field.value
    for place, mark in marks:
        shown = shown[:place] + mark + shown[place:]
    return shown


def test_the_numbers_are_those_of_android():
    known = {"HOME": 3, "0": 7, "A": 29, "DEL": 67, "MENU": 82, "FORWARD_DEL": 112, "CTRL_LEFT": 113}
    known |= {"MOVE_HOME": 122, "MOVE_END": 123, "F12": 142, "NUMPAD_ENTER": 160, "APP_SWITCH": 187}
    known |= {
        "BUTTON_16": 203,
        "SLEEP": 223,
        "WAKEUP": 224,
        "TV": 170,
        "HELP": 259,
        "COPY": 278,
        "PASTE": 279,
    }
    assert known == {name: CODES[name] for name in known}
    assert len(CODES) == len(NAMES) == 305


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("keyevent 123 " + "67 " * 11, "|"),
        ("keyevent MOVE_HOME", "|hello world"),
        ("keyevent MOVE_HOME 112 KEYCODE_FORWARD_DEL", "|llo world"),
        ("keyevent 21 21 DEL", "hello wo|ld"),
        ("keyevent 122 22 22 112", "he|lo world"),
        ("keyevent 122 21 19 67", "|hello world"),
        ("keyevent 22 20 112", "hello world|"),
        ("keyevent 92", "|hello world"),
        ("keyevent 92 93 KEYCODE_5 NUMPAD_6 COMMA 0 304", "hello world56,|"),
        ("keycombination 113 29", "[hello world|"),
        ("keycombination 113 21", "hello |world"),
        ("keycombination CTRL_RIGHT MOVE_HOME", "|hello world"),
        ("keycombination 59 122", "|hello world["),
        ("keycombination 60 113 21", "hello |world["),
        ("keycombination -t 100 SHIFT_LEFT 8", "hello world!|"),
        ("keycombination 59 29", "hello worldA|"),
        ("keycombination ALT_LEFT 29", "hello world|"),
    ],
)
def test_keys_edit_a_text(phone, keys, expected):
    assert pressing(phone, "text 'hello world'", keys) == expected


def test_cut_copy_and_paste(phone):
    assert pressing(phone, "text ab", "keycombination 113 29", "keycombination 113 31") == "[ab|"
    assert pressing(phone, "keyevent 22", "keyevent 279") == "abab|"
    assert pressing(phone, "keycombination 113 29", "keyevent CUT") == "|"
    assert pressing(phone, "keycombination 113 50", "keyevent 22", "keycombination 113 50") == "abababab|"


def test_a_selection_is_typed_over_and_collapses(phone):
    assert pressing(phone, "text abc", "keycombination 59 21", "text X") == "abX|"
    assert pressing(phone, "keycombination 113 29", "keyevent 21") == "|abX"
    assert pressing(phone, "keycombination 113 29", "keyevent 67") == "|"


def test_tab_goes_from_field_to_field(phone):
    first = phone.window().entry.focus
    assert pressing(phone, "text a", "keyevent TAB", "text b") == "b|"
    assert phone.window().entry.focus != first
    assert pressing(phone, "keycombination SHIFT_LEFT TAB") == "a|"
    assert phone.window().entry.focus == first
    assert pressing(phone, "keycombination SHIFT_LEFT TAB") == "a|"


def test_lines_of_a_long_text():
    phone = editing("First name")
    field = phone.window().field
    entry = phone.window().entry
    field.binding.set("one\ntwo and\nthree")
    phone.changed()
    entry.selection = (9, 9)
    assert pressing(phone, "keyevent MOVE_END") == "one\ntwo and|\nthree"
    assert pressing(phone, "keyevent 19") == "one|\ntwo and\nthree"
    assert pressing(phone, "keyevent 122 20 20") == "one\ntwo and\n|three"


def test_one_call_takes_the_time_of_one_gesture(phone):
    before = phone.system.clock, phone.system.gestures
    pressing(phone, "text " + "a" * 500, "keyevent 123 " + "67 " * 500)
    assert (phone.system.clock, phone.system.gestures) == (before[0] + 2_000, before[1] + 2)


def test_the_other_keys_do_nothing(phone):
    pressing(phone, "text abc")
    before = phone.snapshot()
    others = [name for name in NAMES if name not in {*PRESSES, *CHARACTERS, *TELEPHONE}]
    assert {"POWER", "VOLUME_UP", "MENU", "SEARCH", "CAMERA", "WAKEUP"} <= set(others)
    assert run(phone, f"input keyevent {' '.join(f'KEYCODE_{name}' for name in others)}") == ("", 0)
    assert phone.snapshot() == before


@pytest.mark.parametrize(
    "key", ["305", "FOO", "-1", "home", "KEYCODE_", "1e3", "9" * 30, "KEYCODE_KEYCODE_A", "''"]
)
def test_unknown_keys_fail_and_nothing_is_pressed(phone, key):
    before = phone.snapshot()
    for command in ("keyevent HOME", "keycombination 113"):
        text, code = run(phone, f"input {command} {key}")
        assert text.startswith("Error: Invalid arguments for command: key")
        assert code == 255
    assert phone.snapshot() == before


def test_every_key_that_acts_is_one_that_the_phone_has():
    for name in NAMES:
        for held in ((), ("SHIFT",), ("CTRL",), ("CTRL", "SHIFT")):
            gesture = pressed(name, held)
            if isinstance(gesture, PressKey):
                assert gesture.key in KEYS | {"home", "back", "enter", "recents", "tab", "back_tab"}
    assert pressed("A") == TypeText("a", replace=False)
    assert CHARACTERS.keys() == SHIFTED.keys()


PRESSED = st.sampled_from(NAMES).map(lambda name: f"KEYCODE_{name}") | st.integers(-2, 310).map(str)
CALLS = (
    st.lists(PRESSED, min_size=1, max_size=12).map(lambda keys: f"input keyevent {' '.join(keys)}")
    | st.lists(PRESSED, min_size=2, max_size=4).map(lambda keys: f"input keycombination {' '.join(keys)}")
    | st.text(max_size=12).map(lambda text: "input text '" + text.replace("'", "'\\''") + "'")
    | st.binary(max_size=8).map(lambda data: f'input text "{data.decode("utf-8", "surrogateescape")}"')
    | st.tuples(st.integers(0, 540), st.integers(0, 1200)).map(lambda at: f"input tap {at[0]} {at[1]}")
)


@given(st.lists(CALLS, max_size=8))
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_keys_leave_a_state_that_can_be_kept(form, calls):
    phone, files = Phone(form), Files()
    for call in calls:
        _, code = run(phone, call, files)
        assert code in (0, 1, 255)
    assert phone.tree().roots
    phone.frame(copy=False)
    kept = phone.snapshot()
    assert Snapshot.from_json(json.loads(json.dumps(kept.to_json()))) == kept
