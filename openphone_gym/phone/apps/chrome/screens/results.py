"""What a search finds: a list of pages, advertisements first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from openphone_gym.phone.apps.chrome import browsing
from openphone_gym.phone.apps.chrome.screens.toolbar import typing
from openphone_gym.phone.apps.chrome.state import Chrome, Tab
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Icon, Label, Row, Scroll, Text
from openphone_gym.phone.toolkit.controls import OutlinedButton
from openphone_gym.phone.toolkit.grid import Grid
from openphone_gym.phone.toolkit.pictures import Picture
from openphone_gym.phone.toolkit.prose import VIEW
from openphone_gym.phone.toolkit.theme import (
    BODY_LARGE,
    BODY_MEDIUM,
    BODY_SMALL,
    HEADLINE_SMALL,
    LABEL_LARGE,
    TITLE_MEDIUM,
    TITLE_SMALL,
    TextStyle,
)
from openphone_gym.phone.world import addresses
from openphone_gym.phone.world.records import Site
from openphone_gym.phone.world.search import Hit
from openphone_gym.phone.world.web import Advertisement, Found

FIRST = 8
"""Results that are shown before somebody asks for more."""

KINDS = ("All", "Images", "News", "Shopping")
NEWS, SHOPS = ("newspaper",), ("shop", "supermarket", "telecom", "travel")
RESULT = TextStyle(18, 24)


def results(state: Chrome, nav: Nav, tab: Tab) -> list[Box]:
    """The results of a search engine."""
    words = addresses.parse(tab.url).words
    kind = str(nav.local.get(f"kind/{tab.url}", KINDS[0]))
    hits = _of_kind(nav.world.web.find(words), kind)
    head = [_engine_head(nav, browsing.engine_at(tab.url), words), _kinds(nav, tab, kind), _line()]
    if kind == "Images":
        return [*head, _images(state, nav, hits)]
    ads = nav.world.web.advertisements(words) if kind in ("All", "Shopping") else []
    return [*head, _listed(state, nav, tab, words, hits, ads)]


def site_results(state: Chrome, nav: Nav, found: Found) -> list[Box]:
    """The results of the search of a single site."""
    words = found.address.words
    hits = nav.world.web.find(words, found.site.host)
    title = Text(f"Results for “{words}”", HEADLINE_SMALL, id="heading")
    rows = [_hit(state, nav, hit) for hit in hits]
    nothing = Text(f"There were no results matching “{words}”.", BODY_LARGE)
    return [Column(title, *(rows or [nothing]), gap=20, pad=(16, 16, 16, 16))]


def _of_kind(hits: Sequence[Hit], kind: str) -> list[Hit]:
    wanted = {"News": NEWS, "Shopping": SHOPS}.get(kind)
    if wanted is None:
        return list(hits)
    return [hit for hit in hits if hit.site.organisation.rpartition("-")[0] in wanted]


def _engine_head(nav: Nav, engine: str, words: str) -> Box:
    box = Row(
        Icon("magnify", size=20),
        Label(words, BODY_LARGE, max_lines=1, flex=1),
        cls=VIEW,
        desc=f"Search: {words}",
        on_tap=lambda: typing(nav),
        height=44,
        radius=22,
        stroke="outline_variant",
        gap=10,
        pad=(14, 0, 14, 0),
        width=FILL,
    )
    name = Label(engine, TextStyle(24, 32, 500), color="primary")
    return Column(Row(name, justify="center", width=FILL), box, gap=10, pad=(16, 12, 16, 8))


def _kinds(nav: Nav, tab: Tab, open_kind: str) -> Box:
    def kind(name: str) -> Box:
        chosen = name == open_kind
        return Column(
            Row(Label(name, LABEL_LARGE, color="primary" if chosen else "on_surface_variant"), height=37),
            Box(height=3, fill="primary" if chosen else None),
            cls=VIEW,
            desc=name,
            selected=chosen,
            on_tap=nav.remember(f"kind/{tab.url}", name),
        )

    strip = Scroll(Row(*(kind(name) for name in KINDS), gap=24, pad=(16, 0, 16, 0)), key="kinds", height=40)
    strip.__dict__.update(cls="android.widget.HorizontalScrollView", horizontal=True)
    return strip


def _line() -> Box:
    return Box(height=1, width=FILL, fill="outline_variant")


def _listed(
    state: Chrome, nav: Nav, tab: Tab, words: str, hits: Sequence[Hit], ads: Sequence[Advertisement]
) -> Box:
    if not hits:
        return Column(
            Text(f"Your search - {words} - did not match any documents.", BODY_LARGE),
            Text("Make sure that all words are spelled correctly, or try other ones.", BODY_MEDIUM),
            gap=12,
            pad=(16, 20, 16, 20),
        )
    more = f"more/{tab.url}"
    shown = hits if nav.local.get(more) else hits[:FIRST]
    button = OutlinedButton("More results", nav.remember(more, True), width=FILL)
    return Column(
        *(_advertisement(state, nav, ad) for ad in ads),
        *(_hit(state, nav, hit) for hit in shown),
        button if len(shown) < len(hits) else None,
        gap=22,
        pad=(16, 16, 16, 32),
    )


def _advertisement(state: Chrome, nav: Nav, ad: Advertisement) -> Box:
    badge = Text("Sponsored", TITLE_SMALL, id="sponsored")
    return Column(badge, _entry(state, nav, ad.url, ad.title, ad.words, ad.site), gap=6)


def _hit(state: Chrome, nav: Nav, hit: Hit) -> Box:
    return _entry(state, nav, hit.url, hit.title, hit.words, hit.site)


def _entry(state: Chrome, nav: Nav, url: str, title: str, words: str, site: Site) -> Box:
    """A result: where it is, its title, which is the link, and some of its words."""
    address = addresses.parse(url)
    trail = " › ".join((address.host, *(part for part in address.path.split("/") if part)))
    plain = site.color == 0xFFFFFFFF
    disc = Row(
        Icon(site.icon, size=16, color="on_surface" if plain else 0xFFFFFFFF),
        width=28,
        height=28,
        radius=14,
        fill="surface_container_highest" if plain else site.color,
        justify="center",
    )
    where = Column(
        Text(site.title, BODY_MEDIUM, max_lines=1),
        Text(trail, BODY_SMALL, color="on_surface_variant", max_lines=1),
        flex=1,
    )
    return Column(
        Row(disc, where, gap=12, width=FILL),
        Column(
            Label(title, RESULT, color="primary", max_lines=3),
            cls=VIEW,
            desc=title,
            on_tap=_to(state, nav, url),
            on_long=nav.to("link_menu", url=url),
        ),
        Text(words, BODY_MEDIUM, color="on_surface_variant", max_lines=3) if words else None,
        gap=6,
    )


def _to(state: Chrome, nav: Nav, url: str) -> Callable[[], None]:
    return browsing.following(state, nav, url)


def _images(state: Chrome, nav: Nav, hits: Sequence[Hit]) -> Box:
    def picture(hit: Hit) -> Box | None:
        found = browsing.found_at(nav, hit.url)
        blocks = found.page.blocks if found is not None and found.page is not None else ()
        shown = next((block for block in blocks if block.kind == "picture"), None)
        if shown is None:
            return None
        motif, _, key = shown.target.partition(":")
        return Column(
            Picture(motif, key, width=FILL, height=120),
            Label(hit.title, TITLE_MEDIUM, max_lines=1),
            Label(hit.site.host, BODY_SMALL, color="on_surface_variant", max_lines=1),
            cls=VIEW,
            desc=hit.title,
            on_tap=_to(state, nav, hit.url),
        )

    cells = [cell for hit in hits if (cell := picture(hit)) is not None]
    if not cells:
        return Column(Text("No images were found.", BODY_LARGE), pad=(16, 20, 16, 20))
    return Grid(cells, 2, gap=12, pad=(16, 16, 16, 24))
