"""The drawers: communities on one side, the user's account on the other; custom feeds."""

from __future__ import annotations

from openphone_gym.phone.apps.reddit.feeds import ordered, visible
from openphone_gym.phone.apps.reddit.screens.cards import ending, feed
from openphone_gym.phone.apps.reddit.screens.frame import (
    closing,
    disc,
    face,
    nothing,
    refreshing,
    visiting,
)
from openphone_gym.phone.apps.reddit.state import CustomFeed, Reddit, switch
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Row, Text
from openphone_gym.phone.toolkit.controls import IconButton, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.offline import OfflinePage
from openphone_gym.phone.toolkit.rows import CheckRow, Divider, ListRow, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Dialog, Drawer, Menu, Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, TITLE_LARGE

ROW = (20, 6, 8, 6)


def drawer(state: Reddit, nav: Nav) -> Box:
    """Communities visited last, custom feeds, and all that the user is a member of."""

    def place(id: str, star: Box | None = None) -> Box:
        return ListRow(
            id,
            on_tap=closing(nav, visiting(state, nav, id)),
            leading=disc(id, 28),
            trailing=star,
            pad=ROW,
            style=BODY_MEDIUM,
            title_attributes={"id": "drawer_nav_item_title", "max_lines": 2},
        )

    def star(id: str, favorite: bool) -> Box:
        def mark() -> None:
            membership = state.membership(id)
            if membership is not None:
                membership.favorite = not favorite

        desc = f"Remove {id} from favorites" if favorite else f"Add {id} to favorites"
        return IconButton("star" if favorite else "star-outline", desc, mark, selected=favorite)

    members = sorted(state.memberships, key=lambda one: (not one.favorite, one.id.casefold()))
    return Drawer(
        "",
        *([Section("Recently visited"), *(place(id) for id in state.visited[:3])] if state.visited else []),
        Section("Custom feeds"),
        ListRow("Create a custom feed", on_tap=closing(nav, nav.to("feed_name")), icon="plus", pad=ROW),
        *(
            ListRow(
                one.name,
                on_tap=closing(nav, nav.to("custom_feed", id=one.id)),
                icon="view-list-outline",
                pad=ROW,
            )
            for one in state.feeds
        ),
        Divider(),
        Section("Your communities"),
        ListRow(
            "Browse communities",
            on_tap=closing(nav, lambda: setattr(state, "tab", "Communities")),
            icon="magnify",
            pad=ROW,
        ),
        *(place(one.id, star(one.id, one.favorite)) for one in members),
    )


def account(state: Reddit, nav: Nav) -> Box:
    """What belongs to the user."""

    def to(screen: str, **args: object) -> Handler:
        return closing(nav, nav.to(screen, **args))

    head = Column(
        face(state.user, 72),
        Text(f"u/{state.user}", TITLE_LARGE, max_lines=1, id="username"),
        Text("Online", BODY_MEDIUM, color="on_surface_variant"),
        align="center",
        gap=6,
        pad=(24, 28, 24, 16),
    )
    return Drawer(
        "",
        head,
        Divider(),
        ListRow("Profile", on_tap=to("profile", id=state.user), icon="account-circle-outline"),
        ListRow("Saved", on_tap=to("saved"), icon="bookmark-outline"),
        ListRow("History", on_tap=to("history"), icon="history"),
        ListRow("Hidden posts", on_tap=to("hidden"), icon="eye-off-outline"),
        ListRow("Drafts", on_tap=to("drafts"), icon="file-document-edit-outline"),
        ListRow("Muted communities", on_tap=to("muted"), icon="volume-off"),
        Divider(),
        ListRow("Settings", on_tap=to("settings"), icon="cog-outline"),
    )


# Custom feeds


def feed_name(state: Reddit, nav: Nav, id: int = 0) -> Box:
    """Asks for the name of a custom feed: a new one, or one that there is."""
    known = state.custom_feed(id)
    name = nav.bind("name", known.name if known is not None else "")
    typed = name.get().strip()

    def save() -> None:
        if not typed:
            return
        nav.unfocus()
        nav.back()
        if known is not None:
            known.name = typed
            return
        feed = CustomFeed(state.new_id(), typed)
        state.feeds.append(feed)
        nav.go("custom_feed", id=feed.id)

    field = TextField(name, "Name", id="feed_name", on_submit=save, limit=50)
    return Dialog(
        "Create a custom feed" if known is None else "Rename custom feed",
        Column(field, pad=(24, 0, 24, 0)),
        buttons=[
            TextButton("Cancel", nav.back, id="button2"),
            TextButton("Create" if known is None else "Save", save, enabled=bool(typed), id="button1"),
        ],
    )


def custom_feed(state: Reddit, nav: Nav, id: int) -> Box:
    """Posts of the communities in a custom feed."""
    one = state.custom_feed(id)
    actions = [
        IconButton("plus", "Add communities", nav.to("feed_communities", id=id)),
        IconButton("dots-vertical", "More options", nav.to("custom_feed_menu", id=id)),
    ]
    bar = AppBar(one.name if one is not None else "", nav.back, actions if one is not None else [])
    if not nav.online:
        return OfflinePage(bar, nav.load)
    kept = [] if one is None else [post for post in visible(state, nav) if post.community in one.communities]
    posts = ordered(state, nav, kept, "Hot")
    empty = nothing("view-list-outline", "This feed is empty", "Add communities to see their posts here")
    return Page(
        bar,
        *(feed(state, nav, posts) or [empty]),
        on_refresh=refreshing(nav),
        on_end=ending(nav, len(posts)),
    )


def custom_feed_menu(state: Reddit, nav: Nav, id: int) -> Box:
    """What can be done with a custom feed."""
    return Menu(
        [
            ("Rename", lambda: nav.replace("feed_name", id=id)),
            ("Delete", lambda: nav.replace("delete_feed", id=id)),
        ],
        beside=nav.entry.anchor,
    )


def delete_feed(state: Reddit, nav: Nav, id: int) -> Box:
    """Asks before a custom feed is deleted."""

    def delete() -> None:
        state.feeds = [one for one in state.feeds if one.id != id]
        nav.back_to("home")

    return Confirm(
        "Delete custom feed?", "The communities in it stay as they are.", "Delete", delete, nav.back
    )


def feed_communities(state: Reddit, nav: Nav, id: int) -> Box:
    """Which of the user's communities are in a custom feed."""
    one = state.custom_feed(id)
    held = one.communities if one is not None else []
    members = sorted(state.memberships, key=lambda member: member.id.casefold())

    def holds(community: str) -> Binding:
        return Binding(lambda: community in held, lambda value: switch(held, community))

    done = TextButton("Done", nav.back)
    return Page(
        AppBar("Add communities", nav.back, [done]),
        *(CheckRow(member.id, holds(member.id), leading=disc(member.id)) for member in members),
        Row(width=FILL, height=16),
    )
