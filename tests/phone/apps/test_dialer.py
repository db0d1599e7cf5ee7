from __future__ import annotations

from typing import Any

import pytest

from openphone_gym.phone.app import find_app, installed_apps
from openphone_gym.phone.apps.dialer.state import Dialer
from openphone_gym.phone.system.interruptions import INTERRUPTIONS
from openphone_gym.phone.system.state import Entry
from tests.phone.conftest import Finger

ABC = "22331144"


@pytest.fixture
def hand(finger: Finger) -> Finger:
    finger.open("telephone")
    return finger


def used(hand: Finger) -> None:
    """Decodes the states that these screens read, so that snapshots list them."""
    for app in ("contacts", "dialer", "messages"):
        hand.phone.app(app)


def state_of(hand: Finger) -> Dialer:
    return hand.phone.app("dialer")


def call_abc(hand: Finger) -> None:
    hand.tap("Contacts", "Call ABC")


def test_names() -> None:
    assert find_app("phone") is find_app("com.google.android.dialer") is installed_apps()["dialer"]


def test_second_call_ends_the_first(hand: Finger) -> None:
    call_abc(hand)
    hand.tap("Add call", "Call David Park")
    dialer = state_of(hand)
    assert dialer.call is not None
    assert dialer.call.name == "David Park"
    assert dialer.recents[0].number == ABC
    hand.tap("End call")
    assert hand.phone.showing("dialer", "home")


def test_keypad_suggests_people(hand: Finger) -> None:
    hand.tap("key pad", "2,ABC", "2,ABC", "3,DEF", "ABC")
    call = state_of(hand).call
    assert call is not None
    assert call.number == ABC


def test_block_numbers(hand: Finger) -> None:
    blocked = hand.phone.app("contacts").blocked
    hand.tap("(212) 555-0134", "Block number")
    assert blocked == ["2125550134"]
    hand.press("back")
    hand.tap("More options", "Settings", "Blocked numbers", "Unblock", "Add a number")
    hand.type("(223) 311-44")
    hand.tap("Block")
    assert blocked == [ABC]


def test_answered_call_shows_its_page(finger: Finger) -> None:
    finger.open("zoom")
    INTERRUPTIONS["call"](finger.phone)
    finger.phone.changed()
    finger.tap("Answer")
    assert finger.sees("Mia Wong", "End call")
    finger.tap("Mute")
    call = state_of(finger).call
    assert call is not None
    assert (call.number, call.muted) == ("99887766", True)
    finger.tap("End call")
    assert state_of(finger).recents[0].number == "99887766"


def test_unknown_name_can_be_called(hand: Finger) -> None:
    hand.phone.act("dialer", "place_call", number="Nobody 7")
    assert hand.sees("Nobody 7", "End call")


ARGS: dict[str, dict[str, Any]] = {
    "call": {"number": ABC},
    "person": {"number": ABC},
    "recent_menu": {"id": 1},
}


@pytest.mark.parametrize("screen", sorted(installed_apps()["dialer"].screens))
def test_building_a_screen_changes_nothing(hand: Finger, screen: str) -> None:
    used(hand)
    hand.phone.system.tasks[-1].stack.append(Entry("dialer", screen, ARGS.get(screen, {})))
    hand.phone.changed()
    before = hand.phone.snapshot()
    assert hand.phone.tree().texts()
    assert hand.phone.snapshot() == before
