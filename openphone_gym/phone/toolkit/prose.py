"""Running text: blocks below each other, a node a block.

Pages of the net, mails, posts and books are lists of blocks. A block has one look throughout: there are no
spans inside a line, and a link is a block of its own, as a screen reader tells it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from openphone_gym.phone.toolkit.box import FILL, Box, Color, Column, Label, Row, Text
from openphone_gym.phone.toolkit.pictures import Picture
from openphone_gym.phone.toolkit.theme import (
    BODY_LARGE,
    BODY_MEDIUM,
    HEADLINE_SMALL,
    TITLE_LARGE,
    TITLE_MEDIUM,
    TextStyle,
)

VIEW = "android.view.View"

KINDS = ("heading", "section", "subsection", "paragraph", "link", "item", "quote", "row", "picture")
"""What blocks can be; sections and subsections have smaller headings."""

HEADINGS = {"heading": HEADLINE_SMALL, "section": TITLE_LARGE, "subsection": TITLE_MEDIUM}
"""Kinds of headings and their type."""


class Passage(Protocol):
    """What can stand in prose."""

    @property
    def kind(self) -> str:
        """One of `KINDS`."""
        ...

    @property
    def text(self) -> str:
        """Its words; of a picture, its description; of a row, its cells, with tabs between them."""
        ...

    @property
    def target(self) -> str:
        """Where a link leads; what a picture shows, as ``motif:key``."""
        ...


class Block(NamedTuple):
    """A block of running text; see `Passage` for what its parts mean."""

    kind: str
    text: str
    target: str = ""


class Prose(Column):
    """Blocks of text below each other.

    Args:
        blocks: What to show.
        follow: Called with the target of a link that is touched.
        size: Size of the type, 1.0 by default.
        spacing: Height of the lines, 1.0 by default.
        ink: Colour of the words.
        hold: Called with the number of a block that is held; None if that does nothing.
        grounds: Colours behind blocks, by their number.
        **attributes: Attributes of the box.
    """

    def __init__(
        self,
        blocks: Iterable[Passage],
        follow: Callable[[str], object] | None = None,
        *,
        size: float = 1.0,
        spacing: float = 1.0,
        ink: Color = "on_surface",
        hold: Callable[[int], object] | None = None,
        grounds: Mapping[int, Color] | None = None,
        **attributes: Any,
    ) -> None:
        self._follow = follow
        self._size = size
        self._spacing = spacing
        self._ink = ink
        self._hold = hold
        grounds = grounds or {}
        self.children = [
            self._held(number, block, grounds.get(number)) for number, block in enumerate(blocks)
        ]
        self.gap = 12
        self.__dict__.update(attributes)

    def style(self, kind: str) -> TextStyle:
        """Type of a kind of block."""
        base = HEADINGS.get(kind, BODY_MEDIUM if kind == "row" else BODY_LARGE)
        return scaled(base, self._size, self._spacing)

    def _held(self, number: int, block: Passage, ground: Color | None) -> Box:
        """A block on its ground. What is held is the ground, so that the text stays a plain one."""
        box = self._box(block)
        if self._hold is None and ground is None:
            return box
        hold = self._hold
        return Column(box, fill=ground, on_long=(lambda: hold(number)) if hold is not None else None)

    def _box(self, block: Passage) -> Box:
        style = self.style(block.kind)
        attributes: dict[str, Any] = {"color": self._ink}
        if block.kind == "picture":
            motif, _, key = block.target.partition(":")
            return Picture(motif, key, block.text, width=FILL, height=200)
        if block.kind == "link":
            return self._link(block, style)
        if block.kind == "item":
            dot = Label("•", style, color=self._ink)
            return Row(dot, Text(block.text, style, flex=1, **attributes), gap=12, align="start", width=FILL)
        if block.kind == "quote":
            words = Text(block.text, style, flex=1, **{**attributes, "color": "on_surface_variant"})
            return Row(Box(width=4, fill="outline_variant"), words, gap=12, align="stretch", width=FILL)
        if block.kind == "row":
            cells = (Text(cell, style, flex=1, **attributes) for cell in block.text.split("\t"))
            return Row(*cells, gap=12, align="start", width=FILL)
        return Text(block.text, style, **attributes)

    def _link(self, block: Passage, style: TextStyle) -> Box:
        follow = self._follow
        words = Label(block.text, style, color="primary")
        return Column(
            words,
            cls=VIEW,
            desc=block.text,
            on_tap=(lambda: follow(block.target)) if follow is not None else None,
        )


def scaled(style: TextStyle, size: float, spacing: float = 1.0) -> TextStyle:
    """A step of the type scale, larger or smaller."""
    return TextStyle(style.size * size, style.line_height * size * spacing, style.weight)
