"""Typing over adb: the shell commands that put characters into the focused field.

Android's own ``input text`` takes what is on an American keyboard. ADBKeyboard, an input method made for
this, takes everything; it listens for broadcasts whose text is written in Base64.
"""

from __future__ import annotations

import base64
import re
import shlex

from openphone_gym.devices.device import UnsupportedByDevice
from openphone_gym.ui.node import UiNode

ADB_KEYBOARD = "com.android.adbkeyboard/.AdbIME"
"""What ``default_input_method`` is while ADBKeyboard is in use."""

REMEDY = (
    "install ADBKeyboard (https://github.com/senzhk/ADBKeyBoard) and choose it with:"
    f" adb shell 'ime enable {ADB_KEYBOARD}; ime set {ADB_KEYBOARD}'"
)

ENTER, DELETE, DELETE_FORWARD, MOVE_END = "66", "67", "112", "123"
"""Key codes of Android."""

INPUT_LIMIT = 10_000
"""Most characters taken from one gesture; what a model writes is not trusted to be short."""

LONGEST = 1000
"""Most characters of one command, so that it stays a short line in any encoding."""

UNSEEN_PASSWORD = 64
"""Characters deleted from a password field, whose text some versions of Android do not tell."""

_TYPEABLE = re.compile(r"[ -~\n]*")
_PIECE = re.compile(rf"\n|(?:%(?!s)|[^\n%]){{1,{LONGEST}}}|%")
"""A line break; characters without ``%s``, which ``input`` takes for a space; or the ``%`` before an s."""


def keyboard_commands(text: str) -> list[str]:
    """The broadcasts that have ADBKeyboard type a text, of any characters."""
    pieces = [text[start : start + LONGEST] for start in range(0, len(text), LONGEST)]
    encoded = [base64.b64encode(piece.encode("utf-8", "replace")).decode() for piece in pieces]
    return [f"am broadcast -a ADB_INPUT_B64 --es msg {piece}" for piece in encoded]


def input_commands(text: str) -> list[str]:
    """The commands that type a text without any help; a line break is the Enter key.

    Raises:
        UnsupportedByDevice: A character is not on the keyboard that Android knows; the message says
            which, and what to install.
    """
    if not _TYPEABLE.fullmatch(text):
        strange = next(letter for letter in text if not _TYPEABLE.fullmatch(letter))
        raise UnsupportedByDevice(f"this device can't type {strange!r}; {REMEDY}")
    return [_input(piece) for piece in _PIECE.findall(text)]


def _input(piece: str) -> str:
    if piece == "\n":
        return f"input keyevent {ENTER}"
    return f"input text {shlex.quote(piece.replace(' ', '%s'))}"


def clear_command(field: UiNode) -> str:
    """The keys that empty the focused field, wherever its cursor is."""
    count = max(len(field.text), UNSEEN_PASSWORD if field.password else 0)
    keys = [MOVE_END, *[DELETE] * count]
    if "\n" in field.text:
        keys += [DELETE_FORWARD] * count  # The end of a line is not the end of the text.
    return f"input keyevent {' '.join(keys)}"
