"""The title of the page that a screen shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from openphone_gym.ui.labels import readable
from openphone_gym.ui.node import UiNode, UiTree
from openphone_gym.ui.roles import role_of

_APP_BAR = re.compile(r"(tool|action|app|top)_?bar(layout|_layout|_container)?$", re.IGNORECASE)
_UP = {"back", "close", "go back", "navigate up"}
_TOP = 6
"""A bar that says so nowhere stands in the upper sixth of the screen."""


def page_title(tree: UiTree) -> UiNode | None:
    """The node with the title, or None.

    It is the app bar itself if it has a description (a collapsing bar does), else the first text in it. Where
    nothing is named as an app bar, as in Compose, it is the text to the right of the button that leads back.
    """
    lowest = tree.height // _TOP
    up: UiNode | None = None
    for node in tree.walk():
        if node.children and _is_app_bar(node.resource_id, node.class_name):
            described = readable(node.content_desc) and not node.clickable and tree.shows(node)
            title = node if described else next(filter(_is_text, _seen(tree, [node])), None)
            if title is not None:
                return title
        if up is None and node.bounds[3] <= lowest and _leads_back(node) and tree.shows(node):
            up = node
    return None if up is None else _beside(tree, up)


def _beside(tree: UiTree, up: UiNode) -> UiNode | None:
    """What stands to the right of the button that leads back."""
    _, middle = up.center
    for node in _seen(tree, tree.roots):
        left, top, _, bottom = node.bounds
        if left >= up.bounds[2] and top <= middle < bottom and (_is_text(node) or _is_described(node)):
            return node
    return None


def _leads_back(node: UiNode) -> bool:
    return bool(node.label) and node.label.strip().casefold() in _UP


def _is_text(node: UiNode) -> bool:
    return role_of(node.class_name) == "text" and bool(readable(node.text))


def _is_described(node: UiNode) -> bool:
    """Whether a node is what some toolkits make of a text: a plain view with a description."""
    return role_of(node.class_name) == "view" and not node.children and bool(readable(node.label))


def _seen(tree: UiTree, nodes: list[UiNode]) -> Iterator[UiNode]:
    """What is on the screen at or below nodes and can't be tapped, in document order.

    Some bars put their title into a box that could be tapped but is disabled.
    """
    pending = nodes[::-1]
    while pending:
        node = pending.pop()
        if node.clickable and node.enabled:
            continue
        if tree.shows(node):
            yield node
        pending += node.children[::-1]


@lru_cache(maxsize=4096)
def _is_app_bar(resource_id: str, class_name: str) -> bool:
    return bool(_APP_BAR.search(resource_id) or _APP_BAR.search(class_name))
