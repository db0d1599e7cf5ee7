"""What a tab shows before a page was opened, with and without traces."""

from __future__ import annotations

from openphone_gym.phone.apps.chrome import browsing
from openphone_gym.phone.apps.chrome.screens.toolbar import COORDINATOR, toolbar, typing
from openphone_gym.phone.apps.chrome.state import READING, Chrome, Tab
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Text
from openphone_gym.phone.toolkit.controls import Switch
from openphone_gym.phone.toolkit.grid import Grid
from openphone_gym.phone.toolkit.rows import LAYOUT
from openphone_gym.phone.toolkit.surfaces import Page
from openphone_gym.phone.toolkit.theme import (
    BODY_LARGE,
    BODY_MEDIUM,
    HEADLINE_SMALL,
    LABEL_MEDIUM,
    TITLE_MEDIUM,
    TITLE_SMALL,
    TextStyle,
)
from openphone_gym.phone.world import addresses

TILES = 8
INCOGNITO_TITLE = "new_tab_incognito_title"
NOT_SAVED = ("Your browsing history", "Cookies and site data", "Information entered in forms")
STILL_VISIBLE = ("Websites you visit", "Your employer or school", "Your internet service provider")
BLOCK_COOKIES = "Block third-party cookies in Incognito"

FAVOURITES = (
    "https://en.wikipedia.org/",
    "https://www.reddit.com/",
    "https://cityguide.example.org/",
    "https://www.tiktok.com/",
    "https://github.com/",
    "https://scholar.google.com/",
)
"""Pages that a new tab offers after those that are visited most."""


def new_tab_page(state: Chrome, nav: Nav, tab: Tab) -> Box:
    """The page of a new tab: a search box, sites that are visited often, what was read last."""
    engine = state.settings.engine
    return Page(
        toolbar(state, nav, tab),
        Column(
            Row(Label(engine, TextStyle(44, 56, 500), color="primary"), justify="center", width=FILL),
            _search_box(nav, "Search or type URL"),
            pad=(16, 36, 16, 20),
            gap=24,
        ),
        _tiles(state, nav),
        _shelf(state, nav),
        on_back=lambda: browsing.go_back(state, nav),
        holders=COORDINATOR,
    )


def _search_box(nav: Nav, words: str) -> Box:
    return Row(
        Icon("magnify"),
        Row(Text(words, BODY_LARGE, color="on_surface_variant", id="search_box_text"), flex=1),
        Icon("microphone", cls="android.widget.ImageView", desc="Start voice search"),
        cls=LAYOUT,
        id="search_box",
        on_tap=lambda: typing(nav),
        fill="surface_container_high",
        radius=28,
        height=56,
        gap=12,
        width=FILL,
        pad=(16, 0, 16, 0),
    )


def most_visited(state: Chrome) -> list[str]:
    """Start pages of the hosts that were visited most, then those that everybody gets."""
    counts: dict[str, int] = {}
    for visit in state.history:
        url = f"https://{addresses.parse(visit.url).host}/"
        if not browsing.engine_at(visit.url):
            counts[url] = counts.get(url, 0) + 1
    return list(dict.fromkeys([*sorted(counts, key=lambda url: (-counts[url], url)), *FAVOURITES]))[:TILES]


def _tiles(state: Chrome, nav: Nav) -> Box:
    def tile(url: str) -> Box | None:
        found = browsing.found_at(nav, url)
        if found is None:
            return None
        site = found.site
        plain = site.color == 0xFFFFFFFF
        disc = Row(
            Icon(site.icon, size=24, color=0xFF1F1F1F if plain else 0xFFFFFFFF),
            width=48,
            height=48,
            radius=24,
            fill=0xFFEDEFF2 if plain else site.color,
            justify="center",
        )
        return Column(
            disc,
            Text(
                site.title, LABEL_MEDIUM, max_lines=1, text_align="center", width=FILL, id="tile_view_title"
            ),
            cls="android.widget.FrameLayout",
            desc=site.title,
            on_tap=lambda: browsing.browse(state, nav, url),
            align="center",
            gap=6,
            pad=(2, 8, 2, 8),
        )

    tiles = [one for url in most_visited(state) if (one := tile(url)) is not None]
    return Grid(tiles, 4, pad=(8, 0, 8, 16))


def _shelf(state: Chrome, nav: Nav) -> Box | None:
    """Where somebody may go on: the page that was open last, and the reading list."""
    rows: list[Box] = []
    if state.history:
        url = state.history[-1].url
        rows.append(_go_on("Continue where you left off", browsing.title_of(nav, url), "history",
                           lambda: browsing.browse(state, nav, url)))  # fmt: skip
    waiting = [mark for mark in state.in_folder(READING) if not mark.read]
    if waiting:
        rows.append(_go_on("Reading list", waiting[-1].title, "format-list-bulleted",
                           nav.to("bookmarks", folder=READING)))  # fmt: skip
    return Column(*rows, gap=12, pad=(16, 4, 16, 24)) if rows else None


def _go_on(head: str, title: str, icon: str, on_tap: Handler) -> Box:
    return Row(
        Icon(icon, color="primary"),
        Column(
            Text(head, TITLE_SMALL, color="on_surface_variant"),
            Text(title, BODY_LARGE, max_lines=1),
            gap=2,
            flex=1,
        ),
        cls=LAYOUT,
        on_tap=on_tap,
        fill="surface_container_low",
        radius=20,
        gap=16,
        width=FILL,
        pad=(20, 14, 16, 14),
    )


def incognito_page(state: Chrome, nav: Nav, tab: Tab) -> Box:
    """The page of a new tab that leaves no traces."""

    def block(on: bool) -> None:
        state.settings.flags[BLOCK_COOKIES] = on

    blocking = Binding(lambda: state.flag(BLOCK_COOKIES, True), block)

    def points(head: str, *lines: str) -> Box:
        return Column(
            Text(head, BODY_LARGE, color="on_surface_variant"),
            *(Text(f"• {line}", BODY_MEDIUM, color="on_surface_variant") for line in lines),
            gap=6,
        )

    cookies = Row(
        Column(
            Text("Block third-party cookies", TITLE_MEDIUM),
            Text("When on, sites can’t use cookies that track you across the web.", BODY_MEDIUM,
                 color="on_surface_variant"),
            gap=4,
            flex=1,
        ),
        Switch(blocking, id="cookie_controls_card_toggle"),
        cls=LAYOUT,
        on_tap=blocking.toggle,
        gap=16,
        width=FILL,
        fill="surface_container",
        radius=16,
        pad=(16, 16, 16, 16),
    )  # fmt: skip
    badge = Icon("incognito", size=72, desc="Incognito", color="on_surface")
    told = "Others who use this device won’t see your activity, so you can browse more privately."
    title = Text("You’ve gone Incognito", HEADLINE_SMALL, text_align="center", width=FILL, id=INCOGNITO_TITLE)
    return Page(
        toolbar(state, nav, tab),
        Column(
            Row(badge, justify="center", width=FILL),
            title,
            Text(told, BODY_MEDIUM, color="on_surface_variant"),
            points("Chrome won’t save:", *NOT_SAVED),
            points("Your activity might still be visible to:", *STILL_VISIBLE),
            cookies,
            gap=20,
            pad=(24, 32, 24, 32),
        ),
        theme="dark",
        on_back=lambda: browsing.go_back(state, nav),
        holders=COORDINATOR,
    )
