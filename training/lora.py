"""The adapter that all training scripts add to a model."""

from __future__ import annotations

from peft import LoraConfig


def lora(rank: int) -> LoraConfig | None:
    """LoRA on all linear layers but the head, scaled by 2 (Hu et al., 2021); None for rank 0: all weights."""
    if not rank:
        return None
    return LoraConfig(r=rank, lora_alpha=2 * rank, target_modules="all-linear", task_type="CAUSAL_LM")
