"""Ways of the hand through the browser, and what its screens tell of the tab in front."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NoReturn

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.world import addresses
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.sight import Sight, has_id
from openphone_gym.tasks.task import Params
from openphone_gym.ui.node import UiNode

APP, PACKAGE, NAME = "chrome", "com.android.chrome", "Chrome"

MENU = "Customize and control Google Chrome"
URL_BAR = has_id("url_bar")
SWITCHER = has_id("tab_switcher_toolbar")
NEW_TAB_BUTTON = has_id("optional_toolbar_button")

BROWSING = ["chrome.tabs", "chrome.current", "chrome.history", "chrome.searches"]
"""What changes by opening pages."""


# The phone


def is_open(phone: Phone, urls: Sequence[str]) -> bool:
    """Whether the tab in front shows one of these pages, or one below it."""
    tab = phone.chrome.tab
    if tab is None or not phone.showing(APP, "home"):
        return False
    return any(tab.url == url or tab.url.startswith(f"{url.rstrip('/')}/") for url in urls)


# What screens tell


def of_tab(screen: Sight, tells: Callable[[Sight], bool]) -> bool | None:
    """What a screen with a tab in front tells; None where something lies on top of it."""
    if screen.package != PACKAGE:
        return False
    if in_tab(screen):
        return tells(screen)
    pages = (has_id("toolbar"), SWITCHER)
    return False if any(screen.sees(bar) is not None for bar in pages) else None


def in_tab(screen: Sight) -> bool:
    """Whether a tab is in front, rather than its address bar with the keyboard, or another page."""
    return screen.sees(NEW_TAB_BUTTON) is not None


def shows_page(*exactly: str, below: bool = False) -> Callable[[Sight, Params], bool | None]:
    """Whether the address bar names one of the pages in the parameter of that name."""
    (name,) = exactly

    def check(screen: Sight, p: Params) -> bool | None:
        urls = getattr(p, name)
        wanted = [addresses.parse(url).shown for url in ([urls] if isinstance(urls, str) else urls)]

        def tells(screen: Sight) -> bool:
            shown = screen.content("url_bar") or ""
            return any(shown == one or (below and shown.startswith(f"{one}/")) for one in wanted)

        return of_tab(screen, tells)

    return check


def fact(screen: Sight, name: str) -> str | None:
    """The value in a table of a page, which stands behind its name; None if it is not in view."""
    nodes = [node for node in screen.tree.walk() if node.text]
    at = next((number for number, node in enumerate(nodes) if node.text == name), None)
    return nodes[at + 1].text if at is not None and at + 1 < len(nodes) else None


# Ways


def in_browser(hand: Hand) -> None:
    """The browser is in front."""
    if hand.package != PACKAGE:
        hand.launch(NAME)


def result(title: str) -> Callable[[UiNode], bool]:
    """The link of a result, rather than other words of the same kind."""

    def matches(node: UiNode) -> bool:
        return node.clickable and node.class_name == "android.view.View" and node.content_desc == title

    matches.__name__ = f"result {title}"
    return matches


def found(hand: Hand, words: str) -> None:
    """The results for some words are in front."""
    in_browser(hand)
    if hand.sees(SWITCHER) is not None:
        hand.tap("New tab")
    bar = hand.sees(URL_BAR)
    if bar is None:
        raise Lost
    if in_tab(hand):
        shown = addresses.parse(bar.text)
        if shown.path == "/search" and shown.words == words:
            return
        hand.tap(bar)
    hand.fill("url_bar", words)
    hand.enter()


def page_open(hand: Hand, url: str, title: str, words: str) -> None:
    """A page is open that is among the results for some words."""
    in_browser(hand)
    if not (in_tab(hand) and hand.content("url_bar") == addresses.parse(url).shown):
        found(hand, words)
        hand.tap(result(title))


def in_menu(hand: Hand, entry: str) -> NoReturn:
    """Touches an entry of the menu of the tab in front."""
    if hand.sees(has_id("menu_item_text")) is not None:
        hand.tap(entry)
    hand.tap(MENU)
