"""UI-TARS: ``Thought: ...`` and ``Action: click(start_box='(x,y)')``, and the newer ``click(point='...')``.

UI-TARS-1.5 counts pixels of the picture that is left after its preprocessing; UI-TARS 1.0 and the hosted
models of the family (Doubao) count to 1000 along both sides.
"""

from __future__ import annotations

import json
import re
from typing import Any

from openphone_gym.actions.dialects.arguments import OPPOSITE, Arguments, pixel_of
from openphone_gym.actions.dialects.coordinates import Resize, Size, View
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
from openphone_gym.actions.reader.literals import Value
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

_ACTIONS = {
    "click": ("click(start_box='(x,y)')", "taps a point"),
    "long_press": ("long_press(start_box='(x,y)')", "presses a point for a second"),
    "type": (
        "type(content='...')",
        "replaces the text of the field that has the focus; click the field before",
    ),
    "scroll": (
        "scroll(start_box='(x,y)', direction='down')",
        "shows more of what is down, up, left or right",
    ),
    "drag": ("drag(start_box='(x1,y1)', end_box='(x2,y2)')", "moves a finger from one point to another"),
    "open_app": ("open_app(app_name='Clock')", "starts an app by its name"),
    "press_home": ("press_home()", "presses the Home key"),
    "press_back": ("press_back()", "presses the Back key"),
    "press_enter": ("press_enter()", "presses the Enter key, which typing does not"),
    "wait": ("wait()", "waits 5 seconds"),
    "finished": (
        "finished(content='...')",
        "ends the task; the content is the answer, if the task is a question",
    ),
}
_REFUSED = {
    "left_double": "the phone has no double tap: take click or long_press",
    "right_single": "the phone has no right button: take long_press",
    "call_user": "there is nobody to call: decide by what the task says, or call finished",
    "navigate": "the phone opens no address by itself: open the browser and type it there",
}
_KEYS = {"enter": enter, "return": enter, "back": back, "esc": back, "home": home}
_BOX, _END = ("start_box", "point", "start_point"), ("end_box", "end_point")
_TOKENS = re.compile(r"<\|box_(?:start|end)\|>|</?(?:point|bbox)>")
_SPACED = re.compile(r"\s*([\d.]+)\s+([\d.]+)(?:\s+([\d.]+)\s+([\d.]+))?\s*")


def _action(name: str, arguments: Arguments, view: View) -> Action:
    match name:
        case "click":
            return tap(None, *_point(arguments, view, _BOX))
        case "long_press":
            arguments.take("time")
            return long_press(None, *_point(arguments, view, _BOX))
        case "type":
            content = arguments.need("content")
            # A break at the end would submit there; Enter is a step of its own here.
            return text(content.rstrip("\n") if isinstance(content, str) else content)
        case "scroll":
            return _scroll(arguments, view)
        case "drag":
            return drag(*_point(arguments, view, _BOX), *_point(arguments, view, _END))
        case "open_app":
            return launch(arguments.need("app_name", "content"))
        case "wait":
            return wait(arguments.take("time"))
        case "finished":
            content = arguments.take("content")
            return finish(content or None)
        case "hotkey":
            key = arguments.word("key", "hotkey")
            if key not in _KEYS:
                raise InvalidAction.unknown("key of the phone", key, _KEYS)
            return _KEYS[key]()
    return {"press_home": home, "press_back": back, "press_enter": enter}[name]()


def _scroll(arguments: Arguments, view: View) -> Action:
    heading = OPPOSITE[arguments.direction("direction")]
    box = arguments.take(*_BOX)
    where = (
        {} if box is None else dict(zip("xy", pixel_of(view, _plain(box), _BOX[0], boxes=True), strict=True))
    )
    return build("swipe", {"direction": heading, **where})


def _point(arguments: Arguments, view: View, names: tuple[str, ...]) -> Size:
    return pixel_of(view, _plain(arguments.need(*names)), f"{names[0]} of {arguments.action}", boxes=True)


def _plain(value: Value) -> Value:
    """A box without the tokens around it; numbers with blanks between them become a list."""
    if not isinstance(value, str):
        return value
    value = _TOKENS.sub("", value[:200])
    spaced = _SPACED.fullmatch(value)
    return [number for number in spaced.groups() if number is not None] if spaced else value


def _writing(action: Action, view: View) -> str:
    given: dict[str, Any] = action.arguments
    match action.name:
        case "tap":
            return f"click(start_box='{_box(touched(action, view))}')"
        case "long_press":
            return f"long_press(start_box='{_box(touched(action, view))}')"
        case "swipe" | "drag":
            start, end = (_box(view.point(*point)) for point in travel(action, view))
            return f"drag(start_box='{start}', end_box='{end}')"
        case "text":
            return f"type(content={_quoted(given['input_str'])})"
        case "launch":
            return f"open_app(app_name={_quoted(given['app_name'])})"
        case "finish":
            return f"finished(content={_quoted(given.get('message', ''))})"
        case "wait":
            return "wait()"
        case "back" | "home" | "enter":
            return f"press_{action.name}()"
    raise unsayable(action, "uitars")


def _box(point: list[int | float]) -> str:
    return f"({point[0]},{point[1]})"


def _quoted(words: str) -> str:
    """A text in single quotes."""
    return "'" + json.dumps(words, ensure_ascii=False)[1:-1].replace('\\"', '"').replace("'", "\\'") + "'"


def _prompt(numbers: bool, points: bool) -> str:
    return (
        f"Your actions:\n\n{listing(_ACTIONS)}\n\nAnswer in two lines, and write nothing else:\n\n"
        "Thought: what you see and why your action is next, in a sentence or two\nAction: one action"
    )


def _claims(call: Call) -> bool:
    own = {"finished", "press_home", "press_back", "left_double", "right_single", "hotkey", "call_user"}
    boxed = any(key in (*_BOX, *_END) for key, _ in call.named)
    return not call.json and (boxed or call.name in own or (call.name == "type" and bool(call.named)))


_find = finder("uitars", _ACTIONS, (*_REFUSED, "hotkey"), {"done": "finished"})

UITARS = Dialect(
    name="uitars",
    models="UI-TARS-1.5",
    names=re.compile(r"ui[-_ ]?tars[-_ ]?1[._]5"),
    space="picture",
    language=Language(
        names=tuple(_ACTIONS),
        find=_find,
        action_name=lambda call: call.name,
        example="click(start_box='(x,y)')",
        examples="click(start_box='(x,y)') or finished(content='text')",
        json_example="a call, click(start_box='(x,y)')",
    ),
    meaning=meaning(lambda call: call.name, _find, _REFUSED, _action),
    claims=_claims,
    writing=_writing,
    answer="Thought: {thought}\nAction: {call}",
    prompt=_prompt,
    resize=Resize(least=100 * 28 * 28),
)
UITARS1000 = Dialect(
    **{field: getattr(UITARS, field) for field in UITARS.__struct_fields__}
    | {
        "name": "uitars1000",
        "models": "UI-TARS 1.0, Doubao-1.5-UI-TARS",
        "names": re.compile(r"ui[-_ ]?tars[-_ ]?(?:1[._]0|2b|7b|72b)|doubao.*ui[-_ ]?tars"),
        "space": "1000",
        "resize": None,
    }
)
