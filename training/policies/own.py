"""The trainer's own model answers, or TRL's vLLM that holds its weights."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

import torch

from training.drawing import drawn_by
from training.pictures import size_with_pictures
from training.prefill import shared_prefill
from training.turns import Answer, Messages

if TYPE_CHECKING:
    from training.episodes import EpisodeTrainer


class OwnPolicy:
    """The model of a trainer, a number of conversations at a time."""

    concurrent = False

    def __init__(self, trainer: EpisodeTrainer) -> None:
        self._trainer = trainer
        self._config = trainer.config
        self._tokenizing = threading.Lock()  # episodes measure their prompts while others are answered
        self.at_once: int = trainer.config.answers_at_once

    def answer(
        self, conversations: Sequence[Messages], seeds: Sequence[str], *, greedy: bool = False
    ) -> list[Answer]:
        """Answers all conversations, whichever thread asks."""
        device = self._trainer.accelerator.device
        # Which GPU is meant is a matter of the thread.
        with torch.cuda.device(device if device.type == "cuda" else -1), self._choosing(seeds, greedy):
            return self._answer(conversations)

    def excess(self, messages: Messages, tools: Any = None) -> int:
        """Tokens that a prompt is too long by."""
        trainer, config = self._trainer, self._config
        template: Any = trainer.chat_template_kwargs
        with self._tokenizing:
            size = size_with_pictures(trainer.processing_class, messages, **template)
            if size is None:
                size = len(trainer.tokenized([messages])[0][0])
        return size + config.max_completion_length - config.context

    @contextmanager
    def _choosing(self, seeds: Sequence[str], greedy: bool) -> Iterator[None]:
        """Takes the most probable tokens, or draws them by the seeds."""
        settings = self._trainer.generation_config
        before = settings.do_sample
        settings.do_sample = not greedy
        model = self._trainer.inner_model()
        try:
            with shared_prefill(model), nullcontext() if greedy else drawn_by(model, seeds):
                yield
        finally:
            settings.do_sample = before

    def _answer(self, conversations: Sequence[Messages]) -> list[Answer]:
        trainer = self._trainer
        with self._tokenizing:
            prompt_ids, images, fields = trainer.tokenized(conversations)
        completion_ids, told = trainer._generate_single_turn(prompt_ids, images, fields, 1)
        logprobs = told or [None] * len(completion_ids)
        with self._tokenizing:
            texts = [trainer._tokenizer.decode(ids, skip_special_tokens=True) for ids in completion_ids]
        return [
            Answer(str(text), prompt, list(ids), chances, trainer.finish_reason(ids))
            for text, prompt, ids, chances in zip(texts, prompt_ids, completion_ids, logprobs, strict=True)
        ]


class VllmPolicy(OwnPolicy):
    """TRL's vLLM, which is given all conversations that are ready and batches them itself; its draws too."""

    def __init__(self, trainer: EpisodeTrainer) -> None:
        super().__init__(trainer)
        self.at_once = 0

    @contextmanager
    def _choosing(self, seeds: Sequence[str], greedy: bool) -> Iterator[None]:
        engine = self._trainer.vllm_generation
        before = engine.temperature
        engine.temperature = 0.0 if greedy else before
        try:
            yield
        finally:
            engine.temperature = before
