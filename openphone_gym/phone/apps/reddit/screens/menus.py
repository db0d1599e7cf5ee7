"""What can be done with a post or a comment: menus, sharing, reporting, deleting."""

from __future__ import annotations

from collections.abc import Sequence

from openphone_gym.phone.apps.reddit.feeds import (
    OWN_COMMENT,
    OWN_POST,
    find_comment,
    find_post,
)
from openphone_gym.phone.apps.reddit.screens.cards import (
    address,
)
from openphone_gym.phone.apps.reddit.screens.frame import (
    closing,
    meeting,
    online,
    visiting,
)
from openphone_gym.phone.apps.reddit.state import Reddit, switch
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.stacks import front_entry
from openphone_gym.phone.toolkit.box import Box, Handler, Row, Text
from openphone_gym.phone.toolkit.rows import ListRow
from openphone_gym.phone.toolkit.surfaces import Confirm, Sheet
from openphone_gym.phone.toolkit.theme import (
    BODY_MEDIUM,
    TITLE_LARGE,
)

REASONS = ("Spam", "Harassment", "Hate", "Sharing personal information", "Self-harm", "Copyright violation")


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
        ListRow(
            f"Go to {one.community}",
            on_tap=closing(nav, visiting(state, nav, one.community)),
            icon="account-group-outline",
        ),
        ListRow(
            f"Go to u/{one.author}", on_tap=closing(nav, meeting(nav, one.author)), icon="account-outline"
        ),
        ListRow("Report", on_tap=lambda: nav.replace("report"), icon="flag-outline") if not mine else None,
        ListRow(
            "Block account", on_tap=lambda: nav.replace("block", id=one.author), icon="account-cancel-outline"
        )
        if not mine
        else None,
        ListRow("Delete post", on_tap=lambda: nav.replace("delete", id=id), icon="delete-outline")
        if mine
        else None,
    )


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
        ListRow(
            "Crosspost to a community",
            on_tap=lambda: nav.replace("create", title=one.title, link=url),
            icon="shuffle-variant",
        ),
        ListRow("Unsave" if saved else "Save", on_tap=save, icon="bookmark-outline"),
    )


def report(state: Reddit, nav: Nav) -> Box:
    """What is wrong with a post or comment."""

    def tell() -> None:
        nav.back()
        nav.snackbar("Thanks for your report")

    return Sheet(
        Row(Text("Submit a report", TITLE_LARGE, id="sheet_title"), pad=(24, 0, 24, 8)),
        *(ListRow(reason, on_tap=online(nav, tell)) for reason in REASONS),
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
        ListRow(
            f"Go to u/{said.author}", on_tap=closing(nav, meeting(nav, said.author)), icon="account-outline"
        ),
        ListRow("Report", on_tap=lambda: nav.replace("report"), icon="flag-outline") if not mine else None,
        ListRow("Delete comment", on_tap=lambda: nav.replace("delete", id=id), icon="delete-outline")
        if mine
        else None,
    )


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
