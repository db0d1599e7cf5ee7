"""Settings of the phone app."""

from __future__ import annotations

from openphone_gym.phone.apps.dialer.state import Dialer
from openphone_gym.phone.apps.dialer.telephony import address_book, find_callee, typed_number
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import FILL, Box, Row
from openphone_gym.phone.toolkit.controls import IconButton, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import ListRow, Section, SwitchRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Dialog, Page


def settings(dialer: Dialer, nav: Nav) -> Box:
    """The page of all settings."""
    values = dialer.settings
    return Page(
        AppBar("Settings", nav.back),
        Section("Assistive"),
        SwitchRow("Caller ID", bind(values, "caller_id"), "Identify business and spam numbers"),
        SwitchRow(
            "Filter spam calls", bind(values, "filter_spam"), "Prevent suspected spam calls from ringing"
        ),
        Section("General"),
        ListRow("Blocked numbers", on_tap=nav.to("blocked_numbers")),
        SwitchRow("Dial pad tones", bind(values, "dial_pad_tones")),
        SwitchRow("Also vibrate for calls", bind(values, "vibrate")),
    )


def blocked_numbers(dialer: Dialer, nav: Nav) -> Box:
    """Numbers that can't call, and a way to add one."""
    blocked = address_book(nav).blocked

    def unblocking(number: str) -> Box:
        return IconButton("close", "Unblock", lambda: blocked.remove(number))

    def add() -> None:
        nav.go("block_number")
        nav.focus("number")

    return Page(
        AppBar("Blocked numbers", nav.back),
        ListRow("Add a number", on_tap=add, icon="plus"),
        *(
            ListRow(find_callee(nav, number).name, trailing=unblocking(number), icon="cancel")
            for number in blocked
        ),
    )


def block_number(dialer: Dialer, nav: Nav) -> Box:
    """Asks for a number to block."""
    typed = nav.bind("number")
    number = typed_number(typed.get())

    def block() -> None:
        blocked = address_book(nav).blocked
        if number not in blocked:
            blocked.append(number)
        nav.back()

    field = TextField(typed, "Phone number", id="number", ime="phone", fill="surface_container_high")
    return Dialog(
        "Block a number",
        Row(field, pad=(24, 8, 24, 0), width=FILL),
        buttons=[
            TextButton("Cancel", nav.back, id="button2"),
            TextButton("Block", block, id="button1", enabled=bool(number)),
        ],
    )
