"""Small screens made by hand, and what a solution does on them."""

from __future__ import annotations

from openphone_gym.tasks.hand import Hand
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
