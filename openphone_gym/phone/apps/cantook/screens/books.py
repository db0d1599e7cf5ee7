"""One book: its menu, what is known of it, its collections, and how it is deleted."""

from __future__ import annotations

from openphone_gym.phone.apps.cantook.screens.frame import (
    accent,
    asking,
    cover,
    nothing,
    progress_bar,
    reading,
)
from openphone_gym.phone.apps.cantook.state import Book, Cantook
from openphone_gym.phone.system import clock
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.stacks import front_entry
from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Row, Text
from openphone_gym.phone.toolkit.controls import Button, OutlinedButton, TextButton
from openphone_gym.phone.toolkit.rows import CheckRow, Divider, ListRow, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Dialog, Page, Sheet
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, HEADLINE_SMALL, LABEL_LARGE, TITLE_MEDIUM


def mark_label(book: Book) -> str:
    """What can be done about the read mark: the opposite of what it is."""
    return "Mark as unread" if book.read else "Mark as read"


def book_menu(state: Cantook, nav: Nav, book: int) -> Box:
    """What can be done with a book."""
    one = state.book(book)
    if one is None:
        return Sheet(nothing("book-off-outline", "This book is no longer in your library"))

    def read() -> None:
        nav.back()
        reading(state, nav, one)()

    def share() -> None:
        nav.back()
        nav.send("share", text=f"{one.title}, {one.author}")

    head = Row(
        cover(one.title, one.author, 64),
        Column(
            Text(one.title, TITLE_MEDIUM, max_lines=2, id="book_title"),
            Text(one.author, BODY_MEDIUM, color="on_surface_variant", max_lines=1, id="book_author"),
            Text(one.percent, LABEL_LARGE, color="primary", id="book_progress"),
            gap=2,
            flex=1,
        ),
        gap=16,
        width=FILL,
        pad=(24, 4, 24, 12),
    )
    return Sheet(
        head,
        Divider(),
        ListRow("Read", on_tap=read, icon="book-open-page-variant-outline"),
        ListRow("Info", on_tap=lambda: nav.replace("book_info", book=book), icon="information-outline"),
        ListRow(mark_label(one), on_tap=lambda: one.mark(not one.read), icon="check-circle-outline"),
        ListRow(
            "Add to collection",
            on_tap=lambda: nav.replace("book_collections", book=book),
            icon="folder-plus-outline",
        ),
        ListRow("Share", on_tap=share, icon="share-variant-outline"),
        ListRow("Delete", on_tap=lambda: nav.replace("delete_book", book=book), icon="delete-outline"),
    )


def book_info(state: Cantook, nav: Nav, book: int) -> Box:
    """All that is known of a book."""
    one = state.book(book)
    if one is None:
        return Page(
            AppBar("Info", nav.back), nothing("book-off-outline", "This book is no longer in your library")
        )
    work = nav.world.book(one.work)
    held = [collection.name for collection in state.collections if book in collection.books]
    facts = {
        "Categories": ", ".join(one.categories),
        "Published": str(work.year),
        "Language": "English",
        "Format": "EPUB",
        "Added": _day(nav, one.added),
        "Last opened": _day(nav, one.opened) if one.opened else "Never",
        "Collections": ", ".join(held) or "None",
    }
    return Page(
        AppBar("Info", nav.back),
        Column(
            cover(one.title, one.author, 144),
            Text(one.title, HEADLINE_SMALL, text_align="center", id="book_title"),
            Text(one.author, TITLE_MEDIUM, color="on_surface_variant", text_align="center", id="book_author"),
            Row(
                progress_bar(one.progress, accent(state)),
                Text(one.percent, LABEL_LARGE, color="on_surface_variant", id="book_progress"),
                gap=12,
                width=FILL,
                pad=(16, 4, 16, 4),
            ),
            align="center",
            gap=8,
            pad=(24, 8, 24, 8),
        ),
        Column(
            Button("Read", reading(state, nav, one), "book-open-page-variant-outline"),
            OutlinedButton(mark_label(one), lambda: one.mark(not one.read)),
            OutlinedButton("Add to collection", nav.to("book_collections", book=book)),
            OutlinedButton("Delete", nav.to("delete_book", book=book)),
            gap=8,
            pad=(24, 4, 24, 8),
        ),
        Section("About this book"),
        *(ListRow(name, value, pad=(24, 8, 24, 8), cls="") for name, value in facts.items()),
    )


def _day(nav: Nav, at: int) -> str:
    day = clock.to_local(nav.system, at)
    return f"{day:%B} {day.day}, {day.year}"


def delete_book(state: Cantook, nav: Nav, book: int) -> Box:
    """Asks before a book is deleted."""
    one = state.book(book)

    def ok() -> None:
        nav.back()
        if one is not None:
            state.remove(one)
        if front_entry(nav.system).screen == "book_info":
            nav.back()
        nav.snackbar("Book deleted")

    name = one.title if one is not None else "this book"
    return Confirm(
        "Delete book", f"“{name}” and its bookmarks will be removed from this device.", "Delete", ok, nav.back
    )


def book_collections(state: Cantook, nav: Nav, book: int) -> Box:
    """In which collections a book is."""

    def held(id: int) -> Binding:
        one = state.collection(id)
        assert one is not None

        def put(on: bool) -> None:
            one.books = sorted({*one.books, book}) if on else [other for other in one.books if other != book]

        return Binding(lambda: book in one.books, put)

    def new() -> None:
        nav.back()
        asking(nav, "collection_name", "collection_name", book=book)()

    rows = [CheckRow(one.name, held(one.id)) for one in state.collections]
    empty = Row(Text("No collections yet", BODY_MEDIUM, color="on_surface_variant"), pad=(24, 0, 24, 0))
    buttons = [
        TextButton("New collection", new),
        TextButton("OK", nav.back, id="button1"),
    ]
    return Dialog("Add to collection", *(rows or [empty]), buttons=buttons)
