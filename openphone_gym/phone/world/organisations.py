"""Companies, schools, banks, clubs: names by pattern and kind."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from openphone_gym.phone.world.people import MAIL_HOSTS
from openphone_gym.phone.world.records import Organisation
from openphone_gym.phone.world.tables import slug, table, words

MAIL_NAMES = {
    "shop": "orders",
    "supermarket": "offers",
    "bank": "service",
    "newspaper": "newsletter",
    "post": "tracking",
    "travel": "bookings",
    "energy": "billing",
    "telecom": "billing",
    "insurance": "contracts",
    "spam": "winner",
}
"""What stands before the ``@`` of an organisation's address; others have ``info``."""

_LINES_OF_A_KIND = 190


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
    declared = table("organisations")["kinds"][kind]
    many = declared["many"]
    patterns = words(declared["names"])
    firsts = rng.sample(words(table("organisations")["words"]), many)
    names = [
        pattern.format(first)
        for pattern, first in zip(rng.sample(patterns, min(many, len(patterns))), firsts, strict=False)
    ]
    lines = rng.sample(range(_LINES_OF_A_KIND), many)
    place = kinds().index(kind)
    first = len(pinned) + 1
    drawn = (
        _organisation(rng, f"{kind}-{first + n}", kind, name, phone_number(rng, place, lines[n]))
        for n, name in enumerate(names)
    )
    return (*pinned, *drawn)


def _organisation(rng: random.Random, id: str, kind: str, name: str, phone: str) -> Organisation:
    host = f"{slug(name)}.{rng.choice(MAIL_HOSTS)}"
    founded = date(1850, 1, 1) + timedelta(days=rng.randrange(365 * 165))
    about = table("organisations")["kinds"][kind]["about"].format(name)
    mail = f"{MAIL_NAMES.get(kind, 'info')}@{host}"
    return Organisation(id, name, kind, founded, host, mail, phone, about)
