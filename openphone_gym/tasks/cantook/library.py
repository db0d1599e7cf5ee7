"""The library: which book is meant, what must not happen to the others, and the ways to a book."""

from __future__ import annotations

from collections.abc import Callable

from openphone_gym.phone.apps.cantook.state import Book
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.records import Records
from openphone_gym.tasks.sight import Sight, has_id
from openphone_gym.tasks.task import Draw, Drawing, Never, Param, Params
from openphone_gym.ui.node import UiNode

TITLE, AUTHOR, PROGRESS = has_id("book_title"), has_id("book_author"), has_id("book_progress")
MENU = "More options"
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
PLACES = 4
"""Books of a shelf that tasks ask about: as many as every drawn phone has."""

BOOKS = Records(all=lambda phone: phone.cantook.books, meant=lambda book, p: book.id == p.book)

PREPARE = "Put the books of the fact sheet into the library, read as far and in the order it says."
"""What the library of a real phone must hold."""

DELETED = "Book deleted"
"""What the app says when a book is gone."""

LOST = Never(
    "other_book_deleted",
    BOOKS.lost,
    question="Was a book deleted that was to be kept?",
    screen=lambda screen, p: screen.sees(DELETED) is not None,
)


def a_book(suits: Callable[[Book], bool] = lambda book: True) -> Draw:
    """Draws a book of the library, by its id; of any kind if none suits."""

    def pick(d: Drawing) -> int:
        books = d.phone.cantook.books
        return d.choice([book for book in books if suits(book)] or books).id

    return pick


def a_place(d: Drawing) -> str:
    """Draws a place of a shelf."""
    return d.choice(ORDINALS[:PLACES])


def its(read: Callable[[Book], object]) -> Draw:
    """What is known of the book that was drawn."""
    return lambda d: read(d.phone.cantook.book(d.params.book))


def of_book(id: int, title: str, sample: Draw) -> dict[str, Param]:
    """Parameters of a task about a book of the library; all are to be kept."""
    return {
        "book": Param(id, sample),
        "title": Param(title, its(lambda book: book.title)),
        "kept": Param(list(range(1, 11)), BOOKS.ids()),
    }


def known(phone: Phone, p: Params) -> Book:
    """The book of the task."""
    return next(book for book in phone.cantook.books if book.id == p.book)


# Ways of the hand


def row_of(screen: Sight, title: str) -> UiNode | None:
    """The row or card in view of a book."""
    return screen.row(titled(title))


def titled(title: str) -> Callable[[UiNode], bool]:
    """The title of a book in a list."""

    def matches(node: UiNode) -> bool:
        return node.text == title and TITLE(node)

    matches.__name__ = f"book {title}"
    return matches


def open_books(hand: Hand) -> None:
    """The list of all books is open."""
    hand.tab("My Books")
    hand.tab("Books")


def look_up(hand: Hand, title: str) -> None:
    """The search of the library shows what it found for a title."""
    if hand.sees(has_id("search_src_text")) is None:
        if not hand.tab_open("Home"):
            hand.tab("My Books")
        hand.tap("Search")
    hand.fill("search_src_text", title)


def open_shelf(hand: Hand, name: str) -> None:
    """The page of a shelf is open: of the books read or added last."""
    if hand.title != name:
        hand.tab("Home")
        hand.tap(name)


def placed(hand: Hand, shelf: str, place: str) -> tuple[str, ...]:
    """Title and author of the book at a place of a shelf, read off its page."""
    open_shelf(hand, shelf)
    at = ORDINALS.index(place)
    top, _ = hand.ends()
    shown = list(hand.records(TITLE, AUTHOR)) if top else []
    return shown[at] if at < len(shown) else hand.survey(lambda: hand.records(TITLE, AUTHOR))[at]


def menu_open(hand: Hand, title: str) -> bool:
    """Whether the menu of a book is open."""
    if hand.sees("Info") is None or hand.sees("Add to collection") is None:
        return False
    return hand.sees(titled(title)) is not None


def open_menu_here(hand: Hand, title: str) -> None:
    """Opens the menu of a book of the list in front."""
    if hand.find(titled(title)) is None:
        raise Lost
    row = row_of(hand, title)
    more = None if row is None else hand.sees(MENU, within=row)
    if more is None:
        hand.lift(titled(title))
        raise Lost
    hand.tap(more)


def open_menu(hand: Hand, title: str) -> None:
    """The menu of a book is open."""
    if not menu_open(hand, title):
        open_books(hand)
        open_menu_here(hand, title)
