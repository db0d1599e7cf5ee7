"""The first page: bar, tabs, side menu."""

from __future__ import annotations

from openphone_gym.phone.apps.bluecoins.entry import new_draft, open_form
from openphone_gym.phone.apps.bluecoins.screens.parts import head
from openphone_gym.phone.apps.bluecoins.state import TABS, Bluecoins
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Handler, Row, Text
from openphone_gym.phone.toolkit.controls import Fab, IconButton
from openphone_gym.phone.toolkit.rows import Divider, ListRow
from openphone_gym.phone.toolkit.surfaces import Drawer, Menu, Page, Tab, Tabs
from openphone_gym.phone.toolkit.theme import TITLE_LARGE

TAB_ICONS = dict(
    zip(
        TABS,
        ("view-dashboard-outline", "format-list-bulleted", "bell-outline", "scale-balance", "chart-donut",
         "chart-line", "format-list-checks"),
        strict=True,
    )
)  # fmt: skip


def open_tab(ledger: Bluecoins, nav: Nav, tab: str) -> None:
    """Shows a tab from its top."""
    ledger.tab = tab
    ledger.view.saved = 0
    nav.entry.scroll.pop("list", None)


def turned(ledger: Bluecoins, nav: Nav, direction: str) -> bool:
    """Shows the tab beside the open one, as a finger that moves sideways asks."""
    at = TABS.index(ledger.tab) + {"left": 1, "right": -1}.get(direction, 0)
    if direction not in ("left", "right") or not 0 <= at < len(TABS):
        return False
    open_tab(ledger, nav, TABS[at])
    return True


def tab_page(
    ledger: Bluecoins,
    nav: Nav,
    *content: Box | None,
    above: Box | None = None,
    fab: Box | None = None,
    opens_at: Box | None = None,
) -> Page:
    """The page of the open tab.

    Args:
        ledger: The ledger.
        nav: The phone.
        *content: What scrolls.
        above: What stays above it.
        fab: Floating button, in place of the one for a new transaction.
        opens_at: What is in the middle at first.
    """

    def opening(tab: str) -> Handler:
        return lambda: open_tab(ledger, nav, tab)

    def find() -> None:
        nav.go("search")
        nav.focus("search_src_text")

    bar = Row(
        IconButton("menu", "Open navigation drawer", nav.to("drawer"), color="on_surface"),
        Row(Text("Bluecoins", TITLE_LARGE, max_lines=1, id="title"), flex=1, pad=(4, 0, 4, 0)),
        IconButton("magnify", "Search", find, id="menu_search"),
        IconButton("dots-vertical", "More options", nav.to("overflow")),
        cls="android.view.ViewGroup",
        id="toolbar",
        height=60,
        width=FILL,
        pad=(4, 0, 4, 0),
    )
    tabs = Tabs([Tab(tab, TAB_ICONS[tab], tab == ledger.tab, opening(tab)) for tab in TABS], scrolls=True)
    add = Fab("plus", "Add transaction", lambda: open_form(ledger, nav, new_draft(ledger, nav)), id="fab")
    page = Page(head(bar, tabs, above), *content, fab=fab or add, opens_at=opens_at)
    page.on_swipe = lambda direction: turned(ledger, nav, direction)
    return page


def overflow(ledger: Bluecoins, nav: Nav) -> Box:
    """The menu of the first page."""

    def offline() -> None:
        nav.back()
        nav.toast("No internet connection")

    return Menu(
        [
            ("Quick sync", offline),
            ("Export", lambda: nav.replace("export")),
            ("Trash", lambda: nav.replace("trash")),
            ("Settings", lambda: nav.replace("settings")),
        ],
        beside=nav.entry.anchor,
    )


def drawer(ledger: Bluecoins, nav: Nav) -> Box:
    """The side menu."""

    def showing(tab: str) -> Handler:
        def show() -> None:
            nav.back()
            ledger.tab = tab

        return show

    def opening(screen: str) -> Handler:
        return lambda: nav.replace(screen)

    pages = (
        ("Categories", "shape-outline", "categories"),
        ("Labels", "label-outline", "labels"),
        ("Export", "file-export-outline", "export"),
        ("Trash", "trash-can-outline", "trash"),
        ("Settings", "cog-outline", "settings"),
        ("Help", "help-circle-outline", "help"),
    )
    return Drawer(
        "Bluecoins",
        *(
            ListRow(
                tab, "", showing(tab), icon=TAB_ICONS[tab], selected=tab == ledger.tab, pad=(20, 12, 20, 12)
            )
            for tab in TABS
        ),
        Divider(),
        *(
            ListRow(title, "", opening(screen), icon=icon, pad=(20, 12, 20, 12))
            for title, icon, screen in pages
        ),
    )
