"""What a finger or a key does to a phone, in pixels.

A ``Gesture`` is the last form of an action before it reaches a device: marks are resolved, app
names are packages. Every backend performs exactly these.
"""

from __future__ import annotations

import msgspec


class Tap(msgspec.Struct, frozen=True, tag=True):
    """A short touch at a point (pixels)."""

    x: int
    y: int


class LongPress(msgspec.Struct, frozen=True, tag=True):
    """A touch held at a point (pixels) for ``seconds``."""

    x: int
    y: int
    seconds: float = 1.0


class Swipe(msgspec.Struct, frozen=True, tag=True):
    """A finger moving in a straight line between two points (pixels) within ``seconds``."""

    x1: int
    y1: int
    x2: int
    y2: int
    seconds: float = 0.4


class Pinch(msgspec.Struct, frozen=True, tag=True):
    """Two fingers on either side of a point (pixels), of which the distance changes within ``seconds``.

    Attributes:
        x: Pixels from the left to the middle between them.
        y: Pixels from the top.
        start: Their distance in pixels at first.
        end: Their distance at last: more than at first to come nearer.
    """

    x: int
    y: int
    start: int
    end: int
    seconds: float = 0.5


class TypeText(msgspec.Struct, frozen=True, tag=True):
    """Characters entered into the focused field.

    Attributes:
        text: The characters.
        replace: Whether the old content of the field is deleted first.
    """

    text: str
    replace: bool = True


class PressKey(msgspec.Struct, frozen=True, tag=True):
    """A key event.

    Attributes:
        key: ``"back"``, ``"home"``, ``"recents"``, ``"enter"`` or ``"delete"``; the virtual phone also has
            those that move the cursor and edit (``phone.system.editing.KEYS``), for its shell.
    """

    key: str


class LaunchApp(msgspec.Struct, frozen=True, tag=True):
    """Starts an app, or brings it to the front, by its package name."""

    package: str


class Wait(msgspec.Struct, frozen=True, tag=True):
    """Nothing for ``seconds``; time passes."""

    seconds: float = 5.0


Gesture = Tap | LongPress | Swipe | Pinch | TypeText | PressKey | LaunchApp | Wait
