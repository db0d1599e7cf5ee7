"""The function ``mobile_use`` of Qwen2.5-VL, Qwen3-VL and GUI-Owl, and MAI-UI's kind of it.

A call is a JSON object in ``<tool_call>`` tags, or a native tool call: the function's name, and as its
arguments an ``action`` with what it needs beside it. Qwen2.5-VL and GUI-Owl 1.0 count pixels of the picture
that is left after their preprocessing; Qwen3-VL, GUI-Owl 1.5 and MAI-UI count to 999 along both sides,
whatever the size.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from openphone_gym.actions.dialects.arguments import Arguments, pixel_of, text_under
from openphone_gym.actions.dialects.coordinates import Resize, View
from openphone_gym.actions.dialects.dialect import (
    Dialect,
    finder,
    listing,
    meaning,
    touched,
    travel,
    unsayable,
)
from openphone_gym.actions.invalid import InvalidAction
from openphone_gym.actions.reader import Call, Language
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

FUNCTION = "mobile_use"
BUTTONS: dict[str, Callable[[], Action]] = {"back": back, "home": home, "enter": enter}

_QWEN = {
    "click": ('{"action": "click", "coordinate": [x, y]}', "taps a point"),
    "long_press": (
        '{"action": "long_press", "coordinate": [x, y], "time": 1}',
        "presses a point for a second",
    ),
    "swipe": (
        '{"action": "swipe", "coordinate": [x, y], "coordinate2": [x2, y2]}',
        "moves a finger from the first point to the second; upwards shows what is further down",
    ),
    "type": (
        '{"action": "type", "text": "..."}',
        "replaces the text of the field that has the focus; click the field before",
    ),
    "key": ('{"action": "key", "text": "enter"}', "presses a key: back, home or enter"),
    "system_button": ('{"action": "system_button", "button": "Back"}', "presses Back, Home or Enter"),
    "open": ('{"action": "open", "text": "Clock"}', "starts an app by its name"),
    "wait": ('{"action": "wait", "time": 3}', "waits, 10 seconds at most"),
    "answer": ('{"action": "answer", "text": "..."}', "ends the task with the answer to its question"),
    "terminate": (
        '{"action": "terminate", "status": "success"}',
        "ends the task; the status is success or failure",
    ),
}
_MAI = {name: shown for name, shown in _QWEN.items() if name not in ("key", "swipe")} | {
    "swipe": (
        '{"action": "swipe", "direction": "up", "coordinate": [x, y]}',
        "moves a finger up, down, left or right from the point, or from the middle of the screen; "
        "up shows what is further down",
    ),
    "drag": (
        '{"action": "drag", "start_coordinate": [x1, y1], "end_coordinate": [x2, y2]}',
        "moves a finger from one point to another",
    ),
}
_REFUSED = {
    "double_click": "the phone has no double tap: take click or long_press",
    "double_tap": "the phone has no double tap: take click or long_press",
    "ask_user": "there is nobody to ask: decide by what the task says, or terminate",
    "INFO": "there is nobody to ask: decide by what the task says, or terminate",
    "open_url": "the phone opens no address by itself: open the browser and type it there",
}
_OTHERS = {"tap": "click", "AWAKE": "open", "input_text": "type", "open_app": "open"}


def _action(name: str, arguments: Arguments, view: View) -> Action:
    match name:
        case "click":
            return tap(None, *arguments.point(view, "coordinate", boxes=True))
        case "long_press":
            arguments.take("time", "duration")
            return long_press(None, *arguments.point(view, "coordinate", boxes=True))
        case "swipe":
            return _swipe(arguments, view)
        case "drag":
            start = arguments.point(view, "start_coordinate", "coordinate")
            return drag(*start, *arguments.point(view, "end_coordinate", "coordinate2"))
        case "type":
            return _typed(arguments)
        case "key":
            return _pressed(arguments.word("text", "key"), "key")
        case "system_button":
            return _pressed(arguments.word("button", "text"), "system_button")
        case "open":
            return launch(arguments.need("text", "app"))
        case "wait":
            return wait(arguments.take("time", "seconds", "duration"))
        case "answer":
            return finish(arguments.need("text"))
    arguments.take("status")
    return finish(arguments.take("text"))


def _swipe(arguments: Arguments, view: View) -> Action:
    """Between two points, as Qwen writes it; or in a direction, as MAI-UI does."""
    start, end = arguments.take("coordinate"), arguments.take("coordinate2")
    if end is not None:
        return drag(*_point(view, start), *_point(view, end))
    where = dict(zip("xy", _point(view, start), strict=True)) if start is not None else {}
    return build("swipe", {"direction": arguments.direction("direction"), **where})


def _point(view: View, value: Any) -> tuple[int, int]:
    return pixel_of(view, value, "coordinate of swipe")


def _typed(arguments: Arguments) -> Action:
    if arguments.take("coordinate") is not None:
        raise InvalidAction("type writes into the field that has the focus: click the field first, then type")
    arguments.take("clear")
    return text(arguments.need("text"))


def _pressed(word: str, action: str) -> Action:
    word = word.removeprefix("keycode_")
    if word not in BUTTONS:
        raise InvalidAction.unknown(f"button of {action}", word, BUTTONS)
    return BUTTONS[word]()


def _writing(action: Action, view: View, names: dict[str, Any]) -> str:
    return json.dumps(_written(action, view, names), ensure_ascii=False)


def _written(action: Action, view: View, names: dict[str, Any]) -> dict[str, Any]:
    given: dict[str, Any] = action.arguments
    match action.name:
        case "tap":
            return {"action": "click", "coordinate": touched(action, view)}
        case "long_press":
            return {"action": "long_press", "coordinate": touched(action, view)}
        case "swipe" | "drag":
            start, end = (view.point(*point) for point in travel(action, view))
            keys = (
                ("start_coordinate", "end_coordinate") if "drag" in names else ("coordinate", "coordinate2")
            )
            return {"action": "drag" if "drag" in names else "swipe", keys[0]: start, keys[1]: end}
        case "text":
            return {"action": "type", "text": given["input_str"]}
        case "launch":
            return {"action": "open", "text": given["app_name"]}
        case "wait":
            return {"action": "wait", "time": given.get("interval", 5)}
        case "finish" if "message" in given:
            return {"action": "answer", "text": given["message"]}
        case "finish":
            return {"action": "terminate", "status": "success"}
        case "back" | "home" | "enter":
            return {"action": "system_button", "button": action.name.capitalize()}
    raise unsayable(action, FUNCTION)


def _prompt(names: dict[str, tuple[str, str]], thought: str) -> str:
    return (
        "You act through one function, mobile_use. Its arguments are one of these objects:\n\n"
        f"{listing(names)}\n\n"
        "First say in a sentence or two what you see and why your action is next. Then call the function "
        "once, and write nothing after it:\n\n"
        f"{thought.format(thought='...')}\n<tool_call>\n"
        '{"name": "mobile_use", "arguments": {"action": "click", "coordinate": [x, y]}}\n</tool_call>'
    )


_EXAMPLE = '{"name": "mobile_use", "arguments": {"action": "click", "coordinate": [x, y]}}'


def _tools(names: dict[str, tuple[str, str]]) -> list[dict[str, Any]]:
    """The function as a native tool."""
    point = {"type": "array", "items": {"type": "number"}}
    points = ("start_coordinate", "end_coordinate") if "drag" in names else ("coordinate2",)
    properties: dict[str, Any] = {"action": {"type": "string", "enum": list(names)}}
    properties |= dict.fromkeys(("coordinate", *points), point)
    properties |= {"text": {"type": "string"}, "time": {"type": "number"}, "button": {"type": "string"}}
    if "drag" in names:
        properties["direction"] = {"type": "string", "enum": ["up", "down", "left", "right"]}
    properties["status"] = {"type": "string"}
    return [
        {
            "type": "function",
            "function": {
                "name": FUNCTION,
                "description": "Uses the touchscreen of a phone. "
                + " ".join(f"{form} {does}." for form, does in names.values()),
                "parameters": {"type": "object", "properties": properties, "required": ["action"]},
            },
        }
    ]


def _dialect(
    name: str,
    models: str,
    pattern: str,
    space: str,
    names: dict[str, tuple[str, str]] = _QWEN,
    thought: str = "Thought: {thought}",
) -> Dialect:
    find = finder(name, names, _REFUSED, _OTHERS)
    return Dialect(
        name=name,
        models=models,
        names=re.compile(pattern),
        space=space,
        language=Language(
            names=tuple(names),
            find=find,
            action_name=_action_name,
            example=_EXAMPLE,
            examples=_EXAMPLE,
            json_example=_EXAMPLE,
        ),
        meaning=meaning(_action_name, find, _REFUSED, _action, lambda call: ("action",)),
        claims=lambda call: (
            call.name == FUNCTION or any(key.startswith("coordinate") for key, _ in call.named)
        ),
        writing=partial(_writing, names=names),
        answer=thought + '\n<tool_call>\n{{"name": "mobile_use", "arguments": {call}}}\n</tool_call>',
        prompt=lambda numbers, points: _prompt(names, thought),
        tools=lambda: _tools(names),
        resize=Resize() if space == "picture" else None,
    )


def _action_name(call: Call) -> str:
    return (text_under(call, "action") or call.name) if call.name == FUNCTION else call.name


QWEN25VL = _dialect("qwen25vl", "Qwen2.5-VL", r"qwen[-_ ]?2[._]?5[-_ ]?vl", "picture")
QWEN3VL = _dialect("qwen3vl", "Qwen3-VL", r"qwen[-_ ]?3[-_ ]?vl", "999")
GUIOWL = _dialect("guiowl", "GUI-Owl 7B and 32B", r"gui[-_ ]?owl(?![-_ ]?1[._]5)", "picture")
GUIOWL15 = _dialect("guiowl15", "GUI-Owl 1.5", r"gui[-_ ]?owl[-_ ]?1[._]5", "999")
MAIUI = _dialect("maiui", "MAI-UI", r"mai[-_ ]?ui", "999", _MAI, "<thinking>{thought}</thinking>")
