"""Looking further than one screen: lists, strips and pagers of a few rows, cells and pages."""

from __future__ import annotations

import re

import pytest

from openphone_gym import actions
from openphone_gym.actions import Action
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.sight import has_id
from openphone_gym.ui.node import UiNode, UiTree
from tests.tasks.screens import WIDTH, button, do, knob, page, row, text, touched


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


# Sideways


class Shelf:
    """A strip of cells of which a screen shows three.

    Args:
        names: What the cells say.
        y: Where the strip lies.
    """

    SHOWN = 3

    def __init__(self, *names: str, y: int = 100) -> None:
        self.names, self.y, self.at = names, y, 0

    def node(self, **attributes) -> UiNode:
        width = WIDTH // self.SHOWN
        cells = [
            UiNode(
                text=name,
                clickable=True,
                bounds=(n * width, self.y, (n + 1) * width, self.y + 80),
                **attributes,
            )
            for n, name in enumerate(self.names[self.at : self.at + self.SHOWN])
        ]
        return UiNode(
            class_name="androidx.recyclerview.widget.RecyclerView",
            scrollable=len(self.names) > self.SHOWN,
            bounds=(0, self.y, WIDTH, self.y + 80),
            children=cells,
        )

    def perform(self, action: Action) -> None:
        step = 2 if action.arguments["direction"] == "left" else -2
        self.at = min(max(self.at + step, 0), max(len(self.names) - self.SHOWN, 0))


class Store:
    """A page of shelves below each other, of which a screen shows two."""

    def __init__(self, *shelves: tuple[str, ...]) -> None:
        self.shelves = [Shelf(*names) for names in shelves]
        self.at = 0

    def tree(self) -> UiTree:
        shown = self.shelves[self.at : self.at + 2]
        for number, shelf in enumerate(shown):
            shelf.y = 120 + 300 * number
        area = UiNode(
            class_name="android.widget.ScrollView",
            scrollable=len(self.shelves) > 2,
            bounds=(0, 100, WIDTH, 700),
            children=[shelf.node() for shelf in shown],
        )
        return page(area, title="Store")

    def perform(self, action: Action) -> None:
        assert action.name == "swipe", action
        if action.arguments["direction"] in ("left", "right"):
            (shelf,) = [
                s for s in self.shelves[self.at : self.at + 2] if s.y < action.arguments["y"] < s.y + 80
            ]
            shelf.perform(action)
        else:
            step = 1 if action.arguments["direction"] == "up" else -1
            self.at = min(max(self.at + step, 0), max(len(self.shelves) - 2, 0))


def played(solution, device, limit: int = 60) -> list[Action]:
    """The actions of a solution up to the first that is no swipe."""
    hand = Hand(lambda hand, p: solution(hand), None, "Example")
    done = []
    while not done or (done[-1].name == "swipe" and len(done) < limit):
        done.append(hand.decide(device.tree()))
        if done[-1].name == "swipe":
            device.perform(done[-1])
    return done


NOVELS, POEMS, PLAYS = (tuple(f"{kind} {n}" for n in range(6)) for kind in ("Novel", "Poem", "Play"))


@pytest.mark.parametrize("wanted", ["Novel 5", "Poem 3", "Play 5"])
def test_find_looks_along_every_strip_of_the_page(wanted: str):
    store = Store(NOVELS, POEMS, PLAYS)
    done = played(lambda hand: hand.tap(wanted), store)
    assert touched(done[-1], store.tree()) == wanted


@pytest.mark.parametrize("shelves", [(NOVELS,), (NOVELS, POEMS), (NOVELS, POEMS, PLAYS), (("Sketch",),)])
def test_what_stands_in_no_strip_is_absent(shelves: tuple[tuple[str, ...], ...]):
    done = played(lambda hand: "absent" if hand.find("Essay") is None else "there", Store(*shelves))
    assert done[-1] == actions.finish("absent")


def test_find_along_one_strip_leaves_the_others():
    shelf = Shelf(*POEMS)
    other = Shelf(*NOVELS, y=300)

    class Two:
        def tree(self) -> UiTree:
            named = shelf.node()
            named.resource_id = "org.example:id/poems"
            return page(other.node(), named)

        def perform(self, action: Action) -> None:
            shelf.perform(action)

    done = played(lambda hand: hand.tap(hand.find("Poem 5", along=has_id("poems")) or "Novel 0"), Two())
    assert {action.arguments["y"] for action in done[:-1]} == {140}
    done = played(lambda hand: str(hand.find("Novel 5", along=has_id("poems"))), Two())
    assert done[-1] == actions.finish("None")


def test_tab_moves_the_strip_of_tabs_both_ways():
    for at, wanted in ((0, "Novel 5"), (3, "Novel 0")):
        shelf = Shelf(*NOVELS)
        shelf.at = at
        shelf.tree = lambda shelf=shelf: page(shelf.node())
        done = played(lambda hand, wanted=wanted: hand.tab(wanted), shelf)
        assert touched(done[-1], shelf.tree()) == wanted


def test_a_tab_that_is_open_need_not_be_clickable():
    tree = page(text("Keypad", selected=True))
    assert do(lambda hand: hand.tab("Keypad"), tree) == actions.finish()


# Turning pages


class Book:
    """A pager of some pages, whose titles may change with them."""

    def __init__(self, count: int, at: int = 0, titled: bool = False) -> None:
        self.count, self.at, self.titled = count, at, titled

    def tree(self) -> UiTree:
        body = UiNode(
            class_name="androidx.viewpager.widget.ViewPager",
            scrollable=True,
            bounds=(0, 60, WIDTH, 760),
            children=[text(f"Page {self.at}", 300)],
        )
        return page(body, title=f"{self.at} of {self.count}" if self.titled else "Book")

    def perform(self, action: Action) -> None:
        step = {"left": 1, "up": 1, "right": -1, "down": -1}[action.arguments["direction"]]
        self.at = min(max(self.at + step, 0), self.count - 1)


@pytest.mark.parametrize("titled", [False, True])
@pytest.mark.parametrize(
    ("at", "wanted", "way"), [(0, 4, "left"), (4, 1, "left"), (4, 0, "right"), (2, 4, "down")]
)
def test_turn_goes_on_to_the_last_page_and_then_back(at: int, wanted: int, way, titled: bool):
    book = Book(5, at, titled)
    done = played(lambda hand: hand.turn(f"Page {wanted}", way).text, book)
    assert done[-1] == actions.finish(f"Page {wanted}")
    assert len(done) <= 12


def test_turn_is_lost_where_no_page_shows_it():
    assert played(lambda hand: hand.turn("Page 9"), Book(3))[-1] == actions.back()


def test_find_turns_no_pages():
    assert played(lambda hand: hand.tap("Page 2"), Book(3)) == [actions.back()]
