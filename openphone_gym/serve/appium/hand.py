"""Gestures as Appium's clients ask for them: on elements, at points, in areas, and as W3C's input actions."""

from __future__ import annotations

import math
from itertools import pairwise

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell.screenshots import Screenshots
from openphone_gym.serve.appium.bodies import Actions, Direction, Drag, Source, Squeeze, Stroke, Tick, Touch
from openphone_gym.serve.appium.elements import ELEMENT, Elements
from openphone_gym.serve.appium.problems import InvalidArgument, Unsupported
from openphone_gym.serve.gestures import LONG_PRESS_S, SLOP_DP, Path, of_two
from openphone_gym.serve.ui_device import DEAD_ZONE, FINGERS_TOGETHER, FLING_STEPS, SCROLL_STEPS, UiDevice
from openphone_gym.ui.gesture import PressKey, Swipe, TypeText, Wait
from openphone_gym.ui.node import Bounds

PINCH_S = 0.5
"""Seconds that two fingers take."""

KEYS = {
    "\ue003": "delete",
    "\ue004": "tab",
    "\ue006": "enter",
    "\ue007": "enter",
    "\ue00c": "back",
    "\ue010": "line_end",
    "\ue011": "line_start",
    "\ue012": "left",
    "\ue013": "up",
    "\ue014": "right",
    "\ue015": "down",
    "\ue017": "forward_delete",
}
"""Keys by the characters that W3C's WebDriver has for them."""


class Hand(UiDevice):
    """The hand of one session.

    Args:
        phone: The phone.
        screenshots: Its screenshots.
    """

    def __init__(self, phone: Phone, screenshots: Screenshots) -> None:
        super().__init__(phone, screenshots)
        self._elements = Elements(phone)

    def _box(self, origin: dict[str, str]) -> Bounds:
        return self._elements.find(origin.get(ELEMENT, "")).bounds

    # Gestures

    def click(self, body: Touch) -> None:
        """Touches an element, or a point."""
        self._touch(*self._aim(body))

    def double_click(self, body: Touch) -> None:
        """Touches it twice."""
        point = self._aim(body)
        self._touch(*point)
        self._touch(*point)

    def long_click(self, body: Touch) -> None:
        """Holds it."""
        seconds = LONG_PRESS_S if body.duration is None else body.duration / 1000
        self._touch(*self._aim(body), seconds)

    def _aim(self, body: Touch) -> tuple[float, float]:
        """The point that is meant: the middle of an element, a point of it, or one of the screen."""
        if body.origin is None:
            if body.offset is None:
                raise InvalidArgument("an element or a point is needed")
            return body.offset.x, body.offset.y
        left, top, right, bottom = self._box(body.origin)
        if body.offset is None:
            return (left + right) // 2, (top + bottom) // 2
        return left + body.offset.x, top + body.offset.y

    def drag(self, body: Drag) -> None:
        """Drags from an element, or from a point."""
        start = self._aim(Touch(body.origin, body.start))
        self._swipe(*start, body.end.x, body.end.y, SCROLL_STEPS)

    def swipe(self, body: Stroke) -> None:
        """Moves the finger."""
        self._swipe(*_path(self._area(body), body.direction, body.percent), SCROLL_STEPS)

    def scroll(self, body: Stroke) -> bool:
        """Moves the view; whether it could be moved further."""
        return self._stroke(body, SCROLL_STEPS)

    def fling(self, body: Stroke) -> bool:
        """The same, fast."""
        return self._stroke(body, FLING_STEPS)

    def _stroke(self, body: Stroke, steps: int) -> bool:
        path = _path(self._area(body), _OPPOSITE[body.direction], body.percent)
        return self._moved(lambda: self._swipe(*path, steps))

    def _area(self, body: Stroke | Squeeze) -> Bounds:
        if body.origin is not None:
            return self._box(body.origin)
        if body.area is None:
            raise InvalidArgument("an element or an area is needed")
        left, top = int(body.area.left), int(body.area.top)
        return left, top, left + int(body.area.width), top + int(body.area.height)

    def pinch_open(self, body: Squeeze) -> None:
        """Moves two fingers apart, to opposite corners."""
        far, near = self._diagonal(body)
        self._pinch(self._area(body), near, far, PINCH_S)

    def pinch_close(self, body: Squeeze) -> None:
        """Moves two fingers together, from opposite corners."""
        far, near = self._diagonal(body)
        self._pinch(self._area(body), far, near, PINCH_S)

    def _diagonal(self, body: Squeeze) -> tuple[float, float]:
        """The greatest and the least distance of the two fingers."""
        left, top, right, bottom = self._area(body)
        far = math.hypot(right - left, bottom - top)
        return far, max(far * (1 - body.percent), min(FINGERS_TOGETHER, far))

    # Actions

    def perform_actions(self, body: Actions) -> None:
        """What inputs do, one input after the other; a finger's path is one gesture, and so are two paths."""
        touching = [source for source in body.actions if any(t.type == "pointerDown" for t in source.actions)]
        if len(touching) > 2:
            raise Unsupported("this phone feels two fingers at a time, and no more")
        if len(touching) == 2:
            self._move_two(*touching)
        for source in body.actions:
            if len(touching) == 2 and source in touching:
                continue
            if source.type == "pointer":
                self._move_finger(source)
            else:
                self._press_keys(source)

    def _move_finger(self, finger: Source) -> None:
        at, down, seconds = (0.0, 0.0), None, 0.0
        for tick in finger.actions:
            took = (tick.duration or 0) / 1000
            if tick.type == "pointerMove":
                at = self._target(tick, at)
            elif tick.type == "pointerDown":
                down, seconds = at, 0.0
            elif tick.type == "pointerUp" and down is not None:
                self._lift(down, at, seconds)
                down = None
            elif tick.type not in ("pause", "pointerUp"):
                raise InvalidArgument(f"a finger knows no {tick.type[:40]!r}")
            if down is not None:
                seconds += took
            elif tick.type == "pause" and took:
                self._perform(Wait(took))

    def _move_two(self, one: Source, other: Source) -> None:
        """Moves two fingers from where they come down to where they leave the glass."""
        (first, took), (second, took_other) = self._way(one), self._way(other)
        seconds = max(took, took_other, 0.05)
        self._perform(of_two(first, second, seconds, self._slop()) or Wait(seconds))

    def _way(self, finger: Source) -> tuple[Path, float]:
        """Where a finger comes down and leaves the glass, and how many seconds it takes."""
        at, down, seconds = (0.0, 0.0), None, 0.0
        for tick in finger.actions:
            if tick.type == "pointerMove":
                at = self._target(tick, at)
            elif tick.type == "pointerDown":
                down = down or at
            elif tick.type == "pointerUp" and down is not None:
                break
            seconds += (tick.duration or 0) / 1000 if down is not None else 0
        return (*(down or at), *at), seconds

    def _slop(self) -> float:
        return SLOP_DP * self._phone.system.display.density / 160

    def _target(self, tick: Tick, at: tuple[float, float]) -> tuple[float, float]:
        if isinstance(tick.origin, dict):
            left, top, right, bottom = self._box(tick.origin)
            return (left + right) // 2 + tick.x, (top + bottom) // 2 + tick.y
        return (at[0] + tick.x, at[1] + tick.y) if tick.origin == "pointer" else (tick.x, tick.y)

    def _lift(self, start: tuple[float, float], end: tuple[float, float], seconds: float) -> None:
        if max(abs(start[0] - end[0]), abs(start[1] - end[1])) > self._slop():
            x1, y1, x2, y2 = map(int, (*start, *end))
            self._perform(Swipe(x1, y1, x2, y2, max(seconds, 0.05)))
        else:
            self._touch(*start, seconds)

    def _press_keys(self, source: Source) -> None:
        for tick in source.actions:
            if tick.type == "keyDown":
                self._type(tick.value)
            elif tick.type == "pause" and tick.duration:
                self._perform(Wait(tick.duration / 1000))
            elif tick.type not in ("keyUp", "pause"):
                raise InvalidArgument(f"a keyboard knows no {tick.type[:40]!r}")

    def _type(self, text: str) -> None:
        """Types a text with the keys that are written in it; a new line is the Enter key."""
        marks = [at for at, one in enumerate(text) if one in KEYS or one == "\n"]
        for before, at in pairwise([-1, *marks, len(text)]):
            if plain := text[before + 1 : at]:
                self._perform(TypeText(plain, replace=False))
            if at < len(text):
                self._perform(PressKey(KEYS.get(text[at], "enter")))


_OPPOSITE: dict[Direction, Direction] = {"up": "down", "down": "up", "left": "right", "right": "left"}


def _path(area: Bounds, direction: Direction, percent: float) -> Bounds:
    """Start and end of a finger (x1, y1, x2, y2) that goes a share of an area, in the middle of it."""
    left, top, right, bottom = area
    x, y = (left + right) // 2, (top + bottom) // 2
    share = percent * (1 - 2 * DEAD_ZONE) / 2
    across, along = int((right - left) * share), int((bottom - top) * share)
    return {
        "up": (x, y + along, x, y - along),
        "down": (x, y - along, x, y + along),
        "left": (x + across, y, x - across, y),
        "right": (x - across, y, x + across, y),
    }[direction]
