"""Looking further than one screen: scrolling up and down, along strips, turning pages.

Lists are looked through from where they stand to their end, then to their top; after that what moves
sideways (tab strips, chips, shelves of covers), place by place. A pager is turned only when asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from itertools import pairwise
from typing import NoReturn, TypeVar

from openphone_gym import actions
from openphone_gym.actions import Action
from openphone_gym.actions.vocabulary import Direction
from openphone_gym.tasks.sight import LISTS, Sight, Wanted
from openphone_gym.ui.node import UiNode, UiTree

Read = TypeVar("Read", bound=Hashable)

PAGERS = ("ViewPager", "ViewPager2")
"""How the classes of what turns pages end."""

BACKWARDS: dict[Direction, Direction] = {"up": "down", "down": "up", "left": "right", "right": "left"}

_RUNNING = re.compile(r"\d:\d\d(:|\.)\d\d")
"""Clocks that show seconds: a screen is the same although they go on."""


class Chosen(Exception):
    """Ends a call of the solution with the next action; ``searching`` if that only looks further."""

    def __init__(self, action: Action, searching: bool = False) -> None:
        self.action = action
        self.searching = searching


class Lost(Exception):
    """What the solution expects can't be found from here; the hand goes back and tries anew."""


class _Search:
    """How far something has been looked for.

    Attributes:
        phase: ``down`` and ``up`` through the page, then its ``strips``; ``absent`` in the end.
        before: What the page showed before it was scrolled last.
        covered: What it showed when something found was scrolled from under what floats above it.
        strips: Whether anything on the page moves sideways.
        swept: Words at the start of each strip that was looked through.
        places: The strips in view by their top edge: which way they are moved, and what they showed before.
    """

    def __init__(self) -> None:
        self.phase = "down"
        self.before: str | None = None
        self.covered = ""
        self.strips = False
        self.swept: set[str] = set()
        self.places: dict[int, tuple[Direction, str]] = {}


class Reach(Sight):
    """One screen, and what lies beyond its edges."""

    def __init__(self) -> None:
        self._searches: dict[str, _Search] = {}
        self._read: dict[Hashable, None] = {}
        super().__init__(UiTree(roots=[], width=0, height=0))

    def look(self, tree: UiTree) -> None:
        """Turns to another screen."""
        super().look(tree)
        self._signature: str | None = None

    def find(self, wanted: Wanted, along: Wanted | None = None) -> UiNode | None:
        """Looks for a node, scrolling as far as needed; None once all was looked through.

        Args:
            wanted: What to look for.
            along: The only strip to look along; a page without it is not searched.
        """
        node = self.sees(wanted)
        if node is not None and self._reachable(node):
            return node
        area, search = self.scrollable(), self._search(_name(wanted))
        if node is not None:
            if area is not None:
                self._uncover(node, area, search)
            return node
        if along is not None:
            strip = self.find(along)
            if strip is not None:
                self._sweep(strip, search)
            return None
        if area is not None:
            self._look_through(area, search)
        self._look_along(area, search)
        return None

    def need(self, wanted: Wanted, within: UiNode | None = None) -> UiNode:
        """Finds something, or sees it within a node; lost where it is not."""
        node = self.find(wanted) if within is None else self.sees(wanted, within)
        if node is None:
            raise Lost
        return node

    def lift(self, wanted: Wanted) -> UiNode:
        """Finds something and scrolls it up, so that as much as possible of what follows it is in view."""
        node = self.need(wanted)
        area = self.scrollable()
        if area is None:
            return node
        top, bottom = area.bounds[1], area.bounds[3]
        spare = node.bounds[1] - top - (bottom - top) // 6
        search = self._search(f"lift {_name(wanted)}")
        if spare >= (bottom - top) // 8 and search.before != self._texts():
            search.before = self._texts()
            self.scroll(area, "up", spare)
        return node

    def survey(self, look: Callable[[], Iterable[Read]]) -> list[Read]:
        """What ``look`` reads on the whole page, scrolled through from its top to its end; each once."""
        area = self.scrollable()
        if area is None:
            return list(dict.fromkeys(look()))
        search = self._searches.setdefault("survey", _Search())
        texts = self._texts()
        if search.phase == "down" and search.before == texts:
            search.phase, search.before = "up", None
            self._read = {}
        if search.phase == "up":
            self._read.update(dict.fromkeys(look()))
        if search.before != texts:
            search.before = texts
            self.scroll(area, "down" if search.phase == "down" else "up")
        return list(self._read)  # type: ignore[arg-type]  # of what ``look`` gave

    def turn(self, shows: Wanted, way: Direction = "left") -> UiNode:
        """The page of a pager that shows something is open.

        Args:
            shows: What only that page shows.
            way: Where the finger moves first, page by page up to the last one; then it turns back.
        """
        node = self.sees(shows)
        if node is None:
            # Pages of a pager may have titles of their own.
            self._turn_on(self._searches.setdefault(f"turn {_name(shows)}", _Search()), way)
        return node

    def scrollable(self) -> UiNode | None:
        """The list of the page: the tallest area that scrolls up and down."""
        areas = [node for node in self._nodes if node.scrollable and not _turns(node) and not _sideways(node)]
        tallest = max(areas, key=_height, default=None)
        return tallest if tallest is not None and _height(tallest) > 0.1 * self.tree.height else None

    def scroll(self, area: UiNode, direction: Direction, distance: int = 0) -> NoReturn:
        """Moves an area, if not told how far by two thirds of its length, so that nothing is jumped over."""
        left, top, right, bottom = area.bounds
        (x, y), (width, height) = area.center, (right - left, bottom - top)
        if direction in ("left", "right"):
            unit = distance or 2 * width // 3
            x = right - width // 8 if direction == "left" else left + width // 8
        else:
            unit = (distance or 2 * height // 3) // 2  # a vertical swipe goes twice as far
            y = bottom - height // 8 if direction == "up" else top + height // 8
            places = (x, left + width // 4, right - width // 4)
            x = next((place for place in places if not self._floats(area, place, y)), x)
        raise Chosen(actions.swipe(x=x, y=y, direction=direction, dist=max(unit, 10)), searching=True)

    # Inside

    def _search(self, name: str) -> _Search:
        """The search of that name on this page."""
        return self._searches.setdefault(f"{self.package}/{self.title}/{name}", _Search())

    def _turn_on(self, search: _Search, way: Direction) -> NoReturn:
        """Turns a page."""
        pager = next((node for node in self._nodes if _turns(node)), None)
        texts = self._texts()
        if search.before == texts:  # the last page, or the first
            if search.phase == "up":
                raise Lost
            search.phase = "up"
        search.before = texts
        whole = UiNode(bounds=(0, 0, self.tree.width, self.tree.height))
        self.scroll(pager or whole, way if search.phase == "down" else BACKWARDS[way])

    def _look_through(self, area: UiNode, search: _Search) -> None:
        """Scrolls a list to its end, then to its top."""
        texts = self._texts()
        if self._strips():
            search.strips = True
        if search.phase in ("down", "up") and search.before == texts:
            search.phase = "up" if search.phase == "down" else "strips"
            if search.phase == "strips":
                search.before = None
        if search.phase in ("down", "up"):
            search.before = texts
            self.scroll(area, "up" if search.phase == "down" else "down")

    def _look_along(self, area: UiNode | None, search: _Search) -> None:
        """Moves each strip in view from its start to its end, scrolling the list that holds them."""
        if search.phase == "absent":
            return
        for strip in self._strips():
            self._sweep(strip, search)
        if area is not None and search.strips and search.before != self._texts():
            search.before = self._texts()
            search.places.clear()
            self.scroll(area, "up")
        search.phase = "absent"

    def _sweep(self, strip: UiNode, search: _Search) -> None:
        """Moves a strip to its end, then to its start, unless that was done before."""
        place, words = strip.bounds[1], "|".join(self.words(strip))
        if place not in search.places and words in search.swept:
            return
        shown = "|".join(f"{node.label}{node.bounds}" for node in strip.walk())
        way, before = search.places.get(place, ("left", ""))
        if shown == before and way == "right":
            search.swept.add(words)
            del search.places[place]
            return
        if shown == before:
            way = "right"
        search.places[place] = way, shown
        self.scroll(strip, way)

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

    def _floats(self, area: UiNode, x: int, y: int) -> bool:
        """Whether something that takes touches lies over an area at a point."""
        top = None
        for node in self._nodes:
            left, upper, right, lower = node.bounds
            if node.clickable and left <= x < right and upper <= y < lower:
                top = node
        return top is not None and not any(group is area for group in self.upwards(top))

    def _uncover(self, node: UiNode, area: UiNode, search: _Search) -> None:
        """Scrolls something from under what floats above it towards the middle, if that is possible."""
        off = node.center[1] - area.center[1]
        if off and search.covered != self._texts():
            search.covered = self._texts()
            search.phase, search.before = "down", None
            self.scroll(area, "up" if off > 0 else "down", abs(off))

    def _strips(self) -> list[UiNode]:
        """What moves sideways, of that which is in view."""
        return [node for node in self._nodes if node.scrollable and not _turns(node) and _sideways(node)]

    def _texts(self) -> str:
        """The screen in words, which tell whether anything has moved or changed."""
        if self._signature is None:
            self._signature = "|".join(
                f"{n.label}{n.bounds}{n.checked}{n.selected}{n.focused}"
                for n in self._nodes
                if not _RUNNING.search(n.label)
            )
        return self._signature


def _turns(node: UiNode) -> bool:
    """Whether a node is a pager."""
    return node.class_name.endswith(PAGERS)


def _sideways(area: UiNode) -> bool:
    """Whether an area scrolls sideways: its class says so, or what it holds stands side by side."""
    if "Horizontal" in area.class_name:
        return True
    if not area.class_name.endswith(LISTS) or area.class_name.endswith("ScrollView"):
        return False
    parts = area.children
    if len(parts) == 1 and not (parts[0].clickable or parts[0].label):
        parts = parts[0].children
    if len(parts) < 2:
        return _width(area) > 2 * _height(area)
    return all(one.bounds[2] <= other.bounds[0] for one, other in pairwise(parts))


def _width(node: UiNode) -> int:
    return node.bounds[2] - node.bounds[0]


def _height(node: UiNode) -> int:
    return node.bounds[3] - node.bounds[1]


def _name(wanted: Wanted) -> str:
    if isinstance(wanted, str):
        return wanted
    if isinstance(wanted, UiNode):
        return f"{wanted.label}{wanted.bounds}"
    return wanted.pattern if isinstance(wanted, re.Pattern) else wanted.__name__
