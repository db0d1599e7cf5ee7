"""``am broadcast``: what listens on the phone is a keyboard, a clipboard and a forwarder."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell import appium, forwarding
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.intents import Intent, refused
from openphone_gym.phone.shell.keycodes import NAMES
from openphone_gym.phone.shell.keys import press_keys, pressed
from openphone_gym.phone.shell.text import USAGE
from openphone_gym.ui.gesture import Gesture, PressKey, TypeText

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone


def broadcast(phone: Phone, words: Sequence[str]) -> str:
    """Hands an intent to whoever listens; most reach nobody."""
    intent = Intent.read("broadcast", words)
    listener = LISTENERS.get(intent.action)
    answer = listener(phone, intent.extras) if listener is not None else "result=0"
    return f"Broadcasting: {intent}\nBroadcast completed: {answer}\n"


Listener = Callable[["Phone", Mapping[str, str]], str]
"""Does what a broadcast says, given its extras; returns its result as ``am`` prints it."""

DONE = "result=0"

TAKEN = 'result=-1, data="success"'
"""Result of the keyboard of uiautomator2."""


def _text(phone: Phone, extras: Mapping[str, str]) -> str:
    phone.perform(TypeText(extras.get("msg", ""), replace=False))
    return DONE


def _base64(phone: Phone, extras: Mapping[str, str]) -> str:
    phone.perform(TypeText(_decoded(extras.get("msg", "")), replace=False))
    return DONE


def _decoded(message: str) -> str:
    try:
        return base64.b64decode(message, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise ShellError("Error: the message is no text in Base64", USAGE) from None


def _characters(phone: Phone, extras: Mapping[str, str]) -> str:
    """Characters by the numbers that Unicode gives them."""
    numbers = _numbers(extras.get("chars", ""))
    if not all(0 < number < 0x110000 and not 0xD800 <= number < 0xE000 for number in numbers):
        raise refused("broadcast", "a number is no character of Unicode")
    phone.perform(TypeText("".join(map(chr, numbers)), replace=False))
    return DONE


def _key(phone: Phone, extras: Mapping[str, str]) -> str:
    press_keys(phone, [_pressed(number) for number in _numbers(extras.get("code", ""))])
    return DONE


CTRL = 0x1000
"""Bit of the Ctrl key in a number that tells which keys are held."""


def _held_keys(phone: Phone, extras: Mapping[str, str]) -> str:
    """Pairs of numbers: which keys are held, and the key that is pressed."""
    numbers = _numbers(extras.get("mcode", ""))
    pairs = zip(numbers[::2], numbers[1::2], strict=False)
    press_keys(phone, [_pressed(key, {"CTRL"} if held & CTRL else set()) for held, key in pairs])
    return DONE


def _pressed(number: int, held: set[str] | None = None) -> Gesture | None:
    if not 0 <= number < len(NAMES):
        raise refused("broadcast", f"there is no key {number}")
    return pressed(NAMES[number], held or ())


def _numbers(words: str) -> list[int]:
    return [int(float(word)) for word in words.split(",") if word]


def _submit(phone: Phone, extras: Mapping[str, str]) -> str:
    phone.perform(PressKey("enter"))
    return DONE


def _clear(phone: Phone, extras: Mapping[str, str]) -> str:
    phone.perform(TypeText("", replace=True))
    return DONE


def _typed(phone: Phone, extras: Mapping[str, str]) -> str:
    phone.perform(TypeText(_decoded(extras.get("text", "")), replace=False))
    return TAKEN


def _hidden(phone: Phone, extras: Mapping[str, str]) -> str:
    phone.system.ime.visible = False
    phone.changed()
    return TAKEN


def _cleared(phone: Phone, extras: Mapping[str, str]) -> str:
    _clear(phone, extras)
    return TAKEN


def _submitted(phone: Phone, extras: Mapping[str, str]) -> str:
    _submit(phone, extras)
    return TAKEN


def _clipboard(phone: Phone, extras: Mapping[str, str]) -> str:
    return f'result=-1, data="{phone.system.clipboard}"'


def _devicekit(phone: Phone, extras: Mapping[str, str]) -> str:
    text = extras.get("text", "")
    phone.system.clipboard = _decoded(text) if extras.get("encoding") == "base64" else text
    return DONE


def _set_clipboard(phone: Phone, extras: Mapping[str, str]) -> str:
    phone.system.clipboard = extras.get("text", "")
    return 'result=-1, data="Text is copied into clipboard."'


LISTENERS: Mapping[str, Listener] = {
    **appium.LISTENERS,
    **forwarding.LISTENERS,
    "ADB_CLEAR_TEXT": _clear,
    "ADB_EDITOR_CODE": _submit,
    "ADB_INPUT_B64": _base64,
    "ADB_INPUT_CHARS": _characters,
    "ADB_INPUT_CODE": _key,
    "ADB_INPUT_MCODE": _held_keys,
    "ADB_INPUT_TEXT": _text,
    "ADB_KEYBOARD_CLEAR_TEXT": _cleared,
    "ADB_KEYBOARD_EDITOR_CODE": _submitted,
    "ADB_KEYBOARD_HIDE": _hidden,
    "ADB_KEYBOARD_INPUT_TEXT": _typed,
    "ADB_KEYBOARD_SMART_ENTER": _submitted,
    "clipper.get": _clipboard,
    "clipper.set": _set_clipboard,
    "devicekit.clipboard.clear": _devicekit,
    "devicekit.clipboard.set": _devicekit,
}
"""Actions of ADBKeyboard, uiautomator2's keyboard, the Clipper, mobile-mcp's devicekit, and of others."""
