"""Importing books whose files lie on the phone."""

from __future__ import annotations

from collections.abc import Iterable

from openphone_gym.phone.apps.cantook.screens.frame import nothing, reading
from openphone_gym.phone.apps.cantook.seed import copied
from openphone_gym.phone.apps.cantook.state import Book, Cantook
from openphone_gym.phone.system.files import DOWNLOADS, ROOT, folders
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.state import File
from openphone_gym.phone.toolkit.box import Box, Handler, Row
from openphone_gym.phone.toolkit.controls import Button
from openphone_gym.phone.toolkit.rows import ListRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Page


def importing(nav: Nav) -> Handler:
    """A handler that has the user choose the file of a book."""
    return lambda: nav.pick_file("book", "import_file", folder=DOWNLOADS)


def import_file(state: Cantook, nav: Nav, file: str) -> None:
    """Puts the book of a file into the library."""
    _take(state, nav, (one for one in nav.files("book") if one.path == file))


def _take(state: Cantook, nav: Nav, files: Iterable[File]) -> None:
    """Puts books into the library that it lacks, and says so."""
    found = list(files)
    new = [file for file in found if state.copy_of(file.content) is None]
    for file in new:
        state.books.append(copied(nav.world.book(file.content), state.new_id(), nav.system.clock))
    if new:
        nav.snackbar("1 book imported" if len(new) == 1 else f"{len(new)} books imported")
    else:
        nav.snackbar("Already in your library" if found else "No books found")


def import_folder(state: Cantook, nav: Nav, folder: str = ROOT) -> Box:
    """Chooses a folder all of whose books are imported."""

    def use() -> None:
        nav.back_to("home")
        _take(state, nav, inside)

    files = nav.files()
    inside = [file for file in files if file.kind == "book" and file.path.startswith(f"{folder}/")]
    below = sorted(path for path in folders(files) if path.rpartition("/")[0] == folder)
    names = [file for file in files if file.path.rpartition("/")[0] == folder]
    rows = [
        *(ListRow(_name(path), on_tap=nav.to("import_folder", folder=path), icon="folder") for path in below),
        *(ListRow(file.name, icon="file-outline", enabled=False) for file in names),
    ]
    button = Row(Button("Use this folder", use, flex=1), pad=(16, 8, 16, 16))
    title = "Internal storage" if folder == ROOT else _name(folder)
    return Page(AppBar(title, nav.back), *(rows or [nothing("folder-outline", "No items")]), bottom=button)


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def open_file(state: Cantook, nav: Nav, file: str = "") -> None:
    """Opens the file of a book for another app; the book is in the library from then on."""
    nav.start(nav.entry.app)
    found = next((one for one in nav.files("book") if one.path == file), None)
    if found is None:
        nav.toast("This file can't be opened")
        return
    book: Book | None = state.copy_of(found.content)
    if book is None:
        _take(state, nav, [found])
        book = state.books[-1]
    reading(state, nav, book)()
