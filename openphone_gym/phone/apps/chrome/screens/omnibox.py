"""The address bar while somebody types, and what it suggests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from openphone_gym.phone.apps.chrome import browsing
from openphone_gym.phone.apps.chrome.state import NEW_TAB, Chrome
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind_key
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Row, Text
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import LAYOUT
from openphone_gym.phone.toolkit.surfaces import BAR, Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_MEDIUM
from openphone_gym.phone.world import addresses

SHOWN = 8
"""Most suggestions."""

RECENT = 6
"""Searches that are offered before something is typed."""

TRENDING = ("solar eclipse today", "sneakers sale", "sourdough starter", "weather rainbow")
"""What many people search for at the moment."""


class Suggestion(NamedTuple):
    """A row below the address bar: its icon, its lines, and what going there would be like typing."""

    icon: str
    title: str
    detail: str
    typed: str


def omnibox(state: Chrome, nav: Nav) -> Box:
    """The address bar with the keyboard."""
    tab = state.tab
    url = tab.url if tab is not None else NEW_TAB
    nav.local.setdefault("typed", "")
    typed = bind_key(nav.local, "typed", "")

    def go(text: str) -> None:
        nav.back()
        browsing.browse(state, nav, browsing.destination(state, text))

    def submit() -> None:
        if str(typed.get()).strip():
            go(str(typed.get()))

    def clear() -> None:
        typed.set("")

    private = tab is not None and tab.incognito
    hint = "Search or type URL"
    words = str(typed.get())
    field = TextField(
        typed,
        hint,
        id="url_bar",
        variant="plain",
        ime="uri",
        action="go",
        on_submit=submit,
        flex=1,
        height=48,
    )
    bar = Row(
        Icon("incognito" if private else "magnify", size=20),
        field,
        IconButton("close", "Clear input", clear, id="delete_button", width=40) if words else None,
        None
        if words
        else IconButton("microphone", "Start voice search", nav.to("voice"), id="mic_button", width=40),
        cls=BAR,
        id="toolbar",
        fill="surface_container_high",
        radius=24,
        height=48,
        gap=10,
        width=FILL,
        pad=(14, 0, 4, 0),
    )
    rows = [_row(nav, one, lambda one=one: go(one.typed)) for one in suggestions(state, nav, words, private)]
    here = [_page_row(nav, url)] if url != NEW_TAB and not words else []
    return Page(
        Column(bar, pad=(8, 6, 8, 6)),
        Column(*here, *rows, id="omnibox_suggestions_dropdown", cls="android.view.ViewGroup"),
        theme="dark" if private else "",
    )


def suggestions(state: Chrome, nav: Nav, words: str, private: bool) -> list[Suggestion]:
    """What fits the words so far: what they are, earlier searches, bookmarks and pages, names of sites."""
    if not words.strip():
        recent = [] if private else state.searches[:RECENT]
        trending = [] if private else TRENDING
        return [
            *(Suggestion("history", text, "", text) for text in recent),
            *(Suggestion("trending-up", text, "", text) for text in trending if text not in recent),
        ]
    text = words.strip()
    first = (
        Suggestion(
            "web", addresses.parse(text).shown, browsing.title_of(nav, addresses.parse(text).url), text
        )
        if addresses.is_address(text)
        else Suggestion("magnify", text, f"{state.settings.engine} Search", text)
    )
    found = {first.typed: first}
    for one in _fitting(state, nav, text.casefold()):
        found.setdefault(one.typed, one)
        if len(found) == SHOWN:
            break
    return list(found.values())


def _fitting(state: Chrome, nav: Nav, text: str) -> Iterator[Suggestion]:
    for words in state.searches:
        if words.casefold().startswith(text):
            yield Suggestion("history", words, "", words)
    for mark in state.bookmarks:
        if text in mark.title.casefold() or text in mark.url.casefold():
            yield Suggestion("star", mark.title, addresses.parse(mark.url).shown, mark.url)
    for visit in reversed(state.history):
        shown = addresses.parse(visit.url).shown
        if not browsing.engine_at(visit.url) and text in shown.casefold():
            yield Suggestion("web", browsing.title_of(nav, visit.url), shown, visit.url)
    for name in nav.world.web.names:
        if f" {name.casefold()}".find(f" {text}") >= 0:
            yield Suggestion("magnify", name.casefold(), "", name.casefold())


def _row(nav: Nav, one: Suggestion, on_tap: Handler) -> Box:
    def refine() -> None:
        nav.local["typed"] = one.typed
        nav.focus("url_bar")

    words = Column(
        Text(one.title, BODY_LARGE, max_lines=1, id="line_1"),
        Text(one.detail, BODY_MEDIUM, color="on_surface_variant", max_lines=1, id="line_2")
        if one.detail
        else None,
        flex=1,
    )
    return Row(
        Icon(one.icon, size=22),
        words,
        IconButton("arrow-top-left", f"Edit suggestion {one.title}", refine, width=40, size=20),
        cls=LAYOUT,
        on_tap=on_tap,
        width=FILL,
        gap=18,
        pad=(20, 8, 8, 8),
    )


def _page_row(nav: Nav, url: str) -> Box:
    """The page in front: its address can be shared, copied, edited."""
    shown = addresses.parse(url).shown

    def copy() -> None:
        nav.system.clipboard = url
        nav.toast("Link copied")

    def edit() -> None:
        nav.local["typed"] = shown
        nav.focus("url_bar")

    return Row(
        Icon("web", size=22),
        Column(
            Text(browsing.title_of(nav, url), BODY_LARGE, max_lines=1, id="line_1"),
            Text(shown, BODY_MEDIUM, color="on_surface_variant", max_lines=1, id="line_2"),
            flex=1,
        ),
        IconButton("share-variant-outline", "Share…", nav.sending("share", text=url), width=40),
        IconButton("content-copy", "Copy link", copy, width=40),
        IconButton("pencil-outline", "Edit", edit, width=40),
        width=FILL,
        gap=14,
        pad=(20, 8, 8, 8),
    )


def voice(state: Chrome, nav: Nav) -> Box:
    """Listens, and hears nothing."""
    return Page(
        Row(IconButton("close", "Close", nav.back), height=64, pad=(4, 0, 4, 0)),
        Column(
            Text("Listening…", BODY_LARGE),
            Icon("microphone", size=72, color="primary"),
            Text("Didn’t catch that. Try speaking again.", BODY_MEDIUM, color="on_surface_variant"),
            align="center",
            gap=32,
            pad=(24, 120, 24, 24),
        ),
    )
