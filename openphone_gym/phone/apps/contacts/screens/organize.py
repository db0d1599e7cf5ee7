"""The Organize tab: duplicates, files, blocked numbers."""

from __future__ import annotations

import msgspec

from openphone_gym.phone.apps.contacts.numbers import dialable, show_number
from openphone_gym.phone.apps.contacts.screens.parts import asking, empty_note, text_dialog
from openphone_gym.phone.apps.contacts.state import Contacts, File, Person
from openphone_gym.phone.apps.contacts.wording import contact_count
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box, Handler, Row
from openphone_gym.phone.toolkit.controls import TextButton
from openphone_gym.phone.toolkit.rows import Avatar, Card, ListRow, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Dialog, Message, Page

FILE_NAME = "contacts.vcf"


def organize_rows(contacts: Contacts, nav: Nav) -> list[Box]:
    """What the tab offers."""
    found = len(contacts.duplicates())
    merging = f"{found} duplicate{'s' if found > 1 else ''} found" if found else "No duplicates"
    return [
        Section("Fix & manage"),
        ListRow("Merge & fix", merging, nav.to("merge"), icon="auto-fix"),
        ListRow("Import from file", on_tap=nav.to("import_file"), icon="tray-arrow-down"),
        ListRow("Export to file", on_tap=nav.to("export_file"), icon="tray-arrow-up"),
        Section("This device"),
        ListRow("Blocked numbers", on_tap=nav.to("blocked"), icon="cancel"),
        ListRow(
            "Emergency information",
            "Medical info and emergency contacts",
            nav.sending("android.settings.SAFETY_SETTINGS"),
            icon="asterisk",
        ),
        ListRow("Settings", on_tap=nav.to("settings"), icon="cog-outline"),
    ]


def merge(contacts: Contacts, nav: Nav) -> Box:
    """Contacts that seem to be the same person."""

    def merging(group: list[Person]) -> Handler:
        def join() -> None:
            first, *others = group
            for other in others:
                first.absorb(other)
            contacts.remove([other.id for other in others])
            nav.snackbar("Contacts merged")

        return join

    def card(group: list[Person]) -> Box:
        rows = [
            ListRow(
                person.name,
                ", ".join(show_number(phone.number) for phone in person.phones),
                nav.to("person", id=person.id),
                leading=Avatar(person.name),
                pad=(16, 8, 16, 8),
            )
            for person in group
        ]
        return Card(*rows, Row(TextButton("Merge", merging(group)), justify="end", pad=(8, 0, 8, 4)))

    groups = contacts.duplicates()
    cards = [card(group) for group in groups] or [empty_note("Your contacts are up to date")]
    return Page(AppBar("Merge & fix", nav.back), *cards)


# Files


def export_file(contacts: Contacts, nav: Nav) -> Box:
    """Asks before all contacts are written to a file."""

    def export() -> None:
        people = [msgspec.convert(msgspec.to_builtins(person), Person) for person in contacts.listed()]
        number = len(contacts.files)
        name = FILE_NAME.replace(".", f" ({number}).") if number else FILE_NAME
        contacts.files.append(File(name, people))
        nav.back()
        nav.snackbar(f"{contact_count(len(people))} exported to {name}")

    message = f"{contact_count(len(contacts.people))} will be saved as a vCard file in Downloads."
    return Confirm("Export contacts?", message, "Export", export, nav.back)


def import_file(contacts: Contacts, nav: Nav) -> Box:
    """Asks for the file whose contacts shall be added."""

    def importing(file: File) -> Handler:
        def add() -> None:
            for person in file.people:
                contacts.add(person.tidied()).labels = []
            nav.back()
            nav.snackbar(f"{contact_count(len(file.people))} imported")

        return add

    rows = [
        ListRow(file.name, contact_count(len(file.people)), importing(file), icon="file-outline")
        for file in contacts.files
    ]
    return Dialog(
        "Import from file",
        *(rows or [Message("There are no vCard files (.vcf) in Downloads.")]),
        buttons=[TextButton("Cancel", nav.back, id="button2")],
    )


# Blocked numbers


def blocked(contacts: Contacts, nav: Nav) -> Box:
    """Numbers whose calls and texts don't come through."""

    def row(number: str) -> Box:
        owner = contacts.owner(number)
        return ListRow(
            show_number(number), owner.name if owner else "", nav.to("unblock", number=number), icon="cancel"
        )

    return Page(
        AppBar("Blocked numbers", nav.back),
        Message("You won't receive calls or texts from blocked numbers."),
        ListRow("Add a number", on_tap=asking(nav, "block_number"), icon="plus"),
        *(row(number) for number in contacts.blocked),
    )


def block_number(contacts: Contacts, nav: Nav) -> Box:
    """Asks for a number to block."""
    return text_dialog(
        nav,
        "Block a number",
        "Phone number",
        contacts.blocked.append,
        taken=contacts.blocked,
        ime="phone",
        accept=dialable,
        format=show_number,
    )


def unblock(contacts: Contacts, nav: Nav, number: str) -> Box:
    """Asks before a number is unblocked."""

    def remove() -> None:
        contacts.blocked.remove(number)
        nav.back()

    return Confirm(f"Unblock {show_number(number)}?", "", "Unblock", remove, nav.back)
