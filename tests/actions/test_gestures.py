from __future__ import annotations

import difflib

import pytest

from openphone_gym import actions
from openphone_gym.actions import Action, InvalidAction, to_gesture
from openphone_gym.ui.gesture import Gesture, LaunchApp, LongPress, PressKey, Swipe, Tap, TypeText, Wait
from openphone_gym.ui.marks import Mark
from openphone_gym.ui.node import UiNode

PACKAGES = {"Clock": "com.google.android.deskclock"}
MARKS = [Mark(1, UiNode(), (100, 200)), Mark(2, UiNode(), (300, 400)), Mark(3, UiNode(), (1400, 3100))]


def package(name: str) -> str:
    if name not in PACKAGES:
        near = difflib.get_close_matches(name, PACKAGES, n=1)
        raise InvalidAction(f"no app {name!r}; nearest: {near}")
    return PACKAGES[name]


def gesture(action: Action, marks: list[Mark] = MARKS) -> Gesture | None:
    return to_gesture(action, marks, 1440, 3120, package)


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (actions.tap(2), Tap(300, 400)),
        (actions.tap(x=1439, y=0), Tap(1439, 0)),
        (actions.long_press(1), LongPress(100, 200)),
        (actions.text("a b"), TypeText("a b")),
        (actions.back(), PressKey("back")),
        (actions.home(), PressKey("home")),
        (actions.enter(), PressKey("enter")),
        (actions.wait(), Wait(5)),
        (actions.wait(0), Wait(0)),
        (actions.wait(10), Wait(10)),
        (actions.wait(-1), Wait(5)),
        (actions.wait(11), Wait(5)),
        (actions.launch("Clock"), LaunchApp("com.google.android.deskclock")),
        (actions.finish("x"), None),
        (actions.swipe(direction="up", dist="short"), Swipe(720, 1560, 720, 1560 - 288)),
        (actions.swipe(direction="down"), Swipe(720, 1560, 720, 1560 + 576)),
        (actions.swipe(direction="left", dist="medium"), Swipe(720, 1560, 720 - 288, 1560)),
        (actions.swipe(direction="right", dist=100), Swipe(720, 1560, 820, 1560)),
        (actions.swipe(3, "up", "long"), Swipe(1400, 3100, 1400, 3100 - 2880)),
        (actions.swipe(1, "left", "long"), Swipe(100, 200, 0, 200)),
        (actions.swipe(x=1000, y=3000, direction="down", dist=200), Swipe(1000, 3000, 1000, 3119)),
    ],
)
def test_gesture(action: Action, expected: Gesture | None) -> None:
    assert gesture(action) == expected


@pytest.mark.parametrize(
    ("action", "problem"),
    [
        (actions.tap(0), "numbered 1 to 3; the nearest is 1"),
        (actions.tap(4), "numbered 1 to 3; the nearest is 3"),
        (actions.swipe(40, "up"), "numbered 1 to 3"),
        (actions.tap(x=1440, y=5), "x goes from 0 to 1439"),
        (actions.tap(x=5, y=-1), "y goes from 0 to 3119"),
        (actions.swipe(direction="up", dist=0), "above 0"),
        (actions.launch("Clocks"), "nearest"),
        (Action("tap", {"index": "here"}), "must be int"),
        (Action("fly", {}), "unknown action"),
    ],
)
def test_what_is_not_on_the_screen_is_invalid(action: Action, problem: str) -> None:
    with pytest.raises(InvalidAction) as caught:
        gesture(action)
    assert problem in str(caught.value)


def test_screen_without_elements() -> None:
    with pytest.raises(InvalidAction, match="no element"):
        gesture(actions.tap(1), marks=[])


def test_every_action_has_a_gesture() -> None:
    examples = {"index": 1, "direction": "up", "input_str": "a", "app_name": "Clock"}
    for kind in actions.VOCABULARY.values():
        arguments = {key: examples[key] for key in kind.parameters if key in examples}
        assert (gesture(actions.build(kind.name, arguments)) is None) == (kind.name == "finish")


def test_numbers_may_have_gaps() -> None:
    marks = [MARKS[0], Mark(4, UiNode(), (300, 400))]
    assert gesture(actions.tap(4), marks) == Tap(300, 400)
    with pytest.raises(InvalidAction, match="numbered 1 to 4; the nearest is 1"):
        gesture(actions.tap(2), marks)
