"""From an episode to samples: one a step, with the prompt that ``ChatAgent`` sends at inference.

The episode is gone through by a real ``ChatAgent`` that is told the answers instead of asking a model, so the
instructions, the screen, the history and its notes are what a model will see, word for word.
"""

from __future__ import annotations

import base64
import hashlib
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from agents.brief import brief_answer, brief_lines
from agents.chat import PICTURES, ChatAgent
from agents.prompts import quote
from agents.settings import AgentSettings
from openphone_gym.actions import Action, InvalidAction, parse, without_thoughts
from openphone_gym.actions.dialects import OPENPHONE
from openphone_gym.endpoint import Completion
from openphone_gym.trajectory import Episode, Step
from openphone_gym.ui.compact import compact_text
from openphone_gym.ui.marks import draw_marks, number_marks
from training.numbering import by_number, by_point
from training.writing import Turn, Words, Writer

_ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}
_TAGGED = re.compile(r"<CALLED_FUNCTION>", re.I)


class Sample(msgspec.Struct, kw_only=True):
    """A step as a training example.

    Attributes:
        id: Source, episode and step.
        source: Where the episode comes from, such as ``expert``.
        task_id: The task.
        app: Its app.
        seed: Seed of the draw; None where the episode has none.
        step: Position in the episode, from 0.
        kind: ``step``, ``recovery`` for the first step after a mistake, or ``finish``.
        prompt: System and user message. Content is text, or parts where there are pictures; a part of type
            ``image`` stands for the next of ``images``.
        completion: The assistant's message.
        reference: The call alone, such as ``tap(3)``.
        images: Files of the pictures, in order, relative to the data set's folder.
    """

    id: str
    source: str
    task_id: str
    app: str
    seed: int | None
    step: int
    kind: str
    prompt: list[dict[str, Any]]
    completion: list[dict[str, Any]]
    reference: str
    images: list[str] = []

    @property
    def digest(self) -> str:
        """Equal for samples that teach the same."""
        return _digest([self.prompt, self.completion, self.images])

    @property
    def question(self) -> str:
        """Equal for samples that ask the same."""
        return _digest([self.prompt, self.images])

    @property
    def episode(self) -> str:
        """The episode's part of the id."""
        return self.id.rpartition("#")[0]


class Rollout(NamedTuple):
    """An episode to learn from.

    Attributes:
        name: Unique within the source.
        source: Where it comes from.
        episode: What happened, with the tree of every step and, for pictures, its frame.
        slips: Indices of steps that were mistakes: no targets, but part of the history.
        sure: Whether all steps but the slips are right, even one without effect, such as the swipe that finds
            the end of a list.
        answers: Whether the steps' recorded answers are to be learnt where they have all parts.
    """

    name: str
    source: str
    episode: Episode
    slips: frozenset[int] = frozenset()
    sure: bool = False
    answers: bool = False


class Sampler:
    """Makes samples of episodes.

    Args:
        settings: The agent that the model is trained for.
        writer: Words the answers in the full style.
        folder: Where pictures go, below ``images``.

    Attributes:
        left_out: Steps that gave no sample, by reason.
    """

    def __init__(self, settings: AgentSettings, writer: Writer, folder: Path) -> None:
        self._settings = settings
        self._writer = writer
        self._folder = folder
        self.left_out: Counter[str] = Counter()

    def samples(self, rollout: Rollout) -> Iterator[Sample]:
        """The samples of an episode's steps, mistakes left out."""
        episode = rollout.episode
        agent = ChatAgent(_Nobody(), **self._settings.arguments())
        agent.reset(episode.goal)
        rng = random.Random(f"{rollout.source}/{rollout.name}")
        for step in episode.steps:
            observation = observe(episode, step, self._settings.observation)
            prompt = agent.prompt(observation)
            action = self._target(step)
            fault = self._fault(rollout, step, action, prompt)
            answer = step.action_text
            if action is not None:
                wording = partial(agent.wording, observation, action)
                try:
                    answer = self._answer(rollout, step, action, _told(prompt), rng, wording)
                except InvalidAction:
                    fault = fault or "an action that the dialect has no words for"
            agent.take(observation, Completion(text=answer, finish_reason="stop"))
            if fault or action is None:
                self.left_out[fault] += 1
            else:
                yield self._sample(rollout, step, prompt, answer, action)

    def _target(self, step: Step) -> Action | None:
        """What the model is to say at this step; None where the step says nothing."""
        if step.action is None or step.tree is None:
            return None
        if self._settings.mode == "screenshot" and self._settings.dialect != OPENPHONE.name:
            return by_point(step.action, step.tree, 1.0)
        if self._settings.mode == "screenshot":
            long_side = self._settings.image_long_side
            highest = max(step.tree.width, step.tree.height)
            return by_point(step.action, step.tree, max(1.0, highest / long_side) if long_side else 1.0)
        return by_number(step.action, step.tree)

    def _fault(
        self, rollout: Rollout, step: Step, action: Action | None, prompt: list[dict[str, Any]]
    ) -> str:
        """Why a step is no target; empty if it is one."""
        if step.index in rollout.slips:
            return "mistake"
        if action is None or step.error is not None:
            return "no valid action"
        if not rollout.sure and _idle(rollout.episode, step):
            return "no effect"
        if self._settings.mode != "screenshot":
            if "x" in action.arguments and "screenshot" not in self._settings.observation:
                return "a place without a number"
            index = action.arguments.get("index")
            if "ui" in self._settings.observation and index is not None:
                told = _told(prompt)
                brief = self._settings.style == "brief"
                if not (index in brief_lines(told) if brief else f"\n[{index}] " in told):
                    return "an element that the prompt does not show"
        return ""

    def _answer(
        self,
        rollout: Rollout,
        step: Step,
        action: Action,
        told: str,
        rng: random.Random,
        wording: Callable[[str], str],
    ) -> str:
        if self._settings.style == "brief":
            return brief_answer(told, str(action))
        raw = step.decision.raw if step.decision else ""
        if rollout.answers and _TAGGED.search(raw) and _calls(raw, action):
            return without_thoughts(raw).strip()
        steps = rollout.episode.steps
        previous = steps[step.index - 1] if step.index else None
        turn = Turn(
            goal=rollout.episode.goal,
            ui=screen_text(step),
            history=told.partition("<history>")[2].partition("</history>")[0].strip(),
            action=action,
            previous=previous.action if previous else None,
            slipped=previous is not None and previous.index in rollout.slips,
        )
        words = self._writer.write(turn, rng)
        if self._settings.dialect != OPENPHONE.name:
            return wording(words.reasoning)
        return _answer_text(words, action)

    def _sample(
        self, rollout: Rollout, step: Step, prompt: list[dict[str, Any]], answer: str, action: Action
    ) -> Sample:
        episode = rollout.episode
        after_slip = step.index - 1 in rollout.slips
        kind = "finish" if action.name == "finish" else "recovery" if after_slip else "step"
        images: list[str] = []
        return Sample(
            id=f"{rollout.source}/{rollout.name}#{step.index}",
            source=rollout.source,
            task_id=episode.task_id,
            app=episode.app,
            seed=episode.seed,
            step=step.index,
            kind=kind,
            prompt=[self._stored(message, images) for message in prompt],
            completion=[{"role": "assistant", "content": answer}],
            reference=str(action),
            images=images,
        )

    def _stored(self, message: dict[str, Any], images: list[str]) -> dict[str, Any]:
        """The message with its pictures as files."""
        if isinstance(message["content"], str):
            return message
        parts = []
        for part in message["content"]:
            if part["type"] == "image_url":
                images.append(self._store(part["image_url"]["url"]))
                part = {"type": "image"}
            parts.append(part)
        return {**message, "content": parts}

    def _store(self, url: str) -> str:
        kind, _, data = url.removeprefix("data:").partition(";base64,")
        content = base64.b64decode(data)
        name = f"images/{hashlib.sha256(content).hexdigest()[:24]}.{_ENDINGS[kind]}"
        path = self._folder / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_name(f"{path.name}.{random.SystemRandom().getrandbits(32):08x}.partial")
            partial.write_bytes(content)
            partial.replace(path)
        return name


def observe(episode: Episode, step: Step, parts: tuple[str, ...]) -> dict[str, Any]:
    """The observation before a recorded step, as ``PhoneEnv`` gave it.

    Raises:
        ValueError: The step was recorded without what the parts need.
    """
    observation: dict[str, Any] = {"goal": episode.goal, "step": step.index}
    if "ui" in parts:
        observation["ui"] = screen_text(step)
    if set(parts) & set(PICTURES):
        if step.frame is None or step.tree is None:
            raise ValueError(
                f"an episode of {episode.task_id} was recorded without pictures: take mode 'xml' for it"
            )
        if "screenshot" in parts:
            observation["screenshot"] = step.frame
        if "marked" in parts:
            observation["marked"] = draw_marks(step.frame, number_marks(step.tree))
    return observation


def screen_text(step: Step) -> str:
    """The compact text of a step's screen.

    Raises:
        ValueError: The step was recorded without its tree.
    """
    if step.tree is None:
        raise ValueError(f"step {step.index} was recorded without its tree: record with ('tree',)")
    return compact_text(step.tree, number_marks(step.tree))


class _Nobody:
    """Stands where an agent's model would be; is never asked."""

    def complete(self, messages: list[dict[str, Any]], **_: Any) -> Completion:
        raise AssertionError("samples are made without a model")


def _told(prompt: list[dict[str, Any]]) -> str:
    """The text of the user message."""
    content = prompt[-1]["content"]
    return content if isinstance(content, str) else content[0]["text"]


def _answer_text(words: Words, action: Action) -> str:
    """The three parts of an answer, as the system prompt asks for them; labels that are told end no part."""
    return (
        f"<REASONING>\n{quote(words.reasoning)}\n</REASONING>\n"
        f"<STATE_ASSESSMENT>\n{quote(words.state)}\n</STATE_ASSESSMENT>\n"
        f"<CALLED_FUNCTION>\n{action}\n</CALLED_FUNCTION>"
    )


def _calls(answer: str, action: Action) -> bool:
    try:
        return parse(without_thoughts(answer)) == action
    except InvalidAction:
        return False


def _idle(episode: Episode, step: Step) -> bool:
    """Whether an action other than waiting left the screen as it was."""
    if step.action is None or step.action.name in ("wait", "finish"):
        return False
    last = step.index + 1 == len(episode.steps)
    after = episode.final_tree if last else episode.steps[step.index + 1].tree
    return after is not None and after == step.tree


def _digest(value: Any) -> str:
    return hashlib.sha256(msgspec.json.encode(value)).hexdigest()[:24]
