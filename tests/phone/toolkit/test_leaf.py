"""Pages of a long text hold all of it, whatever the screen and the type."""

from __future__ import annotations

from typing import Any

import pytest

from openphone_gym.phone.toolkit.box import Metrics
from openphone_gym.phone.toolkit.leaf import TOGETHER, Leaf, pages_of
from openphone_gym.phone.toolkit.prose import Block, Prose

WORDS = "It was the best of times and the worst of times, said the old clockmaker to his garden gate. "
TEXT = (
    Block("section", "Chapter 1"),
    *(Block("paragraph", (WORDS * (1 + number % 5)).strip()) for number in range(12)),
)


def pages(font: float = 2.6, width: int = 900, height: int = 1700) -> Any:
    styles = tuple(Prose(()).style(block.kind) for block in TEXT)
    return pages_of(TEXT, styles, font, 30, width, height)


@pytest.mark.parametrize("font", [1.0, 2.6, 5.2])
@pytest.mark.parametrize("size", [(250, 500), (900, 1700), (1500, 900)])
def test_nothing_is_lost_or_shown_twice(font: float, size: tuple[int, int]) -> None:
    shown: dict[int, list[str]] = {}
    for page in pages(font, *size):
        for piece in page:
            shown.setdefault(piece.number, []).append(piece.block.text)
    assert ["".join("".join(shown[number]).split()) for number in range(len(TEXT))] == [
        "".join(block.text.split()) for block in TEXT
    ]


def test_places_grow_and_headings_do_not_count() -> None:
    starts = [page[0].start for page in pages()]
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    second = next(piece for page in pages() for piece in page if piece.number == 2)
    assert second.start == len(TEXT[1].text)


def test_larger_type_makes_more_pages() -> None:
    counts = [len(pages(font)) for font in (1.0, 2.6, 5.2)]
    assert counts == sorted(set(counts))


def test_a_short_block_is_not_divided() -> None:
    text = tuple(
        Block("paragraph", "Words that take " + "some more " * 6 + str(number)) for number in range(40)
    )
    styles = tuple(Prose(()).style(block.kind) for block in text)
    whole = pages_of(text, styles, 2.6, 10, 700, 1000)
    assert all(piece.block == text[piece.number] for page in whole for piece in page)
    assert TOGETHER >= 2


def test_a_leaf_shows_the_page_that_holds_its_place() -> None:
    m = Metrics(420)
    leaf = Leaf(TEXT, 0)
    leaf.measure(m, 900, 1700)
    assert leaf.index == 0
    for index, start in enumerate(leaf.starts):
        for at in (start, start + 1):
            there = Leaf(TEXT, at)
            there.measure(m, 900, 1700)
            assert there.index == index
            there.place(m, 0, 0)
            boxes = [box for box in there.walk() if box.label]
            assert all(box.y + box.h <= 1700 for box in boxes)


def test_a_text_without_words_is_one_page() -> None:
    assert len(pages_of((), (), 1.0, 0, 100, 100)) == 1


def test_a_page_too_small_for_a_line_still_shows_one() -> None:
    assert len(pages(2.6, 900, 20)) > len(TEXT)
