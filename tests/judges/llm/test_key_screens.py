from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_gym.judges.llm.key_screens import Screen, key_screens, screens_of, touched
from openphone_gym.ui.gesture import PressKey, Tap
from openphone_gym.ui.node import UiNode, UiTree
from tests.judges.llm.scenes import episode, frame, screen


def run(*labels: str | tuple[str, ...], tapped: dict[int, Tap] | None = None) -> list[Screen]:
    """Screens with these labels, on which nothing was tapped but what ``tapped`` says."""
    trees = [screen(*((label,) if isinstance(label, str) else label)) for label in labels]
    return [Screen(i, tree, None, (tapped or {}).get(i)) for i, tree in enumerate(trees)]


def positions(screens: list[Screen], limit: int) -> list[int]:
    return [chosen.position for chosen in key_screens(screens, limit)]


def test_few_screens_are_all_shown():
    assert positions(run("a", "b", "c"), 3) == [0, 1, 2]
    assert positions(run("a"), 3) == [0]
    assert key_screens([], 3) == []


def test_repeated_screens_are_shown_once():
    assert positions(run("a", "a", "b", "b", "b", "a"), 3) == [1, 4, 5]


def test_the_first_and_the_last_two_always_stay():
    assert positions(run(*"abcdefgh"), 3) == [0, 6, 7]


def test_a_page_is_shown_before_it_changes_most():
    form = ("name: Ann", "number: 5", "mail: ann@a", "Save")
    screens = run("a", "b", form[:2], form[:3], form, "saved", "c", "d", "e", "f")
    assert positions(screens, 4) == [0, 4, 8, 9]


def test_a_page_is_shown_as_it_was_left():
    def page(name: str, count: int, month: str) -> UiTree:
        days = [
            UiNode(text=f"{month} {day}", resource_id=f"id/{name}", bounds=(0, 0, 9, 9))
            for day in range(count)
        ]
        return UiTree(roots=days, width=10, height=10)

    trees = [
        screen("a"),
        page("form", 3, "x"),
        *(page("days", 30, month) for month in "JFMA"),
        page("form", 3, "y"),
    ]
    screens = [
        Screen(i, tree, None, None) for i, tree in enumerate([*trees, screen("b"), screen("c"), screen("d")])
    ]
    assert positions(screens, 6) == [
        0,
        1,
        5,
        6,
        8,
        9,
    ]  # and no month in between, though far more changed there


def test_what_is_hard_to_undo_is_shown_first():
    form = ("1", "2", "3", "4", "5")
    screens = run(
        "a", ("Delete", "x"), ("y", "x"), form, "b", "c", "d", "e", tapped={1: Tap(5, 5), 2: Tap(5, 5)}
    )
    assert positions(screens, 5) == [0, 1, 2, 6, 7]
    assert positions([one._replace(gesture=None) for one in screens], 5) == [0, 2, 3, 6, 7]


def test_taps_that_look_dangerous_do_not_crowd_out_the_rest():
    dangerous = [("Delete", str(i)) for i in range(10)]
    screens = run(
        "a", *dangerous, ("1", "2", "3", "4", "5"), "b", "c", "d", tapped=dict.fromkeys(range(11), Tap(5, 5))
    )
    chosen = positions(screens, 7)
    assert 11 in chosen
    assert sum(1 <= i <= 10 for i in chosen) <= 3


def test_pictures_do_where_there_are_no_trees():
    levels = [0, 1, 2, 200, 201, 202, 203]
    pictures = [Screen(i, None, frame(level), None) for i, level in enumerate(levels)]
    assert positions(pictures, 4) == [0, 2, 5, 6]


def test_the_same_tree_with_another_picture_is_another_screen():
    tree = screen("a")
    one, other = Screen(0, tree, frame(1), None), Screen(1, tree, frame(2), None)
    assert len(key_screens([one, other], 3)) == 2
    assert len(key_screens([one, one._replace(position=1)], 3)) == 1
    assert len(key_screens([one, one._replace(frame=None)], 3)) == 2


def test_the_touched_element_is_the_smallest_with_a_label():
    inner = UiNode(text="inner", bounds=(10, 10, 20, 20))
    outer = UiNode(text="outer", bounds=(0, 0, 100, 100), children=[inner, UiNode(bounds=(10, 10, 12, 12))])
    tree = UiTree(roots=[outer], width=100, height=100)
    assert touched(Screen(0, tree, None, Tap(11, 11))) == "inner"
    assert touched(Screen(0, tree, None, Tap(20, 20))) == "outer"
    assert touched(Screen(0, tree, None, PressKey("back"))) == ""
    assert touched(Screen(0, None, None, Tap(1, 1))) == ""


def test_screens_of_an_episode_end_with_the_final_one():
    found = screens_of(episode(screen("a"), screen("b")))
    assert [one.position for one in found] == [0, 1]
    bare = episode(final_frame=np.zeros((2, 2, 3), np.uint8))
    assert len(screens_of(bare)) == 1


def test_a_limit_that_is_too_small_is_refused():
    with pytest.raises(ValueError, match="limit of 3"):
        key_screens([], 2)


@given(st.lists(st.sampled_from("abcd"), max_size=30), st.integers(3, 8), st.sets(st.integers(0, 30)))
def test_the_choice_is_bounded_ordered_and_holds_both_ends(labels: list[str], limit: int, taps: set[int]):
    screens = run(*labels, tapped=dict.fromkeys(taps, Tap(5, 5)))
    chosen = key_screens(screens, limit)
    assert len(chosen) <= limit
    places = [one.position for one in chosen]
    assert places == sorted(set(places))
    if labels:
        assert chosen[0].tree == screens[0].tree
        assert places[-1] == len(screens) - 1
