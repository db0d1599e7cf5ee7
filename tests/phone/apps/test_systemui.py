from __future__ import annotations

from typing import Any

import pytest

from openphone_gym.phone.apps.systemui.screens.permission import PERMISSIONS
from openphone_gym.phone.system.interruptions import INTERRUPTIONS
from openphone_gym.phone.system.state import Entry, Notification
from openphone_gym.ui.gesture import PressKey, Swipe, Tap, Wait

DOWN = Swipe(540, 5, 540, 900)
UP = Swipe(540, 700, 540, 200)


def post(finger: Any, title: str, **attributes: Any) -> Notification:
    system = finger.phone.system
    note = Notification("zoom", title, "Some words", system.clock, **attributes)
    system.notifications.append(note)
    finger.phone.changed()
    return note


def overlay(finger: Any, screen: str, **args: Any) -> None:
    finger.phone.system.overlay = Entry("systemui", screen, args)
    finger.phone.changed()


# The shade


def test_shade_opens_expands_and_closes(finger: Any) -> None:
    finger.phone.perform(DOWN)
    assert finger.sees("Internet", "Bluetooth", "Do Not Disturb", "Flashlight", "No notifications")
    assert not finger.sees("Battery Saver")
    finger.phone.perform(DOWN)
    assert finger.sees("Airplane mode", "Battery Saver", "Dark theme", "Auto-rotate")
    finger.phone.perform(UP)
    finger.phone.perform(UP)
    assert finger.phone.showing("launcher", "home")


def test_touch_below_the_shade_closes_it(finger: Any) -> None:
    finger.phone.perform(DOWN)
    finger.phone.perform(Tap(540, 2000))
    assert finger.phone.showing("launcher", "home")


@pytest.mark.parametrize(
    ("tile", "table", "key"),
    [
        ("Bluetooth", "global", "bluetooth_on"),
        ("Do Not Disturb", "global", "zen_mode"),
        ("Flashlight", "secure", "flashlight_enabled"),
        ("Airplane mode", "global", "airplane_mode_on"),
        ("Battery Saver", "global", "low_power"),
        ("Auto-rotate", "system", "accelerometer_rotation"),
        ("Night Light", "secure", "night_display_activated"),
    ],
)
def test_tiles_change_the_settings(finger: Any, tile: str, table: str, key: str) -> None:
    overlay(finger, "shade", expanded=True)
    settings = finger.phone.system.settings[table]
    before = settings.get(key, "0")
    if finger.find(tile) is None:
        finger.swipe("Flashlight", -400, 0)
        assert finger.sees("Page 2 of 2")

    def on() -> bool:
        said = {True: f"{tile}, On", False: f"{tile}, Off"}
        (node,) = (finger.find(words) for words in said.values() if finger.find(words))
        assert node is not None
        assert node.text == said[node.checked]
        return node.checked

    assert on() == (before == "1")
    finger.tap(tile)
    assert settings[key] == ("0" if before == "1" else "1")
    assert on() == (before == "0")
    finger.tap(tile)
    assert settings[key] == before


def test_dark_theme_and_location_tiles(finger: Any) -> None:
    overlay(finger, "shade", expanded=True)
    finger.tap("Dark theme")
    finger.swipe("Flashlight", -400, 0)
    finger.tap("Location")
    assert finger.phone.system.settings["secure"]["ui_night_mode"] == "2"
    assert finger.phone.system.settings["secure"]["location_mode"] == "0"


def test_internet_panel(finger: Any) -> None:
    finger.phone.perform(DOWN)
    finger.tap("Internet", "Wi‑Fi")
    assert finger.phone.system.settings["global"]["wifi_on"] == "0"
    finger.tap("Done")
    finger.phone.perform(DOWN)
    assert finger.sees("Internet, T-Mobile")


def test_brightness(finger: Any) -> None:
    overlay(finger, "shade", expanded=True)
    bars = (node for node in finger.phone.tree().walk() if node.class_name.endswith("SeekBar"))
    left, top, _, bottom = next(bars).bounds
    finger.phone.perform(Tap(left + 2, (top + bottom) // 2))
    assert finger.phone.system.settings["system"]["screen_brightness"] == "1"


def test_notifications_open_dismiss_and_clear(finger: Any) -> None:
    post(finger, "First", screen="sign_in")
    post(finger, "Second")
    post(finger, "Kept", ongoing=True)
    finger.phone.perform(DOWN)
    assert finger.sees("First", "Second", "Kept")
    finger.swipe("Second", 500, 0)
    assert not finger.sees("Second")
    finger.swipe("Kept", 500, 0)
    assert finger.sees("Kept")
    finger.tap("First")
    assert finger.phone.showing("zoom", "sign_in")
    assert [note.title for note in finger.phone.system.notifications] == ["Kept"]
    post(finger, "Third")
    finger.phone.perform(DOWN)
    finger.tap("Clear all")
    assert [note.title for note in finger.phone.system.notifications] == ["Kept"]
    assert finger.phone.showing("zoom", "sign_in")


def test_many_notifications_scroll(finger: Any) -> None:
    for number in range(15):
        post(finger, f"Note {number}")
    finger.phone.perform(DOWN)
    assert not finger.sees("Clear all")
    for _ in range(2):
        finger.phone.perform(Swipe(540, 2000, 540, 1000))
    assert finger.sees("Clear all")


# Heads-up


def test_heads_up_floats_for_a_while(finger: Any) -> None:
    finger.open("zoom")
    post(finger, "Hello", heads_up=True)
    assert finger.sees("Hello", "Join a meeting")
    finger.phone.perform(Wait(10))
    assert not finger.sees("Hello")
    assert len(finger.phone.system.notifications) == 1


def test_heads_up_opens_its_app(finger: Any) -> None:
    post(finger, "Hello", screen="settings", heads_up=True)
    finger.tap("Hello")
    assert finger.phone.showing("zoom", "settings")
    assert finger.phone.system.notifications == []


@pytest.mark.parametrize(("dx", "dy", "left"), [(0, -150, 1), (500, 0, 0), (-500, 0, 0)])
def test_heads_up_is_swiped_away(finger: Any, dx: int, dy: int, left: int) -> None:
    finger.open("zoom")
    post(finger, "Hello", heads_up=True)
    finger.swipe("Hello", dx, dy)
    assert not finger.sees("Hello")
    assert len(finger.phone.system.notifications) == left
    assert finger.phone.showing("zoom", "welcome")


def test_do_not_disturb_keeps_heads_up_away(finger: Any) -> None:
    finger.phone.system.settings["global"]["zen_mode"] = "1"
    post(finger, "Hello", heads_up=True)
    assert not finger.sees("Hello")


# Recent apps


def test_recents_close_one_or_all(finger: Any) -> None:
    finger.open("zoom")
    finger.tap("Settings")
    finger.press("recents")
    finger.swipe("Zoom", 0, -600)
    assert finger.sees("No recent items")
    finger.press("back")
    finger.open("zoom")
    assert finger.phone.showing("zoom", "welcome")
    finger.press("recents")
    finger.tap("Clear all")
    assert finger.phone.showing("launcher", "home")
    assert [task.app for task in finger.phone.system.tasks] == ["launcher"]


# Dialogs


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_permission_is_stored(finger: Any, permission: str) -> None:
    finger.open("zoom")
    package = finger.phone.system.packages["us.zoom.videomeetings"]
    overlay(finger, "permission", app="zoom", permission=permission)
    finger.tap("Don’t allow")
    assert package.permissions[permission] is False
    overlay(finger, "permission", app="zoom", permission=permission)
    finger.tap("Only this time" if finger.sees("Only this time") else "Allow")
    assert package.permissions[permission] is True
    assert package.notifications
    assert finger.phone.showing("zoom", "welcome")


def test_chooser_shares_and_opens(finger: Any) -> None:
    overlay(finger, "chooser", kind="share", data={"text": "Hello there"})
    assert finger.sees("Share", "Hello there")
    finger.tap("Copy to clipboard")
    assert finger.phone.system.clipboard == "Hello there"
    overlay(finger, "chooser", kind="link", data={"url": "https://example.org"})
    finger.tap("Firefox")
    assert finger.sees("Firefox is not part of this phone")


def test_low_battery(finger: Any) -> None:
    INTERRUPTIONS["low_battery"](finger.phone)
    finger.phone.changed()
    assert finger.sees("Battery is low", "15% remaining. Turn on Battery Saver to extend battery life.")
    finger.tap("Turn on")
    assert finger.phone.system.settings["global"]["low_power"] == "1"
    assert finger.phone.showing("launcher", "home")


@pytest.mark.parametrize("button", ["Decline", "Answer"])
def test_incoming_call(finger: Any, button: str) -> None:
    finger.open("zoom")
    INTERRUPTIONS["call"](finger.phone)
    finger.phone.changed()
    assert finger.sees("Mia Wong", "Incoming call")
    finger.tap(button)
    assert not finger.sees("Incoming call")
    assert finger.phone.tree().texts()
    if button == "Decline":
        assert finger.phone.showing("zoom", "welcome")


@pytest.mark.parametrize("kind", INTERRUPTIONS)
def test_every_interruption_passes(finger: Any, kind: str) -> None:
    finger.open("zoom")
    finger.phone.system.interruptions = {finger.phone.system.gestures + 1: kind}
    finger.phone.perform(Tap(540, 300))
    assert finger.phone.tree().texts()
    finger.phone.frame()
    if finger.phone.system.overlay is not None:
        finger.press("back")
    finger.phone.perform(Wait(10))
    assert finger.phone.showing("zoom", "welcome")


def test_power_menu(finger: Any) -> None:
    finger.open("zoom")
    finger.phone.perform(DOWN)
    finger.phone.perform(DOWN)
    finger.tap("Power menu", "Power off")
    assert finger.sees("The phone is switched off")
    finger.phone.perform(PressKey("back"))
    finger.tap("Turn on")
    assert finger.phone.showing("launcher", "home")
    assert [task.app for task in finger.phone.system.tasks] == ["launcher"]
