"""A screen as XPath sees it: a document, elements named by their classes, and their attributes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from openphone_gym.ui.node import UiNode


class Place:
    """A node of the document.

    Attributes:
        name: Class of the element, such as ``android.widget.Button``; ``hierarchy`` for the one around all
            windows; empty for the document.
        node: The element on the screen; None for what holds all of them.
        parent: The place around it.
        children: Those within it.
        order: Its number in document order.
    """

    __slots__ = ("children", "name", "node", "order", "parent")

    def __init__(self, name: str, node: UiNode | None, parent: Place | None, order: int) -> None:
        self.name = name
        self.node = node
        self.parent = parent
        self.order = order
        self.children: list[Place] = []


class Attribute(NamedTuple):
    """An attribute of an element."""

    name: str
    value: str
    owner: Place


Item = Place | Attribute


def document(roots: Sequence[UiNode], wrapped: bool = True) -> Place:
    """The document of some nodes.

    Args:
        roots: The topmost ones.
        wrapped: Whether ``hierarchy`` lies around them, as around a whole screen.
    """
    top = Place("", None, None, 0)
    order = 0
    if wrapped:
        order += 1
        top.children.append(Place("hierarchy", None, top, order))
    pending = [(node, top.children[0] if wrapped else top) for node in reversed(roots)]
    while pending:
        node, parent = pending.pop()
        order += 1
        place = Place(node.class_name or "node", node, parent, order)
        parent.children.append(place)
        pending += [(child, place) for child in reversed(node.children)]
    return top


def _flag(name: str) -> Callable[[UiNode], str]:
    return lambda node: str(getattr(node, name)).lower()


def _bounds(node: UiNode) -> str:
    left, top, right, bottom = node.bounds
    return f"[{left},{top}][{right},{bottom}]"


FLAGS = ("checkable", "checked", "clickable", "enabled", "focusable", "focused", "password", "scrollable")
ATTRIBUTES: Mapping[str, Callable[[UiNode], str]] = {
    "package": lambda node: node.package,
    "class": lambda node: node.class_name,
    "text": lambda node: node.text,
    "content-desc": lambda node: node.content_desc,
    "resource-id": lambda node: node.resource_id,
    "hint": lambda node: node.hint,
    **{name: _flag(name) for name in FLAGS},
    "long-clickable": _flag("long_clickable"),
    "selected": _flag("selected"),
    "bounds": _bounds,
    "displayed": lambda node: "true",
}
"""Attributes of an element, apart from its index; nothing is in a screen that is not displayed."""


def attributes(place: Place) -> Iterator[Attribute]:
    """The attributes of an element."""
    node = place.node
    if node is None or place.parent is None:
        return
    yield Attribute("index", str(place.parent.children.index(place)), place)
    for name, tell in ATTRIBUTES.items():
        yield Attribute(name, tell(node), place)


# Axes: the places around one, the nearest first


def _descendants(place: Place) -> Iterator[Place]:
    pending = place.children[::-1]
    while pending:
        below = pending.pop()
        yield below
        pending += below.children[::-1]


def _ancestors(place: Place) -> Iterator[Place]:
    above = place.parent
    while above is not None:
        yield above
        above = above.parent


def _siblings(place: Place, after: bool) -> Sequence[Place]:
    if place.parent is None:
        return ()
    around = place.parent.children
    at = around.index(place)
    return around[at + 1 :] if after else around[:at][::-1]


def _with_self(axis: Callable[[Place], Iterator[Place]]) -> Callable[[Place], Iterator[Place]]:
    def whole(place: Place) -> Iterator[Place]:
        yield place
        yield from axis(place)

    return whole


def _following(place: Place) -> Iterator[Place]:
    for above in _with_self(_ancestors)(place):
        for sibling in _siblings(above, after=True):
            yield from _with_self(_descendants)(sibling)


def _preceding(place: Place) -> Iterator[Place]:
    for above in _with_self(_ancestors)(place):
        for sibling in _siblings(above, after=False):
            yield from reversed([*_with_self(_descendants)(sibling)])


AXES: Mapping[str, Callable[[Place], Iterator[Item]]] = {
    "ancestor": _ancestors,
    "ancestor-or-self": _with_self(_ancestors),
    "attribute": attributes,
    "child": lambda place: iter(place.children),
    "descendant": _descendants,
    "descendant-or-self": _with_self(_descendants),
    "following": _following,
    "following-sibling": lambda place: iter(_siblings(place, after=True)),
    "parent": lambda place: iter([place.parent] if place.parent is not None else []),
    "preceding": _preceding,
    "preceding-sibling": lambda place: iter(_siblings(place, after=False)),
    "self": lambda place: iter([place]),
}
"""Ways from a place to others."""
