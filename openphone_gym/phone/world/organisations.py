"""Companies, schools, banks, clubs: names by pattern and kind."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from functools import cache

from openphone_gym.phone.world.people import MAIL_HOSTS
from openphone_gym.phone.world.records import Organisation
from openphone_gym.phone.world.tables import slug, table, words

MAIL_NAMES = {
    "shop": "orders",
    "supermarket": "offers",
    "bank": "service",
    "newspaper": "newsletter",
    "post_office": "tracking",
    "travel": "bookings",
    "energy": "billing",
    "telecom": "billing",
    "insurance": "contracts",
    "spam": "winner",
}
"""What stands before the ``@`` of an organisation's address; others have ``info``."""

FIRST_FOUNDED = date(1850, 1, 1).toordinal()
"""Earliest day of foundation."""

_LINES_OF_A_KIND = 190


@cache
def kinds() -> tuple[str, ...]:
    """All kinds of organisations."""
    return tuple(table("organisations")["kinds"])


def phone_number(rng: random.Random, kind: int, line: int) -> str:
    """A number that no other organisation or place has.

    Args:
        rng: Draws the area.
        kind: Number of its kind, counted over organisations and places.
        line: Number below 190 that nothing else of its kind has.
    """
    return f"{rng.randint(201, 989)}555{1000 + _LINES_OF_A_KIND * kind + line:04d}"


def draw(rng: random.Random, kind: str, pinned: Sequence[Organisation] = ()) -> tuple[Organisation, ...]:
    """All organisations of a kind, those that are fixed first."""
    named = _draw_words(rng, kind)
    lines = rng.sample(range(_LINES_OF_A_KIND), table("organisations")["kinds"][kind]["many"])
    place = kinds().index(kind)
    first = len(pinned) + 1
    drawn = (
        _organisation(rng, f"{kind}-{n}", kind, pattern, word, phone_number(rng, place, line))
        for n, ((pattern, word), line) in enumerate(zip(named, lines, strict=False), first)
    )
    return (*pinned, *drawn)


def draw_names(rng: random.Random, kind: str) -> tuple[str, ...]:
    """Names of the organisations of a kind but those that are fixed; ``draw`` begins with them."""
    return tuple([pattern.format(word) for pattern, word in _draw_words(rng, kind)])


def _draw_words(rng: random.Random, kind: str) -> list[tuple[str, str]]:
    """Patterns of names, each with the word that goes into it."""
    declared = table("organisations")["kinds"][kind]
    many = declared["many"]
    patterns = words(declared["names"])
    firsts = rng.sample(words(table("organisations")["words"]), many)
    return list(zip(rng.sample(patterns, min(many, len(patterns))), firsts, strict=False))


def _organisation(
    rng: random.Random, id: str, kind: str, pattern: str, word: str, phone: str
) -> Organisation:
    name = pattern.format(word)
    host = f"{_host(pattern).format(slug(word))}.{rng.choice(MAIL_HOSTS)}"
    founded = date.fromordinal(FIRST_FOUNDED + int(365 * 165 * rng.random()))
    about = table("organisations")["kinds"][kind]["about"].format(name)
    mail = f"{MAIL_NAMES.get(kind, 'info')}@{host}"
    return Organisation(id, name, kind, founded, host, mail, phone, about)


@cache
def _host(pattern: str) -> str:
    """A pattern of names as one of host names."""
    return slug(pattern.replace("{}", "xx0xx")).replace("xx0xx", "{}")
