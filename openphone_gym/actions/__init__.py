"""What an agent can do: the vocabulary, the reader of model answers, the way to gestures, the space.

The way of an action: ``parse(answer) -> Action``, then ``to_gesture(action, marks, ...) -> Gesture``.
"""

from __future__ import annotations

from openphone_gym.actions.gestures import to_gesture
from openphone_gym.actions.invalid import InvalidAction, well_formed
from openphone_gym.actions.reader import MAX_LENGTH, checked, parse, without_thoughts
from openphone_gym.actions.space import ActionSpace
from openphone_gym.actions.vocabulary import (
    UNOFFERED,
    VOCABULARY,
    Action,
    ActionType,
    action,
    back,
    build,
    drag,
    enter,
    finish,
    home,
    launch,
    long_press,
    prompt_text,
    swipe,
    tap,
    text,
    wait,
)

__all__ = [
    "MAX_LENGTH",
    "UNOFFERED",
    "VOCABULARY",
    "Action",
    "ActionSpace",
    "ActionType",
    "InvalidAction",
    "action",
    "back",
    "build",
    "checked",
    "drag",
    "enter",
    "finish",
    "home",
    "launch",
    "long_press",
    "parse",
    "prompt_text",
    "swipe",
    "tap",
    "text",
    "to_gesture",
    "wait",
    "well_formed",
    "without_thoughts",
]
