from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_gym.ui import Mark, UiNode, UiTree, draw_marks, number_marks


def at(x: int, y: int, **attributes: object) -> UiNode:
    return UiNode(bounds=(x - 10, y - 10, x + 10, y + 10), **attributes)  # pyright: ignore[reportArgumentType]


def screen(*nodes: UiNode) -> UiTree:
    return UiTree(roots=[UiNode(bounds=(0, 0, 500, 500), children=list(nodes))], width=500, height=500)


def centers(*nodes: UiNode) -> list[tuple[int, int]]:
    marks = number_marks(screen(*nodes))
    assert [mark.index for mark in marks] == list(range(1, len(marks) + 1))
    assert all(mark.center == mark.node.center for mark in marks)
    return [mark.center for mark in marks]


def test_clickable_or_labelled_elements_are_numbered_in_document_order() -> None:
    parent = at(100, 100, clickable=True, children=[at(50, 50, content_desc="inner")])
    assert centers(at(300, 300, text="first"), at(200, 200), parent) == [(300, 300), (100, 100), (50, 50)]


def test_disabled_and_checkable_alone_do_not_matter() -> None:
    assert centers(at(1, 1, checkable=True), at(50, 50, clickable=True, enabled=False)) == [(50, 50)]


@pytest.mark.parametrize(("dx", "dy", "numbered"), [(5, 0, 1), (3, 4, 1), (4, 4, 2), (6, 0, 2), (0, -5, 1)])
def test_a_centre_within_5_px_of_an_earlier_one_is_skipped(dx: int, dy: int, numbered: int) -> None:
    assert len(centers(at(128, 128, text="a"), at(128 + dx, 128 + dy, text="b"))) == numbered


def test_a_skipped_element_does_not_hide_others() -> None:
    row = [at(100 + 4 * i, 100, clickable=True) for i in range(4)]
    assert centers(*row) == [(100, 100), (108, 100)]


@pytest.mark.parametrize(
    ("dx", "dy", "numbered"), [(10, 0, 1), (6, 8, 1), (8, 8, 2), (11, 0, 2), (-10, 0, 1)]
)
def test_focusable_elements_need_more_than_10_px(dx: int, dy: int, numbered: int) -> None:
    assert len(centers(at(128, 128, text="a"), at(128 + dx, 128 + dy, focusable=True))) == numbered


def test_focusable_elements_come_last_wherever_they_stand() -> None:
    assert centers(at(50, 50, focusable=True), at(100, 100, text="a")) == [(100, 100), (50, 50)]


def test_a_focusable_element_that_is_left_out_still_hides_its_neighbour() -> None:
    # The second is too near to the text to be numbered; the third is at the same spot as the second.
    nodes = at(100, 100, text="a"), at(109, 100, focusable=True), at(113, 100, focusable=True)
    assert centers(*nodes) == [(100, 100)]
    assert centers(nodes[0], nodes[2]) == [(100, 100), (113, 100)]


def test_centres_are_rounded_down() -> None:
    assert centers(UiNode(clickable=True, bounds=(0, 0, 3, 5))) == [(1, 2)]


@pytest.mark.parametrize(
    "bounds",
    [
        (100, 520, 200, 560),
        (-30, 100, 20, 120),
        (100, 480, 200, 520),
        (100, 100, 100, 120),
        (0, 0, 0, 0),
        (100, 480, 200, 470),
    ],
)
def test_what_cannot_be_touched_keeps_its_number_but_is_not_offered(
    bounds: tuple[int, int, int, int],
) -> None:
    unseen, button = UiNode(clickable=True, bounds=bounds), at(300, 300, clickable=True)
    assert [(mark.index, mark.node) for mark in number_marks(screen(unseen, button))] == [(2, button)]


def test_what_is_cut_off_but_can_be_touched_is_offered() -> None:
    assert centers(UiNode(clickable=True, bounds=(0, 470, 100, 520))) == [(50, 495)]


def numbering_by_brute_force(tree: UiTree) -> list[UiNode]:
    def thin_out(nodes: list[UiNode]) -> list[UiNode]:
        taken: list[UiNode] = []
        for node in nodes:
            if all(math.dist(node.center, other.center) > 5 for other in taken):
                taken.append(node)
        return taken

    first = thin_out([node for node in tree.walk() if node.clickable or node.text or node.content_desc])
    second = thin_out([node for node in tree.walk() if node.focusable])
    return first + [node for node in second if all(math.dist(node.center, one.center) > 10 for one in first)]


crowded = st.builds(
    at,
    st.integers(100, 160),
    st.integers(44, 84),  # around the edge of a band
    clickable=st.booleans(),
    focusable=st.booleans(),
    text=st.sampled_from(["", "a"]),
)


@given(st.lists(crowded, max_size=40))
def test_numbering_agrees_with_the_rule_applied_by_brute_force(nodes: list[UiNode]) -> None:
    tree = screen(*nodes)
    expected = numbering_by_brute_force(tree)
    found = [mark.node for mark in number_marks(tree)]
    assert [id(node) for node in found] == [id(node) for node in expected]


def frame(height: int = 800, width: int = 400, value: int = 200) -> np.ndarray:
    return np.full((height, width, 3), value, np.uint8)


def test_a_number_is_drawn_right_below_the_centre_on_a_new_array() -> None:
    plain = frame()
    drawn = draw_marks(plain, [Mark(7, UiNode(), (200, 400))])
    assert drawn.dtype == np.uint8
    assert drawn.shape == plain.shape
    assert (plain == 200).all()
    rows, columns, _ = np.nonzero(drawn != plain)
    assert 400 < rows.min() < rows.max() < 440
    assert 200 < columns.min() < columns.max() < 240
    assert drawn.max() > 240  # the white number
    background = 0.65 * 24 + 0.35 * 200
    assert np.isclose(np.median(drawn[rows, columns]), background, atol=2)  # half-transparent


def test_numbers_grow_with_the_frame() -> None:
    areas = [
        np.count_nonzero(
            draw_marks(frame(width, width), [Mark(1, UiNode(), (width // 2, width // 2))]) != 200
        )
        for width in (500, 1000)
    ]
    assert areas[1] > 3 * areas[0]


def test_numbers_stay_within_the_frame_and_different_numbers_differ() -> None:
    corner = [draw_marks(frame(), [Mark(index, UiNode(), (399, 799))]) for index in (1, 2)]
    assert (corner[0] != 200).any()
    assert (corner[0] != corner[1]).any()
    outside = draw_marks(frame(), [Mark(1, UiNode(), (-50, 5000))])
    assert (outside != 200).any()


def test_a_frame_smaller_than_a_number_is_left_as_it_is() -> None:
    assert (draw_marks(frame(4, 4), [Mark(1, UiNode(), (2, 2))]) == 200).all()


def test_boxes_are_outlined_if_asked_for() -> None:
    mark = Mark(1, UiNode(bounds=(50, 60, 150, 160)), (100, 110))
    assert (draw_marks(frame(), [mark])[60, 50:150] == 200).all()
    outlined = draw_marks(frame(), [mark], outline=True)
    assert (outlined[60, 50:150] == (230, 40, 90)).all()
    assert (outlined[170, 50:150] == 200).all()
