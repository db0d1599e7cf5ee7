from __future__ import annotations

import random
import string

import pytest

from openphone_gym.serve.gestures import (
    EVDEV,
    EXPIRY_S,
    MOST_FINGERS,
    BadEvent,
    Fingers,
    coded_key,
    named_key,
)
from openphone_gym.ui.gesture import LongPress, Pinch, PressKey, Swipe, Tap, TypeText

SLOP = 10.0


class Clock:
    """Time that the test moves."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fingers(clock: Clock) -> Fingers:
    return Fingers(clock)


def test_down_and_up_is_a_tap(fingers):
    fingers.touch(0, 5, 6, SLOP)
    assert fingers.lift(0, SLOP) == Tap(5, 6)
    assert fingers.lift(0, SLOP) is None


@pytest.mark.parametrize(("held", "gesture"), [(0.49, Tap(5, 6)), (0.75, LongPress(5, 6, 0.75))])
def test_a_finger_that_rests(fingers, clock, held, gesture):
    fingers.touch(0, 5, 6, SLOP)
    clock.now += held / 2
    fingers.touch(0, 14, 0, SLOP)  # it trembles
    clock.now += held / 2
    assert fingers.lift(0, SLOP) == gesture


def test_a_finger_that_moves(fingers, clock):
    for x in range(100, 301, 50):
        fingers.touch(0, x, 500, SLOP)
        clock.now += 0.1
    assert fingers.lift(0, SLOP) == Swipe(100, 500, 300, 500, pytest.approx(0.5))


def test_a_finger_that_comes_back_calls_it_off(fingers):
    for x in (100, 300, 101):
        fingers.touch(0, x, 500, SLOP)
    assert fingers.lift(0, SLOP) is None


def test_two_fingers_pinch_and_are_heard_once(fingers, clock):
    fingers.touch(1, 250, 500, SLOP)
    fingers.touch(2, 350, 500, SLOP)
    clock.now += 0.5
    fingers.touch(1, 200, 500, SLOP)
    fingers.touch(2, 400, 500, SLOP)
    assert fingers.lift(1, SLOP) == Pinch(300, 500, 100, 200, 0.5)
    assert fingers.lift(2, SLOP) is None


def test_two_fingers_side_by_side_move_as_one(fingers):
    for y in (500, 300):
        fingers.touch(1, 250, y, SLOP)
        fingers.touch(2, 350, y, SLOP)
    assert fingers.lift(1, SLOP) == Swipe(300, 500, 300, 300, pytest.approx(0))


def test_three_fingers_do_nothing(fingers):
    for finger in (1, 2, 3):
        fingers.touch(finger, 100 * finger, 500, SLOP)
        fingers.touch(finger, 100 * finger, 100, SLOP)
    assert [fingers.lift(finger, SLOP) for finger in (1, 2, 3)] == [None, None, None]


def test_fingers_that_rest_do_nothing_and_one_works_again(fingers):
    fingers.touch(1, 100, 500, SLOP)
    fingers.touch(2, 300, 500, SLOP)
    assert fingers.lift(1, SLOP) is None
    assert fingers.lift(2, SLOP) is None
    fingers.touch(2, 1, 2, SLOP)
    assert fingers.lift(2, SLOP) == Tap(1, 2)


def test_a_forgotten_finger_is_taken_off(fingers, clock):
    fingers.touch(0, 100, 500, SLOP)
    clock.now += EXPIRY_S + 1
    fingers.touch(0, 300, 500, SLOP)
    assert fingers.lift(0, SLOP) == Tap(300, 500)


def test_too_many_fingers(fingers):
    for identifier in range(MOST_FINGERS):
        fingers.touch(identifier, 1, 1, SLOP)
    with pytest.raises(BadEvent, match="10 fingers already"):
        fingers.touch(99, 1, 1, SLOP)


def test_keys_by_name():
    assert named_key("GoBack") == PressKey("back")
    assert named_key("A") == TypeText("A", replace=False)
    assert named_key("é") == TypeText("é", replace=False)
    with pytest.raises(BadEvent, match="did you mean 'Backspace'"):
        named_key("BackSpace")
    with pytest.raises(BadEvent):
        named_key("\x00")


def test_every_letter_and_digit_has_its_own_code():
    typed = [key.text for key in EVDEV.values() if isinstance(key, TypeText)]
    assert len(typed) == len(set(typed))
    assert set(string.ascii_lowercase + string.digits + " ") <= set(typed)
    assert coded_key(16) == TypeText("q", replace=False)
    assert coded_key(44) == TypeText("z", replace=False)
    assert coded_key(158) == PressKey("back")


def test_other_codes_are_refused():
    for code in (0, -1, 9_999, random.Random(0).getrandbits(31)):
        with pytest.raises(BadEvent, match=str(code)):
            coded_key(code)
