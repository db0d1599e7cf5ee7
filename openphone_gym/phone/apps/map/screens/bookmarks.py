"""Lists of bookmarks, and the editor of a bookmark."""

from __future__ import annotations

from openphone_gym.phone.apps.map import spots
from openphone_gym.phone.apps.map.screens.parts import ask, note
from openphone_gym.phone.apps.map.screens.place import open_place
from openphone_gym.phone.apps.map.state import COLORS, BookmarkList, Map
from openphone_gym.phone.apps.map.wording import subtitle
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import Box, Column, Handler, Row
from openphone_gym.phone.toolkit.controls import IconButton, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import Divider, ListRow, RadioRow, RoundIcon
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Dialog, Menu, Page


def bookmark_lists(state: Map, nav: Nav) -> Box:
    """All lists; the eye shows or hides a list on the map."""

    def row(known: BookmarkList) -> Box:
        count = sum(mark.list == known.id for mark in state.bookmarks)
        eye = (
            ("eye-outline", f"Hide {known.name}")
            if known.visible
            else ("eye-off-outline", f"Show {known.name}")
        )
        show = IconButton(eye[0], eye[1], bind(known, "visible").toggle)
        more = IconButton("dots-vertical", f"More options for {known.name}", nav.to("list_menu", id=known.id))
        words = "1 bookmark" if count == 1 else f"{count} bookmarks"
        return ListRow(
            known.name, words, nav.to("bookmark_list", id=known.id), icon="bookmark-outline",
            trailing=[show, more], pad=(24, 8, 8, 8),
        )  # fmt: skip

    return Page(
        AppBar("Bookmarks", nav.back),
        *(row(known) for known in state.lists),
        Divider(),
        ListRow("Create new list", on_tap=ask(nav, "list_name", "name", id=0), icon="plus"),
        ListRow("Hide all on map", on_tap=lambda: _show(state, False), icon="eye-off-outline"),
        ListRow("Show all on map", on_tap=lambda: _show(state, True), icon="eye-outline"),
    )


def _show(state: Map, visible: bool) -> None:
    for known in state.lists:
        known.visible = visible


def _list(state: Map, id: int) -> BookmarkList | None:
    return next((known for known in state.lists if known.id == id), None)


def list_menu(state: Map, nav: Nav, id: int) -> Box:
    """What can be done with a list; the last one stays."""

    def rename() -> None:
        nav.back()
        ask(nav, "list_name", "name", id=id)()

    delete = ("Delete list", lambda: nav.replace("delete_list", id=id)) if len(state.lists) > 1 else None
    return Menu([("Rename", rename), delete], beside=nav.entry.anchor)


def list_name(state: Map, nav: Nav, id: int) -> Box:
    """Asks for the name of a list."""
    known = _list(state, id)
    name = nav.bind("name", known.name if known else "")

    def save() -> None:
        words = name.get().strip()
        if not words:
            return
        if known is None:
            state.lists.append(BookmarkList(state.new_id(), words))
        else:
            known.name = words
        nav.unfocus()
        nav.back()

    buttons = [TextButton("Cancel", nav.back), TextButton("Save", save, enabled=bool(name.get().strip()))]
    field = Row(TextField(name, "List name", id="name", on_submit=save), pad=(24, 0, 24, 0))
    return Dialog("Rename list" if known else "New list", field, buttons=buttons)


def delete_list(state: Map, nav: Nav, id: int) -> Box:
    """Asks before a list goes with all in it."""

    def delete() -> None:
        state.lists = [known for known in state.lists if known.id != id]
        state.bookmarks = [mark for mark in state.bookmarks if mark.list != id]
        nav.back()

    return Confirm("Delete list?", "Its bookmarks will be deleted, too.", "Delete", delete, nav.back)


def bookmark_list(state: Map, nav: Nav, id: int) -> Box:
    """The bookmarks of a list."""
    known = _list(state, id)
    marks = [mark for mark in state.bookmarks if mark.list == id]

    def row(mark_id: int, name: str, spot: str, color: str) -> Box:
        line = subtitle(spots.resolve(nav.world, spot), state.settings.units)
        edit = IconButton("pencil-outline", f"Edit {name}", nav.to("bookmark", id=mark_id))
        return ListRow(
            name, line, lambda: open_place(state, nav, spot), leading=RoundIcon("star", COLORS[color], 32),
            trailing=edit, pad=(24, 8, 8, 8),
        )  # fmt: skip

    return Page(
        AppBar(known.name if known else "List", nav.back),
        *([row(mark.id, mark.name, mark.spot, mark.color) for mark in marks] or [note("This list is empty")]),
    )


def bookmark(state: Map, nav: Nav, id: int) -> Box:
    """The editor of a bookmark; what is typed is kept by leaving it."""
    mark = next((mark for mark in state.bookmarks if mark.id == id), None)
    if mark is None:
        return Page(AppBar("Edit bookmark", nav.back), note("This bookmark was deleted"))
    known = _list(state, mark.list)
    return Page(
        AppBar("Edit bookmark", nav.back),
        Column(
            TextField(bind(mark, "name"), "Name", id="name"),
            TextField(bind(mark, "note"), "Note", id="note"),
            gap=8,
            pad=(24, 8, 24, 8),
        ),
        ListRow("List", known.name if known else "", nav.to("choose_list", id=id), icon="bookmark-outline"),
        ListRow(
            "Color",
            mark.color,
            nav.to("choose_color", id=id),
            leading=RoundIcon("star", COLORS[mark.color], 24),
        ),
        Divider(),
        ListRow("Delete bookmark", on_tap=nav.to("delete_bookmark", id=id), icon="delete-outline"),
    )


def choose_list(state: Map, nav: Nav, id: int) -> Box:
    """Chooses the list of a bookmark."""
    mark = next(mark for mark in state.bookmarks if mark.id == id)

    def choosing(list_id: int) -> Handler:
        def choose() -> None:
            mark.list = list_id
            nav.back()

        return choose

    rows = [RadioRow(known.name, known.id == mark.list, choosing(known.id)) for known in state.lists]
    return Dialog("List", *rows, buttons=[TextButton("Cancel", nav.back)])


def choose_color(state: Map, nav: Nav, id: int) -> Box:
    """Chooses the colour of a bookmark."""
    mark = next(mark for mark in state.bookmarks if mark.id == id)

    def choosing(color: str) -> Handler:
        def choose() -> None:
            mark.color = color
            nav.back()

        return choose

    rows = [
        ListRow(
            color,
            on_tap=choosing(color),
            leading=RoundIcon("star", COLORS[color], 28),
            selected=color == mark.color,
        )
        for color in COLORS
    ]
    return Dialog("Color", *rows, buttons=[TextButton("Cancel", nav.back)])


def delete_bookmark(state: Map, nav: Nav, id: int) -> Box:
    """Asks before a bookmark goes."""

    def delete() -> None:
        state.bookmarks = [mark for mark in state.bookmarks if mark.id != id]
        nav.back()
        nav.back()

    return Confirm("Delete bookmark?", "", "Delete", delete, nav.back)
