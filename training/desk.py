"""Where episodes ask: the policy answers whoever is ready, several together; nobody waits for the slowest."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from openphone_gym.endpoint import EndpointUnavailable
from openphone_gym.rollout.batching import Batcher
from training.turns import Answer, Messages, Policy

FIRST_WAIT = 2.0
"""Seconds that the first batch waits for episodes that could still join it, at most: phones are made."""
WAIT = 0.25
"""What later batches wait, as a share of what the last answers took: that is the most it can cost."""


class _Question(NamedTuple):
    messages: Messages
    seed: str


class Desk:
    """Has a policy answer what the threads of episodes ask.

    Args:
        policy: What answers.
        clock: Seconds, for the shares of time.

    Attributes:
        fault: What the policy raised first; from then on nobody is answered.
        seconds: In which the policy answered.
        tokens: That it drew.
    """

    def __init__(self, policy: Policy, clock: Callable[[], float] = time.perf_counter) -> None:
        self.policy = policy
        self._clock = clock
        self._batcher: Batcher[_Question, Answer] = Batcher(self._answer_batch, size=1, wait=FIRST_WAIT)
        self._lock = threading.Lock()  # of all that follows
        self._greedy = False
        self._answering = 0
        self._since = 0.0
        self.fault: BaseException | None = None
        self.seconds = 0.0
        self.tokens = 0

    def open(self, greedy: bool) -> None:
        """Begins to count anew.

        Args:
            greedy: Whether the policy takes the most probable tokens from now on.
        """
        self._greedy, self.seconds, self.tokens = greedy, 0.0, 0

    def expect(self, episodes: int) -> None:
        """Says how many episodes may ask at a time: a batch of all that can come waits for no more."""
        self._batcher.resize(max(1, min(episodes, self.policy.at_once or episodes)))

    def ask(self, messages: Messages, seed: str) -> Answer:
        """The policy's answer.

        Raises:
            EndpointUnavailable: It has failed; ``fault`` says how.
        """
        question = _Question(messages, seed)
        with self._noted():
            if self.policy.concurrent:
                return self._answer([question])[0]
            return self._batcher.ask(question)

    def excess(self, messages: Messages, tools: Any = None) -> int:
        """Tokens that a prompt is too long by; negative if it fits.

        Raises:
            EndpointUnavailable: The policy has failed; ``fault`` says how.
        """
        with self._noted():
            return self.policy.excess(messages, tools)

    def _answer_batch(self, questions: Sequence[_Question]) -> list[Answer]:
        started = self._clock()
        answers = self._answer(questions)
        self._batcher.wait = WAIT * (self._clock() - started)
        return answers

    def _answer(self, questions: Sequence[_Question]) -> list[Answer]:
        conversations, seeds = [each.messages for each in questions], [each.seed for each in questions]
        with self._counted():
            answers = self.policy.answer(conversations, seeds, greedy=self._greedy)
        with self._lock:
            self.tokens += sum(len(answer.completion_ids) for answer in answers)
        return answers

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """Counts the time in which anything is being answered."""
        with self._lock:
            self._answering += 1
            if self._answering == 1:
                self._since = self._clock()
        try:
            yield
        finally:
            with self._lock:
                self._answering -= 1
                if not self._answering:
                    self.seconds += self._clock() - self._since

    @contextmanager
    def _noted(self) -> Iterator[None]:
        """What the policy raises ends all episodes, and is raised where they are waited for."""
        if self.fault is None:
            try:
                yield
                return
            except Exception as error:
                self.fault = self.fault or error
        raise EndpointUnavailable(f"the policy has failed ({type(self.fault).__name__})")
