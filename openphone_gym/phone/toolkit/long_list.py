"""Lists of any length, of which only the rows near the screen are built.

What a row looks like matters only while it can be seen. How high it is matters always, since it says where
the rows below it are and how far the list scrolls. So heights are remembered: in the whole process a row is
built and measured once for each key, which says what its height depends on, and from then on only while it is
in sight.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Sequence
from itertools import accumulate
from types import CodeType
from typing import Any, Generic, TypeVar

from openphone_gym.phone.toolkit.box import UNBOUNDED, Box, Column, Metrics

Item = TypeVar("Item")

Shape = tuple[CodeType, int, float, float]
"""What the heights of a list have in common: the function of its rows, width, pixels per dp and per sp."""

KNOWN_HEIGHTS = 1 << 14
"""Heights kept for a shape; with one more, all of them are forgotten."""

KNOWN_SHAPES = 1 << 8
"""Shapes kept; with one more, all of them are forgotten."""

_heights: dict[Shape, dict[Hashable, int]] = {}


def equally_high(item: object) -> None:
    """The key of rows of one height, such as those whose texts take a line whatever they say."""


class RowHeightError(RuntimeError):
    """A row is not as high as others of its key, or has what a row out of sight can't have."""


class LongList(Column, Generic[Item]):
    """A column of rows, one for each item, that are built when they come into sight.

    In a ``Scroll``, such as the one of a ``Page``, only rows in sight are built; elsewhere all are. To the
    screen, the tree and the finger that makes no difference. The list takes the whole width, and its rows may
    not hold text fields::

        LongList(messages, row, key=lambda message: message.text)

    Args:
        items: What the rows show; headings between them are items, too.
        row: Makes the row of an item.
        key: What the height of an item's row depends on, such as the texts that may take several lines; the
            items themselves if left out. Two rows of one key must be equally high.
        **attributes: Attributes of the box.
    """

    def __init__(
        self,
        items: Sequence[Item],
        row: Callable[[Item], Box],
        key: Callable[[Item], Hashable] | None = None,
        **attributes: Any,
    ) -> None:
        super().__init__(**attributes)
        self._items = items
        self._row = row
        self._keys: list[Any] = list(items if key is None else map(key, items))
        self._marks: list[tuple[int, Box]] = []
        self._measured: dict[int, Box] = {}  # rows that had to be built for their height, by index

    def at(self, index: int) -> Box:
        """A box that lies where the row of that index does: what a ``Scroll`` can open at."""
        mark = Box()
        self._marks.append((index, mark))
        return mark

    def measure(self, m: Metrics, width: int, height: int) -> None:
        """Takes the whole width, and the height of all rows."""
        self._offered = width
        self._ends = list(accumulate(self._row_heights(m, width)))
        self.w = width
        self.h = self._ends[-1] if self._ends else 0

    def place(self, m: Metrics, x: int, y: int) -> None:
        """Builds the rows that lie where the screen is."""
        self.x, self.y = x, y
        top, bottom = m.view
        ends = self._ends
        first = bisect_right(ends, top - y)
        last = min(bisect_left(ends, bottom - y) + 1, len(ends)) if bottom > y else first
        self.children = [self._built(m, index, x, y) for index in range(first, last)]
        self._measured.clear()
        for index, mark in self._marks:
            start = self._start(index)
            mark.x, mark.y, mark.w, mark.h = x, y + start, self.w, ends[index] - start

    def _start(self, index: int) -> int:
        return self._ends[index - 1] if index else 0

    def _built(self, m: Metrics, index: int, x: int, y: int) -> Box:
        row = self._measured.get(index)
        if row is None:
            row = self._row(self._items[index])
            row.measure(m, self._offered, UNBOUNDED)
        start = self._start(index)
        if row.h != self._ends[index] - start:
            raise RowHeightError(
                f"a row of {self._row.__qualname__} is {row.h} px high, and another of key "
                f"{self._keys[index]!r} was {self._ends[index] - start}: "
                "let the key tell all that the height depends on"
            )
        if row.width is None:
            row.w = self.w
        row.place(m, x, y + start)
        return row

    def _row_heights(self, m: Metrics, width: int) -> list[int]:
        known = _known_heights((self._row.__code__, width, m.scale, m.font))
        heights = list(map(known.get, self._keys))
        if None in heights:
            for index, key in enumerate(self._keys):
                if heights[index] is None:
                    # One of the rows above may have been of the same key.
                    found = known.get(key)
                    heights[index] = known[key] = self._height(m, index, width) if found is None else found
        return heights  # pyright: ignore[reportReturnType]  # None of them is None now.

    def _height(self, m: Metrics, index: int, width: int) -> int:
        fields, m.fields = m.fields, {}
        row = self._row(self._items[index])
        row.measure(m, width, UNBOUNDED)
        found, m.fields = m.fields, fields
        if found:
            raise RowHeightError(
                f"a row of {self._row.__qualname__} holds the text field {next(iter(found))!r}, "
                "which must be there out of sight, too: put it outside the list"
            )
        self._measured[index] = row
        return row.h


def _known_heights(shape: Shape) -> dict[Hashable, int]:
    known = _heights.get(shape)
    if known is None or len(known) >= KNOWN_HEIGHTS:
        if len(_heights) >= KNOWN_SHAPES:
            _heights.clear()
        known = _heights[shape] = {}
    return known
