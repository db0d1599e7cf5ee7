"""The search: its field, history and suggestions."""

from __future__ import annotations

from openphone_gym.phone.apps.reddit.feeds import ordered, visible
from openphone_gym.phone.apps.reddit.screens.frame import disc, face, meeting, visiting
from openphone_gym.phone.apps.reddit.searching import SUGGESTED, find_communities, fits
from openphone_gym.phone.apps.reddit.state import Reddit, remember
from openphone_gym.phone.apps.reddit.wording import counted
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Handler, Label, Row
from openphone_gym.phone.toolkit.controls import BUTTON, IconButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import ListRow, Section
from openphone_gym.phone.toolkit.surfaces import Page
from openphone_gym.phone.toolkit.theme import LABEL_LARGE
from openphone_gym.phone.world.records import Community

TRENDING = 5
"""Subjects of the day below an empty field."""

COMPLETED = 4
"""Subjects that are suggested while somebody types."""


def search(state: Reddit, nav: Nav, community: str = "", query: str = "") -> Box:
    """The field, with what was searched for last below it, or what fits what is typed."""
    words = nav.bind("query", query)
    typed = words.get().strip()
    within = nav.local.get("community", community)

    def submit() -> None:
        if typed:
            _find(state, nav, typed, within)

    field = TextField(
        words,
        f"Search in {within}" if within else "Search Reddit",
        id="search_view",
        variant="plain",
        action="search",
        on_submit=submit,
        flex=1,
    )
    clear = IconButton("close", "Clear text", words.setting(""), size=20) if words.get() else None
    bar = Row(
        IconButton("arrow-left", "Navigate up", nav.back, color="on_surface"),
        Row(
            _scope(nav, within) if within else None,
            field,
            clear,
            fill="surface_container",
            radius=22,
            height=44,
            flex=1,
            gap=8,
            pad=(14, 0, 0, 0),
        ),
        width=FILL,
        height=64,
        pad=(4, 0, 12, 0),
    )
    rows = _suggestions(state, nav, typed, within) if typed else _history(state, nav)
    return Page(bar, *rows)


def _scope(nav: Nav, community: str) -> Box:
    """The community that the search is kept to; a touch widens it."""
    return Row(
        Label(f"{community} ✕", LABEL_LARGE, color="on_secondary_container", max_lines=1),
        cls=BUTTON,
        label=community,
        desc=f"Search only in {community}: remove",
        on_tap=nav.remember("community", ""),
        fill="secondary_container",
        radius=14,
        height=28,
        pad=(10, 0, 10, 0),
    )


def _find(state: Reddit, nav: Nav, query: str, community: str) -> None:
    """Opens the results."""
    remember(state.searches, query)
    nav.unfocus()
    nav.replace("results", query=query, community=community)


def _finding(state: Reddit, nav: Nav, query: str, community: str = "") -> Handler:
    return lambda: _find(state, nav, query, community)


def _history(state: Reddit, nav: Nav) -> list[Box]:
    """What was searched for last, and what others search for today."""

    def forgetting(query: str) -> Handler:
        return lambda: state.searches.remove(query)

    posts = ordered(state, nav, visible(state, nav), "Rising")
    trending = list(dict.fromkeys(post.subject for post in posts if post.subject))[:TRENDING]
    return [
        *(
            ListRow(
                query,
                on_tap=_finding(state, nav, query),
                icon="history",
                trailing=IconButton("close", f"Remove {query}", forgetting(query), size=20),
                pad=(20, 4, 8, 4),
            )
            for query in state.searches
        ),
        Section("Trending today"),
        *(
            ListRow(subject, on_tap=_finding(state, nav, subject), icon="trending-up", pad=(20, 12, 8, 12))
            for subject in trending
        ),
    ]


def _suggestions(state: Reddit, nav: Nav, typed: str, within: str) -> list[Box]:
    """Communities and people by name, subjects, and the search for just this."""
    communities = [] if within else find_communities(state, nav, typed)[:SUGGESTED]
    posts = visible(state, nav)
    subjects = dict.fromkeys(post.subject for post in posts if post.subject and fits(typed, post.subject))
    people = [] if within else [one for one in nav.world.members if one.id.startswith(typed.casefold())][:2]
    search_for = _finding(state, nav, typed, within)
    return [
        *(suggestion(state, nav, one) for one in communities),
        *(
            ListRow(f"u/{one.id}", on_tap=meeting(nav, one.id), leading=face(one.id), pad=(20, 8, 20, 8))
            for one in people
        ),
        *(
            ListRow(
                subject, on_tap=_finding(state, nav, subject, within), icon="magnify", pad=(20, 12, 20, 12)
            )
            for subject in list(subjects)[:COMPLETED]
            if subject.casefold() != typed.casefold()
        ),
        ListRow(
            f"Search for “{typed}”", on_tap=search_for, icon="magnify", pad=(20, 12, 20, 12), id="search_for"
        ),
    ]


def suggestion(state: Reddit, nav: Nav, one: Community) -> Box:
    """A community below the field."""
    told = counted(one.members, "member")
    joined = state.membership(one.id) is not None
    return ListRow(
        one.id,
        f"{told} • Joined" if joined else told,
        visiting(state, nav, one.id),
        leading=disc(one.id),
        pad=(20, 8, 20, 8),
    )
