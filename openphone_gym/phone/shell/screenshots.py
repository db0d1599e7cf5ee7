"""The screen as files: PNG, and Android's raw picture."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

PNG = [cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_NONE]
"""Screens are flat: filters, and more compression, take several times as long for little or nothing."""

RGBA_8888, SRGB = 1, 1
"""Android's numbers of the pixel format and of the colour space."""


def png(frame: np.ndarray) -> bytes:
    """A frame, RGB of shape (height, width, 3), as a PNG file."""
    return cv2.imencode(".png", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR), PNG)[1].tobytes()


def raw(frame: np.ndarray) -> bytes:
    """A frame as ``screencap`` writes it: width, height, format, colour space, and RGBA pixels."""
    height, width, _ = frame.shape
    head = struct.pack("<4I", width, height, RGBA_8888, SRGB)
    return head + cv2.cvtColor(frame, cv2.COLOR_RGB2RGBA).tobytes()


class Screenshots:
    """What a phone shows as files; the last PNG is kept until the screen changes."""

    def __init__(self) -> None:
        self._number = 0
        self._png = b""

    def png(self, phone: Phone) -> bytes:
        """The screen as a PNG file."""
        number = phone.frame_number()
        if number != self._number:
            self._png = png(phone.frame(copy=False))
            self._number = number
        return self._png

    def raw(self, phone: Phone) -> bytes:
        """The screen as Android's raw picture."""
        return raw(phone.frame(copy=False))
