"""Loaded files."""

from __future__ import annotations

from openphone_gym.phone.apps.chrome.state import Chrome, Download
from openphone_gym.phone.system import clock
from openphone_gym.phone.system.files import size_text
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Icon, Row, Text
from openphone_gym.phone.toolkit.controls import Button, IconButton
from openphone_gym.phone.toolkit.pictures import Picture
from openphone_gym.phone.toolkit.rows import ListRow, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, Menu, Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, TITLE_MEDIUM
from openphone_gym.phone.world import addresses

STORAGE = "Using 1.2 GB of 64 GB"


def downloads(state: Chrome, nav: Nav) -> Box:
    """All loaded files, the latest first."""
    settings = IconButton("cog-outline", "Settings", nav.to("settings_page", name="Downloads"))
    close = IconButton("close", "Close", lambda: nav.back_to("home"))
    rows = [_row(nav, one) for one in reversed(state.downloads)]
    space = Row(Text(STORAGE, BODY_MEDIUM, color="on_surface_variant"), pad=(24, 8, 24, 8))
    return Page(
        AppBar("Downloads", nav.back, [settings, close]),
        space,
        *([Section("Files"), *rows] if rows else [_nothing()]),
    )


def _nothing() -> Box:
    return Column(
        Icon("download-outline", size=72, color="outline"),
        Text("You’ll find your downloads here", TITLE_MEDIUM, text_align="center"),
        Text("You can download web pages and files to view offline", BODY_MEDIUM, color="on_surface_variant",
             text_align="center"),
        align="center",
        gap=12,
        pad=(32, 120, 32, 24),
    )  # fmt: skip


def _row(nav: Nav, one: Download) -> Box:
    host = addresses.parse(one.url).host if one.url else ""
    told = " • ".join(part for part in (size_text(one.size), host) if part)
    return ListRow(
        one.name,
        told,
        nav.to("download", id=one.id),
        icon="file-document-outline",
        trailing=IconButton("dots-vertical", f"Options for {one.name}", nav.to("download_menu", id=one.id)),
        pad=(24, 12, 8, 12),
        id="download_row",
    )


def download_menu(state: Chrome, nav: Nav, id: int) -> Box:
    """What can be done with a loaded file."""
    one = next((held for held in state.downloads if held.id == id), None)

    def share() -> None:
        nav.back()
        if one is not None:
            nav.send("share", file=one.path)

    def delete() -> None:
        nav.back()
        if one is not None:
            state.downloads.remove(one)
            nav.remove_file(one.path)
            nav.snackbar(f"{one.name} deleted")

    return Menu([("Share", share), ("Delete", delete)], nav.entry.anchor)


def download(state: Chrome, nav: Nav, id: int) -> Box:
    """A loaded file."""
    one = next((held for held in state.downloads if held.id == id), None)
    if one is None:
        return Page(AppBar("Downloads", nav.back), _nothing())
    loaded = clock.to_local(nav.system, one.at)
    return Page(
        AppBar(one.name, nav.back),
        Column(
            Picture("page", one.path, one.name, width=FILL, height=320),
            Text(
                f"{size_text(one.size)} • {loaded:%b} {loaded.day}", BODY_MEDIUM, color="on_surface_variant"
            ),
            Button("Share", nav.sending("share", file=one.path)),
            gap=16,
            pad=(24, 16, 24, 24),
        ),
    )
