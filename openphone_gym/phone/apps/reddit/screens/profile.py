"""Members: their pages, and what the user can do with them."""

from __future__ import annotations

from openphone_gym.phone.apps.reddit.feeds import (
    age,
    find_member,
    find_post,
    own_comments,
    score,
    written_by,
)
from openphone_gym.phone.apps.reddit.screens.cards import ending, feed, line
from openphone_gym.phone.apps.reddit.screens.frame import SIDE, SITE, crowded, face, nothing, online
from openphone_gym.phone.apps.reddit.state import Chat, Reddit, switch
from openphone_gym.phone.apps.reddit.wording import age as span
from openphone_gym.phone.apps.reddit.wording import number
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Row, Text
from openphone_gym.phone.toolkit.controls import Button, IconButton, OutlinedButton, TextButton, TonalButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.offline import OfflinePage
from openphone_gym.phone.toolkit.rows import ListRow, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Menu, Page, Tab, Tabs
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, HEADLINE_SMALL
from openphone_gym.phone.world.records import Comment, Member

TABS = ("Posts", "Comments", "About")

OWN_KARMA, OWN_DAYS = 214, 412
"""Karma and age in days of the user's account."""


def profile(state: Reddit, nav: Nav, id: str) -> Box:
    """A member, or the user: posts, comments, about."""
    mine = id == state.user
    share = IconButton(
        "share-outline", "Share", nav.sending("share", text=f"{SITE}/user/{id}"), color="on_surface"
    )
    menu = IconButton("dots-vertical", "More options", nav.to("member_menu", id=id), color="on_surface")
    bar = AppBar(f"u/{id}", nav.back, [share] if mine else [share, menu])
    if not nav.online:
        return OfflinePage(bar, nav.load)
    tab = nav.local.get("tab", TABS[0])
    tabs = Tabs([Tab(name, "", name == tab, nav.remember("tab", name)) for name in TABS], crowded(nav, 300))
    who = (
        Member(id, state.about, OWN_KARMA, OWN_DAYS)
        if mine
        else find_member(nav, id) or Member(id, "", 1, 30)
    )
    posts = written_by(state, nav, id)
    rows = {
        "Posts": lambda: feed(state, nav, posts, ads=False) or [nothing("post-outline", "No posts yet")],
        "Comments": lambda: _comments(state, nav, id),
        "About": lambda: _about(who),
    }[tab]()
    return Page(
        bar,
        _head(state, nav, who, mine),
        tabs,
        *rows,
        on_end=ending(nav, len(posts)) if tab == "Posts" else None,
    )


def _head(state: Reddit, nav: Nav, who: Member, mine: bool) -> Box:
    """Picture, name, karma, and the main buttons."""
    following = who.id in state.following

    def follow() -> None:
        switch(state.following, who.id)
        nav.snackbar(f"Unfollowed u/{who.id}" if following else f"Following u/{who.id}")

    if mine:
        buttons: list[Box] = [OutlinedButton("Edit", nav.to("edit_profile"), height=36)]
    else:
        press = Button("Follow", online(nav, follow), height=36)
        if following:
            press = OutlinedButton("Following", online(nav, follow), height=36)
        buttons = [press, TonalButton("Chat", talking(state, nav, who.id), height=36)]
    return Column(
        face(who.id, 72),
        Text(who.id, HEADLINE_SMALL, max_lines=1, id="username"),
        Text(
            f"{number(who.karma)} karma • {span(who.days * 1_440)}", BODY_MEDIUM, color="on_surface_variant"
        ),
        Text(who.about, BODY_MEDIUM, id="about") if who.about else None,
        Row(*buttons, gap=12),
        align="start",
        gap=8,
        fill="surface_container_low",
        pad=(SIDE, 16, SIDE, 16),
    )


def _comments(state: Reddit, nav: Nav, id: str) -> list[Box]:
    if id == state.user:
        said = own_comments(state)
    else:
        said = [one for post in written_by(state, nav, id)[:3] for one in nav.world.comments(post.id)]
        said = [one for one in said if one.author == id]
    rows = [box for one in said for box in (comment_row(state, nav, one), line())]
    return rows or [nothing("comment-outline", "No comments yet")]


def comment_row(state: Reddit, nav: Nav, said: Comment) -> Box:
    """A comment with the title of its post."""
    post = find_post(state, nav, said.post)
    title = post.title if post is not None else "Deleted post"
    where = f"{post.community} • " if post is not None else ""
    return ListRow(
        title,
        f"{where}{span(age(nav, said))} • {number(score(state, said))} upvotes\n{said.text}",
        nav.to("post", id=said.post),
        icon="comment-outline",
        pad=(SIDE, 10, SIDE, 10),
    )


def _about(who: Member) -> list[Box]:
    return [
        Section("About"),
        ListRow("Karma", f"{who.karma:,}"),
        ListRow("Account age", span(who.days * 1_440)),
        ListRow("About me", who.about or "Nothing yet"),
    ]


def edit_profile(state: Reddit, nav: Nav) -> Box:
    """What the user's profile says."""
    return Page(
        AppBar("Edit profile", nav.back, [TextButton("Save", nav.back)]),
        Column(
            Row(face(state.user, 96), justify="center", width=FILL),
            TextField(bind(state, "about"), "About you (optional)", id="about", limit=200),
            gap=16,
            pad=(24, 16, 24, 16),
        ),
    )


def member_menu(state: Reddit, nav: Nav, id: str) -> Box:
    """What can be done with a member."""
    blocked = id in state.blocked

    def unblock() -> None:
        state.blocked.remove(id)
        nav.back()

    return Menu(
        [
            ("Report", lambda: nav.replace("report")),
            ("Unblock account", unblock)
            if blocked
            else ("Block account", lambda: nav.replace("block", id=id)),
        ],
        beside=nav.entry.anchor,
    )


def block(state: Reddit, nav: Nav, id: str) -> Box:
    """Asks before somebody is blocked."""

    def ok() -> None:
        if id not in state.blocked:
            state.blocked.insert(0, id)
        nav.back()
        nav.snackbar(f"Blocked u/{id}")

    return Confirm(f"Block u/{id}?", "You will not see what they write.", "Block", ok, nav.back)


def chat_with(state: Reddit, member: str) -> Chat:
    """The chat with a member, which begins if there is none."""
    chat = next((one for one in state.chats if one.member == member), None)
    if chat is None:
        chat = Chat(state.new_id(), member)
        state.chats.insert(0, chat)
    return chat


def talking(state: Reddit, nav: Nav, member: str) -> Handler:
    """A handler that opens the chat with a member."""
    return lambda: nav.go("chat", id=chat_with(state, member).id)
