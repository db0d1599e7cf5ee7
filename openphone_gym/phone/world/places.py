"""What is on the map: places by kind, and the lines of public transport."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from math import hypot, inf
from typing import TYPE_CHECKING, Literal

import msgspec

from openphone_gym.phone.world import organisations
from openphone_gym.phone.world.records import Line, Organisation, Place, Point
from openphone_gym.phone.world.tables import table, words

if TYPE_CHECKING:
    from openphone_gym.phone.world.city import City

OFFICE, HOME, STATION, BUS_STOP, NEIGHBOURHOOD = "office", "home", "station", "bus_stop", "neighbourhood"
"""Kinds beside those of the word list: seats of organisations, homes of people, stops, districts."""

FIRST_OTHER = 21
"""Number of the first place of a kind that is no seat; seats have the numbers of their organisations."""

HOMES = 12
"""Number of homes on a map; the first one is the user's."""

WITHOUT_PHONE = frozenset(("atm", "park", "parking"))

APART = 1.1
"""How much farther the second place of a kind is than the nearest one, at least."""

NEAREST = 60
"""Metres from the phone within which there is nothing."""

CENTRE = 1_000
"""Metres within which a fixed place stays the nearest one of its kind."""

STOPS = 6
"""Number of stops of a line."""


def kinds() -> tuple[str, ...]:
    """All kinds of places."""
    return (*table("places")["kinds"], OFFICE, HOME, STATION, BUS_STOP, NEIGHBOURHOOD)


def seat_kind(kind: str) -> str:
    """The kind of place that an organisation of a kind sits in; an empty string if in none."""
    if kind == "spam":
        return ""
    return kind if kind in table("places")["kinds"] else OFFICE


def a_place(rng: random.Random, kind: str) -> str:
    """Draws the id of a place of a kind that is no seat."""
    return f"{kind}-{FIRST_OTHER + rng.randrange(table('places')['kinds'][kind]['many'])}"


def draw_names(rng: random.Random, kind: str) -> tuple[str, ...]:
    """Names of the places of a kind, but for those that are fixed, seats, homes or stops."""
    declared = table("places")["kinds"].get(kind)
    if declared is None:
        return ()
    patterns = words(declared["names"])
    firsts = rng.sample(words(table("places")["words"]), declared["many"])
    return tuple([rng.choice(patterns).format(first) for first in firsts])


def draw(
    rng: random.Random,
    city: City,
    kind: str,
    names: Sequence[str],
    seats: Sequence[Organisation],
    pinned: Sequence[Place] = (),
) -> tuple[Place, ...]:
    """All places of a kind but stops: those that are fixed, seats of organisations, and others.

    The nearest one is nearer by a tenth than any other, in a straight line and along the streets.
    """
    spread = _Spread(rng, city, [place for place in pinned if hypot(place.at.x, place.at.y) < CENTRE])
    placed = [_placed(spread, seat.id, kind, seat.name, seat.phone, organisation=seat.id) for seat in seats]
    if kind == NEIGHBOURHOOD:
        placed += _neighbourhoods(city)
    elif kind == HOME:
        placed += [_placed(spread, f"{HOME}-{n + 1}", kind, "") for n in range(HOMES)]
    elif names:
        placed += _others(rng, spread, kind, names)
    return (*pinned, *placed)


def _others(rng: random.Random, spread: _Spread, kind: str, names: Sequence[str]) -> Iterator[Place]:
    """Places that are no seats; they are numbered after the organisations of their kind."""
    opens = table("places")["kinds"][kind]["opens"]
    lines = rng.sample(range(190), len(names))
    place = len(organisations.kinds()) + kinds().index(kind)
    for n, (name, line) in enumerate(zip(names, lines, strict=True), FIRST_OTHER):
        phone = "" if kind in WITHOUT_PHONE else organisations.phone_number(rng, place, line)
        yield _placed(spread, f"{kind}-{n}", kind, name, phone, opens)


def _neighbourhoods(city: City) -> list[Place]:
    """The districts, each at its middle."""
    return [
        Place(
            f"{NEIGHBOURHOOD}-{n}",
            district.name,
            NEIGHBOURHOOD,
            Point(
                (district.south_west.x + district.north_east.x) // 2,
                (district.south_west.y + district.north_east.y) // 2,
            ),
            district.name,
            district=district.name,
        )
        for n, district in enumerate(city.districts, 1)
    ]


def _placed(
    spread: _Spread, id: str, kind: str, name: str, phone: str = "", opens: str = "", organisation: str = ""
) -> Place:
    street, number, at = spread.address()
    number = 0 if kind == "park" else number
    name = name or f"{street}, {number}"
    return Place(id, name, kind, at, street, number, spread.city.district(at), phone, opens, organisation)


class _Spread:
    """Draws addresses for places of one kind, so that it is always clear which one is nearest."""

    def __init__(self, rng: random.Random, city: City, pinned: Sequence[Place]) -> None:
        self.rng = rng
        self.city = city
        known = [distances(place.at) for place in pinned]
        self.nearest = tuple(map(min, zip(*known, strict=True))) if known else (inf, inf)
        self.closest_allowed = (
            tuple(APART * distance for distance in self.nearest) if known else (NEAREST,) * 2
        )

    def address(self) -> tuple[str, int, Point]:
        """Street, house number and point of the next place."""
        while True:
            street = self.rng.choice(self.city.streets).name
            number = self.rng.randint(1, self.city.houses(street))
            at = self.city.locate(street, number)
            new = distances(at)
            if self.city.address(at) == (street, number) and self._fits(new):
                self.nearest = tuple(map(min, self.nearest, new))
                return street, number, at

    def _fits(self, new: tuple[float, float]) -> bool:
        """Whether a place at these distances is clearly nearer or farther than the nearest one."""
        return all(
            mine >= allowed and not first / APART < mine < first * APART
            for mine, first, allowed in zip(new, self.nearest, self.closest_allowed, strict=True)
        )


def distances(at: Point) -> tuple[float, float]:
    """Metres from the phone to a point, in a straight line and along the streets."""
    return hypot(at.x, at.y), abs(at.x) + abs(at.y)


# Public transport


BESIDE_CROSSING = 20
"""Metres from the middle of a crossing to a station, both ways."""


class Transport(msgspec.Struct, frozen=True):
    """Lines, and the stops they serve."""

    lines: tuple[Line, ...]
    stops: tuple[Place, ...]


def draw_transport(
    rng: random.Random, city: City, lines: Sequence[Line] = (), stops: Sequence[Place] = ()
) -> Transport:
    """Two bus and two subway lines, one of each along streets that cross, after what is fixed."""
    names = table("places")["lines"]
    buses = _Stops(rng, city, BUS_STOP)
    stations = _Stops(rng, city, STATION)
    modes: list[tuple[Literal["bus", "subway"], _Stops, int, int]]
    modes = [("bus", buses, 12, 300), ("subway", stations, 6, 600)]
    drawn = [
        Line(name, mode, tuple(served.stop(name, corner) for corner in corners), every=every, speed=speed)
        for mode, served, every, speed in modes
        for name, corners in zip(rng.sample(words(names[mode]), 2), _cross(rng, city), strict=True)
    ]
    return Transport((*lines, *drawn), (*stops, *buses.known.values(), *stations.known.values()))


class _Stops:
    """Stops of one kind by the crossing they are at."""

    def __init__(self, rng: random.Random, city: City, kind: str) -> None:
        self.city = city
        self.kind = kind
        self.known: dict[tuple[str, str], Place] = {}
        self._titles = iter(rng.sample(words(table("places")["stations"]), 2 * STOPS - 1))

    def stop(self, line: str, corner: tuple[str, str]) -> str:
        """Id of the stop of a line at a crossing."""
        known = self.known.get(corner) or self._new(corner)
        self.known[corner] = msgspec.structs.replace(known, lines=(*known.lines, line))
        return known.id

    def _new(self, corner: tuple[str, str]) -> Place:
        at = self.city.crossing(*corner)
        title = f"{corner[0]} & {corner[1]}"
        if self.kind == STATION:
            at, title = Point(at.x + BESIDE_CROSSING, at.y + BESIDE_CROSSING), f"{next(self._titles)} Station"
        id = f"{self.kind}-{len(self.known) + 1}"
        return Place(id, title, self.kind, at, corner[0], district=self.city.district(at))


def _cross(rng: random.Random, city: City) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Crossings along a street that runs east and along one that runs north, which have one in common."""
    across = [street for street in city.streets if street.east_west]
    along = [street for street in city.streets if not street.east_west]
    rows = sorted(rng.sample(range(len(across)), STOPS))
    columns = sorted(rng.sample(range(len(along)), STOPS))
    row, column = rng.choice(rows[1:-1]), rng.choice(columns[1:-1])
    return (
        [(across[row].name, along[n].name) for n in columns],
        [(across[n].name, along[column].name) for n in rows],
    )
