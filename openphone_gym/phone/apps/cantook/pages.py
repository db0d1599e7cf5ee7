"""Places in a book: chapters and characters, and shares of the whole."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from openphone_gym.phone.toolkit.prose import Block
from openphone_gym.phone.world.records import Text

SHORT = 60
"""Characters of a paragraph that stand for it."""


def beginning(words: str) -> str:
    """The first words of a paragraph."""
    return words if len(words) <= SHORT else words[:SHORT].rsplit(" ", 1)[0] + "…"


class Pages:
    """The words of a book as places, counted in characters of its paragraphs.

    Args:
        text: The words.
    """

    def __init__(self, text: Text) -> None:
        self._text = text
        lengths = [sum(map(len, chapter.paragraphs)) for chapter in text.chapters]
        self._starts = [0, *accumulate(lengths)]
        self.verse = text.verse
        self.titles = [chapter.title for chapter in text.chapters]

    def blocks(self, chapter: int) -> list[Block]:
        """A chapter to be shown: its title, then its paragraphs."""
        one = self._text.chapters[chapter]
        return [Block("section", one.title), *(Block("paragraph", words) for words in one.paragraphs)]

    def place(self, progress: float) -> tuple[int, int]:
        """Chapter, and characters of it, behind a share of the book."""
        at = min(round(progress * self._starts[-1]), self._starts[-1] - 1)
        chapter = bisect_right(self._starts, at) - 1
        return chapter, at - self._starts[chapter]

    def share(self, chapter: int, at: int) -> float:
        """Share of the book before a place in a chapter."""
        return (self._starts[chapter] + at) / self._starts[-1]

    def start(self, chapter: int, paragraph: int) -> int:
        """Characters of a chapter before a paragraph."""
        return sum(map(len, self._text.chapters[chapter].paragraphs[:paragraph]))

    def words_at(self, chapter: int, at: int) -> str:
        """The first words of the paragraph at a place."""
        paragraphs = self._text.chapters[chapter].paragraphs
        starts = [0, *accumulate(map(len, paragraphs))]
        return beginning(paragraphs[min(bisect_right(starts, at) - 1, len(paragraphs) - 1)])

    def turned(self, progress: float, step: int, starts: Sequence[int], index: int) -> float:
        """The share of the book before the next page (step 1) or the one before (-1).

        Args:
            progress: The present share.
            step: Which way.
            starts: Where the pages of the present chapter begin.
            index: Number of the present page.

        Returns:
            The new share: 1.0 on the last page of the book.
        """
        chapter, _ = self.place(progress)
        last = len(self.titles) - 1
        if 0 <= index + step < len(starts):
            index += step
            end = chapter == last and index == len(starts) - 1
            return 1.0 if end else self.share(chapter, starts[index])
        if not 0 <= chapter + step <= last:
            return progress
        # Of the chapter before, the page that holds its last character.
        return self.share(chapter + 1, 0) if step > 0 else self.share(chapter, 0) - 1 / self._starts[-1]

    def find(self, wanted: str) -> list[tuple[int, int, str]]:
        """Chapter, place and words of each paragraph that holds a text, whatever its case."""
        found = []
        for number, chapter in enumerate(self._text.chapters):
            at = 0
            for words in chapter.paragraphs:
                inside = words.casefold().find(wanted.casefold())
                if inside >= 0:
                    found.append((number, at, _around(words, inside)))
                at += len(words)
        return found


def _around(words: str, at: int) -> str:
    """Some words of a paragraph around a place."""
    start = max(words.rfind(" ", 0, max(at - SHORT // 2, 0)) + 1, 0)
    return ("…" if start else "") + beginning(words[start:])
