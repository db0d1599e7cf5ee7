"""Boxes at places of their own: the events of a day between its hours."""

from __future__ import annotations

from typing import Any, NamedTuple

from openphone_gym.phone.toolkit.box import Box, Metrics


class Spot(NamedTuple):
    """A place on a board.

    Attributes:
        left: Share of the board's width left of it, 0 to 1.
        top: Room above it in dp.
        width: Share of the board's width.
        height: Height in dp.
    """

    left: float
    top: float
    width: float
    height: float


class Board(Box):
    """A box whose children lie where they are put, later ones above earlier ones.

    Args:
        *placed: Children with their places; each fills its place.
        **attributes: Attributes of the board; it is as wide as its parent allows unless it has a ``width``,
            and needs a ``height``.
    """

    layer = True

    def __init__(self, *placed: tuple[Box, Spot], **attributes: Any) -> None:
        super().__init__(*(child for child, _ in placed), **attributes)
        self._spots = [spot for _, spot in placed]

    def measure(self, m: Metrics, width: int, height: int) -> None:
        """Sets the size of the board and of all on it."""
        self.w = self._own(m, self.width, width, width)
        self.h = self._own(m, self.height, height, 0)
        for child, spot in zip(self.children, self._spots, strict=True):
            wide, high = round(self.w * spot.width), m.dp(spot.height)
            child.measure(m, wide, high)
            child.w, child.h = wide, high

    def place(self, m: Metrics, x: int, y: int) -> None:
        """Puts each box at its place."""
        self.x = x
        self.y = y
        for child, spot in zip(self.children, self._spots, strict=True):
            child.place(m, x + round(self.w * spot.left), y + m.dp(spot.top))
