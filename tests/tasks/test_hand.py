"""The hand of reference solutions, on small screens made by hand."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from openphone_gym import actions
from openphone_gym.tasks.hand import PATIENCE, Hand
from openphone_gym.tasks.sight import has_id, plain
from openphone_gym.ui.marks import number_marks
from openphone_gym.ui.node import UiNode, UiTree
from tests.tasks.screens import HEIGHT, PACKAGE, WIDTH, button, do, field, knob, page, row, text, touched


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


def test_a_point_of_something_is_touched_by_its_shares():
    area = UiNode(resource_id="org.example:id/map", bounds=(0, 100, 401, 701))
    for verb, name in ((Hand.tap, "tap"), (Hand.long_press, "long_press")):
        action = do(lambda hand, verb=verb: verb(hand, has_id("map"), at=(0.25, 0.5)), page(area))
        assert (action.name, action.arguments) == (name, {"x": 100, "y": 400})


@pytest.mark.parametrize(
    ("what", "to", "action"),
    [
        ((100, 400), (300, 420), actions.swipe(x=100, y=400, direction="right", dist=200)),
        ((100, 400), (90, 300), actions.swipe(x=100, y=400, direction="up", dist=50)),
        ("Second", "First", actions.swipe(x=200, y=320, direction="up", dist=100)),
        ((100, 400), (102, 402), actions.finish()),
        ("First", "First", actions.finish()),
    ],
)
def test_drag_moves_along_the_longer_way_until_it_is_there(what, to, action):
    assert do(lambda hand: hand.drag(what, to), page(text("First", 100), text("Second", 300))) == action


def keypad(shown: str) -> UiTree:
    keys = [
        UiNode(content_desc=desc, clickable=True, bounds=(10 * n, 300 + 10 * n, 10 * n + 9, 309 + 10 * n))
        for n, desc in enumerate(["1,", "2,ABC", "3,DEF", "0", "00", ".", "backspace"])
    ]
    return page(text(shown, 100), *keys)


@pytest.mark.parametrize(
    ("wanted", "shown", "key"),
    [
        ("12", "", "1,"),
        ("12", "1", "2,ABC"),
        ("1200", "12", "00"),
        ("12.30", "CNY 12", "."),
        ("12.30", "-12.3", "0"),
        ("12", "13", "backspace"),
        ("12", "123", "backspace"),
        ("12", "00h 12m", None),
        ("0012", "12", None),
    ],
)
def test_a_keypad_takes_one_key_after_the_other(wanted: str, shown: str, key: str | None):
    tree = keypad(shown)
    action = do(lambda hand: hand.key_in(wanted, shown), tree)
    assert action == actions.finish() if key is None else touched(action, tree) == key


def test_choose_opens_the_list_and_takes_the_entry():
    settings = page(
        row("Style", text("Digital", 130)), row("Sound", text("Argon", 230), y=200), title="Settings"
    )
    choices = page(row("Analog"), row("Digital", y=200), title="Style")
    assert do(lambda hand: hand.choose("Style", "Digital"), settings) == actions.finish()
    assert touched(do(lambda hand: hand.choose("Style", "Analog"), settings), settings) == "Style"
    assert touched(do(lambda hand: hand.choose("Style", "Analog"), choices), choices) == "Analog"
    assert (
        touched(do(lambda hand: hand.choose("Look", "Analog", title="Style"), choices), choices) == "Analog"
    )


@pytest.mark.parametrize("kind", ["EditText", "AutoCompleteTextView", "MultiAutoCompleteTextView"])
def test_fields_that_suggest_are_filled_like_others(kind: str):
    box = field("Item", focused=True)
    box.class_name = f"android.widget.{kind}"
    assert do(lambda hand: hand.fill("Item", "Tea"), page(box)) == actions.text("Tea")


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


def test_a_page_that_loads_is_waited_for_before_anything_is_done():
    hand = Hand(lambda hand, p: hand.tap("Retry"), None, "Example")
    tree = page(text("Loading…"), button("Retry", 300))
    done = [hand.decide(tree) for _ in range(PATIENCE + 1)]
    assert done[:-1] == [actions.wait(3)] * PATIENCE
    assert touched(done[-1], tree) == "Retry"


@pytest.mark.parametrize(
    "words", ["Not now", "No thanks", "NO, THANKS", "Maybe later", "Skip", "Close", "Got it"]
)
def test_a_prompt_is_sent_away(words: str):
    tree = page(text("Do you like this app?"), button("Rate it", 200), button(words, 300))
    assert touched(do(lambda hand: hand.tap("Nowhere"), tree), tree) == words


def test_a_prompt_that_covers_what_is_wanted_is_sent_away():
    sheet = UiNode(bounds=(0, 0, WIDTH, HEIGHT), clickable=True, children=[button("Not now", 500)])
    tree = page(button("Play", 300), sheet)
    assert touched(do(lambda hand: hand.tap("Play"), tree), tree) == "Not now"


def test_a_prompt_that_stays_is_left_by_back():
    hand = Hand(lost, None, "Example")
    tree = page(button("Close"))
    done = [hand.decide(tree) for _ in range(PATIENCE + 1)]
    assert done == [actions.tap(1)] * PATIENCE + [actions.back()]
