"""Importing books whose files lie on the phone."""

from __future__ import annotations

from openphone_gym.phone.apps.cantook.screens.frame import nothing, reading
from openphone_gym.phone.apps.cantook.seed import copied
from openphone_gym.phone.apps.cantook.state import Cantook
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box, Column, Handler, Row
from openphone_gym.phone.toolkit.controls import Button, Chip, IconButton
from openphone_gym.phone.toolkit.rows import ListRow, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, Page
from openphone_gym.phone.world.records import Book as Work

FOLDER, SUFFIX = "Ebooks", ".epub"
KINDS = ("Images", "Audio", "Videos", "Documents")


def files(nav: Nav) -> list[Work]:
    """Works whose files are on the phone."""
    return sorted((work for work in nav.world.books if work.kept == "file"), key=lambda work: work.title)


def take(state: Cantook, nav: Nav, works: list[Work]) -> None:
    """Puts works into the library that it lacks, and says so."""
    new = [work for work in works if state.copy_of(work.id) is None]
    for work in new:
        state.books.append(copied(work, state.new_id(), nav.system.clock))
    count = len(new)
    nav.snackbar(
        "Already in your library"
        if not count
        else "1 book imported"
        if count == 1
        else f"{count} books imported"
    )


def import_files(state: Cantook, nav: Nav, folder: str = "Download") -> Box:
    """Chooses the file of a book."""

    def choosing(work: Work) -> Handler:
        def choose() -> None:
            nav.back_to("home")
            take(state, nav, [work])

        return choose

    bar = AppBar(folder, nav.back, [IconButton("magnify", "Search", nav.remember("searching", True))])
    if folder == "Download":
        rows = [ListRow(FOLDER, "Folder", nav.to("import_files", folder=FOLDER), icon="folder")]
    else:
        rows = [
            ListRow(f"{work.title}{SUFFIX}", "EPUB file", choosing(work), icon="file-document")
            for work in files(nav)
        ]
    chips = Row(
        *(Chip(kind, nav.remember("kind", kind), nav.local.get("kind") == kind) for kind in KINDS), gap=8
    )
    chips.pad = (16, 4, 16, 4)
    shown = rows if nav.local.get("kind") in (None, "Documents") else [nothing("file-outline", "No items")]
    return Page(Column(bar, chips), Section(f"Files in {folder}"), *shown)


def import_folder(state: Cantook, nav: Nav, folder: str = "Download") -> Box:
    """Chooses a folder all of whose books are imported."""

    def use() -> None:
        nav.back_to("home")
        take(state, nav, files(nav) if folder == FOLDER else [])

    rows = [ListRow(FOLDER, "Folder", nav.to("import_folder", folder=FOLDER), icon="folder")]
    if folder == FOLDER:
        rows = [ListRow(f"{work.title}{SUFFIX}", icon="file-document", enabled=False) for work in files(nav)]
    button = Row(Button("Use this folder", use, flex=1), pad=(16, 8, 16, 16))
    return Page(AppBar(folder, nav.back), *rows, bottom=button)


def open_file(state: Cantook, nav: Nav, file: str = "") -> None:
    """Opens the file of a book for another app; the book is in the library from then on."""
    name = file.rpartition("/")[2].removesuffix(SUFFIX)
    nav.start(nav.entry.app)
    work = next((work for work in files(nav) if work.title == name), None)
    if work is None:
        nav.toast("This file can't be opened")
        return
    if state.copy_of(work.id) is None:
        take(state, nav, [work])
    book = state.copy_of(work.id)
    assert book is not None
    reading(state, nav, book)()
