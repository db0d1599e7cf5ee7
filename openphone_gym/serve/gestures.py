"""Touches and key events, as emulators take them, become the gestures of a phone."""

from __future__ import annotations

import difflib
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from openphone_gym.ui.gesture import Gesture, LongPress, Pinch, PressKey, Swipe, Tap, TypeText

SLOP_DP = 8
"""A finger that stays this close to where it came down is not moving (Android's touch slop)."""

LONG_PRESS_S = 0.5
"""A finger that rests this long presses long."""

EXPIRY_S = 120.0
"""A finger of which nothing was heard for so long was taken off the glass."""

MOST_FINGERS = 10


Path = tuple[float, float, float, float]
"""Where a finger came down (x1, y1), and where it left the glass (x2, y2)."""


def of_two(first: Path, second: Path, seconds: float, slop: float) -> Gesture | None:
    """What two fingers do together: they pinch, or move something as one would; at rest they do nothing.

    Args:
        first: The way of one of them, in pixels.
        second: That of the other.
        seconds: How long they took.
        slop: How far in pixels fingers that rest may stray.
    """
    middle = [(a + b) / 2 for a, b in zip(first, second, strict=True)]
    start = math.hypot(first[0] - second[0], first[1] - second[1])
    end = math.hypot(first[2] - second[2], first[3] - second[3])
    if abs(end - start) > slop:
        return Pinch(int(middle[0]), int(middle[1]), int(start), int(end), seconds)
    x1, y1, x2, y2 = map(int, middle)
    if max(abs(x2 - x1), abs(y2 - y1)) <= slop:
        return None
    return Swipe(x1, y1, x2, y2, seconds)


class BadEvent(ValueError):
    """An event that no client should send; the message says what would be right."""


@dataclass
class _Finger:
    """A finger on the glass: where and when it came down, where it is, and how many others were there."""

    x1: int
    y1: int
    since: float
    x2: int
    y2: int
    heard: float
    moved: bool = False
    company: int = 0

    @property
    def path(self) -> Path:
        """Its way."""
        return self.x1, self.y1, self.x2, self.y2


class Fingers:
    """The fingers on one screen. A gesture is made when the finger leaves the glass.

    It takes as long as the finger really stayed, so a client that wants a long press has to wait. Where a
    finger leaves the glass does not count, only where it last touched it. Two fingers make theirs when the
    first one leaves; more than two do nothing.

    Args:
        now: Time in seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._down: dict[int, _Finger] = {}

    def touch(self, identifier: int, x: int, y: int, slop: float) -> None:
        """A finger comes down or moves.

        Args:
            identifier: Which finger.
            x: Pixels from the left.
            y: Pixels from the top.
            slop: How far in pixels a finger that rests may stray.

        Raises:
            BadEvent: There are too many fingers.
        """
        now = self._now()
        self._down = {key: finger for key, finger in self._down.items() if now - finger.heard <= EXPIRY_S}
        finger = self._down.get(identifier)
        if finger is None:
            if len(self._down) == MOST_FINGERS:
                raise BadEvent(f"there are {MOST_FINGERS} fingers already; lift them (pressure 0)")
            finger = self._down[identifier] = _Finger(x, y, now, x, y, now)
        finger.x2, finger.y2, finger.heard = x, y, now
        finger.moved = finger.moved or _far(finger, slop)
        for each in self._down.values():
            each.company = max(each.company, len(self._down) - 1)

    def lift(self, identifier: int, slop: float) -> Gesture | None:
        """A finger leaves the glass; returns the gesture that it made, if any."""
        finger = self._down.pop(identifier, None)
        if finger is None:
            return None
        seconds = self._now() - finger.since
        if finger.company:
            return self._pinched(finger, seconds, slop)
        if _far(finger, slop):
            return Swipe(finger.x1, finger.y1, finger.x2, finger.y2, seconds)
        if finger.moved:
            return None  # It came back: a gesture that was called off.
        if seconds >= LONG_PRESS_S:
            return LongPress(finger.x1, finger.y1, seconds)
        return Tap(finger.x1, finger.y1)

    def _pinched(self, finger: _Finger, seconds: float, slop: float) -> Gesture | None:
        """What two fingers did, told by the first that leaves; the other one is heard no more."""
        others = list(self._down.values())
        if finger.company > 1 or len(others) != 1:
            return None
        return of_two(finger.path, others[0].path, seconds, slop)


def _far(finger: _Finger, slop: float) -> bool:
    return max(abs(finger.x2 - finger.x1), abs(finger.y2 - finger.y1)) > slop


NAMED: Mapping[str, Gesture] = {
    "AppSwitch": PressKey("recents"),
    "ArrowDown": PressKey("down"),
    "ArrowLeft": PressKey("left"),
    "ArrowRight": PressKey("right"),
    "ArrowUp": PressKey("up"),
    "Backspace": PressKey("delete"),
    "BrowserBack": PressKey("back"),
    "Delete": PressKey("forward_delete"),
    "End": PressKey("line_end"),
    "Enter": PressKey("enter"),
    "Escape": PressKey("back"),
    "GoBack": PressKey("back"),
    "GoHome": PressKey("home"),
    "Home": PressKey("line_start"),
    "Tab": PressKey("tab"),
}
"""Keys by their names in W3C's UI Events."""

EVDEV: dict[int, Gesture] = {
    1: PressKey("back"),
    14: PressKey("delete"),
    15: PressKey("tab"),
    28: PressKey("enter"),
    57: TypeText(" ", replace=False),
    96: PressKey("enter"),
    102: PressKey("line_start"),
    103: PressKey("up"),
    105: PressKey("left"),
    106: PressKey("right"),
    107: PressKey("line_end"),
    108: PressKey("down"),
    111: PressKey("forward_delete"),
    158: PressKey("back"),
    172: PressKey("home"),
    580: PressKey("recents"),
}
for _first, _row in ((2, "1234567890-="), (16, "qwertyuiop[]"), (30, "asdfghjkl;'`"), (43, "\\zxcvbnm,./")):
    EVDEV |= {_first + place: TypeText(sign, replace=False) for place, sign in enumerate(_row)}
"""Keys by the codes of Linux' ``input-event-codes.h``."""

XKB_OFFSET = 8
"""X counts the same keys from here."""


def named_key(name: str) -> Gesture:
    """What a key of that name does; a printable character is typed.

    Raises:
        BadEvent: The phone has no such key; names the nearest one.
    """
    if len(name) == 1 and name.isprintable():
        return TypeText(name, replace=False)
    if name in NAMED:
        return NAMED[name]
    near = difflib.get_close_matches(name, NAMED, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise BadEvent(f"no key {name[:40]!r}{hint} (valid: a character, {', '.join(NAMED)})")


def coded_key(code: int) -> Gesture:
    """What the key of a Linux code does.

    Raises:
        BadEvent: The phone has no such key.
    """
    if code not in EVDEV:
        raise BadEvent(f"no key has the Linux code {code}; send its name as 'key', or characters as 'text'")
    return EVDEV[code]
