"""From metres on the ground to pixels of a picture, and back."""

from __future__ import annotations

from typing import NamedTuple

NEAREST_ZOOM, FARTHEST_ZOOM = 19, 9


class Frame(NamedTuple):
    """How metres become pixels.

    Attributes:
        w: Width of the picture.
        h: Height of the picture.
        x: Metres east in its middle.
        y: Metres north in its middle.
        scale: Pixels for a metre.
    """

    w: int
    h: int
    x: float
    y: float
    scale: float

    def right(self, x: float) -> float:
        """Pixel column of a coordinate."""
        return self.w / 2 + (x - self.x) * self.scale

    def down(self, y: float) -> float:
        """Pixel row of a coordinate."""
        return self.h / 2 - (y - self.y) * self.scale

    def metres(self, right: float, down: float) -> tuple[float, float]:
        """The point under a pixel."""
        return self.x + (right - self.w / 2) / self.scale, self.y - (down - self.h / 2) / self.scale

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Metres at the west, south, east and north edge."""
        half_w, half_h = self.w / 2 / self.scale, self.h / 2 / self.scale
        return self.x - half_w, self.y - half_h, self.x + half_w, self.y + half_h


def frame(w: int, h: int, x: float, y: float, zoom: int, density: float) -> Frame:
    """The frame of a picture: at zoom 17 a dp is a metre."""
    return Frame(w, h, x, y, density * 2.0 ** (zoom - 17))
