"""The vocabulary's own calls, in OpenPhone's tagged answers or as AndroidLab's ``do(...)`` in a fence.

Both are read by ``actions.parse`` and take element numbers; points are pixels of the picture sent.
"""

from __future__ import annotations

import json
from typing import Any

from openphone_gym.actions.dialects.coordinates import View
from openphone_gym.actions.dialects.dialect import Dialect
from openphone_gym.actions.invalid import InvalidAction
from openphone_gym.actions.reader import OWN, Call, action_of
from openphone_gym.actions.vocabulary import Action, build, prompt_text

_MOVES = {
    "Tap": 'do(action="Tap", element={place}) taps an element',
    "Long Press": 'do(action="Long Press", element={place}) presses an element for a second',
    "Swipe": (
        'do(action="Swipe", element={place}, direction="up", dist="medium") moves a finger up, down, left or '
        "right; dist is short, medium or long; without element it starts at the middle of the screen"
    ),
    "Type": 'do(action="Type", text="...") replaces the text of the field that has the focus; tap it before',
    "Enter": 'do(action="Enter") presses the Enter key, which typing does not',
    "Home": 'do(action="Home") presses the Home key',
    "Back": 'do(action="Back") presses the Back key',
    "Wait": 'do(action="Wait", interval=5) waits, 10 seconds at most',
    "Launch": 'do(action="Launch", app="Clock") starts an app by its name',
    "finish": 'finish(message="...") ends the task; the message is the answer, if the task is a question',
}
_NAMES = {"tap": "Tap", "long_press": "Long Press", "text": "Type", "wait": "Wait", "launch": "Launch"}
_KEYS = {"input_str": "text", "app_name": "app"}


def _meaning(call: Call, view: View) -> Action:
    return scaled(action_of(call), max(view.screen) / max(view.picture))


def scaled(action: Action, scale: float) -> Action:
    """An action in pixels of a picture as one in pixels of the screen, which is so many times larger."""
    if scale == 1.0:
        return action
    lengths = {
        name: round(value * scale)
        for name, value in action.arguments.items()
        if name in ("x", "y", "dist") and isinstance(value, int)
    }
    return build(action.name, action.arguments | lengths)


def _sound(call: Call) -> bool:
    try:
        action_of(call)
    except InvalidAction:
        return False
    return True


def _shrunk(action: Action, view: View) -> Action:
    return scaled(action, max(view.picture) / max(view.screen))


def _androidlab(action: Action, view: View) -> str:
    """The action as a call of AndroidLab."""
    given: dict[str, Any] = dict(_shrunk(action, view).arguments)
    if action.name == "finish":
        return f"finish(message={json.dumps(given['message'], ensure_ascii=False)})" if given else "finish()"
    element = [given.pop("x"), given.pop("y")] if "x" in given else given.pop("index", None)
    placed = {"element": element} if element is not None else {}
    arguments = {"action": _NAMES.get(action.name, action.name.capitalize())} | placed
    arguments |= {_KEYS.get(key, key): value for key, value in given.items()}
    written = ", ".join(f"{key}={json.dumps(value, ensure_ascii=False)}" for key, value in arguments.items())
    return f"do({written})"


def _prompt(numbers: bool, points: bool) -> str:
    place = " or ".join(["3"] * numbers + ["[540, 1200]"] * points)
    listing = "\n".join(_MOVES.values()).replace("{place}", place)
    return (
        f"Your actions:\n\n{listing}\n\nSay in a sentence or two what you see and why your action is next. "
        "Then write one action in a fenced block, and nothing after it:\n\n```\none action\n```"
    )


OPENPHONE = Dialect(
    name="openphone",
    models="OpenPhone-3B, the adapters of this project, and general models",
    space="picture",
    language=OWN,
    meaning=_meaning,
    claims=lambda call: call.name != "do" and _sound(call),
    writing=lambda action, view: str(_shrunk(action, view)),
    answer="<CALLED_FUNCTION>{call}</CALLED_FUNCTION>",
    prompt=lambda numbers, points: prompt_text(coordinates=points),
    mode="xml",
    numbers=True,
)
ANDROIDLAB = Dialect(
    name="androidlab",
    models="AndroidLab's fine-tuned models",
    space="picture",
    language=OWN,
    meaning=_meaning,
    claims=lambda call: call.name == "do" and _sound(call),
    writing=_androidlab,
    answer="{thought}\n```\n{call}\n```",
    prompt=_prompt,
    mode="xml",
    numbers=True,
)
