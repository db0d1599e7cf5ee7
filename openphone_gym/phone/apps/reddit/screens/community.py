"""A community: its page, what it is about, joining and leaving."""

from __future__ import annotations

from openphone_gym.phone.apps.reddit.feeds import ordered, visible
from openphone_gym.phone.apps.reddit.screens.cards import ending, feed
from openphone_gym.phone.apps.reddit.screens.frame import (
    SIDE,
    SITE,
    choice,
    disc,
    face,
    join_button,
    meeting,
    nothing,
    refreshing,
    tone,
)
from openphone_gym.phone.apps.reddit.screens.home import searching
from openphone_gym.phone.apps.reddit.state import LEVELS, POST_ORDERS, Reddit, switch
from openphone_gym.phone.apps.reddit.wording import counted, number
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.stacks import front_entry
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Drawing, Handler, Icon, Metrics, Row, Text
from openphone_gym.phone.toolkit.controls import Button, IconButton, OutlinedButton, TextButton
from openphone_gym.phone.toolkit.offline import OfflinePage
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.rows import LAYOUT, Divider, ListRow, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, Dialog, Message, Page, Sheet
from openphone_gym.phone.toolkit.theme import (
    BODY_MEDIUM,
    BODY_SMALL,
    LABEL_LARGE,
    TITLE_LARGE,
    TITLE_MEDIUM,
)
from openphone_gym.phone.world.records import Community

RULES = (
    "Be kind, even if the other one is wrong",
    "Search before you ask",
    "No advertising, no fundraising",
    "Say where a picture is from",
)
BELLS: dict[str, str] = dict(
    zip(LEVELS, ("bell-ring-outline", "bell-outline", "bell-off-outline"), strict=True)
)
"""Icons of how often a community notifies."""

ONLINE = 900
"""One of so many members reads right now."""


def community(state: Reddit, nav: Nav, id: str) -> Box:
    """The page of a community, behind a question where it is for adults."""
    one = nav.world.community(id)
    if not nav.online:
        return OfflinePage(AppBar(id, nav.back), nav.load)
    if one.mature and not (state.preferences.mature or nav.local.get("adult")):
        return _adults(nav, one)
    order = nav.local.get("order", POST_ORDERS[0])
    posts = ordered(state, nav, [post for post in visible(state, nav) if post.community == id], order)
    return Page(
        AppBar(
            id,
            nav.back,
            [
                IconButton("magnify", f"Search in {id}", searching(nav, id), color="on_surface"),
                IconButton(
                    "share-outline", "Share", nav.sending("share", text=f"{SITE}/{id}"), color="on_surface"
                ),
                IconButton(
                    "dots-vertical", "More options", nav.to("community_menu", id=id), color="on_surface"
                ),
            ],
        ),
        _head(state, nav, one),
        _order(nav, order),
        *(feed(state, nav, posts, id, ads=False) or [nothing("post-outline", "No posts yet")]),
        on_refresh=refreshing(nav),
        on_end=ending(nav, len(posts)),
    )


def _draw_banner(painter: Painter, m: Metrics, w: int, h: int, name: str) -> None:
    with painter.clip(0, 0, w, h):
        painter.rect(0, 0, w, h, tone(name))
        for place in range(7):
            x = w * ((sum(map(ord, name)) * (place + 3) % 97) / 97)
            painter.circle(x, h * (place % 3) / 2, h * (0.3 + 0.09 * place), 0x18FFFFFF)


def _head(state: Reddit, nav: Nav, one: Community) -> Box:
    """Banner, picture, members, Join."""
    membership = state.membership(one.id)
    bell = None
    if membership is not None:
        press = nav.to("notify_level", id=one.id, chosen=membership.notify)
        bell = IconButton(BELLS[membership.notify], "Community notifications", press, color="on_surface")
    reading = f"{counted(one.members, 'member')} • {number(max(one.members // ONLINE, 1))} online"
    return Column(
        Drawing(_draw_banner, (one.name,), height=84, width=FILL),
        Column(
            Row(
                disc(one.id, 52),
                Column(
                    Text(
                        one.id,
                        TITLE_LARGE if len(one.id) < 16 else TITLE_MEDIUM,
                        max_lines=2,
                        id="community_name",
                    ),
                    Text(reading, BODY_SMALL, color="on_surface_variant", max_lines=2, id="members"),
                    flex=1,
                ),
                bell,
                join_button(state, nav, one.id, small=False),
                gap=10,
                width=FILL,
            ),
            Text(one.about, BODY_MEDIUM, id="description"),
            TextButton("See more", nav.to("about", id=one.id), height=32, pad=(0, 0, 0, 0)),
            gap=8,
            align="start",
            pad=(SIDE, 12, SIDE, 8),
        ),
        Divider(),
    )


def _order(nav: Nav, order: str) -> Box:
    """The button with the order of the posts."""
    button = Row(
        Icon("fire" if order == "Hot" else "sort", size=18),
        Text(f"{order} posts", LABEL_LARGE, id="sort_label"),
        Icon("chevron-down", size=18),
        cls=LAYOUT,
        desc="Sort posts",
        on_tap=nav.to("post_order", chosen=order),
        gap=6,
        height=44,
        pad=(SIDE, 0, SIDE, 0),
    )
    return Row(button, width=FILL, fill="surface_container_low")


def _adults(nav: Nav, one: Community) -> Box:
    """Asks whether the user is an adult."""
    return Page(
        AppBar(one.id, nav.back),
        Column(
            Icon("eye-off-outline", size=72, color="error"),
            Text("You must be 18+ to view this community", TITLE_LARGE, text_align="center", id="wall_title"),
            Text(
                "It may show content that not everybody wants to see. Are you 18 or older?",
                BODY_MEDIUM,
                color="on_surface_variant",
                text_align="center",
            ),
            Button("Yes", nav.remember("adult", True), id="confirm_button"),
            OutlinedButton("Not now", nav.back, id="cancel_button"),
            gap=16,
            align="center",
            justify="center",
            flex=1,
            pad=(32, 0, 32, 64),
        ),
        scrolls=False,
    )


def post_order(state: Reddit, nav: Nav, chosen: str) -> Box:
    """The orders of the posts of a community."""
    return choice("Sort posts by", POST_ORDERS, chosen, lambda order: telling(nav, "order", order))


def telling(nav: Nav, name: str, value: str) -> Handler:
    """A handler that closes a sheet and has the page below it remember a choice."""

    def tell() -> None:
        nav.back()
        below = front_entry(nav.system)
        below.local[name] = value
        below.local.pop("shown", None)
        below.scroll.clear()

    return tell


def leave(state: Reddit, nav: Nav, id: str) -> Box:
    """Asks before a membership ends."""

    def go() -> None:
        state.leave(id)
        nav.back()
        nav.snackbar(f"You left {id}")

    return Dialog(
        f"Leave {id}?",
        Message("Its posts will not be in your home feed any more. You can join again at any time."),
        buttons=[
            TextButton("Cancel", nav.back, id="button2"),
            TextButton("Leave", go, id="button1"),
        ],
    )


def notify_level(state: Reddit, nav: Nav, id: str, chosen: str) -> Box:
    """How often a community may notify."""

    def choosing(level: str) -> Handler:
        def choose() -> None:
            membership = state.membership(id)
            if membership is not None:
                membership.notify = level
            nav.back()

        return choose

    return choice("Community notifications", LEVELS, chosen, choosing)


def community_menu(state: Reddit, nav: Nav, id: str) -> Box:
    """What can be done with a community."""
    membership = state.membership(id)
    muted = id in state.muted

    def mute() -> None:
        switch(state.muted, id)
        nav.back()
        nav.snackbar(f"Unmuted {id}" if muted else f"Muted {id}")

    def mark() -> None:
        if membership is not None:
            membership.favorite = not membership.favorite
        nav.back()

    favorite = (
        "Remove from favorites" if membership is not None and membership.favorite else "Add to favorites"
    )
    return Sheet(
        ListRow("Learn more about this community", on_tap=lambda: nav.replace("about", id=id),
                icon="information-outline"),
        ListRow(favorite, on_tap=mark, icon="star-outline") if membership is not None else None,
        ListRow("Add to custom feed", on_tap=lambda: nav.replace("add_to_feed", id=id), icon="playlist-plus"),
        ListRow("Create a post", on_tap=lambda: nav.replace("create", community=id), icon="plus"),
        ListRow("Unmute community" if muted else "Mute community", on_tap=mute, icon="volume-off"),
    )  # fmt: skip


def add_to_feed(state: Reddit, nav: Nav, id: str) -> Box:
    """The custom feeds that a community can be put into."""

    def adding(number: int) -> Handler:
        def add() -> None:
            feed = state.custom_feed(number)
            if feed is not None:
                added = switch(feed.communities, id)
                nav.snackbar(f"{'Added to' if added else 'Removed from'} {feed.name}")
            nav.back()

        return add

    rows = [
        ListRow(one.name, on_tap=adding(one.id), icon="view-list-outline",
                trailing=Icon("check", desc="Selected", color="primary") if id in one.communities else None)
        for one in state.feeds
    ]  # fmt: skip
    new = ListRow("Create a custom feed", on_tap=lambda: nav.replace("feed_name"), icon="plus")
    return Sheet(Section("Custom feeds"), *rows, new)


def about(state: Reddit, nav: Nav, id: str) -> Box:
    """What a community is about, its rules and moderators."""
    one = nav.world.community(id)
    members = nav.world.members
    first = sum(map(ord, one.name)) % len(members)
    moderators = [members[(first + step * 7) % len(members)] for step in range(3)]
    return Page(
        AppBar(id, nav.back),
        Column(
            Text(one.about, BODY_MEDIUM, id="description"),
            Text(f"{one.members:,} members", BODY_MEDIUM, color="on_surface_variant", id="members"),
            Text("Mature (18+)", LABEL_LARGE, color="error") if one.mature else None,
            Row(join_button(state, nav, id)),
            gap=12,
            pad=(24, 8, 24, 8),
        ),
        Section("Rules"),
        *(ListRow(f"{number}. {rule}") for number, rule in enumerate(RULES, 1)),
        Section("Moderators"),
        *(ListRow(f"u/{one.id}", on_tap=meeting(nav, one.id), leading=face(one.id)) for one in moderators),
    )
