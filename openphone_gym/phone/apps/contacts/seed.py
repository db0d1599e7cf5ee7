"""Who is in the address book of a new phone."""

from __future__ import annotations

import random
from datetime import date, timedelta

from openphone_gym.phone.apps.contacts.state import Contacts, Email, Event, Person, Phone

FIRST_NAMES = (
    "Ada", "Amir", "Bea", "Bruno", "Carla", "Cem", "Dana", "Diego", "Elin", "Emre", "Farah", "Finn",
    "Greta", "Hana", "Hugo", "Ines", "Ivan", "Jonas", "Kaya", "Lena", "Luca", "Mei", "Milo", "Nadia",
    "Noor", "Omar", "Petra", "Quinn", "Rosa", "Sami", "Tara", "Uma", "Viktor", "Yuki", "Zoe",
)  # fmt: skip
LAST_NAMES = (
    "Abbott", "Baker", "Castro", "Dahl", "Engel", "Fischer", "Garcia", "Hansen", "Ito", "Jansen", "Khan",
    "Lopez", "Moreau", "Novak", "Olsen", "Park", "Quist", "Rossi", "Sato", "Tran", "Urban", "Vega",
    "Weber", "Yilmaz", "Zhou",
)  # fmt: skip
COMPANIES = (
    "Blue Harbor Travel", "Cedar Dental", "Fox & Field Books", "Greenleaf Energy", "Juniper Labs",
    "Lakeside School", "Maple Street Bakery", "Northwind Logistics", "Orchard Design", "Stonebridge Bank",
)  # fmt: skip
LABELS = ("Book club", "Climbing", "Neighbors", "Orchestra", "Volunteers")
MAIL_HOSTS = ("example.com", "example.org", "example.net")


def seed(rng: random.Random | None = None) -> Contacts:
    """The address book of a new phone: the benchmark's people, or 5 to 20 drawn by ``rng``."""
    return _canonical() if rng is None else _drawn(rng)


def _canonical() -> Contacts:
    contacts = Contacts()
    for person in (
        Person(first_name="AAA", company="Tsinghua university", phones=[Phone("Mobile", "55667788")]),
        Person(
            first_name="ABC", phones=[Phone("Mobile", "22331144")], events=[Event("Birthday", "1996-10-24")]
        ),
        Person(
            first_name="Li",
            phones=[Phone("Mobile", "66778899")],
            emails=[Email("Work", "22334455@gmail.com"), Email("Home", "li.home@example.com")],
        ),
        Person(first_name="David", last_name="Park", phones=[Phone("Home", "44556677")]),
        Person(first_name="Mia", last_name="Wong", phones=[Phone("Mobile", "99887766")]),
    ):
        contacts.add(person)
    return contacts


def _drawn(rng: random.Random) -> Contacts:
    count = rng.randint(5, 20)
    contacts = Contacts(labels=rng.sample(LABELS, rng.randint(0, 2)))
    first_names = rng.sample(FIRST_NAMES, count)
    numbers = rng.sample(range(20_000_000, 100_000_000), 2 * count)
    for index, first_name in enumerate(first_names):
        own = [str(number) for number in numbers[2 * index : 2 * index + 2]]
        contacts.add(_person(rng, first_name, own, contacts.labels))
    return contacts


def _person(rng: random.Random, first_name: str, numbers: list[str], labels: list[str]) -> Person:
    last_name = rng.choice(("", *LAST_NAMES))
    phone_labels = rng.sample(("Mobile", "Work", "Home"), rng.choice([1, 1, 2]))
    email_labels = rng.sample(("Home", "Work"), rng.choice([0, 1, 2]))
    user = f"{first_name}.{last_name}".strip(".").lower()
    born = date(1950, 1, 1) + timedelta(days=rng.randrange(365 * 55))
    return Person(
        first_name=first_name,
        last_name=last_name,
        company=rng.choice(COMPANIES) if rng.random() < 0.4 else "",
        phones=[Phone(label, number) for label, number in zip(phone_labels, numbers, strict=False)],
        emails=[Email(label, f"{user}.{label.lower()}@{rng.choice(MAIL_HOSTS)}") for label in email_labels],
        events=[Event("Birthday", born.isoformat())] if rng.random() < 0.4 else [],
        website=f"{user}.example.com" if rng.random() < 0.2 else "",
        labels=[label for label in labels if rng.random() < 0.3],
        starred=rng.random() < 0.15,
    )
