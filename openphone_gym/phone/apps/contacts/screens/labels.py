"""Labels: groups of contacts."""

from __future__ import annotations

from openphone_gym.phone.apps.contacts.screens.parts import (
    asking,
    empty_note,
    person_row,
    picker,
    text_dialog,
)
from openphone_gym.phone.apps.contacts.state import Contacts, Person
from openphone_gym.phone.apps.contacts.wording import contact_count
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Row, Text
from openphone_gym.phone.toolkit.controls import Fab, IconButton
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Menu, Page
from openphone_gym.phone.toolkit.theme import TITLE_MEDIUM


def create_label(contacts: Contacts, nav: Nav, member: int = 0) -> Box:
    """Asks for the name of a new label; ``member`` is the id of a contact to put into it, or 0."""

    def create(name: str) -> None:
        contacts.labels.append(name)
        if member:
            contacts.person(member).labels.append(name)
        else:
            nav.go("label", name=name)

    return text_dialog(nav, "Create label", "Label name", create, taken=contacts.labels)


def label(contacts: Contacts, nav: Nav, name: str) -> Box:
    """The members of a label."""
    members = contacts.members(name)

    def row(person: Person) -> Box:
        def remove() -> None:
            person.labels.remove(name)
            nav.snackbar(f"{person.name} removed from {name}")

        button = IconButton("account-remove-outline", f"Remove {person.name} from label", remove)
        return person_row(
            contacts, person, nav.to("person", id=person.id), trailing=button, pad=(16, 4, 8, 4)
        )

    more = IconButton("dots-vertical", "More options", nav.to("label_menu", name=name))
    heading = Text(f"{name} • {contact_count(len(members))}", TITLE_MEDIUM, id="label_heading")
    add = Fab("account-plus-outline", "", nav.to("add_members", name=name), label="Add contacts", id="fab")
    return Page(
        AppBar(name, nav.back, [more]),
        Row(heading, pad=(16, 8, 16, 8), width=FILL),
        *([row(person) for person in members] or [empty_note("No contacts with this label")]),
        fab=add,
    )


def label_menu(contacts: Contacts, nav: Nav, name: str) -> Box:
    """Commands of the page of a label."""

    def rename() -> None:
        nav.back()
        asking(nav, "rename_label", name=name)()

    return Menu(
        [("Rename label", rename), ("Delete label", lambda: nav.replace("delete_label", name=name))],
        beside=nav.entry.anchor,
    )


def rename_label(contacts: Contacts, nav: Nav, name: str) -> Box:
    """Asks for another name of a label."""

    def rename(new: str) -> None:
        contacts.rename_label(name, new)
        nav.replace("label", name=new)

    return text_dialog(nav, "Rename label", "Label name", rename, text=name, taken=contacts.labels)


def delete_label(contacts: Contacts, nav: Nav, name: str) -> Box:
    """Asks before a label is deleted."""

    def delete() -> None:
        contacts.delete_label(name)
        nav.back_to("home")
        nav.snackbar("Label deleted")

    return Confirm(f"Delete {name} label?", "The contacts will not be deleted.", "Delete", delete, nav.back)


def add_members(contacts: Contacts, nav: Nav, name: str) -> Box:
    """Chooses contacts to put into a label."""

    def add(people: list[Person]) -> None:
        for person in people:
            person.labels.append(name)

    others = [person for person in contacts.listed() if name not in person.labels]
    return picker(contacts, nav, others, add)
