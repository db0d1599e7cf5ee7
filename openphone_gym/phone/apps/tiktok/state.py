"""What TikTok remembers."""

from __future__ import annotations

from typing import Literal

import msgspec

FOLLOWING, FRIENDS, FOR_YOU = FEEDS = ("Following", "Friends", "For You")
"""Feeds of the first page."""

REMEMBERED = 12
"""Searches that the history holds."""

NoticeKind = Literal["follow", "like", "comment", "system"]


class Playback(msgspec.Struct):
    """How the video in front is played; it starts anew at its end.

    Attributes:
        since: Virtual time (ms) at which it was started, or would have been without pauses.
        held: Milliseconds at which it stands still; -1 while it plays.
        speed: How fast it is played, in percent.
    """

    since: int = 0
    held: int = -1
    speed: int = 100

    @property
    def paused(self) -> bool:
        """Whether it stands still."""
        return self.held >= 0


class Comment(msgspec.Struct):
    """A comment that the user wrote."""

    id: int
    video: str
    text: str
    at: int


class Message(msgspec.Struct):
    """A message to or from an account.

    Attributes:
        id: Number.
        profile: Handle of the other one.
        text: Words; a link for a video that was sent.
        mine: Whether the user wrote it.
        at: Virtual time (ms).
    """

    id: int
    profile: str
    text: str
    mine: bool
    at: int


class Notice(msgspec.Struct):
    """Something that happened, as the inbox lists it.

    Attributes:
        id: Number.
        kind: What happened.
        profile: Handle of who did it; empty for the system.
        text: What it says.
        days: Age in days on the phone's first day.
        seen: Whether the user has opened its page.
    """

    id: int
    kind: NoticeKind
    profile: str
    text: str
    days: int
    seen: bool = False


class Post(msgspec.Struct):
    """A video that the user posted."""

    id: int
    caption: str
    seconds: int
    at: int
    audience: str = "Everyone"


class Take(msgspec.Struct):
    """What is being recorded.

    Attributes:
        since: Virtual time (ms) at which recording began; 0 while it does not run.
        ms: What has been recorded before.
        front: Whether the front camera is used.
        longest: What may be recorded at most.
        audience: Who may watch the video.
    """

    since: int = 0
    ms: int = 0
    front: bool = False
    longest: str = "15s"
    audience: str = "Everyone"


class Filters(msgspec.Struct):
    """How the results of a search are ordered, and how old they may be."""

    sort: str = "Relevance"
    date: str = "All time"


class Settings(msgspec.Struct):
    """Settings of the app.

    Attributes:
        private: Whether only followers may see the user's videos.
        suggest: Whether the account is suggested to contacts.
        messages: Who may send messages.
        saver: Whether less data is used.
        captions: Whether captions are shown.
        autoplay: Whether the next video starts by itself.
        likes: Whether likes are notified.
        comments: Whether comments are notified.
        followers: Whether new followers are notified.
        restricted: Whether videos that may not suit everybody are left out.
        language: Language of the app.
    """

    private: bool = False
    suggest: bool = True
    messages: str = "Friends"
    saver: bool = False
    captions: bool = True
    autoplay: bool = False
    likes: bool = True
    comments: bool = True
    followers: bool = True
    restricted: bool = False
    language: str = "English"


class TikTok(msgspec.Struct):
    """State of the app.

    Attributes:
        name: Displayed name of the user.
        handle: Handle of the user.
        bio: What the user says of himself.
        following: Handles of the accounts that the user follows, the latest last.
        liked: Ids of videos with the user's heart, the latest last.
        saved: Ids of videos among the favourites, the latest last.
        reposted: Ids of videos that the user passed on to followers.
        hidden: Ids of videos, adverts and broadcasts that the user does not want to see.
        blocked: Handles of blocked accounts.
        comments: What the user wrote below videos.
        liked_comments: Comments with the user's heart, as ``<video>/<number>``.
        searches: What was searched for, the latest first.
        messages: Messages, oldest first.
        notices: What happened, the latest first.
        posts: The user's own videos.
        cart: Ids of goods in the cart.
        muted: Whether videos play without sound.
        signed_in: Whether the user is logged in.
        settings: The settings.
        tab: Open feed.
        at: Place in each feed.
        playback: How the video in front is played.
        take: What is being recorded.
        filters: How the results of the search are ordered.
        last_id: Highest number given so far.
    """

    name: str = ""
    handle: str = ""
    bio: str = ""
    following: list[str] = []
    liked: list[str] = []
    saved: list[str] = []
    reposted: list[str] = []
    hidden: list[str] = []
    blocked: list[str] = []
    comments: list[Comment] = []
    liked_comments: list[str] = []
    searches: list[str] = []
    messages: list[Message] = []
    notices: list[Notice] = []
    posts: list[Post] = []
    cart: list[str] = []
    muted: bool = False
    signed_in: bool = True
    settings: Settings = msgspec.field(default_factory=Settings)
    tab: str = FOR_YOU
    at: dict[str, int] = {}
    playback: Playback = msgspec.field(default_factory=Playback)
    take: Take = msgspec.field(default_factory=Take)
    filters: Filters = msgspec.field(default_factory=Filters)
    last_id: int = 0

    def new_id(self) -> int:
        """A number that nothing has."""
        self.last_id += 1
        return self.last_id

    def note_search(self, query: str) -> None:
        """Puts a search first in the history."""
        others = [past for past in self.searches if past.casefold() != query.casefold()]
        self.searches = [query, *others][:REMEMBERED]


def toggle(ids: list[str], id: str) -> bool:
    """Adds an id to a list or takes it away; returns whether it is in it now."""
    if id in ids:
        ids.remove(id)
        return False
    ids.append(id)
    return True
