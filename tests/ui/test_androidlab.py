from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings

from openphone_gym.ui import UiNode, UiTree, androidlab_text, from_xml
from tests.ui.trees import crowded_trees, trees

SCREENS = Path(__file__).parent / "screens"

HEAD = "The current screenshot's description is shown:"


def screen(*roots: UiNode) -> UiTree:
    return UiTree(roots=list(roots), width=100, height=200)


def entries(tree: UiTree) -> list[str]:
    """The text without head line, tags and bounds; indented from the first level on."""
    head, *lines = androidlab_text(tree).split("\n")
    assert head.rstrip() == HEAD
    return [re.sub(r"^ {4}( *)\[n[0-9a-f]{4}\] ", r"\1", line) for line in lines if "bounds:" not in line]


def label(text: str, *bounds: int, **attributes: object) -> UiNode:
    box = bounds or (0, 0, 10, 10)
    return UiNode(text=text, class_name="android.widget.TextView", bounds=box, **attributes)  # pyright: ignore


def group(*children: UiNode, bounds: tuple[int, int, int, int], **attributes: object) -> UiNode:
    return UiNode(children=list(children), bounds=bounds, **attributes)  # pyright: ignore


# What a line says


def test_notation() -> None:
    switch = UiNode(
        class_name="android.widget.Switch",
        content_desc="Wi\u2011Fi",
        checkable=True,
        checked=True,
        bounds=(60, 10, 90, 30),
    )
    row = group(
        label("7:30\u200aAM", 5, 10, 50, 30),
        switch,
        class_name="android.widget.LinearLayout",
        clickable=True,
        long_clickable=True,
        focusable=True,
        selected=True,
        bounds=(0, 0, 100, 40),
    )
    field = UiNode(
        class_name="android.widget.EditText", password=True, focusable=True, bounds=(0, 50, 100, 90)
    )
    text = androidlab_text(screen(row, field))
    assert re.sub(r"\[n[0-9a-f]{4}\]", "[nXXXX]", text).split("\n") == [
        "The current screenshot's description is shown: ",
        "    [nXXXX] ;click long-click ; selected ; selected, ;: ",
        "        bounds: [0,0][100,40]",
        "        [nXXXX] TextView ;; ;;7:30\u200aAM : ",
        "            bounds: [5,10][50,30]",
        "        [nXXXX] Switch ;check ; checked ;;Wi\u2011Fi : ",
        "            bounds: [60,10][90,30]",
        "    [nXXXX] EditText ;focusable ; password ; you can input password, ;: ",
        "        bounds: [0,50][100,90]",
    ]


@pytest.mark.parametrize(
    ("node", "line"),
    [
        (label("Hamlet"), "TextView ;; ;;Hamlet : "),
        (label("a", content_desc="b"), "TextView ;; ;;a b : "),
        (label("a", content_desc="a"), "TextView ;; ;;a a : "),
        (
            UiNode(content_desc="Books", clickable=True, selected=True),
            ";click ; selected ; selected, ;Books : ",
        ),
        (UiNode(checked=True), ";; checked ;;: "),
        (UiNode(checkable=True), ";check ; unchecked ;;: "),
        (
            UiNode(checkable=True, password=True, selected=True, focusable=True),
            ";check ; password selected unchecked ; you can input password,  selected, ;: ",
        ),
        (UiNode(scrollable=True, class_name="androidx.x.RecyclerView"), "RecyclerView ;scroll ; ;;: "),
        (UiNode(class_name="", focusable=True), ";focusable ; ;;: "),
    ],
)
def test_every_word_has_its_blank(node: UiNode, line: str) -> None:
    node.bounds = (0, 0, 10, 10)
    assert entries(screen(node)) == [line]


def test_a_screen_without_anything_is_the_head_line() -> None:
    assert androidlab_text(screen()) == androidlab_text(screen(UiNode(bounds=(0, 0, 9, 9)))) == HEAD


def test_tags_are_unique_and_the_same_each_time() -> None:
    def many() -> UiTree:
        return screen(*(label(str(i), i % 100, i // 100, i % 100 + 1, i // 100 + 1) for i in range(3000)))

    text = androidlab_text(many())
    tags = re.findall(r"^    \[(n[0-9a-f]{4})\]", text, re.MULTILINE)
    assert len(tags) == len(set(tags)) == 3000
    assert androidlab_text(many()) == text


def test_a_tag_stays_when_the_contents_change() -> None:
    before, after = (androidlab_text(screen(label(text))).split("\n")[1][:11] for text in ("a", "b"))
    assert before == after
    assert before.startswith("    [n")


def test_numbers_of_the_clock_dial_can_be_clicked() -> None:
    dial = group(
        label("6", focusable=True),
        label("7"),
        resource_id="com.google.android.deskclock:id/material_clock_face",
        focusable=True,
        bounds=(0, 0, 100, 100),
    )
    dial.children[1].bounds = (20, 0, 30, 10)
    assert entries(screen(dial))[1:] == [
        "    TextView ;focusable click; ;;6 : ",
        "    TextView ;click; ;;7 : ",
    ]


def test_a_label_cannot_start_a_new_entry() -> None:
    tree = screen(label("a\n[n0000] Button ;click\u2028x\r"))
    assert len(androidlab_text(tree).splitlines()) == 3
    assert entries(tree) == ["TextView ;; ;;a[n0000] Button ;click x : "]


# Which nodes are kept: boxes


def test_empty_and_protruding_boxes_are_dropped_and_their_children_move_up() -> None:
    empty = group(label("in empty", 0, 0, 10, 10), clickable=True, bounds=(0, 0, 0, 50))
    left = group(label("in left", 60, 0, 70, 10), clickable=True, bounds=(-1, 0, 101, 50))
    parent = group(label("out", 0, 60, 51, 90), clickable=True, bounds=(0, 60, 50, 90))
    assert entries(screen(empty, left, parent)) == [
        "TextView ;; ;;in empty : ",
        "TextView ;; ;;in left : ",
        ";click ; ;;: ",
    ]


def test_roots_may_reach_beyond_the_screen() -> None:
    assert entries(screen(label("wide", 0, 0, 500, 500))) == ["TextView ;; ;;wide : "]


def test_a_box_is_held_against_the_closest_node_that_is_kept() -> None:
    dropped = group(label("reaches out", 0, 20, 50, 60), bounds=(0, 0, 50, 40))
    assert entries(screen(group(dropped, focusable=True, bounds=(0, 0, 100, 200))))[1:] == [
        "    TextView ;; ;;reaches out : "
    ]
    assert entries(screen(group(dropped, bounds=(0, 0, 30, 30)))) == ["TextView ;; ;;reaches out : "]
    assert len(entries(screen(group(dropped, focusable=True, bounds=(0, 0, 50, 59))))) == 1


def test_nodes_without_function_and_text_are_dropped_and_their_children_move_up() -> None:
    tree = screen(group(label("kept"), bounds=(0, 0, 100, 200)))
    assert entries(tree) == ["TextView ;; ;;kept : "]


# Which nodes are kept: overlaps


def test_a_covered_list_gives_way_to_its_uncovered_rows() -> None:
    rows = [label(f"row {i}", 0, 50 * i, 100, 50 * i + 50) for i in range(4)]
    alarms = group(*rows, scrollable=True, bounds=(0, 0, 100, 200))
    button = label("Add", 60, 150, 90, 180, clickable=True)
    assert entries(screen(alarms)) == [";scroll ; ;;: "] + [f"    TextView ;; ;;row {i} : " for i in range(4)]
    assert entries(screen(alarms, button)) == [
        *(f"TextView ;; ;;row {i} : " for i in range(3)),
        "TextView ;click ; ;;Add : ",
    ]


def test_what_is_free_moves_up_from_any_depth() -> None:
    page = group(label("free", 0, 100, 50, 150), focusable=True, bounds=(0, 0, 100, 150))
    scroller = group(page, scrollable=True, bounds=(0, 0, 100, 150))
    assert entries(screen(scroller, label("Search", 0, 0, 100, 50))) == [
        "TextView ;; ;;free : ",
        "TextView ;; ;;Search : ",
    ]


def test_a_node_is_tried_against_the_first_sibling_that_overlaps_it_and_freed_ones_again() -> None:
    inner = group(label("kept in it", 0, 150, 40, 180), clickable=True, bounds=(0, 140, 50, 190))
    covered = group(inner, clickable=True, bounds=(0, 0, 100, 200))
    first, second = label("first", 0, 0, 10, 10), label("second", 0, 150, 5, 155)
    # Against the first sibling alone the inner group is free; moved up, it overlaps the second one.
    assert entries(screen(covered, first, second)) == ["TextView ;; ;;first : ", "TextView ;; ;;second : "]
    second.bounds = (60, 0, 70, 10)
    assert entries(screen(covered, first, second)) == [
        ";click ; ;;: ",
        "    TextView ;; ;;kept in it : ",
        "TextView ;; ;;first : ",
        "TextView ;; ;;second : ",
    ]


def test_freed_nodes_overlap_each_other_too() -> None:
    below, above = label("below", 0, 100, 50, 150), label("above", 20, 100, 60, 150)
    covered = group(below, above, clickable=True, bounds=(0, 0, 100, 200))
    assert entries(screen(covered, label("bar", 0, 0, 100, 20))) == [
        "TextView ;; ;;above : ",
        "TextView ;; ;;bar : ",
    ]


def test_touching_boxes_do_not_cover_each_other() -> None:
    assert len(entries(screen(label("a", 0, 0, 50, 50), label("b", 50, 0, 100, 50)))) == 2


# Whole screens


@pytest.mark.parametrize("name", sorted(path.stem for path in SCREENS.glob("*.txt")))
def test_whole_screens(name: str) -> None:
    tree = from_xml((SCREENS / f"{name}.xml").read_text(encoding="utf-8"))
    expected = (SCREENS / f"{name}.txt").read_text(encoding="utf-8")
    assert re.sub(r"\[n[0-9a-f]{4}\]", "[n]", androidlab_text(tree)) == expected


class Element:
    """A node as the rules are told: with what is around it, and moved about one at a time."""

    def __init__(self, node: UiNode | None, parent: Element | None, nodes: list[UiNode]) -> None:
        self.node = node
        self.parent = parent
        self.children = [Element(child, self, child.children) for child in nodes]

    @property
    def box(self) -> tuple[int, int, int, int]:
        assert self.node is not None
        return self.node.bounds

    def leave(self) -> None:
        assert self.parent is not None
        self.parent.children.remove(self)

    def move_before(self, other: Element) -> None:
        self.leave()
        self.parent = other.parent
        assert self.parent is not None
        self.parent.children.insert(self.parent.children.index(other), self)


def kept_by_the_rules(tree: UiTree) -> list[str]:
    """Labels of the kept nodes, in order: the rules once more, step by step on a tree that changes."""
    root = Element(None, None, tree.roots)

    def prune(element: Element) -> None:
        children = list(element.children)
        if element.node is not None and not stays(element):
            for child in children:
                child.move_before(element)
            element.leave()
        for child in children:
            prune(child)

    def stays(element: Element) -> bool:
        node, parent = element.node, element.parent
        assert node is not None
        assert parent is not None
        left, top, right, bottom = node.bounds
        if left < 0 or top < 0 or left >= right or top >= bottom:
            return False
        if parent.node is not None:
            outer = parent.node.bounds
            if left < outer[0] or top < outer[1] or right > outer[2] or bottom > outer[3]:
                return False
        return bool(node.text) or node.clickable or node.checked

    def meet(a: Element, b: Element) -> bool:
        return all(a.box[i] < b.box[i + 2] and b.box[i] < a.box[i + 2] for i in (0, 1))

    def free(element: Element, above: Element, moved: list[Element], current: Element) -> None:
        for child in list(element.children):
            if meet(child, above):
                free(child, above, moved, current)
            else:
                child.move_before(current)
                moved.append(child)

    prune(root)
    queue = list(root.children)
    while queue:
        current = queue.pop(0)
        assert current.parent is not None
        siblings = current.parent.children
        later = siblings[siblings.index(current) + 1 :]
        above = [sibling for sibling in later if meet(current, sibling)][:1]
        if above:
            free(current, above[0], queue, current)
            current.leave()
        else:
            queue += current.children
    kept: list[str] = []

    def collect(element: Element, depth: int) -> None:
        for child in element.children:
            assert child.node is not None
            kept.append("    " * depth + str(child.node.bounds))
            collect(child, depth + 1)

    collect(root, 0)
    return kept


@settings(max_examples=300)
@given(crowded_trees)
def test_the_rules_applied_one_by_one_keep_the_same_nodes(tree: UiTree) -> None:
    written = [line for line in androidlab_text(tree).split("\n") if "bounds:" in line]
    boxes = [re.fullmatch(r"( {8})( *)bounds: \[(.*),(.*)\]\[(.*),(.*)\]", line) for line in written]
    found = [f"{box[2]}({', '.join(box.groups()[2:])})" for box in boxes if box]
    assert found == kept_by_the_rules(tree)


@given(trees)
def test_any_tree_is_told(tree: UiTree) -> None:
    head, *lines = androidlab_text(tree).split("\n")
    assert head.rstrip() == HEAD
    assert len(lines) % 2 == 0
