"""Spots: how the map names a place of the world, a point, a street or the position by one text.

An empty text is the position of the phone, ``restaurant-21`` a place, ``@120,-40`` a point in metres, and
``=Oak Street`` the middle of a street.
"""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from openphone_gym.phone.world.records import Place, Point

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World

HERE = ""
"""The position of the phone."""

MY_LOCATION = "My location"


def point_spot(x: float, y: float) -> str:
    """The spot of a point in metres."""
    return f"@{round(x)},{round(y)}"


def street_spot(name: str) -> str:
    """The spot of a street."""
    return f"={name}"


def resolve(world: World, spot: str) -> Place:
    """What is at a spot, as a place.

    Raises:
        KeyError: The world has no such place or street.
    """
    if spot == HERE:
        return _point(world, spot, MY_LOCATION, Point(0, 0))
    if spot.startswith("@"):
        x, y = spot[1:].split(",")
        at = Point(int(x), int(y))
        return _point(world, spot, "", at)
    if spot.startswith("="):
        street = world.city.street(spot[1:])
        at = Point(0, street.offset) if street.east_west else Point(street.offset, 0)
        return Place(spot, street.name, "street", at, street.name, district=world.city.district(at))
    return world.place(spot)


def _point(world: World, spot: str, name: str, at: Point) -> Place:
    street, number = world.city.address(at)
    district = world.city.district(at)
    return Place(spot, name or f"{street}, {number}", "point", at, street, number, district)


def title(world: World, spot: str) -> str:
    """What a spot is called."""
    return resolve(world, spot).name


def metres_away(place: Place) -> float:
    """Metres from the position in a straight line."""
    return hypot(place.at.x, place.at.y)
