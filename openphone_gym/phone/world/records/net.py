"""The net: topics, web sites, and what is in reach of the phone's radio."""

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




class Block(Record, frozen=True):
    """A block of a page.

    Attributes:
        kind: ``heading``, ``paragraph``, ``item``, ``quote``, ``row`` or ``link``.
        text: Its words.
        target: Path or address that a link leads to.
    """

    kind: Literal["heading", "paragraph", "item", "quote", "row", "link"]
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
