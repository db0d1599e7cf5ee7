"""Tasks about one book: import, delete, mark, open."""

from __future__ import annotations

from collections.abc import Callable

from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.cantook.library import (
    BOOKS,
    DELETED,
    LOST,
    ORDINALS,
    PREPARE,
    PROGRESS,
    a_book,
    a_place,
    its,
    known,
    menu_open,
    of_book,
    open_books,
    open_menu,
    open_menu_here,
    placed,
    row_of,
    titled,
)
from openphone_gym.tasks.cantook.questions import READ
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.sight import Sight, has_id
from openphone_gym.tasks.task import Drawing, Never, Param, Params, SubGoal, Task
from openphone_gym.ui.node import UiNode

FOLDER = "Ebooks"
IMPORTED = ("1 book imported", "Already in your library")
MARKED, UNMARKED = "Mark as unread", "Mark as read"
"""What the menu of a book offers that is marked as read, and of one that is not."""


def a_file(d: Drawing) -> str:
    """Draws a book of which only the file is on the phone."""
    return d.choice([work.title for work in d.phone.world.books if work.kept == "file"])


def the_placed(d: Drawing) -> int:
    """The recently read book at the place that was drawn."""
    return d.phone.cantook.recently_read[ORDINALS.index(d.params.place)].id


def marked(d: Drawing) -> list[int]:
    """Ids of the books that are marked as read, the one of the task left out."""
    return [book.id for book in d.phone.cantook.books if book.read and book.id != d.params.book]


def has_title(phone: Phone, title: str) -> bool:
    """Whether the library has a book of that title."""
    return any(book.title == title for book in phone.cantook.books)


def lists(screen: Sight, title: str) -> bool | None:
    """Whether a list of books in view has one of that title; None if there is no list."""
    if row_of(screen, title) is not None:
        return True
    return False if screen.tab_open("My Books") and screen.tab_open("Books") else None


def gone(screen: Sight, p: Params) -> bool | None:
    """Whether the list of all books in front lacks the book."""
    shown = lists(screen, p.title)
    return None if shown is None else not shown


OTHER_LOST = Never(
    LOST.name,
    LOST.state,
    question=LOST.question,
    screen=lambda screen, p: screen.sees(DELETED) is not None and row_of(screen, p.title) is not None,
)
"""Where one book is to be deleted: another one was, if that one is still listed afterwards."""


def alone(read: bool) -> SubGoal:
    """The mark of this book, and of no other one, was changed."""

    def changed(phone: Phone, p: Params) -> bool:
        others = [book.id for book in phone.cantook.books if book.read and book.id != p.book]
        return any(book.id == p.book and book.read is read for book in phone.cantook.books) and sorted(
            others
        ) == sorted(p.marked)

    return SubGoal(
        "book",
        f"Was the mark of “{{title}}” changed to {'read' if read else 'unread'}, and that of no other book?",
        changed,
        screen=lambda screen, p: mark_shown(screen, p, read),
    )


def mark_shown(screen: Sight, p: Params, read: bool) -> bool | None:
    """Whether the menu or page of the book says that it is marked so."""
    if screen.sees(titled(p.title)) is None or screen.tab_open("My Books"):
        return None
    if screen.sees(MARKED if read else UNMARKED) is not None:
        return True
    return False if screen.sees(UNMARKED if read else MARKED) is not None else None


def finished(screen: Sight, p: Params) -> bool | None:
    """Whether the menu or page of the book says that it is marked as read and at its end."""
    shown = mark_shown(screen, p, True)
    told = screen.sees(PROGRESS)
    return shown and told is not None and told.text == "100.0%"


def reading(title: str) -> Callable[[UiNode], bool]:
    """The page of the reader with a book."""

    def matches(node: UiNode) -> bool:
        return node.content_desc == title and has_id("page")(node)

    matches.__name__ = f"page of {title}"
    return matches


def forget(phone: Phone, p: Params) -> None:
    """The book is not marked as read."""
    book = known(phone, p)
    if book.read:
        book.read, book.progress = False, 0.052


def mark_before(phone: Phone, p: Params) -> None:
    """The book is marked as read."""
    known(phone, p).mark(True)


def cantook_6(hand: Hand, p: Params) -> None:
    if any(hand.sees(words) is not None for words in IMPORTED):
        hand.tab("My Books")
    if hand.title in ("Downloads", FOLDER):
        hand.tap(f"{p.title}.epub" if hand.title == FOLDER else FOLDER)
    if hand.tab_open("My Books"):
        hand.tab("Books")
        if hand.find(titled(p.title)) is not None:
            return
    hand.tab("Settings")
    hand.tap("Import files")


def cantook_7(hand: Hand, p: Params) -> None:
    if hand.title == "Delete book":
        if f"“{p.title}”" not in (hand.content("message") or ""):
            raise Lost
        hand.tap("Delete")
    if menu_open(hand, p.title):
        hand.tap("Delete")
    open_books(hand)
    if hand.sees(DELETED) is not None and hand.sees(titled(p.title)) is None:
        return
    if hand.find(titled(p.title)) is not None:
        open_menu_here(hand, p.title)


def cantook_8(hand: Hand, p: Params) -> None:
    open_menu(hand, p.title)
    if hand.sees(MARKED) is None:
        hand.tap(UNMARKED)


def cantook_9(hand: Hand, p: Params) -> None:
    if not menu_open(hand, p.title):
        open_menu_here(hand, placed(hand, READ, p.place)[0])
    if hand.sees(UNMARKED) is None:
        hand.tap(MARKED)


def cantook_10(hand: Hand, p: Params) -> None:
    if hand.sees(reading(p.title)) is None:
        if hand.sees(titled(p.title)) is None or menu_open(hand, p.title):
            open_books(hand)
        hand.tap(titled(p.title))


TASKS = [
    Task(
        id="cantook_6",
        app="cantook",
        human_steps=4,
        goals=[
            "Import the book {title} into Cantook; its file lies in the folder /Download/Ebooks/.",
            "There is an e-book file of {title} in /Download/Ebooks/. Add it to my library in Cantook.",
            "Use Cantook's import to get {title} from the folder /Download/Ebooks/ into my library.",
        ],
        params={
            "title": Param("Alice's Adventures in Wonderland", a_file),
            "kept": Param(list(range(1, 11)), BOOKS.ids()),
        },
        subgoals=[
            SubGoal(
                "book_imported",
                "Is the book “{title}” in the library of Cantook?",
                lambda phone, p: has_title(phone, p.title),
                screen=lambda screen, p: lists(screen, p.title),
            )
        ],
        never=[LOST],
        may_change=["cantook.books.+"],
        solution=cantook_6,
        prepare=f"{PREPARE} Put the EPUB file into /sdcard/Download/Ebooks/.",
        group="books",
    ),
    Task(
        id="cantook_7",
        app="cantook",
        human_steps=5,
        goals=[
            "Delete the book {title} from my library in Cantook.",
            "I don't want {title} in Cantook any more. Remove it from My Books.",
            "Take {title} out of the Cantook library, and leave all other books there.",
        ],
        params={
            "book": Param(6, a_book()),
            "title": Param("Don Quixote", its(lambda book: book.title)),
            "kept": Param([1, 2, 3, 4, 5, 7, 8, 9, 10], BOOKS.ids(lambda book, p: book.id != p.book)),
        },
        subgoals=[
            SubGoal(
                "book_deleted",
                "Is “{title}” missing from the library of Cantook?",
                lambda phone, p: not has_title(phone, p.title),
                screen=gone,
            )
        ],
        never=[OTHER_LOST],
        may_change=["cantook.books.-{book}", "cantook.collections"],
        solution=cantook_7,
        prepare=PREPARE,
        group="books",
    ),
    Task(
        id="cantook_8",
        app="cantook",
        human_steps=4,
        goals=[
            "I am through with {title}: mark it as read in Cantook.",
            "Set the book {title} in Cantook to read.",
            "In my Cantook library, {title} should be marked as read. Please do that.",
        ],
        params={
            **of_book(4, "Hamlet", a_book(lambda book: not book.read)),
            "marked": Param([2], marked),
        },
        setup=forget,
        subgoals=[
            alone(True),
            SubGoal(
                "read_state",
                "Is “{title}” marked as read, with a progress of 100.0%?",
                lambda phone, p: any(
                    book.id == p.book and book.read and book.progress == 1 for book in phone.cantook.books
                ),
                screen=finished,
            ),
        ],
        never=[LOST],
        may_change=["cantook.books.{book}.read", "cantook.books.{book}.progress"],
        solution=cantook_8,
        prepare=PREPARE,
        group="books",
    ),
    Task(
        id="cantook_9",
        app="cantook",
        human_steps=5,
        goals=[
            "Mark the {place} book of the recently read ones in Cantook as unread.",
            "The book in {place} place among those I recently read in Cantook should count as unread again.",
            "Look at the recently read books in Cantook and set the {place} one to unread.",
        ],
        params={
            "place": Param("second", a_place),
            **of_book(2, "Oliver Twist", the_placed),
            "marked": Param([], marked),
        },
        setup=mark_before,
        subgoals=[
            alone(False),
            SubGoal(
                "read_state",
                "Is “{title}” marked as unread, so that its menu offers “Mark as read”?",
                lambda phone, p: any(book.id == p.book and not book.read for book in phone.cantook.books),
                screen=lambda screen, p: mark_shown(screen, p, False),
            ),
        ],
        never=[LOST],
        may_change=["cantook.books.{book}.read", "cantook.books.{book}.progress"],
        solution=cantook_9,
        prepare=PREPARE,
        group="books",
    ),
    Task(
        id="cantook_10",
        app="cantook",
        human_steps=2,
        goals=[
            "Open {title} in Cantook, so that I can go on reading.",
            "I'd like to read {title}. Open it in Cantook.",
            "Show me the page of {title} where I stopped reading in Cantook.",
        ],
        params=of_book(3, "Romeo and Juliet", a_book()),
        subgoals=[
            SubGoal(
                "book_open",
                "Is the reader of Cantook in front, with a page of “{title}”?",
                lambda phone, p: phone.showing("cantook", "reader", book=p.book),
                screen=lambda screen, p: screen.sees(reading(p.title)) is not None,
            )
        ],
        never=[LOST],
        may_change=["cantook.books.{book}.opened"],
        solution=cantook_10,
        prepare=PREPARE,
        group="books",
    ),
]
