"""The map under the finger: the ground, and what stands on it as nodes at their places."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.apps.map.ground import Area, draw_ground, haloed, overlap
from openphone_gym.phone.apps.map.kinds import KINDS
from openphone_gym.phone.apps.map.projection import FARTHEST_ZOOM, NEAREST_ZOOM, Frame, frame
from openphone_gym.phone.apps.map.state import View
from openphone_gym.phone.toolkit import fonts
from openphone_gym.phone.toolkit.box import FILL, Box, Handler, Metrics
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.world.records import Place, Point

if TYPE_CHECKING:
    from openphone_gym.phone.apps.map.router import Way
    from openphone_gym.phone.world.parts import World

MOST_MARKERS = 36

LEAST_PINCH = 0.2
"""How often the distance of two fingers has to double until a map heeds it."""

LABEL = 10.5
"""Size of a marker's name in sp."""


class Marker(Box):
    """Something on the map: a round icon, a pin or the position, with its name below.

    Args:
        at: Where it stands, in metres.
        icon: Its icon.
        color: Its colour.
        name: Its name below, or an empty string.
        size: Its diameter in dp.
        pin: Whether its point is at the place, as that of a pin.
        attributes: Attributes of the box.
    """

    cls = "android.view.View"
    night: bool = False

    def __init__(
        self,
        at: Point,
        icon: str,
        color: int,
        name: str = "",
        size: float = 26,
        pin: bool = False,
        **attributes: object,
    ) -> None:
        self.at = at
        self.icon = icon
        self.color = color
        self.name = name
        self.size = size
        self.pin = pin
        self.__dict__.update(attributes)

    def measure(self, m: Metrics, width: int, height: int) -> None:
        self.w = self.h = m.dp(self.size)

    def area(self, m: Metrics, f: Frame) -> Area:
        """Pixels that it takes with its name: left, top, right, bottom."""
        x, y = f.right(self.at.x), f.down(self.at.y)
        half = self.size * m.scale / 2
        wide = max(half, fonts.measure(self.name, LABEL * m.font, 500) / 2)
        return x - wide, y - half, x + wide, y + half + (LABEL * 1.4 * m.font if self.name else 0)

    def look(self) -> Hashable:
        return (self.icon, self.color, self.name, self.pin, self.night)

    def paint(self, painter: Painter, m: Metrics, x: int, y: int) -> None:
        size = self.w
        if self.pin:
            painter.icon("map-marker", x - size * 0.25, y - size * 0.25, size * 1.5, 0xFFFFFFFF)
            painter.icon("map-marker", x - size * 0.15, y - size * 0.15, size * 1.3, self.color)
        else:
            painter.circle(x + size / 2, y + size / 2, size / 2, 0xFFFFFFFF)
            painter.circle(x + size / 2, y + size / 2, size / 2 - m.dp(1.5), self.color)
            painter.icon(self.icon, x + size * 0.23, y + size * 0.23, size * 0.54, 0xFFFFFFFF)
        if self.name:
            type_size = LABEL * m.font
            left = x + size / 2 - fonts.measure(self.name, type_size, 500) / 2
            ink, halo = (0xFFD5D9DD, 0xFF1B1E21) if self.night else (0xFF3B3A37, 0xFFFFFFFF)
            haloed(painter, left, y + size + m.dp(1), self.name, type_size, ink, halo)


class MapView(Box):
    """A part of the map: one finger moves it, two bring it nearer, a touch or a long press tells the spot.

    Args:
        world: The world it shows.
        view: What part of it is in view; moved by the finger.
        on_spot: Called with the id of a place whose marker is touched; without it, places have none.
        on_ground: Called when the ground is touched.
        on_pin: Called with the metres of a point that is held.
        marks: Further markers, which go before all others.
        way: A route to show.
        night: Whether it is painted dark.
        buildings: Whether buildings are shown.
        keep: Id of a place that is shown by a mark and needs no marker.
    """

    cls = "android.view.SurfaceView"
    id = "map_surfaceview"
    desc = "Map"
    fleeting = True
    width = FILL
    height = FILL

    def __init__(
        self,
        world: World,
        view: View,
        *,
        on_spot: Callable[[str], object] | None = None,
        on_ground: Handler | None = None,
        on_pin: Callable[[float, float], object] | None = None,
        marks: Sequence[Marker] = (),
        way: Way | None = None,
        night: bool = False,
        buildings: bool = True,
        keep: str = "",
        **attributes: object,
    ) -> None:
        self.world = world
        self.view = view
        self.on_spot = on_spot
        self.marks = marks
        self.night = night
        self.buildings = buildings
        self.keep = keep
        self.route = tuple(leg.points for leg in way.legs) if way is not None else ()
        self.walked = tuple(leg.kind == "walk" for leg in way.legs) if way is not None else ()
        self.on_drag = self._drag
        self.on_pinch = self._pinch
        if on_ground is not None:
            self.on_point = lambda x, y: on_ground()
        if on_pin is not None:
            self.on_long_point = lambda x, y: on_pin(*self.frame.metres(x, y))
        self.__dict__.update(attributes)

    def measure(self, m: Metrics, width: int, height: int) -> None:
        super().measure(m, width, height)
        view = self.view
        self.frame = frame(self.w, self.h, view.x, view.y, view.zoom, m.scale)
        self.children = self._in_view(m)
        for marker in self.children:
            marker.measure(m, width, height)

    def place(self, m: Metrics, x: int, y: int) -> None:
        super().place(m, x, y)
        view = self.view
        # What is around may have stretched the box since it was measured.
        self.frame = f = frame(self.w, self.h, view.x, view.y, view.zoom, m.scale)
        for marker in self.children:
            assert isinstance(marker, Marker)
            middle = round(f.right(marker.at.x)), round(f.down(marker.at.y))
            top = middle[1] - (marker.h if marker.pin else marker.h // 2)
            marker.place(m, x + middle[0] - marker.w // 2, y + top)
        self._taken = tuple(marker.area(m, f) for marker in self.children if isinstance(marker, Marker))

    def look(self) -> Hashable:
        view = self.view
        return (
            self.world.seed, view.x, view.y, view.zoom, view.layer, self.night, self.buildings,
            self.route, self.walked, self._taken,
        )  # fmt: skip

    def paint(self, painter: Painter, m: Metrics, x: int, y: int) -> None:
        view = self.view
        with painter.translate(x, y):
            draw_ground(
                painter, m, self.w, self.h, self.world.seed, view.x, view.y, view.zoom, self.night,
                view.layer, self.buildings, self.route, self.walked, self._taken,
            )  # fmt: skip

    def _drag(self, x1: int, y1: int, x2: int, y2: int) -> bool:
        self.view.x -= (x2 - x1) / self.frame.scale
        self.view.y += (y2 - y1) / self.frame.scale
        return True

    def _pinch(self, factor: float, x: int, y: int) -> bool:
        """Comes nearer or goes farther in whole steps; what lies between the fingers stays there."""
        doublings = math.log2(factor)
        if abs(doublings) < LEAST_PINCH:
            return False
        before = self.view.zoom
        zoom_by(self.view, max(round(abs(doublings)), 1) * (1 if doublings > 0 else -1))
        shift = 1 - 2.0 ** (before - self.view.zoom)
        right, up = (x - self.w / 2) / self.frame.scale, (self.h / 2 - y) / self.frame.scale
        self.view.x += right * shift
        self.view.y += up * shift
        return True

    def _in_view(self, m: Metrics) -> list[Box]:
        """Markers whose middles are in view and that do not lie on each other, the foremost last."""
        taken: list[Area] = []
        shown: list[Box] = []
        for marker in (*self.marks, *self._places()):
            marker.night = self.night
            area = marker.area(m, self.frame)
            x, y = self.frame.right(marker.at.x), self.frame.down(marker.at.y)
            inside = 0 <= x < self.w and 0 <= y < self.h
            free = marker in self.marks or not any(overlap(area, other) for other in taken)
            if inside and free and len(shown) < MOST_MARKERS:
                taken.append(area)
                shown.append(marker)
        return shown[::-1]

    def _places(self) -> list[Marker]:
        """Markers of the places in view that are shown from so near, those seen from far first."""
        if self.on_spot is None:
            return []
        west, south, east, north = self.frame.bounds
        places = [
            place
            for id, kind in KINDS.items()
            if kind.zoom <= self.view.zoom and id not in ("street", "point")
            for place in self.world.places_of(id)
            if west <= place.at.x <= east and south <= place.at.y <= north and place.id != self.keep
        ]
        places.sort(key=lambda place: (KINDS[place.kind].zoom, place.id))
        return [self._marker(place) for place in places]

    def _marker(self, place: Place) -> Marker:
        kind = KINDS[place.kind]
        # From far, the names of districts need the room.
        name = place.name if self.view.zoom >= max(kind.zoom, 15) else ""
        on_spot = self.on_spot
        assert on_spot is not None
        return Marker(
            place.at, kind.icon, kind.color, name, desc=place.name, on_tap=lambda: on_spot(place.id)
        )


def zoom_by(view: View, steps: int) -> None:
    """Comes nearer, or goes farther away."""
    view.zoom = min(max(view.zoom + steps, FARTHEST_ZOOM), NEAREST_ZOOM)


def look_at(view: View, at: Point, zoom: int = 0) -> None:
    """Brings a point into the middle."""
    view.x, view.y = float(at.x), float(at.y)
    view.zoom = zoom or view.zoom


def fit(view: View, points: Sequence[Point]) -> None:
    """Brings all points into view on a screen of any size."""
    west, east = min(point.x for point in points), max(point.x for point in points)
    south, north = min(point.y for point in points), max(point.y for point in points)
    view.x, view.y = (west + east) / 2, (south + north) / 2
    view.zoom = 17
    while view.zoom > FARTHEST_ZOOM and (
        east - west > _dp(view.zoom, 230) or north - south > _dp(view.zoom, 230)
    ):
        view.zoom -= 1


def _dp(zoom: int, dp: float) -> float:
    """Metres that take so many dp."""
    return dp * 2.0 ** (17 - zoom)
