"""``input``: the finger and the keys."""

from __future__ import annotations

import string
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell import appium, telephone
from openphone_gym.phone.shell.budget import spend
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.files import Files, Finger
from openphone_gym.phone.shell.keycodes import CODES, NAMES
from openphone_gym.phone.shell.text import USAGE, number, usage
from openphone_gym.phone.system.editing import KEYS, MOVES, SELECT
from openphone_gym.ui.gesture import Gesture, LongPress, PressKey, Swipe, Tap, TypeText, Wait

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

PRESSES: Mapping[str, str] = {
    "HOME": "home",
    "BACK": "back",
    "ESCAPE": "back",
    "ENTER": "enter",
    "NUMPAD_ENTER": "enter",
    "DEL": "delete",
    "FORWARD_DEL": "forward_delete",
    "APP_SWITCH": "recents",
    "TAB": "tab",
    "NAVIGATE_NEXT": "tab",
    "NAVIGATE_PREVIOUS": "back_tab",
    "DPAD_LEFT": "left",
    "DPAD_RIGHT": "right",
    "DPAD_UP": "up",
    "DPAD_DOWN": "down",
    "MOVE_HOME": "line_start",
    "MOVE_END": "line_end",
    "PAGE_UP": "text_start",
    "PAGE_DOWN": "text_end",
    "COPY": "copy",
    "CUT": "cut",
    "PASTE": "paste",
}
"""Keys that do something other than to write; others that write nothing have no function on this phone."""

WITH_CTRL: Mapping[str, str] = {
    "A": "select_all",
    "C": "copy",
    "X": "cut",
    "V": "paste",
    "DPAD_LEFT": "word_left",
    "DPAD_RIGHT": "word_right",
    "MOVE_HOME": "text_start",
    "MOVE_END": "text_end",
}
"""What keys do together with Ctrl."""

_LETTERS = {letter: letter.lower() for letter in string.ascii_uppercase}
_SIGNS = {
    "SPACE": "  ",
    "COMMA": ",<",
    "PERIOD": ".>",
    "GRAVE": "`~",
    "MINUS": "-_",
    "EQUALS": "=+",
    "LEFT_BRACKET": "[{",
    "RIGHT_BRACKET": "]}",
    "BACKSLASH": "\\|",
    "SEMICOLON": ";:",
    "APOSTROPHE": "'\"",
    "SLASH": "/?",
    "AT": "@@",
    "STAR": "**",
    "POUND": "##",
    "PLUS": "++",
    **{digit: digit + sign for digit, sign in zip("1234567890", "!@#$%^&*()", strict=True)},
    **{f"NUMPAD_{digit}": digit * 2 for digit in string.digits},
    "NUMPAD_DIVIDE": "//",
    "NUMPAD_MULTIPLY": "**",
    "NUMPAD_SUBTRACT": "--",
    "NUMPAD_ADD": "++",
    "NUMPAD_DOT": "..",
    "NUMPAD_COMMA": ",,",
    "NUMPAD_EQUALS": "==",
    "NUMPAD_LEFT_PAREN": "((",
    "NUMPAD_RIGHT_PAREN": "))",
}
"""What other keys write, alone and with Shift, on an American keyboard."""

CHARACTERS = _LETTERS | {name: signs[0] for name, signs in _SIGNS.items()}
SHIFTED = {letter: letter for letter in _LETTERS} | {name: signs[1] for name, signs in _SIGNS.items()}
"""Keys that write a character, and which with Shift."""

PRESS_OPTIONS = ("--longpress", "--doubletap", "--press", "--async")
"""Ways of pressing keys, which are all the same to this phone."""

KEY_S = 1.0
"""Virtual time that a key of the telephone takes, as other gestures do."""

LONG_PRESS_S = 0.5
"""A swipe on one point that takes this long is a long press."""

MOST_KEYS = 20_000
"""Most keys of one call."""

KEY_COST, EDIT_COST = 500, 20
"""Steps of a key, and of one that only edits."""

SOURCES = ("touchscreen", "touchpad", "touchnavigation", "stylus", "mouse", "keyboard", "dpad", "gamepad")
SOURCES += ("joystick", "trackball", "rotaryencoder")

LONGEST_SLEEP_S = 3_600.0


TELEPHONE: Mapping[str, Callable[[Phone], bool]] = {
    "CALL": telephone.answer,
    "ENDCALL": telephone.hang_up,
    "HEADSETHOOK": telephone.answer,
}
"""Keys of the telephone."""

USE = (
    "input [SOURCE] tap X Y | swipe X1 Y1 X2 Y2 [MS] | draganddrop X1 Y1 X2 Y2 [MS] | text STRING | "
    "keyevent|keycombination KEY... | motionevent DOWN|UP|MOVE|CANCEL X Y | press | roll DX DY"
)


def input_(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``input tap|swipe|text|keyevent|keycombination|motionevent|press|roll ...``."""
    match _without_source(arguments):
        case ["tap", x, y]:
            phone.perform(Tap(_pixel(x), _pixel(y)))
        case ["swipe" | "draganddrop", x1, y1, x2, y2, *duration]:
            phone.perform(_swipe((_pixel(x1), _pixel(y1)), (_pixel(x2), _pixel(y2)), duration))
        case ["text", *words] if words:
            phone.perform(appium.typed(phone.system, " ".join(words).replace("%s", " ")))
        case ["keyevent", *keys] if 0 < len(keys) <= MOST_KEYS:
            names = [key_name(key, "keyevent") for key in keys if key not in PRESS_OPTIONS]
            for name in names:
                files.log.write(phone, "InputDispatcher", f"KeyEvent KEYCODE_{name} action=UP", "D")
            if sum(TELEPHONE[name](phone) for name in names if name in TELEPHONE):
                phone.perform(Wait(KEY_S))
            press_keys(phone, [pressed(name) for name in names])
        case ["keycombination", "-t", _, *keys] | ["keycombination", *keys] if len(keys) > 1:
            *held, last = [key_name(key, "keycombination") for key in keys]
            press_keys(phone, [pressed(last, {name.partition("_")[0] for name in held})])
        case ["motionevent", ("DOWN" | "UP" | "MOVE" | "CANCEL") as event, x, y]:
            _move(phone, files, event, (_pixel(x), _pixel(y)))
        case ["motionevent", "CANCEL"]:
            files.finger = None
        case ["press"] | ["roll", _, _]:
            pass  # A phone without a trackball hears nothing of it.
        case [verb, *_] if verb in _VERBS:
            raise ShellError(f"Error: Invalid arguments for command: {verb}\n{USE}", USAGE)
        case [verb, *_]:
            raise ShellError(f"Error: Unknown command: {verb[:40]}\n{USE}", USAGE)
        case _:
            raise ShellError(f"Usage: {USE}", USAGE)
    return ""


_VERBS = ("tap", "swipe", "draganddrop", "text", "keyevent", "keycombination", "motionevent", "press", "roll")


def _move(phone: Phone, files: Files, event: str, point: tuple[int, int]) -> None:
    """What a finger does that is told of step by step; the gesture is made when it leaves the glass."""
    now = phone.system.clock
    if event == "DOWN":
        files.finger = Finger(point, now)
    finger = files.finger
    if finger is None:
        return
    if event == "MOVE":
        files.finger = finger._replace(moved=True)
    elif event == "UP":
        files.finger = None
        seconds = (now - finger.since) / 1000
        if finger.moved or point != finger.start:
            phone.perform(Swipe(*finger.start, *point, max(seconds, 0.3)))
        else:
            phone.perform(LongPress(*point, seconds) if seconds >= LONG_PRESS_S else Tap(*point))
    elif event == "CANCEL":
        files.finger = None


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
        if words[1:2] not in (["0"], ["DEFAULT_DISPLAY"], ["INVALID_DISPLAY"]):
            raise ShellError(f"Error: there is no display {''.join(words[1:2])[:20]!r}", USAGE)
        del words[:2]
    return words


def _swipe(start: tuple[int, int], end: tuple[int, int], duration: Sequence[str]) -> Gesture:
    seconds = number(duration[0]) / 1000 if duration else 0.3
    held = start == end and seconds >= LONG_PRESS_S
    return LongPress(*start, seconds) if held else Swipe(*start, *end, seconds)


def key_name(key: str, command: str) -> str:
    """The name of a key that is given as number, as name, or as name with ``KEYCODE_``.

    Raises:
        ShellError: Android knows no such key.
    """
    digits = key.removeprefix("+")
    if digits.isascii() and digits.isdigit():
        if len(digits) < 10 and int(digits) < len(NAMES):
            return NAMES[int(digits)]
    elif (name := key.removeprefix("KEYCODE_")) in CODES:
        return name
    problem = f"no key has the name or the number {key[:40]!r} (0 to {len(NAMES) - 1})"
    raise ShellError(f"Error: Invalid arguments for command: {command}: {problem}", USAGE)


def pressed(name: str, held: Collection[str] = ()) -> Gesture | None:
    """What a key does on this phone while others are held, such as ``CTRL``; None if it does nothing."""
    if not set(held) <= {"CTRL", "SHIFT"}:
        return None
    key = (WITH_CTRL if "CTRL" in held else PRESSES).get(name)
    if key is None:
        character = "" if "CTRL" in held else (SHIFTED if held else CHARACTERS).get(name)
        return TypeText(character, replace=False) if character else None
    if "SHIFT" in held:
        key = "back_tab" if key == "tab" else SELECT + key if key in MOVES else key
    return PressKey(key)


def press_keys(phone: Phone, gestures: Sequence[Gesture | None]) -> None:
    """Presses keys one after the other, all of them within one gesture's time."""
    known = [gesture for gesture in gestures if gesture is not None]
    for gesture in known:
        spend(EDIT_COST if isinstance(gesture, PressKey) and gesture.key in KEYS else KEY_COST)
    if known:
        phone.perform(*known)


def _pixel(word: str) -> int:
    return int(number(word))
