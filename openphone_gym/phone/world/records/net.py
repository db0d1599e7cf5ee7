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


BlockKind = Literal[
    "heading",
    "section",
    "subsection",
    "paragraph",
    "item",
    "quote",
    "row",
    "link",
    "button",
    "picture",
    "card",
    "field",
    "file",
]


class Block(Record, frozen=True):
    """A block of a page.

    Attributes:
        kind: What it is. A ``card`` is a link with a picture, a ``field`` something to type in, a ``file`` a
            link to something that can be downloaded.
        text: Its words; of a row and of a card, with a tab between its parts; of a field, its hint; of a
            picture, its description.
        target: Path or address that a link, button or card leads to, or that a field sends what is typed to
            as ``?q=``; an empty string for a field that sends nothing. Of a picture, ``motif:key``; of a
            file, its name.
        picture: What the picture of a card shows, as ``motif:key``.
    """

    kind: BlockKind
    text: str
    target: str = ""
    picture: str = ""


class WebPage(Record, frozen=True):
    """A page of a site.

    Attributes:
        path: Path below the host, with a slash in front.
        title: Title.
        blocks: What stands on it.
        language: Language it is written in.
        english: The same in English, block by block, if it is written in another language.
        moved: Address that it has moved to, or an empty string.
        listed: Whether search engines know it.
    """

    path: str
    title: str
    blocks: tuple[Block, ...]
    language: str = "English"
    english: tuple[Block, ...] = ()
    moved: str = ""
    listed: bool = True


class Site(Record, frozen=True):
    """A web site.

    Attributes:
        host: Host name.
        title: Title.
        organisation: Id of the organisation it belongs to, or an empty string.
        pages: Its pages; the first is the one at ``/``.
        color: Colour of its head, ARGB.
        icon: Material icon that stands for it.
        cookies: Whether it asks every new visitor about cookies.
        secure: Whether what it sends is encrypted.
    """

    host: str
    title: str
    organisation: str
    pages: tuple[WebPage, ...]
    color: int = 0xFF3C4043
    icon: str = "web"
    cookies: bool = False
    secure: bool = True

    def page(self, path: str) -> WebPage | None:
        """The page at a path, if there is one; a slash at the end does not matter."""
        wanted = path.rstrip("/") or "/"
        return next((page for page in self.pages if (page.path.rstrip("/") or "/") == wanted), None)


class Network(Record, frozen=True):
    """A Wi-Fi network; without a password it is open."""

    name: str
    password: str = ""


class Gadget(Record, frozen=True):
    """A Bluetooth device; ``icon`` is a Material icon."""

    name: str
    icon: str
