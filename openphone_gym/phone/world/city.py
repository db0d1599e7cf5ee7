"""The city: a grid of streets in metres, its districts, addresses along the streets."""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from openphone_gym.phone.world.records import District, Point, Street
from openphone_gym.phone.world.tables import table, words

EAST_WEST, NORTH_SOUTH = 28, 32
"""Number of streets each way."""

BLOCKS = (140, 160, 180, 200, 220)
"""Metres from one street to the next."""

STEP = 10
"""Metres between two house numbers on one side of a street."""

SIDE = 12
"""Metres from the middle of a street to its houses."""

COLUMNS, ROWS = 4, 3
"""Districts each way."""


class City:
    """Streets and districts, and what can be asked of them.

    Args:
        name: Name of the city.
        streets: All streets.
        districts: All districts; together they cover the city.

    Attributes:
        name: Name of the city.
        streets: All streets, those that run east first, from south to north and west to east.
        districts: All districts.
        reach: Farthest coordinate of the city in metres east, north.
    """

    def __init__(self, name: str, streets: Iterable[Street], districts: Iterable[District]) -> None:
        self.name = name
        self.streets = tuple(streets)
        self.districts = tuple(districts)
        self._by_name = {street.name: street for street in self.streets}
        self._rows = [street for street in self.streets if street.east_west]
        self._columns = [street for street in self.streets if not street.east_west]
        self._row_offsets = [street.offset for street in self._rows]
        self._column_offsets = [street.offset for street in self._columns]
        self.reach = (self._column_offsets[-1], self._row_offsets[-1])

    def street(self, name: str) -> Street:
        """The street of that name.

        Raises:
            KeyError: No street is called so.
        """
        return self._by_name[name]

    def locate(self, street: str, number: int) -> Point:
        """Where a house stands: even numbers on the south or east side, odd ones opposite."""
        found = self._by_name[street]
        along = (number - 1) // 2 * STEP - self.reach[0 if found.east_west else 1]
        across = found.offset + (SIDE if (number % 2 == 1) == found.east_west else -SIDE)
        return Point(along, across) if found.east_west else Point(across, along)

    def address(self, at: Point) -> tuple[str, int]:
        """Street and house number nearest to a point."""
        row = self._rows[_nearest(self._row_offsets, at.y)]
        column = self._columns[_nearest(self._column_offsets, at.x)]
        street = row if abs(at.y - row.offset) <= abs(at.x - column.offset) else column
        along = at.x if street.east_west else at.y
        across = (at.y if street.east_west else at.x) - street.offset
        half = max(0, round((along + self.reach[0 if street.east_west else 1]) / STEP))
        odd = (across > 0) == street.east_west
        return street.name, 2 * half + (1 if odd else 2)

    def houses(self, street: str) -> int:
        """Highest house number of a street."""
        return 2 * (2 * self.reach[0 if self._by_name[street].east_west else 1] // STEP)

    def crossing(self, east_west: str, north_south: str) -> Point:
        """Where two streets meet."""
        return Point(self._by_name[north_south].offset, self._by_name[east_west].offset)

    def district(self, at: Point) -> str:
        """Name of the district a point lies in; outside the city that of the nearest edge."""
        for district in self.districts:
            low, high = district.south_west, district.north_east
            if low.x <= at.x <= high.x and low.y <= at.y <= high.y:
                return district.name
        return min(self.districts, key=lambda district: _distance_to(district, at)).name


def _nearest(offsets: list[int], wanted: int) -> int:
    """Index of the nearest of some ascending offsets."""
    after = bisect_left(offsets, wanted)
    if after == len(offsets) or (after and wanted - offsets[after - 1] <= offsets[after] - wanted):
        return after - 1
    return after


def _distance_to(district: District, at: Point) -> int:
    low, high = district.south_west, district.north_east
    return max(low.x - at.x, at.x - high.x, 0) + max(low.y - at.y, at.y - high.y, 0)


def draw(rng: random.Random, name: str = "") -> City:
    """A city around the position of the phone; its name is drawn if none is given."""
    name = name or rng.choice(words(table("places")["cities"]))
    names = rng.sample(words(table("places")["avenues"]), EAST_WEST + NORTH_SOUTH)
    offsets = [*_offsets(rng, EAST_WEST), *_offsets(rng, NORTH_SOUTH)]
    streets = [
        Street(f"{name} {'Street' if n < EAST_WEST else 'Avenue'}", n < EAST_WEST, offset)
        for n, (name, offset) in enumerate(zip(names, offsets, strict=True))
    ]
    return City(name, streets, _districts(rng, streets))


def draw_water(rng: random.Random, around: City) -> tuple[Point, ...]:
    """The sea on one side of a city."""
    side = rng.randrange(4)
    near = around.reach[0 if side % 2 == 0 else 1] + rng.randint(300, 1_500)
    shore = [(near + rng.randint(0, 900), along) for along in range(-150_000, 150_001, 2_500)]
    corners = [*shore, (150_000, 150_000), (150_000, -150_000)]
    turned = {0: (1, 0), 1: (0, 1), 2: (-1, 0), 3: (0, -1)}[side]
    return tuple(Point(turned[0] * x + turned[1] * y, turned[1] * x + turned[0] * y) for x, y in corners)


def _offsets(rng: random.Random, count: int) -> list[int]:
    """Offsets of parallel streets, about as many on either side of the centre."""
    ends = list(accumulate(rng.choices(BLOCKS, k=count)))
    middle = (ends[0] + ends[-1]) // 20 * 10
    return [end - middle for end in ends]


def _districts(rng: random.Random, streets: list[Street]) -> list[District]:
    names = rng.sample(words(table("places")["districts"]), COLUMNS * ROWS)
    xs = _cuts([street.offset for street in streets if not street.east_west], COLUMNS)
    ys = _cuts([street.offset for street in streets if street.east_west], ROWS)
    return [
        District(
            names[row * COLUMNS + column], Point(xs[column], ys[row]), Point(xs[column + 1], ys[row + 1])
        )
        for row in range(ROWS)
        for column in range(COLUMNS)
    ]


def _cuts(offsets: list[int], parts: int) -> list[int]:
    """Streets at which the city is divided into parts of about the same width."""
    low, high = offsets[0], offsets[-1]
    inner = [offsets[bisect_right(offsets, low + (high - low) * n // parts)] for n in range(1, parts)]
    return [low, *inner, high]
