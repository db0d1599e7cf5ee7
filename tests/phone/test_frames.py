from __future__ import annotations

import random

import numpy as np
import pytest

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.screen import Picture
from openphone_gym.phone.system.state import Display
from openphone_gym.phone.toolkit.scene import boxes_at
from openphone_gym.ui.gesture import Gesture, LaunchApp, LongPress, PressKey, Swipe, Tap, TypeText
from openphone_gym.ui.node import UiNode

SMALL = Display(540, 1200, 210)
APPS = sorted(app.id for app in installed_apps().values() if app.launchable)
STEPS = 20


def start(app: str, seed: int | None = None) -> Phone:
    phone = Phone.new(seed, SMALL)
    phone.perform(LaunchApp(installed_apps()[app].package))
    return phone


def any_gesture(phone: Phone, rng: random.Random) -> Gesture:
    x, y = rng.randrange(SMALL.width), rng.randrange(SMALL.height)
    buttons = [node for node in phone.tree().walk() if node.clickable]
    pressed = Tap(*rng.choice(buttons).center) if buttons else Tap(x, y)
    swipe = Swipe(x, y, x + rng.randrange(-90, 90), y + rng.randrange(-600, 600))
    return rng.choice(
        [
            pressed,
            pressed,
            pressed,
            pressed,
            swipe,
            swipe,
            LongPress(x, y),
            TypeText("a 1é"),
            PressKey("back"),
        ]
    )


def redrawn(phone: Phone) -> np.ndarray:
    return Picture(SMALL.width, SMALL.height).of(phone, copy=True)


@pytest.mark.parametrize("app", APPS)
def test_incremental_frames_equal_full_redraws(app: str) -> None:
    rng = random.Random(f"frames {app}")
    phone = start(app, seed=3)
    for step in range(STEPS):
        gesture = any_gesture(phone, rng)
        phone.perform(gesture)
        assert np.array_equal(phone.frame(), redrawn(phone)), f"after step {step}: {gesture}"


def test_incremental_frames_over_the_system() -> None:
    rng = random.Random("system")
    phone = start("zoom")
    keys = [PressKey("recents"), PressKey("home"), Swipe(270, 2, 270, 800), Swipe(270, 700, 270, 200)]
    for step in range(2 * STEPS):
        phone.perform(rng.choice([*keys, any_gesture(phone, rng), LaunchApp("us.zoom.videomeetings")]))
        assert np.array_equal(phone.frame(), redrawn(phone)), f"after step {step}"


def test_frame_is_a_copy_unless_asked_otherwise() -> None:
    phone = start("zoom")
    kept = phone.frame()
    before = kept.copy()
    view = phone.frame(copy=False)
    phone.perform(PressKey("home"))
    phone.frame()
    assert np.array_equal(kept, before)
    assert not np.array_equal(view, before)
    with pytest.raises(ValueError, match="read-only"):
        view[0, 0] = 0


@pytest.mark.parametrize("app", APPS)
def test_what_is_listed_is_drawn_and_touchable(app: str) -> None:
    rng = random.Random(f"nodes {app}")
    phone = start(app)
    for _ in range(STEPS):
        frame = phone.frame(copy=False)
        bar = phone.tree().find(lambda node: node.resource_id.endswith(":id/snackbar_text"))
        for node in phone.tree().walk():
            if node.text.strip() and (bar is None or not lies_below(node, bar)):
                assert_drawn(frame, node)
                assert_touchable(phone, node)
        phone.perform(any_gesture(phone, rng))


def lies_below(node: UiNode, bar: UiNode) -> bool:
    """Whether the message of an app hides all of a node, as it does on a phone."""
    return node is not bar and bar.bounds[1] <= node.bounds[1] and node.bounds[3] <= bar.bounds[3]


def assert_drawn(frame: np.ndarray, node: UiNode) -> None:
    left, top, right, bottom = node.bounds
    assert left >= 0
    assert top >= 0
    assert right <= SMALL.width
    assert bottom <= SMALL.height
    if bottom - top >= 16 and right - left >= 16:  # Else it is all but scrolled away.
        assert frame[top:bottom, left:right].std() > 0, f"nothing is drawn at {node.text!r} {node.bounds}"


def assert_touchable(phone: Phone, node: UiNode) -> None:
    chain = boxes_at(phone.window().root, *node.center)
    if all(box.label != node.text for box in chain):
        # Something else lies there; then it hides what is below it.
        assert any(box.fill is not None for box in chain), f"{node.text!r} {node.bounds} can't be touched"
