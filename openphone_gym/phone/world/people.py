"""The user and the people the user knows."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from openphone_gym.phone.world.records import Labelled, Person, Relation, Stranger, User
from openphone_gym.phone.world.tables import pairs, slug, table

MAIL_HOSTS = ("example.com", "example.org", "example.net")

SMALLEST_BOOK, LARGEST_BOOK = 5, 20
"""Number of people in a drawn address book."""

STRANGERS = 12
"""Number of strangers in a world."""

FIRST_BIRTHDAY = date(1950, 1, 1).toordinal()
"""Earliest day of birth."""

PASTIMES = ("writes", "outside", "at_home", "on_tour")
"""What stands in the handle of a user."""

RELATIONS: tuple[Relation, ...] = (
    "family",
    "friend",
    "friend",
    "friend",
    "colleague",
    "colleague",
    "neighbour",
)
EMPLOYERS = (*(f"office-{n}" for n in range(1, 9)), "software-1", "university-1", "hospital-1", "school-1")
"""Ids of the organisations that people work at."""

ACQUAINTANCES: tuple[tuple[Relation, str], ...] = (
    ("teacher", "university-1"), ("teacher", "school-2"), ("service", "doctor-1"), ("service", "doctor-2"),
    ("service", ""), ("colleague", "office-1"), ("colleague", "office-1"), ("friend", ""),
)  # fmt: skip
"""Relation and employer of those who write mails but are not in the address book."""


PHONE_LABELS = (
    ("Mobile",), ("Work",), ("Home",), ("Mobile",), ("Work",), ("Home",),
    ("Mobile", "Work"), ("Mobile", "Home"), ("Home", "Work"),
)  # fmt: skip
MAIL_LABELS = ((), (), ("Home",), ("Work",), ("Home", "Work"), ("Work", "Home"))
"""What the numbers and addresses of somebody may be for."""

HANDLES = ("_", ".", "")
"""What stands between the name and the number of a handle."""


class Name(NamedTuple):
    """A given or family name.

    Attributes:
        written: As it is written.
        latin: In unaccented Latin letters.
        plain: The same as it stands in addresses.
        culture: Where it comes from.
    """

    written: str
    latin: str
    plain: str
    culture: str


@cache
def given_names() -> tuple[Name, ...]:
    """All given names; no two are alike in Latin letters."""
    return _names("given")


@cache
def _ascii_names() -> tuple[Name, ...]:
    return tuple(name for name in given_names() if name.written.isascii())


@cache
def family_names() -> tuple[Name, ...]:
    """All family names."""
    return _names("family")


@cache
def _families(culture: str) -> tuple[Name, ...]:
    return tuple(name for name in family_names() if name.culture == culture)


def _names(part: str) -> tuple[Name, ...]:
    return tuple(
        Name(written, latin, slug(latin, "."), culture)
        for culture, lists in table("names").items()
        for written, latin in pairs(lists[part], ", ")
    )


FAMILY_FIRST = frozenset(("chinese", "japanese"))
"""Cultures whose names are written in one word, the family name first."""


def draw_user(rng: random.Random) -> User:
    """Whose phone it is."""
    given = rng.choice(_ascii_names())
    family = rng.choice(_families(given.culture))
    return User(
        name=f"{given.latin} {family.latin}",
        mail=f"{given.plain}.{family.plain}@{rng.choice(MAIL_HOSTS)}",
        number=f"1{rng.randint(201, 989)}555{rng.randint(9_800, 9_999)}",
        handle=f"{given.plain}_{rng.choice(PASTIMES)}{rng.randint(2, 99)}",
        device="Pixel 7 Pro",
        employer=rng.choice(EMPLOYERS),
        home="home-1",
    )


def draw_address_book(rng: random.Random, first: int = LARGEST_BOOK) -> tuple[Person, ...]:
    """The people in the address book of a drawn world, or its first ones; no two share a given name."""
    many = rng.randint(SMALLEST_BOOK, LARGEST_BOOK)
    given = rng.sample(given_names(), many)
    numbers = rng.sample(range(20_000_000, 100_000_000), 2 * many)
    return tuple(
        [_in_book(rng, n + 1, given[n], numbers[2 * n : 2 * n + 2]) for n in range(min(many, first))]
    )


def draw_acquaintances(rng: random.Random, known: Sequence[Person]) -> Iterator[Person]:
    """People who write mails but are in no address book, numbered after those who are known."""
    taken = {person.given for person in known}
    free = [name for name in given_names() if name.written not in taken]
    names = rng.sample(free, len(ACQUAINTANCES))
    for id, (given, (relation, employer)) in enumerate(
        zip(names, ACQUAINTANCES, strict=True), len(known) + 1
    ):
        family = rng.choice(_families(given.culture))
        yield Person(
            id=f"person-{id}",
            given=given.written,
            family=family.written,
            latin=f"{given.latin} {family.latin}",
            family_first=given.culture in FAMILY_FIRST,
            relation=relation,
            mails=(
                Labelled(
                    "Work" if employer else "Home", f"{given.plain}.{family.plain}@{rng.choice(MAIL_HOSTS)}"
                ),
            ),
            handle=f"{given.plain}{rng.choice(HANDLES)}{rng.randint(2, 99)}",
            employer=employer,
            in_address_book=False,
        )


def _in_book(rng: random.Random, id: int, given: Name, numbers: list[int]) -> Person:
    chance = rng.random
    family = None if chance() < 0.15 else rng.choice(_families(given.culture))
    user = f"{given.plain}.{family.plain}" if family else given.plain
    return Person(
        id=f"person-{id}",
        given=given.written,
        family=family.written if family else "",
        latin=f"{given.latin} {family.latin}" if family else given.latin,
        family_first=given.culture in FAMILY_FIRST,
        relation=rng.choice(RELATIONS),
        numbers=tuple(
            Labelled(label, str(digits))
            for label, digits in zip(rng.choice(PHONE_LABELS), numbers, strict=False)
        ),
        mails=tuple(
            Labelled(label, f"{user}.{label.lower()}@{rng.choice(MAIL_HOSTS)}")
            for label in rng.choice(MAIL_LABELS)
        ),
        handle=f"{given.plain}{rng.choice(HANDLES)}{2 + int(97 * chance())}",
        employer=rng.choice(EMPLOYERS) if chance() < 0.4 else "",
        born=date.fromordinal(FIRST_BIRTHDAY + int(365 * 55 * chance())) if chance() < 0.4 else None,
        website=f"{user}.example.com" if chance() < 0.2 else "",
    )


def draw_strangers(rng: random.Random) -> tuple[Stranger, ...]:
    """Numbers of nobody: their last four digits are below 1000, those of organisations above."""
    lines = rng.sample(range(1000), STRANGERS)
    return tuple(
        Stranger(f"{rng.randint(201, 989)}555{line:04d}", writes=place % 2 == 0)
        for place, line in enumerate(lines)
    )
