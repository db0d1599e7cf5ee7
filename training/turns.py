"""Episodes as training sees them: starts, turns with their tokens, groups. Knows nothing of TRL or devices.

Each step is a sample of its own, with the prompt that the policy saw and the advantage that it is given
(``training.credit``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

import numpy as np

from openphone_gym.rollout import Draw
from openphone_gym.trajectory import Verdict

Messages = list[dict[str, Any]]


class Answer(NamedTuple):
    """What a policy answers to one conversation.

    Attributes:
        text: What is read.
        prompt_ids: Tokens of the prompt.
        completion_ids: Tokens of the answer, with the end of turn if it was reached.
        logprobs: Log-probability of each token by the program that drew it, of all that decided the draw
            (temperature, top-p, ...); None where the policy tells none.
        finish_reason: ``stop`` where the model ended its turn itself, ``length`` where it was cut.
    """

    text: str
    prompt_ids: list[int]
    completion_ids: list[int]
    logprobs: list[float] | None = None
    finish_reason: str = "stop"


class Policy(Protocol):
    """What is trained, as the rollouts see it.

    Attributes:
        at_once: Conversations that are answered together, at most; 0 takes all.
        concurrent: Whether several threads may ask at a time; it then cuts its own batches.
    """

    at_once: int
    concurrent: bool

    def answer(
        self, conversations: Sequence[Messages], seeds: Sequence[str], *, greedy: bool = False
    ) -> list[Answer]:
        """Answers all conversations, in their order.

        Args:
            conversations: What is asked.
            seeds: Of the draws of each, so that no answer depends on the others; vLLM has its own.
            greedy: Whether to take the most probable tokens.
        """
        ...

    def excess(self, messages: Messages, tools: Any = None) -> int:
        """Tokens that a prompt is too long by; negative if it fits. Any thread may ask."""
        ...


class Start(NamedTuple):
    """All that decides how an episode begins.

    Attributes:
        draw: The task and its contents.
        left: Steps of the reference solution that are left to the policy, those before being done already;
            0 leaves all of them to it.
    """

    draw: Draw
    left: int = 0

    @classmethod
    def of(cls, task: str, seed: int, left: int = 0) -> Start:
        """Where training begins: contents are always drawn."""
        return cls(Draw(task, "sampled", seed), left)


@dataclass
class Turn:
    """A step as a sample: what was asked and answered, what the environment said to it, what it is worth."""

    messages: Messages
    answer: Answer
    action: str = ""
    error: str | None = None
    reward: float = 0.0
    advantage: float = 0.0


@dataclass
class Rollout:
    """One episode, or the rest of one (``Branch``).

    Attributes:
        start: How it began.
        turns: Its steps.
        reward: Sum of the rewards of its steps; None if it is unscored.
        advantage: Of the episode within its group.
        verdict: The judge's; None if it broke off.
        fault: Why it is unscored; empty if it is scored.
        screen: Last screen, uint8 (H, W, 3), where pictures were asked for.
        led: Steps of the reference solution that were done before its first turn.
    """

    start: Start
    turns: list[Turn] = field(default_factory=list)
    reward: float | None = None
    advantage: float = 0.0
    verdict: Verdict | None = None
    fault: str = ""
    screen: np.ndarray | None = None
    led: int = 0

    @property
    def success(self) -> bool:
        """Whether the judge found the goal reached."""
        return self.verdict is not None and self.verdict.success is True

    def settle(self) -> None:
        """Sets the reward to what its steps earned, or tells why there is none: unscored is no zero."""
        if not self.fault and (self.verdict is None or self.verdict.success is None):
            self.fault = "unscored by the judge"
        self.reward = None if self.fault else sum(turn.reward for turn in self.turns)

    @property
    def tokens(self) -> int:
        """Tokens that the policy drew."""
        return sum(len(turn.answer.completion_ids) for turn in self.turns)


class Branch(NamedTuple):
    """A state on the way of an episode, from which others may go on.

    Attributes:
        rollout: The episode.
        turns: Its steps that lead there.
    """

    rollout: Rollout
    turns: int


@dataclass
class Batch:
    """The episodes of an update.

    Attributes:
        groups: Scored episodes by their start; two or more each where they were played in groups.
        dropped: What was left out, by reason.
        env_seconds: In which nothing was being answered, since no episode was ready: resets, steps, screens,
            prompts, judging.
        policy_seconds: In which the policy answered.
        tokens: That the policy drew, those of episodes that were left out included.
    """

    groups: list[list[Rollout]]
    dropped: Counter[str]
    env_seconds: float
    policy_seconds: float
    tokens: int = 0

    @property
    def rollouts(self) -> list[Rollout]:
        """All scored episodes."""
        return [rollout for group in self.groups for rollout in group]

    @property
    def success(self) -> float | None:
        """Share of the scored episodes that reached their goal; None of none."""
        scored = self.rollouts
        return sum(rollout.success for rollout in scored) / len(scored) if scored else None

    def add(self, other: Batch) -> None:
        """Takes in the episodes of another one, and what they cost."""
        self.groups += other.groups
        self.dropped += other.dropped
        self.env_seconds += other.env_seconds
        self.policy_seconds += other.policy_seconds
        self.tokens += other.tokens
