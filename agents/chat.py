"""Agents that ask a language model, behind any OpenAI-compatible endpoint.

A turn is one system and one user message: the task, what the memory says of earlier steps, and the present
screen as text or picture. The answer is read by ``openphone_gym.actions.parse`` and never executed. One that
can't be read costs a step, as any invalid action does, and the model is told so once, in its next turn. Of
an answer that was cut, filtered or refused only a call that is surely whole counts. An endpoint that fails
raises an ``EndpointError``, which ends the episode without a score.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, Protocol

import msgspec
import numpy as np

from agents.brief import BriefMemory, brief_call, brief_screen
from agents.confidence import call_confidence
from agents.memory import Memory, PastStep, Seen, SummaryMemory
from agents.prompts import brief_user_prompt, fence, observation_of, user_prompt
from agents.speech import PICTURES, Speech
from openphone_gym.actions import Action, InvalidAction, without_thoughts
from openphone_gym.actions.dialects import (
    LONGEST_THOUGHT,
    OPENPHONE,
    View,
    call_written,
    read,
    thought,
)
from openphone_gym.endpoint import (
    ChatClient,
    Completion,
    Endpoint,
    image_part,
    shrunk,
)
from openphone_gym.trajectory import Decision, Source

REDRAW_TEMPERATURE = 1.0
"""At which an answer is drawn again that led nowhere."""
REPEATED = ("swipe", "wait")
"""Actions that are rightly done again on a screen that looks the same."""
STATUS_BAR = 1 / 16
"""Share of a screen's height, at the top, whose clock and icons change by themselves."""

_ASSESSMENT = re.compile(
    r"<STATE_ASSESSMENT>(.*?)(?:</STATE_ASSESSMENT>|<REASONING>|<CALLED_FUNCTION>|\Z)", re.S | re.I
)


class ChatModel(Protocol):
    """What answers chat messages: ``ChatClient``, or a model in this process."""

    def complete(
        self,
        messages: list[dict[str, Any]],
        *,
        tools: list[dict[str, Any]] | None = None,
        logprobs: bool = False,
        temperature: float | None = None,
    ) -> Completion:
        """Answers once, at the model's own temperature unless one is given."""
        ...


UNSEEN = (1 << 20, 1 << 20)
"""Stands for the size of a screen of which no picture is shown: pixels then are what they are."""


class ChatAgent:
    """A policy made of a chat model, prompts and a memory.

    Args:
        model: The endpoint, or whatever else answers chat messages.
        mode: How the phone is shown: ``xml``, ``som``, ``screenshot``, or several joined by ``+``; empty
            takes what the dialect is used with.
        memory: What is kept of earlier steps; None takes the style's own: a ``SummaryMemory`` or, if brief, a
            ``BriefMemory``.
        image_long_side: Pixels to which pictures are shrunk; None leaves them alone.
        image_quality: JPEG quality, 1 to 100; None sends PNG.
        tools: Whether the actions are offered as native tools.
        confidence: Whether to ask for log-probabilities, for ``Decision.confidence``.
        source: Where the model runs, for the record.
        style: How much the model is told, ``full`` or ``brief``.
        dialect: How the model writes its actions, one of ``dialects.DIALECTS``.
        coordinates: What its coordinates mean, one of ``dialects.SPACES``; empty takes the dialect's.
        redraws: How often an answer is drawn again in a turn, at ``REDRAW_TEMPERATURE``, while it can't be
            read or repeats what was done on the very same screen; all draws count as tokens, time and cost.

    Attributes:
        observation: The parts of the observation that it looks at.

    Raises:
        InvalidArgument: There is no such mode or style, or they do not go together.
        EndpointNotConfigured: The endpoint's key is missing.
    """

    def __init__(
        self,
        model: ChatModel | Endpoint,
        *,
        mode: str = "",
        memory: Memory | None = None,
        image_long_side: int | None = None,
        image_quality: int | None = None,
        tools: bool = False,
        confidence: bool = False,
        source: Source = "device",
        style: str = "full",
        dialect: str = OPENPHONE.name,
        coordinates: str = "",
        redraws: int = 0,
    ) -> None:
        speech = Speech.find(dialect, coordinates, mode, tools, style)
        self._brief = style == "brief"
        self._speech = speech
        self.observation: tuple[str, ...] = observation_of(speech.mode)
        self._model = ChatClient(model) if isinstance(model, Endpoint) else model
        own: type[Memory] = BriefMemory if self._brief else SummaryMemory
        self._memory = own() if memory is None else memory
        self._long_side = image_long_side or speech.dialect.long_side
        self._quality = image_quality
        self._system = speech.prompt
        self._tools = speech.tools
        self._confidence = confidence
        self._source: Source = source
        self._redraws = redraws
        self._last: tuple[Decision, Seen, str] | None = None
        self._encoded: list[tuple[np.ndarray, dict[str, Any]]] = []

    def reset(self, goal: str) -> None:
        """Starts a new episode."""
        self._memory.reset(goal)
        self._last = None

    def act(self, observation: dict[str, Any]) -> Decision:
        """Remembers what became of the last action, and decides on the next.

        Raises:
            EndpointError: The endpoint failed, after all retries.
        """
        prompt = self.prompt(observation)
        decision = self._decision(observation, self._ask(prompt))
        for _ in range(self._redraws):
            if self._leads_on(observation, decision):
                break
            again = self._decision(observation, self._ask(prompt, temperature=REDRAW_TEMPERATURE))
            decision = _after_another(decision, again)
        return self._taken(observation, decision)

    def prompt(self, observation: dict[str, Any]) -> list[dict[str, Any]]:
        """First half of a turn: remembers what became of the last action.

        Returns:
            What the model is to be sent.
        """
        self._encoded.clear()
        if self._last is not None:
            decision, before, told = self._last
            self._last = None
            self._memory.remember(past_step(decision, before, self._see(observation), told))
        return self.messages(observation, self._memory.text())

    def take(self, observation: dict[str, Any], completion: Completion) -> Decision:
        """Second half of a turn: reads the model's answer to the prompt of this observation."""
        return self._taken(observation, self._decision(observation, completion))

    def _taken(self, observation: dict[str, Any], decision: Decision) -> Decision:
        self._last = decision, self._see(observation), self._told(observation, decision)
        return decision

    def _leads_on(self, observation: dict[str, Any], decision: Decision) -> bool:
        """Whether it can be read and was not tried on the very same screen, but to scroll or to wait."""
        if decision.fault:
            return False
        action = decision.read()
        call = self._told(observation, decision) or str(action)
        return action.name in REPEATED or call not in self._memory.tried(self._see(observation))

    def decide(self, observation: dict[str, Any], history: str) -> Decision:
        """Asks the model; remembers nothing.

        Args:
            observation: With the parts that ``self.observation`` names.
            history: What happened so far.

        Raises:
            EndpointError: The endpoint failed, after all retries.
        """
        self._encoded.clear()
        return self._decision(observation, self._ask(self.messages(observation, history)))

    def _ask(self, messages: list[dict[str, Any]], temperature: float | None = None) -> Completion:
        return self._model.complete(
            messages, tools=self._tools, logprobs=self._confidence, temperature=temperature
        )

    def _decision(self, observation: dict[str, Any], completion: Completion) -> Decision:
        answer = self._answer(completion)
        try:
            action = read(self._speech.dialect, answer, self._view(observation), cut=completion.cut)
            fault = ""
        except InvalidAction as error:
            action, fault = answer, str(error)
        return Decision(
            action=action,
            fault=fault,
            raw="\n".join(filter(None, [completion.text, *map(json.dumps, completion.tool_calls)])),
            note=self._note(completion),
            source=self._source,
            tokens_in=completion.tokens_in,
            tokens_out=completion.tokens_out,
            latency=completion.latency,
            cost=completion.cost,
            confidence=None if fault else call_confidence(completion.tokens, self._written),
        )

    def messages(self, observation: dict[str, Any], history: str) -> list[dict[str, Any]]:
        """What the model is sent."""
        if self._brief:
            screen = brief_screen(str(observation["ui"]), str(observation["goal"]))
            return self._chat(brief_user_prompt(str(observation["goal"]), history, screen))
        text = user_prompt(str(observation["goal"]), history, "\n".join(self._shown(observation)))
        images = [self._image(observation[part]) for part in self.observation if part in PICTURES]
        return self._chat([{"type": "text", "text": text}, *images] if images else text)

    def _image(self, frame: np.ndarray) -> dict[str, Any]:
        """A picture as it is sent: encoded once a turn, however often the prompt is shortened to fit."""
        for known, image in self._encoded:
            if known is frame:
                return image
        image = image_part(frame, quality=self._quality, size=self._size(frame))
        self._encoded.append((frame, image))
        return image

    def _chat(self, content: Any) -> list[dict[str, Any]]:
        return [{"role": "system", "content": self._system}, {"role": "user", "content": content}]

    def _shown(self, observation: dict[str, Any]) -> list[str]:
        """The screen in text, and what is said of pictures."""
        lines = [fence("screen", str(observation["ui"]))] if "ui" in self.observation else []
        for part in self.observation:
            if part in PICTURES:
                name = "screenshot with marks" if part == "marked" else "screenshot"
                lines.append(f"({name}: attached{self._measured(observation[part])})")
        return lines

    def _measured(self, frame: np.ndarray) -> str:
        """What is said of a picture's size, where coordinates go by it."""
        width, height = self._size(frame)
        match self._speech.space.name:
            case "picture":
                return f", {width} x {height} pixels"
            case "screen":
                return f"; the screen has {frame.shape[1]} x {frame.shape[0]} pixels"
        return ""

    def _size(self, frame: np.ndarray) -> tuple[int, int]:
        """Width and height of a picture as it is sent."""
        height, width = frame.shape[:2]
        size, resize = shrunk(width, height, self._long_side), self._speech.dialect.resize
        return resize.size(*size) if resize and self._speech.space.name == "picture" else size

    def _view(self, observation: dict[str, Any]) -> View:
        """How the coordinates of an answer to this observation count."""
        frames = [observation[part] for part in self.observation if part in PICTURES]
        if not frames:
            return View(self._speech.space, UNSEEN, UNSEEN)
        height, width = frames[0].shape[:2]
        return View(self._speech.space, (width, height), self._size(frames[0]))

    def _told(self, observation: dict[str, Any], decision: Decision) -> str:
        """The action in the model's own writing; empty where that is the vocabulary's."""
        if self._speech.dialect is OPENPHONE:
            return ""
        try:
            return self._speech.dialect.writing(decision.read(), self._view(observation))
        except InvalidAction:
            return ""

    def wording(self, observation: dict[str, Any], action: Action, thought: str) -> str:
        """A whole answer that calls for an action, as the model would write it in its dialect.

        Args:
            observation: What the model was shown.
            action: The action, by number or in pixels of the screen.
            thought: What it says before the call.

        Raises:
            InvalidAction: The dialect can't say it.
        """
        dialect = self._speech.dialect
        return dialect.answer.format(thought=thought, call=dialect.writing(action, self._view(observation)))

    def _note(self, completion: Completion) -> str:
        """What the memory keeps of an answer."""
        note = assessment(completion.text)
        if note or self._speech.dialect is OPENPHONE:
            return note
        beside = completion.text.strip() if completion.tool_calls else ""
        return thought(completion.text) or beside[-LONGEST_THOUGHT:]

    def _answer(self, completion: Completion) -> str:
        """The part of an answer in which the call is looked for."""
        calls = completion.tool_calls
        answer = json.dumps(calls[0]) if calls else without_thoughts(completion.text)
        return brief_call(answer) if self._brief else answer

    def _written(self, answer: str) -> str:
        """The call in an answer; in brief ones, where it repeats the line that was chosen, with that line."""
        return without_thoughts(answer).strip() if self._brief else call_written(self._speech.dialect, answer)

    def _see(self, observation: dict[str, Any]) -> Seen:
        """What is seen, for comparison with other steps."""
        text = str(observation["ui"]) if "ui" in self.observation else ""
        digest = hashlib.sha256(text.encode())
        for part in self.observation:
            if part in PICTURES:
                picture: np.ndarray = observation[part]
                digest.update(picture[round(len(picture) * STATUS_BAR) :].tobytes())
        return Seen(digest.hexdigest(), text)


def _after_another(before: Decision, decision: Decision) -> Decision:
    """The decision at the cost of both."""
    return msgspec.structs.replace(
        decision,
        tokens_in=before.tokens_in + decision.tokens_in,
        tokens_out=before.tokens_out + decision.tokens_out,
        latency=before.latency + decision.latency,
        cost=before.cost + decision.cost,
    )


def past_step(decision: Decision, before: Seen, after: Seen, told: str = "") -> PastStep:
    """What a memory takes in of a decision: its action and note, nothing else the model wrote."""
    try:
        action, fault = str(decision.read()), ""
    except InvalidAction as error:
        action, fault = "", str(error)
    return PastStep(action=action, told=told, note=decision.note, fault=fault, before=before, after=after)


def assessment(answer: str) -> str:
    """The inner text of an answer's STATE_ASSESSMENT; empty if it has none."""
    found = _ASSESSMENT.search(without_thoughts(answer))
    return found[1].strip() if found else ""
