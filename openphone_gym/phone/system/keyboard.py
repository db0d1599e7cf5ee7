"""The on-screen keyboard: letters, symbols and a number pad at the foot of the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from openphone_gym.phone.toolkit.box import FILL, Box, Column, Icon, Label, Row, Space
from openphone_gym.phone.toolkit.theme import BODY_LARGE, LABEL_LARGE, TITLE_LARGE

HEIGHT = 284
"""Height of the keyboard in dp."""

LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
SYMBOLS = ("1234567890", "@#$_&-+()/", "*\"':;!?")
MORE = ("~`|•√π÷×§Δ", "£¢€¥^°={}\\", "%©®™✓[]")
PAD = (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9"), ("*", "0", "."))

Press = Callable[[str], None]
"""Called with a character, or ``shift``, ``delete``, ``enter``, ``symbols``, ``more``, ``letters``."""


class KeyboardLook(NamedTuple):
    """What a keyboard looks like: its page, whether shift is on, and what the field wants."""

    page: str
    shift: bool
    kind: str
    action: str


def keyboard(look: KeyboardLook, press: Press) -> Box:
    """The keyboard for a field.

    Args:
        look: Its page, and the kind of field: ``number`` and ``phone`` get the pad. The field's Enter
            action gives the last key its picture.
        press: Called when a key is touched.
    """
    pad = look.kind in ("number", "phone")
    rows = _pad(look.kind, look.action, press) if pad else _rows(look, press)
    return Column(*rows, fill="keyboard", height=HEIGHT, width=FILL, pad=(4, 8, 4, 28), gap=6, justify="end")


def _rows(look: KeyboardLook, press: Press) -> list[Box]:
    page = {"letters": LETTERS, "symbols": SYMBOLS, "more": MORE}[look.page]
    capital = look.shift and look.page == "letters"
    first, second, third = ([_char(c.upper() if capital else c, press) for c in line] for line in page)
    indent = Space(flex=5)
    left = {
        "letters": _special("apple-keyboard-shift", "shift", press, active=look.shift),
        "symbols": _word("=\\<", "more", press),
        "more": _word("?123", "symbols", press),
    }[look.page]
    comma = {"email": "@", "uri": "/"}.get(look.kind, ",")
    letters = look.page == "letters"
    return [
        _row(first),
        _row([indent, *second, Space(flex=5)] if len(second) == 9 else second),
        _row([left, *third, _special("backspace-outline", "delete", press)]),
        _row(
            [
                _word("?123" if letters else "ABC", "symbols" if letters else "letters", press),
                _char(comma, press, tone="keyboard_function_key"),
                _key(Label("English", LABEL_LARGE, color="on_surface_variant"), " ", press, 45),
                _char(".", press, tone="keyboard_function_key"),
                _enter(look.action, press),
            ]
        ),
    ]


def _pad(kind: str, action: str, press: Press) -> list[Box]:
    first, second = ("-", "/") if kind == "number" else ("+", "#")
    side = [
        _special("backspace-outline", "delete", press),
        _key(Label(first, TITLE_LARGE), first, press, 15, "keyboard_function_key"),
        _key(Label(second, TITLE_LARGE), second, press, 15, "keyboard_function_key"),
        _enter(action, press),
    ]
    return [_row([*(_char(c, press) for c in line), end]) for line, end in zip(PAD, side, strict=True)]


def _row(keys: list[Box]) -> Box:
    return Row(*keys, gap=5, flex=1, align="stretch")


def _key(face: Box, press_as: str, press: Press, flex: int, tone: str = "keyboard_key") -> Box:
    return Row(face, fill=tone, radius=8, justify="center", flex=flex, on_tap=lambda: press(press_as))


def _char(character: str, press: Press, tone: str = "keyboard_key") -> Box:
    return _key(Label(character, TITLE_LARGE), character, press, 10, tone)


def _word(text: str, press_as: str, press: Press) -> Box:
    return _key(Label(text, BODY_LARGE), press_as, press, 15, "keyboard_function_key")


def _special(icon: str, press_as: str, press: Press, active: bool = False) -> Box:
    tone = "primary_container" if active else "keyboard_function_key"
    return _key(Icon(icon, size=22, color="on_surface"), press_as, press, 15, tone)


def _enter(action: str, press: Press) -> Box:
    icon = {
        "next": "arrow-right",
        "search": "magnify",
        "send": "send",
        "newline": "keyboard-return",
        "go": "arrow-right",
    }.get(action, "check")
    face = Icon(icon, size=22, color="on_primary")
    return _key(face, "enter", press, 15, "primary")
