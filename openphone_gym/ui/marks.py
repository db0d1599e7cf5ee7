"""Set of marks: the numbers by which an agent names the elements of a screen.

The numbering follows AndroidLab's rule, so that ``tap(3)`` means the same element here and there:

1. Elements that are clickable or carry a text or a description, in document order, without those
   whose centre lies within 5 px of the centre of one already taken.
2. Focusable elements, thinned out among themselves in the same way, of which those stay whose centre
   is farther than 10 px from every element of the first list. They are numbered after the first list.

Distances are Euclidean, between the rounded-down centres of the boxes; "within" includes the limit.

Elements that nobody can touch, because their box is empty or its centre lies outside the screen, take a
number as they do there, but their marks are left out: numbers may have gaps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from openphone_gym.ui.node import UiNode, UiTree

SAME_SPOT = 5
"""Pixels between centres up to which an element is taken for the one before it."""
_COVERED = 10
_BAND_BITS = 6

_Bands = defaultdict[int, list[tuple[int, int]]]
"""Points by horizontal band (of 64 px). A point is entered into every band from which it can be near,
so that a search looks into one band only."""

_WHITE = (255, 255, 255)
_DARK = (24, 24, 24)
_OUTLINE = (230, 40, 90)
_OPACITY = 0.65


class Mark(msgspec.Struct, frozen=True, gc=False):
    """A numbered element.

    Attributes:
        index: The number, counted from 1.
        node: The element.
        center: Centre of its box in pixels, where a tap goes.
    """

    index: int
    node: UiNode
    center: tuple[int, int]


def number_marks(tree: UiTree) -> list[Mark]:
    """Numbers the elements of a screen (see the module's rule).

    Returns:
        The marks of what can be touched, in the order of their indices.
    """
    labelled, merely_focusable = [], []
    pending = tree.roots[::-1]
    while pending:  # as tree.walk(), without a step in between: this is done for every screen
        node = pending.pop()
        if node.clickable or node.text or node.content_desc:
            labelled.append(node)
        elif node.focusable:
            merely_focusable.append(node)
        if node.children:
            pending += node.children[::-1]
    bands: _Bands = defaultdict(list)
    marked = _thin_out(labelled, bands)
    # A focusable element of the first list can't stand in the second. It can only thin it out, where two
    # others share a spot; that is rare.
    others = _thin_out(merely_focusable, defaultdict(list))
    if len(others) < len(merely_focusable):
        others = _thin_out((node for node in tree.walk() if node.focusable), defaultdict(list))
    for node, (x, y) in others:
        if not _any_within(_COVERED, bands[y >> _BAND_BITS], x, y):
            marked.append((node, (x, y)))
    width, height = tree.width, tree.height
    marks = []
    for index, (node, center) in enumerate(marked, 1):
        left, top, right, bottom = node.bounds
        x, y = center
        if left < right and top < bottom and 0 <= x < width and 0 <= y < height:
            marks.append(Mark(index, node, center))
    return marks


def draw_marks(frame: np.ndarray, marks: Sequence[Mark], outline: bool = False) -> np.ndarray:
    """Draws the numbers onto a screenshot.

    Each number is white on a half-transparent dark box with round corners, slightly right below the
    centre of its element; its size grows with the width of the frame.

    Args:
        frame: Screenshot, uint8 of shape (H, W, 3), in the pixels of the marks' tree; left unchanged.
        marks: What to draw.
        outline: Whether the boxes of the elements are outlined too.

    Returns:
        A new array of the same shape.
    """
    import cv2  # late: many read screens without drawing on them, and it takes long

    marked = frame.copy()
    if outline:
        thickness = max(1, frame.shape[1] // 360)
        for mark in marks:
            left, top, right, bottom = mark.node.bounds
            cv2.rectangle(marked, (left, top), (right - 1, bottom - 1), _OUTLINE, thickness)
    for mark in marks:
        _draw_number(marked, str(mark.index), mark.center)
    return marked


def _thin_out(nodes: Iterable[UiNode], bands: _Bands) -> list[tuple[UiNode, tuple[int, int]]]:
    """Takes the nodes that are not at the same spot as one taken before, and enters them into the bands."""
    taken = []
    for node in nodes:
        left, top, right, bottom = node.bounds  # as node.center, without the call
        x, y = center = (left + right) >> 1, (top + bottom) >> 1
        neighbours = bands[y >> _BAND_BITS]
        if neighbours and _any_within(SAME_SPOT, neighbours, x, y):
            continue
        first, last = (y - _COVERED) >> _BAND_BITS, (y + _COVERED) >> _BAND_BITS
        bands[first].append(center)
        if last != first:
            bands[last].append(center)
        taken.append((node, center))
    return taken


def _any_within(distance: int, points: Iterable[tuple[int, int]], x: int, y: int) -> bool:
    for other_x, other_y in points:
        if -distance <= other_x - x <= distance and (other_x - x) ** 2 + (other_y - y) ** 2 <= distance**2:
            return True
    return False


def _draw_number(image: np.ndarray, number: str, center: tuple[int, int]) -> None:
    import cv2

    height, width = image.shape[:2]
    font, scale = cv2.FONT_HERSHEY_SIMPLEX, max(0.35, width / 1000)
    stroke = max(1, round(2 * scale))
    (text_width, text_height), _ = cv2.getTextSize(number, font, scale, stroke)
    pad = max(2, round(7 * scale))
    box_width, box_height = text_width + 2 * pad, text_height + 2 * pad
    if box_width > width or box_height > height:
        return  # the frame is smaller than a number
    # A box at the edge is moved inwards, so that its number stays readable.
    left = min(max(center[0] + pad, 0), width - box_width)
    top = min(max(center[1] + pad, 0), height - box_height)
    patch = image[top : top + box_height, left : left + box_width]
    cv2.addWeighted(_rounded_box(patch, pad), _OPACITY, patch, 1 - _OPACITY, 0, dst=patch)
    cv2.putText(
        image, number, (left + pad, top + pad + text_height), font, scale, _WHITE, stroke, cv2.LINE_AA
    )


def _rounded_box(patch: np.ndarray, radius: int) -> np.ndarray:
    """A copy of the patch that is dark but for its corners."""
    import cv2

    box = patch.copy()
    bottom, right = box.shape[0] - 1, box.shape[1] - 1
    cv2.rectangle(box, (radius, 0), (right - radius, bottom), _DARK, -1)
    cv2.rectangle(box, (0, radius), (right, bottom - radius), _DARK, -1)
    for x in (radius, right - radius):
        for y in (radius, bottom - radius):
            cv2.circle(box, (x, y), radius, _DARK, -1)
    return box
