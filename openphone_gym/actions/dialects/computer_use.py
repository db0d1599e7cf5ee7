"""The computer-use tools of hosted models as function tools: ``computer`` with an ``action``, and ``finish``.

Both published vocabularies are read, ``left_click`` with a ``coordinate`` and ``click`` with ``x`` and ``y``.
Coordinates are pixels of the picture sent. What needs a mouse or a window has no equivalent on a phone.
"""

from __future__ import annotations

import json
import re
from typing import Any

from openphone_gym.actions.dialects.arguments import OPPOSITE, Arguments, pixel_of, text_under
from openphone_gym.actions.dialects.coordinates import Size, View
from openphone_gym.actions.dialects.dialect import Dialect, finder, meaning, touched, travel, unsayable
from openphone_gym.actions.invalid import InvalidAction
from openphone_gym.actions.reader import Call, Language
from openphone_gym.actions.reader.literals import Value
from openphone_gym.actions.values import number
from openphone_gym.actions.vocabulary import (
    Action,
    back,
    build,
    drag,
    enter,
    finish,
    home,
    launch,
    long_press,
    tap,
    text,
    wait,
)

_TOOLS = ("computer", "computer_use", "computer_use_preview")
_ACTIONS = {
    "screenshot": ("", "looks again; nothing happens"),
    "left_click": ("coordinate", "taps a point"),
    "right_click": ("coordinate", "presses a point for a second"),
    "left_click_drag": ("start_coordinate, coordinate", "moves a finger from one point to another"),
    "scroll": (
        "coordinate, scroll_direction, scroll_amount",
        "shows more of what is down, up, left or right of a point; an amount is 1 to 10",
    ),
    "type": ("text", "replaces the text of the field that has the focus; tap the field before"),
    "key": ("text", "presses a key of the phone: Enter, Back or Home"),
    "open_app": ("text", "starts an app by its name"),
    "wait": ("duration", "waits, 10 seconds at most"),
}
_REFUSED = {
    **dict.fromkeys(
        ("double_click", "triple_click"), "the phone has no double tap: take left_click or right_click"
    ),
    **dict.fromkeys(
        (
            "mouse_move",
            "move",
            "left_mouse_down",
            "left_mouse_up",
            "middle_click",
            "cursor_position",
            "hold_key",
        ),
        "the phone has no mouse and no keys to hold: take left_click, right_click or left_click_drag",
    ),
    "zoom": "the picture can't be enlarged: it is shown whole with each turn",
    "navigate": "the phone opens no address by itself: open the browser and type it there",
}
_OTHERS = {"click": "left_click", "drag": "left_click_drag", "keypress": "key", "goto": "navigate"}
_KEYS = {
    "enter": enter,
    "return": enter,
    "back": back,
    "browserback": back,
    "escape": back,
    "esc": back,
    "home": home,
}
_SHORT, _MEDIUM = 2, 5
"""Amounts of a scroll up to which it is short or medium."""


def _action_name(call: Call) -> str:
    if call.name in _TOOLS:
        return text_under(call, "action", "type") or "computer()"
    return call.name if call.name == "finish" else f"{call.name}()"


def _naming(call: Call) -> tuple[str, ...]:
    """The argument that names the action: ``type`` where a model has no ``action``."""
    if _find(_action_name(call)) == "finish":
        return ()
    return ("action",) if any(key == "action" for key, _ in call.named) else ("type",)


def _action(name: str, arguments: Arguments, view: View) -> Action:
    match name:
        case "screenshot":
            return wait(0)
        case "left_click":
            point = _point(arguments, view)
            held = arguments.take("button") == "right"
            return long_press(None, *point) if held else tap(None, *point)
        case "right_click":
            return long_press(None, *_point(arguments, view))
        case "left_click_drag":
            return _drag(arguments, view)
        case "scroll":
            return _scroll(arguments, view)
        case "type":
            return text(arguments.need("text"))
        case "key":
            return _key(arguments.need("text", "keys", "key"))
        case "open_app":
            return launch(arguments.need("text", "app_name"))
        case "wait":
            return wait(arguments.take("duration"))
    return finish(arguments.take("message"))


def _point(arguments: Arguments, view: View) -> Size:
    """A point as a pair, or as x and y."""
    x, y = arguments.take("x"), arguments.take("y")
    if x is not None and y is not None:
        return view.pixel(x, y)
    return arguments.point(view, "coordinate")


def _drag(arguments: Arguments, view: View) -> Action:
    path = arguments.take("path")
    if path is None:
        return drag(*arguments.point(view, "start_coordinate"), *arguments.point(view, "coordinate"))
    if not isinstance(path, list) or len(path) != 2:
        raise InvalidAction("the path of drag is two points: a finger moves in a straight line")
    start, end = (pixel_of(view, _pair(point), "path of drag") for point in path)
    return drag(*start, *end)


def _pair(point: Value) -> Value:
    return [point.get("x"), point.get("y")] if isinstance(point, dict) else point


def _scroll(arguments: Arguments, view: View) -> Action:
    point = _point(arguments, view)
    right, down = arguments.take("scroll_x"), arguments.take("scroll_y")
    if right is None and down is None:
        heading = arguments.direction("scroll_direction", "direction")
        dist = _amount(arguments.take("scroll_amount", "amount"))
        return build("swipe", {"x": point[0], "y": point[1], "direction": OPPOSITE[heading], "dist": dist})
    across, along = number(right or 0), number(down or 0)
    if across is None or along is None or not (across or along):
        raise InvalidAction("scroll_x and scroll_y are pixels, and one of them is not 0")
    end = [_reached(axis, point[axis], way, view) for axis, way in ((0, across), (1, along))]
    return drag(*point, *end)


def _reached(axis: int, start: int, way: float, view: View) -> int:
    """Where a finger ends that scrolls by so many pixels of the picture: it moves the other way."""
    size, full = view.screen[axis], view.full[axis]
    return min(max(round(start - way * size / full), 0), size - 1)


def _amount(value: Value) -> str:
    amount = number(3 if value is None else value)
    if amount is None or amount <= 0:
        raise InvalidAction("scroll_amount is a number above 0", value=None)
    return "short" if amount <= _SHORT else "medium" if amount <= _MEDIUM else "long"


def _key(value: Value) -> Action:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    word = value.strip().casefold() if isinstance(value, str) else ""
    if word not in _KEYS:
        raise InvalidAction.unknown("key of the phone", word, _KEYS)
    return _KEYS[word]()


def _writing(action: Action, view: View) -> str:
    return json.dumps(_written(action, view), ensure_ascii=False)


def _written(action: Action, view: View) -> dict[str, Any]:
    given: dict[str, Any] = action.arguments
    match action.name:
        case "finish":
            return {"name": "finish", "arguments": dict(given)}
        case "tap":
            return _call("left_click", coordinate=touched(action, view))
        case "long_press":
            return _call("right_click", coordinate=touched(action, view))
        case "swipe" | "drag":
            start, end = (view.point(*point) for point in travel(action, view))
            return _call("left_click_drag", start_coordinate=start, coordinate=end)
        case "text":
            return _call("type", text=given["input_str"])
        case "launch":
            return _call("open_app", text=given["app_name"])
        case "wait":
            return _call("wait", duration=given.get("interval", 5))
        case "back" | "home" | "enter":
            return _call("key", text=action.name.capitalize())
    raise unsayable(action, "computer_use")


def _call(action: str, **arguments: Any) -> dict[str, Any]:
    return {"name": "computer", "arguments": {"action": action, **arguments}}


def _prompt(numbers: bool, points: bool) -> str:
    listing = "\n".join(f"{name}({given}): {does}" for name, (given, does) in _ACTIONS.items())
    return (
        f"You act through the tool computer. Its actions, with what they take:\n\n{listing}\n\n"
        "Say in a sentence what you see and why your action is next, and call exactly one tool. Call finish "
        "to end the task, with the answer as its message if the task is a question."
    )


def _tools() -> list[dict[str, Any]]:
    point = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}
    words: dict[str, Any] = {"type": "string"}
    computer = {
        "action": words | {"enum": list(_ACTIONS)},
        "coordinate": point,
        "start_coordinate": point,
        "text": words,
        "scroll_direction": words | {"enum": list(OPPOSITE)},
        "scroll_amount": {"type": "integer"},
        "duration": {"type": "number"},
    }
    return [
        _tool("computer", "Uses the touchscreen and the keys of the phone.", computer, ["action"]),
        _tool(
            "finish", "Ends the task. The message answers its question, if it is one.", {"message": words}, []
        ),
    ]


def _tool(name: str, description: str, properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    parameters = {"type": "object", "properties": properties, "required": required}
    return {
        "type": "function",
        "function": {"name": name, "description": description, "parameters": parameters},
    }


_find = finder("computer_use", (*_ACTIONS, "finish"), _REFUSED, _OTHERS)
_EXAMPLE = '{"name": "computer", "arguments": {"action": "left_click", "coordinate": [x, y]}}'

COMPUTER_USE = Dialect(
    name="computer_use",
    models="hosted models with a computer-use tool",
    names=re.compile(r"computer[-_ ]?use"),
    space="picture",
    language=Language(
        names=(*_ACTIONS, "finish"),
        find=_find,
        action_name=_action_name,
        example=_EXAMPLE,
        examples=_EXAMPLE,
        json_example=_EXAMPLE,
    ),
    meaning=meaning(_action_name, _find, _REFUSED, _action, _naming),
    claims=lambda call: call.name in _TOOLS,
    writing=_writing,
    answer="{thought}\n{call}",
    prompt=_prompt,
    tools=_tools,
    native=True,
    long_side=1280,
)
