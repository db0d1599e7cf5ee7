"""Touch and drag where the place of the finger matters."""

from __future__ import annotations

from typing import Any

import pytest

from openphone_gym.phone.toolkit.box import FILL, Box, Column, Text
from openphone_gym.phone.toolkit.surfaces import Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE
from openphone_gym.ui.gesture import LongPress, Swipe, Tap


class Pad:
    """A page with a box that notes what a finger does on it, inside a list that scrolls."""

    def __init__(self, show: Any, **handlers: Any) -> None:
        self.done: list[tuple[Any, ...]] = []
        self.handlers = {
            "on_point": lambda *place: self.done.append(("point", *place)),
            "on_long_point": lambda *place: self.done.append(("long", *place)),
            "on_drag": self._drag,
            **handlers,
        }
        self.finger = show(lambda nav: Page(None, Text("above", BODY_LARGE), self._box(), Box(height=2_000)))

    def _box(self) -> Box:
        return Column(width=FILL, height=300, cls="android.view.View", desc="pad", **self.handlers)

    def _drag(self, *ends: int) -> bool:
        self.done.append(("drag", *ends))
        return ends[0] < 500

    @property
    def corner(self) -> tuple[int, int]:
        left, top, _, _ = self.finger.node("pad").bounds
        return left, top

    def act(self, gesture: type, *places: int) -> None:
        left, top = self.corner
        self.finger.phone.perform(
            gesture(*(place + (left, top)[number % 2] for number, place in enumerate(places)))
        )


def test_touches_tell_where_from_the_corner_of_the_box(show: Any) -> None:
    pad = Pad(show)
    pad.act(Tap, 40, 25)
    pad.act(LongPress, 300, 7)
    assert pad.done == [("point", 40, 25), ("long", 300, 7)]


def test_a_drag_that_is_used_does_not_scroll(show: Any) -> None:
    pad = Pad(show)
    top = pad.corner
    pad.act(Swipe, 100, 300, 180, 40)
    assert pad.done == [("drag", 100, 300, 180, 40)]
    assert pad.corner == top


def test_a_drag_that_is_not_used_is_left_to_what_is_around(show: Any) -> None:
    pad = Pad(show)
    top = pad.corner
    pad.act(Swipe, 600, 300, 600, 260)
    assert pad.done == [("drag", 600, 300, 600, 260)]
    assert pad.corner[1] == top[1] - 40


def test_places_go_before_taps_and_swipes(show: Any) -> None:
    others: list[str] = []
    pad = Pad(
        show,
        on_tap=lambda: others.append("tap"),
        on_long=lambda: others.append("long"),
        on_swipe=lambda direction: others.append(direction) or True,
    )
    pad.act(Tap, 5, 5)
    pad.act(LongPress, 5, 5)
    pad.act(Swipe, 100, 100, 300, 100)
    assert [done[0] for done in pad.done] == ["point", "long", "drag"]
    assert others == []


def test_a_long_press_without_a_listener_is_a_touch(show: Any) -> None:
    pad = Pad(show, on_long_point=None)
    pad.act(LongPress, 30, 30)
    assert pad.done == [("point", 30, 30)]


@pytest.mark.parametrize("gesture", [(Tap, 5, 5), (LongPress, 5, 5), (Swipe, 5, 100, 200, 100)])
def test_disabled_boxes_do_nothing(show: Any, gesture: tuple[Any, ...]) -> None:
    pad = Pad(show, enabled=False)
    pad.act(*gesture)
    assert pad.done == []


def test_touches_beside_do_nothing(show: Any) -> None:
    pad = Pad(show)
    pad.finger.tap("above")
    assert pad.done == []
