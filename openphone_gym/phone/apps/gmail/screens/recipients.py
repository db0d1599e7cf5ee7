"""Fields of recipients: chips, what is typed, and who of the address book fits it."""

from __future__ import annotations

from openphone_gym.phone.apps.gmail.drafting import add_chips, chips, known, read_addresses, take_typed
from openphone_gym.phone.apps.gmail.state import Address, Draft, Gmail
from openphone_gym.phone.apps.gmail.wording import in_full
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Row, Space, Text
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.flow import Flow
from openphone_gym.phone.toolkit.rows import Avatar, Divider, ListRow
from openphone_gym.phone.toolkit.suggestions import SuggestField, suggesting
from openphone_gym.phone.toolkit.surfaces import Page, Sheet
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_MEDIUM, LABEL_LARGE, TITLE_MEDIUM

LABELS = {"to": "To", "cc": "Cc", "bcc": "Bcc"}

FIELD = 120
"""Width in dp of what is left to type in beside a chip."""


def recipient_row(gmail: Gmail, nav: Nav, draft: Draft, name: str) -> Box:
    """A field of recipients: what was typed turns into chips once the focus is elsewhere."""
    present = list(chips(draft, name))
    focused = nav.entry.focus == name
    typed = draft.typed.get(name, "")
    waiting = [] if focused else read_addresses(typed, known(nav))
    text = Binding(
        lambda: "" if waiting else draft.typed.get(name, ""),
        lambda value: draft.typed.__setitem__(name, value),
    )
    shown = [*present, *waiting]
    field = SuggestField(
        text,
        id=name,
        desc=LABELS[name],
        variant="plain",
        ime="email",
        action="next",
        on_submit=lambda: _submitted(gmail, nav, name),
        limit=2_000,
        width=FIELD if shown else FILL,
    )
    wide = draft.wide

    def widen() -> None:
        draft.wide = not wide

    caret = IconButton(
        "chevron-up" if wide else "chevron-down",
        "Hide Cc/Bcc" if wide else "Add Cc/Bcc",
        widen,
        id="peoplekit_expand" if name == "to" else "",
        width=40,
        height=40,
    )
    row = Row(
        Column(Text(LABELS[name], BODY_LARGE, color="on_surface_variant"), width=48, pad=(0, 8, 0, 0)),
        Flow(*(_chip(gmail, nav, name, one) for one in shown), field, gap=6, flex=1),
        caret if name == "to" else Space(40),
        align="start",
        width=FILL,
        pad=(16, 4, 4, 4),
    )
    return Column(row, Divider())


def _submitted(gmail: Gmail, nav: Nav, name: str) -> None:
    """Enter makes a chip of what was typed, and stays in the field."""
    take_typed(gmail, nav)
    nav.focus(name)


def _chip(gmail: Gmail, nav: Nav, field: str, one: Address) -> Box:
    def show() -> None:
        take_typed(gmail, nav)
        nav.go("chip", field=field, mail=one.mail)

    return Row(
        Avatar(one.shown, 24),
        Text(one.shown, LABEL_LARGE, max_lines=1, id="peoplekit_chip_text"),
        cls="android.widget.Button",
        id="peoplekit_chip",
        desc=in_full(one),
        on_tap=show,
        stroke="outline_variant",
        radius=16,
        height=32,
        gap=8,
        pad=(4, 0, 12, 0),
    )


def chip(gmail: Gmail, nav: Nav, field: str, mail: str) -> Box:
    """What can be done with a recipient."""
    draft = gmail.draft
    found = [] if draft is None else [one for one in chips(draft, field) if one.mail == mail]
    one = found[0] if found else Address(mail)

    def copy() -> None:
        nav.system.clipboard = mail
        nav.back()
        nav.toast("Copied")

    def remove() -> None:
        if draft is not None:
            setattr(draft.mail, field, [other for other in chips(draft, field) if other.mail != mail])
        nav.back()

    return Sheet(
        Row(
            Avatar(one.shown, 40),
            Column(
                Text(one.shown, TITLE_MEDIUM, max_lines=1, id="chip_name"),
                Text(mail, BODY_MEDIUM, color="on_surface_variant", max_lines=1, id="chip_address"),
                flex=1,
            ),
            gap=16,
            width=FILL,
            pad=(24, 0, 24, 12),
        ),
        Divider(),
        ListRow("Copy email address", on_tap=copy, icon="content-copy"),
        ListRow("Remove recipient", on_tap=remove, icon="close"),
    )


def suggestions(gmail: Gmail, nav: Nav, page: Page, draft: Draft, name: str) -> Page:
    """Lets the field of recipients that is typed in suggest people of the address book."""
    field = next((box for box in page.walk() if isinstance(box, SuggestField) and box.name == name), None)
    if field is None:
        return page
    if read_addresses(draft.typed.get(name, ""), []):
        return page
    present = {one.mail for one in chips(draft, name)}
    book = {f"{one.name}\n{one.mail}": one for one in known(nav) if one.mail not in present}
    return suggesting(page, field, list(book), lambda option: add_chips(draft, name, [book[option]]))
