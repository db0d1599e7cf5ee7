"""AndroidWorld's JSON actions: ``{"action_type": "click", "index": 3}``, or with ``x`` and ``y``.

Elements go by number, or by pixels of the screen. There, ``input_text`` touches its field before it types and
presses Enter after it; here these are steps of their own.
"""

from __future__ import annotations

import json
from typing import Any

from openphone_gym.actions.dialects.arguments import OPPOSITE, Arguments
from openphone_gym.actions.dialects.coordinates import View
from openphone_gym.actions.dialects.dialect import Dialect, finder, listing, meaning, touched, unsayable
from openphone_gym.actions.invalid import InvalidAction
from openphone_gym.actions.reader import Call, Language
from openphone_gym.actions.vocabulary import Action, back, build, enter, finish, home, launch, text, wait

_PLACED = ("click", "long_press")
_ACTIONS = {
    "click": ("", "taps an element"),
    "long_press": ("", "presses an element for a second"),
    "input_text": (
        '{"action_type": "input_text", "text": "..."}',
        "replaces the text of the field that has the focus; click the field before",
    ),
    "keyboard_enter": ('{"action_type": "keyboard_enter"}', "presses the Enter key, which typing does not"),
    "scroll": (
        '{"action_type": "scroll", "direction": "down"}',
        "shows more of what is down, up, left or right",
    ),
    "swipe": ('{"action_type": "swipe", "direction": "up"}', "moves a finger up, down, left or right"),
    "open_app": ('{"action_type": "open_app", "app_name": "Clock"}', "starts an app by its name"),
    "navigate_home": ('{"action_type": "navigate_home"}', "presses the Home key"),
    "navigate_back": ('{"action_type": "navigate_back"}', "presses the Back key"),
    "wait": ('{"action_type": "wait"}', "waits 5 seconds"),
    "answer": ('{"action_type": "answer", "text": "..."}', "ends the task with the answer to its question"),
    "status": (
        '{"action_type": "status", "goal_status": "complete"}',
        "ends the task; the status is complete or infeasible",
    ),
}
_REFUSED = {
    "double_tap": "the phone has no double tap: take click or long_press",
    "unknown": "an action of type unknown does nothing: take another",
}
_KEYS = {"navigate_home": home, "navigate_back": back, "keyboard_enter": enter}


def _action_name(call: Call) -> str:
    return call.name if call.json else f"{call.name}()"


def _action(name: str, arguments: Arguments, view: View) -> Action:
    match name:
        case "click" | "long_press":
            place = _place(arguments, view)
            if not place:
                raise InvalidAction(f"{name} needs an index, or x and y")
            return build("tap" if name == "click" else name, place)
        case "scroll" | "swipe":
            heading = arguments.direction("direction")
            return build(
                "swipe",
                {"direction": OPPOSITE[heading] if name == "scroll" else heading, **_place(arguments, view)},
            )
        case "input_text":
            if _place(arguments, view):
                raise InvalidAction(
                    "input_text types into the field that has the focus: click the field first, then give "
                    "the text alone"
                )
            arguments.take("clear_text")
            return text(arguments.need("text"))
        case "open_app":
            return launch(arguments.need("app_name"))
        case "wait":
            return wait()
        case "answer":
            return finish(arguments.need("text"))
        case "status":
            arguments.take("goal_status")
            return finish()
    return _KEYS[name]()


def _place(arguments: Arguments, view: View) -> dict[str, object]:
    """Where an action is aimed at, if anywhere."""
    index, x, y = (arguments.take(key) for key in ("index", "x", "y"))
    if index is not None and x is None and y is None:
        return {"index": index}
    if index is None and x is not None and y is not None:
        return dict(zip("xy", view.pixel(x, y), strict=True))
    if index is None and x is None and y is None:
        return {}
    raise InvalidAction(f"{arguments.action} takes either an index, or both x and y")


def _writing(action: Action, view: View) -> str:
    return json.dumps(_written(action, view), ensure_ascii=False)


def _written(action: Action, view: View) -> dict[str, Any]:
    given: dict[str, Any] = action.arguments
    match action.name:
        case "tap" | "long_press":
            name = "click" if action.name == "tap" else action.name
            if "index" in given:
                return {"action_type": name, "index": given["index"]}
            return {"action_type": name} | dict(zip("xy", touched(action, view), strict=True))
        case "swipe":
            place: dict[str, Any] = {"index": given["index"]} if "index" in given else {}
            if "x" in given:
                place = dict(zip("xy", touched(action, view), strict=True))
            return {"action_type": "swipe", "direction": given["direction"], **place}
        case "text":
            return {"action_type": "input_text", "text": given["input_str"]}
        case "launch":
            return {"action_type": "open_app", "app_name": given["app_name"]}
        case "wait":
            return {"action_type": "wait"}
        case "finish" if "message" in given:
            return {"action_type": "answer", "text": given["message"]}
        case "finish":
            return {"action_type": "status", "goal_status": "complete"}
        case "back" | "home":
            return {"action_type": f"navigate_{action.name}"}
        case "enter":
            return {"action_type": "keyboard_enter"}
    raise unsayable(action, "androidworld")


def _prompt(numbers: bool, points: bool) -> str:
    places = ['"index": 3'] * numbers + ['"x": 540, "y": 1200'] * points
    placed = {
        name: (" or ".join(f'{{"action_type": "{name}", {place}}}' for place in places), _ACTIONS[name][1])
        for name in _PLACED
    }
    return (
        f"Your actions are these objects:\n\n{listing(_ACTIONS | placed)}\n\n"
        "Answer in two lines, and write nothing else:\n\n"
        'Reason: what you see and why your action is next, in a sentence or two\nAction: {"action_type": ...}'
    )


_find = finder("androidworld", _ACTIONS, _REFUSED)
_EXAMPLE = '{"action_type": "click", "index": 3}'

ANDROIDWORLD = Dialect(
    name="androidworld",
    models="T3A, M3A and models that were trained on AndroidWorld's or AndroidControl's actions",
    space="screen",
    language=Language(
        names=tuple(_ACTIONS),
        find=_find,
        action_name=_action_name,
        keys=("action_type",),
        example=_EXAMPLE,
        examples=_EXAMPLE,
        json_example=_EXAMPLE,
    ),
    meaning=meaning(_action_name, _find, _REFUSED, _action),
    claims=lambda call: call.json,
    writing=_writing,
    answer="Reason: {thought}\nAction: {call}",
    prompt=_prompt,
    mode="xml+som",
    numbers=True,
)
