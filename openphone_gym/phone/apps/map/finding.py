"""The search: places, streets and addresses by name, and all of a kind by distance."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from openphone_gym.phone.apps.map import spots
from openphone_gym.phone.apps.map.kinds import CATEGORIES, KINDS, SYNONYMS
from openphone_gym.phone.world.records import Place

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World

MOST = 60
"""Results shown."""

FILLERS = frozenset(("near", "me", "nearest", "closest", "the", "nearby"))


@lru_cache(maxsize=1 << 12)
def folded(text: str) -> str:
    """A text without accents and case; all but letters and digits is a blank."""
    plain = unicodedata.normalize("NFKD", text.replace("'", "").replace("’", ""))
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+", " ", kept.casefold()).split())


def of_kinds(world: World, kinds: Iterable[str]) -> list[Place]:
    """All places of some kinds, the nearest first."""
    return by_distance(place for kind in kinds for place in world.places_of(kind))


def by_distance(places: Iterable[Place]) -> list[Place]:
    """Places, the nearest first."""
    return sorted(places, key=lambda place: (spots.metres_away(place), place.id))


def find(world: World, query: str) -> list[Place]:
    """What a query finds: the kinds it names, else the best names, the nearest first among equals."""
    wanted = folded(query)
    if not wanted:
        return []
    kinds = kinds_named(wanted)
    if kinds:
        return of_kinds(world, kinds)[:MOST]
    words = [word for word in wanted.split() if word not in FILLERS] or wanted.split()
    ranked = [
        (rank, spots.metres_away(place), place.id, place)
        for place in (*world.places, *_streets(world, query))
        if (rank := _rank(place, wanted, words)) is not None
    ]
    return [place for *_, place in sorted(ranked, key=lambda found: found[:3])][:MOST]


def kinds_named(wanted: str) -> tuple[str, ...]:
    """The kinds that a folded query names: ``hotels``, ``food``, ``nearest restaurant``."""
    words = " ".join(word for word in wanted.split() if word not in FILLERS)
    for name in (words, words.removesuffix("s"), words.removesuffix("es"), re.sub("ies$", "y", words)):
        for category in CATEGORIES:
            if name == folded(category.label):
                return category.kinds
        for id, kind in KINDS.items():
            if name and name in (folded(kind.label), *SYNONYMS.get(id, ())):
                return (id,) if id not in ("street", "point", "home") else ()
    return ()


def _rank(place: Place, wanted: str, words: list[str]) -> int | None:
    """How well a place fits: 0 is best, None not at all."""
    name = folded(place.name)
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    name_words = name.split()
    if all(any(known.startswith(word) for known in name_words) for word in words):
        return 2
    others = folded(f"{KINDS[place.kind].label} {place.address} {place.district}").split()
    if all(any(known.startswith(word) for known in (*name_words, *others)) for word in words):
        return 3
    return None


_ADDRESS = re.compile(r"(?P<street>.*?\D)[\s,]+(?P<number>\d{1,4})$|(?P<first>\d{1,4})\s+(?P<after>.+)$")


def _streets(world: World, query: str) -> list[Place]:
    """Streets that begin with the query, and the house if it ends or begins with a number."""
    found = _ADDRESS.match(query.strip())
    name = query if found is None else found["street"] or found["after"]
    wanted = folded(name)
    streets = [street for street in world.city.streets if folded(street.name).startswith(wanted)]
    places = [spots.resolve(world, spots.street_spot(street.name)) for street in streets]
    if found is not None and len(streets) == 1:
        number = int(found["number"] or found["first"])
        if 0 < number <= world.city.houses(streets[0].name):
            at = world.city.locate(streets[0].name, number)
            places.append(spots.resolve(world, spots.point_spot(at.x, at.y)))
    return places
