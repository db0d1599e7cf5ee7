"""What is in the reader of a new phone."""

from __future__ import annotations

import random
from calendar import timegm
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from openphone_gym.phone.apps.cantook.state import (
    SORTINGS,
    TYPE_SIZES,
    Book,
    Cantook,
    Collection,
)
from openphone_gym.phone.world.start import START

if TYPE_CHECKING:
    from openphone_gym.phone.world import records
    from openphone_gym.phone.world.parts import World

UTC_OFFSET = timedelta(hours=8)
"""From Greenwich to the time zone in which every phone begins."""

READING = {
    "The Scarlet Letter": (0.18, datetime(2024, 5, 9, 21)),
    "Oliver Twist": (1.0, datetime(2024, 5, 8, 20)),
    "Romeo and Juliet": (0.37804, datetime(2024, 5, 7, 20)),
    "Hamlet": (0.052, datetime(2024, 5, 1, 20)),
}
"""How far the books of the benchmark's phone were read, and when last; one at its end is marked as read.
Romeo and Juliet stands at the very line by which the benchmark knows its page."""

ADDED = (
    "Don Quixote", "Hamlet", "Romeo and Juliet", "The Scarlet Letter", "Oliver Twist",
    "A Tale of Two Cities", "Emma", "Frankenstein", "A Midsummer Night's Dream", "Peter Pan",
)  # fmt: skip
"""Books of the benchmark's phone, the one added last first."""

COLLECTIONS = ("To read", "Holiday reading", "Classics", "Bedtime", "Book club", "Lent to friends")
"""Names of collections on drawn phones."""


def seed(rng: random.Random | None, world: World) -> Cantook:
    """The library of a new phone: the benchmark's, or the drawn world's with a drawn reading history."""
    return _canonical(world) if rng is None else _drawn(rng, world)


def milliseconds(moment: datetime) -> int:
    """Local time of a new phone as virtual time."""
    return timegm((moment - UTC_OFFSET).timetuple()) * 1000


def copied(work: records.Book, id: int, added: int) -> Book:
    """A copy of a work for the library."""
    return Book(id, work.id, work.title, work.author, list(work.categories), added)


def _canonical(world: World) -> Cantook:
    books = []
    for number, work in enumerate((one for one in world.books if one.kept == "library"), 1):
        added = START - timedelta(days=2 + 3 * ADDED.index(work.title), hours=2)
        book = copied(work, number, milliseconds(added))
        progress, opened = READING.get(work.title, (0.0, None))
        book.progress, book.read = progress, progress == 1.0
        book.opened = milliseconds(opened) if opened else 0
        books.append(book)
    return Cantook(books=books, last_id=len(books))


def _drawn(rng: random.Random, world: World) -> Cantook:
    works = [work for work in world.books if work.kept == "library"]
    days = sorted(rng.sample(range(3, 200), len(works)))
    books = []
    for number, (work, day) in enumerate(zip(works, days, strict=True), 1):
        books.append(copied(work, number, milliseconds(_moment(rng, day))))
    opened = rng.sample(books, rng.randint(5, 8))
    for ago, book in zip(sorted(rng.sample(range(1, 60), len(opened))), opened, strict=True):
        book.opened = max(milliseconds(_moment(rng, ago)), book.added + 3_600_000)
        book.read = rng.random() < 0.3
        book.progress = 1.0 if book.read else rng.randint(8, 960) / 1000
    rng.shuffle(books)
    state = Cantook(books=books, last_id=len(books))
    for name in rng.sample(COLLECTIONS, rng.randint(0, 3)):
        held = sorted(book.id for book in rng.sample(books, rng.randint(1, 4)))
        state.collections.append(Collection(state.new_id(), name, held))
    state.preferences.sorting = rng.choice((SORTINGS[0], SORTINGS[0], *SORTINGS))
    state.reader.size = rng.choice((100, 100, 100, *TYPE_SIZES[1:6]))
    return state


def _moment(rng: random.Random, days_ago: int) -> datetime:
    return START - timedelta(days=days_ago) + timedelta(minutes=rng.randint(-180, 600))
