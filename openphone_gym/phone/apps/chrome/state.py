"""What the browser remembers; the pages are the world's, by their addresses."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

NEW_TAB = "chrome://newtab"
"""Address of the page that a new tab shows."""

MOBILE, BAR, READING = 1, 2, 3
"""Ids of the folders that every browser has."""

ROOTS = {MOBILE: "Mobile bookmarks", BAR: "Bookmarks bar", READING: "Reading list"}

SYSTEM_THEME, LIGHT, DARK = "System default", "Light", "Dark"
THEMES = (SYSTEM_THEME, LIGHT, DARK)
"""Choices of the theme."""

HISTORY = 200
"""Visits that are kept."""


class Tab(msgspec.Struct):
    """A tab.

    Attributes:
        id: Number.
        addresses: Where it has been, oldest first.
        at: Place in them of the page that it shows.
        incognito: Whether it leaves no traces.
        desktop: Whether it asks for pages as for a large screen.
        guest: Whether another app opened it, so that Back leads there.
    """

    id: int
    addresses: list[str] = msgspec.field(default_factory=lambda: [NEW_TAB])
    at: int = 0
    incognito: bool = False
    desktop: bool = False
    guest: bool = False

    @property
    def url(self) -> str:
        """Address of the page that it shows."""
        return self.addresses[self.at]

    def visit(self, url: str) -> None:
        """Opens a page; what was ahead is forgotten."""
        self.addresses = [*self.addresses[: self.at + 1], url]
        self.at += 1


class Folder(msgspec.Struct):
    """A folder of bookmarks, below another one or, with ``parent`` 0, at the top."""

    id: int
    title: str
    parent: int = MOBILE


class Bookmark(msgspec.Struct):
    """A page that was kept.

    Attributes:
        id: Number.
        folder: Id of its folder.
        title: Title.
        url: Address.
        added: When it was kept, in ms of virtual time.
        read: Whether it was read, for those of the reading list.
    """

    id: int
    folder: int
    title: str
    url: str
    added: int = 0
    read: bool = False


class Visit(msgspec.Struct):
    """A page that was opened, at a time in ms."""

    id: int
    url: str
    at: int


class Download(msgspec.Struct):
    """A file that was loaded: its name, the page it came from, where it lies, its bytes, and when it came."""

    id: int
    name: str
    url: str
    path: str
    size: int
    at: int


class Settings(msgspec.Struct):
    """Settings.

    Attributes:
        theme: One of `THEMES`.
        engine: Name of the search engine.
        homepage: Address of the home page; an empty string for that of new tabs.
        home_button: Whether the bar has a home button.
        text_percent: Size of the words on pages.
        flags: Switches by name, as far as they are not as on a new phone.
        choices: Choices of one among several by name, likewise.
    """

    theme: str = SYSTEM_THEME
    engine: str = "Google"
    homepage: str = ""
    home_button: bool = True
    text_percent: int = 100
    flags: dict[str, bool] = msgspec.field(default_factory=dict)
    choices: dict[str, str] = msgspec.field(default_factory=dict)


class Chrome(msgspec.Struct):
    """State of the app.

    Attributes:
        tabs: Open tabs, oldest first.
        current: Id of the tab in front; 0 while there is none.
        folders: Folders of bookmarks beside those of `ROOTS`.
        bookmarks: Bookmarks and the reading list, oldest first.
        history: Visits, oldest first.
        downloads: Loaded files, oldest first.
        searches: Words that were searched for, latest first.
        settings: Settings.
        consents: Hosts whose question about cookies was answered.
        last_id: Highest id given.
    """

    tabs: list[Tab] = msgspec.field(default_factory=list)
    current: int = 0
    folders: list[Folder] = msgspec.field(default_factory=list)
    bookmarks: list[Bookmark] = msgspec.field(default_factory=list)
    history: list[Visit] = msgspec.field(default_factory=list)
    downloads: list[Download] = msgspec.field(default_factory=list)
    searches: list[str] = msgspec.field(default_factory=list)
    settings: Settings = msgspec.field(default_factory=Settings)
    consents: list[str] = msgspec.field(default_factory=list)
    last_id: int = 10

    def new_id(self) -> int:
        """An id that was never given before."""
        self.last_id += 1
        return self.last_id

    @property
    def tab(self) -> Tab | None:
        """The tab in front."""
        return next((tab for tab in self.tabs if tab.id == self.current), None)

    def of_mode(self, incognito: bool) -> list[Tab]:
        """The tabs that leave traces, or those that leave none."""
        return [tab for tab in self.tabs if tab.incognito == incognito]

    def bookmark(self, id: int) -> Bookmark | None:
        """The bookmark of that id, if it is still there."""
        return next((mark for mark in self.bookmarks if mark.id == id), None)

    def bookmark_of(self, url: str) -> Bookmark | None:
        """The bookmark of a page, if it has one outside the reading list."""
        return next((mark for mark in self.bookmarks if mark.url == url and mark.folder != READING), None)

    def in_folder(self, folder: int) -> list[Bookmark]:
        """The bookmarks right below a folder."""
        return [mark for mark in self.bookmarks if mark.folder == folder]

    def folder_title(self, id: int) -> str:
        """Name of a folder."""
        return ROOTS.get(id) or next(
            (folder.title for folder in self.folders if folder.id == id), "Bookmarks"
        )

    def below(self, folder: int) -> list[Folder]:
        """The folders right below a folder."""
        return [one for one in self.folders if one.parent == folder]

    def remove_folder(self, id: int) -> None:
        """Deletes a folder with all in it."""
        for one in self.below(id):
            self.remove_folder(one.id)
        self.folders = [one for one in self.folders if one.id != id]
        self.bookmarks = [mark for mark in self.bookmarks if mark.folder != id]

    def flag(self, name: str, usually: bool) -> bool:
        """Whether a switch of the settings is on; ``usually`` on a new phone."""
        return self.settings.flags.get(name, usually)


def unread(marks: Iterable[Bookmark]) -> list[Bookmark]:
    """Entries of the reading list that were not read yet, the latest first."""
    return [mark for mark in reversed(list(marks)) if not mark.read]
