"""The first place of the app: its feeds, and the chooser of feeds."""

from __future__ import annotations

from openphone_gym.phone.apps.reddit.feeds import feed_posts
from openphone_gym.phone.apps.reddit.screens.cards import ending, feed
from openphone_gym.phone.apps.reddit.screens.frame import face, foot, nothing, refreshing
from openphone_gym.phone.apps.reddit.state import FEEDS, HOME, Reddit
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.stacks import front_entry
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Row, Text
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.offline import OfflinePage
from openphone_gym.phone.toolkit.rows import LAYOUT
from openphone_gym.phone.toolkit.surfaces import BAR, MenuOverlay, Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE, TITLE_LARGE

FEED_ICONS: dict[str, str] = dict(
    zip(
        FEEDS,
        ("home-outline", "arrow-top-right-thick", "newspaper-variant-outline", "clock-outline"),
        strict=True,
    )
)


def home_tab(state: Reddit, nav: Nav) -> Box:
    """The open feed."""
    first = state.feed == HOME

    def to_home() -> None:
        state.feed = HOME
        nav.entry.scroll.clear()

    back = None if first else to_home
    if not nav.online:
        return OfflinePage(top_bar(state, nav), nav.load, bottom=foot(state, nav), on_back=back)
    posts = feed_posts(state, nav, state.feed)
    cards = feed(state, nav, posts)
    return Page(
        top_bar(state, nav),
        *(cards or [nothing("post-outline", "No posts here yet", "Join some communities to fill your feed")]),
        bottom=foot(state, nav),
        on_back=back,
        on_refresh=refreshing(nav),
        on_end=ending(nav, len(posts)),
    )


def top_bar(state: Reddit, nav: Nav) -> Box:
    """Drawer, chooser of feeds, search, the user."""
    chooser = Row(
        Text(state.feed, TITLE_LARGE, max_lines=1, id="title"),
        Icon("chevron-down", size=22, color="on_surface"),
        cls=LAYOUT,
        desc="Choose a feed",
        id="feed_chooser",
        on_tap=nav.to("feed_menu"),
        gap=2,
        height=48,
    )
    return Row(
        IconButton("menu", "Community navigation menu", nav.to("drawer"), color="on_surface"),
        Row(chooser, flex=1, pad=(4, 0, 0, 0)),
        IconButton("magnify", "Search", searching(nav), color="on_surface", id="search_button"),
        account_button(state, nav),
        cls=BAR,
        id="toolbar",
        height=64,
        width=FILL,
        pad=(4, 0, 4, 0),
    )


def searching(nav: Nav, community: str = "", query: str = "") -> Handler:
    """A handler that opens the search, with its field ready to type in."""

    def search() -> None:
        nav.go("search", community=community, query=query)
        nav.focus("search_view")

    return search


def account_button(state: Reddit, nav: Nav) -> Box:
    """The picture of the user, behind which the account is."""
    return Row(
        face(state.user, 30),
        cls="android.widget.ImageButton",
        desc="Logged in avatar",
        id="nav_icon",
        on_tap=nav.to("account"),
        width=48,
        height=48,
        justify="center",
    )


def feed_menu(state: Reddit, nav: Nav) -> Box:
    """The feeds to choose from."""

    def row(name: str) -> Box:
        def choose() -> None:
            state.feed = name
            nav.back()
            below = front_entry(nav.system)
            below.scroll.clear()
            below.local.pop("shown", None)

        chosen = state.feed == name
        return Row(
            Icon(FEED_ICONS[name], color="on_surface"),
            Text(name, BODY_LARGE, flex=1, id="title"),
            Icon("check", size=20, color="primary", desc="Selected") if chosen else None,
            cls=LAYOUT,
            on_tap=choose,
            selected=chosen,
            gap=16,
            width=FILL,
            height=52,
            pad=(16, 0, 16, 0),
        )

    panel = Column(
        Column(*(row(name) for name in FEEDS), pad=(0, 8, 0, 8)),
        fill="surface_container",
        radius=16,
        elevation=3,
        width=232,
    )
    menu = MenuOverlay(panel)
    menu.beside = nav.entry.anchor
    return menu
