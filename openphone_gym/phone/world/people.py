"""The user and the people the user knows."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from openphone_gym.phone.world.records import Labelled, Person, Relation, Stranger, User
from openphone_gym.phone.world.tables import pairs, slug, table

MAIL_HOSTS = ("example.com", "example.org", "example.net")

SMALLEST_BOOK, LARGEST_BOOK = 5, 20
"""Number of people in a drawn address book."""

RELATIONS: tuple[Relation, ...] = (
    "family",
    "friend",
    "friend",
    "friend",
    "colleague",
    "colleague",
    "neighbour",
)
EMPLOYERS = (*(f"office-{n}" for n in range(1, 9)), "software-1", "software-2", "school-1", "hospital-1",
             "shop-1", "shop-2", "university-1", "newspaper-1", "theater-1", "bank-1")  # fmt: skip
"""Ids of the organisations that people work at."""

BESIDE_THE_BOOK: tuple[tuple[Relation, str], ...] = (
    ("teacher", "university-1"), ("teacher", "school-2"), ("service", "doctor-1"), ("service", "doctor-2"),
    ("service", ""), ("colleague", "office-1"), ("colleague", "office-1"), ("friend", ""),
)  # fmt: skip
"""Relation and employer of those who write mails but are not in the address book."""


class Name(NamedTuple):
    """A given or family name as it is written and in unaccented Latin letters, and its culture."""

    written: str
    latin: str
    culture: str


@cache
def given_names() -> tuple[Name, ...]:
    """All given names; no two are alike in Latin letters."""
    return _names("given")


@cache
def family_names() -> tuple[Name, ...]:
    """All family names."""
    return _names("family")


@cache
def _families(culture: str) -> tuple[Name, ...]:
    return tuple(name for name in family_names() if name.culture == culture)


def _names(part: str) -> tuple[Name, ...]:
    return tuple(
        Name(written, latin, culture)
        for culture, lists in table("names").items()
        for written, latin in pairs(lists[part], ", ")
    )


FAMILY_FIRST = frozenset(("chinese", "japanese"))
"""Cultures whose names are written in one word, the family name first."""


def draw_user(rng: random.Random) -> User:
    """Whose phone it is."""
    given = rng.choice([name for name in given_names() if name.written.isascii()])
    family = rng.choice(_families(given.culture)).latin
    pastime = rng.choice(("writes", "outside", "at_home", "on_tour"))
    return User(
        name=f"{given.latin} {family}",
        mail=f"{slug(given.latin, '.')}.{slug(family, '.')}@{rng.choice(MAIL_HOSTS)}",
        number=f"1{rng.randint(201, 989)}555{rng.randint(9_800, 9_999)}",
        handle=f"{slug(given.latin, '')}_{pastime}{rng.randint(2, 99)}",
        device="Pixel 7 Pro",
        employer=rng.choice(EMPLOYERS),
        home="home-1",
    )


def draw_people(rng: random.Random) -> tuple[Person, ...]:
    """The people of a drawn world: the address book first, then those who are not in it."""
    book = rng.randint(SMALLEST_BOOK, LARGEST_BOOK)
    given = rng.sample(given_names(), book + len(BESIDE_THE_BOOK))
    numbers = rng.sample(range(20_000_000, 100_000_000), 2 * book)
    listed = (_in_book(rng, n + 1, given[n], numbers[2 * n : 2 * n + 2]) for n in range(book))
    return (*listed, *draw_beside(rng, given[book:], first=book + 1))


def draw_beside(rng: random.Random, given: Sequence[Name], first: int) -> Iterator[Person]:
    """People with these given names who write mails but are in no address book."""
    for n, (name, (relation, employer)) in enumerate(zip(given, BESIDE_THE_BOOK, strict=True)):
        yield _beside(rng, first + n, name, relation, employer)


def fill(rng: random.Random, pinned: Sequence[Person]) -> tuple[Person, ...]:
    """People who are fixed, and some more who are in no address book."""
    given = rng.sample(given_names(), len(BESIDE_THE_BOOK))
    return (*pinned, *draw_beside(rng, given, first=len(pinned) + 1))


def _in_book(rng: random.Random, id: int, given: Name, numbers: list[int]) -> Person:
    family = None if rng.random() < 0.15 else rng.choice(_families(given.culture))
    latin = f"{given.latin} {family.latin if family else ''}".strip()
    user = slug(latin, ".")
    phone_labels = rng.sample(("Mobile", "Work", "Home"), rng.choice((1, 1, 2)))
    mail_labels = rng.sample(("Home", "Work"), rng.choice((0, 1, 2)))
    born = date(1950, 1, 1) + timedelta(days=rng.randrange(365 * 55))
    return Person(
        id=f"person-{id}",
        given=given.written,
        family=family.written if family else "",
        latin=latin,
        family_first=given.culture in FAMILY_FIRST,
        relation=rng.choice(RELATIONS),
        numbers=tuple(
            Labelled(label, str(digits)) for label, digits in zip(phone_labels, numbers, strict=False)
        ),
        mails=tuple(
            Labelled(label, f"{user}.{label.lower()}@{rng.choice(MAIL_HOSTS)}") for label in mail_labels
        ),
        handle=_handle(rng, given),
        employer=rng.choice(EMPLOYERS) if rng.random() < 0.4 else "",
        born=born if rng.random() < 0.4 else None,
        website=f"{user}.example.com" if rng.random() < 0.2 else "",
    )


def _beside(rng: random.Random, id: int, given: Name, relation: Relation, employer: str) -> Person:
    family = rng.choice(_families(given.culture))
    user = slug(f"{given.latin} {family.latin}", ".")
    return Person(
        id=f"person-{id}",
        given=given.written,
        family=family.written,
        latin=f"{given.latin} {family.latin}",
        family_first=given.culture in FAMILY_FIRST,
        relation=relation,
        mails=(Labelled("Work" if employer else "Home", f"{user}@{rng.choice(MAIL_HOSTS)}"),),
        handle=_handle(rng, given),
        employer=employer,
        in_address_book=False,
    )


def _handle(rng: random.Random, given: Name) -> str:
    return f"{slug(given.latin, '')}{rng.choice(('_', '.', ''))}{rng.randint(2, 99)}"


def draw_strangers(rng: random.Random) -> tuple[Stranger, ...]:
    """Numbers of nobody: their last four digits are below 1000, those of organisations above."""
    lines = rng.sample(range(1000), 16)
    return tuple(
        Stranger(f"{rng.randint(201, 989)}555{line:04d}", writes=place % 2 == 0)
        for place, line in enumerate(lines)
    )
