"""The results of a search, in tabs, with their order and time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from openphone_gym.phone.apps.reddit.feeds import age, score
from openphone_gym.phone.apps.reddit.screens.cards import VIEW, ending, line, picture_of, reading, row
from openphone_gym.phone.apps.reddit.screens.community import telling
from openphone_gym.phone.apps.reddit.screens.frame import (
    SIDE,
    choice,
    disc,
    face,
    join_button,
    meeting,
    nothing,
    refreshing,
    shown,
    visiting,
)
from openphone_gym.phone.apps.reddit.screens.home import searching
from openphone_gym.phone.apps.reddit.searching import (
    find_comments,
    find_communities,
    find_media,
    find_people,
    find_posts,
)
from openphone_gym.phone.apps.reddit.state import ALL_TIME, RELEVANCE, RESULTS, SORTS, TIMED, TIMES, Reddit
from openphone_gym.phone.apps.reddit.wording import age as span
from openphone_gym.phone.apps.reddit.wording import counted, number
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.stacks import front_entry
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Text
from openphone_gym.phone.toolkit.controls import BUTTON, IconButton
from openphone_gym.phone.toolkit.flow import Flow
from openphone_gym.phone.toolkit.grid import Grid
from openphone_gym.phone.toolkit.offline import OfflinePage
from openphone_gym.phone.toolkit.rows import ListRow
from openphone_gym.phone.toolkit.surfaces import Page, Tab, Tabs
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_MEDIUM, BODY_SMALL, LABEL_LARGE, LABEL_MEDIUM
from openphone_gym.phone.world.records import Comment, Community, Member, Post

SORTED = ("Posts", "Comments", "Media")
"""Tabs whose results have an order and a time."""


def results(state: Reddit, nav: Nav, query: str, community: str = "") -> Box:
    """What a search found."""
    tab = nav.local.get("tab", RESULTS[0])

    def opening(name: str) -> Handler:
        def open_tab() -> None:
            nav.local["tab"] = name
            nav.local.pop("shown", None)
            nav.entry.scroll.pop("list", None)

        return open_tab

    tabs = Tabs([Tab(name, "", name == tab, opening(name)) for name in RESULTS], scrolls=True)
    bar = Column(_bar(nav, query, community), tabs)
    if not nav.online:
        return OfflinePage(bar, nav.load)
    found, rows = _TABS[tab](state, nav, query, community)
    empty = nothing(
        "magnify", "Hm... we couldn’t find any results", "Check the spelling, or try other filters"
    )
    return Page(
        bar,
        _chips(nav, tab) if tab in SORTED else None,
        *(rows or [empty]),
        on_refresh=refreshing(nav),
        on_end=ending(nav, found),
    )


def _bar(nav: Nav, query: str, community: str) -> Box:
    """What was searched for; a touch changes it."""
    words = f"{query} in {community}" if community else query
    field = Row(
        Icon("magnify", size=20),
        Text(words, BODY_LARGE, max_lines=1, flex=1, id="search_query"),
        cls="android.widget.LinearLayout",
        desc="Edit search",
        on_tap=_editing(nav, query, community),
        fill="surface_container",
        radius=22,
        height=44,
        flex=1,
        gap=10,
        pad=(14, 0, 14, 0),
    )
    back = IconButton("arrow-left", "Navigate up", nav.back, color="on_surface")
    return Row(back, field, width=FILL, height=64, pad=(4, 0, 16, 0))


def _editing(nav: Nav, query: str, community: str) -> Handler:
    def edit() -> None:
        nav.back()
        searching(nav, community, query)()

    return edit


def _filters(nav: Nav, tab: str) -> tuple[str, str]:
    """Order and time of a tab."""
    return nav.local.get(f"{tab} sort", RELEVANCE), nav.local.get(f"{tab} time", ALL_TIME)


def _chips(nav: Nav, tab: str) -> Box:
    """The chosen order, and the time where the order has one."""
    sort, time = _filters(nav, tab)

    def chip(name: str, chosen: str, usual: str, screen: str, id: str) -> Box:
        set_to = chosen != usual
        ink = "on_secondary_container" if set_to else "on_surface"
        return Row(
            Label(chosen if set_to else name, LABEL_LARGE, color=ink, max_lines=1),
            Icon("chevron-down", size=18, color=ink),
            cls=BUTTON,
            label=chosen if set_to else name,
            desc=f"{name}, {chosen}",
            id=id,
            on_tap=nav.to(screen, tab=tab, chosen=chosen),
            fill="secondary_container" if set_to else None,
            stroke=None if set_to else "outline",
            radius=16,
            height=34,
            gap=4,
            pad=(14, 0, 8, 0),
        )

    return Flow(
        chip("Sort", sort, RELEVANCE, "search_sort", "search_sort"),
        chip("Time", time, ALL_TIME, "search_time", "search_time") if sort in TIMED else None,
        width=FILL,
        pad=(SIDE, 10, SIDE, 6),
    )


def search_sort(state: Reddit, nav: Nav, tab: str, chosen: str) -> Box:
    """The orders of results; one without a time drops the time."""

    def choosing(sort: str) -> Handler:
        tell = telling(nav, f"{tab} sort", sort)

        def choose() -> None:
            tell()
            if sort not in TIMED:
                front_entry(nav.system).local.pop(f"{tab} time", None)

        return choose

    return choice("Sort", SORTS, chosen, choosing)


def search_time(state: Reddit, nav: Nav, tab: str, chosen: str) -> Box:
    """The times that results can be restricted to."""
    return choice("Time", list(TIMES), chosen, lambda time: telling(nav, f"{tab} time", time))


# The tabs: how many results there are, and the rows of those that are shown so far

Found = tuple[int, list[Box]]


def _posts(state: Reddit, nav: Nav, query: str, community: str) -> Found:
    found = find_posts(state, nav, query, *_filters(nav, "Posts"), community)
    return len(found), [box for one in found[: shown(nav)] for box in (row(state, nav, one), line())]


def _communities(state: Reddit, nav: Nav, query: str, community: str) -> Found:
    found = find_communities(state, nav, query)
    return len(found), [community_row(state, nav, one) for one in found[: shown(nav)]]


def community_row(state: Reddit, nav: Nav, one: Community) -> Box:
    """A community with what it is about, and Join."""
    words = Column(
        Text(one.id, LABEL_LARGE, max_lines=1, id="community_name"),
        Text(counted(one.members, "member"), BODY_SMALL, color="on_surface_variant", id="members"),
        Text(one.about, BODY_SMALL, color="on_surface_variant", max_lines=2, id="description"),
        flex=1,
    )
    return Row(
        disc(one.id, 40),
        words,
        join_button(state, nav, one.id),
        cls=VIEW,
        id="community_row",
        on_tap=visiting(state, nav, one.id),
        gap=12,
        width=FILL,
        pad=(SIDE, 10, SIDE, 10),
    )


def _comments(state: Reddit, nav: Nav, query: str, community: str) -> Found:
    found = find_comments(state, nav, query, *_filters(nav, "Comments"))
    kept = [(said, post) for said, post in found if not community or post.community == community]
    return len(kept), [box for pair in kept[: shown(nav)] for box in (_comment(state, nav, *pair), line())]


def _comment(state: Reddit, nav: Nav, said: Comment, post: Post) -> Box:
    """A comment, below the title of its post."""
    by = f"u/{said.author} • {span(age(nav, said))} • {counted(score(state, said), 'upvote')}"
    return Column(
        Row(
            disc(post.community, 20),
            Text(post.community, LABEL_MEDIUM, max_lines=1, id="subreddit_name"),
            gap=6,
        ),
        Text(post.title, LABEL_LARGE, max_lines=2, id="link_title"),
        Column(
            Text(by, BODY_SMALL, color="on_surface_variant", id="author"),
            Text(said.text, BODY_MEDIUM, max_lines=4, id="comment_text"),
            fill="surface_container",
            radius=8,
            gap=4,
            pad=(12, 8, 12, 8),
        ),
        cls=VIEW,
        id="comment_row",
        on_tap=reading(state, nav, post.id),
        gap=6,
        width=FILL,
        pad=(SIDE, 10, SIDE, 10),
    )


def _media(state: Reddit, nav: Nav, query: str, community: str) -> Found:
    found = find_media(find_posts(state, nav, query, *_filters(nav, "Media"), community))

    def tile(post: Post) -> Box:
        return Column(
            picture_of(post, 150),
            Text(post.title, BODY_MEDIUM, max_lines=2, id="link_title"),
            Text(post.community, BODY_SMALL, color="on_surface_variant", max_lines=1, id="subreddit_name"),
            cls=VIEW,
            id="media_tile",
            on_tap=reading(state, nav, post.id),
            gap=4,
        )

    tiles: Sequence[Box] = [tile(post) for post in found[: shown(nav)]]
    return len(found), [Grid(tiles, 2, gap=12, pad=(SIDE, 8, SIDE, 16))] if tiles else []


def _people(state: Reddit, nav: Nav, query: str, community: str) -> Found:
    found = find_people(nav, query, find_posts(state, nav, query, community=community))
    return len(found), [person_row(nav, one) for one in found[: shown(nav)]]


def person_row(nav: Nav, one: Member) -> Box:
    """A member in a list."""
    return ListRow(
        f"u/{one.id}",
        f"{number(one.karma)} karma",
        meeting(nav, one.id),
        leading=face(one.id, 40),
        pad=(SIDE, 10, SIDE, 10),
    )


_TABS: dict[str, Callable[[Reddit, Nav, str, str], Found]] = dict(
    zip(RESULTS, (_posts, _communities, _comments, _media, _people), strict=True)
)
