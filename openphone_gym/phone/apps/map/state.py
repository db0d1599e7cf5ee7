"""What the map remembers. Streets, places and timetables are the world's; here they are only named."""

from __future__ import annotations

import msgspec

MODES = ("car", "walk", "transit", "bicycle")
"""How to get somewhere, in the order of the tabs."""

MOST_HISTORY = 12
"""Searches that are remembered."""

COLORS = {
    "Red": 0xFFE51B23,
    "Orange": 0xFFFF9600,
    "Yellow": 0xFFFFC800,
    "Green": 0xFF3C8C3C,
    "Blue": 0xFF0066CC,
    "Purple": 0xFF9B24B2,
    "Pink": 0xFFFF4182,
    "Brown": 0xFF804633,
}
"""Colours of bookmarks."""


class View(msgspec.Struct):
    """The part of the map in view.

    Attributes:
        x: Metres east of the position, in the middle of the screen.
        y: Metres north of it.
        zoom: How near; one more is twice as near, at 17 a dp is a metre.
        layer: ``subway``, ``terrain``, ``traffic`` or an empty string.
    """

    x: float = 0.0
    y: float = 0.0
    zoom: int = 16
    layer: str = ""


class BookmarkList(msgspec.Struct):
    """A list of bookmarks."""

    id: int
    name: str
    visible: bool = True


class Bookmark(msgspec.Struct):
    """A saved place.

    Attributes:
        id: Number.
        list: Number of its list.
        name: What it is called.
        spot: Where it is (see ``spots``).
        color: One of ``COLORS``.
        note: The user's own words.
    """

    id: int
    list: int
    name: str
    spot: str
    color: str = "Red"
    note: str = ""


class Trip(msgspec.Struct):
    """A planned way.

    Attributes:
        origin: Spot where it begins; an empty string is the position, ``?`` is not chosen yet.
        target: Spot where it ends; ``?`` is not chosen yet.
        stops: Spots on the way.
        mode: One of ``MODES``.
        started: Whether the navigation is running.
    """

    origin: str = ""
    target: str = "?"
    stops: list[str] = msgspec.field(default_factory=list)
    mode: str = "car"
    started: bool = False

    @property
    def complete(self) -> bool:
        """Whether both ends are chosen."""
        return "?" not in (self.origin, self.target)

    @property
    def spots(self) -> list[str]:
        """All spots in order."""
        return [self.origin, *self.stops, self.target]


class Avoiding(msgspec.Struct):
    """What routes by car avoid."""

    tolls: bool = False
    motorways: bool = False
    ferries: bool = False
    unpaved: bool = False


class Settings(msgspec.Struct):
    """Preferences."""

    units: str = "Kilometers"
    zoom_buttons: bool = True
    buildings: bool = True
    perspective: bool = True
    night: str = "Auto"
    downloads: str = "Wi-Fi only"
    large_type: bool = False
    voice: bool = True
    voice_language: str = "English"
    street_names: bool = False
    power_saving: str = "Never"
    history: bool = True


class Region(msgspec.Struct):
    """A part of the world that can be downloaded.

    Attributes:
        id: Its name.
        megabytes: Its size.
        here: Whether it is on the phone.
        outdated: Whether there is a newer one.
    """

    id: str
    megabytes: int
    here: bool = False
    outdated: bool = False


class Map(msgspec.Struct):
    """State of the app.

    Attributes:
        view: The part of the map in view.
        home: Spot of My places' Home, or None.
        work: Spot of My places' Work, or None.
        lists: Lists of bookmarks.
        bookmarks: All bookmarks, oldest first.
        history: What was searched for, newest first.
        trip: The way that is planned, or None.
        avoiding: What routes by car avoid.
        settings: Preferences.
        regions: What can be downloaded.
        guides: Guides that the user saved.
        last_id: Highest number given to a list or bookmark.
    """

    view: View = msgspec.field(default_factory=View)
    home: str | None = None
    work: str | None = None
    lists: list[BookmarkList] = msgspec.field(default_factory=list)
    bookmarks: list[Bookmark] = msgspec.field(default_factory=list)
    history: list[str] = msgspec.field(default_factory=list)
    trip: Trip | None = None
    avoiding: Avoiding = msgspec.field(default_factory=Avoiding)
    settings: Settings = msgspec.field(default_factory=Settings)
    regions: list[Region] = msgspec.field(default_factory=list)
    guides: list[str] = msgspec.field(default_factory=list)
    last_id: int = 0

    def new_id(self) -> int:
        """A number that no list or bookmark has had."""
        self.last_id += 1
        return self.last_id

    def searched(self, words: str) -> None:
        """Puts a search at the top of the history."""
        words = words.strip()
        if words and self.settings.history:
            others = [known for known in self.history if known.casefold() != words.casefold()]
            self.history = [words, *others][:MOST_HISTORY]

    def bookmark_of(self, spot: str) -> Bookmark | None:
        """The bookmark at a spot."""
        return next((mark for mark in self.bookmarks if mark.spot == spot), None)
