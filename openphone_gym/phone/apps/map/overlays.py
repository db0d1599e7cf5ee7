"""What is laid over the ground: hills, traffic, lines of public transport, a route."""

from __future__ import annotations

import math
from itertools import pairwise

from openphone_gym.phone.apps.map.projection import Frame
from openphone_gym.phone.apps.map.scatter import is_main, mixed
from openphone_gym.phone.toolkit.box import Metrics
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.world.parts import World
from openphone_gym.phone.world.records import Line, Point

LINE_COLORS = (0xFF1A73E8, 0xFFD93025, 0xFF188038, 0xFFF29900, 0xFF9334E6, 0xFF00897B)


def draw_relief(painter: Painter, m: Metrics, f: Frame, ink: int) -> None:
    """Contours of the hills around."""
    for number in range(24):
        x = mixed(number, 3) % 16_000 - 8_000
        y = mixed(number, 5) % 16_000 - 8_000
        for ring in range(1, 7):
            radius = ring * (120 + mixed(number, 9) % 120) * f.scale
            painter.circle(f.right(x), f.down(y), radius, ink)
            painter.ring(f.right(x), f.down(y), radius, ink | 0x66000000, m.dp(1))


def draw_traffic(painter: Painter, m: Metrics, f: Frame, of: World) -> None:
    """How the main roads flow: green, some of it orange and red."""
    for index, street in enumerate(of.city.streets):
        if not is_main(index):
            continue
        reach = of.city.reach[0 if street.east_west else 1]
        for at in range(-reach, reach, 220):
            flow = mixed(index, at) % 10
            ink = 0xFFD93025 if flow == 0 else 0xFFF29900 if flow < 3 else 0xFF34A853
            ends = [(at, street.offset), (at + 220, street.offset)]
            if not street.east_west:
                ends = [(y, x) for x, y in ends]
            (x1, y1), (x2, y2) = ends
            painter.line(f.right(x1), f.down(y1), f.right(x2), f.down(y2), ink, m.dp(3))


def draw_lines(painter: Painter, m: Metrics, f: Frame, of: World) -> None:
    """The lines of public transport with their stops."""
    for number, line in enumerate(of.transport.lines):
        ink = LINE_COLORS[number % len(LINE_COLORS)]
        corners = _corners(of, line)
        for start, end in pairwise(corners):
            painter.line(f.right(start.x), f.down(start.y), f.right(end.x), f.down(end.y), ink, m.dp(4))
        for stop in corners:
            painter.circle(f.right(stop.x), f.down(stop.y), m.dp(5), 0xFFFFFFFF)
            painter.ring(f.right(stop.x), f.down(stop.y), m.dp(5), ink, m.dp(2))


def _corners(of: World, line: Line) -> list[Point]:
    stops = {stop.id: stop.at for stop in of.transport.stops}
    return [stops[stop] for stop in line.stops]


def draw_route(
    painter: Painter, m: Metrics, f: Frame, route: tuple[tuple[Point, ...], ...], walked: tuple[bool, ...]
) -> None:
    """A route: what is ridden as a line, what is walked as dots."""
    for ink, wide in ((0xFF0B3D91, 9), (0xFF2F7BF6, 6)):
        for part, on_foot in zip(route, walked, strict=True):
            if on_foot:
                continue
            for start, end in pairwise(part):
                painter.line(
                    f.right(start.x), f.down(start.y), f.right(end.x), f.down(end.y), ink, m.dp(wide)
                )
    for part, on_foot in zip(route, walked, strict=True):
        for start, end in pairwise(part) if on_foot else ():
            _dots(painter, m, (f.right(start.x), f.down(start.y)), (f.right(end.x), f.down(end.y)), f)


def _dots(
    painter: Painter, m: Metrics, start: tuple[float, float], end: tuple[float, float], f: Frame
) -> None:
    """A dotted way from a pixel to another, as far as it is in view."""
    far = math.dist(start, end)
    step = m.dp(9)
    for number in range(min(int(far / step) + 1, 2_000)):
        share = number * step / far if far else 0.0
        x, y = start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
        if -step < x < f.w + step and -step < y < f.h + step:
            painter.circle(x, y, m.dp(3.5), 0xFF0B3D91)
            painter.circle(x, y, m.dp(2.5), 0xFF2F7BF6)
