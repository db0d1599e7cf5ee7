"""The screen as files: PNG, and Android's raw picture."""

from __future__ import annotations

import struct
import sys
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


HEAD = struct.Struct("<4I")
"""What goes before the pixels of a raw picture: width, height, pixel format and colour space."""


class Screenshots:
    """What a phone shows as files, kept until the screen changes.

    Memory for raw pictures is used again once nobody holds it any more: to have as much from the system, page
    by page, costs more than all else of a raw screenshot.
    """

    def __init__(self) -> None:
        self._png: tuple[int, bytes] = (0, b"")
        self._raw = np.empty(0, np.uint8)
        self._raw_number = 0

    def png(self, phone: Phone) -> bytes:
        """The screen as a PNG file."""
        number = phone.frame_number()
        if number != self._png[0]:
            self._png = number, png(phone.frame(copy=False))
        return self._png[1]

    def raw(self, phone: Phone) -> memoryview:
        """The screen as ``screencap`` writes it: a head, and RGBA pixels. It stays so while it is held."""
        number = phone.frame_number()
        if number != self._raw_number:
            frame = phone.frame(copy=False)
            height, width, _ = frame.shape
            size = HEAD.size + 4 * width * height
            if self._raw.size != size or sys.getrefcount(self._raw) > _UNSHARED:
                self._raw = np.empty(size, np.uint8)
            HEAD.pack_into(self._raw.data, 0, width, height, RGBA_8888, SRGB)
            cv2.cvtColor(frame, cv2.COLOR_RGB2RGBA, dst=self._raw[HEAD.size :].reshape(height, width, 4))
            self._raw_number = number
        return self._raw.data


_UNSHARED = 2
"""References to the memory when only its owner has it, and the call that counts."""
