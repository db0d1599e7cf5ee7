from __future__ import annotations

from typing import Any

import pytest

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.listings import listings
from openphone_gym.phone.system.packages import uninstall
from openphone_gym.phone.system.state import Entry
from openphone_gym.phone.system.wallpaper import WALLPAPERS
from openphone_gym.ui.gesture import LaunchApp, Swipe

ZOOM = "us.zoom.videomeetings"


def open_drawer(finger: Any) -> None:
    finger.phone.perform(Swipe(540, 1400, 540, 500))
    assert finger.phone.showing("launcher", "drawer")


def test_home_shows_the_date_and_starts_apps(finger: Any) -> None:
    assert finger.sees("Fri, May 10", "Zoom", "Google search")
    finger.tap("Zoom")
    assert finger.phone.foreground().startswith(ZOOM)


def test_drawer_lists_all_apps_in_order(finger: Any) -> None:
    open_drawer(finger)
    names = [node.text for node in finger.phone.tree().walk() if node.long_clickable and node.text]
    icons = [name for name in names if name != "Search apps"]
    assert icons == sorted(icons, key=str.lower)
    assert {"Zoom", "Booking.com", "Firefox"} <= set(icons)
    assert "System UI" not in icons


def test_drawer_search(finger: Any) -> None:
    finger.tap("Google search")
    finger.type("boo")
    assert finger.sees("Booking.com")
    assert not finger.sees("Zoom")
    finger.type("xyz")
    assert finger.sees("No apps found matching “xyz”")
    finger.press("back")
    finger.press("back")
    assert finger.phone.showing("launcher", "home")


def test_pulling_the_drawer_down_closes_it(finger: Any) -> None:
    open_drawer(finger)
    finger.phone.perform(Swipe(540, 600, 540, 1500))
    assert finger.phone.showing("launcher", "home")


@pytest.mark.parametrize("package", ["org.mozilla.firefox", "com.booking"])
def test_apps_that_are_not_simulated_say_so(finger: Any, package: str) -> None:
    label = listings()[package].label
    open_drawer(finger)
    finger.tap(label)
    assert finger.sees(f"{label} is not part of this phone")
    finger.press("home")
    finger.phone.perform(LaunchApp(package))
    assert finger.sees(f"{label} is not part of this phone")
    finger.tap("Back to home screen")
    assert finger.phone.showing("launcher", "home")


def test_uninstalling_removes_app_and_icon(finger: Any) -> None:
    finger.open("zoom")
    finger.press("home")
    finger.hold("Zoom")
    finger.tap("Uninstall")
    assert finger.sees("Do you want to uninstall this app?")
    finger.tap("Cancel")
    assert finger.sees("Zoom")
    finger.hold("Zoom")
    finger.tap("Uninstall", "OK")
    assert not finger.sees("Zoom")
    assert ZOOM not in finger.phone.system.packages
    open_drawer(finger)
    assert not finger.sees("Zoom")
    finger.phone.perform(LaunchApp(ZOOM))
    assert finger.phone.showing("launcher", "drawer")
    assert finger.phone.system.toast is not None


def test_system_apps_cannot_be_uninstalled(finger: Any) -> None:
    open_drawer(finger)
    finger.hold("Android Auto")
    assert finger.sees("App info")
    assert not finger.sees("Uninstall")
    finger.press("back")
    assert finger.phone.showing("launcher", "drawer")


def test_screens_outlive_their_package(finger: Any) -> None:
    open_drawer(finger)
    finger.hold("Booking.com")
    for screen in ("placeholder", "confirm_uninstall"):
        finger.phone.system.tasks[-1].stack.append(Entry("launcher", screen, {"package": "com.booking"}))
    assert uninstall(finger.phone.system, "com.booking")
    while not finger.phone.showing("launcher", "home"):
        finger.phone.changed()
        assert finger.phone.tree().texts()
        finger.press("back")


def test_swiping_down_opens_the_shade(finger: Any) -> None:
    finger.phone.perform(Swipe(540, 500, 540, 1200))
    assert finger.sees("Bluetooth")


def test_wallpapers_differ() -> None:
    frames = set()
    for number in range(len(WALLPAPERS)):
        phone = Phone.new()
        phone.system.wallpaper = number
        phone.changed()
        frames.add(phone.frame(copy=False)[600:1500:50, ::50].tobytes())
    assert len(frames) == len(WALLPAPERS)
