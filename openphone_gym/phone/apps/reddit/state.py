"""What the forum remembers of its user; communities, posts and comments of others are the world's."""

from __future__ import annotations

import msgspec

TABS = ("Home", "Communities", "Create", "Chat", "Inbox")
"""Places of the bar at the foot."""

HOME, POPULAR, NEWS, LATEST = "Home", "Popular", "News", "Latest"
FEEDS = (HOME, POPULAR, NEWS, LATEST)
"""Feeds of the chooser."""

RELEVANCE, HOT, TOP, NEW, MOST_COMMENTS = "Relevance", "Hot", "Top", "New", "Comment count"
SORTS = (RELEVANCE, HOT, TOP, NEW, MOST_COMMENTS)
"""Orders of search results; the first is the usual one."""

TIMED = (RELEVANCE, TOP, MOST_COMMENTS)
"""Orders of search results that can be restricted to a time."""

ALL_TIME, PAST_YEAR, PAST_MONTH, PAST_WEEK = "All time", "Past year", "Past month", "Past week"
TODAY, PAST_HOUR = "Today", "Past hour"
TIMES = {
    ALL_TIME: None,
    PAST_YEAR: 525_600,
    PAST_MONTH: 43_200,
    PAST_WEEK: 10_080,
    TODAY: 1_440,
    PAST_HOUR: 60,
}
"""Times that search results can be restricted to, in minutes; the first is the usual one."""

RESULTS = ("Posts", "Communities", "Comments", "Media", "People")
"""Tabs of the search results."""

POST_ORDERS = ("Hot", "New", "Top", "Rising")
"""Orders of the posts of a community."""

COMMENT_ORDERS = ("Best", "Top", "New", "Controversial", "Old")
"""Orders of comments."""

LEVELS = ("Frequent", "Low", "Off")
"""How often a community may notify."""

THEMES = ("System", "Light", "Dark")


class Membership(msgspec.Struct):
    """A community that the user is a member of.

    Attributes:
        id: Id of the community.
        notify: One of `LEVELS`.
        favorite: Whether it stands first in the list of communities.
    """

    id: str
    notify: str = "Low"
    favorite: bool = False


class OwnPost(msgspec.Struct):
    """A post of the user; ``at`` in ms of virtual time."""

    id: int
    community: str
    title: str
    body: str
    link: str
    flair: str
    at: int


class OwnComment(msgspec.Struct):
    """A comment of the user.

    Attributes:
        id: Number.
        post: Id of the post.
        parent: Id of the comment that it answers, or an empty string.
        text: Its words.
        at: When it was written, in ms of virtual time.
    """

    id: int
    post: str
    parent: str
    text: str
    at: int


class Draft(msgspec.Struct):
    """A post that is being written, or was left for later."""

    id: int = 0
    community: str = ""
    title: str = ""
    body: str = ""
    link: str = ""
    flair: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is written yet."""
        return not (self.title.strip() or self.body.strip() or self.link.strip())


class CustomFeed(msgspec.Struct):
    """Communities that the user put together."""

    id: int
    name: str
    communities: list[str] = msgspec.field(default_factory=list)


class Notice(msgspec.Struct):
    """An entry of the inbox.

    Attributes:
        id: Number.
        kind: ``reply``, ``upvotes``, ``trending`` or ``message``.
        member: Who it is from, or an empty string.
        post: Id of the post that it is about, or an empty string.
        text: Its words.
        at: When it came, in ms of virtual time.
        read: Whether it was opened.
    """

    id: int
    kind: str
    member: str
    post: str
    text: str
    at: int
    read: bool = False


class Line(msgspec.Struct):
    """Something said in a chat."""

    id: int
    mine: bool
    text: str
    at: int


class Chat(msgspec.Struct):
    """A chat with a member."""

    id: int
    member: str
    lines: list[Line] = msgspec.field(default_factory=list)


class Preferences(msgspec.Struct):
    """Settings of the app."""

    mature: bool = False
    blur: bool = True
    theme: str = "System"
    comment_order: str = "Best"
    autoplay: bool = True
    recommendations: bool = True


class Reddit(msgspec.Struct):
    """State of the app.

    Attributes:
        user: Handle of the user.
        about: What the user's profile says.
        signed_in: Whether the user is logged in.
        memberships: Communities that the user is a member of.
        votes: Votes of the user, 1 or -1, by id of the post or comment.
        saved: Ids of saved posts and comments, latest first.
        hidden: Ids of hidden posts, latest first.
        muted: Ids of muted communities.
        following: Handles of those whom the user follows.
        blocked: Handles of those of whom the user wants to see nothing.
        posts: The user's own posts.
        comments: The user's own comments.
        drafts: Posts left for later.
        feeds: Custom feeds.
        notices: The inbox.
        chats: Chats.
        preferences: Settings.
        tab: Open place of the bar at the foot.
        feed: Open feed of the start page.
        searches: What was searched for, latest first.
        visited: Ids of the communities visited last, latest first.
        seen: Ids of the posts opened last, latest first.
        draft: The post that is being written.
        last_id: Highest id given.
    """

    user: str = ""
    about: str = ""
    signed_in: bool = True
    memberships: list[Membership] = msgspec.field(default_factory=list)
    votes: dict[str, int] = msgspec.field(default_factory=dict)
    saved: list[str] = msgspec.field(default_factory=list)
    hidden: list[str] = msgspec.field(default_factory=list)
    muted: list[str] = msgspec.field(default_factory=list)
    following: list[str] = msgspec.field(default_factory=list)
    blocked: list[str] = msgspec.field(default_factory=list)
    posts: list[OwnPost] = msgspec.field(default_factory=list)
    comments: list[OwnComment] = msgspec.field(default_factory=list)
    drafts: list[Draft] = msgspec.field(default_factory=list)
    feeds: list[CustomFeed] = msgspec.field(default_factory=list)
    notices: list[Notice] = msgspec.field(default_factory=list)
    chats: list[Chat] = msgspec.field(default_factory=list)
    preferences: Preferences = msgspec.field(default_factory=Preferences)
    tab: str = HOME
    feed: str = HOME
    searches: list[str] = msgspec.field(default_factory=list)
    visited: list[str] = msgspec.field(default_factory=list)
    seen: list[str] = msgspec.field(default_factory=list)
    draft: Draft = msgspec.field(default_factory=Draft)
    last_id: int = 0

    def new_id(self) -> int:
        """An id that was never given before."""
        self.last_id += 1
        return self.last_id

    def membership(self, community: str) -> Membership | None:
        """The user's membership in a community."""
        return next((one for one in self.memberships if one.id == community), None)

    def join(self, community: str) -> None:
        """Makes the user a member."""
        if self.membership(community) is None:
            self.memberships.append(Membership(community))

    def leave(self, community: str) -> None:
        """Ends the membership."""
        self.memberships = [one for one in self.memberships if one.id != community]

    def vote(self, id: str, way: int) -> None:
        """Votes for (1) or against (-1) a post or comment; the same vote again takes it back."""
        if self.votes.pop(id, 0) != way:
            self.votes[id] = way

    def custom_feed(self, id: int) -> CustomFeed | None:
        """The custom feed of that id, if it is still there."""
        return next((feed for feed in self.feeds if feed.id == id), None)

    def chat(self, id: int) -> Chat | None:
        """The chat of that id, if it is still there."""
        return next((chat for chat in self.chats if chat.id == id), None)


LONGEST_HISTORY = 10
"""Searches, communities and posts that are remembered as the latest."""


def remember(latest: list[str], one: str) -> None:
    """Puts something at the head of what was used last."""
    if one in latest:
        latest.remove(one)
    latest.insert(0, one)
    del latest[LONGEST_HISTORY:]


def switch(chosen: list[str], one: str) -> bool:
    """Puts something at the head of a list, or takes it out; returns whether it is in it now."""
    if one in chosen:
        chosen.remove(one)
        return False
    chosen.insert(0, one)
    return True
