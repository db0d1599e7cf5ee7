"""What is trained: an adapter that all training scripts add to a model or train further, or all weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig

from agents.weights import load_adapter, load_model
from training.preflight import Unfit

VISION = ("visual", "vision_tower", "vision_model", "multi_modal_projector", "connector")
"""Names of modules that turn pictures into embeddings, projectors included."""
IN_VISION = rf".*\b({'|'.join(VISION)})\b.*"
"""Full names of all that lies within them, as a regular expression."""


def lora(rank: int, freeze_vision: bool = False) -> LoraConfig | None:
    """LoRA on all linear layers but the head, scaled by 2 (Hu et al., 2021); None for rank 0: all weights.

    Args:
        rank: Of the adapter.
        freeze_vision: Whether the parts that turn pictures into embeddings get none.
    """
    if not rank:
        return None
    return LoraConfig(
        r=rank,
        lora_alpha=2 * rank,
        target_modules="all-linear",
        exclude_modules=IN_VISION if freeze_vision else None,
        task_type="CAUSAL_LM",
    )


def load_trained(
    model: str | Path, adapter: str | Path, *, whole: bool, bf16: bool | None, freeze_vision: bool = False
) -> Any:
    """A model on the CPU, with an adapter that learns on if one is named.

    Weights that are trained are float32, whatever the passes compute in: an update of 5e-6 is less than half
    of the distance between two numbers of bfloat16, so that nearly all of it would be lost.

    Args:
        model: Folder of the model.
        adapter: Folder of the adapter; empty for none.
        whole: Whether all weights are trained, and no adapter.
        bf16: Whether weights that are not trained are bfloat16.
        freeze_vision: Whether the parts that turn pictures into embeddings stay as they are.

    Raises:
        Unfit: Eyes are to be frozen, and there are none.
    """
    loaded = load_model(model, device="cpu", dtype="bfloat16" if bf16 and not whole else "float32")
    if adapter:
        loaded = load_adapter(loaded, adapter, is_trainable=True)
    if freeze_vision:
        freeze(loaded)
    return loaded


def freeze(model: torch.nn.Module) -> int:
    """Keeps the parts that turn pictures into embeddings as they are, with any adapter on them.

    Returns:
        How many parameters that are.

    Raises:
        Unfit: The model has no such parts.
    """
    frozen = 0
    for name, parameter in model.named_parameters():
        if set(name.split(".")) & set(VISION):
            parameter.requires_grad_(False)
            frozen += parameter.numel()
    if not frozen:
        raise Unfit("freeze_vision: the model has no vision part; leave it out for text models")
    return frozen
