"""The monitor of the published protocol: a cloud model that plans when to look, looks, and may take over."""

from __future__ import annotations

import re
from typing import NamedTuple, Protocol

import msgspec

from agents.chat import ChatModel
from agents.prompts import fence, fill, quote
from openphone_gym.actions import without_thoughts
from openphone_gym.endpoint import Completion

UNKNOWN = 5
"""Where the starter names no number."""

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
    """Watches over the device model; every call is one of the cloud model."""

    def plan(self, goal: str) -> tuple[Plan, Usage]:
        """Says, from the task alone, when to look."""
        ...

    def takes_over(self, goal: str, history: str, screen: str) -> tuple[bool, Usage]:
        """Whether the cloud model shall act from now on."""
        ...


class NoMonitor:
    """Never looks."""

    def plan(self, goal: str) -> tuple[Plan, Usage]:
        """The numbers of a starter that says nothing."""
        return Plan(), Usage()

    def takes_over(self, goal: str, history: str, screen: str) -> tuple[bool, Usage]:
        """Never."""
        return False, Usage()


class ChatMonitor:
    """A monitor that asks a chat model. Its prompts name no app.

    Args:
        model: The cloud model.
    """

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    def plan(self, goal: str) -> tuple[Plan, Usage]:
        """Asks once; what can't be read counts as 5.

        Raises:
            EndpointError: The endpoint failed, after all retries.
        """
        answer = self._ask(fill("starter", goal=quote(goal)))
        return read_plan(answer.text), Usage.of(answer)

    def takes_over(self, goal: str, history: str, screen: str) -> tuple[bool, Usage]:
        """Asks once; only the bare word CLOUD means yes.

        Raises:
            EndpointError: The endpoint failed, after all retries.
        """
        past, now = fence("history", history or "(nothing yet)"), fence("screen", screen)
        answer = self._ask(fill("monitor", goal=quote(goal), history=past, screen=now))
        return without_thoughts(answer.text).strip() == "CLOUD", Usage.of(answer)

    def _ask(self, prompt: str) -> Completion:
        return self._model.complete([{"role": "user", "content": prompt}])


def read_plan(answer: str) -> Plan:
    """The two numbers of a starter's answer; a missing one is 5, and so are both if one is 0."""
    found = [
        re.search(_NUMBER.format(name), answer, re.IGNORECASE) for name in (r"START\s+FROM", "FREQUENCY")
    ]
    start, every = (int(match[1]) if match else UNKNOWN for match in found)
    return Plan(start, every) if start and every else Plan()
