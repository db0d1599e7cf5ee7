"""A web page in its tab, and what stands in its place when it can't be shown."""

from __future__ import annotations

from openphone_gym.phone.apps.chrome import browsing
from openphone_gym.phone.apps.chrome.screens import finding
from openphone_gym.phone.apps.chrome.screens.bars import bottom_bar, top_bar
from openphone_gym.phone.apps.chrome.screens.prose import WebProse
from openphone_gym.phone.apps.chrome.screens.results import results, site_results
from openphone_gym.phone.apps.chrome.screens.toolbar import COORDINATOR
from openphone_gym.phone.apps.chrome.state import Chrome, Tab
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Icon, Label, Row, Scroll, Text
from openphone_gym.phone.toolkit.controls import Button, IconButton
from openphone_gym.phone.toolkit.group import FRAME
from openphone_gym.phone.toolkit.prose import VIEW
from openphone_gym.phone.toolkit.surfaces import Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_MEDIUM, BODY_SMALL, TITLE_LARGE, TITLE_MEDIUM
from openphone_gym.phone.toolkit.themed import Themed
from openphone_gym.phone.world import addresses
from openphone_gym.phone.world.records import Site, WebPage

WEB_VIEW = "android.webkit.WebView"
RELOAD_MS = 600
"""Time that it takes to try again."""

DESKTOP = 0.7
"""Size of the words of a page made for a large screen."""

FOUND, FOUND_HERE = 0xFFFFF59D, 0xFFFFB74D
"""Ground of what was found on the page, and of the place that is shown."""

_LIGHT_INK, _DARK_INK = 0xFFFFFFFF, 0xFF1F1F1F


def web_page(state: Chrome, nav: Nav, tab: Tab) -> Box:
    """The page that a tab shows."""
    title = browsing.title_of(nav, tab.url)
    view = Scroll(Column(*_content(state, nav, tab)), height=FILL, key=f"web/{tab.id}/{tab.at}/{tab.url}")
    view.__dict__.update(cls=WEB_VIEW, label=title, flex=1)
    _scroll_to_place(nav, view, tab)
    return Page(
        top_bar(state, nav, tab),
        Themed(view, flex=1, height=FILL, holders=[("compositor_view_holder", FRAME)]),
        bottom=bottom_bar(state, nav, tab),
        scrolls=False,
        on_back=lambda: _back(state, nav, tab),
        theme="dark" if tab.incognito else "",
        holders=COORDINATOR,
    )


def _back(state: Chrome, nav: Nav, tab: Tab) -> None:
    """Ends the search on the page, or leaves the page."""
    if finding.is_finding(nav, tab):
        finding.end(nav)
    else:
        browsing.go_back(state, nav)


def _content(state: Chrome, nav: Nav, tab: Tab) -> list[Box]:
    if not nav.online:
        return [_offline(nav)]
    if browsing.engine_at(tab.url):
        return results(state, nav, tab)
    found = browsing.found_at(nav, tab.url)
    if found is None:
        return [_unreachable(nav, tab.url)]
    head = _head(state, nav, found.site)
    if found.page is not None:
        return [head, _blocks(state, nav, tab, found.page), _foot(found.site)]
    if found.address.path == "/search":
        return [head, *site_results(state, nav, found), _foot(found.site)]
    return [head, _missing(state, nav), _foot(found.site)]


def _blocks(state: Chrome, nav: Nav, tab: Tab, page: WebPage) -> Box:
    size = state.settings.text_percent / 100 * (DESKTOP if tab.desktop else 1)
    places = finding.places(nav, tab)
    here = finding.shown_place(nav, len(places))
    grounds = {number: FOUND_HERE if order == here else FOUND for order, number in enumerate(places)}
    words = finding.blocks_of(nav, tab, page)
    prose = WebProse(state, nav, tab.url, words, size=size, grounds=grounds, gap=14)
    return Column(prose, pad=(16, 16, 16, 24))


def _scroll_to_place(nav: Nav, view: Scroll, tab: Tab) -> None:
    """Has the page open at the place that is shown of those that were found."""
    places = finding.places(nav, tab)
    prose = next((box for box in view.walk() if isinstance(box, WebProse)), None)
    if prose is not None and places:
        here = finding.shown_place(nav, len(places))
        view.opens_at = prose.children[places[here]]
        view.key += f"/{nav.local[finding.FIND]}/{here}"


def _head(state: Chrome, nav: Nav, site: Site) -> Box:
    """The head of a site: its name, which leads to its start page, and its menu."""
    ink = _DARK_INK if site.color == _LIGHT_INK else _LIGHT_INK
    name = Row(
        Icon(site.icon, color=ink, size=22),
        Label(site.title, TITLE_MEDIUM, color=ink, max_lines=1, flex=1),
        cls=VIEW,
        desc=f"{site.title} home",
        on_tap=browsing.following(state, nav, "/"),
        gap=10,
        height=52,
        flex=1,
    )
    menu = IconButton("menu", "Site menu", nav.to("site_menu"), color=ink)
    return Row(name, menu, fill=site.color, width=FILL, height=56, pad=(16, 0, 4, 0))


def _foot(site: Site) -> Box:
    return Column(
        Box(height=1, width=FILL, fill="outline_variant"),
        Label(f"© 2024 {site.title}", BODY_SMALL, color="on_surface_variant"),
        gap=12,
        pad=(16, 8, 16, 32),
    )


def _problem(icon: str, title: str, lines: list[str], code: str, button: Box | None = None) -> Box:
    return Column(
        Row(Icon(icon, size=56, color="on_surface_variant")),
        Text(title, TITLE_LARGE, id="main_message"),
        *(Text(line, BODY_LARGE, color="on_surface_variant") for line in lines),
        Text(code, BODY_MEDIUM, color="on_surface_variant", id="error_code"),
        Row(button) if button is not None else None,
        gap=16,
        pad=(32, 72, 32, 32),
    )


def _offline(nav: Nav) -> Box:
    """The page of a browser that has no net."""
    lines = [
        "Try:",
        "• Turning off airplane mode",
        "• Turning on mobile data or Wi-Fi",
        "• Checking the signal in your area",
    ]
    reload = Button("Reload", lambda: nav.load(RELOAD_MS))
    return _problem("cloud-off-outline", "No internet", lines, "ERR_INTERNET_DISCONNECTED", reload)


def _unreachable(nav: Nav, url: str) -> Box:
    host = addresses.parse(url).host
    lines = [f"Check if there is a typo in {host}.", f"{host}’s server IP address could not be found."]
    reload = Button("Reload", lambda: nav.load(RELOAD_MS))
    title = "This site can’t be reached"
    return _problem("file-alert-outline", title, lines, "DNS_PROBE_FINISHED_NXDOMAIN", reload)


def _missing(state: Chrome, nav: Nav) -> Box:
    start = Button("Start page", browsing.following(state, nav, "/"))
    return _problem(
        "map-marker-question-outline", "Page not found", ["There is nothing at this address."], "404", start
    )
