"""Actions as a model could say them: by the numbers that its prompt shows.

Reference solutions and people act at points, and on parts of elements that have no line of their own in the
text of the screen. A model that is shown numbers can't say that, so what it shall learn is put into numbers,
and solutions are run with the numbers, so that the judge sees what the model would have done.
"""

from __future__ import annotations

import re
from typing import Any

from agents.basic import ExpertAgent
from openphone_gym.actions import Action, build, swipe, tap
from openphone_gym.trajectory import Decision
from openphone_gym.ui.compact import compact_text
from openphone_gym.ui.marks import Mark, number_marks
from openphone_gym.ui.node import UiNode, UiTree

EDGE = 0.15
"""Share of a slider's width, from either end, in which a touch means the end itself."""
MIDDLE = 0.04
"""Share of a slider's width around its middle in which a touch means the middle."""

_SHOWN = re.compile(r"^\[(\d+)\] ", re.MULTILINE)
_DISTANCES = {"short": 0.1, "medium": 0.2, "long": 1.0}
"""Unit of a swipe as a share of the screen's width; vertical swipes go twice as far."""


class NumberedExpert(ExpertAgent):
    """The reference solution, acting by numbers wherever it can."""

    def act(self, observation: dict[str, Any]) -> Decision:
        """Looks at the screen and decides."""
        decision = super().act(observation)
        assert isinstance(decision.action, Action)
        return Decision(action=by_number(decision.action, self._env.tree()))


def by_number(action: Action, tree: UiTree) -> Action:
    """The action by a number that the compact text of the screen shows; as it is where none fits.

    Swipes become those from the middle of the screen or of an element, in one of the named distances that
    comes nearest; touches of a slider near its ends become swipes to the end.
    """
    if action.name not in ("tap", "long_press", "swipe") or not action.arguments:
        return action
    marks = number_marks(tree)
    numbers = {int(number) for number in _SHOWN.findall(compact_text(tree, marks))}
    shown = [mark for mark in marks if mark.index in numbers]
    index = action.arguments.get("index")
    if index is not None and any(mark.index == index for mark in shown):
        return action
    point = _point(action, marks, tree)
    if point is None:
        return action
    if action.name == "swipe":
        return _numbered_swipe(action, point, shown, tree)
    mark = _at(point, shown)
    if mark is None:
        return action
    if mark.node.class_name.endswith("SeekBar") and action.name == "tap":
        return _on_slider(action, point[0], mark)
    return build(action.name, {"index": mark.index})


def by_point(action: Action, tree: UiTree, scale: float) -> Action:
    """The action by coordinates, in pixels of a picture that is ``scale`` times smaller than the screen."""
    if action.name not in ("tap", "long_press", "swipe"):
        return action
    point = _point(action, number_marks(tree), tree)
    if point is None:
        return action
    rest = {name: value for name, value in action.arguments.items() if name not in ("index", "x", "y")}
    if isinstance(rest.get("dist"), int):
        rest["dist"] = max(1, round(rest["dist"] / scale))  # type: ignore[operator]
    return build(action.name, {**rest, "x": int(point[0] / scale), "y": int(point[1] / scale)})


def _point(action: Action, marks: list[Mark], tree: UiTree) -> tuple[int, int] | None:
    arguments: dict[str, Any] = action.arguments
    if "x" in arguments:
        return arguments["x"], arguments["y"]
    if "index" not in arguments:
        return tree.width // 2, tree.height // 2
    return next((mark.center for mark in marks if mark.index == arguments["index"]), None)


def _holds(node: UiNode, point: tuple[int, int]) -> bool:
    left, top, right, bottom = node.bounds
    return left <= point[0] < right and top <= point[1] < bottom


def _area(node: UiNode) -> int:
    left, top, right, bottom = node.bounds
    return (right - left) * (bottom - top)


def _at(point: tuple[int, int], shown: list[Mark]) -> Mark | None:
    """The smallest element at a point."""
    return min(
        (mark for mark in shown if _holds(mark.node, point)), key=lambda m: _area(m.node), default=None
    )


def _on_slider(action: Action, x: int, mark: Mark) -> Action:
    left, _, right, _ = mark.node.bounds
    share = (x - left) / (right - left)
    if share < EDGE or share > 1 - EDGE:
        return swipe(mark.index, "left" if share < EDGE else "right", "long")
    return tap(mark.index) if abs(share - 0.5) <= MIDDLE else action


def _numbered_swipe(action: Action, point: tuple[int, int], shown: list[Mark], tree: UiTree) -> Action:
    direction: Any = action.arguments["direction"]
    dist = action.arguments.get("dist", "medium")
    unit = dist if isinstance(dist, int) else _DISTANCES[str(dist)] * tree.width
    areas = [node for node in tree.walk() if node.scrollable and _holds(node, point)]
    area = min(areas, key=_area, default=None)
    middle = tree.width // 2, tree.height // 2
    start, index = middle, None
    if area is not None and not _holds(area, middle):
        inside = [mark for mark in shown if _holds(area, mark.center)]
        if not inside:
            return action
        mark = min(inside, key=lambda m: abs(m.center[0] - point[0]) + abs(m.center[1] - point[1]))
        start, index = mark.center, mark.index
    wanted = _travel(point, direction, float(unit), tree)
    name: Any = min(
        _DISTANCES, key=lambda n: abs(_travel(start, direction, _DISTANCES[n] * tree.width, tree) - wanted)
    )
    return swipe(index, direction, name)


def _travel(start: tuple[int, int], direction: str, unit: float, tree: UiTree) -> float:
    """Pixels that a finger travels before it stops or meets the edge of the screen."""
    x, y = start
    match direction:
        case "up":
            return min(2 * unit, y)
        case "down":
            return min(2 * unit, tree.height - 1 - y)
        case "left":
            return min(unit, x)
        case _:
            return min(unit, tree.width - 1 - x)
