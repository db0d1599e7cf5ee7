"""A post with its comments, and what can be done with both."""

from __future__ import annotations

from collections.abc import Sequence

from openphone_gym.phone.apps.reddit.feeds import (
    OWN_COMMENT,
    OWN_POST,
    age,
    comments_of,
    find_comment,
    find_post,
    threads,
)
from openphone_gym.phone.apps.reddit.screens.cards import (
    VIEW,
    action_row,
    address,
    flair_tag,
    heading,
    line,
    link_bar,
    picture_of,
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
    online,
    refreshing,
    shown,
    visiting,
)
from openphone_gym.phone.apps.reddit.state import COMMENT_ORDERS, Reddit, switch
from openphone_gym.phone.apps.reddit.wording import age as span
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.stacks import front_entry
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Text
from openphone_gym.phone.toolkit.controls import IconButton, TextButton
from openphone_gym.phone.toolkit.offline import OfflinePage
from openphone_gym.phone.toolkit.prose import Block, Prose
from openphone_gym.phone.toolkit.rows import LAYOUT, ListRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Page, Sheet
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

REASONS = ("Spam", "Harassment", "Hate", "Sharing personal information", "Self-harm", "Copyright violation")


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
        Column(picture_of(one, 230), on_tap=nav.to("picture", id=one.id), cls=VIEW, desc="Open picture")
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


# What can be done with a post


def post_menu(state: Reddit, nav: Nav, id: str) -> Box:
    """The menu of a post."""
    one = find_post(state, nav, id)
    if one is None:
        return Sheet(ListRow("This post was deleted"))
    saved = id in state.saved

    def save() -> None:
        switch(state.saved, id)
        nav.back()
        if saved:
            nav.snackbar("Post unsaved")
        else:
            nav.snackbar("Post saved", "UNDO", "unsave", id=id)

    def hide() -> None:
        switch(state.hidden, id)
        nav.back()
        if front_entry(nav.system).screen == "post":
            nav.back()
        if id in state.hidden:
            nav.snackbar("Post hidden", "UNDO", "unhide", id=id)

    mine = id.startswith(OWN_POST)
    return Sheet(
        ListRow("Unsave" if saved else "Save", on_tap=save, icon="bookmark" if saved else "bookmark-outline"),
        ListRow("Unhide post" if id in state.hidden else "Hide post", on_tap=hide, icon="eye-off-outline"),
        ListRow("Share", on_tap=lambda: nav.replace("share", id=id), icon="share-outline"),
        ListRow("Copy text", on_tap=_copying(nav, one.body or one.title), icon="content-copy"),
        ListRow(f"Go to {one.community}", on_tap=_after(nav, visiting(state, nav, one.community)),
                icon="account-group-outline"),
        ListRow(f"Go to u/{one.author}", on_tap=_after(nav, meeting(nav, one.author)), icon="account-outline"),
        ListRow("Report", on_tap=lambda: nav.replace("report"), icon="flag-outline") if not mine else None,
        ListRow("Block account", on_tap=lambda: nav.replace("block", id=one.author), icon="account-cancel-outline")
        if not mine else None,
        ListRow("Delete post", on_tap=lambda: nav.replace("delete", id=id), icon="delete-outline")
        if mine else None,
    )  # fmt: skip


def _after(nav: Nav, then: Handler) -> Handler:
    """A handler that closes a sheet first."""

    def close() -> None:
        nav.back()
        then()

    return close


def _copying(nav: Nav, text: str) -> Handler:
    def copy() -> None:
        nav.system.clipboard = text
        nav.back()
        nav.toast("Copied")

    return copy


def share(state: Reddit, nav: Nav, id: str) -> Box:
    """How a post is passed on."""
    one = find_post(state, nav, id)
    if one is None:
        return Sheet(ListRow("This post was deleted"))
    url = address(one)
    saved = id in state.saved

    def send() -> None:
        nav.back()
        nav.send("share", text=f"{one.title}\n{url}")

    def save() -> None:
        switch(state.saved, id)
        nav.back()
        nav.snackbar("Post unsaved" if saved else "Post saved")

    return Sheet(
        Row(Text(one.title, BODY_MEDIUM, color="on_surface_variant", max_lines=2), pad=(24, 0, 24, 8)),
        ListRow("Copy link", on_tap=_copying(nav, url), icon="link-variant"),
        ListRow("Share via…", on_tap=send, icon="share-variant-outline"),
        ListRow("Crosspost to a community", on_tap=lambda: nav.replace("create", title=one.title, link=url),
                icon="shuffle-variant"),
        ListRow("Unsave" if saved else "Save", on_tap=save, icon="bookmark-outline"),
    )  # fmt: skip


def report(state: Reddit, nav: Nav) -> Box:
    """What is wrong with a post or comment."""

    def tell() -> None:
        nav.back()
        nav.snackbar("Thanks for your report")

    return Sheet(
        Row(Text("Submit a report", TITLE_LARGE, id="sheet_title"), pad=(24, 0, 24, 8)),
        *(ListRow(reason, on_tap=online(nav, tell)) for reason in REASONS),
    )


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


# What can be done with a comment


def comment_menu(state: Reddit, nav: Nav, id: str) -> Box:
    """The menu of a comment."""
    said = find_comment(state, nav, id)
    if said is None:
        return Sheet(ListRow("This comment was deleted"))
    saved = id in state.saved
    mine = id.startswith(OWN_COMMENT)

    def save() -> None:
        switch(state.saved, id)
        nav.back()
        nav.snackbar("Comment unsaved" if saved else "Comment saved")

    def send() -> None:
        nav.back()
        nav.send("share", text=said.text)

    return Sheet(
        ListRow("Unsave" if saved else "Save", on_tap=save, icon="bookmark-outline"),
        ListRow("Share", on_tap=send, icon="share-outline"),
        ListRow("Copy text", on_tap=_copying(nav, said.text), icon="content-copy"),
        ListRow(f"Go to u/{said.author}", on_tap=_after(nav, meeting(nav, said.author)), icon="account-outline"),
        ListRow("Report", on_tap=lambda: nav.replace("report"), icon="flag-outline") if not mine else None,
        ListRow("Delete comment", on_tap=lambda: nav.replace("delete", id=id), icon="delete-outline")
        if mine else None,
    )  # fmt: skip


def delete(state: Reddit, nav: Nav, id: str) -> Box:
    """Asks before a post or comment of the user is deleted."""
    number = int(id.rpartition("-")[2])

    def ok() -> None:
        state.posts = _without(state.posts, number)
        state.comments = _without(state.comments, number)
        nav.back()
        nav.snackbar("Deleted")

    return Confirm("Are you sure?", "You can't restore what you delete.", "Delete", ok, nav.back)


def _without(written: Sequence, number: int) -> list:
    return [one for one in written if one.id != number]
