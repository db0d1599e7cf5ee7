"""The bar on top of a tab: home, the address, the number of tabs, the menu."""

from __future__ import annotations

from openphone_gym.phone.apps.chrome import browsing
from openphone_gym.phone.apps.chrome.state import NEW_TAB, Chrome, Tab
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit import fonts
from openphone_gym.phone.toolkit.box import FILL, Box, Drawing, Icon, Label, Metrics, Row
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.group import FRAME, LINEAR
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.surfaces import BAR
from openphone_gym.phone.toolkit.theme import BODY_LARGE
from openphone_gym.phone.world import addresses

SEARCH_HINT = "Search or type URL"
MENU = "Customize and control Google Chrome"
TABS = "Switch or close tabs"
MOST_SHOWN = 99
"""Most tabs that are counted; more of them are told by a face."""

COORDINATOR = [("coordinator", BAR)]
"""What stands around the pages of all tabs."""


def toolbar(state: Chrome, nav: Nav, tab: Tab) -> Box:
    """The bar on top of a tab."""
    home = IconButton(
        "home-outline", "Home", lambda: browsing.go_home(state, nav), id="home_button", width=44
    )
    buttons = Row(
        IconButton(
            "plus",
            "New Incognito tab" if tab.incognito else "New tab",
            lambda: browsing.new_tab(state, nav, tab.incognito),
            id="optional_toolbar_button",
            width=40,
        ),
        tab_count(nav, len(state.of_mode(tab.incognito))),
        IconButton(
            "dots-vertical",
            MENU,
            nav.to("menu"),
            id="menu_button",
            width=40,
            holders=[("menu_button_wrapper", FRAME)],
        ),
        holders=[("toolbar_buttons", LINEAR)],
    )
    return Row(
        home if state.settings.home_button else Row(width=8),
        location(nav, tab),
        buttons,
        cls=BAR,
        id="toolbar",
        holders=[("control_container", FRAME), ("toolbar_container", FRAME)],
        height=56,
        width=FILL,
        pad=(2, 0, 2, 0),
    )


def typing(nav: Nav) -> None:
    """Opens the address bar to type in."""
    nav.go("omnibox")
    nav.focus("url_bar")


def location(nav: Nav, tab: Tab) -> Box:
    """The address of the page, and whether the connection is secure."""
    address = addresses.parse(tab.url)
    secure = address.scheme == addresses.HTTPS
    words = "" if tab.url == NEW_TAB else address.shown
    status = Row(
        Icon(
            "lock-outline" if secure else "alert-outline",
            size=18,
            cls="android.widget.ImageView",
            desc="Connection is secure" if secure else "Not secure",
            id="location_bar_status_icon",
        ),
        cls=FRAME,
        id="location_bar_status",
        on_tap=nav.to("site_info"),
        width=36,
        height=40,
        justify="center",
    )
    ink = "on_surface" if words else "on_surface_variant"
    shown = Row(
        Label(words or SEARCH_HINT, BODY_LARGE, color=ink, max_lines=1),
        cls="android.widget.EditText",
        id="url_bar",
        label=words or SEARCH_HINT,
        on_tap=lambda: typing(nav),
        flex=1,
        height=40,
    )
    lead = status if words else Row(Icon("magnify", size=18), width=36, justify="center")
    bar = Row(lead, shown, fill="surface_container_high", radius=20, height=40, flex=1, pad=(2, 0, 12, 0))
    bar.holders = [("location_bar", FRAME)]
    return bar


def _draw_count(painter: Painter, m: Metrics, w: int, h: int, count: str) -> None:
    side = m.dp(20)
    left, top = (w - side) // 2, (h - side) // 2
    painter.outline(left, top, side, side, 4 * m.scale, "on_surface_variant", 2 * m.scale)
    size = 11 * m.scale
    indent = (side - fonts.measure(count, size, 500)) / 2
    painter.text(left + indent, top, count, size, 500, "on_surface_variant", line_height=side)


def tab_count(nav: Nav, count: int) -> Box:
    """The button with the number of tabs."""
    shown = str(count) if count <= MOST_SHOWN else ":D"
    return Drawing(
        _draw_count,
        (shown,),
        cls="android.widget.ImageButton",
        id="tab_switcher_button",
        desc=TABS,
        label=shown,
        on_tap=nav.to("tab_switcher"),
        width=40,
        height=48,
    )
