"""The first page: what was read and added last."""

from __future__ import annotations

from openphone_gym.phone.apps.cantook.screens.frame import book_list, card, foot, heading, nothing, searching
from openphone_gym.phone.apps.cantook.screens.imports import importing
from openphone_gym.phone.apps.cantook.state import Book, Cantook
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box, Row, Scroll, Space
from openphone_gym.phone.toolkit.controls import Button, IconButton
from openphone_gym.phone.toolkit.surfaces import AppBar, Page

READ, ADDED = "Recently read", "Recently added"
SHOWN = 12
"""Most books of a shelf on the first page."""


def home_tab(state: Cantook, nav: Nav) -> Box:
    """Two shelves that move sideways."""
    actions = [
        IconButton("magnify", "Search", searching(nav)),
        IconButton("account-circle-outline", "Profile", nav.to("accounts")),
    ]
    return Page(
        AppBar("Cantook", actions=actions),
        *_shelf(state, nav, READ, state.recently_read),
        *_shelf(state, nav, ADDED, state.recently_added),
        None if state.books else nothing("bookshelf", "Your library is empty"),
        None if state.books else Row(Button("Import files", importing(nav)), justify="center"),
        bottom=foot(state, nav),
    )


def _shelf(state: Cantook, nav: Nav, name: str, books: list[Book]) -> list[Box]:
    if not books:
        return []
    cards = Row(
        *(card(state, nav, book) for book in books[:SHOWN]), gap=16, align="start", pad=(16, 4, 16, 8)
    )
    row = Scroll(cards, horizontal=True, key=name, id="shelf")
    return [heading(name, nav.to("recent", name=name)), row]


def recent(state: Cantook, nav: Nav, name: str) -> Box:
    """All books of a shelf, the latest first."""
    books = state.recently_read if name == READ else state.recently_added
    return Page(
        AppBar(name, nav.back),
        Space(8),
        book_list(state, nav, books) if books else nothing("book-open-outline", "No books here yet"),
        bottom=foot(state, nav),
    )
