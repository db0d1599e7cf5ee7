"""What a search finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.apps.reddit.feeds import (
    age,
    comments_of,
    count_comments,
    ordered,
    score,
    visible,
)
from openphone_gym.phone.apps.reddit.state import RELEVANCE, TIMES, Reddit
from openphone_gym.phone.world.records import Comment, Community, Member, Post

if TYPE_CHECKING:
    from openphone_gym.phone.system.nav import Nav

SUGGESTED = 5
"""Communities that are suggested while somebody types."""

SEARCHED_POSTS = 12
"""Posts whose comments are looked through: the best that a search finds."""


def fits(query: str, *texts: str) -> bool:
    """Whether every word of a query stands in one of some texts."""
    told = " ".join(texts).casefold()
    return all(word in told for word in query.casefold().split())


def find_posts(
    state: Reddit, nav: Nav, query: str, sort: str = RELEVANCE, time: str = "", community: str = ""
) -> list[Post]:
    """Posts with all words of a query, not older than a time, in order."""
    limit = TIMES.get(time)
    found = [
        post
        for post in visible(state, nav)
        if fits(query, post.title, post.body, post.community)
        and (not community or post.community == community)
        and (limit is None or age(nav, post) < limit)
    ]
    if sort != RELEVANCE:
        return ordered(state, nav, found, sort)
    return sorted(found, key=lambda post: (not fits(query, post.title), -score(state, post), post.id))


def find_media(posts: Sequence[Post]) -> list[Post]:
    """Those with a picture."""
    return [post for post in posts if post.picture]


def find_comments(state: Reddit, nav: Nav, query: str, sort: str, time: str) -> list[tuple[Comment, Post]]:
    """Comments with all words of a query on posts that it finds, with their posts, in order."""
    limit = TIMES.get(time)
    found = [
        (comment, post)
        for post in find_posts(state, nav, query)[:SEARCHED_POSTS]
        for comment in comments_of(state, nav, post)
        if fits(query, comment.text) and (limit is None or age(nav, comment) < limit)
    ]
    if sort == "New":
        return sorted(found, key=lambda pair: (age(nav, pair[0]), pair[0].id))
    if sort == "Comment count":
        return sorted(found, key=lambda pair: (-count_comments(state, pair[1]), pair[0].id))
    return sorted(found, key=lambda pair: (-score(state, pair[0]), pair[0].id))


def find_communities(state: Reddit, nav: Nav, query: str) -> list[Community]:
    """Communities with the words of a query in their names, then in what they say of themselves."""
    wanted = query.removeprefix("r/")
    known = [one for one in nav.world.communities if state.preferences.mature or not one.mature]
    named = [one for one in known if fits(wanted, _spread(one.name))]
    told = [one for one in known if one not in named and fits(wanted, one.about)]
    return [*_by_name(named, wanted), *sorted(told, key=lambda one: -one.members)]


def _by_name(found: Sequence[Community], wanted: str) -> list[Community]:
    """The one called just so first, then those that begin so, then by size."""
    name = wanted.casefold().replace(" ", "")

    def key(one: Community) -> tuple[bool, bool, int]:
        own = one.name.casefold()
        return own != name, not own.startswith(name), -one.members

    return sorted(found, key=key)


def _spread(name: str) -> str:
    """A name, and the same with its words apart: ``NightTrains Night Trains``."""
    return name + " " + "".join(f" {char}" if char.isupper() else char for char in name)


def find_people(nav: Nav, query: str, posts: Sequence[Post]) -> list[Member]:
    """Members with the words of a query in their handles, then those who wrote about it."""
    wanted = query.removeprefix("u/").replace(" ", "_")
    named = [member for member in nav.world.members if fits(wanted, member.id)]
    writers = dict.fromkeys(post.author for post in posts)
    wrote = [member for member in nav.world.members if member.id in writers and member not in named]
    return [*named, *wrote]
