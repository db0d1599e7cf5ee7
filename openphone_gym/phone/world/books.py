"""Books, and their words.

The works are the same in all worlds; which of them are on the phone is drawn. Their texts are put together
from sentences of the word list by the id of the work alone: long, always the same, never part of a snapshot.
"""

from __future__ import annotations

import random
from functools import lru_cache

import msgspec

from openphone_gym.phone.world.people import given_names
from openphone_gym.phone.world.records import Book, Chapter, Text
from openphone_gym.phone.world.tables import slug, table, words

FEWEST, MOST = 12, 20
"""Number of books in the reader of a drawn phone."""

FILES = 3
"""Number of books whose files alone are on the phone."""

VERSE = frozenset(("Drama", "Poetry", "Comedies", "Tragedies", "Fairy plays"))
FACTS = frozenset(("Gardening", "Cooking", "Astronomy", "Engineering", "Travel"))
"""Categories of works in verse, and of those that tell no story."""

RESUME_LINE = "Mer. Thou desir'st me to stop in my tale against the haire"
RESUMED, RESUMED_CHAPTER, RESUMED_AT = "romeo-and-juliet", "Act 2, Scene 4", 0.378
"""A line by which the benchmark knows a page, its work, its chapter, and how far into the work it stands."""


def works() -> tuple[Book, ...]:
    """All works, as the benchmark's phone keeps them."""
    return tuple(
        Book(
            slug(work["title"]),
            work["title"],
            work["author"],
            tuple(work["categories"]),
            work["year"],
            work.get("kept", "catalogue"),
        )
        for work in table("books")
    )


def draw(rng: random.Random) -> tuple[Book, ...]:
    """All works in any order: some in the library, some as files, the others in the catalogue."""
    shuffled = list(works())
    rng.shuffle(shuffled)
    kept = rng.randint(FEWEST, MOST)
    return tuple(
        msgspec.structs.replace(
            book, kept="library" if n < kept else "file" if n < kept + FILES else "catalogue"
        )
        for n, book in enumerate(shuffled)
    )


@lru_cache(maxsize=8)
def text(id: str) -> Text:
    """The words of a work.

    Raises:
        KeyError: No work has this id.
    """
    book = next((book for book in works() if book.id == id), None)
    if book is None:
        raise KeyError(f"no book has the id {id!r}")
    rng = random.Random(f"book/{id}")
    verse = not VERSE.isdisjoint(book.categories)
    people = rng.sample([name.latin for name in given_names() if name.culture == "english"], 4)
    chapters = [
        Chapter(title, tuple(_paragraphs(rng, book, verse, people)))
        for title in _chapter_titles(rng, book, verse)
    ]
    if id == RESUMED:
        chapters = _with_resume_line(chapters)
    return Text(tuple(chapters), verse)


def _chapter_titles(rng: random.Random, book: Book, verse: bool) -> list[str]:
    if "Poetry" in book.categories:
        return [f"{number}. {title}" for number, title in enumerate(_titles(rng), 1)]
    if verse:
        return [f"Act {act}, Scene {scene}" for act in range(1, 6) for scene in range(1, 6)][
            : rng.randint(21, 25)
        ]
    return [f"Chapter {number}: {title}" for number, title in enumerate(_titles(rng), 1)]


def _titles(rng: random.Random) -> list[str]:
    titles = words(table("prose")["chapters"])
    return rng.sample(titles, rng.randint(12, len(titles)))


def _paragraphs(rng: random.Random, book: Book, verse: bool, people: list[str]) -> list[str]:
    source = "lines" if verse else "sentences" if FACTS.isdisjoint(book.categories) else "facts"
    sentences = words(table("prose")[source], ";" if verse else "; ")
    if verse:
        speaks = "Poetry" not in book.categories
        lines = [_filled(rng, sentence, people) for sentence in rng.choices(sentences, k=rng.randint(24, 40))]
        if speaks:
            lines = [
                f"{rng.choice(people)[:3]}. {line}" if n % 4 == 0 else line for n, line in enumerate(lines)
            ]
        return lines
    return [
        " ".join(_filled(rng, sentence, people) for sentence in rng.sample(sentences, rng.randint(3, 7)))
        for _ in range(rng.randint(10, 18))
    ]


def _filled(rng: random.Random, sentence: str, people: list[str]) -> str:
    prose = table("prose")
    return sentence.replace("{weather}", rng.choice(words(prose["weather"], "; "))).format(
        hero=people[0],
        other=rng.choice(people[1:]),
        place=rng.choice(words(prose["places"])),
        thing=rng.choice(words(prose["things"])),
    )


def _with_resume_line(chapters: list[Chapter]) -> list[Chapter]:
    """The chapters with the line at its place: what stands before it is cut to the right length."""
    at = next(n for n, chapter in enumerate(chapters) if chapter.title == RESUMED_CHAPTER)
    after = [
        *chapters[at].paragraphs[3:],
        *(line for chapter in chapters[at + 1 :] for line in chapter.paragraphs),
    ]
    wanted = RESUMED_AT / (1 - RESUMED_AT) * (sum(map(len, after)) + len(RESUME_LINE))
    before: list[Chapter] = []
    for left, chapter in zip(range(at + 1, 0, -1), chapters[: at + 1], strict=True):
        share = (wanted - sum(len(line) for done in before for line in done.paragraphs)) / left
        before.append(Chapter(chapter.title, _of_length(chapter.paragraphs, share)))
    last = before[-1]
    before[-1] = Chapter(last.title, (*last.paragraphs, RESUME_LINE, *chapters[at].paragraphs[3:]))
    return [*before, *chapters[at + 1 :]]


def _of_length(lines: tuple[str, ...], characters: float) -> tuple[str, ...]:
    """Lines, repeated or left out, so that they hold about as many characters."""
    kept: list[str] = []
    held = 0
    while held + len(lines[len(kept) % len(lines)]) / 2 < characters:
        kept.append(lines[len(kept) % len(lines)])
        held += len(kept[-1])
    return tuple(kept)
