"""The menu behind the three dots of a tab."""

from __future__ import annotations

from openphone_gym.phone.apps.chrome import browsing
from openphone_gym.phone.apps.chrome.screens import finding
from openphone_gym.phone.apps.chrome.screens.bars import NO_BAR
from openphone_gym.phone.apps.chrome.state import MOBILE, NEW_TAB, READING, Bookmark, Chrome, Tab
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.stacks import front_entry
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Row, Scroll, Text
from openphone_gym.phone.toolkit.controls import Checkbox, IconButton
from openphone_gym.phone.toolkit.rows import LAYOUT, Divider, ListRow
from openphone_gym.phone.toolkit.surfaces import Dialog, MenuOverlay
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_MEDIUM, TITLE_MEDIUM
from openphone_gym.phone.world import addresses

HELP = "https://support.google.com/"
WIDTH = 280


def menu(state: Chrome, nav: Nav) -> Box:
    """What can be done with the tab in front, and where else to go."""
    tab = state.tab
    page = tab is not None and tab.url != NEW_TAB

    def leaving(act: Handler) -> Handler:
        def go() -> None:
            nav.back()
            act()

        return go

    def to(screen: str, **args: object) -> Handler:
        return lambda: nav.replace(screen, **args)

    def tabs(incognito: bool) -> Handler:
        return leaving(lambda: browsing.new_tab(state, nav, incognito))

    help_page = leaving(lambda: browsing.browse(state, nav, HELP))
    rows = [
        _item("plus-box-outline", "New tab", tabs(False)),
        _item("incognito", "New Incognito tab", tabs(True)),
        Divider(),
        _item("history", "History", to("history")),
        _item("delete-outline", "Delete browsing data", to("clear_data")),
        _item("check-underline", "Downloads", to("downloads")),
        _item("star-outline", "Bookmarks", to("bookmarks")),
        _item("tab", "Recent tabs", to("recent_tabs")),
        Divider(),
        *(_for_page(nav, tab) if tab is not None and page else ()),
        _item("cog-outline", "Settings", to("settings")),
        _item("help-circle-outline", "Help & feedback", help_page),
    ]
    panel = Column(
        _icons(state, nav, tab) if tab is not None and page else None,
        Scroll(Column(*rows, pad=(0, 4, 0, 8)), key="menu"),
        fill="surface_container",
        radius=8,
        elevation=3,
        width=WIDTH,
    )
    overlay = MenuOverlay(panel)
    overlay.beside = nav.entry.anchor
    if tab is not None and tab.incognito:
        overlay.__dict__["theme"] = "dark"
    return overlay


def _item(icon: str, label: str, on_tap: Handler, end: Box | None = None) -> Box:
    words = Row(Text(label, BODY_LARGE, max_lines=1, id="menu_item_text"), flex=1)
    return Row(
        Icon(icon), words, end, cls=LAYOUT, on_tap=on_tap, gap=16, height=48, width=FILL, pad=(16, 0, 16, 0)
    )


def link_menu(state: Chrome, nav: Nav, url: str) -> Box:
    """What can be done with a link that is held."""
    title = browsing.title_of(nav, url)

    def opening(incognito: bool) -> Handler:
        def show() -> None:
            nav.back()
            where = browsing.settled(nav, url)
            if incognito:
                browsing.add_tab(state, incognito, where)
            else:
                state.tabs.append(Tab(state.new_id(), [where]))
                nav.snackbar("Tab opened", "Switch", "switch_tab", id=state.tabs[-1].id)

        return show

    def copy() -> None:
        nav.back()
        nav.system.clipboard = url
        nav.toast("Link copied")

    def read_later() -> None:
        nav.back()
        state.bookmarks.append(Bookmark(state.new_id(), READING, title, url, nav.system.clock))
        nav.snackbar("Added to reading list", "View", "show_reading_list")

    def share() -> None:
        nav.back()
        nav.send("share", text=url)

    head = Column(
        Text(title, TITLE_MEDIUM, max_lines=2),
        Text(addresses.parse(url).shown, BODY_MEDIUM, color="on_surface_variant", max_lines=2),
        pad=(24, 0, 24, 8),
    )
    rows = {
        "Open in new tab": opening(False),
        "Open in Incognito tab": opening(True),
        "Copy link address": copy,
        "Read later": read_later,
        "Share link": share,
    }
    return Dialog("", head, *(ListRow(words, on_tap=act) for words, act in rows.items()))


def switch_tab(state: Chrome, nav: Nav, id: int) -> None:
    """Shows a tab that was opened behind the present one."""
    nav.start(nav.entry.app)
    browsing.show_tab(state, nav, id)


def _for_page(nav: Nav, tab: Tab) -> list[Box]:
    """What can be done with a page."""

    def find() -> None:
        nav.back()
        finding.begin(front_entry(nav.system).local, tab)
        nav.focus("find_query")

    def translate() -> None:
        nav.back()
        found = browsing.found_at(nav, tab.url)
        if found is None or found.page is None or not found.page.english:
            nav.snackbar("This page can’t be translated")
        else:
            front_entry(nav.system).local.pop(NO_BAR, None)

    def desktop() -> None:
        nav.back()
        tab.desktop = not tab.desktop

    def keep_to_read() -> None:
        nav.replace("add_to_reading_list")

    mark = Checkbox(tab.desktop, id="menu_item_icon")
    return [
        _item("share-variant-outline", "Share…", lambda: _share(nav, tab)),
        _item("magnify", "Find in page", find),
        _item("translate", "Translate…", translate),
        _item("format-list-bulleted", "Add to reading list", keep_to_read),
        _item("monitor", "Desktop site", desktop, mark),
    ]


def _share(nav: Nav, tab: Tab) -> None:
    nav.back()
    nav.send("share", text=tab.url)


def _icons(state: Chrome, nav: Nav, tab: Tab) -> Box:
    """The row of icons on top: forward, bookmark, download, page info, reload."""
    kept = state.bookmark_of(tab.url)
    ahead = tab.at + 1 < len(tab.addresses)

    def forward() -> None:
        nav.back()
        tab.at += 1

    def star() -> None:
        if kept is not None:
            nav.replace("edit_bookmark", id=kept.id)
            return
        mark = Bookmark(state.new_id(), MOBILE, browsing.title_of(nav, tab.url), tab.url, nav.system.clock)
        state.bookmarks.append(mark)
        nav.back()
        nav.snackbar("Bookmarked to Mobile bookmarks", "Edit", "edit_new_bookmark", id=mark.id)

    def load() -> None:
        nav.back()
        browsing.download(state, nav, f"{browsing.title_of(nav, tab.url).replace('/', '-')}.mhtml")

    def reload() -> None:
        nav.back()
        nav.load(600)

    star_icon, star_desc = ("star", "Edit bookmark") if kept is not None else ("star-outline", "Bookmark")
    return Row(
        IconButton("arrow-right", "Forward", forward, enabled=ahead, id="forward_menu_id"),
        IconButton(star_icon, star_desc, star, id="bookmark_this_page_id"),
        IconButton("download", "Download", load, id="offline_page_id"),
        IconButton("information-outline", "Page info", lambda: nav.replace("site_info"), id="info_menu_id"),
        IconButton("reload", "Refresh", reload, id="reload_menu_id"),
        justify="between",
        width=FILL,
        pad=(8, 4, 8, 4),
        fill="surface_container_high",
    )
