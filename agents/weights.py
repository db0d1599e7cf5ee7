"""Models of transformers from folders on disk: weights, adapter, tokenizer or processor. Never a download."""

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
    Qwen2VLImageProcessorPil,
    Qwen3VLProcessor,
)
from transformers.utils.import_utils import is_torchvision_available


class StillProcessor(Qwen3VLProcessor):
    """Qwen3-VL's processor for still pictures alone: its part for videos needs torchvision."""

    def __init__(
        self, image_processor: Any = None, tokenizer: Any = None, video_processor: Any = None, **options: Any
    ) -> None:
        super().__init__(image_processor, tokenizer, video_processor, **options)

    def check_argument_for_proper_class(self, argument_name: str, argument: Any) -> Any:
        """Lets the part for videos be missing."""
        if argument_name == "video_processor" and argument is None:
            return None
        return super().check_argument_for_proper_class(argument_name, argument)

    def save_pretrained(self, save_directory: Any, push_to_hub: bool = False, **options: Any) -> list[str]:
        """Writes the parts that are there."""
        written = self.image_processor.save_pretrained(save_directory, **options)
        return [*written, *self.tokenizer.save_pretrained(save_directory)]


def sees_pictures(folder: str | Path) -> bool:
    """Whether the model of this folder takes pictures."""
    return hasattr(AutoConfig.from_pretrained(folder), "vision_config")


def load_processor(folder: str | Path) -> Any:
    """The tokenizer of a text model, or the processor of a vision model; both pad on the left."""
    if not sees_pictures(folder):
        return AutoTokenizer.from_pretrained(folder, padding_side="left")
    if is_torchvision_available():
        return AutoProcessor.from_pretrained(folder, padding_side="left")
    tokenizer = AutoTokenizer.from_pretrained(folder, padding_side="left")
    pictures = Qwen2VLImageProcessorPil.from_pretrained(folder)
    return StillProcessor(pictures, tokenizer, chat_template=tokenizer.chat_template)


def load_model(
    folder: str | Path, *, adapter: str | Path | None = None, device: str = "auto", dtype: str = "auto"
) -> Any:
    """The model in evaluation mode.

    Args:
        folder: With ``config.json`` and safetensors.
        adapter: Folder of a LoRA adapter, which is merged into the weights (needs peft).
        device: Such as ``cpu`` or ``cuda:1``; ``auto`` takes the first GPU if there is one.
        dtype: Such as ``float32`` or ``bfloat16``; ``auto`` takes that of the weights on disk.
    """
    kind = AutoModelForImageTextToText if sees_pictures(folder) else AutoModelForCausalLM
    model: Any = kind.from_pretrained(folder, dtype=dtype)
    if adapter is not None:
        from peft import PeftModel

        model = PeftModel.from_pretrained(model, str(adapter)).merge_and_unload()
    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    return model.to(device).eval()
