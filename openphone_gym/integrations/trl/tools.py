"""The phone as tools of TRL: a class for ``environment_factory``, made of the action vocabulary.

Every action becomes a method with type hints and a docstring, of which TRL makes the tool's schema; what it
returns is the next screen, as text or picture. TRL keeps the whole episode as one growing conversation, and
it ends when the model calls no tool any more.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import gymnasium as gym
from PIL import Image

from openphone_gym.actions.vocabulary import VOCABULARY, ActionType
from openphone_gym.devices.device import DeviceError
from openphone_gym.endpoint import EndpointError
from openphone_gym.integrations.dialogue import LONG_SIDE, Dialogue, Turn, Unscored, checked_mode, open_phone
from openphone_gym.prompts import system_prompt
from openphone_gym.trajectory import Verdict

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


class Start(NamedTuple):
    """How an episode begins.

    Attributes:
        task: Id of the task; None draws one of the environment's.
        seed: Seed of everything that is drawn; None draws that, too.
        limit: Steps before it is cut off; None takes the environment's own.
        variation: ``canonical`` or ``sampled``; None takes the environment's own.
    """

    task: str | None = None
    seed: int | None = None
    limit: int | None = None
    variation: str | None = None


def start_of(row: Mapping[str, Any]) -> Start:
    """What the columns ``task`` and ``seed`` of a dataset say; either may be missing."""
    return Start(row.get("task"), row.get("seed"))


class PhoneTools:
    """One phone of a rollout; ``tool_class`` adds the tools.

    Names that begin with an underscore are hidden from the model.
    """

    _make_env: Callable[[], gym.Env[Any, Any]]
    _start_of: Callable[[Mapping[str, Any]], Start]
    _mode: str
    _long_side: int

    def __init__(self) -> None:
        self._dialogue = Dialogue(self._make_env(), self._mode, tools=True, long_side=self._long_side)
        self._longest = self._dialogue.phone.max_steps
        self._start = Start()

    def reset(self, **row: Any) -> Content:
        """Starts the episode of a row of the dataset; rows that say the same start alike."""
        self._start = start = self._start_of(row)
        self._dialogue.phone.max_steps = self._longest if start.limit is None else start.limit
        self._fault = ""
        self._calls: list[str] = []
        chosen = {"task": start.task, "seed": start.seed, "variation": start.variation}
        try:
            return self._shown(self._dialogue.begin(seed=start.seed, options=chosen))
        except DeviceError as fault:
            self._fault = type(fault).__name__
            return ENDED

    @property
    def _verdict(self) -> Verdict | None:
        return self._dialogue.verdict

    def _act(self, name: str, arguments: dict[str, Any]) -> Content:
        """Does one action; a mistake of the model costs a step, a broken phone ends the episode unscored."""
        if self._fault or self._verdict is not None:
            return ENDED
        call = json.dumps({"name": name, "arguments": arguments}, ensure_ascii=False)
        self._calls.append(call)
        try:
            return self._shown(self._dialogue.act(call))
        except (DeviceError, EndpointError) as fault:
            self._fault = type(fault).__name__
            return ENDED

    def _score(self) -> float | None:
        """The episode's reward; None if it is unscored. Who stopped calling tools has finished."""
        if self._fault:
            return None
        try:
            return self._dialogue.reward()
        except Unscored:
            return None
        except (DeviceError, EndpointError) as fault:
            self._fault = type(fault).__name__
            return None

    def _shown(self, turn: Turn | None) -> Content:
        if turn is None:
            return ENDED
        if turn.picture is None:
            return turn.text
        picture = {"type": "image", "image": Image.fromarray(turn.picture)}
        return [{"type": "text", "text": turn.text}, picture]


def phone_tools(env_id: str = "OpenPhone-v0", mode: str = "xml", **arguments: Any) -> type[PhoneTools]:
    """The class for ``environment_factory``: each row may name its ``task`` and ``seed``.

    Args:
        env_id: The environment.
        mode: How the phone is shown, one of ``dialogue.MODES``.
        arguments: Of ``PhoneEnv``; contents are drawn (``variation="sampled"``) unless told otherwise.

    Raises:
        InvalidArgument: There is no such mode.
    """
    given = {"variation": "sampled", **arguments}
    return tool_class(lambda: open_phone(env_id, checked_mode(mode), **given), start_of, mode=mode)


def tools_reward(environments: Sequence[PhoneTools], **_: Any) -> list[float | None]:
    """The reward function: what the judge gave, and None where it could not tell."""
    return [environment._score() for environment in environments]


def tool_class(
    make_env: Callable[[], gym.Env[Any, Any]],
    start_of: Callable[[Mapping[str, Any]], Start],
    *,
    mode: str = "xml",
    long_side: int = LONG_SIDE,
) -> type[PhoneTools]:
    """The class for ``environment_factory``, for environments of one's own.

    Args:
        make_env: Makes one environment, which shows what the mode needs.
        start_of: How the episode of a row of the dataset begins.
        mode: How the phone is shown, one of ``dialogue.MODES``.
        long_side: Pixels of the longer side of pictures.
    """
    hidden = {
        "_make_env": staticmethod(make_env),
        "_start_of": staticmethod(start_of),
        "_mode": mode,
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
