"""People and places that are to be kept as contacts."""

from __future__ import annotations

from collections.abc import Callable

from openphone_gym.phone.apps.contacts.numbers import dialable
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.contacts.editor import (
    Line,
    any_number,
    called,
    create,
    entry,
    in_editor,
    name_line,
    phone_line,
    write,
)
from openphone_gym.tasks.contacts.new_contacts import LAST_NAMES, new_name
from openphone_gym.tasks.contacts.people import EVERYBODY, OTHER_DELETED, PEOPLE, a_company, numbers
from openphone_gym.tasks.contacts.provider import MOBILE
from openphone_gym.tasks.cross import chats, places
from openphone_gym.tasks.cross.wording import Wording
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.map.asking import named
from openphone_gym.tasks.map.routes import LOOKING
from openphone_gym.tasks.records import Trait
from openphone_gym.tasks.sight import has_id, plain
from openphone_gym.tasks.task import Drawing, Param, Params, Task, one_of
from openphone_gym.ui.node import UiNode

APP = "Contacts"

NAMED = Trait("name", "Is there a contact named {name}?", lambda person, phone, p: True)
HAS_NUMBER = Trait(
    "number",
    "Does the contact {name} have the phone number {number}?",
    lambda person, phone, p: p.number in numbers(person),
)
HAS_COMPANY = Trait(
    "company",
    "Does the contact {name} have the company {company}?",
    lambda person, phone, p: person.company == p.company,
)
HAS_ADDRESS = Trait(
    "address",
    "Does the contact {name} have the address {address}?",
    lambda person, phone, p: chats.names_it(person.address, p.address),
)


# Somebody who writes for the first time

INTRODUCTION = Wording(
    "Hello, this is {name} from {company}. You can reach me at this number",
    "{name} here, of {company}. This is my number",
    "It was nice to meet you. This number is mine. {name}, {company}",
)


def introduces(phone: Phone, p: Params) -> None:
    """Somebody new has written from a number that nobody has."""
    chats.receives(phone, p.number, INTRODUCTION.write(p.form, name=p.name, company=p.company))


def snippet_of(wording: Wording) -> Callable[[UiNode], bool]:
    """The beginning of a conversation in the list whose last message is one of these."""

    def matches(node: UiNode) -> bool:
        return has_id("conversation_snippet")(node) and wording.fits(node.text)

    matches.__name__ = f"snippet {id(wording)}"
    return matches


def read_introduction(hand: Hand) -> str:
    """Number and message of somebody who introduces themselves, one below the other."""
    hand.open(chats.APP)
    bubbles = [plain(node.text) for node in hand.all(chats.is_bubble) if INTRODUCTION.fits(node.text)]
    if bubbles:
        return f"{hand.title}\n{bubbles[-1]}"
    if hand.title != chats.APP:
        raise Lost
    return hand.tap(snippet_of(INTRODUCTION))


def save_acquaintance(hand: Hand, p: Params) -> None:
    number, message = hand.once("introduction", lambda: read_introduction(hand)).split("\n")
    facts = INTRODUCTION.read(message)
    name, number = facts["name"], dialable(number)
    first, _, last = name.partition(" ")

    def save() -> None:
        hand.open(APP)
        if in_editor(hand, name):
            write(
                hand,
                name_line(first),
                Line(entry("Last name", last), last),
                Line(entry("Company", facts["company"]), facts["company"]),
                phone_line(MOBILE, number),
            )
        create(hand, name, called(MOBILE, number), facts["company"])

    hand.once("saved", save)


# A place on the map


def a_place(d: Drawing) -> str:
    """Draws a place that has a number and a name of its own, which no contact has."""
    taken = {person.name for person in d.phone.contacts.people}
    return d.choice([name for name in places.with_number(d) if name not in taken])


def save_as_contact(hand: Hand, name: str, number: str, address: str) -> None:
    """There is a contact with that first name, the number and the address."""
    hand.open(APP)
    if in_editor(hand, name):
        write(
            hand,
            name_line(name),
            phone_line(MOBILE, number),
            Line(entry("Address", address), address, adds="More fields"),
        )
    create(hand, name, called(MOBILE, number), address)


def save_place(hand: Hand, p: Params) -> None:
    address, number = hand.once("place", lambda: places.read_card(hand, p.name)).split("\n")
    hand.once("saved", lambda: save_as_contact(hand, p.name, number, address))


TASKS = [
    Task(
        id="cross_13",
        app="messages",
        group="people",
        start="home",
        own_steps=14,
        goals=[
            "Somebody who is not in my contacts has introduced themselves by text message, with name and "
            "company. Save them as a contact with first name, last name, company and the number that the "
            "message came from as mobile number.",
            "In my messages there is one from an unknown number in which someone gives a name and a company. "
            "Make a contact of it: both names, the company, and the sender's number (mobile).",
            "Find the text message in which a new acquaintance tells who they are and where they work. Add "
            "this person to my contacts, company and mobile number included.",
        ],
        params={
            "kept": EVERYBODY,
            "first_name": Param("Thea", new_name),
            "last_name": Param("Larsen", one_of(*LAST_NAMES)),
            "name": Param("Thea Larsen", lambda d: f"{d.params.first_name} {d.params.last_name}"),
            "company": Param("Cedar Biotech", a_company),
            "number": Param("3055550188", any_number),
            "form": INTRODUCTION.form,
        },
        subgoals=PEOPLE.one(NAMED, HAS_NUMBER, HAS_COMPANY),
        never=[OTHER_DELETED],
        may_change=["contacts.people.+"],
        setup=introduces,
        solution=save_acquaintance,
    ),
    Task(
        id="cross_14",
        app="map",
        group="people",
        start="home",
        own_steps=17,
        goals=[
            "Look up {name} in MAPS.ME and save it as a contact, with {name} as first name, its phone number "
            "and its street address.",
            "I want {name} in my contacts. MAPS.ME has the address and the phone number; enter both, and the "
            "name as the first name.",
            "Make a contact for {name} (first name) out of what the map knows of it: address and number.",
        ],
        params={
            "kept": EVERYBODY,
            "name": Param("Corner Table", a_place),
            "number": Param("8295555277", lambda d: named(d.phone, d.params.name).phone),
            "address": Param("Olive Street, 729", lambda d: named(d.phone, d.params.name).address),
        },
        subgoals=PEOPLE.one(NAMED, HAS_NUMBER, HAS_ADDRESS),
        never=[OTHER_DELETED],
        may_change=["contacts.people.+", *LOOKING],
        solution=save_place,
    ),
]
