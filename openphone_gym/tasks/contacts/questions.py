"""Questions about contacts."""

from __future__ import annotations

import re

from openphone_gym.phone.apps.contacts.state import Email, Event, Person
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks import answers
from openphone_gym.tasks.answers import Text
from openphone_gym.tasks.contacts.people import (
    A_NUMBER,
    COMPANY,
    a_birthday,
    a_company,
    contact,
    known,
    labelled,
    new_address,
    numbers,
    of_contact,
    open_contact,
)
from openphone_gym.tasks.contacts.provider import WORK
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.task import Drawing, Param, Params, Task


def its_number(d: Drawing) -> str:
    """Draws one of the contact's numbers."""
    return d.choice(numbers(d.phone.contacts.person(d.params.person)))


def which_number(d: Drawing) -> str:
    """What to call the number that was drawn; its label only matters beside other numbers."""
    phones = d.phone.contacts.person(d.params.person).phones
    label = next(phone.label for phone in phones if phone.number == d.params.number)
    return label.lower() if len(phones) > 1 else "phone"


def its_address(d: Drawing) -> str:
    """The contact's address of the label that was drawn, or a new one."""
    emails = d.phone.contacts.person(d.params.person).emails
    return next((email.address for email in emails if email.label == d.params.label), None) or new_address(d)


def company(person: Person) -> Text:
    """Where a contact works; the last word of a name, which says what kind of company, may be missing."""
    return Text(person.company, accept=(person.company.rpartition(" ")[0],))


def put_address(phone: Phone, p: Params) -> None:
    """The contact has an e-mail address of that label."""
    person = known(phone, p)
    if all(email.address != p.address for email in person.emails):
        person.emails.append(Email(p.label, p.address))


def put_birthday(phone: Phone, p: Params) -> None:
    """The contact has a birthday."""
    person = known(phone, p)
    if not person.birthday:
        person.events.append(Event("Birthday", p.birthday))


def put_company(phone: Phone, p: Params) -> None:
    """The contact works somewhere."""
    known(phone, p).company = p.company


def contacts_12(hand: Hand, p: Params) -> str:
    label = "" if p.which == "phone" else f"{p.which.capitalize()} "
    open_contact(hand, p.name)
    row = hand.need(re.compile(f"^Call {label}.*\\d"))
    return hand.need(A_NUMBER, within=row).text


def contacts_13(hand: Hand, p: Params) -> str:
    prefix = f"Email {p.label} "
    open_contact(hand, p.name)
    row = hand.need(re.compile(f"^{prefix}"))
    return row.content_desc.removeprefix(prefix)


def contacts_14(hand: Hand, p: Params) -> str:
    open_contact(hand, p.name)
    return hand.text_beside("Birthday")


def contacts_15(hand: Hand, p: Params) -> str:
    open_contact(hand, p.name)
    return hand.need(COMPANY).text


TASKS = [
    Task(
        id="contacts_12",
        app="contacts",
        group="check information",
        human_steps=2,
        goals=[
            "Report {name}'s {which} number.",
            "What is the {which} number of my contact {name}?",
            "Look up {name} in Contacts and tell me the {which} number.",
        ],
        params={
            **contact(2, "ABC"),
            "number": Param("22331144", its_number),
            "which": Param("phone", which_number),
        },
        answer=lambda phone, p: answers.Phone(p.number),
        solution=contacts_12,
        prepare="Add a contact ABC with the only number 22331144.",
    ),
    Task(
        id="contacts_13",
        app="contacts",
        group="check information",
        human_steps=2,
        goals=[
            "Report {name}'s {kind} e-mail address.",
            "What is the {kind} e-mail address of my contact {name}?",
            "Look up the {kind} e-mail of {name} in Contacts.",
        ],
        params={
            **contact(3, "Li"),
            **labelled(WORK, "Home"),
            "address": Param("22334455@gmail.com", its_address),
        },
        setup=put_address,
        answer=lambda phone, p: Text(
            p.address,
            reject=tuple(email.address for email in known(phone, p).emails if email.address != p.address),
        ),
        solution=contacts_13,
        prepare="Add a contact Li with the work e-mail 22334455@gmail.com and another one for home.",
    ),
    Task(
        id="contacts_14",
        app="contacts",
        group="check information",
        human_steps=2,
        goals=[
            "Report {name}'s birthday.",
            "When was my contact {name} born? Give the whole date.",
            "Look up {name}'s birthday in Contacts, with the year.",
        ],
        params={
            **contact(2, "ABC"),
            "birthday": Param("1996-10-24", of_contact(lambda person: person.birthday, a_birthday)),
        },
        setup=put_birthday,
        answer=lambda phone, p: answers.Date(known(phone, p).birthday),
        solution=contacts_14,
        prepare="Add a contact ABC, born on 24 October 1996.",
    ),
    Task(
        id="contacts_15",
        app="contacts",
        group="check information",
        human_steps=2,
        goals=[
            "Report {name}'s company.",
            "Which company does my contact {name} work for?",
            "Where does {name} work? Look it up in Contacts.",
        ],
        params={
            **contact(1, "AAA"),
            "company": Param("Tsinghua university", of_contact(lambda person: person.company, a_company)),
        },
        setup=put_company,
        answer=lambda phone, p: company(known(phone, p)),
        solution=contacts_15,
        prepare="Add a contact AAA of the company Tsinghua university.",
    ),
]
