"""What the pages share: the bar at the foot, covers, cards and rows of books."""

from __future__ import annotations

from collections.abc import Sequence

from openphone_gym.phone.apps.cantook.state import COLORS, TABS, Book, Cantook
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import (
    FILL,
    Box,
    Column,
    Drawing,
    Handler,
    Icon,
    Metrics,
    Row,
    Text,
)
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.long_list import LongList
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.pictures import Picture
from openphone_gym.phone.toolkit.rows import LAYOUT
from openphone_gym.phone.toolkit.surfaces import BottomTabs, Tab
from openphone_gym.phone.toolkit.theme import (
    BODY_LARGE,
    BODY_MEDIUM,
    BODY_SMALL,
    LABEL_MEDIUM,
    TITLE_SMALL,
    TextStyle,
)

ICONS = dict(zip(TABS, ("home-outline", "bookshelf", "earth", "cog-outline"), strict=True))
SHELF = TextStyle(18, 26, 500)
"""Type of the head of a shelf."""

ROOM = 340
"""Width in dp that tabs need at the usual size of the type."""

OFFLINE = "No internet connection"


def foot(state: Cantook, nav: Nav) -> Box:
    """The bar with the four places of the app."""

    def opening(tab: str) -> Handler:
        def open_tab() -> None:
            state.tab = tab
            nav.back_to("home")

        return open_tab

    return BottomTabs([Tab(tab, ICONS[tab], state.tab == tab, opening(tab)) for tab in TABS])


def crowded(nav: Nav) -> bool:
    """Whether four tabs do not fit beside each other, since the type is large or the screen narrow."""
    display = nav.system.display
    scale = float(nav.setting("system", "font_scale", "1.0"))
    return display.width * 160 / display.density / scale < ROOM


def asking(nav: Nav, screen: str, field: str, **args: int) -> Handler:
    """A handler that opens a page with a field to type in at once."""

    def ask() -> None:
        nav.go(screen, **args)
        nav.focus(field)

    return ask


def searching(nav: Nav) -> Handler:
    """A handler that opens the search of the library."""
    return asking(nav, "search", "search_src_text")


def accent(state: Cantook) -> int:
    """The colour that the user chose for the app."""
    return COLORS[state.preferences.color]


def reading(state: Cantook, nav: Nav, book: Book) -> Handler:
    """A handler that opens a book in the reader."""

    def read() -> None:
        book.opened = nav.system.clock
        nav.go("reader", book=book.id)

    return read


def cover(title: str, author: str, width: float) -> Box:
    """The front of a book."""
    return Picture("cover", f"{title}\n{author}", width=width, height=width * 1.45)


def _draw_bar(painter: Painter, m: Metrics, w: int, h: int, share: float, color: int) -> None:
    painter.rounded(0, 0, w, h, h / 2, "surface_container_highest")
    if share:
        painter.rounded(0, 0, max(w * share, h), h, h / 2, color)


def progress_bar(share: float, color: int) -> Box:
    """How far a book has been read."""
    return Drawing(_draw_bar, (share, color), height=4, flex=1)


def card(state: Cantook, nav: Nav, book: Book, width: float = 128) -> Box:
    """A book as its cover, with title and author below it."""
    menu = nav.to("book_menu", book=book.id)
    author = Text(book.author, BODY_SMALL, color="on_surface_variant", max_lines=1, id="book_author")
    return Column(
        cover(book.title, book.author, width),
        Row(progress_bar(book.progress, accent(state)), width=FILL, pad=(0, 6, 0, 4)),
        Text(book.title, TITLE_SMALL, max_lines=2, id="book_title"),
        Row(
            Row(author, flex=1),
            IconButton("dots-vertical", "More options", menu, width=32, height=32, size=18),
            width=width,
        ),
        cls=LAYOUT,
        on_tap=reading(state, nav, book),
        on_long=menu,
        width=width,
        id="book_card",
    )


def book_row(state: Cantook, nav: Nav, book: Book) -> Box:
    """A book as a row: cover, title, author, progress, menu."""
    menu = nav.to("book_menu", book=book.id)
    words = Column(
        Text(book.title, BODY_LARGE, max_lines=2, id="book_title"),
        Text(book.author, BODY_MEDIUM, color="on_surface_variant", max_lines=1, id="book_author"),
        Row(
            progress_bar(book.progress, accent(state)),
            Text(book.percent, LABEL_MEDIUM, color="on_surface_variant", id="book_progress"),
            Icon("check-circle", size=16, color="primary") if book.read else None,
            gap=8,
            width=FILL,
            pad=(0, 4, 0, 0),
        ),
        flex=1,
    )
    return Row(
        cover(book.title, book.author, 56),
        words,
        IconButton("dots-vertical", "More options", menu),
        cls=LAYOUT,
        width=FILL,
        gap=16,
        pad=(16, 8, 4, 8),
        on_tap=reading(state, nav, book),
        on_long=menu,
        id="book_row",
    )


def book_list(state: Cantook, nav: Nav, books: Sequence[Book]) -> Box:
    """Books as rows below each other."""
    return LongList(
        books, lambda book: book_row(state, nav, book), lambda book: (book.title, book.percent, book.read)
    )


def book_grid(state: Cantook, nav: Nav, books: Sequence[Book]) -> Box:
    """Books as rows of covers."""
    columns = 3 if nav.system.display.width * 160 / nav.system.display.density >= 380 else 2

    def row(books: Sequence[Book]) -> Box:
        cards = [card(state, nav, book, 108) for book in books]
        return Row(*cards, gap=16, align="start", pad=(16, 8, 16, 12))

    rows = [books[start : start + columns] for start in range(0, len(books), columns)]
    return LongList(rows, row, lambda books: tuple(book.title for book in books))


def nothing(icon: str, words: str, hint: str = "") -> Box:
    """What an empty page says."""
    return Column(
        Icon(icon, size=72, color="outline"),
        Text(words, BODY_LARGE, color="on_surface_variant", text_align="center"),
        Text(hint, BODY_MEDIUM, color="on_surface_variant", text_align="center") if hint else None,
        align="center",
        gap=12,
        pad=(40, 96, 40, 24),
    )


def heading(title: str, on_tap: Handler) -> Box:
    """The head of a shelf, behind which the whole shelf is."""
    return Row(
        Row(Text(title, SHELF, max_lines=1, id="heading"), flex=1),
        Icon("chevron-right"),
        cls=LAYOUT,
        on_tap=on_tap,
        width=FILL,
        pad=(16, 14, 12, 8),
    )
