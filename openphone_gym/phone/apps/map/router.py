"""The one router: how far and how long it is from a place to another, and which way.

Ways follow the streets: their length is what lies between both ends east and west, north and south. Time is
length by the speed of the mode; public transport has the speed of its lines, and half the time between two
departures is spent waiting for each. Ways that the world fixes go before.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from openphone_gym.phone.apps.map.spots import resolve
from openphone_gym.phone.world import world
from openphone_gym.phone.world.records import Line, Place, Point, Route, Street

if TYPE_CHECKING:
    from openphone_gym.phone.apps.map.state import Map
    from openphone_gym.phone.world.city import City
    from openphone_gym.phone.world.parts import World

WALK, BICYCLE, STREET, MOTORWAY = 84.0, 275.0, 570.0, 1_400.0
"""Metres a minute."""

IN_TOWN = 5_100
"""Metres of a drive that are in town; the rest is on the motorway."""

CHANGE = 400
"""Metres within which people walk from one stop to another on the way."""

APPROACH = 3_000
"""Metres that people walk to the first stop, or from the last one."""


class Leg(msgspec.Struct, frozen=True):
    """A part of a way by one means.

    Attributes:
        kind: ``car``, ``walk``, ``bicycle``, ``bus``, ``subway`` or ``train``.
        line: Name of the line, or an empty string.
        start: Name of the place where it begins.
        end: Name of the place where it ends.
        metres: Its length.
        minutes: Its time, waiting included.
        stops: Stops from start to end.
        points: Corners of the way.
    """

    kind: str
    line: str
    start: str
    end: str
    metres: int
    minutes: int
    stops: int = 0
    points: tuple[Point, ...] = ()


class Way(msgspec.Struct, frozen=True):
    """A way.

    Attributes:
        mode: ``car``, ``walk``, ``transit`` or ``bicycle``.
        metres: Its length.
        minutes: Its time.
        legs: Its parts.
    """

    mode: str
    metres: int
    minutes: int
    legs: tuple[Leg, ...]

    @property
    def lines(self) -> list[str]:
        """The lines taken in order, such as ``subway 824``."""
        return [f"{leg.kind} {leg.line}" for leg in self.legs if leg.line]

    @property
    def points(self) -> tuple[Point, ...]:
        """Corners of the whole way."""
        return tuple(point for leg in self.legs for point in leg.points)


def route(of: World, places: Sequence[Place], mode: str, avoid_motorways: bool = False) -> Way | None:
    """The way through several places; None if there is no public transport."""
    ways = [_between(of, start, end, mode, avoid_motorways) for start, end in pairwise(places)]
    found = [way for way in ways if way is not None]
    if len(found) < len(ways) or not found:
        return None
    legs = tuple(leg for way in found for leg in way.legs)
    return Way(mode, sum(way.metres for way in found), sum(way.minutes for way in found), legs)


def _between(of: World, start: Place, end: Place, mode: str, avoid_motorways: bool) -> Way | None:
    fixed = _fixed(of, start, end, mode)
    if mode == "transit":
        return _fixed_transit(of, start, end, fixed) if fixed else _transit(of, start, end)
    metres = along(start.at, end.at) if fixed is None else fixed.metres
    minutes = minutes_of(metres, mode, avoid_motorways) if fixed is None else fixed.minutes
    leg = Leg(mode, "", start.name, end.name, metres, minutes, 0, path(of.city, start.at, end.at))
    return Way(mode, metres, minutes, (leg,))


def _fixed(of: World, start: Place, end: Place, mode: str) -> Route | None:
    """The fixed way between two places, either way round."""
    ends = {start.id, end.id}
    return next((way for way in of.routes if way.mode == mode and {way.origin, way.target} == ends), None)


def along(start: Point, end: Point) -> int:
    """Metres between two points along the streets."""
    return abs(end.x - start.x) + abs(end.y - start.y)


def minutes_of(metres: float, mode: str, avoid_motorways: bool = False) -> int:
    """Minutes for a length, a minute at least."""
    if mode == "car":
        far = 0.0 if avoid_motorways else max(metres - IN_TOWN, 0.0)
        minutes = (metres - far) / STREET + far / MOTORWAY
    else:
        minutes = metres / (WALK if mode == "walk" else BICYCLE)
    return max(1, int(minutes + 0.5))


# Streets


def path(city: City, start: Point, end: Point) -> tuple[Point, ...]:
    """Corners of a way along the streets between two points."""
    if not (_inside(city, start) and _inside(city, end)):
        return _clean(start, Point(end.x, start.y), end)
    ways = [_corners(city, start, end, first, last) for first in (True, False) for last in (True, False)]
    return min(ways, key=lambda way: sum(along(one, other) for one, other in pairwise(way)))


def _corners(city: City, start: Point, end: Point, first_flat: bool, last_flat: bool) -> tuple[Point, ...]:
    """A way that leaves by a street of one direction, and arrives by one of the same or the other."""
    leaving = _nearest(city, start.y if first_flat else start.x, first_flat).offset
    arriving = _nearest(city, end.y if last_flat else end.x, last_flat).offset
    out = Point(start.x, leaving) if first_flat else Point(leaving, start.y)
    into = Point(end.x, arriving) if last_flat else Point(arriving, end.y)
    if first_flat != last_flat:
        corner = Point(arriving, leaving) if first_flat else Point(leaving, arriving)
        return _clean(start, out, corner, into, end)
    across = _nearest(city, end.x if first_flat else end.y, not first_flat).offset
    corners = (
        (Point(across, leaving), Point(across, arriving))
        if first_flat
        else (Point(leaving, across), Point(arriving, across))
    )
    return _clean(start, out, *corners, into, end)


def _inside(city: City, at: Point) -> bool:
    return abs(at.x) <= city.reach[0] and abs(at.y) <= city.reach[1]


def _nearest(city: City, offset: int, east_west: bool) -> Street:
    return min(
        (street for street in city.streets if street.east_west == east_west),
        key=lambda street: abs(street.offset - offset),
    )


def _clean(*points: Point) -> tuple[Point, ...]:
    """Points without repetition."""
    kept = [points[0]]
    for point in points[1:]:
        if point != kept[-1]:
            kept.append(point)
    return tuple(kept)


class Turn(msgspec.Struct, frozen=True):
    """An instruction on the way.

    Attributes:
        words: What to do.
        icon: Its arrow.
        metres: How far to go afterwards.
    """

    words: str
    icon: str
    metres: int


def turns(of: World, way: Way) -> list[Turn]:
    """What to do on the way, from the first street to the end."""
    done: list[Turn] = []
    for leg in way.legs:
        if leg.line or leg.kind == "train":
            name = f"{leg.kind} {leg.line}".strip()
            icon = "bus" if leg.kind == "bus" else "subway-variant"
            done.append(Turn(f"Take {name} from {leg.start} to {leg.end}", icon, leg.metres))
        else:
            done += _street_turns(of.city, leg)
    return [*done, Turn("You have arrived", "flag-checkered", 0)]


MANOEUVRES = (
    ("Continue on", "arrow-up"),
    ("Turn right onto", "arrow-right-top"),
    ("Make a U-turn onto", "arrow-u-down-left"),
    ("Turn left onto", "arrow-left-top"),
)
"""Words and arrow by quarter turns to the right."""

HEADINGS = ("north", "east", "south", "west")


def _street_turns(city: City, leg: Leg) -> Iterator[Turn]:
    before: int | None = None
    for start, end in pairwise(leg.points):
        metres = along(start, end)
        if metres < 30:
            continue
        heading = (1 if end.x > start.x else 3) if end.y == start.y else (0 if end.y > start.y else 2)
        name = _road(city, start, end)
        if before is None:
            yield Turn(f"Head {HEADINGS[heading]} on {name}", "arrow-up", metres)
        else:
            words, icon = MANOEUVRES[(heading - before) % 4]
            yield Turn(f"{words} {name}", icon, metres)
        before = heading


def _road(city: City, start: Point, end: Point) -> str:
    if not (_inside(city, start) and _inside(city, end)):
        return "the main road"
    flat = start.y == end.y
    return _nearest(city, start.y if flat else start.x, flat).name


# Public transport


def _fixed_transit(of: World, start: Place, end: Place, fixed: Route) -> Way:
    stops = {stop.id: stop for stop in of.transport.stops}
    lines = {line.name: line for line in of.transport.lines}
    taken = [lines[name] for name in fixed.lines]
    if start.id == fixed.target:
        taken.reverse()
    if not taken:
        points = path(of.city, start.at, end.at)
        leg = Leg("train", "", start.name, end.name, along(start.at, end.at), fixed.minutes, 0, points)
        return Way("transit", along(start.at, end.at), fixed.minutes, (leg,))
    at, legs, left = start, [], fixed.minutes
    for number, line in enumerate(taken, 1):
        ends = [stops[line.stops[0]], stops[line.stops[-1]]]
        to = ends[1] if ends[0].id == at.id else ends[0]
        minutes = left if number == len(taken) else fixed.minutes // len(taken)
        left -= minutes
        metres = along(at.at, to.at)
        legs.append(
            Leg(line.mode, line.name, at.name, to.name, metres, minutes, 1, path(of.city, at.at, to.at))
        )
        at = to
    return Way("transit", sum(leg.metres for leg in legs), fixed.minutes, tuple(legs))


def _transit(of: World, start: Place, end: Place) -> Way | None:
    """The quickest way with one line at least; None if no stop is near or walking is quicker."""
    search = _Search(of, start, end)
    legs = search.legs()
    minutes = sum(leg.minutes for leg in legs)
    if not legs or minutes >= minutes_of(along(start.at, end.at), "walk"):
        return None
    return Way("transit", sum(leg.metres for leg in legs), minutes, tuple(legs))


class _Step(NamedTuple):
    """A walk, or a ride with one line, between two stops; an empty id is the start, ``end`` the end."""

    kind: str
    line: str
    start: str
    end: str
    metres: int
    minutes: int
    calls: tuple[str, ...] = ()


class _Search:
    """Dijkstra's search over stops; a step is a walk, or a ride from a stop to another one of its line."""

    def __init__(self, of: World, start: Place, end: Place) -> None:
        self.of = of
        self.places = {stop.id: stop for stop in of.transport.stops} | {"": start, "end": end}

    def legs(self) -> list[Leg]:
        """Legs of the quickest way that rides; none if there is no such way."""
        heap: list[tuple[int, int, str, bool, tuple[_Step, ...]]] = [(0, 0, "", False, ())]
        done: set[tuple[str, bool]] = set()
        order = 0
        while heap:
            minutes, _, at, rode, steps = heapq.heappop(heap)
            if at == "end":
                return [self._leg(step) for step in steps if step.metres]
            if (at, rode) in done:
                continue
            done.add((at, rode))
            for step in self._steps(at, bool(steps) and steps[-1].kind == "walk"):
                on = rode or step.kind != "walk"
                if (step.end != "end" or rode) and (step.end, on) not in done:
                    order += 1
                    heapq.heappush(heap, (minutes + step.minutes, order, step.end, on, (*steps, step)))
        return []

    def _leg(self, step: _Step) -> Leg:
        calls = [self.places[call] for call in (step.start, *step.calls, step.end)]
        points = [point for one, other in pairwise(calls) for point in path(self.of.city, one.at, other.at)]
        names = calls[0].name, calls[-1].name
        return Leg(step.kind, step.line, *names, step.metres, step.minutes, len(calls) - 1, tuple(points))

    def _steps(self, at: str, walked: bool) -> Iterator[_Step]:
        here = self.places[at].at
        for id, place in self.places.items():
            last = id == "end"
            if id in ("", at) or (last and not at) or (walked and not last):
                continue
            metres = along(here, place.at)
            if metres <= (CHANGE if at and not last else APPROACH):
                yield _Step("walk", "", at, id, metres, minutes_of(metres, "walk") if metres else 0)
        for line in self.of.transport.lines:
            if at in line.stops:
                yield from self._rides(line, at)

    def _rides(self, line: Line, at: str) -> Iterator[_Step]:
        first = line.stops.index(at)
        for way in (1, -1):
            metres, index = 0, first + way
            calls: tuple[str, ...] = ()
            while 0 <= index < len(line.stops):
                before, to = line.stops[index - way], line.stops[index]
                metres += along(self.places[before].at, self.places[to].at)
                minutes = max(1, int(metres / line.speed + line.every / 2 + 0.5))
                yield _Step(line.mode, line.name, at, to, metres, minutes, calls)
                calls, index = (*calls, to), index + way


@lru_cache(maxsize=4096)
def plan(seed: int | None, ends: tuple[str, ...], mode: str, avoid_motorways: bool) -> Way | None:
    """The way through several spots of the world of a seed; None if there is no public transport."""
    of = world(seed)
    return route(of, [resolve(of, spot) for spot in ends], mode, avoid_motorways)


def way_of(of: World, state: Map, mode: str = "") -> Way | None:
    """The way that is planned, by its own mode or another one; None if it has no ends or there is none."""
    trip = state.trip
    if trip is None or not trip.complete:
        return None
    return plan(of.seed, tuple(trip.spots), mode or trip.mode, state.avoiding.motorways)
