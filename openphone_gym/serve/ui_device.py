"""What UI Automator can do with a phone, whatever its clients speak: fingers, keys, typing, scrolling.

Time on the phone is virtual. It passes with each gesture, and while somebody waits for something on the
screen: a second of it between two looks, at once, and each such second counts as a gesture.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Generator

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell.budget import spend
from openphone_gym.phone.shell.keycodes import NAMES
from openphone_gym.phone.shell.keys import pressed
from openphone_gym.phone.shell.screenshots import Screenshots
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.serve.gestures import LONG_PRESS_S
from openphone_gym.ui.gesture import Gesture, LongPress, Pinch, Swipe, Tap, TypeText, Wait
from openphone_gym.ui.node import Bounds, UiNode

POLL_S = 1.0
"""Virtual time between two looks for what is waited for, as in UI Automator."""

LONGEST_WAIT_S = 600.0
"""Most virtual time of one wait."""

STEP_S = 0.005
"""Time of one step of a swipe."""

SCROLL_STEPS, FLING_STEPS = 55, 5
"""Steps of the swipes that scroll."""

FINGERS_TOGETHER = 40
"""Pixels between two fingers that are as close as they can be."""

DEAD_ZONE = 0.1
"""Share of a scrolling area, at each end, in which no swipe starts."""

MOST_SWIPES = 30
"""Swipes after which the search for an element in a scrolling area ends, as in UI Automator."""

META_BITS = {"SHIFT": 0xC1, "ALT": 0x32, "CTRL": 0x7000, "META": 0x70000}
"""Bits of Android's meta state that say which keys are held."""

GESTURE_COST = 300
"""Steps of a gesture, and of a second that is waited, in the budget of a call."""

Pauses = Generator[None, None, bool]
"""Work that lets others at the phone at every ``yield``, and then tells whether it was done."""


class UiDevice:
    """A phone as UI Automator knows it.

    Args:
        phone: The phone.
        screenshots: Its screenshots.
    """

    def __init__(self, phone: Phone, screenshots: Screenshots) -> None:
        self._phone = phone
        self._screenshots = screenshots

    def _perform(self, gesture: Gesture) -> bool:
        spend(GESTURE_COST)
        self._phone.perform(gesture)
        return True

    def _touch(self, x: float, y: float, seconds: float = 0) -> bool:
        held = seconds >= LONG_PRESS_S
        return self._perform(LongPress(int(x), int(y), seconds) if held else Tap(int(x), int(y)))

    def _swipe(self, x1: float, y1: float, x2: float, y2: float, steps: int = 0) -> bool:
        return self._perform(Swipe(int(x1), int(y1), int(x2), int(y2), max(steps, 1) * STEP_S))

    def _pinch(self, area: Bounds, start: float, end: float, seconds: float) -> bool:
        """Two fingers in the middle of an area, whose distance changes."""
        left, top, right, bottom = area
        return self._perform(Pinch((left + right) // 2, (top + bottom) // 2, int(start), int(end), seconds))

    def _press(self, code: int, meta: int = 0) -> bool:
        """Presses a key by Android's number, while others are held; false if that does nothing."""
        held = [name for name, bits in META_BITS.items() if meta & bits]
        gesture = pressed(NAMES[code], held) if 0 <= code < len(NAMES) else None
        return gesture is not None and self._perform(gesture)

    def _pull_shade(self) -> bool:
        display = self._phone.system.display
        return self._swipe(display.width // 2, 0, display.width // 2, display.height // 2, 80)

    def _write(self, node: UiNode, text: str, replace: bool = True) -> bool:
        """Types into a field; false if the element is no field that takes it."""
        if node.class_name != TextField.cls:
            return False
        if not node.focused:
            self._touch(*node.center)
        return self._phone.window().field is not None and self._perform(TypeText(text, replace))

    def _picture(self) -> str:
        """The screen as PNG, in Base64."""
        return base64.b64encode(self._screenshots.png(self._phone)).decode()

    def _wait(self, happened: Callable[[], bool], timeout: float) -> Pauses:
        """Lets time pass until something happened, or for ``timeout`` milliseconds."""
        left = min(timeout / 1000, LONGEST_WAIT_S)
        while not happened():
            if left <= 0:
                return False
            self._perform(Wait(min(left, POLL_S)))
            left -= POLL_S
            yield
        return True

    # Scrolling

    def _scroll(self, area: Bounds, vertical: bool, forward: bool, steps: int = SCROLL_STEPS) -> bool:
        """Scrolls by most of an area's length; false if there was nothing left."""
        return self._moved(lambda: self._swipe(*_swipe_inside(area, vertical, forward), steps))

    def _moved(self, swipe: Callable[[], object]) -> bool:
        """Whether a swipe scrolls anything."""
        entry = self._phone.window().entry
        before = dict(entry.scroll)
        swipe()
        return any(offset != before.get(name, 0) for name, offset in entry.scroll.items())

    def _scroll_on(self, scroll: Callable[[], bool], swipes: int) -> Pauses:
        """Scrolls until nothing is left, or so many times."""
        for _ in range(swipes):
            if not scroll():
                break
            yield
        return True

    def _scroll_until(
        self, there: Callable[[], bool], scroll: Callable[[bool], bool], swipes: int = MOST_SWIPES
    ) -> Pauses:
        """Scrolls until something is there: where it stands first, then from the start.

        Args:
            there: Whether it is.
            scroll: Scrolls forward or backward; false if there was nothing left.
            swipes: Most of them each way.
        """
        if there():
            return True
        yield from self._scroll_on(lambda: scroll(False), swipes)
        for _ in range(swipes):
            if there() or not scroll(True):
                break
            yield
        return there()


def _swipe_inside(bounds: Bounds, vertical: bool, forward: bool) -> Bounds:
    """Start and end (x1, y1, x2, y2) of a swipe that scrolls an area by most of its length."""
    left, top, right, bottom = bounds
    x, y = (left + right) // 2, (top + bottom) // 2
    if vertical:
        margin = int((bottom - top) * DEAD_ZONE)
        path = (x, bottom - 1 - margin, x, top + margin)
    else:
        margin = int((right - left) * DEAD_ZONE)
        path = (right - 1 - margin, y, left + margin, y)
    return path if forward else (*path[2:], *path[:2])
