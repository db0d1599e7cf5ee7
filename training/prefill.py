"""Equal prompts of a batch are read once, though each is answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from transformers.cache_utils import DynamicCache, DynamicLayer, DynamicSlidingWindowLayer

ROWS = ("input_ids", "attention_mask", "position_ids")
"""Arguments of a forward pass with a row for each prompt."""

BESIDE = ("pixel_", "image_", "video_", "audio_", "input_features", "inputs_embeds")
"""How arguments begin that say more of a prompt than its tokens."""

LAYERS = (DynamicLayer, DynamicSlidingWindowLayer)
"""Layers of a cache that hold nothing but keys and values of each row."""


@contextmanager
def shared_prefill(model: torch.nn.Module) -> Iterator[None]:
    """While it lasts, ``model`` reads equal prompts of ``generate`` once and hands each row a copy.

    The episodes of a group begin on the same screen and often go the same way, so that most of their
    prompts are equal, and on a CPU reading prompts is most of the work of short answers. Only the first
    pass of plain text with an empty cache is changed; everything else goes through untouched.

    Args:
        model: What runs the forward passes: of a model with an adapter, the model inside.
    """
    places: list[torch.Tensor] = []  # of the pass that is under way: each row's place among the distinct ones

    def narrow(_: Any, arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        places.clear()
        if arguments or not _is_prefill(named):
            return None
        rows = named["input_ids"].shape[0]
        distinct, inverse = torch.unique(_keys(named), dim=0, return_inverse=True)
        if len(distinct) == rows:
            return None
        places.append(inverse)
        first = torch.full((len(distinct),), rows, device=inverse.device)
        first.scatter_reduce_(0, inverse, torch.arange(rows, device=inverse.device), "amin")
        return (), named | {name: named[name][first] for name in ROWS if _has_rows(named.get(name), rows)}

    def widen(_: Any, arguments: Any, named: Any, output: Any) -> Any:
        if places:
            output.logits = output.logits[places[0]]
            output.past_key_values.batch_select_indices(places[0])
        return output

    handles = [
        model.register_forward_pre_hook(narrow, with_kwargs=True),
        model.register_forward_hook(widen, with_kwargs=True),
    ]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def _is_prefill(named: dict[str, Any]) -> bool:
    """Whether a pass reads prompts of plain text into an empty cache that can be copied row by row."""
    ids, mask, cache = (named.get(name) for name in ("input_ids", "attention_mask", "past_key_values"))
    plain = not any(name.startswith(BESIDE) and value is not None for name, value in named.items())
    shaped = isinstance(ids, torch.Tensor) and isinstance(mask, torch.Tensor) and mask.shape == ids.shape
    return plain and shaped and _copies_rows(cache) and cache.get_seq_length() == 0  # type: ignore[union-attr]


def _copies_rows(cache: Any) -> bool:
    return type(cache) is DynamicCache and all(type(layer) in LAYERS for layer in cache.layers)


def _keys(named: dict[str, Any]) -> torch.Tensor:
    """What tells prompts apart: tokens and mask, (rows, 2 x length)."""
    return torch.cat([named["input_ids"], named["attention_mask"].to(named["input_ids"].dtype)], dim=1)


def _has_rows(value: Any, rows: int) -> bool:
    return isinstance(value, torch.Tensor) and value.dim() > 1 and value.shape[0] == rows
