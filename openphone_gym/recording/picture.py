"""Frames as PNG files: lossless, and quick to write."""

from __future__ import annotations

import struct
from pathlib import Path

import cv2
import numpy as np

from openphone_gym.recording.untrusted import read_file

MOST_PIXELS = 1 << 26
"""Of a picture. Few bytes of a file can stand for very many pixels, so its heading is read first."""

_HEADING = struct.Struct(">8s4x4sII")
_PNG = b"\x89PNG\r\n\x1a\n"


def write_png(frame: np.ndarray, path: Path) -> Path:
    """Writes a frame, uint8 RGB (H, W, 3), and returns ``path``.

    Raises:
        ValueError: It is no such frame, or has more than ``MOST_PIXELS``.
    """
    if (
        not isinstance(frame, np.ndarray)
        or (frame.dtype, frame.ndim, frame.shape[-1:]) != (np.uint8, 3, (3,))
        or not 0 < frame.size <= 3 * MOST_PIXELS
    ):
        described = f"{frame.dtype} {frame.shape}" if isinstance(frame, np.ndarray) else type(frame).__name__
        raise ValueError(f"a frame is uint8 (H, W, 3) of at most {MOST_PIXELS} pixels, not {described}")
    # Screens are flat: they compress well at the fastest level, and best without the filters for photographs.
    fastest = [cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_NONE]
    done, data = cv2.imencode(".png", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR), fastest)
    if not done:
        raise ValueError(f"a frame of shape {frame.shape} is no picture")
    path.write_bytes(data.tobytes())
    return path


def read_png(path: Path) -> np.ndarray:
    """Reads a picture as uint8 RGB (H, W, 3).

    Raises:
        OSError: The file is missing, or can't be read.
        ValueError: The file is not a PNG picture of at most ``MOST_PIXELS``.
    """
    content = read_file(path, 4 * MOST_PIXELS)
    if len(content) < _HEADING.size:
        raise ValueError(f"{path.name} is not a picture")
    signature, kind, width, height = _HEADING.unpack_from(content)
    if (signature, kind) != (_PNG, b"IHDR") or not 0 < width * height <= MOST_PIXELS:
        raise ValueError(f"{path.name} is not a PNG picture of at most {MOST_PIXELS} pixels")
    try:
        return pixels(content)
    except ValueError:
        raise ValueError(f"{path.name} is not a picture") from None


def pixels(picture: bytes) -> np.ndarray:
    """An encoded picture as uint8 RGB (H, W, 3); one from outside is read by ``read_png``.

    Raises:
        ValueError: It is not a picture.
    """
    decoded = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    if decoded is None:
        raise ValueError("these bytes are not a picture")
    return cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB)
