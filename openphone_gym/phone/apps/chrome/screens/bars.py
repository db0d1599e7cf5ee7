"""Bars above and below a page: its address, what is looked for on it, its language, its cookies."""

from __future__ import annotations

from openphone_gym.phone.apps.chrome import browsing
from openphone_gym.phone.apps.chrome.screens.finding import find_bar, is_finding
from openphone_gym.phone.apps.chrome.screens.toolbar import toolbar
from openphone_gym.phone.apps.chrome.state import Chrome, Tab
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Row, Text
from openphone_gym.phone.toolkit.controls import Button, Chip, IconButton, TextButton, TonalButton
from openphone_gym.phone.toolkit.flow import Flow
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM
from openphone_gym.phone.toolkit.themed import Themed
from openphone_gym.phone.world.records import Site

NO_BAR = "untranslated"
"""What the screen remembers: the page whose offer of a translation was sent away."""


def top_bar(state: Chrome, nav: Nav, tab: Tab) -> Box:
    """The bar with the address, or the one in which words are looked for."""
    return find_bar(state, nav, tab) if is_finding(nav, tab) else toolbar(state, nav, tab)


def bottom_bar(state: Chrome, nav: Nav, tab: Tab) -> Box | None:
    """What a page asks at its foot: whether it may keep cookies; what language it shall be in."""
    found = browsing.found_at(nav, tab.url) if nav.online else None
    if found is None:
        return None
    if found.page is not None and found.page.english and nav.local.get(NO_BAR) != tab.url:
        return _translation(nav, tab, found.page.language)
    if found.site.cookies and consent_key(tab, found.site.host) not in state.consents:
        return _cookies(state, nav, tab, found.site)
    return None


def consent_key(tab: Tab, host: str) -> str:
    """How an answer about cookies is kept: those of incognito tabs are forgotten with them."""
    return f"incognito/{host}" if tab.incognito else host


def _cookies(state: Chrome, nav: Nav, tab: Tab, site: Site) -> Box:
    key = consent_key(tab, site.host)

    def answer() -> None:
        state.consents.append(key)

    words = (
        f"{site.title} and its partners keep cookies on this device. You can change your mind at any time."
    )
    return Themed(
        Box(height=1, width=FILL, fill="outline_variant"),
        Column(
            Text("We value your privacy", BODY_MEDIUM),
            Text(words, BODY_MEDIUM, color="on_surface_variant", max_lines=3, id="cookie_text"),
            Flow(
                Button("Accept all", answer),
                TonalButton("Reject all", answer),
                TextButton("Cookie settings", nav.to("cookie_settings", key=key)),
            ),
            gap=8,
            pad=(16, 12, 16, 12),
        ),
        fill="surface_container",
    )


def _translation(nav: Nav, tab: Tab, language: str) -> Box:
    translated = nav.local.get("translated") == tab.url

    def away() -> None:
        nav.local[NO_BAR] = tab.url

    return Row(
        Chip(language, lambda: nav.local.pop("translated", None), not translated),
        Chip("English", nav.remember("translated", tab.url), translated),
        Row(flex=1),
        IconButton("dots-vertical", "Translate options", nav.to("translate_options", url=tab.url), width=40),
        IconButton("close", "Close", away, width=40),
        fill="surface_container",
        gap=8,
        height=56,
        width=FILL,
        pad=(16, 0, 4, 0),
        id="infobar",
        cls="android.widget.FrameLayout",
    )
