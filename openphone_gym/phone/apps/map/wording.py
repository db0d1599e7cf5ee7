"""Distances, times and addresses as the map writes them."""

from __future__ import annotations

from openphone_gym.phone.apps.map.kinds import KINDS
from openphone_gym.phone.apps.map.spots import metres_away
from openphone_gym.phone.world.records import Place

LATITUDE, LONGITUDE = 37.438, -122.156
"""Where the position is on the globe."""

METRES_NORTH, METRES_EAST = 111_320, 88_400
"""Length of a degree there."""

MILE = 1609.344
MILES = "Miles"

MODE_LABELS = {"car": "Car", "walk": "Walk", "transit": "Public transport", "bicycle": "Bicycle"}
MODE_ICONS = {"car": "car", "walk": "walk", "transit": "subway-variant", "bicycle": "bike"}


def distance(metres: float, units: str) -> str:
    """A straight distance, always to a tenth: ``50.6 km``."""
    return f"{metres / MILE:.1f} mi" if units == MILES else f"{metres / 1000:.1f} km"


def length(metres: float, units: str) -> str:
    """The length of a way, to a tenth below 10 and whole above: ``7.0 km``, ``73 km``."""
    value, unit = (metres / MILE, "mi") if units == MILES else (metres / 1000, "km")
    return f"{value:.1f} {unit}" if value < 9.95 else f"{value:.0f} {unit}"


def duration(minutes: int) -> str:
    """Hours and minutes: ``8 min``, ``12 hr 58 min``."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} hr {rest} min" if rest else f"{hours} hr"


def subtitle(place: Place, units: str) -> str:
    """Kind and distance of a place: ``Hotel • 0.3 km``."""
    return f"{KINDS[place.kind].label} • {distance(metres_away(place), units)}"


def address_line(place: Place, units: str) -> str:
    """Address and distance of a place, as My places shows it: ``18th Street, 3180 • 50.6 km``."""
    return f"{place.address} • {distance(metres_away(place), units)}"


def coordinates(place: Place) -> str:
    """Degrees north and east of a place."""
    north = LATITUDE + place.at.y / METRES_NORTH
    east = LONGITUDE + place.at.x / METRES_EAST
    return f"{north:.5f}, {east:.5f}"
