from __future__ import annotations

import re

from openphone_gym.ui import UiNode, UiTree, androidlab_text


def screen(*roots: UiNode) -> UiTree:
    return UiTree(roots=list(roots), width=100, height=200)


def entries(tree: UiTree) -> list[str]:
    """The text without tags and bounds."""
    lines = androidlab_text(tree).split("\n")
    return [re.sub(r"\[n[0-9a-f]{4}\] ", "", line) for line in lines if "bounds:" not in line]


def label(text: str, *bounds: int, **attributes: object) -> UiNode:
    box = bounds or (0, 0, 10, 10)
    return UiNode(text=text, class_name="android.widget.TextView", bounds=box, **attributes)  # pyright: ignore


def test_notation() -> None:
    switch = UiNode(
        class_name="android.widget.Switch",
        content_desc="Wi\u2011Fi",
        checkable=True,
        checked=True,
        bounds=(60, 10, 90, 30),
    )
    row = UiNode(
        class_name="android.widget.LinearLayout",
        clickable=True,
        long_clickable=True,
        focusable=True,
        selected=True,
        bounds=(0, 0, 100, 40),
        children=[label("7:30\u200aAM", 5, 10, 50, 30), switch],
    )
    field = UiNode(
        class_name="android.widget.EditText", password=True, focusable=True, bounds=(0, 50, 100, 90)
    )
    text = androidlab_text(screen(row, field))
    assert re.sub(r"\[n[0-9a-f]{4}\]", "[nXXXX]", text).split("\n") == [
        "[nXXXX]  ;click long-click ; selected;selected,;  :",
        "  bounds: [0,0][100,40]",
        "  [nXXXX] TextView ; ; ;;7:30\u200aAM  :",
        "    bounds: [5,10][50,30]",
        "  [nXXXX] Switch ;check ; checked;; Wi\u2011Fi :",
        "    bounds: [60,10][90,30]",
        "[nXXXX] EditText ;focusable ; password;password input,;  :",
        "  bounds: [0,50][100,90]",
    ]


def test_tags_are_unique_and_the_same_each_time() -> None:
    def many() -> UiTree:
        return screen(*(label(str(i), i % 100, i // 100, i % 100 + 1, i // 100 + 1) for i in range(3000)))

    text = androidlab_text(many())
    tags = re.findall(r"^\[(n[0-9a-f]{4})\]", text, re.MULTILINE)
    assert len(tags) == len(set(tags)) == 3000
    assert androidlab_text(many()) == text


def test_a_tag_stays_when_the_contents_change() -> None:
    before, after = (androidlab_text(screen(label(text)))[:7] for text in ("a", "b"))
    assert before == after


def test_empty_and_protruding_boxes_are_dropped_and_their_children_move_up() -> None:
    empty = UiNode(clickable=True, bounds=(0, 0, 0, 50), children=[label("in empty", 0, 0, 10, 10)])
    off = UiNode(clickable=True, bounds=(50, 0, 101, 50), children=[label("in off", 60, 0, 70, 10)])
    parent = UiNode(clickable=True, bounds=(0, 60, 50, 90), children=[label("out", 0, 60, 51, 90)])
    assert entries(screen(empty, off, parent)) == ["TextView ; ; ;;in off  :", " ;click ; ;;  :"]


def test_nodes_without_function_and_text_are_dropped_and_their_children_move_up() -> None:
    tree = screen(UiNode(bounds=(0, 0, 100, 200), children=[label("kept")]))
    assert entries(tree) == ["TextView ; ; ;;kept  :"]
    assert "  [n" not in androidlab_text(tree)


def test_a_covered_list_gives_way_to_its_uncovered_rows() -> None:
    rows = [label(f"row {i}", 0, 50 * i, 100, 50 * i + 50) for i in range(4)]
    alarms = UiNode(scrollable=True, bounds=(0, 0, 100, 200), children=rows)
    button = label("Add", 60, 150, 90, 180, clickable=True)
    assert entries(screen(alarms)) == [" ;scroll ; ;;  :"] + [
        f"  TextView ; ; ;;row {i}  :" for i in range(4)
    ]
    assert entries(screen(alarms, button)) == [
        *(f"TextView ; ; ;;row {i}  :" for i in range(3)),
        "TextView ;click ; ;;Add  :",
    ]


def test_touching_boxes_do_not_cover_each_other() -> None:
    assert len(entries(screen(label("a", 0, 0, 50, 50), label("b", 50, 0, 100, 50)))) == 2


def test_numbers_of_the_clock_dial_can_be_clicked() -> None:
    dial = UiNode(
        resource_id="com.google.android.deskclock:id/material_clock_face",
        focusable=True,
        bounds=(0, 0, 100, 100),
        children=[label("6")],
    )
    assert entries(screen(dial))[1] == "  TextView ;click ; ;;6  :"


def test_a_label_cannot_start_a_new_entry() -> None:
    tree = screen(label("a\n[n0000] Button ;click\u2028x"))
    assert androidlab_text(tree).count("\n") == 1
