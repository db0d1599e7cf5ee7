"""Pictures of a conversation, as processors of transformers take them."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

from PIL import Image

from agents.prompt_size import prompt_size
from training.turns import Messages


def with_pictures(messages: Messages) -> Messages:
    """The conversation with pictures in place of data URLs."""
    return [message | {"content": _content(message["content"])} for message in messages]


def size_with_pictures(processor: Any, messages: Messages, **template: Any) -> int | None:
    """Tokens of a prompt with pictures, counted by their sizes; None of others, or where those don't tell.

    Args:
        processor: The model's.
        messages: The prompt.
        **template: What the chat template takes beside it.
    """
    urls = [
        part["image_url"]["url"]
        for message in messages
        if not isinstance(message["content"], str)
        for part in message["content"]
        if part["type"] == "image_url"
    ]
    if not urls:
        return None
    text = processor.apply_chat_template(
        [message | {"content": _places(message["content"])} for message in messages],
        add_generation_prompt=True,
        tokenize=False,
        **template,
    )
    return prompt_size(processor, text, [_opened(url) for url in urls])


def _places(content: str | list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Content in parts, with a place for each picture."""
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return [{"type": "image"} if part["type"] == "image_url" else part for part in content]


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
    return _opened(url).convert("RGB")


def _opened(url: str) -> Image.Image:
    """A picture, of which no more than the header has been read."""
    return Image.open(BytesIO(base64.b64decode(url.partition(",")[2])))
