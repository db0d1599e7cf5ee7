"""Screens without the nodes that say nothing, as ``uiautomator dump --compressed`` shows them."""

from __future__ import annotations

import msgspec

from openphone_gym.ui.node import UiNode, UiTree


def important(tree: UiTree) -> UiTree:
    """A screen in which the children of boxes that only hold others stand in the place of these."""
    roots = [msgspec.structs.replace(root, children=_kept(root.children)) for root in tree.roots]
    return msgspec.structs.replace(tree, roots=roots)


def _kept(nodes: list[UiNode]) -> list[UiNode]:
    kept: list[UiNode] = []
    for node in nodes:
        children = _kept(node.children)
        if _matters(node):
            kept.append(msgspec.structs.replace(node, children=children))
        else:
            kept += children
    return kept


def _matters(node: UiNode) -> bool:
    """Whether a node can be read, or something can be done with it."""
    acts = node.clickable or node.long_clickable or node.scrollable or node.checkable or node.focusable
    return bool(node.label or acts or node.selected)
