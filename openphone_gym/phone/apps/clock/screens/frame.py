"""What all tabs have in common: bar, overflow menu, tabs."""

from __future__ import annotations

from typing import Any

from openphone_gym.phone.apps.clock.state import TABS, Clock
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Handler, Icon, Label, Row, Space, Text
from openphone_gym.phone.toolkit.controls import Fab, IconButton
from openphone_gym.phone.toolkit.pager import PAGER
from openphone_gym.phone.toolkit.surfaces import BottomTabs, Menu, Page, Tab
from openphone_gym.phone.toolkit.theme import BODY_LARGE, HEADLINE_SMALL

ICONS = dict(zip(TABS, ("alarm", "clock-outline", "timer-sand", "timer-outline", "bed-outline"), strict=True))


def tab_fab(desc: str, on_tap: Handler) -> Box:
    """The button in the middle above the tabs, which adds something."""
    return Fab("plus", desc, on_tap, large=True, id="fab", anchor="bottom center")


def tab_page(clock: Clock, nav: Nav, *content: Box | None, **attributes: Any) -> Page:
    """The page of the open tab."""

    def opening(tab: str) -> Handler:
        def open_tab() -> None:
            clock.tab = tab
            nav.entry.scroll.clear()

        return open_tab

    bar = Row(
        Text(clock.tab, HEADLINE_SMALL, id="action_bar_title"),
        Space(flex=1),
        IconButton("dots-vertical", "More options", nav.to("overflow")),
        cls="android.view.ViewGroup",
        id="toolbar",
        height=64,
        width=FILL,
        pad=(24, 0, 4, 0),
    )
    tabs = [
        Tab(tab, ICONS[tab], tab == clock.tab, opening(tab), id=f"tab_menu_{tab.lower()}") for tab in TABS
    ]
    return Page(
        bar, *content, bottom=BottomTabs(tabs), list_holders=[("desk_clock_pager", PAGER)], **attributes
    )


def overflow(clock: Clock, nav: Nav) -> Box:
    """The menu of every tab."""

    def offline() -> None:
        nav.back()
        nav.toast("You're offline. Check your connection.")

    return Menu(
        [
            ("Screen saver", lambda: nav.replace("screen_saver")),
            ("Settings", lambda: nav.replace("settings")),
            ("Privacy policy", offline),
            ("Send feedback", offline),
            ("Help", offline),
        ],
        beside=nav.entry.anchor,
    )


def detail(icon: str, text: str, on_tap: Handler, **attributes: Any) -> Box:
    """A line of a card: an icon and words that are one node."""
    row = Row(Icon(icon), Label(text, BODY_LARGE, max_lines=1), cls="android.widget.TextView", label=text)
    row.__dict__.update(on_tap=on_tap, height=48, width=FILL, gap=16)
    row.__dict__.update(attributes)
    return row
