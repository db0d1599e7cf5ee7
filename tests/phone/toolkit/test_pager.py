from __future__ import annotations

import pytest

from openphone_gym.phone.toolkit.box import Box
from openphone_gym.phone.toolkit.pager import Pager


class Book:
    """A pager of three pages that remembers where it was turned to."""

    def __init__(self, at: int, vertical: bool = False) -> None:
        self.turned: list[int] = []
        self.made: list[str] = []
        self.pager = Pager([self.page(name) for name in "abc"], at, self.turned.append, vertical)

    def page(self, name: str):
        def make() -> Box:
            self.made.append(name)
            return Box(label=name)

        return make

    def swipe(self, direction: str) -> bool:
        assert self.pager.on_swipe is not None
        return self.pager.on_swipe(direction)


@pytest.mark.parametrize(
    ("vertical", "on", "back", "across"), [(False, "left", "right", "up"), (True, "up", "down", "left")]
)
def test_a_swipe_turns_to_the_next_page_or_back(vertical: bool, on: str, back: str, across: str) -> None:
    book = Book(1, vertical)
    assert book.swipe(on)
    assert book.swipe(back)
    assert not book.swipe(across)
    assert book.turned == [2, 0]


def test_a_swipe_beyond_the_first_or_the_last_page_is_left_to_what_is_around() -> None:
    first, last = Book(0), Book(2)
    assert not first.swipe("right")
    assert not last.swipe("left")
    assert first.turned == last.turned == []


def test_only_the_page_in_view_is_made() -> None:
    book = Book(1)
    assert book.made == ["b"]
    assert [box.label for box in book.pager.children] == ["b"]


def test_pages_may_be_boxes_and_attributes_are_those_of_the_pager() -> None:
    pager = Pager([Box(label="only")], 0, print, id="pages")
    assert pager.id == "pages"
    assert pager.children[0].label == "only"
    assert not pager.scrollable  # there is nowhere to turn to


@pytest.mark.parametrize(("vertical", "name"), [(False, "ViewPager"), (True, "ViewPager2")])
def test_it_has_the_class_of_what_turns_pages(vertical: bool, name: str) -> None:
    pager = Book(1, vertical).pager
    assert pager.cls.endswith(f".{name}")
    assert pager.scrollable
