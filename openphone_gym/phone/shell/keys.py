"""``input``: the finger and the keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell.files import Files
from openphone_gym.phone.shell.text import number, usage
from openphone_gym.ui.gesture import Gesture, LongPress, PressKey, Swipe, Tap, TypeText, Wait

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

CODES = {
    "HOME": 3,
    "BACK": 4,
    "STAR": 17,
    "POUND": 18,
    "COMMA": 55,
    "PERIOD": 56,
    "TAB": 61,
    "SPACE": 62,
    "ENTER": 66,
    "DEL": 67,
    "MINUS": 69,
    "SLASH": 76,
    "AT": 77,
    "ESCAPE": 111,
    "CTRL_LEFT": 113,
    "CTRL_RIGHT": 114,
    "NUMPAD_ENTER": 160,
    "APP_SWITCH": 187,
}
CODES |= {str(digit): 7 + digit for digit in range(10)}
CODES |= {chr(ord("A") + place): 29 + place for place in range(26)}
"""Numbers of Android's key codes, by their names without ``KEYCODE_``."""

NAMES = {code: name for name, code in CODES.items()}

KEYS = {
    "HOME": "home",
    "BACK": "back",
    "ESCAPE": "back",
    "ENTER": "enter",
    "NUMPAD_ENTER": "enter",
    "DEL": "delete",
    "APP_SWITCH": "recents",
}
"""Keys that do something."""

CHARACTERS = {"SPACE": " ", "COMMA": ",", "PERIOD": ".", "MINUS": "-", "SLASH": "/", "AT": "@", "STAR": "*"}
CHARACTERS |= {"POUND": "#"} | {name: name.lower() for name in CODES if len(name) == 1}
"""Keys that write a character."""

SHORTCUTS = {"A": "select_all", "C": "copy", "X": "cut", "V": "paste"}
"""What the keys do together with Ctrl."""

LONG_PRESS_S = 0.5
"""A swipe on one point that takes this long is a long press."""

MOST_KEYS = 1_000
"""Most keys of one call."""

SOURCES = ("touchscreen", "touchpad", "touchnavigation", "stylus", "mouse", "keyboard", "dpad")

LONGEST_SLEEP_S = 3_600.0


def input_(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``input tap|swipe|text|keyevent|keycombination ...``."""
    match _without_source(arguments):
        case ["tap", x, y]:
            phone.perform(Tap(_pixel(x), _pixel(y)))
        case ["swipe" | "draganddrop", x1, y1, x2, y2, *duration]:
            phone.perform(_swipe((_pixel(x1), _pixel(y1)), (_pixel(x2), _pixel(y2)), duration))
        case ["text", *words] if words:
            phone.perform(TypeText(" ".join(words).replace("%s", " "), replace=False))
        case ["keyevent", *keys] if 0 < len(keys) <= MOST_KEYS:
            for key in keys:
                if not key.startswith("--"):
                    _press(phone, files, _name(key))
        case ["keycombination", *keys] if len(keys) > 1:
            _combine(phone, [_name(key) for key in keys if not key.startswith("-")])
        case _:
            raise usage(
                "input tap X Y | swipe X1 Y1 X2 Y2 [MS] | text STRING | keyevent|keycombination KEY..."
            )
    return ""


def sleep(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``sleep SECONDS``: lets virtual time pass, and no other."""
    if len(arguments) != 1:
        raise usage("sleep SECONDS")
    phone.perform(Wait(min(number(arguments[0].removesuffix("s")), LONGEST_SLEEP_S)))
    return ""


def _without_source(arguments: Sequence[str]) -> list[str]:
    """The arguments without the kind of device and the display, of which there is one."""
    words = list(arguments)
    if words and words[0] in SOURCES:
        del words[0]
    if words[:1] == ["-d"]:
        del words[:2]
    return words


def _swipe(start: tuple[int, int], end: tuple[int, int], duration: Sequence[str]) -> Gesture:
    seconds = number(duration[0]) / 1000 if duration else 0.3
    held = start == end and seconds >= LONG_PRESS_S
    return LongPress(*start, seconds) if held else Swipe(*start, *end, seconds)


def _name(key: str) -> str:
    """The name of a key that is given as number, as name, or as name with ``KEYCODE_``."""
    if key.isascii() and key.isdigit() and len(key) < 5:
        return NAMES.get(int(key), key)
    return key.upper().removeprefix("KEYCODE_")


def _press(phone: Phone, files: Files, key: str) -> None:
    """Presses a key; one that means nothing to the phone is lost."""
    files.log.write(phone, "InputDispatcher", f"KeyEvent KEYCODE_{key[:40]} action=UP", "D")
    if key in KEYS:
        phone.perform(PressKey(KEYS[key]))
    elif key in CHARACTERS:
        phone.perform(TypeText(CHARACTERS[key], replace=False))


def _combine(phone: Phone, keys: Sequence[str]) -> None:
    """Ctrl with a letter edits the field that has the focus; other combinations do nothing here."""
    if keys[0] in ("CTRL_LEFT", "CTRL_RIGHT") and keys[-1] in SHORTCUTS:
        phone.edit_command(SHORTCUTS[keys[-1]])
        phone.changed()


def _pixel(word: str) -> int:
    return int(number(word))
