"""Screenshots as the emulator's gRPC sends them."""

from __future__ import annotations

import cv2
import numpy as np
from android_env.proto import emulator_controller_pb2 as messages

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell.screenshots import png
from openphone_gym.serve.gestures import BadEvent

MOST_PICTURES = 4
"""Formats and sizes in which a screen is kept for clients that ask again."""

FORMAT = messages.ImageFormat


class Pictures:
    """Screenshots of a phone as encoded messages, kept until the screen changes.

    They are encoded here, since a message would copy the pixels three times on their way.

    Args:
        phone: The phone.
    """

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        self._shown = 0
        self._rgba: np.ndarray | None = None
        self._known: dict[tuple[int, int, int], bytes] = {}

    def get(self, wanted: messages.ImageFormat) -> bytes:
        """The screen in a format, no larger than the size in pixels that is asked for (0: as it is).

        Raises:
            BadEvent: There is no such format, display or way of transport.
        """
        if wanted.format not in FORMAT.ImgFormat.values():
            raise BadEvent(f"no picture format {wanted.format}; valid: {', '.join(FORMAT.ImgFormat.keys())}")
        if wanted.transport.channel:
            raise BadEvent("pictures are only sent within the answer; leave out 'transport'")
        check_display(wanted.display)
        number = self._phone.frame_number()
        if number != self._shown or len(self._known) > MOST_PICTURES:
            self._shown, self._known = number, {}
        display = self._phone.system.display
        key = (wanted.format, *_fitted(display.width, display.height, wanted.width, wanted.height))
        if key not in self._known:
            self._known[key] = self._taken(*key)
        return self._known[key]

    def _taken(self, kind: int, width: int, height: int) -> bytes:
        frame = self._phone.frame(copy=False)
        if frame.shape[:2] != (height, width):
            frame = cv2.resize(frame, (width, height), interpolation=cv2.INTER_AREA)
        without = messages.Image(
            format=FORMAT(format=FORMAT.ImgFormat.Name(kind), width=width, height=height),
            width=width,
            height=height,
            timestampUs=self._phone.system.clock * 1000,
        )
        picture = self._encoded(frame, kind)
        return b"".join((without.SerializeToString(), _IMAGE, _varint(len(picture)), picture))

    def _encoded(self, frame: np.ndarray, kind: int) -> bytes | memoryview:
        if kind == FORMAT.ImgFormat.RGBA8888:
            # In memory of its own: to get such from the system costs more than the work itself.
            self._rgba = cv2.cvtColor(frame, cv2.COLOR_RGB2RGBA, dst=self._rgba)
            return self._rgba.reshape(-1).data
        if kind == FORMAT.ImgFormat.RGB888:
            return np.ascontiguousarray(frame).reshape(-1).data
        return png(frame)


def _fitted(width: int, height: int, most_width: int, most_height: int) -> tuple[int, int]:
    """The largest size of the same shape within limits; a limit of 0 is none."""
    scale = min(1.0, (most_width or width) / width, (most_height or height) / height)
    return max(int(width * scale), 1), max(int(height * scale), 1)


_IMAGE = bytes([messages.Image.IMAGE_FIELD_NUMBER << 3 | 2])
"""What goes before the length and the bytes of the field in an encoded message."""


def _varint(number: int) -> bytes:
    """A length as Protocol Buffers write it: seven bits a byte, the lowest first."""
    digits = bytearray()
    while number > 0x7F:
        digits.append(number & 0x7F | 0x80)
        number >>= 7
    digits.append(number)
    return bytes(digits)


def check_display(display: int) -> None:
    """Refuses other displays than the first.

    Raises:
        BadEvent: There is none.
    """
    if display:
        raise BadEvent(f"no display {display}: this phone has one, 0")
