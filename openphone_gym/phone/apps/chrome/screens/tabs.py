"""The tab switcher, and tabs of other devices."""

from __future__ import annotations

import msgspec

from openphone_gym.phone.apps.chrome import browsing
from openphone_gym.phone.apps.chrome.state import NEW_TAB, Chrome, Tab
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Row, Text
from openphone_gym.phone.toolkit.controls import IconButton, TextButton
from openphone_gym.phone.toolkit.grid import Grid
from openphone_gym.phone.toolkit.pictures import Picture
from openphone_gym.phone.toolkit.rows import ListRow, Section
from openphone_gym.phone.toolkit.surfaces import BAR, AppBar, Confirm, Menu, Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_MEDIUM, LABEL_LARGE, TITLE_MEDIUM
from openphone_gym.phone.world import addresses

NARROW = 320
"""Width in dp below which tabs lie in a single column."""


def tab_switcher(state: Chrome, nav: Nav) -> Box:
    """All tabs of a kind as cards."""
    tab = state.tab
    private = bool(nav.local.setdefault("incognito", tab is not None and tab.incognito))
    tabs = state.of_mode(private)
    columns = 2 if nav.system.display.width * 160 / nav.system.display.density >= NARROW else 1
    cards = [_card(state, nav, one) for one in tabs]
    empty = "You’ll find your Incognito tabs here" if private else "You’ll find your tabs here"
    return Page(
        _bar(state, nav, private),
        Grid(cards, columns, gap=12, pad=(12, 12, 12, 24)) if cards else _nothing(empty),
        theme="dark" if private else "",
        on_back=lambda: _leave(state, nav),
    )


def _leave(state: Chrome, nav: Nav) -> None:
    """Back to the tab in front; without any, out of the app."""
    if state.tab is None:
        nav.back_to("home")
    nav.back()


def _bar(state: Chrome, nav: Nav, private: bool) -> Box:
    def kind(incognito: bool) -> Box:
        chosen = incognito == private
        count = len(state.of_mode(incognito))
        icon = "incognito" if incognito else "tab"
        name = "Incognito tabs" if incognito else "Standard tabs"
        return Row(
            Icon(icon, color="primary" if chosen else "on_surface_variant"),
            cls="android.widget.LinearLayout",
            desc=f"{count} {name[:-1] if count == 1 else name}",
            selected=chosen,
            on_tap=nav.remember("incognito", incognito),
            width=48,
            height=40,
            radius=20,
            fill="primary_container" if chosen else None,
            justify="center",
        )

    new = TextButton("New tab", lambda: browsing.new_tab(state, nav, private), "plus", id="new_tab_button")
    return Row(
        Row(new, flex=1),
        kind(False),
        kind(True),
        Row(
            IconButton("dots-vertical", "Customize and control Google Chrome",
                       nav.to("tabs_menu", incognito=private), id="menu_button"),
            flex=1,
            justify="end",
        ),
        cls=BAR,
        id="tab_switcher_toolbar",
        height=56,
        width=FILL,
        pad=(4, 0, 4, 0),
    )  # fmt: skip


def _card(state: Chrome, nav: Nav, tab: Tab) -> Box:
    title = browsing.title_of(nav, tab.url)
    current = tab.id == state.current

    def close() -> None:
        at = state.tabs.index(tab)
        kept = msgspec.to_builtins(tab)
        browsing.close_tab(state, tab)
        if not tab.incognito:
            nav.snackbar(f"Closed {title}", "Undo", "restore_tab", tab=kept, at=at)

    head = Row(
        Icon("incognito" if tab.incognito else "web", size=18),
        Row(Text(title, LABEL_LARGE, max_lines=1, id="tab_title"), flex=1),
        IconButton("close", f"Close {title} tab", close, id="action_button", width=36, height=36, size=18),
        gap=6,
        width=FILL,
        pad=(10, 2, 2, 2),
    )
    return Column(
        head,
        Row(_preview(nav, tab), pad=(4, 0, 4, 4), width=FILL),
        cls="android.widget.FrameLayout",
        id="content_view",
        desc=f"{title}, tab",
        selected=current,
        on_tap=lambda: browsing.show_tab(state, nav, tab.id),
        fill="primary_container" if current else "surface_container_high",
        radius=14,
    )


def _preview(nav: Nav, tab: Tab) -> Box:
    """The page in small: its first picture, or a written page."""
    found = browsing.found_at(nav, tab.url)
    if tab.url == NEW_TAB:
        icon = "incognito" if tab.incognito else "magnify"
        return Row(Icon(icon, size=40), fill="surface", radius=10, height=180, justify="center", flex=1)
    blocks = found.page.blocks if found is not None and found.page is not None else ()
    picture = next((block.target for block in blocks if block.kind == "picture"), f"page:{tab.url}")
    motif, _, key = picture.partition(":")
    host = addresses.parse(tab.url).host
    return Column(
        Picture(motif, key, width=FILL, height=104),
        Column(
            Text(host, BODY_MEDIUM, color=0xFF5F6368, max_lines=1),
            gap=4,
            pad=(8, 8, 8, 8),
        ),
        fill=0xFFFFFFFF,
        height=180,
        flex=1,
    )


def _nothing(words: str) -> Box:
    return Column(
        Icon("tab", size=72, color="outline"),
        Text(words, TITLE_MEDIUM, text_align="center"),
        align="center",
        gap=16,
        pad=(32, 140, 32, 24),
    )


def tabs_menu(state: Chrome, nav: Nav, incognito: bool = False) -> Box:
    """What can be done with all tabs."""

    def adding(private: bool) -> Handler:
        return lambda: browsing.new_tab(state, nav, private)

    everything = "Close Incognito tabs" if incognito else "Close all tabs"
    items = [
        ("New tab", adding(False)),
        ("New Incognito tab", adding(True)),
        (everything, lambda: nav.replace("close_tabs", incognito=incognito))
        if state.of_mode(incognito)
        else None,
        ("Settings", lambda: nav.replace("settings")),
    ]
    return Menu(items, nav.entry.anchor)


def close_tabs(state: Chrome, nav: Nav, incognito: bool = False) -> Box:
    """Asks before all tabs of a kind are closed."""

    def close() -> None:
        nav.back()
        for tab in state.of_mode(incognito):
            browsing.close_tab(state, tab)
        nav.snackbar(f"All {what} closed")

    what = "Incognito tabs" if incognito else "tabs"
    return Confirm(
        f"Close all {what}?", f"All {what} on this device will be closed.", "Close all tabs", close, nav.back
    )


def recent_tabs(state: Chrome, nav: Nav) -> Box:
    """Pages that were open lately, and a word on other devices."""
    recent: list[str] = []
    for visit in reversed(state.history):
        if visit.url not in recent:
            recent.append(visit.url)

    def opening(url: str) -> Handler:
        def show() -> None:
            browsing.add_tab(state, incognito=False, url=url)
            nav.back_to("home")

        return show

    rows = [
        ListRow(browsing.title_of(nav, url), addresses.parse(url).shown, opening(url), icon="web",
                summary_attributes={"max_lines": 1})
        for url in recent[:5]
    ]  # fmt: skip
    return Page(
        AppBar("Recent tabs", nav.back),
        Section("Recently closed"),
        *rows,
        ListRow("Show full history", on_tap=nav.to("history"), icon="history"),
        Section("Other devices"),
        Column(
            Text("See tabs from your other devices", BODY_LARGE),
            Text("Sign in and turn on sync to see your tabs from wherever you use Chrome.", BODY_MEDIUM,
                 color="on_surface_variant"),
            Row(TextButton("Turn on sync", nav.to("sign_in"))),
            gap=8,
            pad=(24, 8, 24, 24),
        ),
    )  # fmt: skip
