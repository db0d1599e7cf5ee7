"""Who is in the address book of a new phone."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from openphone_gym.phone.apps.contacts.state import Contacts, Email, Event, Person, Phone

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World
    from openphone_gym.phone.world.records import Person as Known

LABELS = ("Book club", "Climbing", "Neighbors", "Orchestra", "Volunteers")


def seed(rng: random.Random | None, world: World) -> Contacts:
    """The people of the world's address book; ``rng`` draws labels and favourites."""
    contacts = Contacts(labels=[] if rng is None else rng.sample(LABELS, rng.randint(0, 2)))
    for known in world.address_book:
        person = contacts.add(contact(known, world))
        if rng is not None:
            person.labels = [label for label in contacts.labels if rng.random() < 0.3]
            person.starred = rng.random() < 0.15
    return contacts


def contact(known: Known, world: World) -> Person:
    """What the address book holds of somebody; names in one word stand in one field."""
    return Person(
        first_name=known.name if known.family_first else known.given,
        last_name="" if known.family_first else known.family,
        company=world.organisation_name(known.employer) if known.employer else "",
        phones=[Phone(number.label, number.value) for number in known.numbers],
        emails=[Email(mail.label, mail.value) for mail in known.mails],
        events=[Event("Birthday", known.born.isoformat())] if known.born else [],
        website=known.website,
    )
