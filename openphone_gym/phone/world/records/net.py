"""The net: topics, accounts, videos, web sites, and what is in reach of the phone's radio."""

from __future__ import annotations

from typing import Literal

from openphone_gym.phone.world.records.record import Record


class Topic(Record, frozen=True):
    """What people write and make videos about.

    Attributes:
        id: One word.
        name: Name.
        words: Words that go with it.
    """

    id: str
    name: str
    words: tuple[str, ...]


class Profile(Record, frozen=True):
    """An account of a video site.

    Attributes:
        id: Its handle, without ``@``.
        name: Displayed name.
        topic: Id of its topic.
        about: What it says of itself.
        followers: Number of followers.
        verified: Whether it has the mark of a checked account.
        followed: Whether the user follows it.
    """

    id: str
    name: str
    topic: str
    about: str
    followers: int
    verified: bool = False
    followed: bool = False


class Video(Record, frozen=True):
    """A short video.

    Attributes:
        id: ``video-<number>``.
        profile: Id of the account that posted it.
        topic: Id of its topic.
        caption: Words below it.
        sound: Name of its music.
        seconds: Length.
        likes: Number of likes.
        comments: Number of comments.
        pinned: Whether it stands first on the profile.
    """

    id: str
    profile: str
    topic: str
    caption: str
    sound: str
    seconds: int
    likes: int
    comments: int
    pinned: bool = False


class Block(Record, frozen=True):
    """A block of a page.

    Attributes:
        kind: ``heading``, ``paragraph``, ``item``, ``quote``, ``row``, ``link`` or ``picture``.
        text: Its words.
        target: Path or address that a link leads to; of a picture what it shows, as ``motif:key``.
    """

    kind: Literal["heading", "paragraph", "item", "quote", "row", "link", "picture"]
    text: str
    target: str = ""


class WebPage(Record, frozen=True):
    """A page of a site.

    Attributes:
        path: Path below the host, with a slash in front.
        title: Title.
        blocks: What stands on it.
    """

    path: str
    title: str
    blocks: tuple[Block, ...]


class Site(Record, frozen=True):
    """A web site.

    Attributes:
        host: Host name.
        title: Title.
        organisation: Id of the organisation it belongs to, or an empty string.
        pages: Its pages; the first is the one at ``/``.
    """

    host: str
    title: str
    organisation: str
    pages: tuple[WebPage, ...]


class Network(Record, frozen=True):
    """A Wi-Fi network; without a password it is open."""

    name: str
    password: str = ""


class Gadget(Record, frozen=True):
    """A Bluetooth device; ``icon`` is a Material icon."""

    name: str
    icon: str
