"""A node around a box, as layouts wrap what they hold."""

from __future__ import annotations

from typing import Any

from openphone_gym.phone.toolkit.box import Box, Metrics

LINEAR = "android.widget.LinearLayout"
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


def grouped(inner: Box, *groups: tuple[str, str]) -> Box:
    """A box in several nodes, given as id and class from the outermost to the innermost."""
    for id, cls in reversed(groups):
        inner = Group(inner, id, cls)
    return inner
