"""What the e-book reader remembers; the words of the books are the world's, by the id of the work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

NAME, AUTHOR, RECENT, ADDED = "Title", "Author", "Recently read", "Recently added"
SORTINGS = (NAME, AUTHOR, RECENT, ADDED)
"""Ways to sort books."""

TABS = ("Home", "My Books", "Catalogs", "Settings")
"""Places of the bar at the foot."""

SHELVES = ("Books", "Authors", "Categories", "Collections")
"""Tabs of My Books."""

LANGUAGES = ("English", "Deutsch", "Español", "Français", "Italiano", "Nederlands", "Português", "Svenska")
SYSTEM_THEME = "System preferences"
THEMES = (SYSTEM_THEME, "Light", "Dark")
COLORS = {
    "Aldiko blue": 0xFF0B7285,
    "Indigo": 0xFF3F51B5,
    "Crimson": 0xFFB3261E,
    "Forest": 0xFF2E7D32,
    "Plum": 0xFF7B1FA2,
    "Graphite": 0xFF455A64,
}
"""Colours of the colour selector."""

PAPERS = ("Auto", "Day", "Sepia", "Night")
"""Grounds of a page in the reader."""

TYPE_SIZES = (80, 90, 100, 110, 125, 150, 175, 200)
"""Sizes of the reader's type in percent."""

SPACINGS = ("Narrow", "Normal", "Wide")
MARGINS = ("Small", "Medium", "Large")
MARKS = {"Yellow": 0xFFFFE082, "Green": 0xFFA5D6A7, "Blue": 0xFF90CAF9, "Pink": 0xFFF48FB1}
"""Colours of highlights."""

DARK_MARKS = {"Yellow": 0xFF5C4A00, "Green": 0xFF1E4620, "Blue": 0xFF0D3A5C, "Pink": 0xFF5C1B36}
"""The same on dark paper."""


class Book(msgspec.Struct):
    """A book of the library.

    Attributes:
        id: Number.
        work: The work it is a copy of, in the world.
        title: Title.
        author: Author.
        categories: Subjects it is filed under.
        added: When it came into the library, in ms of virtual time.
        opened: When it was opened last; 0 if it never was.
        progress: Share of its words before the place where it is being read.
        read: Whether it counts as read.
    """

    id: int
    work: str
    title: str
    author: str
    categories: list[str] = msgspec.field(default_factory=list)
    added: int = 0
    opened: int = 0
    progress: float = 0.0
    read: bool = False

    @property
    def percent(self) -> str:
        """How far it has been read, as the app writes it."""
        return f"{100 * self.progress:.1f}%"

    def mark(self, read: bool) -> None:
        """Marks it as read, which puts it to its end, or as unread, which puts it to its beginning."""
        self.read = read
        self.progress = 1.0 if read else 0.0


class Collection(msgspec.Struct):
    """Books that the user put together.

    Attributes:
        id: Number.
        name: Name.
        books: Ids of its books.
    """

    id: int
    name: str
    books: list[int] = msgspec.field(default_factory=list)


class Bookmark(msgspec.Struct):
    """A marked place of a book: its share of words before it."""

    id: int
    book: int
    chapter: str
    progress: float
    words: str = ""


class Highlight(msgspec.Struct):
    """A paragraph of a book in colour, with a note or without.

    Attributes:
        id: Number.
        book: Id of the book.
        chapter: Number of its chapter, from 0.
        paragraph: Number of the paragraph in it, from 0.
        color: A key of `MARKS`.
        words: The first words of the paragraph.
        note: What the user wrote about it.
    """

    id: int
    book: int
    chapter: int
    paragraph: int
    color: str
    words: str
    note: str = ""


class Feed(msgspec.Struct):
    """A catalogue on the net that the user added."""

    id: int
    address: str


class ReaderSettings(msgspec.Struct):
    """Look of the pages in the reader."""

    size: int = 100
    paper: str = "Auto"
    spacing: str = "Normal"
    margin: str = "Medium"


class Preferences(msgspec.Struct):
    """Settings of the app."""

    language: str = "English"
    theme: str = SYSTEM_THEME
    color: str = "Aldiko blue"
    sorting: str = NAME
    descending: bool = False
    grid: bool = False


class Cantook(msgspec.Struct):
    """State of the app.

    Attributes:
        books: The library.
        collections: Collections.
        bookmarks: Bookmarks of all books.
        highlights: Highlights of all books.
        feeds: Added catalogues.
        searches: What was searched for in the library, latest first.
        reader: Look of the pages.
        preferences: Settings.
        tab: Open place of the bar at the foot.
        shelf: Open tab of My Books.
        last_id: Highest id given.
    """

    books: list[Book] = msgspec.field(default_factory=list)
    collections: list[Collection] = msgspec.field(default_factory=list)
    bookmarks: list[Bookmark] = msgspec.field(default_factory=list)
    highlights: list[Highlight] = msgspec.field(default_factory=list)
    feeds: list[Feed] = msgspec.field(default_factory=list)
    searches: list[str] = msgspec.field(default_factory=list)
    reader: ReaderSettings = msgspec.field(default_factory=ReaderSettings)
    preferences: Preferences = msgspec.field(default_factory=Preferences)
    tab: str = "Home"
    shelf: str = "Books"
    last_id: int = 0

    def new_id(self) -> int:
        """An id that was never given before."""
        self.last_id += 1
        return self.last_id

    def book(self, id: int) -> Book | None:
        """The book of that id, if it is still there."""
        return next((book for book in self.books if book.id == id), None)

    def collection(self, id: int) -> Collection | None:
        """The collection of that id, if it is still there."""
        return next((one for one in self.collections if one.id == id), None)

    def copy_of(self, work: str) -> Book | None:
        """The copy of a work, if the library has one."""
        return next((book for book in self.books if book.work == work), None)

    @property
    def recently_read(self) -> list[Book]:
        """Books that were opened, the latest first."""
        return sorted((book for book in self.books if book.opened), key=lambda book: -book.opened)

    @property
    def recently_added(self) -> list[Book]:
        """All books, the latest first."""
        return sorted(self.books, key=lambda book: (-book.added, -book.id))

    def authors(self) -> dict[str, list[Book]]:
        """Books by author, in the order of names."""
        return _grouped(self.books, lambda book: [book.author], key=surname)

    def categories(self) -> dict[str, list[Book]]:
        """Books by category, in the order of categories."""
        return _grouped(self.books, lambda book: book.categories, key=str.casefold)

    def remove(self, book: Book) -> None:
        """Takes a book out of the library, with all that was noted in it."""
        self.books.remove(book)
        for one in self.collections:
            one.books = [id for id in one.books if id != book.id]
        self.bookmarks = [mark for mark in self.bookmarks if mark.book != book.id]
        self.highlights = [mark for mark in self.highlights if mark.book != book.id]

    def sorted(self, books: Iterable[Book]) -> list[Book]:
        """Books as the preferences sort them."""
        keys = {
            NAME: lambda book: (article_last(book.title),),
            AUTHOR: lambda book: (surname(book.author), article_last(book.title)),
            RECENT: lambda book: (-book.opened, article_last(book.title)),
            ADDED: lambda book: (-book.added, -book.id),
        }
        return sorted(books, key=keys[self.preferences.sorting], reverse=self.preferences.descending)


def article_last(title: str) -> str:
    """What a title is sorted by: all behind its article."""
    first, _, rest = title.casefold().partition(" ")
    return rest if first in ("a", "an", "the") and rest else title.casefold()


def surname(author: str) -> str:
    """What an author is sorted by."""
    return author.casefold().rpartition(" ")[2]


def _grouped(
    books: Sequence[Book], names: Callable[[Book], Iterable[str]], key: Callable[[str], str]
) -> dict[str, list[Book]]:
    groups: dict[str, list[Book]] = {}
    for book in books:
        for name in names(book):
            groups.setdefault(name, []).append(book)
    return {name: groups[name] for name in sorted(groups, key=key)}
