"""A list that builds what is in sight is, to eye, tree and finger, one that builds everything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.state import Display, Entry
from openphone_gym.phone.toolkit import long_list
from openphone_gym.phone.toolkit.binding import bind_key
from openphone_gym.phone.toolkit.box import UNBOUNDED, Box, Column, Metrics, Scroll, Text
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.frame import FrameBuffer
from openphone_gym.phone.toolkit.long_list import LongList, RowHeightError, equally_high
from openphone_gym.phone.toolkit.rows import Card, ListRow, Section
from openphone_gym.phone.toolkit.scene import accessibility_nodes, boxes_at, strips
from openphone_gym.phone.toolkit.surfaces import AppBar, Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE, LIGHT
from openphone_gym.ui.gesture import LaunchApp
from openphone_gym.ui.node import UiTree
from tests.phone.conftest import Finger

WIDTH, HEIGHT = 320, 560
DENSITY = 140

Item = str | tuple[str, str]
"""A heading, or title and summary of a row."""

words = st.text("ab é\n", max_size=60)
items = st.lists(st.one_of(words, st.tuples(words, words)), max_size=60)


def row(item: Item) -> Box:
    return Section(item) if isinstance(item, str) else ListRow(*item, on_tap=list)


def laid_out(rows: list[Box], offset: int, font: float, card: bool) -> tuple[Box, Scroll, Metrics]:
    """A page with something above and below the rows, scrolled to an offset."""
    m = Metrics(DENSITY, font, {"list": offset})
    inside = [Card(*rows)] if card else rows
    page = Page(AppBar("Title"), Text("above", BODY_LARGE), *inside, Text("below", BODY_LARGE))
    page.measure(m, WIDTH, HEIGHT)
    page.w, page.h = WIDTH, HEIGHT
    page.place(m, 0, 0)
    (scroll,) = (box for box in page.walk() if isinstance(box, Scroll))
    return page, scroll, m


def seen(page: Box, m: Metrics) -> tuple[Any, np.ndarray]:
    """The nodes and the pixels of a page."""
    clip = (0, 0, WIDTH, HEIGHT)
    frame = FrameBuffer(WIDTH, HEIGHT).render(strips(page, m, clip, "surface"), LIGHT)
    return accessibility_nodes(page, "app", clip), frame


@settings(max_examples=60, deadline=None)
@given(items, st.integers(0, 9_000), st.sampled_from([0.85, 1.0, 1.3, 2.0]), st.booleans(), st.data())
def test_it_equals_a_list_that_builds_everything(
    shown: list[Item], offset: int, font: float, card: bool, data: st.DataObject
) -> None:
    lazy, scroll, m = laid_out([LongList(shown, row)], offset, font, card)
    eager, other, _ = laid_out([row(item) for item in shown], offset, font, card)
    assert (scroll.limit, scroll.offset) == (other.limit, other.offset)
    (nodes, frame), (other_nodes, other_frame) = seen(lazy, m), seen(eager, m)
    assert nodes == other_nodes
    assert np.array_equal(frame, other_frame)
    x, y = data.draw(st.integers(0, WIDTH - 1)), data.draw(st.integers(0, HEIGHT - 1))
    touched, other_touched = boxes_at(lazy, x, y)[:1], boxes_at(eager, x, y)[:1]
    assert [type(box) for box in touched] == [type(box) for box in other_touched]
    assert [box.label for box in touched] == [box.label for box in other_touched]


def test_a_list_of_500_rows_costs_one_and_a_half_screenfuls_at_most() -> None:
    calls = 0

    def counted(number: int) -> Box:
        nonlocal calls
        calls += 1
        return ListRow(f"Row {number}", "summary " * (number % 7))

    def cost(count: int, offset: int) -> int:
        nonlocal calls
        calls = 0
        laid_out([LongList(range(count), counted)], offset, 1.0, card=False)
        return calls

    page, _, _ = laid_out([row((f"Row {n}", "summary " * (n % 7))) for n in range(500)], 0, 1.0, card=False)
    screenful = sum(node.class_name.endswith("LinearLayout") for node in _nodes(page))
    assert screenful > 5
    assert cost(500, 0) == 500  # the heights are not known yet, and what is in sight is not built again
    for offset in (0, 3, 1_000, 7_777, UNBOUNDED):
        assert cost(500, offset) <= 1.5 * screenful


def _nodes(page: Box) -> list[Any]:
    (root,) = accessibility_nodes(page, "app", (0, 0, WIDTH, HEIGHT))[-1:]
    return list(root.walk())


def test_rows_of_one_key_are_measured_once() -> None:
    calls = 0

    def counted(number: int) -> Box:
        nonlocal calls
        calls += 1
        return ListRow(f"Row {number}")

    rows = LongList(range(500), counted, equally_high)
    rows.measure(Metrics(DENSITY), WIDTH, UNBOUNDED)
    assert calls == 1
    assert rows.h == 500 * rows.h // 500 > 500


def test_heights_are_forgotten_before_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_list, "KNOWN_HEIGHTS", 10)
    monkeypatch.setattr(long_list, "KNOWN_SHAPES", 3)
    monkeypatch.setattr(long_list, "_heights", {})
    for width in range(300, 310):
        for start in range(0, 100, 5):
            rows = LongList([f"Row {start + n}" for n in range(5)], Section)
            rows.measure(Metrics(DENSITY), width, UNBOUNDED)
            assert rows.h == 5 * rows._ends[0]
            assert len(long_list._heights) <= 3
            assert all(len(known) <= 15 for known in long_list._heights.values())


def test_a_key_that_tells_too_little_is_an_error() -> None:
    with pytest.raises(RowHeightError, match=r"another of key None was .* let the key tell"):
        laid_out([LongList(["short", "long " * 40], Section, equally_high)], 0, 1.0, card=False)


def test_text_fields_belong_outside() -> None:
    def field(name: str) -> Box:
        return TextField(bind_key({}, name), "hint", id=name)

    with pytest.raises(RowHeightError, match="holds the text field 'name'"):
        laid_out([LongList(["name"], field)], 0, 1.0, card=False)


def test_outside_of_an_area_that_scrolls_all_is_built() -> None:
    rows = LongList(range(100), lambda number: ListRow(f"Row {number}"))
    m = Metrics(DENSITY)
    rows.measure(m, WIDTH, HEIGHT)
    rows.place(m, 0, 0)
    assert len(rows.children) == 100


def test_a_page_opens_at_a_row_out_of_sight(show: Callable[[Callable[[Nav], Box]], Finger]) -> None:
    def long_page(nav: Nav) -> Box:
        rows = LongList(range(500), lambda number: ListRow(f"Row {number}", on_tap=nav.back))
        return Page(None, rows, opens_at=rows.at(300))

    finger = show(long_page)
    height = finger.phone.tree().height
    assert abs(finger.node("Row 300").center[1] - height // 2) < height // 10
    finger.swipe("Row 300", 0, 2000)
    assert not finger.sees("Row 300")


# The lists of the apps


def build_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has long lists build all their rows, as a column does."""

    def measure(rows: LongList[Any], m: Metrics, width: int, height: int) -> None:
        rows.children = [rows._row(item) for item in rows._items]
        Column.measure(rows, m, width, height)

    def place(rows: LongList[Any], m: Metrics, x: int, y: int) -> None:
        Column.place(rows, m, x, y)
        for index, mark in rows._marks:
            there = rows.children[index]
            mark.x, mark.y, mark.w, mark.h = there.x, there.y, there.w, there.h

    monkeypatch.setattr(LongList, "measure", measure)
    monkeypatch.setattr(LongList, "place", place)


LISTS: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("bluecoins", "home", {}, {}),
    ("bluecoins", "search", {}, {"query": "a"}),
    ("calendar", "home", {}, {}),
    ("calendar", "search", {}, {"text": "a"}),
    ("cantook", "home", {}, {}),
    ("cantook", "search", {}, {"query": "a"}),
    ("clock", "add_city", {}, {}),
    ("contacts", "home", {}, {}),
    ("contacts", "home", {}, {"chosen": [1, 2]}),
    ("contacts", "search", {}, {"query": "a"}),
    ("contacts", "add_favorites", {}, {}),
    ("dialer", "home", {}, {}),
    ("dialer", "search", {}, {"query": "a"}),
    ("map", "search", {}, {"query": "cafe"}),
    ("messages", "home", {}, {}),
    ("messages", "new_chat", {}, {}),
    ("pimusic", "home", {}, {}),
    ("pimusic", "search", {}, {"query": "a"}),
    ("setting", "all_apps", {}, {}),
    ("setting", "zone_regions", {}, {}),
    ("setting", "add_language", {}, {}),
    ("setting", "notification_apps", {}, {}),
    ("setting", "unrestricted_data", {}, {}),
]

TABS: dict[str, tuple[str, ...]] = {
    "bluecoins": ("Transactions",),
    "calendar": ("Events",),
    "cantook": ("My Books",),
    "dialer": ("Recents", "Contacts"),
    "pimusic": ("TRACKS", "ALBUMS", "ARTISTS", "FOLDERS"),
}
"""Tabs of an app's first screen that show a list."""


def looks(phone: Phone, offset: int) -> tuple[UiTree, list[tuple[int, int]]]:
    """The tree of the screen in front, scrolled to an offset, and how far its areas scroll."""
    areas = [box for box in phone.window().root.walk() if isinstance(box, Scroll)]
    phone.front().scroll.update({area.key: offset for area in areas if not area.horizontal})
    phone.changed()
    areas = [box for box in phone.window().root.walk() if isinstance(box, Scroll)]
    return phone.tree(), [(area.limit, area.offset) for area in areas]


@pytest.mark.parametrize("scale", ["0.85", "1.0", "1.3", "2.0"])
@pytest.mark.parametrize("seed", [None, 7])
def test_lists_of_the_apps_equal_those_that_build_everything(
    seed: int | None, scale: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Phone.new(seed, Display(400, 900, 210))
    phone.system.settings["system"]["font_scale"] = scale
    for app, screen, args, local in LISTS:
        for tab in TABS.get(app, ("",)):
            phone.perform(LaunchApp(installed_apps()[app].package))
            phone.system.tasks[-1].stack.append(Entry(app, screen, dict(args), local=dict(local)))
            if tab:
                phone.app(app).tab = tab
            for offset in (0, 700, UNBOUNDED):
                found = looks(phone, offset)
                with monkeypatch.context() as patch:
                    build_everything(patch)
                    assert looks(phone, offset) == found, (app, screen, tab, offset)
            phone.system.tasks[-1].stack.pop()
            phone.changed()
