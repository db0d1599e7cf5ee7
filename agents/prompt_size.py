"""How many tokens a prompt with pictures takes, without making the pictures ready for the model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PIL import Image


def prompt_size(processor: Any, text: str, pictures: Sequence[Image.Image]) -> int | None:
    """Tokens of a prompt, its pictures counted by their sizes: making them ready is slow.

    Args:
        processor: The model's.
        text: The prompt, with a place for each picture.
        pictures: Of which no more than the header is read.

    Returns:
        The number; None where the processor can't tell by sizes.
    """
    count = getattr(processor, "_get_num_multimodal_tokens", None)
    if count is None:
        return None
    sizes = [(picture.height, picture.width) for picture in pictures]
    words = processor.tokenizer(text, add_special_tokens=False)["input_ids"]
    return len(words) - len(sizes) + sum(count(image_sizes=sizes).num_image_tokens)
