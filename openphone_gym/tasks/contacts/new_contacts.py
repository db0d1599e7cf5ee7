"""Adding contacts."""

from __future__ import annotations

from openphone_gym.phone.apps.contacts import state
from openphone_gym.phone.apps.contacts.state import Email, Person
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
    written,
)
from openphone_gym.tasks.contacts.people import (
    BY_BOTH_NAMES,
    EVERYBODY,
    OTHER_DELETED,
    PEOPLE,
    a_company,
    is_named,
    labelled,
    named,
    new_address,
)
from openphone_gym.tasks.contacts.provider import (
    MOBILE,
    TYPE,
    WORK,
    WORK_EMAIL,
    listed,
    sql_text,
    stored,
    stored_number,
)
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.records import Trait
from openphone_gym.tasks.task import Drawing, Param, Params, Task, one_of

FIRST_NAMES = (
    "Agnes", "Boris", "Claire", "Dario", "Esther", "Felix", "Gemma", "Henrik", "Irene", "Jamal", "Kirsten",
    "Leon", "Maya", "Nils", "Olga", "Pablo", "Ruth", "Stefan", "Thea", "Ursula", "Vera", "Wanda", "Yusuf",
)  # fmt: skip

LAST_NAMES = (
    "Adler", "Bianchi", "Costa", "Dubois", "Eriksen", "Ferrari", "Gupta", "Hughes", "Ivanova", "Keller",
    "Larsen", "Meyer", "Nguyen", "Okafor", "Pereira", "Rahman", "Santos", "Tanaka", "Virtanen", "Wagner",
)  # fmt: skip


def new_name(d: Drawing) -> str:
    """Draws a first name that no contact has."""
    taken = {person.first_name for person in d.phone.contacts.people}
    return d.choice([name for name in FIRST_NAMES if name not in taken])


def has_number(name: str, param: str, label: str = "", column: str = "display_name") -> Trait:
    """The new contact has a number with a label: a fixed one, or that of the task."""

    def holds(person: Person, phone: Phone, p: Params) -> bool:
        return state.Phone(label or p.label, getattr(p, param)) in person.phones

    kind = label.lower() or "{kind}"
    question = f"Does the contact {{name}} have the {kind} number {{{param}}}?"
    return Trait(name, question, holds, shell=stored_number(param, label, column))


def contacts_1(hand: Hand, p: Params) -> None:
    if in_editor(hand, p.name):
        write(hand, name_line(p.name), phone_line(MOBILE, p.number))
    create(hand, p.name, called(MOBILE, p.number))


def contacts_2(hand: Hand, p: Params) -> None:
    if in_editor(hand, p.name, WORK):
        write(
            hand,
            name_line(p.first_name),
            Line(entry("Last name", p.last_name), p.last_name),
            phone_line(MOBILE, p.number),
            Line(entry("Email", p.address), p.address, "", WORK, "Add email"),
        )
    create(hand, p.name, called(MOBILE, p.number), written(WORK, p.address))


def contacts_3(hand: Hand, p: Params) -> None:
    if in_editor(hand, p.name, p.label):
        write(
            hand,
            name_line(p.name),
            phone_line(p.label, p.number),
            phone_line(MOBILE, p.mobile),
        )
    create(hand, p.name, called(p.label, p.number), called(MOBILE, p.mobile))


def contacts_4(hand: Hand, p: Params) -> None:
    if in_editor(hand, p.name):
        write(hand, name_line(p.name), Line(entry("Company", p.company), p.company))
    create(hand, p.name, p.company)


TASKS = [
    Task(
        id="contacts_1",
        app="contacts",
        group="add information",
        human_steps=7,
        goals=[
            "Create a contact {name} with the mobile number {number}.",
            "Save {number} as the mobile number of a new contact named {name}.",
            "I met {name}, whose mobile number is {number}. Add a contact.",
        ],
        params={
            "kept": EVERYBODY,
            **named("John", new_name),
            "number": Param("12345678", any_number),
        },
        subgoals=PEOPLE.one(
            Trait(
                "name",
                "Is there a contact named {name}?",
                lambda person, phone, p: is_named(person, p),
                shell=listed("display_name={name}\n"),
            ),
            has_number("mobile", "number", MOBILE),
        ),
        never=[OTHER_DELETED],
        may_change=["contacts.people.+"],
        solution=contacts_1,
        prepare="Have no contact John.",
    ),
    Task(
        id="contacts_2",
        app="contacts",
        group="add information",
        human_steps=13,
        goals=[
            "Create a contact with first name {first_name}, last name {last_name}, mobile number {number} "
            "and work e-mail {address}.",
            "Add {first_name} {last_name} (first and last name) to my contacts: mobile {number}, e-mail at "
            "work {address}.",
            "I need a new contact. First name: {first_name}. Last name: {last_name}. Mobile number: {number}."
            " Work e-mail: {address}.",
        ],
        params={
            "kept": EVERYBODY,
            "first_name": Param("John", new_name),
            "last_name": Param("Smith", one_of(*LAST_NAMES)),
            "name": Param("John Smith", lambda d: f"{d.params.first_name} {d.params.last_name}"),
            "sql_name": Param(
                sql_text("Smith, John"), lambda d: sql_text(f"{d.params.last_name}, {d.params.first_name}")
            ),
            "number": Param("12345678", any_number),
            "address": Param("123456@gmail.com", new_address),
        },
        subgoals=BY_BOTH_NAMES.one(
            has_number("mobile", "number", MOBILE, column="display_name_alt"),
            Trait(
                "work_email",
                "Does the contact {name} have the work e-mail address {address}?",
                lambda person, phone, p: Email(WORK, p.address) in person.emails,
                shell=stored("email_v2", "data1={address}\n", type=WORK_EMAIL, column="display_name_alt"),
            ),
        ),
        never=[OTHER_DELETED],
        may_change=["contacts.people.+"],
        solution=contacts_2,
        prepare="Have no contact John Smith.",
    ),
    Task(
        id="contacts_3",
        app="contacts",
        group="add information",
        human_steps=13,
        goals=[
            "Create a contact {name} with {kind} number {number} and mobile number {mobile}.",
            "Add {name} to my contacts, with the {kind} number {number} and the mobile number {mobile}.",
            "Make a new contact for {name}. {mobile} is the mobile number, {number} the {kind} number.",
        ],
        params={
            "kept": EVERYBODY,
            **named("Xu", new_name),
            **labelled(WORK, "Home", "Main"),
            "type": TYPE,
            "number": Param("12345678", any_number),
            "mobile": Param("87654321", any_number),
        },
        subgoals=PEOPLE.one(
            has_number("work_number", "number"), has_number("mobile_number", "mobile", MOBILE)
        ),
        never=[OTHER_DELETED],
        may_change=["contacts.people.+"],
        solution=contacts_3,
        prepare="Have no contact Xu.",
    ),
    Task(
        id="contacts_4",
        app="contacts",
        group="add information",
        human_steps=7,
        goals=[
            "Create a contact {name} who works at the company {company}.",
            "Add a contact {name} with the company {company}.",
            "{name} from {company} should be in my contacts. Add name and company.",
        ],
        params={
            "kept": EVERYBODY,
            **named("Chen", new_name),
            "company": Param("Tsinghua University", a_company),
        },
        subgoals=PEOPLE.one(
            Trait(
                "company",
                "Is there a contact {name} with the company {company}?",
                lambda person, phone, p: person.company == p.company,
                shell=stored("organization", "data1={company}\n"),
            )
        ),
        never=[OTHER_DELETED],
        may_change=["contacts.people.+"],
        solution=contacts_4,
        prepare="Have no contact Chen.",
    ),
]
