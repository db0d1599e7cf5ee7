"""A post with its comments, and what can be done with both."""

from __future__ import annotations

from openphone_gym.phone.apps.reddit.feeds import (
    age,
    comments_of,
    find_post,
    threads,
)
from openphone_gym.phone.apps.reddit.screens.cards import (
    VIEW,
    action_row,
    flair_tag,
    heading,
    line,
    link_bar,
    picture_of,
    shown_picture,
    vote_pill,
)
from openphone_gym.phone.apps.reddit.screens.community import telling
from openphone_gym.phone.apps.reddit.screens.frame import (
    SIDE,
    choice,
    face,
    gone,
    meeting,
    more,
    nothing,
    refreshing,
    shown,
)
from openphone_gym.phone.apps.reddit.state import COMMENT_ORDERS, Reddit, switch
from openphone_gym.phone.apps.reddit.wording import age as span
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Icon, Label, Row, Text
from openphone_gym.phone.toolkit.controls import IconButton, TextButton
from openphone_gym.phone.toolkit.offline import OfflinePage
from openphone_gym.phone.toolkit.prose import Block, Prose
from openphone_gym.phone.toolkit.rows import LAYOUT
from openphone_gym.phone.toolkit.surfaces import AppBar, Page
from openphone_gym.phone.toolkit.theme import (
    BODY_LARGE,
    BODY_MEDIUM,
    BODY_SMALL,
    LABEL_LARGE,
    LABEL_MEDIUM,
    TITLE_LARGE,
)
from openphone_gym.phone.world.records import Comment, Post

DEEPEST = 5
"""Levels of a thread that are moved to the right."""


def post(state: Reddit, nav: Nav, id: str) -> Box:
    """A post and its comments."""
    one = find_post(state, nav, id)
    if one is None:
        return gone(nav, "This post was deleted")
    bar = AppBar(
        one.community,
        nav.back,
        [IconButton("dots-vertical", "More options", nav.to("post_menu", id=id), color="on_surface")],
    )
    if not nav.online:
        return OfflinePage(bar, nav.load)
    order = nav.local.get("order", state.preferences.comment_order)
    folded = nav.local.get("folded", [])
    found = list(threads(state, nav, comments_of(state, nav, one), order, folded))
    return Page(
        bar,
        _written(state, nav, one),
        _order(nav, order),
        *(_comment(state, nav, one, deep, said) for deep, said in found[: shown(nav)]),
        nothing("comment-outline", "No comments yet", "Be the first to say something") if not found else None,
        bottom=_join_in(nav, id),
        on_refresh=refreshing(nav),
        on_end=more(nav) if len(found) > shown(nav) else None,
    )


def _written(state: Reddit, nav: Nav, one: Post) -> Box:
    """The post itself."""
    by = Row(
        Text(f"u/{one.author}", LABEL_MEDIUM, color="on_surface_variant", max_lines=1, id="author"),
        cls=VIEW,
        on_tap=meeting(nav, one.author),
        height=28,
    )
    blocks = [Block("paragraph", part) for part in one.body.split("\n\n") if part]

    def comment() -> None:
        nav.go("reply", post=one.id)
        nav.focus("comment")

    return Column(
        heading(state, nav, one, ""),
        by,
        Text(one.title, TITLE_LARGE, id="link_title"),
        flair_tag(one.flair) if one.flair else None,
        Prose(blocks, size=0.94) if blocks else None,
        Column(
            shown_picture(state, nav, one, 230),
            on_tap=nav.to("picture", id=one.id),
            cls=VIEW,
            desc="Open picture",
        )
        if one.picture
        else None,
        link_bar(nav, one.link) if one.link else None,
        action_row(state, nav, one, comment),
        gap=8,
        width=FILL,
        pad=(SIDE, 4, SIDE, 10),
    )


def _order(nav: Nav, order: str) -> Box:
    button = Row(
        Text(f"{order} comments", LABEL_LARGE, id="sort_label"),
        Icon("chevron-down", size=18),
        cls=LAYOUT,
        desc="Sort comments",
        on_tap=nav.to("comment_order", chosen=order),
        gap=6,
        height=44,
        pad=(SIDE, 0, SIDE, 0),
    )
    return Row(button, width=FILL, fill="surface_container_low")


def comment_order(state: Reddit, nav: Nav, chosen: str) -> Box:
    """The orders of comments."""
    return choice("Sort comments by", COMMENT_ORDERS, chosen, lambda order: telling(nav, "order", order))


def _join_in(nav: Nav, id: str) -> Box:
    """The bar at the foot in which a comment begins."""

    def write() -> None:
        nav.go("reply", post=id)
        nav.focus("comment")

    field = Row(
        Label("Join the conversation", BODY_LARGE, color="on_surface_variant"),
        cls="android.widget.TextView",
        label="Join the conversation",
        id="reply_text_view",
        on_tap=write,
        fill="surface_container",
        radius=20,
        height=40,
        flex=1,
        pad=(16, 0, 16, 0),
    )
    return Column(line(), Row(field, width=FILL, pad=(SIDE, 8, SIDE, 8)))


def _comment(state: Reddit, nav: Nav, of: Post, deep: int, said: Comment) -> Box:
    """A comment at its place in the thread; a touch on its head folds what is below it."""
    folded: list[str] = nav.local.get("folded", [])

    def fold() -> None:
        kept = list(folded)
        switch(kept, said.id)
        nav.local["folded"] = kept

    def answer() -> None:
        nav.go("reply", post=of.id, parent=said.id)
        nav.focus("comment")

    head = Row(
        face(said.author, 22),
        Text(said.author, LABEL_MEDIUM, max_lines=1, id="author"),
        Text("OP", LABEL_MEDIUM, color="primary") if said.author == of.author else None,
        Text(f"• {span(age(nav, said))}", BODY_SMALL, color="on_surface_variant", id="comment_age"),
        cls=VIEW,
        on_tap=fold,
        on_long=meeting(nav, said.author),
        gap=6,
        height=32,
        width=FILL,
    )
    foot = Row(
        IconButton(
            "dots-horizontal",
            "Comment options",
            nav.to("comment_menu", id=said.id),
            width=36,
            height=36,
            size=20,
        ),
        TextButton("Reply", answer, "reply-outline", height=36),
        vote_pill(state, nav, said, plain=True),
        justify="end",
        width=FILL,
    )
    hidden = said.id in folded
    body = Column(
        head,
        None if hidden else Text(said.text, BODY_MEDIUM, id="comment_text"),
        None if hidden else foot,
        flex=1,
        gap=2,
    )
    bars = [Box(width=2, fill="outline_variant") for _ in range(min(deep, DEEPEST))]
    return Row(*bars, body, gap=10, align="stretch", width=FILL, pad=(SIDE, 2, 8, 2))


def picture(state: Reddit, nav: Nav, id: str) -> Box:
    """The picture of a post on the whole screen."""
    one = find_post(state, nav, id)
    if one is None or not one.picture:
        return gone(nav, "This picture was deleted")
    bar = AppBar("", nav.back, icon="close")
    words = Text(one.title, BODY_MEDIUM, max_lines=2, id="link_title")
    return Page(
        bar,
        Column(picture_of(one, 340), justify="center", flex=1),
        Column(words, action_row(state, nav, one, nav.back), gap=8, pad=(SIDE, 8, SIDE, 8)),
        scrolls=False,
        theme="dark",
        fill=0xFF000000,
        bar_color=0xFFFFFFFF,
    )
