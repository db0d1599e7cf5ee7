"""Blocks of text are nodes, one each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from openphone_gym.phone.toolkit.prose import KINDS, Block, Prose
from openphone_gym.phone.toolkit.surfaces import Page
from openphone_gym.phone.world.records import Block as WorldBlock
from openphone_gym.ui.gesture import LongPress, Tap

BLOCKS = (
    Block("heading", "Bread"),
    Block("section", "Flour"),
    Block("subsection", "Rye"),
    Block("paragraph", "Rye makes a dark bread."),
    Block("item", "Water"),
    Block("quote", "Patience is half the loaf."),
    Block("row", "Salt\t10 g"),
    Block("picture", "A loaf", "plate:loaf"),
    Block("link", "More about rye", "/rye"),
)


def test_every_kind_of_block_is_a_node(show: Callable[..., Any]) -> None:
    finger = show(lambda nav: Page(None, Prose(BLOCKS)))
    for words in ("Bread", "Flour", "Rye", "Rye makes a dark bread.", "Water", "Patience is half the loaf."):
        node = finger.node(words)
        assert (node.class_name, node.clickable) == ("android.widget.TextView", False)
    assert finger.sees("Salt", "10 g")
    assert finger.node("A loaf").class_name == "android.widget.ImageView"
    assert {block.kind for block in BLOCKS} == set(KINDS)


def test_a_link_is_followed(show: Callable[..., Any]) -> None:
    followed: list[str] = []
    finger = show(lambda nav: Page(None, Prose(BLOCKS, followed.append)))
    finger.tap("More about rye", "Rye")
    assert followed == ["/rye"]


def test_a_block_is_held_and_its_text_stays_a_plain_one(show: Callable[..., Any]) -> None:
    held: list[int] = []
    finger = show(lambda nav: Page(None, Prose(BLOCKS, hold=held.append, grounds={3: 0xFFFFE082})))
    node = finger.node("Rye makes a dark bread.")
    assert not node.long_clickable
    finger.phone.perform(LongPress(*node.center))
    assert held == [3]
    finger.phone.perform(Tap(*node.center))
    assert held == [3]


def test_the_worlds_blocks_are_blocks(show: Callable[..., Any]) -> None:
    finger = show(lambda nav: Page(None, Prose([WorldBlock("heading", "About us")])))
    assert finger.sees("About us")


@pytest.mark.parametrize(("size", "spacing"), [(2.0, 1.0), (1.0, 1.5)])
def test_size_and_spacing_change_the_height(size: float, spacing: float, show: Callable[..., Any]) -> None:
    plain = show(lambda nav: Page(None, Prose(BLOCKS[3:4]))).node("Rye makes a dark bread.").bounds
    other = show(lambda nav: Page(None, Prose(BLOCKS[3:4], size=size, spacing=spacing)))
    bounds = other.node("Rye makes a dark bread.").bounds
    assert bounds[3] - bounds[1] > plain[3] - plain[1]
