"""The reader: a page of a book, as much of it as fits, and what lies over it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openphone_gym.phone.apps.cantook import pages
from openphone_gym.phone.apps.cantook.screens.frame import asking, nothing
from openphone_gym.phone.apps.cantook.state import (
    DARK_MARKS,
    MARKS,
    SYSTEM_THEME,
    Book,
    Bookmark,
    Cantook,
    ReaderSettings,
)
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.screen import is_dark
from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import FILL, Box, Color, Column, Handler, Row, Stack, Text
from openphone_gym.phone.toolkit.controls import IconButton, Slider
from openphone_gym.phone.toolkit.leaf import Leaf
from openphone_gym.phone.toolkit.pager import Pager
from openphone_gym.phone.toolkit.prose import VIEW, Prose
from openphone_gym.phone.toolkit.surfaces import AppBar, Page
from openphone_gym.phone.toolkit.theme import BODY_SMALL, LABEL_MEDIUM

GROUNDS: dict[str, tuple[Color, Color]] = {
    "Auto": ("surface", "on_surface"),
    "Day": (0xFFFFFFFF, 0xFF1F1F1F),
    "Sepia": (0xFFFBF0D9, 0xFF5B4636),
    "Night": (0xFF121212, 0xFFB8B8B8),
}
"""Ground and ink of each paper."""

THEMES = {"Auto": "", "Day": "light", "Sepia": "light", "Night": "dark"}
"""Theme of what stands around each paper; that of the app around the first one."""

SPACING = {"Narrow": 0.9, "Normal": 1.05, "Wide": 1.3}
MARGIN = {"Small": 16.0, "Medium": 28.0, "Large": 44.0}
STEPS = 1000
"""Places of the slider."""

SAMPLE = 9
"""Blocks of a book that can be read before it is downloaded."""

Turn = Callable[[int], bool]
"""Turns a page on (1) or back (-1)."""


def reader(state: Cantook, nav: Nav, book: int) -> Box:
    """The page at which a book is being read."""
    one = state.book(book)
    if one is None:
        return Page(
            AppBar("", nav.back), nothing("book-off-outline", "This book is no longer in your library")
        )
    text = pages.Pages(nav.world.text(one.work))
    chapter, at = text.place(one.progress)
    leaf = _leaf(state, nav, one, text, chapter, at)

    def turn(step: int) -> bool:
        one.progress = text.turned(one.progress, step, leaf.starts, leaf.index)
        if one.progress == 1.0:
            one.read = True
        return True

    bars = nav.bind("bars", False)
    layers = [_sheet(state, leaf, text, one, turn, bars.toggle)]
    if bars.get():
        layers += [_top(state, nav, one, text), _bottom(one, text)]
    page = Page(None, Stack(*layers, flex=1, height=FILL), scrolls=False)
    page.fill = GROUNDS[state.reader.paper][0]
    if theme := THEMES[state.reader.paper]:
        page.__dict__["theme"] = theme
    return page


def prose(settings: ReaderSettings) -> dict[str, Any]:
    """Look of the words."""
    return {
        "size": settings.size / 100,
        "spacing": SPACING[settings.spacing],
        "ink": GROUNDS[settings.paper][1],
    }


def _dark(state: Cantook, nav: Nav) -> bool:
    """Whether the paper is dark."""
    if state.reader.paper != "Auto":
        return state.reader.paper == "Night"
    theme = state.preferences.theme
    return theme == "Dark" or (theme == SYSTEM_THEME and is_dark(nav.system))


def _leaf(state: Cantook, nav: Nav, book: Book, text: pages.Pages, chapter: int, at: int) -> Leaf:
    colors = DARK_MARKS if _dark(state, nav) else MARKS
    marks = {
        mark.paragraph + 1: colors[mark.color]
        for mark in state.highlights
        if (mark.book, mark.chapter) == (book.id, chapter)
    }

    def hold(number: int) -> None:
        if number:
            nav.go("passage", book=book.id, chapter=chapter, paragraph=number - 1)

    return Leaf(
        text.blocks(chapter),
        at,
        gap=4 if text.verse else 12,
        hold=hold,
        grounds=marks,
        prose=prose(state.reader),
        flex=1,
    )


def _sheet(state: Cantook, leaf: Leaf, text: pages.Pages, book: Book, turn: Turn, toggle: Handler) -> Box:
    """The page with its margins, which turn pages when they are touched."""
    ink = GROUNDS[state.reader.paper][1]
    margin = MARGIN[state.reader.margin]

    def edge(desc: str, step: int) -> Box:
        return Box(width=margin, height=FILL, cls=VIEW, desc=desc, on_tap=lambda: turn(step))

    chapter, _ = text.place(book.progress)
    foot = Row(
        Row(Text(text.titles[chapter], BODY_SMALL, color=ink, max_lines=1, id="chapter"), flex=1),
        Text(book.percent, BODY_SMALL, color=ink, id="progress"),
        gap=12,
        width=FILL,
        pad=(margin, 4, margin, 8),
    )
    # Where the neighbours begin is known once the page is laid out; to turn is all that they are for.
    around = (leaf, leaf, leaf)
    words = Pager(around, 1, lambda at: turn(at - 1), on_tap=toggle, flex=1, id="page", desc=book.title)
    middle = Row(
        edge("Previous page", -1), words, edge("Next page", 1), align="stretch", flex=1, pad=(0, 24, 0, 8)
    )
    return Column(middle, foot, height=FILL)


def _top(state: Cantook, nav: Nav, book: Book, text: pages.Pages) -> Box:
    """The bar over the page: back, and what else can be done."""
    here = next((m for m in state.bookmarks if (m.book, m.progress) == (book.id, book.progress)), None)

    def bookmark() -> None:
        if here is not None:
            state.bookmarks.remove(here)
            return
        chapter, at = text.place(book.progress)
        mark = Bookmark(
            state.new_id(), book.id, text.titles[chapter], book.progress, text.words_at(chapter, at)
        )
        state.bookmarks.append(mark)

    actions = [
        IconButton("magnify", "Search in book", asking(nav, "book_search", "search_src_text", book=book.id)),
        IconButton("format-size", "Display settings", nav.to("display")),
        IconButton(
            "bookmark" if here else "bookmark-outline",
            "Remove bookmark" if here else "Add bookmark",
            bookmark,
        ),
        IconButton("format-list-bulleted", "Table of contents", nav.to("contents", book=book.id)),
    ]
    bar = AppBar(book.title, nav.back, actions, fill="surface_container")
    bar.__dict__["anchor"] = "top"
    return bar


def _bottom(book: Book, text: pages.Pages) -> Box:
    """The bar below the page: chapter, and a slider through the book."""

    def go(value: int) -> None:
        book.progress = value / STEPS

    place = Binding(lambda: round(book.progress * STEPS), go)
    chapter, _ = text.place(book.progress)
    bar = Column(
        Row(
            Row(Text(text.titles[chapter], LABEL_MEDIUM, max_lines=1), flex=1),
            Text(book.percent, LABEL_MEDIUM),
            gap=12,
            width=FILL,
        ),
        Slider(place, STEPS, desc="Reading progress"),
        fill="surface_container",
        pad=(24, 12, 24, 12),
        width=FILL,
    )
    bar.__dict__["anchor"] = "bottom"
    return bar


def reader_sample(state: Cantook, nav: Nav, work: str) -> Box:
    """The beginning of a book that can be downloaded."""
    text = pages.Pages(nav.world.text(work))
    return Page(AppBar("Sample", nav.back), Prose(text.blocks(0)[:SAMPLE], pad=(24, 8, 24, 24)))
