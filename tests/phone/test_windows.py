"""Windows that nothing touched are kept, and none that anything changed."""

from __future__ import annotations

import random

import numpy as np
import pytest

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.state import Display, Entry
from openphone_gym.phone.system.window import Window, build_window
from openphone_gym.ui.gesture import LaunchApp, PressKey, Swipe, Tap, Wait
from tests.phone.conftest import Finger
from tests.phone.test_frames import SMALL, any_gesture, start

APPS = sorted(app.id for app in installed_apps().values() if app.launchable)
STEPS = 25


def assert_shows_its_state(phone: Phone, after: object) -> None:
    """Whether tree and picture are those of a phone that starts from this state."""
    fresh = phone.fork()
    assert phone.tree() == fresh.tree(), f"after {after}"
    assert np.array_equal(phone.frame(copy=False), fresh.frame(copy=False)), f"after {after}"


@pytest.mark.parametrize("app", APPS)
def test_what_is_kept_is_what_the_state_says(app: str) -> None:
    rng = random.Random(f"windows {app}")
    phone = start(app, seed=5)
    for _ in range(STEPS):
        x, y = rng.randrange(SMALL.width), rng.randrange(SMALL.height)
        idle = [Wait(1), Wait(61), Wait(3_000), Tap(x, y), Swipe(x, y, x, y + 40)]
        gesture = rng.choice([any_gesture(phone, rng), *idle])
        phone.perform(gesture)
        assert_shows_its_state(phone, gesture)


def test_waiting_and_touching_nothing_keep_the_window() -> None:
    phone = Phone.new()
    phone.perform(LaunchApp(installed_apps()["zoom"].package))
    window, tree = phone.window(), phone.tree()
    nowhere = next(
        node.center for node in tree.walk() if node.text and not node.clickable and not node.scrollable
    )
    for gesture in (Wait(3_600), Tap(*nowhere), Swipe(*nowhere, nowhere[0], nowhere[1] - 300)):
        phone.perform(gesture)
        assert phone.window() is window
        assert phone.tree() is tree
    phone.perform(PressKey("home"))
    assert phone.window() is not window


def test_what_shows_the_time_goes_with_it(finger: Finger) -> None:
    finger.open("clock")
    finger.tap("Clock")
    before = finger.phone.tree()
    finger.phone.perform(Wait(120))
    assert finger.phone.tree() != before


def test_the_status_bar_goes_on_above_a_window_that_is_kept() -> None:
    phone = start("zoom")
    window, before = phone.window(), phone.frame()
    phone.perform(Wait(120))
    assert phone.window() is window
    assert not np.array_equal(phone.frame()[:40], before[:40])
    assert np.array_equal(phone.frame()[60:], before[60:])


def test_touching_a_field_lays_the_window_out_once(finger: Finger, monkeypatch: pytest.MonkeyPatch) -> None:
    finger.open("contacts")
    finger.tap("Create contact")
    first_name = finger.node("First name")
    built = []

    def counted(phone: Phone, entry: Entry) -> Window:
        built.append(entry)
        return build_window(phone, entry)

    monkeypatch.setattr("openphone_gym.phone.phone.build_window", counted)
    finger.phone.perform(Tap(*first_name.center))
    assert finger.phone.window().raised
    assert len(built) == 1


def test_a_system_is_decoded_when_it_is_asked_for() -> None:
    snapshot = Phone.new(3, Display(540, 1200, 210)).snapshot()
    phone = Phone(snapshot)
    assert "system" not in phone.__dict__
    assert phone.snapshot() == snapshot
    assert "system" not in phone.__dict__
    phone.system.battery = 3
    assert phone.snapshot() != snapshot
