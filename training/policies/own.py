"""The trainer's own model answers, or TRL's vLLM that holds its weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from training.prefill import shared_prefill
from training.turns import Answer, Messages

if TYPE_CHECKING:
    from training.episodes import EpisodeTrainer


class OwnPolicy:
    """The model of a trainer, a number of conversations at a time."""

    def __init__(self, trainer: EpisodeTrainer) -> None:
        self._trainer = trainer
        self._config = trainer.config

    def answer(self, conversations: Sequence[Messages], *, greedy: bool = False) -> list[Answer]:
        """Answers all conversations."""
        # Neighbours in length share a batch, so that little of it is padding.
        order = sorted(range(len(conversations)), key=lambda number: _length(conversations[number]))
        answers: dict[int, Answer] = {}
        with self._choosing(greedy):
            at_once = self._at_once or len(order)
            for first in range(0, len(order), at_once):
                places = order[first : first + at_once]
                asked = [conversations[number] for number in places]
                answers |= zip(places, self._answer(asked), strict=True)
        return [answers[number] for number in range(len(conversations))]

    def excess(self, messages: Messages, tools: Any = None) -> int:
        """Tokens that a prompt is too long by."""
        prompt_ids, _, _ = self._trainer.tokenized([messages])
        return len(prompt_ids[0]) + self._config.max_completion_length - self._config.context

    @property
    def _at_once(self) -> int:
        """Conversations that are answered together; 0 for all."""
        return self._config.answers_at_once

    @contextmanager
    def _choosing(self, greedy: bool) -> Iterator[None]:
        """Takes the most probable tokens, or draws them."""
        settings = self._trainer.generation_config
        before = settings.do_sample
        settings.do_sample = not greedy
        try:
            yield
        finally:
            settings.do_sample = before

    def _answer(self, conversations: Sequence[Messages]) -> list[Answer]:
        trainer = self._trainer
        prompt_ids, images, fields = trainer.tokenized(conversations)
        with shared_prefill(trainer.inner_model()):
            completion_ids, told = trainer._generate_single_turn(prompt_ids, images, fields, 1)
        logprobs = told or [None] * len(completion_ids)
        return [
            Answer(
                str(trainer._tokenizer.decode(ids, skip_special_tokens=True)),
                prompt,
                list(ids),
                chances,
                trainer.finish_reason(ids),
            )
            for prompt, ids, chances in zip(prompt_ids, completion_ids, logprobs, strict=True)
        ]


class VllmPolicy(OwnPolicy):
    """TRL's vLLM, which is given all conversations at once and batches them itself."""

    @property
    def _at_once(self) -> int:
        return 0

    @contextmanager
    def _choosing(self, greedy: bool) -> Iterator[None]:
        engine = self._trainer.vllm_generation
        before = engine.temperature
        engine.temperature = 0.0 if greedy else before
        try:
            yield
        finally:
            engine.temperature = before


def _length(messages: Messages) -> int:
    """Characters of what a turn's user message says, pictures left out."""
    content = messages[-1]["content"]
    return len(content if isinstance(content, str) else content[0]["text"])
