"""The keypad."""

from __future__ import annotations

from collections.abc import Callable

from openphone_gym.phone.apps.contacts.numbers import dialable, show_number
from openphone_gym.phone.apps.dialer.state import Dialer
from openphone_gym.phone.apps.dialer.telephony import find_callee, matching, portrait
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Row, Space, Text
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.group import FRAME
from openphone_gym.phone.toolkit.keypad import Key, Keypad
from openphone_gym.phone.toolkit.rows import IMAGE, ListRow
from openphone_gym.phone.toolkit.surfaces import Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE, HEADLINE_LARGE

GREEN = 0xFF1E8E3E
WHITE = 0xFFFFFFFF

KEYS = (
    ("1", "", "one", "1,"),
    ("2", "ABC", "two", "2,ABC"),
    ("3", "DEF", "three", "3,DEF"),
    ("4", "GHI", "four", "4,GHI"),
    ("5", "JKL", "five", "5,JKL"),
    ("6", "MNO", "six", "6,MNO"),
    ("7", "PQRS", "seven", "7,PQRS"),
    ("8", "TUV", "eight", "8,TUV"),
    ("9", "WXYZ", "nine", "9,WXYZ"),
    ("*", "", "star", "*"),
    ("0", "+", "zero", "0"),
    ("#", "", "pound", "#"),
)
"""What is on each key: the character it types, the letters below it, its id, and how it is read out."""

INSERT_OR_EDIT = "android.intent.action.INSERT_OR_EDIT"

LONGEST_NUMBER = 30

SUGGESTIONS = 2
"""People shown above the keypad while a number is typed."""


def key_rows(press: Callable[[str], None], voicemail: Handler | None = None) -> list[Box]:
    """The twelve keys of a telephone.

    Args:
        press: Gets the character, ``+`` for a long touch of 0.
        voicemail: What a long touch of 1 does.
    """
    held = {"0": lambda: press("+"), "1": voicemail}

    def pressing(char: str) -> Handler:
        return lambda: press(char)

    keys = [
        Key(
            char,
            pressing(char),
            letters,
            desc=desc,
            on_long=held.get(char),
            id=id,
        )
        for char, letters, id, desc in KEYS
    ]
    rows = [keys[start : start + 3] for start in range(0, 12, 3)]
    ids = ("dialpad_key_number", "dialpad_key_letters")
    return Keypad(rows, row={"pad": (24, 0, 24, 0)}, ids=ids, cls=FRAME, flex=1)


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
        IconButton("dots-vertical", "More options", nav.to("overflow"), id="dialpad_overflow"),
        _digits(dialer),
        IconButton("backspace-outline", "backspace", delete, on_long=clear, id="deleteButton")
        if typed
        else None,
        width=FILL,
        height=72,
        pad=(8, 0, 12, 0),
        cls="android.view.ViewGroup",
        id="digits_container",
    )
    button = Row(
        Icon("phone", color=WHITE, size=28),
        cls="android.widget.Button",
        id="dialpad_voice_call_button",
        label="Call",
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
            *key_rows(press, lambda: nav.toast("Voicemail isn't set up")),
            Row(button, justify="center", width=FILL, pad=(0, 12, 0, 20)),
            fill="surface_container",
            cls="android.widget.LinearLayout",
            id="dialpad_view",
            on_tap=lambda: None,
        ),
        scrolls=False,
    )


def _digits(dialer: Dialer) -> Box:
    """The number so far; what is typed into it counts as keys do."""
    look = {"variant": "plain", "style": HEADLINE_LARGE, "flex": 1, "ime": "phone"}
    field = TextField(
        bind(dialer, "typed"),
        id="digits",
        accept=dialable,
        format=show_number,
        limit=LONGEST_NUMBER,
        **look,
    )
    field.label = field.shown or "Phone Number"
    return field


def _unknown(nav: Nav, number: str) -> Box:
    """What can be done with a number that nobody has."""

    def row(words: str, icon: str, on_tap: Handler) -> Box:
        return Row(
            Icon(icon, cls=IMAGE, id="search_action_image"),
            Text(words, BODY_LARGE, color="primary", id="search_action_text"),
            cls=FRAME,
            on_tap=on_tap,
            height=56,
            width=FILL,
            gap=24,
            pad=(24, 0, 24, 0),
        )

    return Column(
        row("Create new contact", "account-plus-outline", nav.sending("contact", number=number)),
        row("Add to a contact", "account-arrow-left-outline", nav.sending(INSERT_OR_EDIT, number=number)),
        row("Send a message", "message-text-outline", nav.sending("sms", number=number)),
        cls="androidx.recyclerview.widget.RecyclerView",
        id="search_recycler_view",
    )
