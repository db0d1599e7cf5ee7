"""The adapter that all training scripts add to a model, or train further."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from peft import LoraConfig

from agents.weights import load_adapter, load_model


def lora(rank: int) -> LoraConfig | None:
    """LoRA on all linear layers but the head, scaled by 2 (Hu et al., 2021); None for rank 0: all weights."""
    if not rank:
        return None
    return LoraConfig(r=rank, lora_alpha=2 * rank, target_modules="all-linear", task_type="CAUSAL_LM")


def load_trained(model: str | Path, adapter: str | Path, *, dtype: str) -> Any:
    """A model on the CPU, with an adapter that learns on if one is named.

    Args:
        model: Folder of the model.
        adapter: Folder of the adapter; empty for none.
        dtype: Such as ``float32``.
    """
    loaded = load_model(model, device="cpu", dtype=dtype)
    return load_adapter(loaded, adapter, is_trainable=True) if adapter else loaded
