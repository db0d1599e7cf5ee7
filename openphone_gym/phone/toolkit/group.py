"""Nodes around boxes, as layouts wrap what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openphone_gym.phone.toolkit.box import Box, Holder, Metrics

LINEAR = "android.widget.LinearLayout"
RELATIVE = "android.widget.RelativeLayout"
FRAME = "android.widget.FrameLayout"
SCROLL_VIEW = "android.widget.ScrollView"


class Group(Box):
    """A node at the very place of the box that it holds, which is laid out as if it stood alone.

    Args:
        inner: What it holds.
        id: Resource id.
        cls: Java class.
        **attributes: Further attributes of the node.
    """

    layer = True

    def __init__(self, inner: Box, id: str, cls: str = LINEAR, **attributes: Any) -> None:
        self.__dict__ = {
            "children": [inner],
            "id": id,
            "cls": cls,
            "flex": inner.flex,
            "width": inner.width,
            "height": inner.height,
            "shrinks": inner.shrinks,
            **attributes,
        }

    def measure(self, m: Metrics, width: int, height: int) -> None:
        """As what it holds."""
        (inner,) = self.children
        inner.measure(m, width, height)
        self.w = inner.w
        self.h = inner.h

    def place(self, m: Metrics, x: int, y: int) -> None:
        """Takes what it holds along."""
        self.x = x
        self.y = y
        (inner,) = self.children
        inner.w = self.w
        inner.h = self.h
        inner.place(m, x, y)


def grouped(inner: Box, *groups: Holder) -> Box:
    """A box in several nodes, given as id and class from the outermost to the innermost."""
    for id, cls in reversed(groups):
        inner = Group(inner, id, cls)
    return inner


def held_together(boxes: Sequence[Box], id: str, cls: str) -> Box:
    """A node around several boxes that are placed, for `Box.held`."""
    holder = Box(*boxes, cls=cls, id=id)
    holder.x = min(box.x for box in boxes)
    holder.y = min(box.y for box in boxes)
    holder.w = max(box.x + box.w for box in boxes) - holder.x
    holder.h = max(box.y + box.h for box in boxes) - holder.y
    return holder
