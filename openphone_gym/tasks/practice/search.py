"""Search over forks: every place of an app, and what can be done there, by the shortest way.

A few drawn phones are walked in step. What is called the same on all belongs to the app; what is not is an
item, whose name belongs to the phone. So a way that was found holds for all phones.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from openphone_gym.phone.differences import changes
from openphone_gym.phone.phone import Phone, Snapshot
from openphone_gym.tasks.practice.targets import pattern
from openphone_gym.tasks.practice.touch import FIELD, SLIDER, Touch, beside
from openphone_gym.tasks.practice.values import value_of
from openphone_gym.tasks.practice.walk import Walk
from openphone_gym.tasks.sight import Sight, plain
from openphone_gym.ui.node import UiNode

SEEDS = (1, 2, 3)
"""Phones that are walked in step."""

LONGEST = 6
"""Touches of a way at most."""

PLACES_A_SCREEN = 48
"""Places at most that are one screen of the app with other contents: its pages, tabs, choices."""

MOST_FIELDS = 3
"""Fields that a way fills in at most."""


class Found(NamedTuple):
    """What a way comes to.

    Attributes:
        way: What is touched, in order.
        changed: Patterns of what lasting changed, empty for a place that is merely opened.
        screen: App and screen where it ends.
        title: Title of the last page, where it is the same on all phones.
        facts: Of a place: what it shows differently on the phones, by the words that are the same.
    """

    way: tuple[Touch, ...]
    changed: tuple[str, ...]
    screen: tuple[str, str]
    title: str
    facts: tuple[Touch, ...] = ()


def search(app: str) -> Iterator[Found]:
    """Everything that can be done in an app, nearest first."""
    starts = [Walk.into(app, Phone.new(seed)).snapshot() for seed in SEEDS]
    waiting: deque[tuple[list[Snapshot], tuple[Touch, ...]]] = deque([(starts, ())])
    seen = {_identity([Walk(start) for start in starts], ())}
    pages: Counter[str] = Counter()
    while waiting:
        snapshots, way = waiting.popleft()
        for step, each in _common_touches([Walk(start) for start in snapshots], way):
            walks = [Walk(start) for start in snapshots]
            value = value_of(app, step, "")
            gone = [walk.go(touch, value) for walk, touch in zip(walks, each, strict=True)]
            if not all(gone):
                continue
            further = (*way, step)
            ends = [walk.snapshot() for walk in walks]
            changed = max(
                (_patterns(before, after) for before, after in zip(snapshots, ends, strict=True)), key=len
            )
            here, same = _screen(walks[0]), len({_screen(walk) for walk in walks}) == 1
            title = walks[0].sight.title if len({walk.sight.title for walk in walks}) == 1 else ""
            if changed:
                yield Found(further, changed, here, title)
            elif step.role != SLIDER and same and here[0] in (app, "systemui") and len(further) < LONGEST:
                identity = _identity(walks, further)
                if identity not in seen and pages[here[1]] < PLACES_A_SCREEN:
                    seen.add(identity)
                    pages[here[1]] += 1
                    waiting.append((ends, further))
                    if step.role != FIELD:
                        yield Found(further, (), here, title, tuple(_facts(walks)))


def _screen(walk: Walk) -> tuple[str, str]:
    return walk.entry.app, walk.entry.screen


def _patterns(before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    return tuple(dict.fromkeys(pattern(path) for path in changes(before, after)))


def _identity(walks: Sequence[Walk], way: tuple[Touch, ...]) -> object:
    """What a place is, whatever the phone has in it: its screen, and the words that are always the same."""
    words = [
        {(plain(n.label), n.resource_id, n.checked, n.selected) for n in walk.sight.all(_tells)}
        for walk in walks
    ]
    filled = frozenset(touch for touch in way if touch.role == FIELD)
    return _screen(walks[0]), frozenset(set.intersection(*words)), filled


def _tells(node: UiNode) -> bool:
    return bool(node.label or node.checkable) and not node.focused


def _common_touches(walks: Sequence[Walk], way: tuple[Touch, ...]) -> Iterator[tuple[Touch, list[Touch]]]:
    """What can be touched on all phones: by the same name, or as the first item of a list that all have."""
    found = [walk.touches for walk in walks]
    same = set(found[0]).intersection(*found[1:])
    same -= {touch for touch in same if _among_items(touch, found[0], same)}
    full = sum(touch.role == FIELD for touch in way) >= MOST_FIELDS
    lists: set[tuple[str, str, str]] = set()
    for touch in found[0]:
        if touch.role == FIELD:
            if touch in same and not full and all(touch.kin != step.kin for step in way):
                yield touch, [touch] * len(walks)
        elif touch in same:
            yield touch, [touch] * len(walks)
        elif touch.kin not in lists:
            lists.add(touch.kin)
            firsts = [next((t for t in each if t.kin == touch.kin and t not in same), None) for each in found]
            if None not in firsts:
                yield touch.named(""), [first for first in firsts if first is not None]


MIXED = ("", "title", "name")
"""Resource ids that rows of an app and items of a list share; any other one is of either kind."""


def _among_items(touch: Touch, found: Sequence[Touch], same: set[Touch]) -> bool:
    """Whether a name that happens to be on all phones stands in a list of items."""
    if touch.id in MIXED or touch.role == FIELD:
        return False
    return any(other.kin == touch.kin and other not in same for other in found)


def _facts(walks: Sequence[Walk]) -> Iterator[Touch]:
    """Labels of rows beside which the phones show different words."""
    shown = [_pairs(walk.sight) for walk in walks]
    for label, value in shown[0].items():
        others = [each.get(label) for each in shown[1:]]
        if None not in others and any(other != value for other in others):
            yield label


def _pairs(screen: Sight) -> dict[Touch, str]:
    """Words in rows by the words before them."""
    found: dict[Touch, str] = {}
    for node in screen.all(_has_words):
        label = Touch(plain(node.label), node.resource_id.rpartition("/")[2], "", "text")
        if label.found(screen) is node:
            value = beside(screen, node)
            if value and len(value) <= 40:
                found[label] = value
    return found


def _has_words(node: UiNode) -> bool:
    return bool(node.text) and not node.children
