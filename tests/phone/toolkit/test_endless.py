"""Pages without an end, and pages that are pulled down to be loaded anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box
from openphone_gym.phone.toolkit.rows import ListRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Page
from openphone_gym.ui.gesture import Swipe

Show = Callable[[Callable[[Nav], Box]], Any]


def endless(nav: Nav) -> Box:
    """Sixty rows, and thirty more each time."""
    count = nav.bind("count", 60)
    pulled = nav.bind("pulled", 0)
    return Page(
        AppBar("Feed"),
        *(ListRow(f"Row {number}") for number in range(count.get())),
        on_end=lambda: count.set(count.get() + 30),
        on_refresh=lambda: pulled.set(pulled.get() + 1),
    )


def local(hand: Any) -> dict[str, Any]:
    return hand.phone.system.tasks[-1].stack[-1].local


def swipe(hand: Any, pixels: int) -> None:
    hand.phone.perform(Swipe(540, 1200, 540, 1200 + pixels))


def test_more_rows_come_before_the_end_is_seen(show: Show) -> None:
    hand = show(endless)
    assert local(hand).get("count", 60) == 60
    swipe(hand, -300)
    assert local(hand).get("count", 60) == 60
    for _ in range(30):
        swipe(hand, -900)
        assert not (hand.sees("Row 59") and local(hand).get("count", 60) == 60)
    assert local(hand)["count"] > 120
    count = local(hand)["count"]
    swipe(hand, 900)
    assert local(hand)["count"] == count


def test_a_page_is_pulled_at_its_top_alone(show: Show) -> None:
    hand = show(endless)
    swipe(hand, -600)
    swipe(hand, 300)
    assert "pulled" not in local(hand)
    swipe(hand, 600)
    assert "pulled" not in local(hand)
    swipe(hand, 600)
    assert local(hand)["pulled"] == 1
    hand.phone.perform(Swipe(540, 1200, 900, 1200))
    assert local(hand)["pulled"] == 1
