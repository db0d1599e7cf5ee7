"""What Android's shell commands print, as data."""

from __future__ import annotations

import re
import struct

import cv2
import numpy as np

from openphone_gym.devices.device import Screen

_SIZE = re.compile(r"size: (\d+)x(\d+)")
_DENSITY = re.compile(r"density: (\d+)")
_FRONT = re.compile(r"(?:mCurrentFocus|mFocusedApp|[rR]esumedActivity)\b[^\n]*? ([\w.]+)/([\w.$]+)[ }]")
_LOCKED = re.compile(r"(?:mDreamingLockscreen|mShowingLockscreen|isKeyguardShowing)=true")

_HEADERS = (12, 16)
"""Bytes before the pixels of a raw screenshot; Android 9 added a colour space."""

_TO_RGB = {1: cv2.COLOR_RGBA2RGB, 2: cv2.COLOR_RGBA2RGB, 5: cv2.COLOR_BGRA2RGB}
"""Conversions by those pixel formats of ``android.graphics.PixelFormat`` that have four bytes."""


def read_screen(told: str) -> Screen | None:
    """Geometry from ``wm size`` and ``wm density``; what the user chose comes after the physical one."""
    sizes, densities = _SIZE.findall(told), _DENSITY.findall(told)
    if not sizes or not densities:
        return None
    width, height = sizes[-1]
    return Screen(int(width), int(height), int(densities[-1]))


def read_front(told: str) -> str | None:
    """``package/activity`` in front from lines of ``dumpsys window`` or ``dumpsys activity``."""
    found = _FRONT.search(told)
    if found is None:
        return None
    package, activity = found.groups()
    return f"{package}/{package + activity if activity.startswith('.') else activity}"


def is_locked(told: str) -> bool:
    """Whether lines of ``dumpsys window`` tell of a lock screen."""
    return _LOCKED.search(told) is not None


def read_raw(data: bytes) -> np.ndarray | None:
    """The picture in what ``screencap`` writes: size and pixel format, then the pixels.

    Args:
        data: Little-endian 32 bit width, height and format, since Android 9 a colour space, and rows of
            four bytes a pixel.

    Returns:
        RGB, uint8 (H, W, 3); None if it is something else.
    """
    if len(data) < min(_HEADERS):
        return None
    width, height, pixel_format = struct.unpack_from("<3I", data)
    header = len(data) - 4 * width * height
    if header not in _HEADERS or pixel_format not in _TO_RGB or not width * height:
        return None
    pixels = np.frombuffer(data, np.uint8, offset=header).reshape(height, width, 4)
    return cv2.cvtColor(pixels, _TO_RGB[pixel_format])


def read_png(data: bytes) -> np.ndarray | None:
    """The picture in a PNG file, RGB, uint8 (H, W, 3); None if there is none."""
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR_RGB) if data else None
