"""Catalogs: books to download, and where they come from."""

from __future__ import annotations

from openphone_gym.phone.apps.cantook.screens.frame import (
    OFFLINE,
    asking,
    cover,
    foot,
    nothing,
    reading,
)
from openphone_gym.phone.apps.cantook.seed import copied
from openphone_gym.phone.apps.cantook.state import Cantook, Feed
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Row, Text
from openphone_gym.phone.toolkit.controls import Button, IconButton, OutlinedButton, TextButton, TonalButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.offline import OfflinePage
from openphone_gym.phone.toolkit.rows import Card, ListRow, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, Dialog, Menu, Page
from openphone_gym.phone.toolkit.theme import (
    BODY_LARGE,
    BODY_MEDIUM,
    HEADLINE_SMALL,
    TITLE_LARGE,
    TITLE_MEDIUM,
)
from openphone_gym.phone.world.records import Book as Work

FREE = "Thousands of classics that belong to everybody. Download them and read them offline."


LEND = "Borrow e-books from the library in your town with your library card."


def _loading(nav: Nav, screen: str, **args: object) -> Handler:
    """A handler that opens a page that comes from the net."""

    def load() -> None:
        nav.go(screen, **args)
        if nav.online:
            nav.load()

    return load


def catalogs_tab(state: Cantook, nav: Nav) -> Box:
    """Where books can be got from."""
    actions = [
        IconButton("plus", "Add", nav.to("add_catalog")),
        IconButton("account-circle-outline", "Profile", nav.to("accounts")),
    ]
    feeds = [
        ListRow(
            feed.address,
            "Catalog on the web",
            _loading(nav, "feed", id=feed.id),
            icon="rss",
            trailing=IconButton("dots-vertical", "More options", nav.to("feed_menu", id=feed.id)),
            pad=(24, 8, 4, 8),
        )
        for feed in state.feeds
    ]
    return Page(
        AppBar("Catalogs", actions=actions),
        _source("book-open-page-variant", "Free books", FREE, "Browse", _loading(nav, "browse")),
        _source("library", "Public libraries", LEND, "Find a library", nav.to("libraries")),
        *([Section("My catalogs"), *feeds] if feeds else []),
        bottom=foot(state, nav),
        on_back=lambda: setattr(state, "tab", "Home"),
    )


def _source(icon: str, title: str, words: str, label: str, on_tap: Handler) -> Box:
    """A card on a place where books come from."""
    return Card(
        Column(
            Row(Icon(icon, size=32, color="primary"), Text(title, TITLE_LARGE), gap=16),
            Text(words, BODY_MEDIUM, color="on_surface_variant"),
            Row(TonalButton(label, on_tap), justify="end", width=FILL),
            gap=12,
            pad=(20, 16, 20, 12),
        )
    )


def add_catalog(state: Cantook, nav: Nav) -> Box:
    """What can be added."""

    def add() -> None:
        nav.back()
        asking(nav, "add_url", "url")()

    return Menu(
        [
            ("Add a URL", add),
            ("Libraries", lambda: nav.replace("libraries")),
        ],
        beside=nav.entry.anchor,
    )


def add_url(state: Cantook, nav: Nav) -> Box:
    """Adds a catalogue by its address."""
    address = nav.bind("address")
    typed = address.get().strip()

    def add() -> None:
        if "." in typed:
            nav.unfocus()
            nav.back()
            state.feeds.append(Feed(state.new_id(), typed))

    field = TextField(address, "https://", id="url", ime="uri", on_submit=add)
    return Dialog(
        "Add a URL",
        Column(field, pad=(24, 0, 24, 0)),
        buttons=[
            TextButton("Cancel", nav.back, id="button2"),
            TextButton("OK", add, enabled="." in typed, id="button1"),
        ],
    )


def feed(state: Cantook, nav: Nav, id: int) -> Box:
    """A catalogue that was added; its server does not answer."""
    address = next((one.address for one in state.feeds if one.id == id), "Catalog")
    bar = AppBar(address, nav.back)
    if not nav.online:
        return OfflinePage(bar, nav.load)
    return Page(bar, nothing("cloud-off-outline", "This catalog is not available", "Try again later"))


def feed_menu(state: Cantook, nav: Nav, id: int) -> Box:
    """What can be done with an added catalogue."""

    def remove() -> None:
        state.feeds = [one for one in state.feeds if one.id != id]
        nav.back()

    return Menu([("Remove", remove)], beside=nav.entry.anchor)


def libraries(state: Cantook, nav: Nav) -> Box:
    """Public libraries that lend e-books."""
    found = nav.world.organisations_of("library")
    rows = [
        ListRow(one.name, one.host, nav.to("sign_in", service=one.name), icon="library-outline")
        for one in sorted(found, key=lambda one: one.name)
    ]
    return Page(AppBar("Libraries", nav.back), *rows)


def browse(state: Cantook, nav: Nav) -> Box:
    """The catalogue of free books by subject."""
    bar = AppBar("Free books", nav.back)
    if not nav.online:
        return OfflinePage(bar, nav.load)
    works = [work for work in nav.world.books if work.kept == "catalogue"]
    groups: dict[str, list[Work]] = {}
    for work in works:
        groups.setdefault(work.categories[0], []).append(work)
    shelves = [
        box
        for name in sorted(groups)
        for box in (Section(name), *(_offer(state, nav, work) for work in groups[name]))
    ]
    return Page(bar, *shelves)


def _offer(state: Cantook, nav: Nav, work: Work) -> Box:
    words = Column(
        Text(work.title, BODY_LARGE, max_lines=2, id="title"),
        Text(work.author, BODY_MEDIUM, color="on_surface_variant", max_lines=1, id="author"),
        flex=1,
    )
    details = _loading(nav, "offer", work=work.id)
    return Row(
        cover(work.title, work.author, 56),
        words,
        TextButton("Details", details),
        cls="android.widget.LinearLayout",
        on_tap=details,
        gap=16,
        width=FILL,
        pad=(16, 8, 12, 8),
    )


def offer(state: Cantook, nav: Nav, work: str) -> Box:
    """A book of the catalogue."""
    one = nav.world.book(work)
    mine = state.copy_of(work)

    def download() -> None:
        if not nav.online:
            nav.toast(OFFLINE)
            return
        state.books.append(copied(one, state.new_id(), nav.system.clock))
        nav.snackbar("Download complete")

    button = (
        Button("Read", reading(state, nav, mine), "book-open-page-variant-outline")
        if mine is not None
        else Button("Download", download, "download")
    )
    return Page(
        AppBar("Details", nav.back),
        Column(
            cover(one.title, one.author, 144),
            Text(one.title, HEADLINE_SMALL, text_align="center"),
            Text(one.author, TITLE_MEDIUM, color="on_surface_variant", text_align="center"),
            align="center",
            gap=8,
            pad=(24, 8, 24, 8),
        ),
        Column(
            button, OutlinedButton("Sample", nav.to("reader_sample", work=work)), gap=8, pad=(24, 4, 24, 8)
        ),
        Section("About this book"),
        ListRow("Categories", ", ".join(one.categories)),
        ListRow("Published", str(one.year)),
        ListRow("Language", "English"),
        ListRow("Format", "EPUB, without DRM"),
    )
