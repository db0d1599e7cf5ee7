"""What happens in tabs: pages are opened, links are followed, tabs come and go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openphone_gym.phone.apps.chrome.state import (
    HISTORY,
    NEW_TAB,
    Bookmark,
    Chrome,
    Download,
    Tab,
    Visit,
)
from openphone_gym.phone.system import intents
from openphone_gym.phone.system.files import DOWNLOADS
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.world import addresses
from openphone_gym.phone.world.sites.engines import ENGINES
from openphone_gym.phone.world.web import Found

SEARCHES = 30
"""Searches that are remembered."""

CONTACTS = {"mailto": ("mail", "to"), "tel": ("dial", "number")}
"""Requests to other apps by the scheme of a link, and what the link tells them."""

FILE_BYTES = 184_000
"""Size of the smallest file that can be loaded."""


# Pages


def results_address(state: Chrome, words: str) -> str:
    """Where the search engine that was chosen shows its results for some words."""
    return addresses.asking(f"https://{ENGINES[state.settings.engine]}/search", words)


def destination(state: Chrome, typed: str) -> str:
    """Where what was typed into the address bar leads: to an address, or to results."""
    text = typed.strip()
    if text.startswith("chrome://"):
        return NEW_TAB
    return addresses.parse(text).url if addresses.is_address(text) else results_address(state, text)


def found_at(nav: Nav, url: str) -> Found | None:
    """The site and page at an address; None if nobody has the host."""
    return None if url == NEW_TAB else nav.world.web.look_up(url)


def settled(nav: Nav, url: str) -> str:
    """The address at which a page is found in the end."""
    found = found_at(nav, url)
    return url if found is None else found.address.url


def engine_at(url: str) -> str:
    """Name of the search engine whose results are at an address; empty if it shows none."""
    address = addresses.parse(url)
    if address.path != "/search":
        return ""
    return next((name for name, host in ENGINES.items() if host == address.host), "")


def title_of(nav: Nav, url: str) -> str:
    """Title of the page at an address."""
    if url == NEW_TAB:
        return "New tab"
    address = addresses.parse(url)
    engine = engine_at(url)
    if engine:
        return f"{address.words} - {engine} Search"
    found = found_at(nav, url)
    if found is None:
        return address.host
    if address.path == "/search" and found.page is None:
        return f"{address.words} - {found.site.title}"
    return found.page.title if found.page is not None else f"Page not found - {found.site.title}"


def browse(state: Chrome, nav: Nav, url: str) -> None:
    """Opens a page in the tab in front, or in a new one if there is none."""
    where = settled(nav, url)
    tab = state.tab
    if tab is None:
        tab = add_tab(state, incognito=False)
    if tab.url == NEW_TAB and tab.at == 0 and where == NEW_TAB:
        return
    tab.visit(where)
    if not tab.incognito and where != NEW_TAB:
        _remember(state, nav, where)


def _remember(state: Chrome, nav: Nav, url: str) -> None:
    state.history = [*state.history[1 - HISTORY :], Visit(state.new_id(), url, nav.system.clock)]
    words = addresses.parse(url).words
    if words and engine_at(url):
        state.searches = [words, *(one for one in state.searches if one != words)][:SEARCHES]


def follow(state: Chrome, nav: Nav, target: str) -> None:
    """Follows a link of the page in front; mails, calls and hosts that an app has itself are left to apps."""
    scheme, _, about = target.partition(":")
    if scheme in CONTACTS:
        kind, field = CONTACTS[scheme]
        if not nav.send(kind, **{field: about}):
            nav.toast("No app can open this link")
        return
    tab = state.tab
    url = target_of(state, target)
    host = addresses.parse(url).host
    if (tab is None or not tab.incognito) and intents.owner(nav.system, host):
        nav.send("link", url=url)
    else:
        browse(state, nav, url)


def target_of(state: Chrome, target: str) -> str:
    """The address that a link of the page in front leads to."""
    tab = state.tab
    return addresses.joined(tab.url if tab is not None else NEW_TAB, target)


def go_back(state: Chrome, nav: Nav) -> None:
    """What the back key does on a page: the page before, or away."""
    tab = state.tab
    if tab is not None and tab.at > 0:
        tab.at -= 1
        return
    if tab is not None and tab.guest:
        close_tab(state, tab)
    nav.back()


def go_home(state: Chrome, nav: Nav) -> None:
    """What the home button does."""
    browse(state, nav, state.settings.homepage or NEW_TAB)


# Tabs


def add_tab(state: Chrome, incognito: bool, url: str = NEW_TAB, guest: bool = False) -> Tab:
    """Opens a tab and brings it to the front."""
    tab = Tab(state.new_id(), [url], incognito=incognito, guest=guest)
    state.tabs.append(tab)
    state.current = tab.id
    return tab


def new_tab(state: Chrome, nav: Nav, incognito: bool = False) -> None:
    """Opens an empty tab and shows it."""
    add_tab(state, incognito)
    nav.back_to("home")


def show_tab(state: Chrome, nav: Nav, id: int) -> None:
    """Shows a tab."""
    state.current = id
    nav.back_to("home")


def close_tab(state: Chrome, tab: Tab) -> None:
    """Closes a tab; the one opened before it, of the same kind if there is one, comes to the front."""
    at = state.tabs.index(tab)
    state.tabs.remove(tab)
    if state.current == tab.id:
        left = state.of_mode(tab.incognito) or state.tabs
        before = [one for one in left if one in state.tabs[:at]]
        state.current = (before or left)[-1].id if left else 0
    if tab.incognito and not state.of_mode(True):
        state.consents = [host for host in state.consents if not host.startswith("incognito/")]


def restore_tab(state: Chrome, nav: Nav, tab: dict[str, Any], at: int) -> None:
    """Brings back a tab that was closed."""
    state.tabs.insert(min(at, len(state.tabs)), Tab(**tab))


def restore_bookmark(state: Chrome, nav: Nav, mark: dict[str, Any]) -> None:
    """Brings back a bookmark that was deleted."""
    state.bookmarks.append(Bookmark(**mark))
    state.bookmarks.sort(key=lambda one: one.id)


# What other apps ask for


def open_link(state: Chrome, nav: Nav, url: str = "") -> None:
    """Opens an address in a new tab, from which Back leads to the app that asked."""
    where = settled(nav, destination(state, url or NEW_TAB))
    add_tab(state, incognito=False, url=where, guest=True)
    if where != NEW_TAB:
        _remember(state, nav, where)
    nav.start(nav.entry.app)
    nav.back_to("home")


def open_shared(state: Chrome, nav: Nav, text: str = "", file: str = "") -> None:
    """Opens the address that another app shares, or searches for the words."""
    open_link(state, nav, text or (file or "").rpartition("/")[2])


def open_place(state: Chrome, nav: Nav, address: str = "") -> None:
    """Searches for a place."""
    open_link(state, nav, address)


def open_book(state: Chrome, nav: Nav, file: str = "") -> None:
    """Shows the files, among which a book may be."""
    nav.start(nav.entry.app)
    nav.go("downloads")


# Files


def download(state: Chrome, nav: Nav, name: str) -> None:
    """Loads a file of the page in front."""
    tab = state.tab
    size = FILE_BYTES + 997 * len(name)
    file = nav.add_file(f"{DOWNLOADS}/{name}", "document", size)
    url = tab.url if tab is not None else ""
    state.downloads = [one for one in state.downloads if one.path != file.path]
    state.downloads.append(Download(state.new_id(), name, url, file.path, size, nav.system.clock))
    nav.notify(name, "Download complete", "downloads", key=f"download/{name}")
    nav.snackbar(f"{name} downloaded", "Open", "open_download", id=state.downloads[-1].id)


def open_download(state: Chrome, nav: Nav, id: int) -> None:
    """Shows a loaded file."""
    nav.start(nav.entry.app, "download", id=id)


def following(state: Chrome, nav: Nav, target: str) -> Callable[[], None]:
    """A handler that follows a link."""
    return lambda: follow(state, nav, target)
