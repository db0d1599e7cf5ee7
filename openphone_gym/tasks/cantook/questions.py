"""Questions about the library."""

from __future__ import annotations

from openphone_gym.phone.apps.cantook.state import Book, Cantook
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks import answers
from openphone_gym.tasks.answers import Count, Number, YesNo
from openphone_gym.tasks.cantook.library import (
    ORDINALS,
    PREPARE,
    PROGRESS,
    a_book,
    a_place,
    its,
    known,
    look_up,
    open_books,
    placed,
    row_of,
    titled,
)
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.task import Drawing, Param, Params, Task

READ, ADDED = "Recently read", "Recently added"


def a_title(d: Drawing) -> str:
    """Draws a title that is in the library, or one that is not."""
    mine = {book.title for book in d.phone.cantook.books}
    others = [work.title for work in d.phone.world.books if work.title not in mine]
    return d.choice(sorted(mine) if d.rng.random() < 0.5 else others)


def an_author(d: Drawing) -> str:
    """Draws an author, rather one of several books."""
    authors = d.phone.cantook.authors()
    several = [author for author, books in authors.items() if len(books) > 1]
    return d.choice(several if several and d.rng.random() < 0.7 else list(authors))


def standing(state: Cantook, shelf: str, place: str) -> Book:
    """The book at a place of a shelf."""
    books = state.recently_read if shelf == "read" else state.recently_added
    return books[ORDINALS.index(place)]


def asked(d: Drawing, shelf: str) -> Book:
    """The book at the place that was drawn."""
    return standing(d.phone.cantook, shelf, d.params.place)


def title_answer(phone: Phone, p: Params) -> answers.Text:
    """The title of the book that is asked for; its article may be missing."""
    state = phone.cantook
    others = tuple(book.title for book in state.books if book.title != p.title)
    short = p.title.removeprefix("The ").removeprefix("A ")
    return answers.Text(p.title, accept=(short,) if short != p.title else (), reject=others)


def author_answer(phone: Phone, p: Params) -> answers.Text:
    """The author of the book that is asked for; the surname is enough where it is no other's."""
    state = phone.cantook
    others = tuple(name for name in state.authors() if name != p.author)
    surname = p.author.rpartition(" ")[2]
    alone = all(name.rpartition(" ")[2] != surname for name in others)
    return answers.Text(p.author, accept=(surname,) if alone else (), reject=others)


def put_progress(phone: Phone, p: Params) -> None:
    """The book has been begun, and is not at its end."""
    book = known(phone, p)
    if not 0 < book.progress < 1:
        book.read, book.progress = False, p.progress / 100


def cantook_1(hand: Hand, p: Params) -> str:
    look_up(hand, p.title)
    return "Yes" if hand.find(titled(p.title)) is not None else "No"


def cantook_2(hand: Hand, p: Params) -> str:
    return placed(hand, READ, p.place)[0]


def cantook_3(hand: Hand, p: Params) -> str:
    return placed(hand, ADDED, p.place)[1]


def cantook_4(hand: Hand, p: Params) -> str:
    hand.tab("My Books")
    hand.tab("Authors")
    count = hand.text_beside(p.author)
    if not count:
        hand.lift(p.author)
        raise Lost
    return count.split()[0]


def read_progress(hand: Hand, p: Params) -> str:
    """How far the book has been read, as the list of books says it."""
    if hand.sees("List view") is not None:
        hand.tap("List view")
    open_books(hand)
    hand.find(titled(p.title))
    row = row_of(hand, p.title)
    told = hand.sees(PROGRESS, within=row) if row is not None else None
    if told is None:
        hand.lift(titled(p.title))
        raise Lost
    return told.text


TASKS = [
    Task(
        id="cantook_1",
        app="cantook",
        human_steps=4,
        goals=[
            "Find out whether the book {title} is in my Cantook library.",
            "Do I have {title} among my books in Cantook? Answer yes or no.",
            "Check in Cantook if {title} is one of the books of my library.",
        ],
        params={
            "title": Param("Pride and Prejudice", a_title),
            "there": Param(
                False, lambda d: any(book.title == d.params.title for book in d.phone.cantook.books)
            ),
        },
        answer=lambda phone, p: YesNo(
            p.there,
            no=("not in the library", "not in your library", "it is not there", "missing"),
        ),
        solution=cantook_1,
        prepare=PREPARE,
        group="questions",
    ),
    Task(
        id="cantook_2",
        app="cantook",
        human_steps=2,
        goals=[
            "Which book comes {place} when the books in Cantook are listed by how recently I read them?",
            "Among the recently read books of Cantook, latest first: what is the title of the {place} one?",
            "Look at the recently read books in Cantook and tell me what the {place} one is called.",
        ],
        params={
            "place": Param("first", a_place),
            "title": Param("The Scarlet Letter", lambda d: asked(d, "read").title),
        },
        answer=title_answer,
        solution=cantook_2,
        prepare=PREPARE,
        group="questions",
    ),
    Task(
        id="cantook_3",
        app="cantook",
        human_steps=2,
        goals=[
            "Who wrote the {place} of the recently added books in Cantook?",
            "Name the author of the book that stands {place} in the recently added books of Cantook.",
            "In Cantook, look at the books added recently and tell me whose work the {place} one is.",
        ],
        params={
            "place": Param("second", a_place),
            "author": Param("William Shakespeare", lambda d: asked(d, "added").author),
        },
        answer=author_answer,
        solution=cantook_3,
        prepare=PREPARE,
        group="questions",
    ),
    Task(
        id="cantook_4",
        app="cantook",
        human_steps=4,
        goals=[
            "How many books by {author} are in my Cantook library?",
            "Count the books of {author} that I have in Cantook.",
            "Look in Cantook and tell me the number of my books written by {author}.",
        ],
        params={
            "author": Param("Charles Dickens", an_author),
            "count": Param(2, lambda d: len(d.phone.cantook.authors()[d.params.author])),
        },
        answer=lambda phone, p: Count(p.count),
        solution=cantook_4,
        prepare=PREPARE,
        group="questions",
    ),
    Task(
        id="cantook_5",
        app="cantook",
        human_steps=4,
        goals=[
            "How far have I read {title} in Cantook? Give the percentage.",
            "Tell me my reading progress in {title}, as Cantook shows it.",
            "What percentage of {title} have I read so far according to Cantook?",
        ],
        params={
            "book": Param(3, a_book(lambda book: 0 < book.progress < 1)),
            "title": Param("Romeo and Juliet", its(lambda book: book.title)),
            "progress": Param(37.8, lambda d: d.rng.randrange(11, 950) / 10),
        },
        setup=put_progress,
        answer=lambda phone, p: Number(float(known(phone, p).percent[:-1]), "%"),
        solution=read_progress,
        prepare=PREPARE,
        group="questions",
    ),
]
