"""My Books: the library by title, author, category and collection; search and order."""

from __future__ import annotations

from collections.abc import Callable

from openphone_gym.phone.apps.cantook.screens.frame import (
    asking,
    book_grid,
    book_list,
    crowded,
    foot,
    nothing,
    searching,
)
from openphone_gym.phone.apps.cantook.state import SHELVES, SORTINGS, Book, Cantook
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import Box, Column, Handler, Row, Text
from openphone_gym.phone.toolkit.controls import Fab, IconButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.long_list import LongList
from openphone_gym.phone.toolkit.rows import Avatar, ListRow, RadioRow, Section, SwitchRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Page, Sheet, Tab, Tabs
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, TITLE_LARGE


def counted(books: int) -> str:
    """Number of books in words."""
    return "1 book" if books == 1 else f"{books} books"


def shelves(state: Cantook, nav: Nav) -> Box:
    """The strip of tabs."""

    def opening(shelf: str) -> Handler:
        def open_shelf() -> None:
            state.shelf = shelf
            nav.back_to("home")

        return open_shelf

    tabs = [Tab(shelf, "", state.shelf == shelf, opening(shelf)) for shelf in SHELVES]
    return Tabs(tabs, scrolls=crowded(nav))


def _actions(state: Cantook, nav: Nav) -> list[Box]:
    view = state.preferences.grid
    toggle = bind(state.preferences, "grid").toggle
    return [
        IconButton("magnify", "Search", searching(nav)),
        IconButton(
            "view-list" if view else "view-grid-outline", "List view" if view else "Grid view", toggle
        ),
        IconButton("sort", "Sort by", nav.to("sorting")),
    ]


def library_tab(state: Cantook, nav: Nav) -> Box:
    """The open tab of My Books."""
    new = Fab("plus", "New collection", asking(nav, "collection_name", "collection_name"), id="fab")
    return Page(
        Column(AppBar("My Books", actions=_actions(state, nav)), shelves(state, nav)),
        *_SHELVES[state.shelf](state, nav),
        fab=new if state.shelf == "Collections" else None,
        bottom=foot(state, nav),
        on_back=lambda: setattr(state, "tab", "Home"),
    )


def listed(state: Cantook, nav: Nav, books: list[Book]) -> list[Box]:
    """Books as the user wants to see them."""
    books = state.sorted(books)
    if not books:
        return []
    return [(book_grid if state.preferences.grid else book_list)(state, nav, books)]


def _books(state: Cantook, nav: Nav) -> list[Box]:
    if not state.books:
        return [
            nothing("bookshelf", "Your library is empty", "Import files in the settings, or browse a catalog")
        ]
    count = Text(counted(len(state.books)), BODY_MEDIUM, color="on_surface_variant", id="count")
    return [Row(count, pad=(16, 8, 16, 4)), *listed(state, nav, state.books)]


def _authors(state: Cantook, nav: Nav) -> list[Box]:
    def row(entry: tuple[str, str]) -> Box:
        author, _ = entry
        opening = nav.to("group", kind="Authors", name=author)
        return ListRow(*entry, opening, leading=Avatar(author, 40), pad=(16, 10, 16, 10))

    authors = [(author, counted(len(books))) for author, books in state.authors().items()]
    return [LongList(authors, row) if authors else nothing("account-outline", "No authors yet")]


def _categories(state: Cantook, nav: Nav) -> list[Box]:
    def row(entry: tuple[str, str]) -> Box:
        opening = nav.to("group", kind="Categories", name=entry[0])
        return ListRow(*entry, opening, icon="tag-outline", pad=(16, 10, 16, 10))

    categories = [(category, counted(len(books))) for category, books in state.categories().items()]
    return [LongList(categories, row) if categories else nothing("tag-outline", "No categories yet")]


def _collections(state: Cantook, nav: Nav) -> list[Box]:
    rows = [
        ListRow(
            one.name,
            counted(len(one.books)),
            nav.to("collection", id=one.id),
            icon="folder-outline",
            trailing=IconButton("dots-vertical", "More options", nav.to("collection_menu", id=one.id)),
            on_long=nav.to("collection_menu", id=one.id),
            pad=(16, 6, 4, 6),
        )
        for one in sorted(state.collections, key=lambda one: one.name.casefold())
    ]
    return rows or [nothing("folder-plus-outline", "No collections yet", "Tap + to put books together")]


_SHELVES: dict[str, Callable[[Cantook, Nav], list[Box]]] = dict(
    zip(SHELVES, (_books, _authors, _categories, _collections), strict=True)
)


def group(state: Cantook, nav: Nav, kind: str, name: str) -> Box:
    """The books of an author or a category."""
    groups = state.authors() if kind == "Authors" else state.categories()
    books = groups.get(name, [])
    return Page(
        Column(
            AppBar(name, nav.back, [_actions(state, nav)[1], _actions(state, nav)[2]]), shelves(state, nav)
        ),
        *(listed(state, nav, books) or [nothing("bookshelf", "No books here")]),
        bottom=foot(state, nav),
    )


def sorting(state: Cantook, nav: Nav) -> Box:
    """In which order books are listed."""
    preferences = state.preferences

    def choosing(order: str) -> Handler:
        def choose() -> None:
            preferences.sorting = order
            nav.back()

        return choose

    return Sheet(
        Row(Text("Sort by", TITLE_LARGE, id="title"), pad=(24, 0, 24, 8)),
        *(RadioRow(order, preferences.sorting == order, choosing(order)) for order in SORTINGS),
        SwitchRow("Descending", bind(preferences, "descending")),
    )


def search(state: Cantook, nav: Nav) -> Box:
    """Finds books by title, author or category."""
    query = nav.bind("query")
    typed = query.get().strip()

    def keep() -> None:
        state.searches = (
            [typed, *(one for one in state.searches if one != typed)][:5] if typed else state.searches
        )
        nav.unfocus()

    clear = IconButton("close", "Clear text", query.setting("")) if typed else None
    field = TextField(
        query,
        "Search my books",
        id="search_src_text",
        variant="plain",
        action="search",
        on_submit=keep,
        flex=1,
    )
    bar = Row(IconButton("arrow-left", "Navigate up", nav.back), field, clear, height=64, pad=(4, 0, 4, 0))
    return Page(bar, *(_found(state, nav, typed) if typed else _searches(state, query.setting)))


def _found(state: Cantook, nav: Nav, typed: str) -> list[Box]:
    words = typed.casefold()
    found = [
        book
        for book in state.books
        if any(words in text.casefold() for text in (book.title, book.author, *book.categories))
    ]
    if not found:
        return [nothing("magnify", "No results", f"Nothing in your library matches “{typed}”")]
    return [book_list(state, nav, state.sorted(found))]


def _searches(state: Cantook, setting: Callable[[str], Handler]) -> list[Box]:
    if not state.searches:
        return [nothing("magnify", "Search by title, author or category")]
    rows = [ListRow(one, on_tap=setting(one), icon="history") for one in state.searches]
    return [Section("Recent searches"), *rows]
