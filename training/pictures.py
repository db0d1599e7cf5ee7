"""Pictures of a conversation, as processors of transformers take them."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

from PIL import Image

from training.turns import Messages


def with_pictures(messages: Messages) -> Messages:
    """The conversation with pictures in place of data URLs."""
    return [message | {"content": _content(message["content"])} for message in messages]


def _content(content: str | list[dict[str, Any]]) -> str | list[dict[str, Any]]:
    if isinstance(content, str):
        return content
    return [
        {"type": "image", "image": _decoded(part["image_url"]["url"])}
        if part["type"] == "image_url"
        else part
        for part in content
    ]


def _decoded(url: str) -> Image.Image:
    return Image.open(BytesIO(base64.b64decode(url.partition(",")[2]))).convert("RGB")
