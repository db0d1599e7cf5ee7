"""Lists of the account: what was saved, hidden, read, muted."""

from __future__ import annotations

from collections.abc import Iterable

from openphone_gym.phone.apps.reddit.feeds import find_comment, find_post
from openphone_gym.phone.apps.reddit.screens.cards import line, row
from openphone_gym.phone.apps.reddit.screens.frame import crowded, disc, nothing, visiting
from openphone_gym.phone.apps.reddit.screens.profile import comment_row
from openphone_gym.phone.apps.reddit.state import Reddit, switch
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Row
from openphone_gym.phone.toolkit.controls import TextButton
from openphone_gym.phone.toolkit.offline import OfflinePage
from openphone_gym.phone.toolkit.rows import ListRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Page, Tab, Tabs


def _rows(state: Reddit, nav: Nav, ids: Iterable[str]) -> list[Box]:
    """Those posts that are still there."""
    posts = [find_post(state, nav, id) for id in ids]
    return [box for post in posts if post is not None for box in (row(state, nav, post), line())]


def saved(state: Reddit, nav: Nav) -> Box:
    """Saved posts and comments."""
    tab = nav.local.get("tab", "Posts")
    tabs = [Tab(name, "", name == tab, nav.remember("tab", name)) for name in ("Posts", "Comments")]
    bar = Column(AppBar("Saved", nav.back), Tabs(tabs, crowded(nav, 200)))
    if not nav.online:
        return OfflinePage(bar, nav.load)
    if tab == "Posts":
        rows = _rows(state, nav, [id for id in state.saved if "post" in id])
    else:
        found = [find_comment(state, nav, id) for id in state.saved if "comment" in id]
        rows = [comment_row(state, nav, one) for one in found if one is not None]
    return Page(
        bar, *(rows or [nothing("bookmark-outline", "Nothing saved yet", "Save posts to find them here")])
    )


def history(state: Reddit, nav: Nav) -> Box:
    """Posts that were read last."""
    clear = TextButton("Clear", state.seen.clear) if state.seen else Row()
    empty = nothing("history", "Nothing read yet")
    return Page(AppBar("History", nav.back, [clear]), *(_rows(state, nav, state.seen) or [empty]))


def hidden(state: Reddit, nav: Nav) -> Box:
    """Hidden posts."""

    def showing(id: str) -> Handler:
        return lambda: state.hidden.remove(id)

    rows = [
        box
        for id in state.hidden
        if (post := find_post(state, nav, id)) is not None
        for box in (
            row(state, nav, post),
            Row(TextButton("Unhide", showing(id)), width=FILL, justify="end", pad=(16, 0, 16, 8)),
            line(),
        )
    ]
    return Page(AppBar("Hidden posts", nav.back), *(rows or [nothing("eye-off-outline", "Nothing hidden")]))


def muted(state: Reddit, nav: Nav) -> Box:
    """Muted communities."""

    def unmuting(id: str) -> Handler:
        return lambda: switch(state.muted, id)

    rows = [
        ListRow(
            id, on_tap=visiting(state, nav, id), leading=disc(id), trailing=TextButton("Unmute", unmuting(id))
        )
        for id in state.muted
    ]
    empty = nothing("volume-off", "No muted communities", "Their posts are left out of your feeds")
    return Page(AppBar("Muted communities", nav.back), *(rows or [empty]))


def unsave(state: Reddit, nav: Nav, id: str) -> None:
    """Takes back that a post was saved."""
    if id in state.saved:
        state.saved.remove(id)


def unhide(state: Reddit, nav: Nav, id: str) -> None:
    """Takes back that a post was hidden."""
    if id in state.hidden:
        state.hidden.remove(id)
