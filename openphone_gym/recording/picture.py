"""Frames as PNG files: lossless, and quick to write."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np


def write_png(frame: np.ndarray, path: Path) -> Path:
    """Writes a frame, uint8 RGB (H, W, 3), and returns ``path``."""
    # Screens are flat: they compress well at the fastest level, and best without the filters for photographs.
    fastest = [cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_NONE]
    done, data = cv2.imencode(".png", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR), fastest)
    if not done:
        raise ValueError(f"a frame of shape {frame.shape} and type {frame.dtype} is no picture")
    path.write_bytes(data.tobytes())
    return path


def read_png(path: Path) -> np.ndarray:
    """Reads a picture as uint8 RGB (H, W, 3).

    Raises:
        ValueError: The file is not a picture.
    """
    data = np.frombuffer(path.read_bytes(), np.uint8)
    picture = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    if picture is None:
        raise ValueError(f"{path.name} is not a picture")
    return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
