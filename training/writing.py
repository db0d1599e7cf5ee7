"""Who words the reasoning and the state assessment of a step: templates, or a language model.

A writer is told the right action and says why. What it writes goes into the answer that a model learns, and,
as the note of the step, into the prompts of the steps that follow, as it would at inference.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from string import Template
from typing import NamedTuple, Protocol

from agents.chat import ChatModel, assessment
from agents.prompts import fence, quote
from openphone_gym.actions import Action
from openphone_gym.control_tokens import plain
from openphone_gym.endpoint import ChatClient, Endpoint

TRIES = 2
"""How often a language model is asked for one step."""
LONGEST_PART = 1200
"""Characters of a part that a language model wrote, at most."""

_HEADER = re.compile(r'^App ([^\s,]+)(?:, page "((?:[^"\\]|\\.)*)")?')
_LABEL = re.compile(r'"((?:[^"\\]|\\.)*)"')
_REASONING = re.compile(r"<REASONING>(.*?)</REASONING>", re.S | re.I)
_TAG = re.compile(r"<\s*/?\s*[A-Z_]{4,}\s*>", re.I)


class Turn(NamedTuple):
    """What a writer knows of a step.

    Attributes:
        goal: The task.
        ui: Compact text of the screen.
        history: What the memory says of earlier steps.
        action: The action to be explained.
        previous: The action before it; None at the first step.
        slipped: Whether the action before it was a mistake.
    """

    goal: str
    ui: str
    history: str
    action: Action
    previous: Action | None = None
    slipped: bool = False

    @property
    def place(self) -> str:
        """Where the phone is, in words."""
        found = _HEADER.match(self.ui)
        if not found:
            return "a page without a name"
        app = found[1].rpartition(".")[2]
        return f'the page "{found[2]}" of {app}' if found[2] else f"a page of {app}"

    @property
    def element(self) -> str:
        """The element that the action is on, in words."""
        index = self.action.arguments.get("index")
        if index is None:
            return "the screen"
        line = re.search(rf"^\[{index}\] (.*)$", self.ui, re.MULTILINE)
        label = _LABEL.search(line[1]) if line else None
        return f'"{label[1]}"' if label else f"element {index}"


class Words(NamedTuple):
    """What a writer says of a step: its reasoning, and the lines of its state assessment."""

    reasoning: str
    state: str


class Writer(Protocol):
    """Words a step."""

    def write(self, turn: Turn, rng: random.Random) -> Words:
        """Says why the action is right, and how things stand.

        Args:
            turn: The step.
            rng: The only source of chance.
        """
        ...


class TemplateWriter:
    """Words every step from a few sentences; asks nobody."""

    def write(self, turn: Turn, rng: random.Random) -> Words:
        """Says what is seen, whether the last step went wrong, and what the action is for."""
        seen = rng.choice(("The phone shows {}.", "I see {}.", "This is {}.")).format(turn.place)
        noticed = (
            f"My last action, {turn.previous}, was a mistake: it did not bring the task further. "
            if turn.slipped
            else ""
        )
        why, need = _purpose(turn, rng)
        missing = (
            "Nothing is left to be done." if turn.action.name == "finish" else f"Still open: {turn.goal}"
        )
        progress = "a wrong step is to be put right" if turn.slipped else "the task is under way"
        if turn.previous is None:
            progress = "nothing is done yet"
        elif turn.action.name == "finish":
            progress = "all that the task asks for is done"
        state = (
            f"Current State: {turn.place} is shown; {progress}.\n"
            f"Required Change: {missing}\n"
            f"Action Need: {need}."
        )
        return Words(f"{seen} {noticed}{why}", state)


def _purpose(turn: Turn, rng: random.Random) -> tuple[str, str]:
    """Why the action is right, and what it does, in words."""
    said = {name: str(value) for name, value in turn.action.arguments.items()}
    match turn.action.name:
        case "tap":
            why = rng.choice(
                ("{} leads on, so I tap it.", "To go on I need {}.", "The next thing to touch is {}.")
            )
            return why.format(turn.element), f"tap {turn.element}"
        case "long_press":
            return f"Holding {turn.element} offers what I need.", f"hold {turn.element}"
        case "swipe":
            way = said["direction"]
            return f"What I need is not in sight here, so I swipe {way}.", f"swipe {way} on {turn.element}"
        case "text":
            return f'The focused field is to hold "{said["input_str"]}".', f'enter "{said["input_str"]}"'
        case "launch":
            return f"The task needs {said['app_name']}, so I start it.", f"start {said['app_name']}"
        case "wait":
            return "The phone is still busy, so I wait.", "wait for the phone"
        case "finish" if "message" in said:
            return f'The answer to the task is "{said["message"]}".', "give the answer"
        case "finish":
            return "The phone is as the task asks, so I am done.", "end the task"
        case name:
            return f"This page is not where the task goes on, so I press {name}.", f"press {name}"


class EndpointWriter:
    """Has a language model word each step; falls back on templates where its answer can't be used.

    Args:
        model: The endpoint, or whatever else answers chat messages.
    """

    def __init__(self, model: ChatModel | Endpoint) -> None:
        self._model = ChatClient(model) if isinstance(model, Endpoint) else model
        self._fallback = TemplateWriter()
        self._prompt = Template((Path(__file__).parent / "writing.md").read_text(encoding="utf-8"))

    def write(self, turn: Turn, rng: random.Random) -> Words:
        """Asks, and reads the two parts of the answer.

        Raises:
            EndpointError: The endpoint failed, after all retries.
        """
        mistake = (
            f"The last action, {turn.previous}, was a mistake; say how that shows." if turn.slipped else ""
        )
        prompt = plain(
            self._prompt.substitute(
                goal=quote(turn.goal),
                history=fence("history", turn.history) if turn.history else "Nothing was done yet.",
                screen=fence("screen", turn.ui),
                action=quote(str(turn.action)),
                mistake=quote(mistake),
            )
        )
        for _ in range(TRIES):
            answer = self._model.complete([{"role": "user", "content": prompt}]).text
            words = _read(answer)
            if words is not None:
                return words
        return self._fallback.write(turn, rng)


def _read(answer: str) -> Words | None:
    """The two parts, if both are there, short enough and free of further tags."""
    found = _REASONING.search(answer)
    words = Words(found[1].strip() if found else "", assessment(answer))
    usable = all(part and len(part) <= LONGEST_PART and not _TAG.search(part) for part in words)
    return words if usable else None


def make_writer(name: str) -> Writer:
    """The writer of that name: ``template``, or ``endpoint:`` and where its settings are (``Endpoint.load``).

    Raises:
        EndpointNotConfigured: A setting, or the endpoint's key, is missing or wrong.
        ValueError: There is no such writer.
    """
    kind, _, source = name.partition(":")
    if kind == "endpoint" and source:
        return EndpointWriter(Endpoint.load(source))
    if name != "template":
        raise ValueError(f"there is no writer {name!r}: take 'template', or 'endpoint:PREFIX'")
    return TemplateWriter()
