"""The file picker: recent files, roots, folders, search, sort order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openphone_gym.phone.apps.systemui.state import SystemUi
from openphone_gym.phone.system import clock, stacks
from openphone_gym.phone.system.files import DOWNLOADS, KINDS, ROOT, folders, size_text
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.state import File
from openphone_gym.phone.toolkit.box import FILL, Box, Icon, Row, Text
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import ListRow, RadioRow, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, Dialog, Drawer, Menu, Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE

PICKER = "pick_file"

ROOTS = {
    "recent": ("Recent", "clock-outline"),
    "Images": ("Images", "image-outline"),
    "Videos": ("Videos", "filmstrip"),
    "Audio": ("Audio", "music-note"),
    "Documents": ("Documents", "file-document-outline"),
    DOWNLOADS: ("Downloads", "download"),
    ROOT: ("Internal storage", "cellphone"),
}
"""Places to look in: the latest files, all of a heading, a folder."""

LOOKS = {
    "audio": ("music-note", 0xFFE8710A),
    "picture": ("image", 0xFFD93025),
    "video": ("filmstrip", 0xFF9334E6),
    "document": ("file-document", 0xFF1A73E8),
    "book": ("book-open-variant", 0xFF188038),
    "archive": ("zip-box", 0xFF5F6368),
}
"""Icon and colour of the thumbnail by kind of file."""

SORTS = {
    "name": "File name (A to Z)",
    "name_down": "File name (Z to A)",
    "type": "Type (A to Z)",
    "size": "Size (smallest first)",
    "size_down": "Size (largest first)",
    "modified": "Modified (oldest first)",
    "modified_down": "Modified (newest first)",
}

MOST = 60
"""Files that a list shows at most."""


def pick_file(
    state: SystemUi, nav: Nav, app: str, kind: str, then: str, args: dict[str, Any], folder: str = ""
) -> Box:
    """Lets the user choose a file of a kind for an app, which gets it at its action or screen ``then``."""
    place = nav.local.setdefault("place", folder or "recent")
    query = nav.bind("query")
    wanted = query.get().strip().casefold() if nav.local.get("searching") else ""
    everything = nav.files()
    if wanted:
        shown = [file for file in everything if wanted in file.name.casefold()]
    else:
        shown = [file for file in everything if _lies_in(file, place, kind)]

    def choose(file: File) -> None:
        _leave(nav)
        nav.hand_over(app, then, args | {"file": file.path})

    def up() -> None:
        if nav.local.pop("searching", False):
            nav.unfocus()
        elif place.startswith(f"{ROOT}/") and place not in ROOTS:
            nav.local["place"] = place.rpartition("/")[0]
        else:
            nav.back()

    def find() -> None:
        nav.local["searching"] = True
        nav.focus("search")

    below = [] if wanted else _folders_in(everything, place)
    rows = [
        *(ListRow(path.rpartition("/")[2], "", _into(nav, path), icon="folder") for path in below),
        *(_row(nav, file, kind, choose) for file in _sorted(shown, nav.local.get("sort", ""))[:MOST]),
    ]
    if nav.local.get("searching"):
        bar: Box = Row(
            IconButton("arrow-left", "Back", up),
            TextField(query, "Search this phone", id="search", variant="plain", action="search", flex=1),
            height=64,
            pad=(4, 0, 16, 0),
        )
    else:
        actions = [
            IconButton("magnify", "Search", find),
            IconButton("dots-vertical", "More options", nav.to("pick_more")),
        ]
        bar = AppBar(_title(place), nav.to("pick_root"), actions, icon="menu")
        bar.children[0].desc = "Show roots"
    heading = (
        "Search results" if wanted else f"Files in {_title(place)}" if place != "recent" else "Recent files"
    )
    empty = Row(
        Text("No items", BODY_LARGE, color="on_surface_variant", id="message"), justify="center", width=FILL
    )
    return Page(bar, Section(heading), *(rows or [empty]), on_back=up)


def _lies_in(file: File, place: str, kind: str) -> bool:
    """Whether a place shows a file: a folder all that lies in it, the others what is of use."""
    if place.startswith("/"):
        return file.path.rpartition("/")[0] == place
    return kind in ("", file.kind) and place in ("recent", KINDS[file.kind])


def _folders_in(files: list[File], place: str) -> list[str]:
    return sorted(path for path in folders(files) if path.rpartition("/")[0] == place)


def _into(nav: Nav, path: str) -> Any:
    return nav.remember("place", path)


def _title(place: str) -> str:
    return ROOTS[place][0] if place in ROOTS else place.rpartition("/")[2]


def _sorted(files: list[File], sort: str) -> list[File]:
    keys: Mapping[str, Any] = {
        "name": lambda file: file.name.casefold(),
        "type": lambda file: (file.kind, file.name.casefold()),
        "size": lambda file: (file.size, file.name),
        "modified": lambda file: (file.modified, file.name),
    }
    by = sort or "modified_down"
    return sorted(files, key=keys[by.removesuffix("_down")], reverse=by.endswith("_down"))


def _row(nav: Nav, file: File, kind: str, choose: Any) -> Box:
    icon, color = LOOKS[file.kind]
    thumbnail = Row(
        Icon(icon, color=color), width=40, height=40, radius=8, fill="surface_container", justify="center"
    )
    day = clock.to_local(nav.system, file.modified)
    return ListRow(
        file.name,
        f"{day:%b} {day.day}, {size_text(file.size)}",
        lambda: choose(file),
        leading=thumbnail,
        enabled=kind in ("", file.kind),
    )


def _leave(nav: Nav) -> None:
    """Closes the picker, and what is open over it."""
    stack = stacks.front_task(nav.system).stack
    while stack[-1].app == nav.entry.app:
        stack.pop()
    nav.system.ime.visible = False


def _picker(nav: Nav) -> dict[str, Any]:
    """What the picker below this window remembers."""
    stack = stacks.front_task(nav.system).stack
    return next((entry.local for entry in reversed(stack) if entry.screen == PICKER), {})


def pick_root(state: SystemUi, nav: Nav) -> Box:
    """The places to look in."""
    local = _picker(nav)

    def row(place: str, name: str, icon: str) -> Box:
        def go() -> None:
            local["place"] = place
            nav.back()

        return ListRow(name, "", go, icon=icon, selected=local.get("place") == place)

    return Drawer("Open from", *(row(place, *look) for place, look in ROOTS.items()))


def pick_more(state: SystemUi, nav: Nav) -> Box:
    """Commands of the picker."""
    return Menu([("Sort by...", lambda: nav.replace("pick_sort"))], beside=nav.entry.anchor)


def pick_sort(state: SystemUi, nav: Nav) -> Box:
    """The order of the files."""
    local = _picker(nav)

    def row(sort: str, label: str) -> Box:
        def choose() -> None:
            local["sort"] = sort
            nav.back()

        return RadioRow(label, local.get("sort", "modified_down") == sort, choose)

    return Dialog("Sort by", *(row(*one) for one in SORTS.items()))
