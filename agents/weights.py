"""Models of transformers from folders on disk: weights, adapter, tokenizer or processor.

Never a download, and never code: see ``agents.model_folder``. Tokenizers and processors are guarded, see
``agents.chat_template``.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # before transformers is imported, which looks at it once

import torch
from transformers import (
    AutoConfig,
    AutoModelForCausalLM,
    AutoModelForImageTextToText,
    AutoProcessor,
    AutoTokenizer,
    Qwen2_5_VLProcessor,
    Qwen2VLImageProcessorPil,
    Qwen2VLProcessor,
    Qwen3VLProcessor,
)
from transformers.utils.import_utils import is_torchvision_available

from agents.chat_template import guarded
from agents.model_folder import refuse_code, refuse_pickles
from openphone_gym.endpoint import EndpointNotConfigured


class _Still:
    """Comes before a processor's own class: its part for videos, which needs torchvision, may be missing."""

    def __init__(
        self, image_processor: Any = None, tokenizer: Any = None, video_processor: Any = None, **options: Any
    ) -> None:
        parent: Any = super()
        parent.__init__(image_processor, tokenizer, video_processor, **options)

    def check_argument_for_proper_class(self, argument_name: str, argument: Any) -> Any:
        """Lets the part for videos be missing."""
        if argument_name == "video_processor" and argument is None:
            return None
        parent: Any = super()
        return parent.check_argument_for_proper_class(argument_name, argument)

    def save_pretrained(self, save_directory: Any, push_to_hub: bool = False, **options: Any) -> list[str]:
        """Writes the parts that are there."""
        parts: Any = self
        written = parts.image_processor.save_pretrained(save_directory, **options)
        return [*written, *parts.tokenizer.save_pretrained(save_directory)]


class StillProcessor(_Still, Qwen3VLProcessor):
    """Qwen3-VL's processor for still pictures alone."""


class StillProcessor25(_Still, Qwen2_5_VLProcessor):
    """Qwen2.5-VL's processor for still pictures alone."""


class StillProcessor2(_Still, Qwen2VLProcessor):
    """Qwen2-VL's processor for still pictures alone."""


STILL = {
    "qwen2_vl": StillProcessor2,
    "qwen2_5_vl": StillProcessor25,
    "qwen3_vl": StillProcessor,
    "qwen3_vl_moe": StillProcessor,
}
"""Types of models whose processors need torchvision for videos alone."""


def sees_pictures(folder: str | Path) -> bool:
    """Whether the model of this folder takes pictures.

    Raises:
        UnsafeModel: It comes with code of its own.
    """
    refuse_code(folder)
    return hasattr(AutoConfig.from_pretrained(folder, trust_remote_code=False), "vision_config")


def load_processor(folder: str | Path) -> Any:
    """The tokenizer of a text model, or the processor of a vision model: guarded, and padding on the left.

    Raises:
        UnsafeModel: It comes with code of its own.
        EndpointNotConfigured: The model's own processor needs torchvision.
    """
    options: dict[str, Any] = {"padding_side": "left", "trust_remote_code": False}
    if not sees_pictures(folder):
        return guarded(AutoTokenizer.from_pretrained(folder, **options))
    kind = AutoConfig.from_pretrained(folder, trust_remote_code=False).model_type
    if not is_torchvision_available() and kind in STILL:
        tokenizer = AutoTokenizer.from_pretrained(folder, **options)
        pictures = Qwen2VLImageProcessorPil.from_pretrained(folder)
        return guarded(STILL[kind](pictures, tokenizer, chat_template=tokenizer.chat_template))
    try:
        return guarded(AutoProcessor.from_pretrained(folder, **options))
    except ImportError:
        raise EndpointNotConfigured(
            f"the processor of this model ({kind}) needs torchvision: install the one that belongs to your "
            "PyTorch (pip install torch torchvision, both from one index)"
        ) from None


def load_weights(folder: str | Path, **options: Any) -> Any:
    """The model as it was saved.

    Args:
        folder: With ``config.json`` and safetensors.
        **options: Of ``from_pretrained``, such as ``dtype``.

    Raises:
        UnsafeModel: It comes with code of its own, or its weights are pickled.
    """
    kind: Any = AutoModelForImageTextToText if sees_pictures(folder) else AutoModelForCausalLM
    refuse_pickles(folder)
    return kind.from_pretrained(folder, trust_remote_code=False, use_safetensors=True, **options)


def load_adapter(model: Any, folder: str | Path, **options: Any) -> Any:
    """The model with a LoRA adapter (needs peft).

    Args:
        model: What the adapter belongs to.
        folder: With ``adapter_config.json`` and safetensors.
        **options: Of ``PeftModel.from_pretrained``.

    Raises:
        UnsafeModel: Its weights are pickled.
    """
    from peft import PeftModel

    refuse_pickles(folder, "adapter_model")
    return PeftModel.from_pretrained(model, str(folder), **options)


def load_model(
    folder: str | Path, *, adapter: str | Path | None = None, device: str = "auto", dtype: str = "auto"
) -> Any:
    """The model in evaluation mode.

    Args:
        folder: With ``config.json`` and safetensors.
        adapter: Folder of a LoRA adapter, which is merged into the weights (needs peft).
        device: Such as ``cpu`` or ``cuda:1``; ``auto`` takes the first GPU if there is one.
        dtype: Such as ``float32`` or ``bfloat16``; ``auto`` takes that of the weights on disk.

    Raises:
        UnsafeModel: It comes with code of its own, or some weights are pickled.
    """
    model = load_weights(folder, dtype=dtype)
    if adapter is not None:
        model = load_adapter(model, adapter).merge_and_unload()
    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    return model.to(device).eval()
