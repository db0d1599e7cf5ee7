"""Boxes that go on in the next line: chips, tags."""

from __future__ import annotations

from openphone_gym.phone.toolkit.box import Box, Metrics


class Flow(Box):
    """Children from left to right, as many in a line as there is room for.

    ``gap`` is the room between them, in a line and from line to line.
    """

    gap = 8

    def measure(self, m: Metrics, width: int, height: int) -> None:
        """Breaks the children into lines."""
        left, top, right, bottom = m.pad(self.pad)
        gap = m.dp(self.gap)
        room = self._own(m, self.width, width, width) - left - right
        self._spots: list[tuple[int, int]] = []
        x = y = tallest = widest = 0
        for child in self.children:
            child.measure(m, room, height)
            child.w = min(child.w, room)
            if x and x + child.w > room:
                x, y, tallest = 0, y + tallest + gap, 0
            self._spots.append((left + x, top + y))
            widest = max(widest, x + child.w)
            tallest = max(tallest, child.h)
            x += child.w + gap
        self.w = self._own(m, self.width, width, widest + left + right)
        self.h = y + tallest + top + bottom

    def place(self, m: Metrics, x: int, y: int) -> None:
        """Puts each child at its spot."""
        self.x = x
        self.y = y
        for child, (dx, dy) in zip(self.children, self._spots, strict=True):
            child.place(m, x + dx, y + dy)
