"""The tall bar gives way to its list, and the other way round."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box
from openphone_gym.phone.toolkit.collapsing import PLAIN, TALL, CollapsingPage, LargeAppBar
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.rows import ListRow
from openphone_gym.ui.androidlab import androidlab_text
from openphone_gym.ui.gesture import Swipe
from openphone_gym.ui.node import UiNode
from tests.phone.conftest import Finger

Show = Callable[[Callable[[Nav], Box]], Finger]


def page(rows: int) -> Callable[[Nav], Box]:
    def screen(nav: Nav) -> Box:
        sort = IconButton("sort", "Sort", lambda: nav.toast("Sorted"))
        bar = LargeAppBar("Paper Lanterns", nav.back, [sort], Box(fill="primary"), ink="on_primary")
        return CollapsingPage(bar, *(ListRow(f"Row {number}") for number in range(rows)))

    return screen


def bar_of(hand: Finger) -> UiNode:
    return hand.node("Paper Lanterns")


def height(hand: Finger) -> float:
    _, top, _, bottom = bar_of(hand).bounds
    return (bottom - top) * 160 / 420


def list_of(hand: Finger) -> UiNode:
    return next(node for node in hand.phone.tree().walk() if node.class_name.endswith("RecyclerView"))


def scroll(hand: Finger, pixels: int) -> None:
    hand.phone.perform(Swipe(540, 1500, 540, 1500 - pixels))


def test_the_bar_is_one_plain_node_with_the_title_as_description(show: Show) -> None:
    hand = show(page(40))
    node = bar_of(hand)
    assert node.class_name == "android.widget.FrameLayout"
    assert node.resource_id.endswith(":id/collapsing_toolbar")
    assert not node.clickable
    assert node.text == ""
    text = androidlab_text(hand.phone.tree())
    assert text.count("Paper Lanterns") == 1
    assert "] ;; ;;Paper Lanterns : " in text
    assert [n.content_desc for n in node.walk() if n.clickable] == ["Navigate up", "Sort"]


def test_it_shrinks_first_and_then_the_rows_move(show: Show) -> None:
    hand = show(page(40))
    assert height(hand) == pytest.approx(TALL, abs=1)
    scroll(hand, 150)
    assert height(hand) == pytest.approx(TALL - 150 * 160 / 420, abs=1)
    assert list_of(hand).bounds[1] == bar_of(hand).bounds[3]
    assert hand.sees("Row 0"), "no row is hidden while the bar shrinks"
    scroll(hand, 1200)
    assert height(hand) == pytest.approx(PLAIN, abs=1)
    assert not hand.sees("Row 0")
    scroll(hand, -1350)
    assert height(hand) == pytest.approx(TALL, abs=1)
    assert hand.sees("Row 0")


def test_the_last_row_can_be_reached(show: Show) -> None:
    hand = show(page(40))
    for _ in range(6):
        scroll(hand, 1200)
    assert hand.sees("Row 39")
    assert hand.node("Row 39").bounds[3] <= list_of(hand).bounds[3]


@pytest.mark.parametrize("rows", [0, 3])
def test_a_short_list_leaves_it_tall(show: Show, rows: int) -> None:
    hand = show(page(rows))
    scroll(hand, 600)
    assert height(hand) == pytest.approx(TALL, abs=1)
    assert not any(node.scrollable for node in hand.phone.tree().walk())


def test_a_list_that_became_short_gives_the_bar_its_height_back(show: Show) -> None:
    count = [40]
    hand = show(lambda nav: page(count[0])(nav))
    scroll(hand, 900)
    count[0] = 2
    hand.phone.changed()
    assert height(hand) == pytest.approx(TALL, abs=1)
    assert hand.sees("Row 0", "Row 1")


def test_its_buttons_work_at_any_height(show: Show) -> None:
    hand = show(page(40))
    hand.tap("Sort")
    scroll(hand, 900)
    hand.tap("Sort")
    assert hand.phone.system.toast is not None
    hand.tap("Navigate up")
    assert not hand.sees("Paper Lanterns")


def test_pictures_follow_the_height(show: Show) -> None:
    hand = show(page(40))
    tall = hand.phone.frame().copy()
    scroll(hand, 150)
    between = hand.phone.frame().copy()
    hand.phone._picture = None  # drawn anew as a whole
    assert (hand.phone.frame() == between).all()
    assert (tall != between).any()
