"""Bookmarks, their folders and the reading list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from openphone_gym.phone.apps.chrome import browsing
from openphone_gym.phone.apps.chrome.state import (
    BAR,
    MOBILE,
    READING,
    ROOTS,
    Bookmark,
    Chrome,
    Folder,
)
from openphone_gym.phone.apps.chrome.wording import counted
from openphone_gym.phone.system import clock
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Row, Text
from openphone_gym.phone.toolkit.controls import IconButton, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import ListRow, RadioRow, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, Dialog, Menu, Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, TITLE_MEDIUM
from openphone_gym.phone.world import addresses

ICONS = {MOBILE: "cellphone", BAR: "bookmark-outline", READING: "format-list-bulleted"}


def bookmarks(state: Chrome, nav: Nav, folder: int = 0) -> Box:
    """What is in a folder; at the top, the folders that every browser has."""
    title = state.folder_title(folder)
    search = IconButton("magnify", "Search bookmarks", nav.to("bookmark_search"))
    new = IconButton("folder-plus-outline", "New folder", nav.to("new_folder", parent=folder or MOBILE))
    close = IconButton("close", "Close", lambda: nav.back_to("home"))
    if folder == 0:
        content = [_folder_row(state, nav, id, name, ICONS[id]) for id, name in ROOTS.items()]
    elif folder == READING:
        content = _reading_list(state, nav)
    else:
        below = [_folder_row(state, nav, one.id, one.title) for one in state.below(folder)]
        content = [*below, *(_row(nav, mark) for mark in state.in_folder(folder))]
    actions = [search, new, close] if folder != READING else [search, close]
    return Page(AppBar(title, nav.back, actions), *(content or [_nothing(folder)]))


def _nothing(folder: int) -> Box:
    head = "You’ll find your reading list here" if folder == READING else "No bookmarks yet"
    hint = (
        "You can save pages to read later or offline"
        if folder == READING
        else "Bookmarked pages will show up here"
    )
    return Column(
        Icon("bookmark-outline", size=72, color="outline"),
        Text(head, TITLE_MEDIUM, text_align="center"),
        Text(hint, BODY_MEDIUM, color="on_surface_variant", text_align="center"),
        align="center",
        gap=12,
        pad=(32, 120, 32, 24),
    )


def _folder_row(state: Chrome, nav: Nav, id: int, title: str, icon: str = "folder") -> Box:
    count = len(state.in_folder(id)) + len(state.below(id))
    told = counted(len([m for m in state.in_folder(id) if not m.read]), "unread page") if id == READING else (
        counted(count, "bookmark") if count else "No bookmarks"
    )  # fmt: skip
    more = (
        None
        if id in ROOTS
        else IconButton("dots-vertical", f"Options for {title}", nav.to("folder_menu", id=id))
    )
    return ListRow(
        title,
        told,
        nav.to("bookmarks", folder=id),
        icon=icon,
        trailing=more,
        id="folder_row",
        pad=(24, 12, 8, 12),
    )


def _row(nav: Nav, mark: Bookmark) -> Box:
    def show() -> None:
        nav.act("open_bookmark", id=mark.id)

    menu = nav.to("bookmark_menu", id=mark.id)
    return ListRow(
        mark.title,
        addresses.parse(mark.url).shown,
        show,
        icon="check" if mark.read else "web",
        trailing=IconButton("dots-vertical", f"Options for {mark.title}", menu),
        on_long=menu,
        summary_attributes={"max_lines": 1, "id": "description"},
        id="bookmark_row",
        pad=(24, 12, 8, 12),
    )


def _reading_list(state: Chrome, nav: Nav) -> list[Box]:
    marks = list(reversed(state.in_folder(READING)))
    groups = {"Unread": [m for m in marks if not m.read], "Read": [m for m in marks if m.read]}
    return [
        box for name, held in groups.items() if held for box in (Section(name), *(_row(nav, m) for m in held))
    ]


def open_bookmark(state: Chrome, nav: Nav, id: int) -> None:
    """Opens the page of a bookmark in the tab in front; one of the reading list counts as read."""
    mark = state.bookmark(id)
    if mark is None:
        return
    if mark.folder == READING:
        mark.read = True
    nav.back_to("home")
    browsing.browse(state, nav, mark.url)


def bookmark_menu(state: Chrome, nav: Nav, id: int) -> Box:
    """What can be done with a bookmark."""
    mark = state.bookmark(id)
    if mark is None:
        return Menu([("Close", nav.back)], nav.entry.anchor)

    def opening(incognito: bool) -> Handler:
        def show() -> None:
            browsing.add_tab(state, incognito, browsing.settled(nav, mark.url))
            nav.back_to("home")

        return show

    def toggle() -> None:
        nav.back()
        mark.read = not mark.read

    def delete() -> None:
        nav.back()
        remove_bookmark(state, nav, mark)

    reading = mark.folder == READING
    return Menu(
        [
            ("Mark as unread" if mark.read else "Mark as read", toggle) if reading else None,
            ("Edit", lambda: nav.replace("edit_bookmark", id=id)),
            ("Move to…", lambda: nav.replace("move_bookmark", id=id)),
            ("Delete", delete),
            ("Open in new tab", opening(False)),
            ("Open in Incognito tab", opening(True)),
        ],
        nav.entry.anchor,
    )


def remove_bookmark(state: Chrome, nav: Nav, mark: Bookmark) -> None:
    """Deletes a bookmark, which can be undone for a moment."""
    state.bookmarks.remove(mark)
    nav.snackbar(f"{mark.title} deleted", "Undo", "restore_bookmark", mark=msgspec.to_builtins(mark))


def folder_menu(state: Chrome, nav: Nav, id: int) -> Box:
    """What can be done with a folder."""

    def delete() -> None:
        nav.back()
        title = state.folder_title(id)
        state.remove_folder(id)
        nav.snackbar(f"{title} deleted")

    return Menu([("Edit", lambda: nav.replace("edit_folder", id=id)), ("Delete", delete)], nav.entry.anchor)


def edit_bookmark(state: Chrome, nav: Nav, id: int) -> Box:
    """The form of a bookmark: name, address, folder."""
    mark = state.bookmark(id)
    if mark is None:
        return Page(AppBar("Edit bookmark", nav.back), _nothing(0))

    def delete() -> None:
        nav.back()
        remove_bookmark(state, nav, mark)

    def renamed(title: str) -> None:
        mark.title = title

    def readdressed(url: str) -> None:
        mark.url = url

    added = clock.to_local(nav.system, mark.added)
    return Page(
        AppBar("Edit bookmark", nav.back, [IconButton("delete-outline", "Delete bookmarks", delete)]),
        Column(
            TextField(Binding(lambda: mark.title, renamed), "Name", id="title_text"),
            TextField(Binding(lambda: mark.url, readdressed), "URL", id="url_text", ime="uri"),
            gap=20,
            pad=(24, 16, 24, 8),
        ),
        ListRow("Folder", state.folder_title(mark.folder), nav.to("move_bookmark", id=id), icon="folder"),
        Row(Text(f"Added {_day(added)}", BODY_MEDIUM, color="on_surface_variant"), pad=(24, 8, 24, 8)),
    )


def _day(moment: datetime) -> str:
    return f"{moment:%b} {moment.day}, {moment.year}"


def edit_new_bookmark(state: Chrome, nav: Nav, id: int) -> None:
    """Opens the form of a bookmark that was just made."""
    nav.start(nav.entry.app, "edit_bookmark", id=id)


def move_bookmark(state: Chrome, nav: Nav, id: int) -> Box:
    """A list of all folders, to choose one for a bookmark."""
    mark = state.bookmark(id)

    def moving(folder: int) -> Handler:
        def move() -> None:
            nav.back()
            if mark is not None and mark.folder != folder:
                mark.folder, mark.read = folder, False
                nav.snackbar(f"Moved to {state.folder_title(folder)}")

        return move

    folders = [*ROOTS, *(folder.id for folder in state.folders)]
    rows = [
        RadioRow(state.folder_title(folder), mark is not None and mark.folder == folder, moving(folder))
        for folder in folders
    ]
    new = IconButton("folder-plus-outline", "New folder", nav.to("new_folder", parent=MOBILE))
    return Page(AppBar("Move to…", nav.back, [new]), *rows)


def new_folder(state: Chrome, nav: Nav, parent: int) -> Box:
    """Asks for the name of a new folder."""
    return _name_dialog(
        nav, "New folder", "", lambda name: state.folders.append(Folder(state.new_id(), name, parent))
    )


def edit_folder(state: Chrome, nav: Nav, id: int) -> Box:
    """Asks for another name of a folder."""
    folder = next((one for one in state.folders if one.id == id), None)

    def rename(name: str) -> None:
        if folder is not None:
            folder.title = name

    return _name_dialog(nav, "Edit folder", folder.title if folder is not None else "", rename)


def _name_dialog(nav: Nav, title: str, name: str, save: Callable[[str], object]) -> Box:
    typed = nav.bind("name", name)

    def done() -> None:
        words = str(typed.get()).strip()
        nav.unfocus()
        nav.back()
        save(words)

    field = TextField(typed, "Folder name", id="folder_title", on_submit=done)
    ready = bool(str(typed.get()).strip())
    buttons = [
        TextButton("Cancel", nav.back, id="button2"),
        TextButton("Save", done, enabled=ready, id="button1"),
    ]
    return Dialog(title, Column(field, pad=(24, 8, 24, 8)), buttons=buttons)


def add_to_reading_list(state: Chrome, nav: Nav) -> Box:
    """Asks before the page in front goes to the reading list."""
    tab = state.tab
    url = tab.url if tab is not None else ""
    title = browsing.title_of(nav, url) if url else ""

    def add() -> None:
        nav.back()
        state.bookmarks = [m for m in state.bookmarks if (m.folder, m.url) != (READING, url)]
        state.bookmarks.append(Bookmark(state.new_id(), READING, title, url, nav.system.clock))
        nav.snackbar("Added to reading list", "View", "show_reading_list")

    buttons = [TextButton("Cancel", nav.back, id="button2"), TextButton("Add", add, id="button1")]
    return Dialog("Add to reading list", Row(Text(title, BODY_MEDIUM), pad=(24, 0, 24, 0)), buttons=buttons)


def show_reading_list(state: Chrome, nav: Nav) -> None:
    """Opens the reading list."""
    nav.start(nav.entry.app, "bookmarks", folder=READING)


def bookmark_search(state: Chrome, nav: Nav) -> Box:
    """Looks for bookmarks by words of their titles and addresses."""
    typed = nav.bind("query")
    words = str(typed.get()).strip().casefold()
    found = [
        m for m in state.bookmarks if words and (words in m.title.casefold() or words in m.url.casefold())
    ]
    field = TextField(typed, "Search bookmarks", id="search_text", variant="plain", action="search", flex=1)
    bar = Row(
        IconButton("arrow-left", "Navigate up", nav.back), field, height=64, width=FILL, pad=(4, 0, 16, 0)
    )
    nothing = [Row(Text("No results found", BODY_MEDIUM, color="on_surface_variant"), pad=(24, 24, 24, 24))]
    return Page(bar, *([_row(nav, mark) for mark in found] if found or not words else nothing))
