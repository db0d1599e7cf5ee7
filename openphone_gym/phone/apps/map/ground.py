"""The ground of the map, painted: land, water, parks, buildings, streets and their names."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from openphone_gym.phone.apps.map.overlays import draw_lines, draw_relief, draw_route, draw_traffic
from openphone_gym.phone.apps.map.projection import Frame, frame
from openphone_gym.phone.apps.map.scatter import is_main, mixed
from openphone_gym.phone.toolkit import fonts
from openphone_gym.phone.toolkit.box import Metrics
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.world import world
from openphone_gym.phone.world.parts import World
from openphone_gym.phone.world.records import Point, Street

REACH = 150_000
"""Metres from the position to the end of the roads."""

COUNTRY_ROADS = 2_600
"""Metres between two roads outside of the city."""

Road = tuple[float, float, float, float, bool]
"""A straight piece of a road in pixels, and whether it is a main road."""

Area = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""


class Palette(NamedTuple):
    """Colours of the ground."""

    land: int
    town: int
    park: int
    water: int
    building: int
    edge: int
    street: int
    main: int
    main_edge: int
    ink: int
    halo: int
    relief: int


DAY = Palette(
    0xFFEEF0E4, 0xFFF4F1EB, 0xFFC9E4B4, 0xFFA6D1EE, 0xFFE4DED4, 0xFFDAD5CB, 0xFFFFFFFF, 0xFFFCE39A,
    0xFFE5C36B, 0xFF5E5B55, 0xFFFFFFFF, 0x22907A50,
)  # fmt: skip
NIGHT = Palette(
    0xFF23272B, 0xFF282C31, 0xFF25382C, 0xFF17293B, 0xFF31363C, 0xFF1E2226, 0xFF434A52, 0xFF6B6146,
    0xFF3A3528,     0xFFC3C7CC, 0xFF1B1E21, 0x22D0C0A0,
)  # fmt: skip


def draw_ground(
    painter: Painter, m: Metrics, w: int, h: int, seed: int | None, x: float, y: float, zoom: int,
    night: bool, layer: str, buildings: bool, route: tuple[tuple[Point, ...], ...], walked: tuple[bool, ...],
    taken: Sequence[Area] = (),
) -> None:  # fmt: skip
    """Draws all that lies on the ground.

    Args:
        painter: Where to.
        m: Metrics.
        w: Width in px.
        h: Height in px.
        seed: Seed of the world.
        x: Metres east in the middle.
        y: Metres north in the middle.
        zoom: How near.
        night: Whether it is painted dark.
        layer: What is laid over it.
        buildings: Whether buildings are shown from near.
        route: Corners of each part of a route.
        walked: Whether each part is on foot.
        taken: Where something stands that no street's name may touch.
    """
    of = world(seed)
    f = frame(w, h, x, y, zoom, m.scale)
    colors = NIGHT if night else DAY
    with painter.clip(0, 0, w, h):
        painter.rect(0, 0, w, h, colors.land)
        _land(painter, m, f, of, colors, zoom, buildings and zoom >= 16)
        if layer == "terrain":
            draw_relief(painter, m, f, colors.relief)
        _streets(painter, m, f, of, colors, zoom)
        if layer == "traffic":
            draw_traffic(painter, m, f, of)
        if layer == "subway":
            draw_lines(painter, m, f, of)
        _names(painter, m, f, of, colors, zoom, taken)
        draw_route(painter, m, f, route, walked)


def _land(
    painter: Painter, m: Metrics, f: Frame, of: World, colors: Palette, zoom: int, buildings: bool
) -> None:
    reach_x, reach_y = of.city.reach
    for x, y, radius in _woods(of, f):
        painter.circle(f.right(x), f.down(y), radius * f.scale, colors.park)
    _draw_roads(painter, m, f, colors, list(_country_roads(of, f, zoom)))
    for shore in of.water:
        painter.polygon([(f.right(point.x), f.down(point.y)) for point in shore], colors.water)
    left, top = f.right(-reach_x - 80), f.down(reach_y + 80)
    painter.rounded(
        left, top, f.right(reach_x + 80) - left, f.down(-reach_y - 80) - top, m.dp(6), colors.town
    )
    for west, south, east, north in _parks(of.seed):
        left, top = f.right(west), f.down(north)
        if left < f.w and top < f.h and f.right(east) > 0 and f.down(south) > 0:
            painter.rounded(left, top, f.right(east) - left, f.down(south) - top, m.dp(3), colors.park)
    if buildings:
        for west, south, east, north in _houses(of, f):
            painter.rect(
                f.right(west),
                f.down(north),
                (east - west) * f.scale,
                (north - south) * f.scale,
                colors.building,
            )


@lru_cache(maxsize=16)
def _parks(seed: int | None) -> tuple[tuple[int, int, int, int], ...]:
    """The blocks that are parks."""
    of = world(seed)
    return tuple(_block_at(of, park.at) for park in of.places_of("park"))


def _block_at(of: World, at: Point) -> tuple[int, int, int, int]:
    """West, south, east and north of the block of houses a point lies in."""
    columns = [street.offset for street in of.city.streets if not street.east_west]
    rows = [street.offset for street in of.city.streets if street.east_west]
    return (
        max((c for c in columns if c <= at.x), default=columns[0]) + 10,
        max((r for r in rows if r <= at.y), default=rows[0]) + 10,
        min((c for c in columns if c > at.x), default=columns[-1]) - 10,
        min((r for r in rows if r > at.y), default=rows[-1]) - 10,
    )


def _houses(of: World, f: Frame) -> Iterator[tuple[float, float, float, float]]:
    """Buildings in view, each by its west, south, east and north."""
    west, south, east, north = f.bounds
    columns = [street.offset for street in of.city.streets if not street.east_west]
    rows = [street.offset for street in of.city.streets if street.east_west]
    green = {(park[0], park[1]) for park in _parks(of.seed)}
    for left, right in pairwise(columns):
        if right < west or left > east:
            continue
        for low, high in pairwise(rows):
            if high < south or low > north or (left + 10, low + 10) in green:
                continue
            yield from _block_houses(left + 16, low + 16, right - 16, high - 16)


def _block_houses(
    west: int, south: int, east: int, north: int
) -> Iterator[tuple[float, float, float, float]]:
    """Houses around a block: a row along its north side and one along its south side."""
    for side, base in ((0, south), (1, north)):
        x, number = float(west), 0
        while x < east - 12:
            drawn = mixed(west, south, side, number)
            wide = min(14 + drawn % 22, east - x)
            deep = min(18 + drawn // 32 % 26, (north - south) / 2 - 6)
            if drawn % 11:
                yield (x, base, x + wide, base + deep) if side == 0 else (x, base - deep, x + wide, base)
            x += wide + 3 + drawn // 7 % 9
            number += 1


# Streets


def _streets(painter: Painter, m: Metrics, f: Frame, of: World, colors: Palette, zoom: int) -> None:
    """The streets of the city, as many as can be told apart."""
    if zoom < 13:
        return
    roads: list[Road] = []
    for index, street in enumerate(of.city.streets):
        main = is_main(index)
        if main or zoom >= 14:
            roads += _segment(f, street.east_west, street.offset, of.city.reach, main)
    _draw_roads(painter, m, f, colors, roads)


def _draw_roads(painter: Painter, m: Metrics, f: Frame, colors: Palette, roads: Sequence[Road]) -> None:
    """Edges first, so that crossings are open; main roads above others."""
    looks = (
        (False, colors.edge, 2), (True, colors.main_edge, 2),
        (False, colors.street, 0), (True, colors.main, 0),
    )  # fmt: skip
    for main, ink, edge in looks:
        wide = _width(m, f, main) + m.dp(edge)
        for x1, y1, x2, y2, wider in roads:
            if wider == main:
                painter.line(x1, y1, x2, y2, ink, wide)


def _width(m: Metrics, f: Frame, main: bool) -> float:
    """Width of a road in px."""
    least, metres = (3.2, 15) if main else (1.4, 10)
    return max(least * m.scale, min(metres * f.scale, 26 * m.scale))


def _country_roads(of: World, f: Frame, zoom: int) -> Iterator[Road]:
    """Roads outside of the city."""
    for flat, reach in ((True, of.city.reach[1]), (False, of.city.reach[0])):
        for offset in _country(reach):
            main = offset % 4 == 0
            if main or zoom >= 11:
                yield from _segment(f, flat, offset, (REACH, REACH), main)


def _woods(of: World, f: Frame) -> Iterator[tuple[int, int, int]]:
    """Woods outside of the city, each by its middle and radius; only as many as can be told apart."""
    west, south, east, north = f.bounds
    cell = 1_100
    while (east - west) / cell > 14:
        cell *= 2
    for column in range(int(west // cell) - 1, int(east // cell) + 2):
        for row in range(int(south // cell) - 1, int(north // cell) + 2):
            drawn = mixed(column, row, cell)
            if drawn % 5 < 2:
                x, y = column * cell + drawn % cell, row * cell + drawn // 64 % cell
                yield x, y, cell // 5 + drawn // 128 % (cell // 4)
                yield x + cell // 4, y + cell // 6, cell // 6 + drawn // 256 % (cell // 5)


def _country(reach: int) -> list[int]:
    """Offsets of the roads outside of a city of that reach."""
    offsets, at, number = [], reach + 400, 0
    while at < REACH:
        offsets += [at, -at - mixed(at) % 700]
        number += 1
        at += COUNTRY_ROADS + mixed(number) % 1_500
    return offsets


def _segment(f: Frame, flat: bool, offset: int, reach: tuple[int, int], main: bool) -> Iterator[Road]:
    """A straight road, cut at the edges of the picture; nothing if it is out of view."""
    if flat:
        y = f.down(offset)
        left, right = max(f.right(-reach[0]), -40.0), min(f.right(reach[0]), f.w + 40.0)
        if -40 < y < f.h + 40 and left < right:
            yield left, y, right, y, main
    else:
        x = f.right(offset)
        top, bottom = max(f.down(reach[1]), -40.0), min(f.down(-reach[1]), f.h + 40.0)
        if -40 < x < f.w + 40 and top < bottom:
            yield x, top, x, bottom, main


def _names(
    painter: Painter, m: Metrics, f: Frame, of: World, colors: Palette, zoom: int, taken: Sequence[Area]
) -> None:
    if zoom >= 15:
        size = 10.5 * m.font
        for index, street in enumerate(of.city.streets):
            if zoom >= 16 or is_main(index):
                _street_name(painter, m, f, street, of.city.reach, size, colors, taken)
    elif zoom >= 13:
        for district in of.city.districts:
            low, high = district.south_west, district.north_east
            x, y = f.right((low.x + high.x) / 2), f.down((low.y + high.y) / 2)
            _centred(painter, x, y, district.name, 12 * m.font, colors)
    if zoom < 13:
        _centred(painter, f.right(0), f.down(0) - 40 * m.scale, of.city.name, 17 * m.font, colors)


def _street_name(
    painter: Painter,
    m: Metrics,
    f: Frame,
    street: Street,
    reach: tuple[int, int],
    size: float,
    colors: Palette,
    taken: Sequence[Area],
) -> None:
    """A street's name at places that are fixed on the ground, but for those that are taken."""
    wide = fonts.measure(street.name, size, 500)
    every = 340 * m.scale / f.scale
    step = 2.0 ** math.ceil(math.log2(max(every, 1.0)))
    shift = mixed(street.offset, int(street.east_west)) % int(step)
    low, high = (f.bounds[0], f.bounds[2]) if street.east_west else (f.bounds[1], f.bounds[3])
    limit = reach[0] if street.east_west else reach[1]
    at = math.floor((low - shift) / step) * step + shift
    while at < high + step:
        if abs(at) < limit:
            x, y = (at, street.offset) if street.east_west else (street.offset, at)
            px, py = f.right(x), f.down(y)
            across, down = (wide, size) if street.east_west else (size, wide)
            area = (px - across / 2, py - down / 2, px + across / 2, py + down / 2)
            if not any(overlap(area, other) for other in taken):
                with painter.translate(px, py), painter.turn(0 if street.east_west else -90):
                    _haloed(painter, -wide / 2, -size * 0.72, street.name, size, colors)
        at += step


def overlap(one: Area, other: Area) -> bool:
    """Whether two areas have pixels in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _centred(painter: Painter, x: float, y: float, text: str, size: float, colors: Palette) -> None:
    _haloed(painter, x - fonts.measure(text, size, 500) / 2, y - size, text, size, colors)


def _haloed(painter: Painter, x: float, y: float, text: str, size: float, colors: Palette) -> None:
    haloed(painter, x, y, text, size, colors.ink, colors.halo)


def haloed(painter: Painter, x: float, y: float, text: str, size: float, ink: int, halo: int) -> None:
    """A line of text with a rim that keeps it legible on any ground."""
    rim = max(size / 11, 1.0)
    for dx, dy in ((-rim, 0), (rim, 0), (0, -rim), (0, rim)):
        painter.text(x + dx, y + dy, text, size, 500, halo)
    painter.text(x, y, text, size, 500, ink)
