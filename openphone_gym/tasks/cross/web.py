"""Facts that stand on web sites."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.world.records import Organisation, Sender
from openphone_gym.tasks.calendar.drawing import BASE, TODAY, day_in_goal, from_param, heading, kept
from openphone_gym.tasks.calendar.rows import CREATED, DELETED, ON_DAY, REPEATS
from openphone_gym.tasks.calendar.rows import NEW as NEW_EVENT
from openphone_gym.tasks.chrome.ways import BROWSING, fact, found, result
from openphone_gym.tasks.contacts.people import EVERYBODY, OTHER_DELETED, PEOPLE
from openphone_gym.tasks.cross import agenda, letters
from openphone_gym.tasks.cross.people import HAS_ADDRESS, HAS_NUMBER, NAMED, save_as_contact
from openphone_gym.tasks.cross.wording import Wording
from openphone_gym.tasks.gmail.writing import says
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.sight import plain
from openphone_gym.tasks.task import Drawing, Param, Params, Task
from openphone_gym.ui.node import UiNode

APP = "Chrome"

FOUNDED = re.compile(r"was founded on (\d+ \w+ \d{4})")


# The phone


def with_seat(phone: Phone) -> list[Organisation]:
    """Organisations in a house of the city, with a name and a site of their own."""
    world = phone.world
    names = [one.name for one in world.organisations]
    return [
        one
        for one in world.organisations
        if one.kind not in ("spam", "government")
        and not one.address
        and names.count(one.name) == 1
        and re.search(r", \d+", world.address(one))
    ]


def an_organisation(d: Drawing) -> str:
    """Draws an organisation that has a web site and that is no contact."""
    taken = {person.name for person in d.phone.contacts.people}
    return d.choice([one.name for one in with_seat(d.phone) if one.name not in taken])


def known(phone: Phone, name: str) -> Organisation:
    """The organisation of that name."""
    return next(one for one in phone.world.organisations if one.name == name)


def street_of(d: Drawing) -> str:
    """Street and number of the organisation that was drawn."""
    address = d.phone.world.address(known(d.phone, d.params.name))
    return ", ".join(address.split(", ")[:2])


# The hand


def web_page(title: str) -> Callable[[UiNode], bool]:
    """What a tab shows, if it is the page of that title."""

    def matches(node: UiNode) -> bool:
        return node.class_name.endswith("WebView") and plain(node.text) == plain(title)

    matches.__name__ = f"page {title}"
    return matches


def open_page(hand: Hand, title: str, words: str) -> None:
    """The page of that title is open, which is among the results for some words."""
    hand.open(APP)
    if hand.sees(web_page(title)) is None:
        found(hand, words)
        hand.tap(result(title))


def read_contact(hand: Hand, name: str) -> str:
    """Address and number of an organisation, as its site tells them, one below the other."""
    open_page(hand, f"Contact - {name}", f"{name} contact")
    return "\n".join(read_fact(hand, fact) for fact in ("Address", "Phone"))


def read_fact(hand: Hand, name: str) -> str:
    """A value of a table on the page in front."""
    hand.need(name)
    value = fact(hand, name)
    if value is None:
        hand.lift(name)
        raise Lost
    return plain(value)


def read_foundation(hand: Hand, name: str) -> str:
    """The sentence on the foundation of an organisation."""
    open_page(hand, f"About us - {name}", f"{name} about us")
    return plain(hand.need(FOUNDED).text)


# Saving an organisation


def save_organisation(hand: Hand, p: Params) -> None:
    address, number = hand.once("page", lambda: read_contact(hand, p.name)).split("\n")
    hand.once("saved", lambda: save_as_contact(hand, p.name, number, address))


# An anniversary


def anniversary(d: Drawing) -> str:
    """The day of this year on which the organisation was founded."""
    return known(d.phone, d.params.name).founded.replace(year=TODAY.year).isoformat()


def enter_anniversary(hand: Hand, p: Params) -> None:
    sentence = FOUNDED.search(hand.once("page", lambda: read_foundation(hand, p.name)))
    assert sentence is not None
    founded = datetime.strptime(sentence[1], "%d %B %Y").date()
    day = founded.replace(year=TODAY.year).isoformat()
    hand.once("entered", lambda: agenda.enter(hand, p.title, day, recurrence="Yearly"))


# An answer that the web has

INQUIRY = Wording(
    "Do you know where {name} is? I need the street and the number.",
    "We want to visit {name} next week. What is the address there?",
    "I have to send a letter to {name}. Can you find the address on the web for me?",
)


def inquires(phone: Phone, p: Params) -> None:
    """Somebody has asked for an address by mail."""
    letters.comes(phone, p, INQUIRY.write(p.form, name=p.name))


def answer_inquiry(hand: Hand, p: Params) -> None:
    name = letters.facts(hand, p.subject, INQUIRY)["name"]
    address, number = hand.once("page", lambda: read_contact(hand, name)).split("\n")
    hand.once("answered", lambda: letters.reply(hand, p.subject, address))
    hand.once("saved", lambda: save_as_contact(hand, name, number, address))


TASKS = [
    Task(
        id="cross_24",
        app="chrome",
        group="web",
        start="home",
        own_steps=18,
        goals=[
            "Find address and phone number of {name} on its web site, and save it as a contact: {name} as "
            "first name, the number, and the address.",
            "I want {name} in my contacts. Its own site has a page with the address and the number; enter "
            "both, and the name as the first name.",
            "Look up with Chrome how to reach {name}, and make a contact of it (first name {name}) with "
            "phone number and street address.",
        ],
        params={
            "kept": EVERYBODY,
            "name": Param("Cedar Biotech", an_organisation),
            "number": Param("2115551140", lambda d: known(d.phone, d.params.name).phone),
            "address": Param("Almond Street, 927", street_of),
        },
        subgoals=PEOPLE.one(NAMED, HAS_NUMBER, HAS_ADDRESS),
        never=[OTHER_DELETED],
        may_change=["contacts.people.+", *BROWSING],
        solution=save_organisation,
    ),
    Task(
        id="cross_25",
        app="chrome",
        group="web",
        start="home",
        own_steps=20,
        goals=[
            'On which day of the year was {name} founded? Its web site tells. Put "{title}" into my calendar '
            "on that day in 2024, repeated every year.",
            'Find the day on which {name} was founded on its site, and make an event "{title}" in Calendario '
            "on its anniversary in 2024 that recurs yearly.",
            'Look up the founding date of {name} on the web. In my calendar, enter "{title}" on the same day '
            "and month of 2024, as a yearly event.",
        ],
        params={
            "kept": Param(BASE, kept),
            "name": Param("Juniper Media", an_organisation),
            "title": Param("Anniversary of Juniper Media", lambda d: f"Anniversary of {d.params.name}"),
            "day": Param("2024-11-26", anniversary),
            "on": Param("26 November", from_param("day", day_in_goal)),
            "heading": Param("Nov 26", from_param("day", heading)),
            "recurrence": Param("Yearly"),
        },
        subgoals=NEW_EVENT.one(CREATED, ON_DAY, REPEATS),
        never=[DELETED],
        may_change=["calendar.events.+", *BROWSING],
        solution=enter_anniversary,
    ),
    Task(
        id="cross_26",
        app="gmail",
        group="web",
        start="home",
        own_steps=24,
        goals=[
            'In the mail "{subject}" {sender} asks for an address. Find it on the web site of the '
            "organisation in question, and reply to the mail with street and number. Then save the "
            "organisation as a contact: its name as first name, its phone number, its address.",
            'Answer the mail "{subject}" of {sender} with the address that is asked for; the site of the '
            "organisation has it. I want to keep the organisation in my contacts, too, with name (as first "
            "name), number and address.",
            '{sender} needs an address, see the mail "{subject}". Look it up with Chrome, on the own pages '
            "of whom the mail names, and send it as a reply. Make a contact of it as well: the name as first "
            "name, the phone number and the address.",
        ],
        params={
            **letters.sender(
                Sender("person-7", "Alex", "alex@example.com", "friend"),
                lambda one: one.id.startswith("person-"),
                Param("A question (58)", lambda d: f"A question ({d.rng.randrange(10, 100)})"),
            ),
            "name": Param("Fernhill Consulting", an_organisation),
            "address": Param("Almond Street, 356", street_of),
            "number": Param("2765551010", lambda d: known(d.phone, d.params.name).phone),
            "kept": EVERYBODY,
            "form": INQUIRY.form,
        },
        subgoals=[
            letters.mailed(
                "answered",
                'Was the mail "{subject}" answered with a text that names {address}, and was no other mail '
                "sent?",
                lambda mail, p: letters.is_reply(mail, p) and says(mail.body, p.address),
            ),
            *PEOPLE.one(NAMED, HAS_NUMBER, HAS_ADDRESS),
        ],
        never=[letters.OTHERS_MAILED, OTHER_DELETED],
        may_change=["contacts.people.+", *letters.MAILING, *BROWSING],
        setup=inquires,
        solution=answer_inquiry,
    ),
]
