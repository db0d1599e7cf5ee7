"""The keypad."""

from __future__ import annotations

from collections.abc import Callable

from openphone_gym.phone.apps.contacts.numbers import dialable, show_number
from openphone_gym.phone.apps.dialer.state import Dialer
from openphone_gym.phone.apps.dialer.telephony import find_callee, matching, portrait
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Row, Space, Text
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.keypad import Key, Keypad
from openphone_gym.phone.toolkit.rows import ListRow
from openphone_gym.phone.toolkit.surfaces import Page
from openphone_gym.phone.toolkit.theme import HEADLINE_LARGE

GREEN = 0xFF1E8E3E
WHITE = 0xFFFFFFFF

KEYS = (
    ("1", ""),
    ("2", "ABC"),
    ("3", "DEF"),
    ("4", "GHI"),
    ("5", "JKL"),
    ("6", "MNO"),
    ("7", "PQRS"),
    ("8", "TUV"),
    ("9", "WXYZ"),
    ("*", ""),
    ("0", "+"),
    ("#", ""),
)
"""What is on each key: the character it types, and the letters below it."""

LONGEST_NUMBER = 30

SUGGESTIONS = 2
"""People shown above the keypad while a number is typed."""


def key_rows(press: Callable[[str], None]) -> list[Box]:
    """The twelve keys of a telephone; ``press`` gets the character, ``+`` for a long touch of 0."""

    def pressing(char: str) -> Handler:
        return lambda: press(char)

    keys = [
        Key(
            char,
            pressing(char),
            letters,
            desc=f"{char},{letters}" if letters else char,
            on_long=pressing("+") if char == "0" else None,
        )
        for char, letters in KEYS
    ]
    rows = [keys[start : start + 3] for start in range(0, 12, 3)]
    return Keypad(rows, row={"pad": (24, 0, 24, 0)}, cls="android.widget.FrameLayout", flex=1)


def dial(dialer: Dialer, nav: Nav, number: str = "") -> None:
    """Opens the app, with a number on the keypad if one is given; for other apps."""
    dialer.typed = dialable(number)[:LONGEST_NUMBER]
    nav.start(nav.entry.app, "keypad" if dialer.typed else "")


def keypad(dialer: Dialer, nav: Nav) -> Box:
    """The page on which a number is typed."""

    def press(char: str) -> None:
        dialer.typed = (dialer.typed + char)[:LONGEST_NUMBER]

    def delete() -> None:
        dialer.typed = dialer.typed[:-1]

    def clear() -> None:
        dialer.typed = ""

    def dial(number: str) -> None:
        dialer.typed = ""
        nav.act("place_call", number=number)

    def dial_typed() -> None:
        # As on any phone, the button brings back the last number first.
        if dialer.typed:
            dial(dialer.typed)
        elif dialer.recents:
            dialer.typed = dialer.recents[0].number

    typed = dialer.typed
    found = matching(nav, typed)[:SUGGESTIONS] if typed else []
    display = Row(
        Text(show_number(typed), HEADLINE_LARGE, flex=1, max_lines=1, text_align="center", id="digits"),
        IconButton("backspace-outline", "Backspace", delete, on_long=clear) if typed else None,
        width=FILL,
        height=72,
        pad=(24, 0, 12, 0),
    )
    button = Row(
        Icon("phone", color=WHITE, size=28),
        cls="android.widget.ImageButton",
        id="dialpad_voice_call_button",
        desc="dial",
        on_tap=dial_typed,
        width=120,
        height=56,
        radius=28,
        fill=GREEN,
        justify="center",
    )
    return Page(
        Row(IconButton("arrow-left", "Navigate up", nav.back), pad=(4, 8, 4, 8)),
        *(
            ListRow(
                callee.name,
                callee.line,
                lambda number=callee.number: dial(number),
                leading=portrait(callee),
            )
            for callee in found
        ),
        _unknown(nav, typed) if typed and not find_callee(nav, typed).contact else None,
        Space(flex=1),
        Column(
            display,
            *key_rows(press),
            Row(button, justify="center", width=FILL, pad=(0, 12, 0, 20)),
            fill="surface_container",
        ),
        scrolls=False,
    )


def _unknown(nav: Nav, number: str) -> Box:
    """What can be done with a number that nobody has."""
    return ListRow(
        "Send a message",
        on_tap=nav.sending("sms", number=number),
        icon="message-text-outline",
    )
