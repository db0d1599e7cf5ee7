"""The phone as tools of TRL: a class for ``environment_factory``, made of the action vocabulary.

Every action becomes a method with type hints and a docstring, of which TRL makes the tool's schema; what it
returns is the next screen, as text or picture. TRL keeps the whole episode as one growing conversation, and
it ends when the model calls no tool any more.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Sequence
from typing import Any

import cv2
import gymnasium as gym
import numpy as np
from PIL import Image

from agents.prompts import fence, quote, system_prompt, user_prompt
from openphone_gym.actions.vocabulary import VOCABULARY, ActionType
from openphone_gym.devices.device import DeviceError
from openphone_gym.endpoint import EndpointError
from openphone_gym.env import PhoneEnv
from openphone_gym.trajectory import Verdict
from training.rollouts import Draw

MODES = ("xml", "som")
"""Ways to show the phone in which elements go by number, as tools name them."""

ENDED = "The episode has ended. Write one short sentence and call nothing."
"""What a tool answers once nothing can be done any more."""

Content = str | list[dict[str, Any]]

_ARGUMENTS = {
    "index": "Number of the element.",
    "direction": "Where the finger moves.",
    "dist": "How far it moves.",
    "input_str": "The new text.",
    "message": "The answer, if the task asks a question.",
    "interval": "Seconds, 0 to 10.",
    "app_name": "Name of the app.",
}


class PhoneTools:
    """One phone of a rollout; ``tool_class`` adds the tools.

    Names that begin with an underscore are hidden from the model.
    """

    _make_env: Callable[[], gym.Env[Any, Any]]
    _deal: Callable[[int], tuple[Draw, int | None]]
    _part: str
    _long_side: int

    def __init__(self) -> None:
        env = self._make_env()
        if not isinstance(env.unwrapped, PhoneEnv):
            raise TypeError(f"tools need an OpenPhone environment, not {type(env.unwrapped).__name__}")
        self._env = env
        self._phone: PhoneEnv = env.unwrapped
        self._longest = self._phone.max_steps
        self._draw = Draw("", 0)

    def reset(self, slot: int, **_: Any) -> Content:
        """Starts the episode of a row of the dataset; rows of equal slots start alike."""
        self._draw, limit = self._deal(slot)
        phone: Any = self._phone
        phone.max_steps = self._longest if limit is None else limit
        self._total = 0.0
        self._verdict: Verdict | None = None
        self._fault = ""
        self._calls: list[str] = []
        options = {"task": self._draw.task, "seed": self._draw.seed, "variation": "sampled"}
        try:
            observation, _ = self._env.reset(seed=self._draw.seed, options=options)
        except DeviceError as fault:
            self._fault = type(fault).__name__
            return ENDED
        return self._shown(observation, lambda screen: user_prompt(str(observation["goal"]), "", screen))

    def _act(self, name: str, arguments: dict[str, Any]) -> Content:
        """Does one action; a mistake of the model costs a step, a broken phone ends the episode unscored."""
        if self._fault or self._verdict is not None:
            return ENDED
        call = json.dumps({"name": name, "arguments": arguments}, ensure_ascii=False)
        self._calls.append(call)
        try:
            observation, reward, terminated, truncated, info = self._env.step(call)
        except (DeviceError, EndpointError) as fault:
            self._fault = type(fault).__name__
            return ENDED
        self._total += float(reward)
        if terminated or truncated:
            self._verdict = info["verdict"]
            return ENDED
        problem = f"{quote(str(info['action_error']))}\n" if info["action_error"] else ""
        return self._shown(observation, lambda screen: problem + screen)

    def _score(self) -> float | None:
        """The episode's reward; None if it is unscored. Who stopped calling tools has finished."""
        if not self._fault and self._verdict is None:
            self._act("finish", {})
        if self._verdict is None or self._verdict.success is None:
            return None
        return self._total

    def _shown(self, observation: dict[str, Any], words: Callable[[str], str]) -> Content:
        if self._part == "ui":
            return words(fence("screen", str(observation["ui"])))
        picture = {"type": "image", "image": _shrunk(observation[self._part], self._long_side)}
        return [{"type": "text", "text": words("(screenshot with marks: attached)")}, picture]


def tool_class(
    make_env: Callable[[], gym.Env[Any, Any]],
    deal: Callable[[int], tuple[Draw, int | None]],
    *,
    part: str = "ui",
    long_side: int = 512,
) -> type[PhoneTools]:
    """The class for ``environment_factory``.

    Args:
        make_env: Makes one environment, which shows ``part``.
        deal: Gives the draw and the step limit of a slot of the dataset.
        part: Part of the observation that the model sees, ``ui`` or ``marked``.
        long_side: Pixels of the longer side of pictures.
    """
    hidden = {
        "_make_env": staticmethod(make_env),
        "_deal": staticmethod(deal),
        "_part": part,
        "_long_side": long_side,
    }
    tools = {kind.name: _tool(kind) for kind in VOCABULARY.values()}
    return type("Phone", (PhoneTools,), hidden | tools)


def opening(mode: str) -> list[dict[str, str]]:
    """The prompt of every row: what the system says, and a turn that ``reset`` fills."""
    return [
        {"role": "system", "content": system_prompt(mode, tools=True)},
        {"role": "user", "content": ""},
    ]


def _tool(kind: ActionType) -> Callable[..., Content]:
    """An action as a method whose signature and docstring TRL can read."""

    def tool(self: PhoneTools, **arguments: Any) -> Content:
        return self._act(kind.name, {name: value for name, value in arguments.items() if value is not None})

    shown = [name for name in kind.parameters if name in _ARGUMENTS]
    required = {name: _required(kind, name) for name in shown}
    hints = {name: hint if required[name] else hint | None for name, hint in _hints(kind, shown).items()}
    empty = inspect.Parameter.empty
    parameters = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=empty if required[name] else None, annotation=hint
        )
        for name, hint in hints.items()
    ]
    first = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    tool.__name__ = tool.__qualname__ = kind.name
    tool.__annotations__ = {**hints, "return": str}
    tool.__signature__ = inspect.Signature([first, *parameters], return_annotation=str)  # type: ignore[attr-defined]
    tool.__doc__ = _docstring(kind, shown)
    return tool


def _required(kind: ActionType, name: str) -> bool:
    """Without points, taps need a number; a swipe always needs its direction."""
    if kind.name == "swipe":
        return name == "direction"
    return name == "index" or kind.defaults[name] is inspect.Parameter.empty


def _hints(kind: ActionType, names: Sequence[str]) -> dict[str, Any]:
    return {name: kind.parameters[name] for name in names}


def _docstring(kind: ActionType, names: Sequence[str]) -> str:
    prose = (inspect.getdoc(kind.function) or "").partition("\n\nExamples:\n")[0]
    lines = [" ".join(prose.split()), ""]
    if names:
        lines += ["Args:", *(f"    {name}: {_ARGUMENTS[name]}" for name in names), ""]
    return "\n".join([*lines, "Returns:", "    The next screen."])


def _shrunk(frame: np.ndarray, long_side: int) -> Image.Image:
    height, width = frame.shape[:2]
    ratio = min(1.0, long_side / max(height, width))
    size = (round(width * ratio), round(height * ratio))
    return Image.fromarray(cv2.resize(frame, size, interpolation=cv2.INTER_AREA))
