"""Changing and deleting contacts that are there."""

from __future__ import annotations

import re
from datetime import date

from openphone_gym.phone.apps.contacts import state
from openphone_gym.phone.apps.contacts.numbers import dialable
from openphone_gym.phone.apps.contacts.wording import long_date
from openphone_gym.phone.world.tables import slug
from openphone_gym.tasks.contacts.editor import (
    CALL_ROW,
    EDITORS,
    Line,
    any_number_or_foreign,
    called,
    entry,
    in_editor,
    is_date,
    phone_line,
    saved,
    write,
)
from openphone_gym.tasks.contacts.people import (
    CONTACT_DELETED,
    EDIT,
    OTHER_DELETED,
    PEOPLE,
    a_birthday,
    contact,
    known,
    labelled,
    numbers,
    open_contact,
    open_list,
    row_of,
)
from openphone_gym.tasks.contacts.provider import BIRTHDAY, TYPE, WORK, listed, stored
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.pickers import pick_date
from openphone_gym.tasks.sight import Sight, plain
from openphone_gym.tasks.task import Drawing, Param, Params, SubGoal, Task
from openphone_gym.tasks.times import day_words


def other_birthday(d: Drawing) -> str:
    """Draws a day of birth that the contact does not have."""
    present = d.phone.contacts.person(d.params.person).birthday
    return next(day for day in iter(lambda: a_birthday(d), None) if day != present)


def a_website(d: Drawing) -> str:
    """Draws the address of a web page."""
    word = slug(d.params.name.split()[0]) or "home"
    host = d.choice(("github.com", "github.io", "wordpress.com", "blogspot.com"))
    return f"{word}{d.choice(('', '-blog', '-pages', d.rng.randint(2, 99)))}.{host}"


def numbers_on(screen: Sight) -> set[tuple[str, str]]:
    """Labels and numbers on the page of a contact."""
    rows = (CALL_ROW.match(plain(node.content_desc)) for node in screen.all(CALL_ROW))
    return {(row[1], dialable(row[2])) for row in rows if row}


def shows_number_added(screen: Sight, p: Params) -> bool | None:
    """Whether the page of the contact has the new number and those from before; the editor leaves it open."""
    if screen.title == EDITORS[1]:
        return False
    if screen.content("large_title") != p.name:
        return None
    shown = numbers_on(screen)
    return (p.label, p.number) in shown and {number for _, number in shown}.issuperset(p.present)


def contacts_6(hand: Hand, p: Params) -> None:
    if in_editor(hand, p.name, p.label):
        write(hand, phone_line(p.label, p.number))
    saved(hand, p.name, called(p.label, p.number))


def contacts_7(hand: Hand, p: Params) -> None:
    words = long_date(p.birthday)
    pick_date(hand, date.fromisoformat(p.birthday))
    if in_editor(hand, p.name, "Birthday"):
        field = hand.sees(is_date)
        if field is not None and field.text != words:
            hand.tap(field)
        write(hand, Line(is_date, words, "", "Birthday", "More fields"))
    saved(hand, p.name, words)


A_SITE = re.compile(r"(https?://)?[a-z\d-]+(\.[a-z\d-]+)+(/\S*)?")
"""What another website looks like."""


def contacts_8(hand: Hand, p: Params) -> None:
    if in_editor(hand, p.name):
        write(hand, Line(entry("Website", p.website, A_SITE), p.website, adds="More fields"))
    saved(hand, p.name, p.website)


def contacts_11(hand: Hand, p: Params) -> None:
    if hand.title == "Delete contact?":
        hand.tap("Delete")
    if hand.sees("Change labels") and not hand.title:
        hand.tap("Delete")
    if hand.sees(EDIT):
        open_contact(hand, p.name)
        hand.tap("More options")
    open_list(hand)
    row = None if hand.sees(f"{p.name} deleted") else hand.find(row_of(p.name))
    if row is not None:
        hand.tap(row)


TASKS = [
    Task(
        id="contacts_6",
        app="contacts",
        group="modify information",
        human_steps=8,
        goals=[
            "Add the {kind} number {number} to the contact {name}.",
            "{name} has one more number, {number}. Add it to the contact as {kind} number.",
            "Save {number} as a further, {kind} number of my contact {name}.",
        ],
        params={
            **contact(2, "ABC"),
            "present": Param(["22331144"], lambda d: numbers(d.phone.contacts.person(d.params.person))),
            **labelled(WORK, "Home", "Main"),
            "type": TYPE,
            "number": Param("00112233", any_number_or_foreign),
        },
        subgoals=[
            SubGoal(
                "number",
                "Does the contact {name} have the {kind} number {number}, beside what it had before?",
                lambda phone, p: (
                    state.Phone(p.label, p.number) in known(phone, p).phones
                    and set(p.present) <= set(numbers(known(phone, p)))
                ),
                screen=shows_number_added,
            )
        ],
        never=[CONTACT_DELETED],
        may_change=["contacts.people.{person}.phones"],
        solution=contacts_6,
        prepare="Add a contact ABC with the number 22331144.",
    ),
    Task(
        id="contacts_7",
        app="contacts",
        group="modify information",
        human_steps=16,
        goals=[
            "Set the birthday of the contact {name} to {day}.",
            "{name} was born on {day}. Save the birthday in my contacts.",
            "Enter {day} as the birthday of my contact {name}.",
        ],
        params={
            **contact(1, "AAA"),
            "birthday": Param("1996-10-24", other_birthday),
            "day": Param("24 October 1996", lambda d: day_words(d.params.birthday)),
        },
        subgoals=[
            SubGoal(
                "birthday",
                "Does the page of the contact {name} show {day} as the birthday?",
                lambda phone, p: known(phone, p).birthday == p.birthday,
                shell=stored("contact_event", "Row: 0 data1={birthday}\n", type=BIRTHDAY),
            )
        ],
        never=[CONTACT_DELETED],
        may_change=["contacts.people.{person}.events"],
        solution=contacts_7,
        prepare="Add a contact AAA without a birthday.",
    ),
    Task(
        id="contacts_8",
        app="contacts",
        group="modify information",
        human_steps=9,
        goals=[
            "Set the website of the contact {name} to {website}.",
            "{name} has the website {website}. Save it in the contact.",
            "Enter {website} as the website of my contact {name}.",
        ],
        params={**contact(2, "ABC"), "website": Param("abc.github.com", a_website)},
        subgoals=[
            SubGoal(
                "website",
                "Does the page of the contact {name} show the website {website}?",
                lambda phone, p: known(phone, p).website == p.website,
                shell=stored("website", "data1={website}\n"),
            )
        ],
        never=[CONTACT_DELETED],
        may_change=["contacts.people.{person}.website"],
        solution=contacts_8,
        prepare="Add a contact ABC without a website.",
    ),
    Task(
        id="contacts_11",
        app="contacts",
        group="modify information",
        human_steps=5,
        goals=[
            "Delete the contact {name}.",
            "Remove {name} from my contacts.",
            "I no longer need the contact {name}. Please delete it, and nobody else.",
        ],
        params={
            **contact(1, "AAA"),
            "kept": Param([2, 3, 4, 5], PEOPLE.ids(lambda person, p: person.id != p.person)),
        },
        subgoals=[
            SubGoal(
                "deleted",
                "Is {name} gone from the list of contacts, and are the others still there?",
                lambda phone, p: known(phone, p).id == 0 and not PEOPLE.lost(phone, p),
                shell=listed("No result found"),
            )
        ],
        never=[OTHER_DELETED],
        may_change=["contacts.people.-{person}"],
        solution=contacts_11,
        prepare="Add a contact AAA and some others.",
    ),
]
