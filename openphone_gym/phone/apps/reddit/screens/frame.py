"""What the pages share: the bar at the foot, icons of communities and members, buttons that need the net."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from openphone_gym.phone.apps.reddit.state import HOME, TABS, Reddit, remember
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Text
from openphone_gym.phone.toolkit.controls import BUTTON, IconButton
from openphone_gym.phone.toolkit.rows import AVATAR_COLORS, Avatar, ListRow
from openphone_gym.phone.toolkit.surfaces import BottomTabs, Page, Sheet, Tab
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_MEDIUM, LABEL_LARGE, TITLE_LARGE

ICONS = dict(
    zip(TABS, ("home-outline", "account-group-outline", "plus", "chat-outline", "bell-outline"), strict=True)
)

PAGE = 30
"""Posts and comments that a list shows at first, and adds at its end."""

OFFLINE = "No internet connection"

SITE = "https://www.reddit.com"

UP, DOWN = 0xFFFF4500, 0xFF7193FF
"""Colours of a vote for something and against it."""

SIDE = 16
"""Room in dp at both edges of a page."""


def foot(state: Reddit, nav: Nav) -> Box:
    """The bar with the places of the app; Create opens a page of its own."""

    def opening(tab: str) -> Handler:
        def open_tab() -> None:
            if tab == "Create":
                nav.go("create")
                return
            state.tab = tab
            nav.back_to("home")

        return open_tab

    return BottomTabs([Tab(tab, ICONS[tab], state.tab == tab, opening(tab)) for tab in TABS])


def to_start(state: Reddit) -> Handler:
    """A handler that opens the first place of the app."""
    return lambda: setattr(state, "tab", HOME)


def disc(id: str, size: float = 32) -> Box:
    """The round picture of a community."""
    name = id.removeprefix("r/")
    return Row(
        Icon(SYMBOLS[_mixed(name) % len(SYMBOLS)], size=size * 0.58, color=0xFFFFFFFF),
        width=size,
        height=size,
        radius=size / 2,
        fill=tone(name),
        justify="center",
    )


SYMBOLS = (
    "star-four-points", "leaf", "compass-outline", "lightning-bolt", "flower", "music-note", "shape-outline",
    "hexagon-multiple", "weather-night", "puzzle-outline", "rocket-launch-outline", "anchor", "fire",
    "feather",
)  # fmt: skip
"""Pictures of communities."""


def tone(name: str) -> int:
    """The colour of a community."""
    return AVATAR_COLORS[_mixed(name) // 7 % len(AVATAR_COLORS)]


def _mixed(name: str) -> int:
    return sum(place * ord(char) for place, char in enumerate(name, 1))


def face(handle: str, size: float = 32) -> Box:
    """The round picture of a member."""
    return Avatar(handle, size)


def online(nav: Nav, act: Callable[[], object]) -> Handler:
    """A handler that does something on the net, or tells that there is none."""

    def do() -> None:
        if nav.online:
            act()
        else:
            nav.toast(OFFLINE)

    return do


def visiting(state: Reddit, nav: Nav, community: str) -> Handler:
    """A handler that opens the page of a community."""

    def visit() -> None:
        nav.unfocus()
        remember(state.visited, community)
        nav.go("community", id=community)

    return visit


def meeting(nav: Nav, member: str) -> Handler:
    """A handler that opens the page of a member."""

    def meet() -> None:
        nav.unfocus()
        nav.go("profile", id=member)

    return meet


def closing(nav: Nav, then: Handler) -> Handler:
    """A handler that closes a drawer or a sheet first."""

    def close() -> None:
        nav.back()
        then()

    return close


def browsing(nav: Nav, url: str) -> Handler:
    """A handler that opens an address in a browser."""

    def browse() -> None:
        if not nav.send("link", url=url):
            nav.toast("No app can open this link")

    return online(nav, browse)


def join_button(state: Reddit, nav: Nav, community: str, small: bool = True) -> Box:
    """Join, or Joined, which asks before it leaves."""
    joined = state.membership(community) is not None

    def join() -> None:
        state.join(community)
        nav.snackbar(f"Joined {community}")

    press = online(nav, nav.to("leave", id=community) if joined else join)
    ink = "primary" if joined else "on_primary"
    label = "Joined" if joined else "Join"
    return Row(
        Label(label, LABEL_LARGE, color=ink, max_lines=1),
        cls=BUTTON,
        label=label,
        id="join_button",
        on_tap=press,
        fill=None if joined else "primary",
        stroke="outline" if joined else None,
        radius=18,
        height=32 if small else 36,
        justify="center",
        pad=(14, 0, 14, 0),
    )


def nothing(icon: str, words: str, hint: str = "") -> Box:
    """What an empty page says."""
    return Column(
        Icon(icon, size=72, color="outline"),
        Text(words, BODY_LARGE, text_align="center"),
        Text(hint, BODY_MEDIUM, color="on_surface_variant", text_align="center") if hint else None,
        align="center",
        gap=12,
        pad=(40, 72, 40, 24),
    )


def choice(title: str, options: Sequence[str], chosen: str, choose: Callable[[str], Handler]) -> Box:
    """A sheet with values of which one is chosen."""

    def row(option: str) -> Box:
        mark = Icon("check", color="primary", desc="Selected") if option == chosen else None
        return ListRow(option, on_tap=choose(option), trailing=mark, selected=option == chosen)

    heading = Row(Text(title, TITLE_LARGE, id="sheet_title"), pad=(24, 0, 24, 8))
    return Sheet(heading, *(row(option) for option in options))


def shown(nav: Nav) -> int:
    """How many entries of its list a page shows so far."""
    return nav.local.get("shown", PAGE)


def more(nav: Nav) -> Handler:
    """A handler that has a list show the next ones."""
    return nav.remember("shown", shown(nav) + PAGE)


def refreshing(nav: Nav) -> Handler:
    """A handler that loads a list anew."""

    def refresh() -> None:
        nav.local.pop("shown", None)
        if nav.online:
            nav.load()
        else:
            nav.toast(OFFLINE)

    return refresh


def crowded(nav: Nav, room: float) -> bool:
    """Whether the screen is narrower than so many dp at the usual size of the type."""
    display = nav.system.display
    scale = float(nav.setting("system", "font_scale", "1.0"))
    return display.width * 160 / display.density / scale < room


def gone(nav: Nav, words: str) -> Box:
    """A page of something that is not there any more."""
    back = Row(IconButton("arrow-left", "Navigate up", nav.back), height=64, pad=(4, 0, 4, 0), width=FILL)
    return Page(back, nothing("ghost-outline", words))
