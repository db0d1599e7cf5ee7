from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from openphone_gym.phone.phone import GESTURE_MS, Phone, Snapshot
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Row, Scroll, Space, Text
from openphone_gym.phone.toolkit.controls import Button, Slider, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import ListRow
from openphone_gym.phone.toolkit.surfaces import Dialog, Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE
from openphone_gym.ui.gesture import Gesture, LaunchApp, LongPress, PressKey, Swipe, Tap, TypeText, Wait
from openphone_gym.ui.xml import to_xml

ZOOM = "us.zoom.videomeetings"
Show = Callable[[Callable[[Nav], Box]], Any]


def gestures(seed: int, count: int) -> list[Gesture]:
    rng = random.Random(seed)
    drawn: list[Gesture] = [LaunchApp(ZOOM)]
    for _ in range(count):
        x, y = rng.randrange(1080), rng.randrange(2400)
        drawn.append(
            rng.choice(
                [
                    Tap(x, y),
                    Tap(x, y),
                    Tap(540, y),
                    LongPress(x, y),
                    Swipe(x, y, rng.randrange(1080), rng.randrange(2400)),
                    TypeText("a1 é你"),
                    PressKey(rng.choice(["back", "enter", "delete", "recents", "home"])),
                    Wait(3),
                    LaunchApp(ZOOM),
                ]
            )
        )
    return drawn


# State


def test_same_seed_and_gestures_give_the_same_bytes() -> None:
    one, two = Phone.new(5), Phone.new(5)
    for gesture in gestures(1, 40):
        one.perform(gesture)
        two.perform(gesture)
        assert to_xml(one.tree()) == to_xml(two.tree())
    assert one.snapshot() == two.snapshot()


def test_seeds_differ() -> None:
    looks = {(*phone.system.home, phone.system.wallpaper) for phone in map(Phone.new, range(8))}
    assert len(looks) > 1


def test_replay_after_restore_is_identical() -> None:
    phone = Phone.new()
    for gesture in gestures(2, 25):
        phone.perform(gesture)
    start = phone.snapshot()
    seen = []
    for _ in range(2):
        phone.restore(start)
        trees = []
        for gesture in gestures(3, 25):
            phone.perform(gesture)
            trees.append(to_xml(phone.tree()))
        seen.append((trees, phone.snapshot()))
    assert seen[0] == seen[1]


def test_fork_is_independent(finger: Any) -> None:
    finger.open("zoom")
    fork = finger.phone.fork()
    assert to_xml(fork.tree()) == to_xml(finger.phone.tree())
    before = finger.phone.snapshot()
    fork.perform(PressKey("home"))
    fork.zoom.joined = "1"
    assert finger.phone.snapshot() == before
    assert fork.snapshot() != before


def test_snapshot_survives_json(finger: Any) -> None:
    finger.open("zoom")
    finger.tap("Join a meeting")
    finger.type("123456789")
    snapshot = finger.phone.snapshot()
    assert Snapshot.from_json(json.loads(json.dumps(snapshot.to_json()))) == snapshot


def test_every_gesture_takes_the_same_virtual_time(finger: Any) -> None:
    clock = finger.phone.system.clock
    finger.phone.perform(Tap(5, 500))
    finger.phone.perform(Swipe(500, 900, 500, 300, seconds=9))
    assert finger.phone.system.clock == clock + 2 * GESTURE_MS
    finger.phone.perform(Wait(30))
    assert finger.phone.system.clock == clock + 2 * GESTURE_MS + 30_000


def test_toasts_go_with_time(finger: Any) -> None:
    finger.phone.perform(LaunchApp("no.such.app"))
    assert finger.phone.system.toast is not None
    finger.phone.perform(Wait(5))
    assert finger.phone.system.toast is None


# Back, home, recents


def test_back_closes_screens_then_leaves_the_app(finger: Any) -> None:
    finger.open("zoom")
    finger.tap("Settings", "Meetings")
    finger.press("back")
    assert finger.phone.showing("zoom", "settings")
    finger.press("back")
    finger.press("back")
    assert finger.phone.showing("launcher", "home")
    finger.press("back")
    assert finger.phone.showing("launcher", "home")


def test_home_keeps_the_app_where_it_was(finger: Any) -> None:
    finger.open("zoom")
    finger.tap("Settings")
    finger.press("home")
    assert finger.phone.showing("launcher", "home")
    finger.open("zoom")
    assert finger.phone.showing("zoom", "settings")


def test_recents_lists_apps_and_switches(finger: Any) -> None:
    finger.open("zoom")
    finger.press("home")
    finger.press("recents")
    assert not finger.phone.showing("launcher")
    finger.tap("Zoom")
    assert finger.phone.showing("zoom", "welcome")


def test_edge_swipes(finger: Any) -> None:
    finger.open("zoom")
    finger.tap("Settings")
    finger.phone.perform(Swipe(2, 1200, 500, 1200))
    assert finger.phone.showing("zoom", "welcome")
    finger.tap("Settings")
    finger.phone.perform(Swipe(1078, 1200, 600, 1200))
    assert finger.phone.showing("zoom", "welcome")
    finger.phone.perform(Swipe(540, 2390, 540, 1200))
    assert finger.phone.showing("launcher", "home")
    finger.open("zoom")
    finger.phone.perform(Swipe(540, 2390, 540, 1200, seconds=1.5))
    assert finger.sees("Clear all")
    finger.press("back")
    finger.phone.perform(Swipe(540, 5, 540, 900))
    assert finger.sees("Bluetooth")


# Typing


def field(nav: Nav, **attributes: Any) -> TextField:
    return TextField(nav.bind("words"), "Words", **attributes)


def typed(finger: Any) -> str:
    return finger.phone.front().local.get("words", "")


def test_keys_are_touched_by_coordinates(show: Show) -> None:
    finger = show(lambda nav: Page(None, field(nav)))
    finger.tap("Words")
    for face in "Hi":
        finger.key(face)
    finger.key("?123")
    finger.key("4")
    finger.key("ABC")
    finger.key("English")
    finger.key("x")
    finger.key("backspace-outline")
    assert typed(finger) == "Hi4 "
    finger.key("check")
    assert not finger.phone.window().raised


def test_number_pad(show: Show) -> None:
    finger = show(lambda nav: Page(None, field(nav, ime="number")))
    finger.tap("Words")
    for face in "1092":
        finger.key(face)
    assert typed(finger) == "1092"


def test_typing_without_focus_is_lost(show: Show) -> None:
    finger = show(lambda nav: Page(None, field(nav)))
    finger.type("lost")
    assert typed(finger) == ""


def test_replace_and_append(show: Show) -> None:
    finger = show(lambda nav: Page(None, field(nav)))
    finger.tap("Words")
    finger.type("one")
    finger.type("two")
    assert typed(finger) == "two"
    finger.type("three", replace=False)
    assert typed(finger) == "twothree"
    finger.press("delete")
    assert typed(finger) == "twothre"


def test_touching_a_focused_field_moves_the_cursor(show: Show) -> None:
    finger = show(lambda nav: Page(None, field(nav)))
    finger.tap("Words")
    finger.type("abc")
    left, top, _, bottom = finger.node("abc").bounds
    finger.phone.perform(Tap(left + 2, (top + bottom) // 2))
    finger.type("x", replace=False)
    assert typed(finger) == "xabc"


def test_selection_and_clipboard(show: Show) -> None:
    finger = show(lambda nav: Page(None, Space(200), field(nav)))
    finger.tap("Words")
    finger.type("left right")
    left, top, _, bottom = finger.node("left right").bounds
    finger.phone.perform(LongPress(left + 60, (top + bottom) // 2))
    finger.tap("Copy")
    assert finger.phone.system.clipboard == "left"
    finger.phone.perform(LongPress(left + 60, (top + bottom) // 2))
    finger.tap("Select all")
    finger.tap("Cut")
    assert typed(finger) == ""
    finger.hold("Words")
    finger.tap("Paste")
    finger.hold("left right")
    finger.tap("Paste")
    assert typed(finger) in ("left rightleft right", "left right right", "left left right")


def test_filters_limits_and_formats(finger: Any) -> None:
    finger.open("zoom")
    finger.tap("Join a meeting")
    finger.type("12-34x5678901234567")
    assert finger.phone.zoom.join_form.meeting_id == "12345678901"
    assert finger.sees("123 456 78901")


def test_enter_goes_to_the_next_field_then_submits(show: Show) -> None:
    done: list[str] = []
    finger = show(
        lambda nav: Page(
            None,
            field(nav, action="next"),
            TextField(nav.bind("more"), "More", on_submit=lambda: done.append("yes")),
        )
    )
    finger.tap("Words")
    finger.press("enter")
    finger.type("second")
    assert finger.phone.front().local["more"] == "second"
    finger.press("enter")
    assert done == ["yes"]
    assert not finger.phone.window().raised


# Touching


def test_disabled_widgets_do_nothing(show: Show) -> None:
    touched: list[str] = []
    finger = show(
        lambda nav: Page(
            None, Button("Off", lambda: touched.append("off"), enabled=False), field(nav, enabled=False)
        )
    )
    finger.tap("Off", "Words")
    finger.type("no")
    assert touched == []
    assert typed(finger) == ""


def test_what_a_dialog_covers_cannot_be_touched(show: Show) -> None:
    finger = show(lambda nav: Page(None, ListRow("Below", on_tap=nav.remember("touched", True))))
    below = finger.node("Below").center
    finger.phone.system.overlay = None
    finger.phone.perform(Tap(*below))
    assert finger.phone.front().local["touched"] is True
    finger.phone.front().local.clear()
    finger.phone.system.tasks[-1].stack.append(type(finger.phone.front())("zoom", "leave"))
    finger.phone.changed()
    assert not finger.sees("Below")
    finger.phone.perform(Tap(*below))
    assert finger.phone.front().local == {}


def test_what_is_scrolled_away_cannot_be_touched(show: Show) -> None:
    touched: list[int] = []

    def screen(nav: Nav) -> Box:
        rows = (ListRow(f"Row {i}", on_tap=lambda i=i: touched.append(i)) for i in range(40))
        return Page(Row(Text("Bar", BODY_LARGE), height=100, width=FILL), *rows)

    finger = show(screen)
    first = finger.node("Row 0").center
    assert not finger.sees("Row 39")
    finger.phone.perform(Swipe(540, 1800, 540, 500))
    assert not finger.sees("Row 0")
    finger.phone.perform(Tap(*finger.node("Bar").center))
    assert touched == []
    finger.phone.perform(Tap(*first))
    assert touched[0] > 0


def test_scrolling_stops_at_the_ends(show: Show) -> None:
    finger = show(lambda nav: Page(None, *(ListRow(f"Row {i}") for i in range(40))))
    for _ in range(8):
        finger.phone.perform(Swipe(540, 2000, 540, 300))
    assert finger.sees("Row 39")
    end = dict(finger.phone.front().scroll)
    finger.phone.perform(Swipe(540, 2000, 540, 300))
    assert finger.phone.front().scroll == end
    for _ in range(8):
        finger.phone.perform(Swipe(540, 500, 540, 2200))
    assert set(finger.phone.front().scroll.values()) == {0}


def test_nested_scrolling(show: Show) -> None:
    def screen(nav: Nav) -> Box:
        shelf = Scroll(
            Row(*(Text(f"Card {i}", BODY_LARGE, width=160) for i in range(9))), key="shelf", horizontal=True
        )
        inner = Scroll(Column(*(ListRow(f"Inner {i}") for i in range(12))), key="inner", height=300)
        return Page(None, shelf, inner, *(ListRow(f"Outer {i}") for i in range(30)))

    finger = show(screen)
    finger.swipe("Card 1", -300, 0)
    assert finger.phone.front().scroll == {"shelf": 300}
    finger.swipe("Card 2", 0, -200)
    assert finger.phone.front().scroll == {"shelf": 300, "list": 200}
    finger.swipe("Inner 3", 0, -300)
    assert finger.phone.front().scroll["inner"] == 300
    while not finger.sees("Inner 11"):
        finger.swipe("Inner 6", 0, -200)
    assert finger.phone.front().scroll["list"] == 200
    end = finger.phone.front().scroll["inner"]
    for _ in range(2):
        finger.swipe("Inner 10", 0, -100)
    # An inner list at its end hands the swipe on.
    assert finger.phone.front().scroll["list"] > 200
    assert finger.phone.front().scroll["inner"] >= end


def test_sliders_follow_the_finger(show: Show) -> None:
    finger = show(lambda nav: Page(None, Slider(nav.bind("level", 2), 10, desc="Level")))
    left, top, right, bottom = finger.node("Level").bounds
    middle = (top + bottom) // 2
    finger.phone.perform(Tap(right - 5, middle))
    assert finger.phone.front().local["level"] == 10
    finger.phone.perform(Swipe(right - 60, middle, (left + right) // 2, middle))
    assert finger.phone.front().local["level"] == 5


def test_dialogs_close_by_a_touch_outside(finger: Any) -> None:
    finger.open("zoom")
    finger.tap("Settings", "Meetings", "Auto-connect to audio")
    finger.phone.perform(Tap(*finger.node("Auto-connect to audio").center))
    assert finger.sees("WiFi only")
    finger.phone.perform(Tap(540, 300))
    assert not finger.sees("WiFi only")
    assert finger.phone.showing("zoom", "meetings")


# The keyboard and the page


def test_keyboard_covers_and_resizes(show: Show) -> None:
    finger = show(
        lambda nav: Page(
            None, field(nav), Space(flex=1), TextButton("Foot", nav.remember("foot", 1)), scrolls=False
        )
    )
    low = finger.node("Foot").center
    finger.tap("Words")
    window = finger.phone.window()
    assert window.raised
    assert finger.node("Foot").bounds[3] <= window.bounds[3] < low[1]
    finger.phone.perform(Tap(*low))
    assert "foot" not in finger.phone.front().local
    finger.press("back")
    assert not finger.phone.window().raised
    assert finger.phone.front().screen == "probe"
    assert finger.node("Foot").center == low


def test_focused_field_is_scrolled_into_view(show: Show) -> None:
    finger = show(lambda nav: Page(None, Space(600), field(nav), Space(600)))
    before = finger.node("Words").bounds
    finger.tap("Words")
    after = finger.node("Words").bounds
    window = finger.phone.window()
    assert before[3] > window.bounds[3]
    assert after[1] >= window.bounds[1]
    assert after[3] <= window.bounds[3]
    assert after[3] - after[1] == before[3] - before[1]


def test_field_in_a_dialog(show: Show) -> None:
    finger = show(lambda nav: Dialog("Name", Column(field(nav), pad=(24, 8, 24, 0))))
    finger.tap("Words")
    finger.type("in a dialog")
    assert typed(finger) == "in a dialog"
    assert finger.node("in a dialog").bounds[3] <= finger.phone.window().bounds[3]


def test_text_needs_no_skia() -> None:
    program = (
        "import sys; from openphone_gym.phone.phone import Phone; phone = Phone.new(); phone.tree();"
        "assert 'skia' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
