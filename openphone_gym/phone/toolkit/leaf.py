"""One page of a long text: how much of it fits depends on the screen and the size of the type."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from openphone_gym.phone.toolkit import fonts
from openphone_gym.phone.toolkit.box import Box, Color, Column, Metrics
from openphone_gym.phone.toolkit.prose import HEADINGS, Block, Prose
from openphone_gym.phone.toolkit.theme import TextStyle

TOGETHER = 4
"""A block of so many lines is not divided between two pages, unless it is longer than one."""


class Piece(NamedTuple):
    """A block, or some lines of one, on a page.

    Attributes:
        number: Number of the block.
        start: Characters of the text before the piece; headings do not count.
        block: What is shown.
    """

    number: int
    start: int
    block: Block


Page = tuple[Piece, ...]


class Leaf(Box):
    """The page of a text that holds a place of it.

    Args:
        blocks: The whole text, as of a chapter: headings and paragraphs.
        at: Place: characters of the text before it; headings do not count.
        gap: Room between blocks in dp.
        hold: Called with the number of a block that is held.
        grounds: Colours behind blocks, by their number.
        prose: Look of the words: further arguments of `Prose`.
        **attributes: Attributes of the box.

    Attributes:
        starts: Place at which each page begins, known after ``measure``.
        index: Number of the page that is shown.
    """

    layer = True

    def __init__(
        self,
        blocks: Sequence[Block],
        at: int,
        *,
        gap: float = 12,
        hold: Any = None,
        grounds: Mapping[int, Color] | None = None,
        prose: dict[str, Any] | None = None,
        **attributes: Any,
    ) -> None:
        self._blocks = tuple(blocks)
        self._at = at
        self._between = gap
        self._hold = hold
        self._grounds = grounds or {}
        self._prose = prose or {}
        self.starts: list[int] = [0]
        self.index = 0
        self.__dict__.update(attributes)

    def measure(self, m: Metrics, width: int, height: int) -> None:
        styles = tuple(Prose((), **self._prose).style(block.kind) for block in self._blocks)
        pages = pages_of(self._blocks, styles, m.font, m.dp(self._between), width, height)
        self.starts = [page[0].start for page in pages]
        self.index = max(bisect_right(self.starts, self._at) - 1, 0)
        pieces = pages[self.index]
        hold = self._hold
        words = Prose(
            [piece.block for piece in pieces],
            hold=(lambda number: hold(pieces[number].number)) if hold is not None else None,
            grounds={
                number: self._grounds[piece.number]
                for number, piece in enumerate(pieces)
                if piece.number in self._grounds
            },
            gap=self._between,
            **self._prose,
        )
        page = Column(words)
        page.measure(m, width, height)
        page.w, page.h = width, height
        self.children = [page]
        self.w, self.h = width, height

    def place(self, m: Metrics, x: int, y: int) -> None:
        self.x, self.y = x, y
        self.children[0].place(m, x, y)


@lru_cache(maxsize=64)
def pages_of(
    blocks: tuple[Block, ...],
    styles: tuple[TextStyle, ...],
    font: float,
    gap: int,
    width: int,
    height: int,
) -> tuple[Page, ...]:
    """Divides a text into pages.

    Args:
        blocks: The text.
        styles: Type of each block.
        font: Pixels per sp.
        gap: Pixels between blocks.
        width: Width of a page in pixels.
        height: Height of a page in pixels.

    Returns:
        The pages, at least one; each has at least one piece, if there is a block.
    """
    pages: list[list[Piece]] = [[]]
    used = start = 0
    for number, (block, style) in enumerate(zip(blocks, styles, strict=True)):
        step = int(style.line_height * font + 0.5)
        lines = list(fonts.wrap(block.text, style.size * font, style.weight, width))
        total = len(lines)
        counts = block.kind not in HEADINGS
        at = start
        while lines:
            above = gap if pages[-1] else 0
            room = (height - used - above) // step
            if pages[-1] and (room < 1 or room < len(lines) <= TOGETHER):
                pages.append([])
                used = 0
                continue
            whole = len(taken := lines[: max(room, 1)]) == total
            lines = lines[len(taken) :]
            words = block.text if whole else " ".join(taken)
            pages[-1].append(Piece(number, at, block._replace(text=words)))
            used += above + len(taken) * step
            if counts:
                at += len(words) + 1
        if counts:
            start += len(block.text)
    return tuple(tuple(page) for page in pages) if pages[0] else ((Piece(0, 0, Block("paragraph", "")),),)
