"""Draws of tokens that depend on the answer's own seed, not on its company."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from transformers import LogitsProcessor, LogitsProcessorList


class Drawing(LogitsProcessor):
    """Comes last, when temperature, top-p and their like have been at the scores, and leaves one token each.

    A row's token is where its own number, even between 0 and 1, falls into the sum of the probabilities
    (inverse transform sampling), so that a row takes one number a token, and the device does the rest.

    Args:
        seeds: One for each row.
    """

    def __init__(self, seeds: Sequence[str]) -> None:
        self._chances = [random.Random(seed) for seed in seeds]

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        """The scores, of which none but the drawn token's is left."""
        sums = scores.double().softmax(-1).cumsum(-1)
        points = torch.tensor([[chance.random()] for chance in self._chances], dtype=sums.dtype)
        places = points.to(sums.device) * sums[:, -1:]
        drawn = torch.searchsorted(sums, places, right=True).clamp(max=scores.shape[-1] - 1)
        return torch.full_like(scores, float("-inf")).scatter(1, drawn, 0.0)


@contextmanager
def drawn_by(model: Any, seeds: Sequence[str]) -> Iterator[None]:
    """While it lasts, what ``model.generate`` samples is drawn by these seeds.

    A processor that is passed to ``generate`` would come before temperature and top-p, so this one is added
    to the list that the model makes. Other chances, such as those of dropout, go on as if nothing was drawn.

    Args:
        model: Of transformers; of a model with an adapter, the model inside.
        seeds: One for each row of the batch.
    """
    made = model._get_logits_processor

    def with_drawing(*given: Any, **named: Any) -> LogitsProcessorList:
        return LogitsProcessorList([*made(*given, **named), Drawing(seeds)])

    model._get_logits_processor = with_drawing
    devices = [model.device] if model.device.type == "cuda" else []
    try:
        with torch.random.fork_rng(devices=devices):
            yield
    finally:
        del model._get_logits_processor
