from __future__ import annotations

from collections.abc import Callable

from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box
from openphone_gym.phone.toolkit.rows import ListRow
from openphone_gym.phone.toolkit.surfaces import Page, Tab, Tabs
from openphone_gym.ui.gesture import Swipe
from tests.phone.conftest import Finger

NAMES = ["Main", "Transactions", "Reminders", "Balance Sheet", "Budget", "Net Earnings"]


def page(nav: Nav) -> Box:
    shown = nav.bind("tab", "Main")
    return Page(Tabs([Tab(n, "", n == shown.get(), shown.setting(n)) for n in NAMES], scrolls=True))


def strip(finger: Finger) -> tuple[int, int, int, int]:
    node = finger.phone.tree().find(lambda node: node.class_name.endswith("HorizontalScrollView"))
    assert node is not None
    return node.bounds


def test_the_strip_moves_and_keeps_the_open_tab_in_view(show: Callable[..., Finger]) -> None:
    finger = show(page)
    assert not finger.sees("Net Earnings")
    x1, y1, x2, y2 = strip(finger)
    for _ in range(3):
        finger.phone.perform(Swipe(x2 - 100, (y1 + y2) // 2, x1 + 100, (y1 + y2) // 2))
    assert finger.sees("Net Earnings")
    assert not finger.sees("Main")
    finger.tap("Net Earnings")
    assert finger.node("Net Earnings").selected
    assert finger.node("Net Earnings").bounds[2] <= x2


def test_a_tab_that_is_opened_comes_to_the_middle(show: Callable[..., Finger]) -> None:
    finger = show(page)
    finger.tap("Reminders")
    x1, _, x2, _ = strip(finger)
    assert abs(finger.node("Reminders").center[0] - (x1 + x2) // 2) <= 2


def test_a_list_opens_at_a_row_until_it_is_scrolled(show: Callable[..., Finger]) -> None:
    rows = 40

    def long_page(nav: Nav) -> Box:
        boxes = [ListRow(f"Row {number}", on_tap=nav.back) for number in range(rows)]
        return Page(None, *boxes, opens_at=boxes[20])

    finger = show(long_page)
    height = finger.phone.tree().height
    assert abs(finger.node("Row 20").center[1] - height // 2) < height // 10
    finger.swipe("Row 20", 0, 2000)
    finger.swipe("Row 15", 0, 2000)
    assert finger.sees("Row 2")
