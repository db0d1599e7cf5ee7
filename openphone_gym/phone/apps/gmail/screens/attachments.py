"""Files that come with mails: their cards, their pages, and what is done with them."""

from __future__ import annotations

from openphone_gym.phone.apps.gmail.screens.icons import FILE_ICONS
from openphone_gym.phone.apps.gmail.state import Attachment, Gmail, Mail
from openphone_gym.phone.apps.gmail.wording import size_text
from openphone_gym.phone.system.files import DOWNLOADS
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Icon, Label, Row, Text
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.pictures import Picture
from openphone_gym.phone.toolkit.surfaces import AppBar, Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_MEDIUM, BODY_SMALL, TITLE_LARGE, TITLE_SMALL

PAPER, INK = 0xFFFFFFFF, 0xFF202124
"""Colours of a page of a document in any theme."""


def card(nav: Nav, mail: Mail, file: Attachment) -> Box:
    """The card of a file below a mail."""
    icon, color = FILE_ICONS[file.kind]
    head = Row(
        Icon(icon, color=color),
        Column(
            Text(file.name, TITLE_SMALL, max_lines=1, id="attachment_tile_title"),
            Text(size_text(file), BODY_SMALL, color="on_surface_variant", id="attachment_tile_size"),
            flex=1,
        ),
        IconButton("download", f"Download attachment {file.name}", lambda: download(nav, file), width=40),
        gap=12,
        width=FILL,
        pad=(14, 8, 4, 8),
    )
    return Column(
        Column(_thumbnail(nav, file), pad=(12, 12, 12, 0)),
        head,
        cls="android.widget.FrameLayout",
        id="attachment_tile",
        desc=f"Attachment {file.name}, {size_text(file)}",
        on_tap=nav.to("attachment", id=mail.id, name=file.name),
        fill="surface_container",
        radius=12,
    )


def lines_of(nav: Nav, file: Attachment) -> tuple[str, ...]:
    """What is in a file, as far as the world knows."""
    if not file.source.startswith("mail-"):
        return ()
    enclosures = nav.world.mail(file.source).enclosures
    return next((one.lines for one in enclosures if one.name == file.name), ())


def _thumbnail(nav: Nav, file: Attachment) -> Box:
    motif, key = _look(nav, file)
    return Picture(motif, key, height=96, width=FILL)


def _look(nav: Nav, file: Attachment) -> tuple[str, str]:
    """Motif and key of the picture of a file."""
    if file.kind != "picture":
        return "page", file.name
    told = next(iter(lines_of(nav, file)), f"landscape:{file.name}")
    motif, _, key = told.partition(":")
    return motif, key


def attachment(gmail: Gmail, nav: Nav, id: int, name: str) -> Page:
    """A file on a page of its own."""
    mail = gmail.mail(id) or (gmail.draft.mail if gmail.draft is not None else None)
    file = next((one for one in mail.attachments if one.name == name), None) if mail is not None else None
    if file is None:
        return Page(AppBar("", nav.back))

    def share() -> None:
        download(nav, file)
        nav.send("share", file=f"{DOWNLOADS}/{file.name}")

    actions = [
        IconButton("download", "Download", lambda: download(nav, file), id="download"),
        IconButton("share-variant-outline", "Send file", share, id="share"),
    ]
    return Page(AppBar(file.name, nav.back, actions), _preview(nav, file), fill="surface_container")


def _preview(nav: Nav, file: Attachment) -> Box:
    if file.kind == "picture":
        motif, key = _look(nav, file)
        return Column(Picture(motif, key, file.name, height=280, width=FILL), pad=(0, 120, 0, 0))
    lines = lines_of(nav, file)
    if not lines:
        return Column(
            Icon(FILE_ICONS[file.kind][0], size=72, color=FILE_ICONS[file.kind][1]),
            Text("No preview available", BODY_LARGE),
            Text(size_text(file), BODY_MEDIUM, color="on_surface_variant"),
            align="center",
            gap=12,
            pad=(24, 160, 24, 0),
        )
    title, *rest = lines
    page = Column(
        Text(title, TITLE_LARGE, color=INK, id="document_title"),
        *(Text(line, BODY_LARGE, color=INK, id="document_line") for line in rest),
        fill=PAPER,
        gap=16,
        pad=(28, 36, 28, 220),
    )
    number = Row(Label("1 / 1", BODY_SMALL, color="on_surface_variant"), justify="center", width=FILL)
    return Column(page, number, gap=12, pad=(12, 12, 12, 24))


def download(nav: Nav, file: Attachment) -> None:
    """Puts a file into the folder of downloads."""
    if not nav.online:
        nav.toast("You're offline. The file can't be downloaded.")
        return
    nav.add_file(f"{DOWNLOADS}/{file.name}", file.kind, file.size, file.source)
    nav.toast(f"{file.name} downloaded")
