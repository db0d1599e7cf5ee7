"""The hand of a reference solution: it sees what an agent sees, and does one thing at a time.

A solution is a function ``solution(hand, p)`` that is called anew at every step and decides by what
is on the screen. Its verbs say what should be so: each returns at once if the screen shows that it
is, and otherwise ends this call with the next action towards it. So a solution reads like a list of
what to do, yet it looks before each action and carries on after a wrong step or an interruption.
A solution that comes to its end is done; what it returns is the answer.

    def solution(hand, p):
        hand.go("Settings", "Network & internet", "Internet")
        hand.switch("Wi-Fi", on=True)

The hand remembers only what searching needs: how far it has scrolled, what it tried in vain.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, NoReturn

from openphone_gym import actions
from openphone_gym.actions import Action
from openphone_gym.actions.vocabulary import Direction, Distance
from openphone_gym.tasks.sight import Sight, Wanted, evened, has_id, matcher, plain
from openphone_gym.ui.marks import SAME_SPOT, Mark, number_marks
from openphone_gym.ui.node import UiNode, UiTree

Solution = Callable[["Hand", Any], "str | None"]

PATIENCE = 3
"""How often the same action on the same screen is tried before the way is changed."""

KNOB = 0.04
"""Share of a slider's width at either end that the middle of its knob does not reach."""

_MONTH_TITLE = re.compile(r"^[A-Z][a-z]+ \d{4}$")
_YEAR = re.compile(r"^\d{4}$")

_RUNNING = re.compile(r"\d:\d\d(:|\.)\d\d")
"""Clocks that show seconds: a screen is the same although they go on."""


class _Chosen(Exception):
    """Ends a call of the solution with the next action; ``searching`` if that only looks further."""

    def __init__(self, action: Action, searching: bool = False) -> None:
        self.action = action
        self.searching = searching


class Lost(Exception):
    """What the solution expects can't be found from here; the hand goes back and tries anew."""


class Hand(Sight):
    """Eyes and finger of a reference solution.

    Args:
        solution: What to do.
        params: Parameters of the task.
        app: Name to launch the task's app by, when the hand has lost its way.
    """

    def __init__(self, solution: Solution, params: Any, app: str) -> None:
        self._solution = solution
        self._params = params
        self._app = app
        self._searches: dict[str, str] = {}
        self._tried: dict[tuple[str, str], int] = {}
        self._retreats = 0
        self._read: dict[str, None] = {}
        super().__init__(UiTree(roots=[], width=0, height=0))

    def decide(self, tree: UiTree) -> Action:
        """The next action on the screen ``tree``."""
        self.look(tree)
        self._signature: str | None = None
        self._marks: list[Mark] | None = None
        try:
            answer = self._solution(self, self._params)
            return actions.finish(answer) if answer is not None else actions.finish()
        except _Chosen as chosen:
            if chosen.searching:
                return chosen.action
            return self._weighed(chosen.action)
        except Lost:
            return self._retreat()

    # Looking further than this screen

    def find(self, wanted: Wanted) -> UiNode | None:
        """Looks for a node, scrolling as far as needed; None once all was looked through."""
        node = self.sees(wanted)
        if node is not None and self._reachable(node):
            return node
        area = self._scrollable()
        if area is None:
            return node
        key = f"{self.package}/{self.title}/{_name(wanted)}"
        if node is not None:
            self._uncover(node, area, key)
            return node
        state = self._searches.get(key, "start")
        if state == "absent":
            return None
        texts = self._texts()
        phase, _, before = state.partition(":")
        if phase in ("start", "covered"):
            phase = "down"
        elif before == texts:
            phase = "up" if phase == "down" else "absent"
        if phase != "absent":
            self._searches[key] = f"{phase}:{texts}"
            self._scroll(area, "up" if phase == "down" else "down")
        self._searches[key] = phase
        return None

    def lift(self, wanted: Wanted) -> UiNode:
        """Finds something and scrolls it up, so that as much as possible of what follows it is in view."""
        node = self._need(wanted)
        area = self._scrollable()
        if area is None:
            return node
        top, bottom = area.bounds[1], area.bounds[3]
        spare = node.bounds[1] - top - (bottom - top) // 6
        key = f"{self.package}/{self.title}/lift {_name(wanted)}"
        if spare >= (bottom - top) // 8 and self._searches.get(key) != self._texts():
            self._searches[key] = self._texts()
            self._scroll(area, "up", spare)
        return node

    def survey(self, look: Callable[[], Iterable[str]]) -> list[str]:
        """What ``look`` reads on the whole page, scrolled through from its top to its end; each once."""
        area = self._scrollable()
        if area is None:
            return list(dict.fromkeys(look()))
        phase, _, before = self._searches.get("survey", "down:").partition(":")
        texts = self._texts()
        if phase == "down" and before == texts:
            phase, before = "up", ""
            self._read = {}
        if phase == "up":
            self._read.update(dict.fromkeys(look()))
        if before != texts:
            self._searches["survey"] = f"{phase}:{texts}"
            self._scroll(area, "down" if phase == "down" else "up")
        return list(self._read)

    def text_beside(self, label: Wanted) -> str:
        """The other words in the row of a label, such as the value below a setting's name."""
        return self.value(self._need(label)) or ""

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
        """The tab of that name is open."""
        node = next((n for n in self.all(label) if n.clickable), None)
        if node is None:
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
        raise _Chosen(actions.text(value))

    def field(self, label: Wanted) -> UiNode | None:
        """The text field with this hint, content, description or id, scrolled to if need be."""

        def matches(node: UiNode) -> bool:
            if not node.class_name.endswith("EditText"):
                return False
            return (isinstance(label, str) and has_id(label)(node)) or matcher(label)(node)

        found = next((node for node in self._nodes if matches(node)), None)
        if found is not None or isinstance(label, UiNode):
            return found
        named = self.find(label)
        return named if named is not None and named.class_name.endswith("EditText") else None

    def slider(self, wanted: Wanted) -> UiNode:
        """The slider of that description; its text is where it stands."""
        node = self._need(wanted)
        if node.class_name.endswith("SeekBar"):
            return node
        return next((n for n in self.all(wanted) if n.class_name.endswith("SeekBar")), node)

    def knob(self, label: Wanted, within: UiNode | None = None) -> UiNode:
        """The switch or check box in the row of ``label``, scrolled into view."""
        node = self.sees(label, within) or self._need(label)
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

    def tap(self, wanted: Wanted) -> NoReturn:
        """Touches something, scrolling to it first."""
        raise _Chosen(self._on(actions.tap, self._need(wanted)))

    def long_press(self, wanted: Wanted) -> NoReturn:
        """Holds something."""
        raise _Chosen(self._on(actions.long_press, self._need(wanted)))

    def slide(self, wanted: Wanted, share: float) -> NoReturn:
        """Moves the knob of a slider to a share of its travel, 0 to 1."""
        left, top, right, bottom = self.slider(wanted).bounds
        place = KNOB + (1 - 2 * KNOB) * min(max(share, 0.0), 1.0)
        raise _Chosen(actions.tap(x=round(left + (right - 1 - left) * place), y=(top + bottom) // 2))

    def pick_date(self, day: date) -> NoReturn:
        """Chooses a day in the calendar dialog that is open, and confirms it."""
        cell = self.sees(f"{day:%d %B %Y}")
        month = self.sees(_MONTH_TITLE)
        if cell is not None:
            self.tap("OK" if cell.checked else cell)
        if month is None:
            self._pick_year(day.year)
        shown = datetime.strptime(month.text, "%B %Y")
        ahead = (day.year - shown.year) * 12 + day.month - shown.month
        if abs(ahead) > 12:
            self.tap(_YEAR)
        self.tap("Next month" if ahead > 0 else "Previous month")

    def swipe(self, wanted: Wanted, direction: Direction, dist: Distance = "medium") -> NoReturn:
        """Moves a finger from something in a direction."""
        node = self._need(wanted)
        index = self._mark_of(node)
        if index is None:
            x, y = node.center
            raise _Chosen(actions.swipe(x=x, y=y, direction=direction, dist=dist))
        raise _Chosen(actions.swipe(index, direction=direction, dist=dist))

    def type(self, text: str) -> NoReturn:
        """Types over the content of the focused field."""
        raise _Chosen(actions.text(text))

    def enter(self) -> NoReturn:
        """Presses Enter."""
        raise _Chosen(actions.enter())

    def back(self) -> NoReturn:
        """Goes back."""
        raise _Chosen(actions.back())

    def launch(self, app: str) -> NoReturn:
        """Starts an app by its name."""
        raise _Chosen(actions.launch(app))

    def wait(self, seconds: int) -> NoReturn:
        """Lets time pass."""
        raise _Chosen(actions.wait(seconds))

    # Inside

    def _need(self, wanted: Wanted) -> UiNode:
        node = self.find(wanted)
        if node is None:
            raise Lost
        return node

    def _on(self, act: Callable[..., Action], node: UiNode) -> Action:
        index = self._mark_of(node)
        if index is not None:
            return act(index)
        x, y = node.center
        return act(x=x, y=y)

    def _mark_of(self, node: UiNode) -> int | None:
        """Number of a node, or of the element at the same spot that stands for it."""
        if self._marks is None:
            self._marks = number_marks(self.tree)
        near = [mark for mark in self._marks if math.dist(mark.center, node.center) <= SAME_SPOT]
        return next((mark.index for mark in sorted(near, key=lambda mark: mark.node is not node)), None)

    def _reachable(self, node: UiNode) -> bool:
        """Whether a touch at its centre meets it, and not something floating above."""
        x, y = node.center
        top = None
        for other in self._nodes:
            left, upper, right, lower = other.bounds
            if (other.clickable or other.label) and left <= x < right and upper <= y < lower:
                top = other
        if top is None or top is node:
            return True
        return any(n is node for n in top.walk()) or any(n is top for n in node.walk())

    def _uncover(self, node: UiNode, area: UiNode, key: str) -> None:
        """Scrolls something from under what floats above it towards the middle, if that is possible."""
        off = node.center[1] - area.center[1]
        state = f"covered:{self._texts()}"
        if off and self._searches.get(key) != state:
            self._searches[key] = state
            self._scroll(area, "up" if off > 0 else "down", abs(off))

    def _pick_year(self, year: int) -> NoReturn:
        """Touches a year of the calendar dialog, moving its list there in long strokes if need be."""
        area = self._scrollable()
        shown = [] if area is None else [node for node in area.walk() if _YEAR.match(node.text)]
        row = next((node for node in shown if node.text == str(year)), None)
        if row is not None:
            self.tap(row)
        if area is None or len(shown) < 4:
            raise Lost
        upper, lower = shown[1:3]  # in full view
        way = (year - int(upper.text)) * (lower.bounds[1] - upper.bounds[1])
        self._scroll(area, "up" if way > 0 else "down", abs(way))

    def _scrollable(self) -> UiNode | None:
        areas = [node for node in self._nodes if node.scrollable]
        tallest = max(areas, key=_height, default=None)
        return tallest if tallest is not None and _height(tallest) > 0.1 * self.tree.height else None

    def _scroll(self, area: UiNode, direction: Direction, distance: int = 0) -> NoReturn:
        """Moves an area, if not told how far by two thirds of its height, so that nothing is jumped over."""
        left, top, right, bottom = area.bounds
        length = distance or 2 * (bottom - top) // 3
        unit = max(length // 2, 10)  # a vertical swipe goes twice as far as a horizontal one
        x = (left + right) // 2
        y = bottom - (bottom - top) // 8 if direction == "up" else top + (bottom - top) // 8
        raise _Chosen(actions.swipe(x=x, y=y, direction=direction, dist=unit), searching=True)

    def _texts(self) -> str:
        if self._signature is None:
            self._signature = "|".join(
                f"{n.label}{n.bounds}{n.checked}{n.selected}{n.focused}"
                for n in self._nodes
                if not _RUNNING.search(n.label)
            )
        return self._signature

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
        """One step towards known ground: wait while loading, go back, at last start the app anew."""
        self._searches.clear()
        if self.sees("Loading…") is not None:
            return actions.wait(3)
        self._retreats += 1
        if self._retreats % 8 == 7:
            return actions.home()
        if "launcher" in self.package:
            return actions.launch(self._app)
        return actions.back()


def _height(node: UiNode) -> int:
    return node.bounds[3] - node.bounds[1]


def _name(wanted: Wanted) -> str:
    if isinstance(wanted, str):
        return wanted
    if isinstance(wanted, UiNode):
        return f"{wanted.label}{wanted.bounds}"
    return wanted.pattern if isinstance(wanted, re.Pattern) else wanted.__name__
