"""The city: places, streets, districts, public transport."""

from __future__ import annotations

from typing import Literal

from openphone_gym.phone.world.records.record import Record


class Point(Record, frozen=True):
    """A point of the map in metres east and north of the centre, which is where the phone is."""

    x: int
    y: int


class Place(Record, frozen=True):
    """Something on the map.

    Attributes:
        id: ``<kind>-<number>``.
        name: Name on the map.
        kind: One of ``places.kinds``.
        at: Where it is.
        street: Name of its street.
        number: House number; 0 for what has none, such as a park or a stop.
        district: Name of its district.
        phone: Number, digits only, or an empty string.
        opens: Opening hours in words, or an empty string.
        organisation: Id of the organisation whose seat it is, or an empty string.
        lines: Names of the lines that stop there.
    """

    id: str
    name: str
    kind: str
    at: Point
    street: str
    number: int = 0
    district: str = ""
    phone: str = ""
    opens: str = ""
    organisation: str = ""
    lines: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Street and house number, as maps write it: ``18th Street, 3180``."""
        return f"{self.street}, {self.number}" if self.number else self.street


class Street(Record, frozen=True):
    """A straight street through the whole city.

    Attributes:
        name: Name.
        east_west: Whether it runs from west to east; else from south to north.
        offset: Metres north of the centre of one that runs east, metres east of the other kind.
    """

    name: str
    east_west: bool
    offset: int


class District(Record, frozen=True):
    """A rectangle of the city.

    Attributes:
        name: Name.
        south_west: One corner.
        north_east: The other corner.
    """

    name: str
    south_west: Point
    north_east: Point


class Line(Record, frozen=True):
    """A line of public transport.

    Attributes:
        name: Such as ``824`` or ``EB``.
        mode: ``bus`` or ``subway``.
        stops: Ids of the places it stops at, in order; it goes both ways.
        first: Minute of the day of the first departure from either end.
        every: Minutes between departures.
        speed: Metres a minute, waiting at stops included.
    """

    name: str
    mode: Literal["bus", "subway"]
    stops: tuple[str, ...]
    first: int = 330
    every: int = 10
    speed: int = 300


class Route(Record, frozen=True):
    """A way whose length and time are fixed, whatever a router would say.

    Attributes:
        origin: Id of a place, or an empty string for the position of the phone.
        target: Id of a place.
        mode: ``car``, ``walk``, ``bicycle`` or ``transit``.
        metres: Length; 0 where none is shown.
        minutes: Time.
        lines: Lines taken, in order.
    """

    origin: str
    target: str
    mode: Literal["car", "walk", "bicycle", "transit"]
    metres: int
    minutes: int
    lines: tuple[str, ...] = ()
