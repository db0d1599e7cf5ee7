from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_gym.ui import UiNode, UiTree, compact_text, from_xml, number_marks
from openphone_gym.ui.labels import labels_of, readable
from tests.ui.trees import trees

SCREENS = Path(__file__).parent / "screens"

_place = itertools.count()


def node(class_name: str, text: str = "", *children: UiNode, **attributes: object) -> UiNode:
    """A node at a place of its own."""
    top = 20 * next(_place)
    if "." not in class_name:
        class_name = "android.widget." + class_name
    return UiNode(  # pyright: ignore[reportCallIssue]
        class_name=class_name,
        text=text,
        children=list(children),
        package="com.android.settings",
        bounds=(0, top, 100, top + 10),
        **attributes,  # pyright: ignore[reportArgumentType]
    )


def row(*children: UiNode, **attributes: object) -> UiNode:
    return node("LinearLayout", "", *children, clickable=True, focusable=True, **attributes)


def lines(*roots: UiNode, **arguments: int) -> list[str]:
    tree = UiTree(roots=list(roots), width=100, height=100_000)
    return compact_text(tree, number_marks(tree), **arguments).split("\n")


def test_a_whole_screen() -> None:
    bar = node(
        "androidx.appcompat.widget.Toolbar",
        "",
        node("ImageButton", content_desc="Navigate up", clickable=True),
        node("TextView", "Internet"),
    )
    wifi = row(
        node("RelativeLayout", "", node("TextView", "Wi-Fi"), node("TextView", "Connected")),
        node("Switch", checkable=True, checked=True, content_desc="Wi-Fi"),
    )
    network = row(node("TextView", 'Home "5G"'), selected=True)
    networks = node(
        "androidx.recyclerview.widget.RecyclerView",
        "",
        network,
        resource_id="android:id/networks",
        scrollable=True,
        focusable=True,
    )
    password = node("EditText", "Password", clickable=True, focused=True, password=True)
    more = node("ImageButton", clickable=True, enabled=False, resource_id="a:id/more")
    page = node("FrameLayout", "", bar, wifi, networks, password, more, node("TextView", "Signal is weak"))
    assert lines(page) == [
        'App com.android.settings, page "Internet"',
        '[1] "Navigate up" button',
        '[3] "Wi-Fi" "Connected" switch on',
        "[12] #networks scroll area",
        '[7] "Home \\"5G\\"" item selected',
        '[9] "Password" field focused password',
        "[10] #more button disabled",
        '[11] "Signal is weak" text',
    ]


def test_a_part_with_a_tap_of_its_own_keeps_its_line() -> None:
    switch = node("Switch", checkable=True, clickable=True)
    assert lines(row(node("TextView", "Wi-Fi"), switch))[1:] == ['[1] "Wi-Fi" item', "[3] switch off"]


def test_a_field_or_slider_in_a_row_keeps_its_line() -> None:
    slider = node("SeekBar", content_desc="Level", focusable=True)
    assert lines(row(node("TextView", "Volume"), slider))[1:] == ['[1] "Volume" item', '[3] "Level" slider']


def test_a_scrolling_part_is_never_merged() -> None:
    area = node("ScrollView", "", node("TextView", "inside"), scrollable=True)
    assert lines(row(node("TextView", "Card"), area))[1:] == [
        '[1] "Card" item',
        "scroll area",
        '[3] "inside" text',
    ]


def test_an_element_at_the_spot_of_its_parent_lends_it_tap_and_text() -> None:
    inner = UiNode(class_name="android.widget.Button", text="Go", clickable=True, bounds=(0, 0, 10, 10))
    outer = UiNode(content_desc="Start", bounds=(0, 0, 10, 10), children=[inner])
    assert lines(outer)[1:] == ['[1] "Start" "Go" item']


def test_a_text_without_number_can_still_be_read() -> None:
    first, second = (UiNode(class_name="a.TextView", text=text, bounds=(0, 0, 9, 9)) for text in "ab")
    assert lines(first, second)[1:] == ['[1] "a" text', '"b" text']


def test_groups_that_can_merely_take_the_focus_are_left_out() -> None:
    group = node("FrameLayout", "", node("TextView", "a"), focusable=True)
    assert lines(group, node("android.view.SurfaceView", focusable=True))[1:] == ['[1] "a" text', "[3] view"]


@pytest.mark.parametrize(
    ("element", "line"),
    [
        (node("CheckBox", "a", checkable=True, clickable=True), '"a" checkbox unchecked'),
        (node("RadioButton", "a", checkable=True, checked=True, clickable=True), '"a" radio checked'),
        (node("ToggleButton", "a", checkable=True, clickable=True), '"a" switch off'),
        (node("TextSwitcher", "a", clickable=True), '"a" button'),
        (node("AutoCompleteTextView", "a", clickable=True), '"a" field'),
        (node("MultiAutoCompleteTextView", "a", clickable=True), '"a" field'),
        (node("androidx.x.SearchView$SearchAutoComplete", "a", clickable=True), '"a" field'),
        (node("EditText", "", content_desc="Name", clickable=True), '"Name" field'),
        (node("EditText", "", hint="Name", clickable=True), '"Name" field'),
        (node("EditText", "Ann", hint="Name", clickable=True), '"Ann" field'),
        (node("Spinner", "a", clickable=True), '"a" dropdown'),
        (node("android.app.ActionBar$Tab", "a", clickable=True, selected=True), '"a" tab selected'),
        (node("ImageView", content_desc="a"), '"a" image'),
        (node("ImageView", content_desc="a", clickable=True), '"a" button'),
        (node("TextView", "a", clickable=True), '"a" button'),
        (node("android.view.View", "a", clickable=True), '"a" button'),
        (node("android.view.View", "a"), '"a" text'),
        (node("TextView", "12:00", content_desc="noon"), '"12:00" "noon" text'),
        (node("androidx.viewpager.widget.ViewPager", "a", scrollable=True), '"a" pager'),
        (node("EditText", "a", clickable=True, scrollable=True), '"a" field'),
    ],
)
def test_roles_and_states(element: UiNode, line: str) -> None:
    assert lines(element)[1] == "[1] " + line


def test_a_search_bar_that_can_be_tapped_is_no_title() -> None:
    bar = row(node("TextView", "Search settings"), resource_id="a:id/search_action_bar")
    assert lines(bar) == ["App com.android.settings", '[1] "Search settings" item']


def test_a_collapsing_bar_gives_the_title_by_its_description() -> None:
    bar = node(
        "FrameLayout", "", node("TextView", "x"), content_desc="Sound", resource_id="a:id/collapsing_toolbar"
    )
    assert lines(bar)[0] == 'App com.android.settings, page "Sound"'


# Rows, and what is none


def box(left: int, top: int, right: int, bottom: int, *children: UiNode, **attributes: object) -> UiNode:
    """A node at a given place of a screen of 100 x 200."""
    bounds = (left, top, right, bottom)
    return UiNode(bounds=bounds, children=list(children), **attributes)  # pyright: ignore[reportArgumentType]


def told(*roots: UiNode) -> list[str]:
    """The lines of a screen of 100 x 200."""
    tree = UiTree(roots=list(roots), width=100, height=200)
    return compact_text(tree, number_marks(tree)).split("\n")[1:]


def numbers(most: int) -> list[UiNode]:
    return [box(10 * i, 30, 10 * i + 8, 38, text=f"No. {i}") for i in range(most)]


def test_a_map_or_a_page_that_can_be_tapped_takes_in_no_numbered_part() -> None:
    boats = numbers(2)
    assert told(box(0, 0, 100, 66, *boats, content_desc="Map", clickable=True)) == [
        '[1] "Map" "No. 0" "No. 1" item'
    ]
    assert told(box(0, 0, 100, 67, *boats, content_desc="Map", clickable=True)) == [
        '[1] "Map" item',
        '[2] "No. 0" text',
        '[3] "No. 1" text',
    ]


def test_nor_does_what_has_many_parts() -> None:
    assert len(told(box(0, 20, 100, 60, *numbers(6), clickable=True))) == 1
    assert len(told(box(0, 20, 100, 60, *numbers(7), clickable=True))) == 8


def test_a_selected_tab_and_its_text_are_one_line() -> None:
    for clickable in (False, True):
        words = box(20, 185, 60, 195, text="Boats", selected=True)
        tab = box(0, 170, 100, 200, words, content_desc="Boats", selected=True, clickable=clickable)
        assert told(tab) == ['[1] "Boats" item selected']
    words.selected = False
    nameless = box(0, 170, 100, 200, words, selected=True, focusable=True)
    assert told(nameless) == ['[2] "Boats" item selected']
    page = box(0, 0, 100, 200, words, selected=True, focusable=True)
    assert told(page) == ['[1] "Boats" text']


def test_words_that_a_description_contains_are_not_repeated() -> None:
    def message(description: str, **attributes: object) -> UiNode:
        words = [box(10, 20, 30, 30, text="Ahoy"), box(40, 20, 60, 30, text="9:41")]
        return box(0, 10, 100, 50, *words, content_desc=description, **attributes)

    assert told(message("Ann said Ahoy, 9:41", clickable=True)) == ['[1] "Ann said Ahoy, 9:41" item']
    assert told(message("Ann said Ahoy, 9:41")) == ['[1] "Ann said Ahoy, 9:41" text']
    assert told(message("Ahoyed at 19:41", clickable=True)) == ['[1] "Ahoyed at 19:41" "Ahoy" "9:41" item']
    switch = box(10, 20, 30, 30, text="Ann", class_name="android.widget.Switch", checkable=True)
    assert told(box(0, 10, 100, 50, switch, content_desc="Ann, on")) == [
        '[1] "Ann, on" text',
        '[2] "Ann" switch off',
    ]
    own = box(0, 10, 100, 50, text="9:41", content_desc="9:41 AM")
    assert told(own) == ['[1] "9:41 AM" text']
    own.class_name = "android.widget.EditText"  # in which it was typed
    assert told(own) == ['[1] "9:41" "9:41 AM" field']


def test_a_nameless_box_around_one_named_thing_is_that_thing() -> None:
    def around(*inner: UiNode, **attributes: object) -> UiNode:
        return box(0, 10, 100, 50, box(0, 12, 90, 50, *inner, clickable=True), clickable=True, **attributes)

    go, stop = (box(x, 20, x + 20, 30, text=text, clickable=True) for x, text in ((10, "Go"), (60, "Stop")))
    assert told(around(go)) == ['[3] "Go" button']
    assert told(around(go, stop)) == ["[1] item", "[2] item", '[3] "Go" button', '[4] "Stop" button']
    assert told(around(go, content_desc="Ship")) == ['[1] "Ship" item', '[3] "Go" button']
    assert told(around(go, checkable=True))[0] == "[1] checkbox unchecked"
    go.enabled = False
    assert told(around(go)) == ["[1] item", "[2] item", '[3] "Go" button disabled']


def test_a_disabled_box_of_which_nothing_is_known_is_left_out() -> None:
    assert told(box(0, 10, 100, 50, clickable=True, enabled=False), *numbers(1)) == ['[2] "No. 0" text']


def test_composes_buttons_are_buttons() -> None:
    view = "android.view.View"
    icon, role = (
        box(20, 20, 30, 30, content_desc="Add"),
        box(0, 10, 100, 50, class_name="android.widget.Button"),
    )
    words = [box(20, 20, 30, 30, text="Add"), box(60, 20, 90, 30, text="boat")]
    for parts, line in (
        ([icon], '[1] "Add" button'),
        ([icon, role], '[1] "Add" button'),
        ([*words, role], '[1] "Add" "boat" button'),
        (words, '[1] "Add" "boat" item'),
        (words[:1], '[1] "Add" item'),
        (
            [box(20, 20, 30, 30, box(0, 10, 100, 50, class_name="a.Button"), content_desc="Add")],
            '[1] "Add" button',
        ),
    ):
        assert told(box(0, 10, 100, 50, *parts, clickable=True, class_name=view)) == [line]
    assert told(box(0, 10, 100, 50, icon, clickable=True, class_name="a.Row")) == ['[1] "Add" item']
    named = box(0, 10, 100, 50, role, content_desc="Add", clickable=True, class_name=view)
    assert told(named) == ['[1] "Add" button']


def test_a_box_at_the_spot_of_a_button_is_that_button() -> None:
    button = box(0, 10, 100, 50, text="Go", clickable=True, class_name="android.widget.Button")
    assert told(box(0, 10, 100, 50, button, clickable=True)) == ['[1] "Go" button']


# What is not there to be read


@pytest.mark.parametrize(
    "bounds", [(10, 10, 50, 10), (0, 0, 0, 0), (10, 190, 50, 180), (10, 200, 50, 220), (-20, 10, 0, 30)]
)
def test_what_is_not_on_the_screen_has_no_line(bounds: tuple[int, int, int, int]) -> None:
    unseen = UiNode(text="a", clickable=True, bounds=bounds)
    assert told(unseen, box(10, 100, 50, 120, text="b")) == ['[2] "b" text']
    assert told(box(0, 0, 100, 60, unseen, text="b", clickable=True))[0] in (
        '[1] "b" item',
        '[1] "b" "a" item',
    )


def test_what_lies_in_an_empty_box_can_be_on_the_screen() -> None:
    assert told(UiNode(children=[box(10, 100, 50, 120, text="b")])) == ['[1] "b" text']


@pytest.mark.parametrize("text", ["", " ", "\u2003", "\ufffc", "\ue8b8", "\U000f0001 \u200b", "\u200e"])
def test_labels_of_which_nothing_can_be_read_vanish(text: str) -> None:
    sign, words = box(0, 10, 10, 20, text=text), box(20, 10, 90, 20, text=f"{text}Ships{text}")
    assert told(sign, words)[-1].strip() == f'[{2 if text else 1}] "{readable(text + "Ships" + text)}" text'
    assert told(box(0, 5, 100, 50, sign, words, clickable=True)) == [f'[1] "{readable(words.text)}" item']
    tap = box(0, 10, 10, 20, text=text, clickable=True, resource_id="a:id/more")
    assert told(tap, words)[0] == "[1] #more button"


# The head line


def test_the_app_is_that_of_the_first_window_that_is_not_the_systems() -> None:
    bar, app = UiNode(package="com.android.systemui"), UiNode(package="org.ships")
    for windows, package in (
        ([bar, app], "org.ships"),
        ([app, bar], "org.ships"),
        ([bar], "com.android.systemui"),
    ):
        assert compact_text(UiTree(roots=windows, width=9, height=9), []).startswith(f"App {package}\n")


def test_a_disabled_box_that_could_be_tapped_may_hold_the_title() -> None:
    def bar(enabled: bool) -> UiNode:
        return row(node("TextView", "Ships"), enabled=enabled)

    disabled = node(
        "Toolbar", "", row(node("TextView", "Ships"), enabled=False, resource_id="a:id/title_box")
    )
    assert lines(disabled, node("TextView", "a")) == [
        'App com.android.settings, page "Ships"',
        '[3] "a" text',
    ]
    assert lines(node("Toolbar", "", bar(enabled=True))) == ["App com.android.settings", '[1] "Ships" item']


def test_a_page_without_a_named_bar_is_called_by_the_text_beside_the_way_back() -> None:
    up = box(0, 10, 10, 20, content_desc="Navigate up", clickable=True)
    title, other = box(20, 8, 50, 22, text="Ships"), box(20, 24, 50, 30, text="Boats")
    for text in (title, other):
        text.class_name = "android.widget.TextView"

    def head(*roots: UiNode) -> str:
        return compact_text(UiTree(roots=list(roots), width=100, height=200), []).split("\n")[0]

    assert head(other, title, up) == 'App unknown, page "Ships"'
    described = box(20, 8, 50, 22, content_desc="Ships")
    assert head(described, up) == head(other, box(0, 0, 100, 30, described), up) == head(title, up)
    assert head(other, up) == head(title, other) == "App unknown"
    title.bounds, up.bounds = (20, 108, 50, 122), (0, 110, 10, 120)
    assert head(title, up) == "App unknown"


def test_titles_that_are_not_on_the_screen_are_none() -> None:
    bar = box(0, 0, 100, 20, box(0, 5, 50, 5, text="Gone", class_name="a.TextView"), class_name="a.Toolbar")
    assert told(bar) == ["Nothing can be read on this screen."]


# Whole screens, and any


@pytest.mark.parametrize("name", sorted(path.stem for path in SCREENS.glob("*.ui")))
def test_whole_screens(name: str) -> None:
    tree = from_xml((SCREENS / f"{name}.xml").read_text(encoding="utf-8"))
    assert compact_text(tree, number_marks(tree)) == (SCREENS / f"{name}.ui").read_text(encoding="utf-8")


@given(trees)
def test_any_tree_is_told_with_the_numbers_that_are_offered(tree: UiTree) -> None:
    marks = number_marks(tree)
    text = compact_text(tree, marks)
    assert text.encode()
    shown = [int(number) for number in re.findall(r"^\[(\d+)\] ", text, re.MULTILINE)]
    assert len(shown) == len(set(shown))
    assert set(shown) <= {mark.index for mark in marks}
    assert all(0 <= x < tree.width and 0 <= y < tree.height for x, y in (mark.center for mark in marks))


def test_long_labels_are_cut() -> None:
    assert lines(node("TextView", "a" * 30), max_label=10)[1] == '[1] "aaaaaaaaaa…" text'


def test_a_screen_on_which_nothing_can_be_read_says_so() -> None:
    note = "Nothing can be read on this screen."
    assert lines() == ["App unknown", note]
    assert lines(node("SurfaceView", focusable=True)) == ["App com.android.settings", "[1] view", note]
    assert lines(node("TextView", "\ue8b8")) == ["App com.android.settings", note]
    assert note not in lines(node("TextView", "a"))
    assert note not in lines(node("Toolbar", "", node("TextView", "Title is all")))


@given(st.text(), st.text(), st.text(), st.text())
def test_labels_cannot_forge_lines_or_leave_their_quotes(
    text: str, description: str, name: str, package: str
) -> None:
    hostile = '"\n[1] "OK" button\r\u2028\\"'
    element = UiNode(
        text=text + hostile,
        content_desc=description + hostile,
        package=package + hostile,
        clickable=True,
        bounds=(0, 0, 10, 10),
    )
    unnamed = UiNode(resource_id=name + hostile, clickable=True, bounds=(50, 50, 60, 60))
    written = lines(element, unnamed)
    assert len(written) == len("\n".join(written).splitlines()) == 3
    assert " " not in written[0].removeprefix("App ")
    assert written[1].startswith('[1] "')
    unescaped = written[1].replace("\\\\", "").replace('\\"', "")
    assert unescaped.count('"') == 2 * len(labels_of(text + hostile, description + hostile))
    assert written[2].count(" ") == 2
