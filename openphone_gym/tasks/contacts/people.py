"""Contacts: which one is meant, what must not happen to any, and the way to its page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from openphone_gym.phone.apps.contacts.state import Person
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.contacts.provider import sql_text
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.records import Records
from openphone_gym.tasks.sight import Sight, has_id, plain
from openphone_gym.tasks.task import Draw, Drawing, Never, Param, Params, ScreenCheck, one_of
from openphone_gym.ui.node import UiNode


def is_named(person: Person, p: Params) -> bool:
    """Whether a contact has the name asked for."""
    return person.name == p.name


def is_first_and_last_named(person: Person, p: Params) -> bool:
    """Whether a contact has the first and the last name asked for."""
    return (person.first_name, person.last_name) == (p.first_name, p.last_name)


PEOPLE = Records(all=lambda phone: phone.contacts.people, meant=is_named)
BY_BOTH_NAMES = PEOPLE._replace(meant=is_first_and_last_named)


def a_company(d: Drawing) -> str:
    """Draws an organisation of the phone's world."""
    return d.choice([*d.phone.world.organisations_of("office"), *d.phone.world.organisations_of("shop")]).name


def new_address(d: Drawing) -> str:
    """Draws an e-mail address."""
    return f"{d.rng.randrange(10**4, 10**7)}@{d.choice(('gmail.com', 'example.com', 'example.org'))}"


def of_contact(
    read: Callable[[Person], str], otherwise: Callable[[Drawing], str]
) -> Callable[[Drawing], str]:
    """What is known of the contact that was drawn, or something new."""
    return lambda d: read(d.phone.contacts.person(d.params.person)) or otherwise(d)


def a_birthday(d: Drawing) -> str:
    """Draws a day of birth (ISO)."""
    return (date(1940, 1, 1) + timedelta(days=d.rng.randrange(365 * 70))).isoformat()


A_CONTACT = PEOPLE.an_id()
EVERYBODY = Param([1, 2, 3, 4, 5], PEOPLE.ids())


def labelled(label: str, *others: str) -> dict[str, Param]:
    """A label of a number or an address, and how a goal says it."""
    return {
        "label": Param(label, one_of(label, *others)),
        "kind": Param(label.lower(), lambda d: d.params.label.lower()),
    }


def named(name: str, sample: Callable[[Drawing], str]) -> dict[str, Param]:
    """The name of a contact, and the same for shell commands."""
    return {
        "name": Param(name, sample),
        "sql_name": Param(sql_text(name), lambda d: sql_text(d.params.name)),
    }


def contact(id: int, name: str, sample: Draw = A_CONTACT) -> dict[str, Param]:
    """Parameters of a task about a contact that is there; all are to be kept."""
    return {
        "person": Param(id, sample),
        **named(name, lambda d: d.phone.contacts.person(d.params.person).name),
        "kept": EVERYBODY,
    }


def shows_deletion(*spared: str) -> ScreenCheck:
    """Whether a message tells that a contact was deleted or merged, but for those messages."""

    def rule(screen: Sight, p: Params) -> bool:
        told = plain(screen.content("snackbar_text") or "")
        harmless = [words.format_map(vars(p)) for words in spared]
        return screen.package == PACKAGE and bool(CONTACT_GONE.match(told)) and told not in harmless

    return rule


def numbers(person: Person) -> list[str]:
    """All numbers of a contact."""
    return [phone.number for phone in person.phones]


def known(phone: Phone, p: Params) -> Person:
    """The contact of the task; one without anything once it was deleted."""
    return next((person for person in phone.contacts.people if person.id == p.person), Person())


CONTACT_DELETED = Never(
    "contact_deleted",
    PEOPLE.lost,
    question="Was any contact deleted, or merged with another one?",
    screen=shows_deletion("Label deleted"),
)

OTHER_DELETED = Never(
    "contact_deleted",
    PEOPLE.lost,
    question="Was any contact other than {name} deleted, or merged with another one?",
    screen=shows_deletion("Label deleted", "{name} deleted", "1 contact deleted"),
)

PACKAGE = "com.google.android.contacts"
EDIT, NAME, COMPANY = has_id("menu_insert_or_edit"), has_id("large_title"), has_id("organization_name")
A_NUMBER = re.compile(r"^\+?[\d(*#]")
CONTACT_GONE = re.compile(r"^.* (deleted|merged)$")


def row_of(name: str) -> Callable[[UiNode], bool]:
    """The name of a contact in a list of contacts."""

    def matches(node: UiNode) -> bool:
        return node.resource_id.endswith(":id/cliv_name_textview") and node.text == name

    matches.__name__ = f"row of {name}"
    return matches


def open_list(hand: Hand) -> None:
    """The list of contacts is open."""
    if hand.package != PACKAGE:
        raise Lost
    hand.tab("Contacts")


def open_contact(hand: Hand, name: str) -> None:
    """The page of a contact is open."""
    if hand.sees(EDIT):
        heading = hand.sees(NAME)  # only a page that was searched is scrolled
        if heading is None or heading.text == name:
            return
        raise Lost
    open_list(hand)
    hand.tap(row_of(name))
