"""Which screens of an episode a judge gets to see, when it can't see all.

Screens that repeat the one before are dropped first (the last of each run stays). Then, in this order:

1. The first screen and the last two, always.
2. Screens on which something hard to undo was tapped: the tapped element says delete, send, pay or the like.
   They take half of the places that are left at most, so that no agent can crowd out the rest.
3. Screens on which a page was left, where it is seen in its final form: all fields filled, all switches set.
   Two screens are taken for the same page if they have at least half of their resource ids in common.
4. Other screens after which something changed.

Among its equals goes first after which most changed, then the later one. The choice is made from the screens
alone, and is always the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from openphone_gym.trajectory import Episode
from openphone_gym.ui.gesture import Gesture, LongPress, Tap
from openphone_gym.ui.node import UiTree

LEAST = 3
"""Places for the first screen and the last two."""
HARD_TO_UNDO = re.compile(
    r"\b(?:delete|remove|clear|erase|reset|discard|uninstall|disconnect|block|send|call|dial|pay|buy|book"
    r"|order|post|publish|share|submit|confirm|sign out|log out|end)\b",
    re.IGNORECASE,
)
_CELLS = (24, 48)
_SEEN = 16
"""Grey levels by which a cell of a picture must differ to count as changed."""


class Screen(NamedTuple):
    """A screen of an episode.

    Attributes:
        position: Number of the step it was before; the number of steps for the final screen.
        tree: Its nodes, if recorded.
        frame: Its picture, uint8 (H, W, 3), if recorded.
        gesture: What was done on it, if anything.
    """

    position: int
    tree: UiTree | None
    frame: np.ndarray | None
    gesture: Gesture | None


def screens_of(episode: Episode) -> list[Screen]:
    """All recorded screens in order, the final one last."""
    found = [Screen(step.index, step.tree, step.frame, step.gesture) for step in episode.steps]
    found.append(Screen(len(episode.steps), episode.final_tree, episode.final_frame, None))
    return [screen for screen in found if screen.tree is not None or screen.frame is not None]


def key_screens(screens: Sequence[Screen], limit: int) -> list[Screen]:
    """At most ``limit`` screens, in order (see the module's rules).

    Raises:
        ValueError: ``limit`` is below ``LEAST``.
    """
    if limit < LEAST:
        raise ValueError(f"the first screen and the last two need a limit of {LEAST} or more, not {limit}")
    distinct = _without_repeats(screens)
    if len(distinct) <= limit:
        return distinct
    middle = range(1, len(distinct) - 2)
    steps = {i: (distinct[i], distinct[i + 1]) for i in middle}
    ranked = sorted(middle, key=lambda i: (_leaves_page(*steps[i]), _change(*steps[i]), i), reverse=True)
    free = limit - LEAST
    risky = [i for i in ranked if HARD_TO_UNDO.search(touched(distinct[i]))][: free // 2]
    others = [i for i in ranked if i not in risky][: free - len(risky)]
    chosen = sorted([0, *risky, *others, len(distinct) - 2, len(distinct) - 1])
    return [distinct[i] for i in chosen]


def touched(screen: Screen) -> str:
    """Label of the smallest labelled element under the finger; empty if there is none."""
    gesture, tree = screen.gesture, screen.tree
    if tree is None or not isinstance(gesture, Tap | LongPress):
        return ""
    smallest, label = float("inf"), ""
    for node in tree.walk():
        left, top, right, bottom = node.bounds
        size = (right - left) * (bottom - top)
        if node.label and left <= gesture.x < right and top <= gesture.y < bottom and size <= smallest:
            smallest, label = size, node.label
    return label


def _without_repeats(screens: Sequence[Screen]) -> list[Screen]:
    kept: list[Screen] = []
    for screen in screens:
        if kept and _same(kept[-1], screen):
            # The later one stays in its place; what was tapped is seen on either.
            screen = screen if screen.gesture is not None else screen._replace(gesture=kept[-1].gesture)
            kept[-1] = screen
        else:
            kept.append(screen)
    return kept


def _same(one: Screen, other: Screen) -> bool:
    pictures = [frame for frame in (one.frame, other.frame) if frame is not None]
    return (
        one.tree == other.tree
        and len(pictures) != 1
        and all(np.array_equal(pictures[0], p) for p in pictures)
    )


def _leaves_page(one: Screen, other: Screen) -> bool:
    if one.tree is None or other.tree is None:
        return False
    here, there = ({node.resource_id for node in tree.walk()} - {""} for tree in (one.tree, other.tree))
    return 2 * len(here & there) < len(here | there)


def _change(one: Screen, other: Screen) -> int:
    """How much differs: labelled elements that came or went, or cells of the pictures."""
    if one.tree is not None and other.tree is not None:
        before, after = _contents(one.tree), _contents(other.tree)
        return ((before - after) + (after - before)).total()
    if one.frame is not None and other.frame is not None:
        before, after = (_cells(frame) for frame in (one.frame, other.frame))
        return int((np.abs(before - after) > _SEEN).sum())
    return 0


def _contents(tree: UiTree) -> Counter[tuple[str, str, bool, bool]]:
    return Counter(
        (node.text, node.content_desc, node.checked, node.selected)
        for node in tree.walk()
        if node.label or node.checkable
    )


def _cells(frame: np.ndarray) -> np.ndarray:
    grey = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)
    return cv2.resize(grey, _CELLS, interpolation=cv2.INTER_AREA).astype(np.int16)
