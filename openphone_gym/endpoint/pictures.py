"""Pictures as parts of chat messages."""

from __future__ import annotations

import base64
from typing import Any

import cv2
import numpy as np


def shrunk(width: int, height: int, long_side: int | None) -> tuple[int, int]:
    """The size of a picture whose longer side has ``long_side`` pixels at most; None leaves it alone."""
    if long_side is None or (ratio := long_side / max(height, width)) >= 1:
        return width, height
    return max(1, round(width * ratio)), max(1, round(height * ratio))


def image_part(
    frame: np.ndarray,
    *,
    long_side: int | None = None,
    quality: int | None = None,
    size: tuple[int, int] | None = None,
) -> dict[str, Any]:
    """A picture as a part of a chat message, inside a data URL.

    Args:
        frame: uint8 RGB (H, W, 3).
        long_side: Pixels of the longer side; a larger picture is shrunk, a smaller one is left alone.
        quality: JPEG quality, 1 to 100; None gives PNG.
        size: Width and height to which it is brought in place of that, whatever its shape was.

    Raises:
        ValueError: ``frame`` is no picture.
    """
    if frame.ndim != 3 or frame.shape[2] != 3 or frame.dtype != np.uint8 or not frame.size:
        raise ValueError(f"a frame is uint8 (H, W, 3), not {frame.dtype} {frame.shape}")
    height, width = frame.shape[:2]
    size = size or shrunk(width, height, long_side)
    if size != (width, height):
        frame = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
    kind, options = ("png", []) if quality is None else ("jpeg", [cv2.IMWRITE_JPEG_QUALITY, quality])
    _, data = cv2.imencode(f".{kind}", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR), options)
    url = f"data:image/{kind};base64,{base64.b64encode(data.tobytes()).decode('ascii')}"
    return {"type": "image_url", "image_url": {"url": url}}
