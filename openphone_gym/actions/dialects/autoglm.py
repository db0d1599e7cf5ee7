"""AutoGLM and the GLM models that act: ``do(action="Tap", element=[x, y])`` and ``finish(message="...")``.

The thought stands before it, in ``<think>`` tags, the call in ``<answer>`` tags. Coordinates go from 0 to 999
and are thousandths of the screen.
"""

from __future__ import annotations

import json
import re
from typing import Any

from openphone_gym.actions.dialects.arguments import Arguments, text_under
from openphone_gym.actions.dialects.coordinates import View
from openphone_gym.actions.dialects.dialect import (
    Dialect,
    finder,
    listing,
    meaning,
    touched,
    travel,
    unsayable,
)
from openphone_gym.actions.reader import Call, Language
from openphone_gym.actions.reader.literals import Value
from openphone_gym.actions.reader.points import corners
from openphone_gym.actions.vocabulary import (
    Action,
    back,
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

_ACTIONS = {
    "Launch": ('do(action="Launch", app="Clock")', "starts an app by its name"),
    "Tap": ('do(action="Tap", element=[x,y])', "taps a point"),
    "Type": (
        'do(action="Type", text="...")',
        "replaces the text of the field that has the focus; tap the field before",
    ),
    "Swipe": (
        'do(action="Swipe", start=[x1,y1], end=[x2,y2])',
        "moves a finger from one point to the other; upwards shows what is further down",
    ),
    "Long Press": ('do(action="Long Press", element=[x,y])', "presses a point for a second"),
    "Back": ('do(action="Back")', "presses the Back key"),
    "Home": ('do(action="Home")', "presses the Home key"),
    "Enter": ('do(action="Enter")', "presses the Enter key"),
    "Wait": ('do(action="Wait", duration="3 seconds")', "waits, 10 seconds at most"),
    "finish": (
        'finish(message="...")',
        "ends the task; the message is the answer, if the task is a question",
    ),
}
_REFUSED = {
    "Double Tap": "the phone has no double tap: take Tap or Long Press",
    "Take_over": "there is nobody to take over: do it yourself, or finish",
    "Interact": "there is nobody to ask: decide by what the task says, or finish",
    "Note": "the phone takes no notes: keep them in your thoughts",
    "Call_API": "there is nothing to call but the phone's own actions",
}
_SECONDS = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:s|sec|secs|seconds?|秒)?\s*", re.I)


def _action_name(call: Call) -> str:
    if call.name != "do":
        return call.name if call.name == "finish" else f"{call.name}()"
    return text_under(call, "action") or "do"


def _action(name: str, arguments: Arguments, view: View) -> Action:
    match name:
        case "Launch":
            return launch(arguments.need("app"))
        case "Tap":
            arguments.take("message")
            return tap(None, *arguments.point(view, "element"))
        case "Long Press":
            return long_press(None, *arguments.point(view, "element"))
        case "Type":
            return text(arguments.need("text"))
        case "Swipe":
            return drag(*arguments.point(view, "start"), *arguments.point(view, "end"))
        case "Wait":
            return wait(_seconds(arguments.take("duration")))
        case "finish":
            return finish(arguments.take("message"))
    return {"Back": back, "Home": home, "Enter": enter}[name]()


def _seconds(value: Value) -> Any:
    found = _SECONDS.fullmatch(value) if isinstance(value, str) and len(value) < 40 else None
    return found[1] if found else value


def _writing(action: Action, view: View) -> str:
    given: dict[str, Any] = action.arguments
    match action.name:
        case "tap":
            return f'do(action="Tap", element={_listed(touched(action, view))})'
        case "long_press":
            return f'do(action="Long Press", element={_listed(touched(action, view))})'
        case "swipe" | "drag":
            start, end = (_listed(view.point(*point)) for point in travel(action, view))
            return f'do(action="Swipe", start={start}, end={end})'
        case "text":
            return f'do(action="Type", text={_quoted(given["input_str"])})'
        case "launch":
            return f'do(action="Launch", app={_quoted(given["app_name"])})'
        case "wait":
            return f'do(action="Wait", duration="{given.get("interval", 5)} seconds")'
        case "finish":
            return f"finish(message={_quoted(given.get('message', 'done'))})"
        case "back" | "home" | "enter":
            return f'do(action="{action.name.capitalize()}")'
    raise unsayable(action, "autoglm")


def _listed(point: list[int | float]) -> str:
    return f"[{point[0]},{point[1]}]"


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _prompt(numbers: bool, points: bool) -> str:
    return (
        f"Your actions:\n\n{listing(_ACTIONS)}\n\nAnswer in this form, and write nothing else:\n\n"
        "<think>what you see and why your action is next, in a sentence or two</think>\n"
        "<answer>one action</answer>"
    )


def _claims(call: Call) -> bool:
    """AndroidLab's calls look alike, but name boxes, element numbers and directions."""
    if call.json or call.name != "do":
        return False
    element = [corners(value) for key, value in call.named if key == "element"]
    return all(found is not None and len(found) == 2 for found in element) and not any(
        key in ("direction", "dist") for key, _ in call.named
    )


_find = finder("autoglm", _ACTIONS, _REFUSED, {"Type_Name": "Type", "Press Enter": "Enter"})

AUTOGLM = Dialect(
    name="autoglm",
    models="AutoGLM-Phone-9B",
    names=re.compile(r"auto[-_ ]?glm"),
    space="1000",
    language=Language(
        names=tuple(_ACTIONS),
        find=_find,
        action_name=_action_name,
        example='do(action="Tap", element=[x,y])',
        examples='do(action="Tap", element=[x,y]) or finish(message="text")',
        json_example='a call, do(action="Tap", element=[x,y])',
    ),
    meaning=meaning(_action_name, _find, _REFUSED, _action, lambda call: ("action",)),
    claims=_claims,
    writing=_writing,
    answer="<think>{thought}</think>\n<answer>{call}</answer>",
    prompt=_prompt,
)
