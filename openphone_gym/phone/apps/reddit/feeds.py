"""Which posts and comments a page shows, and in which order."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from openphone_gym.phone.apps.reddit.state import LATEST, NEWS, POPULAR, OwnComment, OwnPost, Reddit
from openphone_gym.phone.world.records import Comment, Member, Post
from openphone_gym.phone.world.start import START, TIME_ZONE

if TYPE_CHECKING:
    from openphone_gym.phone.system.nav import Nav

BEGIN = round(START.replace(tzinfo=ZoneInfo(TIME_ZONE)).timestamp() * 1000)
"""Virtual time at which the ages of the world's posts are told."""

MINUTE = 60_000

OWN_POST, OWN_COMMENT = "own-post", "own-comment"
"""What ids of the user's posts and comments start with."""


def age(nav: Nav, written: Post | Comment) -> int:
    """Present age in minutes."""
    return max(written.minutes + (nav.system.clock - BEGIN) // MINUTE, 0)


def score(state: Reddit, written: Post | Comment) -> int:
    """Votes, that of the user included."""
    return written.score + state.votes.get(written.id, 0)


def own_post(state: Reddit, nav: Nav, post: OwnPost) -> Post:
    """A post of the user as the forum shows it."""
    id = f"{OWN_POST}-{post.id}"
    community = nav.world.community(post.community)
    minutes = (BEGIN - post.at) // MINUTE
    comments = sum(comment.post == id for comment in state.comments)
    return Post(
        id, post.community, community.topic, state.user, post.title, post.body, minutes, 1, comments,
        flair=post.flair, link=post.link,
    )  # fmt: skip


def own_comment(state: Reddit, comment: OwnComment) -> Comment:
    """A comment of the user as the forum shows it."""
    minutes = (BEGIN - comment.at) // MINUTE
    id = f"{OWN_COMMENT}-{comment.id}"
    return Comment(id, comment.post, comment.parent, state.user, comment.text, minutes, 1)


def own_comments(state: Reddit) -> list[Comment]:
    """Comments of the user, latest first."""
    return [own_comment(state, comment) for comment in reversed(state.comments)]


def own_posts(state: Reddit, nav: Nav) -> list[Post]:
    """Posts of the user, latest first."""
    return [own_post(state, nav, post) for post in reversed(state.posts)]


def find_post(state: Reddit, nav: Nav, id: str) -> Post | None:
    """The post of that id, if it is still there."""
    if id.startswith(OWN_POST):
        return next((post for post in own_posts(state, nav) if post.id == id), None)
    return nav.world.post(id)


def find_comment(state: Reddit, nav: Nav, id: str) -> Comment | None:
    """The comment of that id, if it is still there."""
    if id.startswith(OWN_COMMENT):
        return next((one for one in own_comments(state) if one.id == id), None)
    post = f"post-{id.split('-')[1]}"
    return next((one for one in nav.world.comments(post) if one.id == id), None)


def comments_of(state: Reddit, nav: Nav, post: Post) -> list[Comment]:
    """All comments on a post but those of blocked members."""
    written = [] if post.id.startswith(OWN_POST) else nav.world.comments(post.id)
    own = [comment for comment in own_comments(state) if comment.post == post.id]
    return [one for one in (*written, *own) if one.author not in state.blocked]


def count_comments(state: Reddit, post: Post) -> int:
    """Number of comments on a post, those of the user included."""
    if post.id.startswith(OWN_POST):
        return post.comments
    return post.comments + sum(comment.post == post.id for comment in state.comments)


def visible(state: Reddit, nav: Nav) -> list[Post]:
    """Every post that the user wants to see."""
    mature = set() if state.preferences.mature else {one.id for one in nav.world.communities if one.mature}
    unwanted = mature.union(state.muted)
    return [
        post
        for post in (*own_posts(state, nav), *nav.world.posts)
        if post.community not in unwanted and post.id not in state.hidden and post.author not in state.blocked
    ]


def feed_posts(state: Reddit, nav: Nav, feed: str) -> list[Post]:
    """The posts of a feed of the start page, in order."""
    posts = visible(state, nav)
    if feed == LATEST:
        return ordered(state, nav, posts, "New")
    if feed == NEWS:
        return ordered(state, nav, [post for post in posts if post.topic == "news"], "Hot")
    if feed == POPULAR:
        return ordered(state, nav, posts, "Hot")
    joined = {one.id for one in state.memberships}
    topics = {nav.world.community(id).topic for id in joined} if state.preferences.recommendations else set()
    mine = [post for post in posts if post.community in joined or post.author in state.following]
    near = [post for post in posts if post.topic in topics and post.community not in joined]
    other = [post for post in posts if post.topic not in topics and post.community not in joined]
    return _mixed(ordered(state, nav, mine, "Hot"), ordered(state, nav, [*near, *other[::3]], "Hot"))


def _mixed(first: Sequence[Post], second: Sequence[Post]) -> list[Post]:
    """Two of the first, then one of the second, and so on."""
    rest = iter([post for post in second if post not in first])
    mixed: list[Post] = []
    for number, post in enumerate(first):
        mixed.append(post)
        if number % 2:
            mixed += [following for following in [next(rest, None)] if following is not None]
    return [*mixed, *rest]


def ordered(state: Reddit, nav: Nav, posts: Iterable[Post], order: str) -> list[Post]:
    """Posts in one of the orders of a community or of a search."""
    keys: dict[str, Callable[[Post], float]] = {
        "Hot": lambda post: _heat(score(state, post), age(nav, post)),
        "New": lambda post: -age(nav, post),
        "Top": lambda post: score(state, post),
        "Rising": lambda post: score(state, post) / (age(nav, post) + 60),
        "Comment count": lambda post: count_comments(state, post),
    }
    return sorted(posts, key=lambda post: (-keys[order](post), post.id))


def _heat(votes: int, minutes: int) -> float:
    """Many votes keep a post in the feed for long: ten times as many, for a day and a half more."""
    return math.log10(max(votes, 1)) - minutes / 2_160


Threaded = tuple[int, Comment]
"""How deep a comment stands in its thread, and the comment."""


def threads(
    state: Reddit, nav: Nav, comments: Sequence[Comment], order: str, folded: Sequence[str] = ()
) -> Iterator[Threaded]:
    """Comments in order, answers below what they answer; what is below folded ones is left out."""
    keys: dict[str, Callable[[Comment], float]] = {
        "Best": lambda one: score(state, one) / (age(nav, one) + 600),
        "Top": lambda one: score(state, one),
        "New": lambda one: -age(nav, one),
        "Controversial": lambda one: -score(state, one),
        "Old": lambda one: age(nav, one),
    }
    answers: dict[str, list[Comment]] = {}
    for one in comments:
        answers.setdefault(one.parent, []).append(one)
    for below in answers.values():
        below.sort(key=lambda one: (-keys[order](one), one.id))

    waiting = [(0, one) for one in reversed(answers.get("", []))]
    while waiting:
        deep, one = waiting.pop()
        yield deep, one
        if one.id not in folded:
            waiting += [(deep + 1, answer) for answer in reversed(answers.get(one.id, []))]


def written_by(state: Reddit, nav: Nav, member: str) -> list[Post]:
    """Posts of a member, latest first."""
    posts = own_posts(state, nav) if member == state.user else nav.world.posts
    return ordered(state, nav, [post for post in posts if post.author == member], "New")


def find_member(nav: Nav, id: str) -> Member | None:
    """The member of that handle; None for the user and for people of the phone."""
    return next((member for member in nav.world.members if member.id == id), None)
