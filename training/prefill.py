"""Equal prompts of a batch are read once, though each is answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeGuard

import torch
from transformers.cache_utils import DynamicCache, DynamicLayer, DynamicSlidingWindowLayer

ROWS = ("input_ids", "attention_mask", "position_ids")
"""Arguments of a forward pass with a row for each prompt."""

LAYERS = (DynamicLayer, DynamicSlidingWindowLayer)
"""Layers of a cache that hold nothing but keys and values of each row."""


@contextmanager
def shared_prefill(model: torch.nn.Module) -> Iterator[None]:
    """While it lasts, ``model`` reads equal prompts of ``generate`` once and hands each row a copy.

    The episodes of a group begin on the same screen and often go the same way, so that most of their
    prompts are equal; where answers are short, reading prompts is much of the work. Only the first
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
        return (), named | {name: named[name][first] for name in ROWS if named.get(name) is not None}

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
    ids, cache = named.get("input_ids"), named.get("past_key_values")
    switches = [value for name, value in named.items() if name not in (*ROWS, "past_key_values")]
    if not all(value is None or isinstance(value, int) for value in switches):  # such as pictures
        return False
    if not isinstance(ids, torch.Tensor) or not _copies_rows(cache) or cache.get_seq_length():
        return False
    return all(named[name].shape == ids.shape for name in ROWS if named.get(name) is not None)


def _copies_rows(cache: Any) -> TypeGuard[DynamicCache]:
    return type(cache) is DynamicCache and all(type(layer) in LAYERS for layer in cache.layers)


def _keys(named: dict[str, Any]) -> torch.Tensor:
    """What tells prompts apart: tokens, and the mask where there is one, (rows, 1 or 2 x length)."""
    ids, mask = named["input_ids"], named.get("attention_mask")
    return ids if mask is None else torch.cat([ids, mask.to(ids.dtype)], dim=1)
