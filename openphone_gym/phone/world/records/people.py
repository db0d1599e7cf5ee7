"""People and organisations."""

from __future__ import annotations

from datetime import date
from typing import Literal

from openphone_gym.phone.world.records.record import Record


class Labelled(Record, frozen=True):
    """A number or an address and what it is for: ``Mobile``, ``Work``, ``Home``."""

    label: str
    value: str


Relation = Literal["family", "friend", "colleague", "neighbour", "teacher", "service"]
"""What somebody is to the user; ``service`` is a landlord, a dentist, a plumber."""


class User(Record, frozen=True):
    """Whose phone it is.

    Attributes:
        name: Full name.
        mail: Address of the account that all apps share.
        number: Own phone number with the code of the country, digits only.
        handle: Name in forums and on video sites.
        device: Name of the phone.
        employer: Id of the organisation the user works or studies at.
        home: Id of the place the user lives at.
    """

    name: str
    mail: str
    number: str
    handle: str
    device: str
    employer: str
    home: str

    @property
    def shown_number(self) -> str:
        """The own number as settings show it, such as ``+1 555-521-5554``."""
        return f"+{self.number[:-10]} {self.number[-10:-7]}-{self.number[-7:-4]}-{self.number[-4:]}"


class Person(Record, frozen=True):
    """Somebody the user knows.

    Attributes:
        id: ``person-<number>``.
        given: Given name in the script the user writes it in.
        family: Family name; empty if the user does not know or write it.
        latin: The name in unaccented Latin letters, given name first.
        family_first: Whether the family name goes first, without a blank, as in Chinese and Japanese script.
        relation: What the person is to the user.
        numbers: Phone numbers, digits only.
        mails: E-mail addresses.
        handle: Name in forums and on video sites.
        employer: Id of the organisation the person works or studies at, or an empty string.
        born: Day of birth, if the user knows it.
        website: Address of the person's page, or an empty string.
        in_address_book: Whether the user keeps the person in Contacts.
    """

    id: str
    given: str
    family: str
    latin: str
    family_first: bool = False
    relation: Relation = "friend"
    numbers: tuple[Labelled, ...] = ()
    mails: tuple[Labelled, ...] = ()
    handle: str = ""
    employer: str = ""
    born: date | None = None
    website: str = ""
    in_address_book: bool = True

    @property
    def name(self) -> str:
        """Full name as it is written."""
        if self.family_first:
            return f"{self.family}{self.given}"
        return f"{self.given} {self.family}".strip()


class Stranger(Record, frozen=True):
    """A number of nobody in the world: a wrong number, an advertiser, a sender of codes.

    Attributes:
        number: Digits only.
        writes: Whether text messages come from it; else it calls.
    """

    number: str
    writes: bool = False


class Sender(Record, frozen=True):
    """Who mails come from.

    Attributes:
        id: Id of the person or organisation.
        name: Name beside the address.
        address: E-mail address.
        kind: Relation of a person or kind of an organisation.
    """

    id: str
    name: str
    address: str
    kind: str


class Organisation(Record, frozen=True):
    """A company, school, bank, shop ...

    Attributes:
        id: ``<kind>-<number>``, and the id of its seat among the places.
        name: Full name.
        kind: One of ``organisations.kinds``.
        founded: Day of foundation.
        host: Host of its web site.
        mail: Address that mails to customers come from.
        phone: Number, digits only.
        about: What it does, one sentence.
        address: Postal address of one that does not sit in the city; else that of its seat holds.
    """

    id: str
    name: str
    kind: str
    founded: date
    host: str
    mail: str
    phone: str
    about: str
    address: str = ""
