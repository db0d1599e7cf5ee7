"""From an action to the gesture it means on a given screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from openphone_gym.actions.invalid import InvalidAction
from openphone_gym.actions.vocabulary import Action, build
from openphone_gym.ui.gesture import Gesture, LaunchApp, LongPress, PressKey, Swipe, Tap, TypeText, Wait

if TYPE_CHECKING:  # marks draw with OpenCV, which actions do not need
    from openphone_gym.ui.marks import Mark

_DEFAULT_WAIT = 5
_LONGEST_WAIT = 10
_SWIPE_SECONDS = 0.4
_SWIPE_FACTORS = {"short": 1, "medium": 2, "long": 10}
_HEADINGS = {"up": (0, -2), "down": (0, 2), "left": (-1, 0), "right": (1, 0)}
"""Travel in units of the swipe length: AndroidLab moves twice as far vertically as horizontally."""


def to_gesture(
    action: Action, marks: Sequence[Mark], width: int, height: int, resolve_app: Callable[[str], str]
) -> Gesture | None:
    """What ``action`` does on a screen; None for ``finish``, which touches nothing.

    It is checked first, since it may come from anywhere; ``gesture_of`` takes one that was.

    Args:
        action: The action.
        marks: Numbered elements of the observation that the action answers.
        width: Width of the screen in pixels.
        height: Height of the screen in pixels.
        resolve_app: Gives the package of an app name; raises ``InvalidAction`` for an unknown one.

    Raises:
        InvalidAction: The action is malformed, or its element, point or app does not exist.
    """
    return gesture_of(build(action.name, action.arguments), marks, width, height, resolve_app)


def gesture_of(
    action: Action, marks: Sequence[Mark], width: int, height: int, resolve_app: Callable[[str], str]
) -> Gesture | None:
    """What a checked action does on a screen, as ``to_gesture`` tells.

    Swipe lengths are AndroidLab's: the unit is a tenth of the width for ``short``, two tenths for
    ``medium`` and the whole width for ``long``, or the given number of pixels; the finger travels one
    unit horizontally or two vertically, in 0.4 s, and stops at the edge of the screen.

    Raises:
        InvalidAction: Its element, point or app does not exist.
    """
    arguments: dict[str, Any] = action.arguments
    match action.name:
        case "finish":
            return None
        case "tap":
            return Tap(*_place(arguments, marks, width, height))
        case "long_press":
            return LongPress(*_place(arguments, marks, width, height))
        case "swipe":
            return _swipe(arguments, _place(arguments, marks, width, height), width, height)
        case "drag":
            start = _place(arguments, marks, width, height)
            end = _inside("to_x", arguments["to_x"], width), _inside("to_y", arguments["to_y"], height)
            return Swipe(*start, *end, seconds=_SWIPE_SECONDS)
        case "text":
            return TypeText(arguments["input_str"])
        case "wait":
            interval = arguments.get("interval", _DEFAULT_WAIT)
            return Wait(float(interval if 0 <= interval <= _LONGEST_WAIT else _DEFAULT_WAIT))
        case "launch":
            return LaunchApp(resolve_app(arguments["app_name"]))
        case "back" | "home" | "enter":
            return PressKey(action.name)
    raise NotImplementedError(f"{action.name} has no gesture yet; add a case here")


def _place(arguments: dict[str, Any], marks: Sequence[Mark], width: int, height: int) -> tuple[int, int]:
    """The point that the action is aimed at: a point, the centre of an element, or of the screen."""
    if "x" in arguments:
        return _inside("x", arguments["x"], width), _inside("y", arguments["y"], height)
    if "index" not in arguments:
        return width // 2, height // 2
    index: int = arguments["index"]
    for mark in marks:
        if mark.index == index:
            return mark.center
    if not marks:
        raise InvalidAction(
            f"index {index} does not exist: no element of this screen has a number", value=index
        )
    numbers = [mark.index for mark in marks]
    nearest = min(numbers, key=lambda number: abs(number - index))
    hint = f"; the nearest is {nearest}" if abs(index - nearest) <= 2 else ""
    raise InvalidAction(
        f"index {index} does not exist: the elements of this screen are numbered 1 to {max(numbers)}{hint}",
        value=index,
        suggestion=str(nearest) if hint else None,
    )


def _inside(axis: str, value: int, size: int) -> int:
    if not 0 <= value < size:
        raise InvalidAction(
            f"{axis}={value} is outside the screen: {axis} goes from 0 to {size - 1}", value=value
        )
    return value


def _swipe(arguments: dict[str, Any], start: tuple[int, int], width: int, height: int) -> Swipe:
    dist = arguments.get("dist", "medium")
    unit = dist if isinstance(dist, int) else width * _SWIPE_FACTORS[dist] // 10
    if unit <= 0:
        raise InvalidAction(
            f"dist must be above 0 pixels, not {unit}", value=dist, choices=tuple(_SWIPE_FACTORS)
        )
    right, down = _HEADINGS[arguments["direction"]]
    x, y = start
    end = min(max(x + right * unit, 0), width - 1), min(max(y + down * unit, 0), height - 1)
    return Swipe(x, y, *end, seconds=_SWIPE_SECONDS)
