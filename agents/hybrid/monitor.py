"""The monitor of the published protocol: a cloud model that plans when to look, looks, and may take over."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple, Protocol

import msgspec

from agents.chat import ChatModel
from agents.prompts import fence, fill, observation_of, quote
from agents.speech import PICTURES
from openphone_gym.actions import without_thoughts
from openphone_gym.endpoint import Completion, image_part
from openphone_gym.trajectory import Source

UNKNOWN = 5
"""Where the starter names no number."""

UNSEEN = "none"
"""In place of a mode: the monitor goes by the history and sees no screen."""

_SIDES = re.compile(r"\b(cloud|device)\b")
_NEGATIONS = re.compile(r"\b(?:not|no|never|neither|nor|without|instead)\b|n['’]t\b")
_OBJECT = re.compile(r"\{[^{}]*\}")
_NUMBER = r"<\s*MONITORING\s+{}\s*>\s*(\d{{1,3}})\s*<\s*/\s*MONITORING"


class Usage(msgspec.Struct, kw_only=True):
    """What calls of models took.

    Attributes:
        tokens_in: Prompt tokens.
        tokens_out: Completion tokens.
        latency: Seconds.
        cost: US dollars.
    """

    tokens_in: int = 0
    tokens_out: int = 0
    latency: float = 0.0
    cost: float = 0.0

    @classmethod
    def of(cls, completion: Completion) -> Usage:
        """What a completion took."""
        return cls(
            tokens_in=completion.tokens_in,
            tokens_out=completion.tokens_out,
            latency=completion.latency,
            cost=completion.cost,
        )


class Plan(NamedTuple):
    """When the monitor looks.

    Attributes:
        start: The first step, from 1, at which it does.
        every: Steps from one look to the next.
    """

    start: int = UNKNOWN
    every: int = UNKNOWN

    def due(self, number: int) -> bool:
        """Whether it looks at this step."""
        return number >= self.start and (number - self.start) % self.every == 0


class Monitor(Protocol):
    """Watches over the device model; every call is one of the cloud model.

    Attributes:
        observation: The parts of the observation that it is shown; none where it sees no screen.
    """

    observation: tuple[str, ...]

    def plan(self, goal: str) -> tuple[Plan, Usage]:
        """Says, from the task alone, when to look."""
        ...

    def takes_over(self, goal: str, history: str, observation: dict[str, Any]) -> tuple[Source | None, Usage]:
        """Who shall act from now on; None where it did not say."""
        ...


class NoMonitor:
    """Never looks."""

    observation: tuple[str, ...] = ()

    def plan(self, goal: str) -> tuple[Plan, Usage]:
        """The numbers of a starter that says nothing."""
        return Plan(), Usage()

    def takes_over(self, goal: str, history: str, observation: dict[str, Any]) -> tuple[Source | None, Usage]:
        """The device, always."""
        return "device", Usage()


class ChatMonitor:
    """A monitor that asks a chat model. Its prompts name no app.

    Args:
        model: The cloud model.
        sees: How it is shown the phone: a mode of ``ChatAgent``, or ``none``.

    Raises:
        InvalidArgument: There is no such mode.
    """

    def __init__(self, model: ChatModel, sees: str = "xml") -> None:
        self._model = model
        self.observation: tuple[str, ...] = () if sees == UNSEEN else observation_of(sees)

    def plan(self, goal: str) -> tuple[Plan, Usage]:
        """Asks once; what can't be read counts as 5.

        Raises:
            EndpointError: The endpoint failed, after all retries.
        """
        answer = self._ask(fill("starter", goal=quote(goal)))
        return read_plan(answer.text), Usage.of(answer)

    def takes_over(self, goal: str, history: str, observation: dict[str, Any]) -> tuple[Source | None, Usage]:
        """Asks once; reads the answer by ``read_side``, and one that is not whole as no decision.

        Raises:
            EndpointError: The endpoint failed, after all retries.
        """
        past = fence("history", history or "(nothing yet)")
        frames = [observation[part] for part in self.observation if part in PICTURES]
        seen = [fence("screen", str(observation["ui"]))] if "ui" in self.observation else []
        seen += ["(a picture of the screen is attached)"] if frames else []
        prompt = fill(
            "monitor",
            goal=quote(goal),
            history=past,
            screen="\n".join(seen) or "(the screen is not shown to you)",
        )
        answer = self._ask(prompt, [image_part(frame) for frame in frames])
        return None if answer.cut else read_side(answer.text), Usage.of(answer)

    def _ask(self, prompt: str, images: list[dict[str, Any]] | None = None) -> Completion:
        content = [{"type": "text", "text": prompt}, *images] if images else prompt
        return self._model.complete([{"role": "user", "content": content}])


def read_plan(answer: str) -> Plan:
    """The two numbers of a starter's answer; a missing one is 5, and so are both if one is 0."""
    found = [
        re.search(_NUMBER.format(name), answer, re.IGNORECASE) for name in (r"START\s+FROM", "FREQUENCY")
    ]
    start, every = (int(match[1]) if match else UNKNOWN for match in found)
    return Plan(start, every) if start and every else Plan()


def read_side(answer: str) -> Source | None:
    """Who is to act, by a monitor's answer; None where that is no decision.

    Thoughts are left out, and neither case nor what stands around the word matters. Of a JSON object, a value
    that is nothing but one of the words decides. Any other text must name one side alone, and deny nothing.
    """
    said = without_thoughts(answer).casefold()
    if found := _OBJECT.search(said):
        named = set(_values(found[0])) & {"cloud", "device"}
    else:
        named = set() if _NEGATIONS.search(said) else set(_SIDES.findall(said))
    return ("cloud" if "cloud" in named else "device") if len(named) == 1 else None


def _values(text: str) -> list[str]:
    """The texts that are values of a JSON object, bare of blanks; none where it can't be read."""
    try:
        values = json.loads(text).values()
    except (ValueError, RecursionError):
        return []
    return [value.strip() for value in values if isinstance(value, str)]
