"""The hand of reference solutions, on small screens made by hand."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from openphone_gym import actions
from openphone_gym.tasks.hand import PATIENCE, Hand
from openphone_gym.tasks.sight import plain
from openphone_gym.ui.marks import number_marks
from openphone_gym.ui.node import UiNode, UiTree

WIDTH, HEIGHT = 400, 800
PACKAGE = "org.example.app"


def text(words: str, y: int = 100, **attributes) -> UiNode:
    return UiNode(text=words, bounds=(0, y, WIDTH, y + 40), package=PACKAGE, **attributes)


def button(words: str, y: int = 100, **attributes) -> UiNode:
    return text(words, y, clickable=True, class_name="android.widget.Button", **attributes)


def field(words: str, y: int = 100, **attributes) -> UiNode:
    return text(words, y, clickable=True, class_name="android.widget.EditText", **attributes)


def row(title: str, *others: UiNode, y: int = 100, clickable: bool = True) -> UiNode:
    bounds = (0, y, WIDTH, y + 60)
    return UiNode(clickable=clickable, bounds=bounds, package=PACKAGE, children=[text(title, y), *others])


def knob(on: bool, y: int = 100, clickable: bool = False) -> UiNode:
    return UiNode(
        class_name="android.widget.Switch",
        checkable=True,
        checked=on,
        clickable=clickable,
        bounds=(340, y, 390, y + 30),
    )


def page(*nodes: UiNode, title: str = "", package: str = PACKAGE) -> UiTree:
    bar = UiNode(resource_id=f"{package}:id/toolbar", bounds=(0, 0, WIDTH, 60), children=[text(title, 10)])
    root = UiNode(package=package, bounds=(0, 0, WIDTH, HEIGHT), children=[*([bar] if title else []), *nodes])
    return UiTree(roots=[root], width=WIDTH, height=HEIGHT)


def do(solution, tree: UiTree):
    """The first action of a solution on a screen."""
    return Hand(lambda hand, p: solution(hand), None, "Example").decide(tree)


def touched(action, tree: UiTree) -> str:
    """Label of what an action touches."""
    assert action.name == "tap", action
    (mark,) = [mark for mark in number_marks(tree) if mark.index == action.arguments["index"]]
    return next(node.label for node in mark.node.walk() if node.label)


def test_a_solution_at_its_end_finishes_with_its_answer():
    assert do(lambda hand: None, page()) == actions.finish()
    assert do(lambda hand: "7:30 AM", page()) == actions.finish("7:30 AM")


# Looking


def test_labels_match_whatever_their_spaces_and_hyphens():
    assert plain(" Wi‑Fi  7:30 AM ") == "Wi-Fi 7:30 AM"
    tree = page(
        text("Wi‑Fi"), text("7:30\u200aAM", 200), UiNode(content_desc="Navigate up", bounds=(0, 0, 9, 9))
    )
    seen = []

    def look(hand: Hand) -> None:
        seen.extend(
            hand.sees(label) is not None for label in ("Wi-Fi", "7:30 AM", "Navigate up", "Wi", "wi-fi")
        )
        seen.append(hand.sees(re.compile("^7:30 ")) is not None)

    do(look, tree)
    assert seen == [True, True, True, False, False, True]


def test_title_row_and_neighbours():
    tree = page(
        row("Sound", text("Volume 5", 130)), row("Display", text("Dark", 230), y=200), title="Settings"
    )
    found = {}

    def look(hand: Hand) -> None:
        found.update(title=hand.title, package=hand.package, beside=hand.text_beside("Display"))
        around = hand.around(hand.sees("Dark"), "Display")
        found["around"] = [node.text for node in around.walk() if node.text]
        found["row"] = hand.row("Dark").clickable
        found["all"] = len(hand.all(re.compile("D")))
        found["chosen"] = hand.chosen("Sound")

    do(look, tree)
    assert found == {
        "title": "Settings",
        "package": PACKAGE,
        "beside": "Dark",
        "around": ["Display", "Dark"],
        "row": True,
        "all": 2,
        "chosen": False,
    }


# Wanting something to be so


def walk(hand: Hand) -> None:
    hand.go("Settings", "Network", ("Wi-Fi", "Internet"))


def test_go_touches_the_row_that_leads_on():
    settings = page(row("Network"), row("Wi-Fi", y=200), title="Settings")
    network = page(row("Network"), row("Wi-Fi", y=200), title="Network")
    assert touched(do(walk, settings), settings) == "Network"
    assert touched(do(walk, network), network) == "Wi-Fi"
    assert do(walk, page(row("Network"), title="Internet")) == actions.finish()


def test_go_is_lost_on_a_page_that_is_not_on_the_way():
    assert do(walk, page(row("Network"), title="Battery")) == actions.back()
    assert do(walk, page(row("Network"))) == actions.back()


def test_a_dialogs_heading_is_its_title():
    heading = text("Choose", resource_id="android:id/alertTitle")
    assert do(lambda hand: hand.go("Page", "Choose"), page(heading)) == actions.finish()


def test_tab_opens_the_tab_unless_it_is_open():
    closed, opened = page(button("Timer")), page(button("Timer", selected=True))
    assert touched(do(lambda hand: hand.tab("Timer"), closed), closed) == "Timer"
    assert do(lambda hand: hand.tab("Timer"), opened) == actions.finish()
    assert do(lambda hand: hand.tab("Timer"), page(text("Timer"))) == actions.back()


def test_fill_focuses_types_and_is_content():
    def fill(hand: Hand) -> None:
        hand.fill("Name", "Ann")

    empty, focused = page(field("Name")), page(field("Name", focused=True))
    assert touched(do(fill, empty), empty) == "Name"
    assert do(fill, focused) == actions.text("Ann")
    assert (
        do(
            lambda hand: hand.fill("number", "1234", shown="12 34"),
            page(field("12 34", resource_id="org.example:id/number")),
        )
        == actions.finish()
    )
    assert do(fill, page(text("Name"))) == actions.back()


def test_fill_replaces_other_content():
    wrong = page(field("Bob", resource_id="org.example:id/name", focused=True))
    assert do(lambda hand: hand.fill("name", "Ann"), wrong) == actions.text("Ann")


def test_switch_touches_only_if_it_is_not_so():
    on, off = page(row("Wi-Fi", knob(True))), page(row("Wi-Fi", knob(False)))
    assert do(lambda hand: hand.switch("Wi-Fi", on=True), on) == actions.finish()
    assert do(lambda hand: hand.switch("Wi-Fi", on=False), on).name == "tap"
    assert do(lambda hand: hand.switch("Wi-Fi", on=True), off).name == "tap"
    assert do(lambda hand: hand.switch("Wi-Fi", on=True), page(row("Wi-Fi"))) == actions.back()


def test_switch_touches_a_knob_of_its_own():
    tree = page(row("Alarm", knob(False, clickable=True)))
    action = do(lambda hand: hand.switch("Alarm", on=True), tree)
    (mark,) = [mark for mark in number_marks(tree) if mark.index == action.arguments["index"]]
    assert mark.node.checkable


def test_a_switch_below_the_end_of_the_screen_is_brought_into_view():
    tree = page(UiNode(scrollable=True, bounds=(0, 100, WIDTH, 700), children=[row("Wi-Fi", y=690)]))
    for wants in (lambda hand: hand.switch("Wi-Fi", on=True), lambda hand: hand.knob("Wi-Fi").checked):
        swipe = do(wants, tree)
        assert (swipe.name, swipe.arguments["direction"]) == ("swipe", "up")


def test_switch_within_looks_only_there():
    cards = [
        row("9:00", knob(True), text("Vibrate", 130)),
        row("8:00", knob(False, 200), text("Vibrate", 230), y=200),
    ]
    assert (
        do(lambda hand: hand.switch("Vibrate", on=False, within=cards[1]), page(*cards)) == actions.finish()
    )


# Acting


def test_gestures_name_the_element_by_its_mark_or_place():
    tree = page(
        button("OK"),
        UiNode(class_name="android.widget.SeekBar", resource_id="s", bounds=(100, 300, 301, 320)),
    )
    bar = tree.find(lambda node: node.resource_id == "s")
    assert do(lambda hand: hand.tap("OK"), tree) == actions.tap(1)
    assert do(lambda hand: hand.long_press("OK"), tree) == actions.long_press(1)
    assert do(lambda hand: hand.swipe("OK", "up", "long"), tree) == actions.swipe(1, "up", "long")
    assert do(lambda hand: hand.tap(bar), tree) == actions.tap(x=200, y=310)
    assert do(lambda hand: hand.swipe(bar, "left"), tree) == actions.swipe(x=200, y=310, direction="left")


@pytest.mark.parametrize(("share", "x"), [(0, 108), (0.5, 200), (1, 292), (7, 292), (-1, 108)])
def test_slide_touches_the_share_of_the_travel(share, x):
    slider = UiNode(
        content_desc="Volume", class_name="android.widget.SeekBar", bounds=(100, 300, 301, 320), text="40%"
    )
    tree = page(text("Volume", 260), slider)
    assert do(lambda hand: hand.slide("Volume", share), tree) == actions.tap(x=x, y=310)


@pytest.mark.parametrize(
    ("verb", "action"),
    [
        (lambda hand: hand.back(), actions.back()),
        (lambda hand: hand.enter(), actions.enter()),
        (lambda hand: hand.wait(3), actions.wait(3)),
        (lambda hand: hand.launch("Clock"), actions.launch("Clock")),
        (lambda hand: hand.type("abc"), actions.text("abc")),
    ],
)
def test_keys(verb, action):
    assert do(verb, page()) == action


# Searching


class Roll:
    """A list of rows of which a screen shows six."""

    SHOWN = 6

    def __init__(self, count: int, at: int = 0) -> None:
        self.names = [f"Row {n}" for n in range(count)]
        self.at = at

    def tree(self) -> UiTree:
        shown = self.names[self.at : self.at + self.SHOWN]
        rows = [row(name, y=100 + 100 * n) for n, name in enumerate(shown)]
        area = UiNode(scrollable=True, bounds=(0, 100, WIDTH, 700), children=rows)
        return page(area, title="List")

    def perform(self, action) -> None:
        assert action.name == "swipe", action
        step = 4 if action.arguments["direction"] == "up" else -4
        self.at = min(max(self.at + step, 0), max(len(self.names) - self.SHOWN, 0))


def search(roll: Roll, label: str, limit: int = 30) -> list:
    hand = Hand(lambda hand, p: hand.tap(label), None, "Example")
    done = []
    while not done or (done[-1].name == "swipe" and len(done) < limit):
        done.append(hand.decide(roll.tree()))
        if done[-1].name == "swipe":
            roll.perform(done[-1])
    return done


def test_find_scrolls_down_to_what_is_wanted():
    roll = Roll(20)
    done = search(roll, "Row 17")
    assert [action.name for action in done] == ["swipe", "swipe", "swipe", "tap"]
    assert touched(done[-1], roll.tree()) == "Row 17"


def test_find_turns_at_the_end_and_looks_above():
    roll = Roll(20, at=12)
    done = search(roll, "Row 1")
    directions = [action.arguments["direction"] for action in done[:-1]]
    assert directions == sorted(directions, reverse=True), "first further down (finger up), then back"
    assert {"up", "down"} == set(directions)
    assert touched(done[-1], roll.tree()) == "Row 1"


def test_what_is_absent_is_given_up_after_one_look_at_everything():
    done = search(Roll(20), "Row 99")
    assert done[-1] == actions.back()
    assert len(done) < 14


def test_absence_can_be_told():
    def solution(hand, p):
        return "absent" if hand.find("Row 99") is None else "there"

    hand, roll = Hand(solution, None, "Example"), Roll(9)
    for _ in range(12):
        action = hand.decide(roll.tree())
        if action.name == "finish":
            break
        roll.perform(action)
    assert action == actions.finish("absent")


def test_a_running_clock_does_not_hide_the_end_of_a_list():
    def look(hand, p):
        return "absent" if hand.find("Row 99") is None else "there"

    hand = Hand(look, None, "Example")
    area = UiNode(scrollable=True, bounds=(0, 100, WIDTH, 700), children=[row("Row 1")])
    done = [hand.decide(page(area, text(f"12:00:0{second} PM", 720))) for second in range(5)]
    assert actions.finish("absent") in done


def test_a_node_is_found_by_what_is_true_of_it():
    def is_on(node: UiNode) -> bool:
        return node.checked

    tree = page(row("Off", knob(False, clickable=True)), row("On", knob(True, 200, clickable=True), y=200))
    assert do(lambda hand: hand.tap(is_on), tree) == do(lambda hand: hand.tap(hand.all(is_on)[0]), tree)


def test_lift_brings_what_follows_into_view_once():
    hand = Hand(lambda hand, p: hand.lift("Low").text and None, None, "Example")
    low = page(UiNode(scrollable=True, bounds=(0, 100, WIDTH, 700), children=[row("Low", y=600)]))
    swipe = hand.decide(low)
    assert (swipe.name, swipe.arguments["direction"], swipe.arguments["dist"]) == ("swipe", "up", 200)
    assert hand.decide(low) == actions.finish(), "the list can't be scrolled further"


@pytest.mark.parametrize(("count", "at"), [(3, 0), (20, 0), (20, 9)])
def test_survey_reads_a_page_from_its_top_to_its_end(count: int, at: int):
    def solution(hand: Hand, p: object) -> str:
        return ", ".join(hand.survey(lambda: [node.text for node in hand.all(re.compile("Row"))]))

    hand, roll = Hand(solution, None, "Example"), Roll(count, at=at)
    action = hand.decide(roll.tree())
    while action.name == "swipe":
        roll.perform(action)
        action = hand.decide(roll.tree())
    assert action == actions.finish(", ".join(roll.names))


def test_nothing_scrolls_where_nothing_can():
    assert do(lambda hand: hand.tap("Missing"), page(button("OK"))) == actions.back()


def test_a_covered_node_is_scrolled_free_before_it_is_touched():
    under = row("Last", y=600)
    area = UiNode(scrollable=True, bounds=(0, 60, WIDTH, 700), children=[under])
    floating = button("Add", 590)
    floating.bounds = (100, 580, 300, 690)
    covered = page(area, floating)
    assert do(lambda hand: hand.tap("Last"), covered).name == "swipe"
    free = page(UiNode(scrollable=True, bounds=(0, 60, WIDTH, 700), children=[row("Last", y=300)]), floating)
    assert touched(do(lambda hand: hand.tap("Last"), free), free) == "Last"


# Getting lost


def lost(hand: Hand, p: object) -> None:
    hand.tap("Nowhere")


def test_lost_in_an_app_goes_back_and_on_the_launcher_starts_the_app():
    hand = Hand(lost, None, "Example")
    assert hand.decide(page(title="Elsewhere")) == actions.back()
    assert hand.decide(page(package="com.example.launcher")) == actions.launch("Example")


def test_a_page_that_loads_is_waited_for():
    spinner = UiNode(content_desc="Loading…", bounds=(0, 0, 50, 50))
    assert do(lambda hand: hand.tap("Nowhere"), page(spinner)) == actions.wait(3)


def test_a_page_without_a_way_back_is_left_by_home():
    hand = Hand(lost, None, "Example")
    done = [hand.decide(page(title="Trap")) for _ in range(8)]
    assert done.count(actions.back()) == 7
    assert actions.home() in done


def test_what_was_tried_in_vain_gives_way_to_another_way():
    hand = Hand(lambda hand, p: hand.tap("OK"), None, "Example")
    tree = page(button("OK"))
    done = [hand.decide(tree) for _ in range(PATIENCE + 1)]
    assert done == [actions.tap(1)] * PATIENCE + [actions.back()]


def test_a_changed_screen_is_no_repetition():
    hand = Hand(lambda hand, p: hand.tap("OK"), None, "Example")
    trees = [page(button("OK"), text(f"Count {n}", 300)) for n in range(10)]
    assert all(hand.decide(tree).name == "tap" for tree in trees)


def test_the_solution_gets_the_parameters():
    hand = Hand(lambda hand, p: p.answer, SimpleNamespace(answer="42"), "Example")
    assert hand.decide(page()) == actions.finish("42")
