"""Collections: books that the user put together."""

from __future__ import annotations

from openphone_gym.phone.apps.cantook.screens.frame import foot, nothing
from openphone_gym.phone.apps.cantook.screens.library import listed, shelves
from openphone_gym.phone.apps.cantook.state import Cantook, Collection
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.stacks import front_entry
from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import Box, Column, Text
from openphone_gym.phone.toolkit.controls import Fab, IconButton, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import CheckRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Dialog, Menu, Page
from openphone_gym.phone.toolkit.theme import BODY_SMALL

LONGEST = 60
"""Most characters of a name."""


def collection_name(state: Cantook, nav: Nav, id: int = 0, book: int = 0) -> Box:
    """Names a collection: a new one, perhaps with a book in it, or the one of that id."""
    known = state.collection(id)
    name = nav.bind("name", known.name if known is not None else "")
    typed = name.get().strip()
    taken = any(one.name == typed for one in state.collections if one.id != id)

    def save() -> None:
        if not typed or taken:
            return
        nav.unfocus()
        nav.back()
        if known is not None:
            known.name = typed
        else:
            state.collections.append(Collection(state.new_id(), typed, [book] if book else []))

    field = TextField(name, "Collection name", id="collection_name", on_submit=save, limit=LONGEST)
    warning = Text("This name is already used", BODY_SMALL, color="error", id="error") if taken else None
    return Dialog(
        "New collection" if known is None else "Rename collection",
        Column(field, warning, gap=4, pad=(24, 0, 24, 0)),
        buttons=[
            TextButton("Cancel", nav.back, id="button2"),
            TextButton(
                "Create" if known is None else "OK", save, enabled=bool(typed) and not taken, id="button1"
            ),
        ],
    )


def collection(state: Cantook, nav: Nav, id: int) -> Box:
    """The books of a collection."""
    one = state.collection(id)
    if one is None:
        return Page(AppBar("Collections", nav.back), nothing("folder-outline", "This collection was deleted"))
    books = [book for book in state.books if book.id in one.books]
    empty = nothing("folder-outline", "This collection is empty", "Tap + to add books")
    more = IconButton("dots-vertical", "More options", nav.to("collection_menu", id=id))
    return Page(
        Column(AppBar(one.name, nav.back, [more]), shelves(state, nav)),
        *(listed(state, nav, books) or [empty]),
        fab=Fab("plus", "Add books", nav.to("collection_books", id=id)),
        bottom=foot(state, nav),
    )


def collection_menu(state: Cantook, nav: Nav, id: int) -> Box:
    """What can be done with a collection."""
    return Menu(
        [
            ("Add books", lambda: nav.replace("collection_books", id=id)),
            ("Rename", lambda: nav.replace("collection_name", id=id)),
            ("Delete", lambda: nav.replace("delete_collection", id=id)),
        ],
        beside=nav.entry.anchor,
    )


def collection_books(state: Cantook, nav: Nav, id: int) -> Box:
    """Chooses the books of a collection."""
    one = state.collection(id)

    def held(book: int) -> Binding:
        def put(on: bool) -> None:
            if one is not None:
                one.books = (
                    sorted({*one.books, book}) if on else [other for other in one.books if other != book]
                )

        return Binding(lambda: one is not None and book in one.books, put)

    done = TextButton("Done", nav.back)
    return Page(
        AppBar("Add books", nav.back, [done], icon="close"),
        *(CheckRow(book.title, held(book.id), book.author) for book in state.sorted(state.books)),
        *([] if state.books else [nothing("bookshelf", "Your library is empty")]),
    )


def delete_collection(state: Cantook, nav: Nav, id: int) -> Box:
    """Asks before a collection is deleted."""
    one = state.collection(id)

    def ok() -> None:
        nav.back()
        if one is not None:
            state.collections.remove(one)
        if front_entry(nav.system).screen == "collection":
            nav.back()
        nav.snackbar("Collection deleted")

    return Confirm("Delete collection", "Its books stay in your library.", "Delete", ok, nav.back)
