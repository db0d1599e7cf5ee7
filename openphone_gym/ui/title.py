"""The title of the page that a screen shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from openphone_gym.ui.labels import readable
from openphone_gym.ui.node import UiNode, UiTree
from openphone_gym.ui.roles import role_of

_APP_BAR = re.compile(r"(tool|action|app|top)_?bar(layout|_layout|_container)?$", re.IGNORECASE)
_UP = ("Back", "Navigate up")
_TOP = 6
"""A bar that says so nowhere stands in the upper sixth of the screen."""


def page_title(tree: UiTree) -> UiNode | None:
    """The node with the title, or None.

    It is the app bar itself if it has a description (a collapsing bar does), else the first text in it. Where
    nothing is named as an app bar, as in Compose, it is the text to the right of the button that leads back.
    """
    for node in tree.walk():
        if node.children and (_names_app_bar(node.resource_id) or _names_app_bar(node.class_name)):
            described = readable(node.content_desc) and not node.clickable and tree.shows(node)
            title = node if described else next(_texts(tree, [node]), None)
            if title is not None:
                return title
    return _beside_up(tree)


def _beside_up(tree: UiTree) -> UiNode | None:
    up = next((node for node in tree.walk() if node.label in _UP and tree.shows(node)), None)
    if up is None or up.bounds[3] > tree.height // _TOP:
        return None
    _, middle = up.center
    for text in _texts(tree, tree.roots):
        left, top, _, bottom = text.bounds
        if left >= up.bounds[2] and top <= middle < bottom:
            return text
    return None


def _texts(tree: UiTree, nodes: list[UiNode]) -> Iterator[UiNode]:
    """The texts at or below nodes that are no button, no field and no part of one, in document order.

    Some bars put their title into a box that could be tapped but is disabled.
    """
    pending = nodes[::-1]
    while pending:
        node = pending.pop()
        if node.clickable and node.enabled:
            continue
        if node.text and role_of(node.class_name) == "text" and readable(node.text) and tree.shows(node):
            yield node
        pending += node.children[::-1]


@lru_cache(maxsize=4096)
def _names_app_bar(name: str) -> bool:
    return bool(_APP_BAR.search(name))
