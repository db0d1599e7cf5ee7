"""Bodies of requests, as Appium's driver writes them; what is not listed in them does not matter."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

Pixel = Annotated[float, msgspec.Meta(ge=-100_000, le=100_000)]
Milliseconds = Annotated[float, msgspec.Meta(ge=0, le=600_000)]
Text = Annotated[str, msgspec.Meta(max_length=100_000)]
Direction = Literal["up", "down", "left", "right"]


class Locator(msgspec.Struct):
    """How an element is looked for.

    Attributes:
        strategy: The way, such as ``id``.
        selector: What is wanted.
        context: The element within which; empty for the whole screen.
    """

    strategy: str
    selector: str
    context: str | None = ""


class Typed(msgspec.Struct):
    """A text to type; ``value`` holds its characters where ``text`` does not hold it whole."""

    text: Text | None = None
    value: list[str] = []
    replace: bool = False


class Key(msgspec.Struct):
    """A key by Android's number."""

    keycode: int
    metastate: int | None = None


class Point(msgspec.Struct):
    """A point, in pixels."""

    x: Pixel
    y: Pixel


class Area(msgspec.Struct):
    """A part of the screen, in pixels."""

    left: Pixel
    top: Pixel
    width: Pixel
    height: Pixel


class Touch(msgspec.Struct):
    """A touch of an element, of a point of the screen, or of a point of an element."""

    origin: dict[str, str] | None = None
    offset: Point | None = None
    duration: Milliseconds | None = None


class Drag(msgspec.Struct):
    """A finger that goes from an element, or from a point, to another one."""

    end: Point
    origin: dict[str, str] | None = None
    start: Point | None = None
    speed: Pixel | None = None


class Stroke(msgspec.Struct):
    """A swipe within an element or an area.

    Attributes:
        direction: Where the finger goes; of a scroll, where the view goes.
        percent: Share of the area's length.
    """

    direction: Direction
    origin: dict[str, str] | None = None
    area: Area | None = None
    percent: Annotated[float, msgspec.Meta(gt=0, le=1)] = 1
    speed: Pixel | None = None


class Squeeze(msgspec.Struct):
    """Two fingers within an element or an area; ``percent`` is the share of its diagonal that they move."""

    percent: Annotated[float, msgspec.Meta(gt=0, le=1)]
    origin: dict[str, str] | None = None
    area: Area | None = None
    speed: Pixel | None = None


class ScrollTo(msgspec.Struct):
    """A search in a scrolling element."""

    params: Locator
    origin: dict[str, str] | None = None


class Clip(msgspec.Struct):
    """What the clipboard is to hold, in Base64."""

    content: Text
    contentType: str = "plaintext"


class Button(msgspec.Struct):
    """A button of a dialog; None for the usual one."""

    buttonLabel: str | None = None


class Oriented(msgspec.Struct):
    """How the screen is to be held."""

    orientation: str


class Settings(msgspec.Struct):
    """Settings of the server."""

    settings: dict[str, Any]


class Tick(msgspec.Struct):
    """One thing that an input does.

    Attributes:
        type: ``pause``, ``pointerDown``, ``pointerMove``, ``pointerUp``, ``keyDown`` or ``keyUp``.
        duration: Milliseconds that it takes.
        origin: What ``x`` and ``y`` are counted from: ``viewport``, ``pointer`` or an element.
        value: The key.
    """

    type: str
    duration: Milliseconds | None = None
    x: Pixel = 0
    y: Pixel = 0
    origin: str | dict[str, str] = "viewport"
    value: str = ""


class Source(msgspec.Struct):
    """An input, and all that it does: a finger, a keyboard, or nothing but time."""

    type: Literal["pointer", "key", "none"]
    actions: Annotated[list[Tick], msgspec.Meta(max_length=1_000)] = []


class Actions(msgspec.Struct):
    """Inputs that act at the same time."""

    actions: Annotated[list[Source], msgspec.Meta(max_length=10)]
