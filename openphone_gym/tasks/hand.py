"""The hand of a reference solution: it sees what an agent sees, and does one thing at a time.

A solution is a function ``solution(hand, p)`` that is called anew at every step and decides by what
is on the screen. Its verbs say what should be so: each returns at once if the screen shows that it
is, and otherwise ends this call with the next action towards it. So a solution reads like a list of
what to do, yet it looks before each action and carries on after a wrong step or an interruption.
A solution that comes to its end is done; what it returns is the answer.

    def solution(hand, p):
        hand.go("Settings", "Network & internet", "Internet")
        hand.switch("Wi-Fi", on=True)

The hand remembers only what searching needs: how far it has scrolled, what it tried in vain; and what a
solution puts into its notes. A way through several apps is a chain of steps, each gone through once:

    def solution(hand, p):
        amount = hand.once("amount", lambda: read_bill(hand, p.name))
        hand.once("entered", lambda: enter(hand, amount))
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any, NoReturn

from openphone_gym import actions
from openphone_gym.actions import Action
from openphone_gym.actions.vocabulary import Direction, Distance
from openphone_gym.phone.app import find_app
from openphone_gym.tasks.reach import Chosen, Lost, Reach
from openphone_gym.tasks.sight import Wanted, evened, has_id, is_field, matcher, plain
from openphone_gym.ui.marks import SAME_SPOT, Mark, number_marks
from openphone_gym.ui.node import UiNode, UiTree

__all__ = ["Hand", "Lost", "Solution"]

Solution = Callable[["Hand", Any], "str | None"]

Point = tuple[int, int]
"""A place on the screen in pixels."""

PATIENCE = 3
"""How often the same action on the same screen is tried before the way is changed."""

KNOB = 0.04
"""Share of a slider's width at either end that the middle of its knob does not reach."""

CLOSING = re.compile(
    r"^(not now|no,? thanks|(maybe |remind me )?later|skip|dismiss|got it|close( ad)?|reject all)$",
    re.IGNORECASE,
)
"""Buttons by which prompts are sent away that an app puts before its pages."""

_DELETE = re.compile(r"^(delete|backspace)$", re.IGNORECASE)
"""The key of a keypad that takes back the last one."""


def knob_at(slider: UiNode, share: float) -> Point:
    """Where a slider is touched so that its knob comes to a share of its travel, 0 to 1."""
    left, top, right, bottom = slider.bounds
    place = KNOB + (1 - 2 * KNOB) * min(max(share, 0.0), 1.0)
    return round(left + (right - 1 - left) * place), (top + bottom) // 2


def share_of(percent: int) -> float:
    """The share of a percentage that a slider tells: steps are rounded down there, so its middle is meant."""
    return (percent + 0.5) / 100


class Hand(Reach):
    """Eyes and finger of a reference solution.

    Args:
        solution: What to do.
        params: Parameters of the task.
        app: Name to launch the task's app by, when the hand has lost its way.

    Attributes:
        notes: What the solution has read on pages that it has left, to be compared with what it reads later.
    """

    def __init__(self, solution: Solution, params: Any, app: str) -> None:
        self._solution = solution
        self._params = params
        self._app = app
        self.notes: dict[str, str] = {}
        self._tried: dict[tuple[str, str], int] = {}
        self._retreats = 0
        self._waits = 0
        super().__init__()

    def decide(self, tree: UiTree) -> Action:
        """The next action on the screen ``tree``."""
        self.look(tree)
        self._marks: list[Mark] | None = None
        self._waits = self._waits + 1 if self.loading else 0
        if 0 < self._waits <= PATIENCE:
            return actions.wait(3)
        try:
            answer = self._solution(self, self._params)
            return actions.finish(answer) if answer is not None else actions.finish()
        except Chosen as chosen:
            if chosen.searching:
                return chosen.action
            return self._weighed(chosen.action)
        except Lost:
            return self._retreat()

    # Going from app to app

    def open(self, app: str) -> None:
        """The app of that name is in front, on whatever page it was left."""
        if self.package != find_app(app).package:
            self.launch(app)

    def once(self, step: str, do: Callable[[], str | None]) -> str:
        """What a step gave, which is gone through only once.

        While the step is under way its verbs act, as those of a solution do. When it comes to its end, what
        it read on the screen is noted under its name, so that it is known after that screen was left.

        Args:
            step: Its name, unique in the solution.
            do: The step; what it returns is as the screen says it.
        """
        if step not in self.notes:
            self.notes[step] = do() or ""
        return self.notes[step]

    # Reading

    def text_beside(self, label: Wanted) -> str:
        """The other words in the row of a label, such as the value below a setting's name."""
        return self.value(self.need(label)) or ""

    def read(self, label: Wanted) -> str:
        """The value in a row, which may still be below the end of the screen when its title is not."""
        value = self.text_beside(label)
        if not value:
            self.lift(label)
            raise Lost
        return value

    # Wanting something to be so

    def go(self, root: str, *path: str | tuple[Wanted, str]) -> None:
        """Is on the page at the end of a path of rows, from the page titled ``root``.

        Each part is the row to touch; a pair names the row and the title of the page behind it.
        """
        titles = [plain(root), *(plain(part if isinstance(part, str) else part[1]) for part in path)]
        title = self.title
        if title == titles[-1]:
            return
        if title not in titles:
            raise Lost
        part = path[len(titles) - 1 - titles[::-1].index(title)]
        self.tap(part if isinstance(part, str) else part[0])

    def tab(self, label: str) -> None:
        """The tab of that name is open; a strip of tabs is moved until it is in view."""
        found = [node for node in self.all(label) if node.clickable or node.selected]
        node = next((n for n in found if n.selected), found[-1] if found else None)
        if node is None:
            for strip in self._strips():
                self._sweep(strip, self._search(f"tab {label}"))
            raise Lost
        if not node.selected:
            self.tap(node)

    def fill(self, label: Wanted, value: str, shown: str | None = None) -> None:
        """A text field holds ``value``; ``shown`` is how the field displays it, if not as typed.

        A field is found by its hint or its present content, or by the words beside it.
        """
        field = self.field(label)
        if field is None:
            raise Lost
        if evened(field.text) in (evened(value), evened(shown or value)):
            return
        if not field.focused:
            self.tap(field)
        raise Chosen(actions.text(value))

    def field(self, label: Wanted) -> UiNode | None:
        """The text field with this hint, content, description or id, scrolled to if need be."""

        def matches(node: UiNode) -> bool:
            if not is_field(node):
                return False
            return (isinstance(label, str) and has_id(label)(node)) or matcher(label)(node)

        found = next((node for node in self._nodes if matches(node)), None)
        if found is not None or isinstance(label, UiNode):
            return found
        named = self.find(label)
        return named if named is not None and is_field(named) else None

    def key_in(self, wanted: str, shown: str, delete: Wanted = _DELETE) -> None:
        """The keypad in view has taken ``wanted``: digits, perhaps with a decimal point.

        Args:
            wanted: What is to be keyed in.
            shown: What its display shows so far; all but digits and points is left out, and leading zeros.
            delete: The key that takes back the last one.
        """
        typed, wanted = (re.sub(r"[^\d.]", "", words).lstrip("0") for words in (shown, wanted))
        if typed == wanted:
            return
        if not wanted.startswith(typed):
            self.tap(delete)
        left = wanted.removeprefix(typed)
        double = left.startswith("00") and self.sees(_key("00")) is not None
        self.tap(_key("00" if double else left[0]))

    def choose(self, label: Wanted, value: Wanted, title: str = "") -> None:
        """The row of ``label`` tells ``value``; otherwise it is picked from the list behind the row.

        Args:
            label: The row.
            value: What its value is, and the entry of the list.
            title: Title of the list, if it is not the label.
        """
        if self.title == plain(title or (label if isinstance(label, str) else "")):
            self.tap(value)
        row = self.row(self.need(label))
        if row is None:
            raise Lost
        if self.sees(value, within=row) is None:
            self.tap(label)

    def slider(self, wanted: Wanted) -> UiNode:
        """The slider of that description; its text is where it stands."""
        node = self.need(wanted)
        if node.class_name.endswith("SeekBar"):
            return node
        return next((n for n in self.all(wanted) if n.class_name.endswith("SeekBar")), node)

    def knob(self, label: Wanted, within: UiNode | None = None) -> UiNode:
        """The switch or check box in the row of ``label``, scrolled into view."""
        node = self.sees(label, within) or self.need(label)
        row = self.row(node) or self._parent(node)
        found = next((n for n in row.walk() if n.checkable), None) if row is not None else None
        if found is None:
            self.lift(label)  # of a row at the end of the screen, the title may be all that is seen
            raise Lost
        return found

    def switch(self, label: Wanted, on: bool, within: UiNode | None = None) -> None:
        """The switch or check box in the row of ``label`` is on (or off)."""
        knob = self.knob(label, within)
        if knob.checked != on:
            self.tap(knob if knob.clickable else self.row(knob) or knob)

    # Acting

    def tap(self, wanted: Wanted, at: tuple[float, float] | None = None) -> NoReturn:
        """Touches something, scrolling to it first; at its centre or at a share of its width and height."""
        node = self.need(wanted)
        prompt = None if self._reachable(node) else self.sees(_closes)
        raise Chosen(self._on(actions.tap, prompt or node, at))

    def long_press(self, wanted: Wanted, at: tuple[float, float] | None = None) -> NoReturn:
        """Holds something, at its centre or at a share of its width and height."""
        raise Chosen(self._on(actions.long_press, self.need(wanted), at))

    def drag(self, what: Wanted | Point, to: Wanted | Point) -> None:
        """Something lies at another place: a row among others, a map under the finger.

        A finger moves along one axis at a time, the longer way first. Between two points it always moves, so
        that the solution has to look whether that is still wanted.
        """
        (x, y), end = (self._place(place) for place in (what, to))
        right, down = end[0] - x, end[1] - y
        if math.hypot(right, down) <= SAME_SPOT:
            return
        if abs(right) >= abs(down):
            direction, dist = ("right" if right > 0 else "left"), abs(right)
        else:
            direction, dist = ("down" if down > 0 else "up"), abs(down) // 2  # it goes twice as far
        raise Chosen(actions.swipe(x=x, y=y, direction=direction, dist=dist))

    def slide(self, wanted: Wanted, share: float) -> NoReturn:
        """Moves the knob of a slider to a share of its travel, 0 to 1."""
        x, y = knob_at(self.slider(wanted), share)
        raise Chosen(actions.tap(x=x, y=y))

    def percent(self, wanted: Wanted, percent: int) -> None:
        """The slider stands at a percentage, as it tells it."""
        bar = self.slider(wanted)
        if bar.text != f"{percent}%":
            self.slide(bar, share_of(percent))

    def swipe(self, wanted: Wanted, direction: Direction, dist: Distance = "medium") -> NoReturn:
        """Moves a finger from something in a direction."""
        node = self.need(wanted)
        index = self._mark_of(node)
        if index is None:
            x, y = node.center
            raise Chosen(actions.swipe(x=x, y=y, direction=direction, dist=dist))
        raise Chosen(actions.swipe(index, direction=direction, dist=dist))

    def type(self, text: str) -> NoReturn:
        """Types over the content of the focused field."""
        raise Chosen(actions.text(text))

    def enter(self) -> NoReturn:
        """Presses Enter."""
        raise Chosen(actions.enter())

    def back(self) -> NoReturn:
        """Goes back."""
        raise Chosen(actions.back())

    def launch(self, app: str) -> NoReturn:
        """Starts an app by its name."""
        raise Chosen(actions.launch(app))

    def wait(self, seconds: int) -> NoReturn:
        """Lets time pass."""
        raise Chosen(actions.wait(seconds))

    # Inside

    def _on(self, act: Callable[..., Action], node: UiNode, at: tuple[float, float] | None = None) -> Action:
        if at is not None:
            left, top, right, bottom = node.bounds
            x, y = left + (right - 1 - left) * at[0], top + (bottom - 1 - top) * at[1]
            return act(x=round(x), y=round(y))
        index = self._mark_of(node)
        if index is not None:
            return act(index)
        x, y = node.center
        return act(x=x, y=y)

    def _place(self, place: Wanted | Point) -> Point:
        return place if isinstance(place, tuple) else self.need(place).center

    def _mark_of(self, node: UiNode) -> int | None:
        """Number of a node, or of the element at the same spot that stands for it."""
        if self._marks is None:
            self._marks = number_marks(self.tree)
        near = [mark for mark in self._marks if math.dist(mark.center, node.center) <= SAME_SPOT]
        return next((mark.index for mark in sorted(near, key=lambda mark: mark.node is not node)), None)

    def _weighed(self, action: Action) -> Action:
        """The action, unless it was tried in vain on this very screen: then another way."""
        key = (self._texts(), str(action))
        self._tried[key] = self._tried.get(key, 0) + 1
        self._searches.clear()
        if self._tried[key] > PATIENCE:
            return self._retreat()
        if self._tried[key] == 1:
            self._retreats = 0
        return action

    def _retreat(self) -> Action:
        """One step towards known ground: wait while loading, close a prompt, go back, start the app anew."""
        self._searches.clear()
        if self.loading:
            return actions.wait(3)
        prompt = self.sees(_closes)
        tried = (self._texts(), "prompt")
        if prompt is not None and self._tried.setdefault(tried, 0) < PATIENCE:
            self._tried[tried] += 1
            return self._on(actions.tap, prompt)
        self._retreats += 1
        if self._retreats % 8 == 7:
            return actions.home()
        if "launcher" in self.package:
            return actions.launch(self._app)
        return actions.back()


def _closes(node: UiNode) -> bool:
    """Whether a node sends away a prompt."""
    return node.clickable and matcher(CLOSING)(node)


def _key(name: str) -> Callable[[UiNode], bool]:
    """The key of a keypad, whose description may go on with its letters, such as ``2,ABC``."""

    def matches(node: UiNode) -> bool:
        return name in (node.text, node.content_desc) or node.content_desc.startswith(f"{name},")

    matches.__name__ = f"key {name}"
    return matches
