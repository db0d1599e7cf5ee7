"""The screen as the accessibility forest that ``android_env`` reads: windows, and the nodes of each.

The messages are those of its package ``android_env.proto.a11y``. A virtual phone shows one window at a time.
"""

from __future__ import annotations

from collections.abc import Iterator

from android_env.proto.a11y.android_accessibility_action_pb2 import AndroidAccessibilityAction
from android_env.proto.a11y.android_accessibility_forest_pb2 import AndroidAccessibilityForest
from android_env.proto.a11y.android_accessibility_node_info_pb2 import AndroidAccessibilityNodeInfo
from android_env.proto.a11y.android_accessibility_tree_pb2 import AndroidAccessibilityTree
from android_env.proto.a11y.android_accessibility_window_info_pb2 import AndroidAccessibilityWindowInfo
from android_env.proto.a11y.rect_pb2 import ProtoRect

from openphone_gym.ui.node import Bounds, UiNode, UiTree

WINDOW = 1
"""Number of the only window."""

NO_SELECTION = -1
"""Where a text without a selection begins and ends."""

CLICK, LONG_CLICK, SCROLL_FORWARD, SCROLL_BACKWARD, SET_TEXT = 0x10, 0x20, 0x1000, 0x2000, 0x200000
"""Numbers of ``AccessibilityNodeInfo``'s actions."""

SYSTEM_UI = "com.android.systemui"


def forest(tree: UiTree) -> AndroidAccessibilityForest:
    """The window of a screen as a forest of one tree."""
    types = AndroidAccessibilityWindowInfo.WindowType
    system = all(root.package == SYSTEM_UI for root in tree.roots)
    window = AndroidAccessibilityWindowInfo(
        bounds_in_screen=ProtoRect(right=tree.width, bottom=tree.height),
        id=WINDOW,
        window_type=types.TYPE_SYSTEM if system else types.TYPE_APPLICATION,
        is_active=True,
        is_focused=True,
        tree=AndroidAccessibilityTree(nodes=_numbered(tree)),
    )
    return AndroidAccessibilityForest(windows=[window])


def _numbered(tree: UiTree) -> Iterator[AndroidAccessibilityNodeInfo]:
    """All nodes, layer by layer, with numbers in this order: the root has 0."""
    layer, depth, first = list(enumerate(tree.roots, 1)), 0, len(tree.roots)
    number = 0
    while layer:
        below: list[tuple[int, UiNode]] = []
        for place, node in layer:
            children = range(first + len(below), first + len(below) + len(node.children))
            yield _message(tree, node, number, children, depth, place)
            below += enumerate(node.children, 1)
            number += 1
        first += len(below)
        layer, depth = below, depth + 1


def _message(
    tree: UiTree, node: UiNode, number: int, children: range, depth: int, place: int
) -> AndroidAccessibilityNodeInfo:
    return AndroidAccessibilityNodeInfo(
        unique_id=number,
        bounds_in_screen=_rectangle(node.bounds),
        class_name=node.class_name,
        content_description=node.content_desc,
        hint_text=node.hint,
        package_name=node.package,
        text=node.text,
        text_selection_start=NO_SELECTION,
        text_selection_end=NO_SELECTION,
        view_id_resource_name=node.resource_id,
        window_id=WINDOW,
        is_checkable=node.checkable,
        is_checked=node.checked,
        is_clickable=node.clickable,
        is_editable=_is_editable(node),
        is_enabled=node.enabled,
        is_focusable=node.focusable,
        is_focused=node.focused,
        is_long_clickable=node.long_clickable,
        is_password=node.password,
        is_scrollable=node.scrollable,
        is_selected=node.selected,
        is_visible_to_user=tree.shows(node),
        actions=[AndroidAccessibilityAction(id=action) for action in _actions(node)],
        child_ids=children,
        depth=depth,
        drawing_order=place,
    )


def _rectangle(bounds: Bounds) -> ProtoRect:
    left, top, right, bottom = bounds
    return ProtoRect(left=left, top=top, right=right, bottom=bottom)


def _is_editable(node: UiNode) -> bool:
    return node.class_name.endswith("EditText")


def _actions(node: UiNode) -> list[int]:
    """What can be done with a node."""
    able = {
        CLICK: node.clickable,
        LONG_CLICK: node.long_clickable,
        SCROLL_FORWARD: node.scrollable,
        SCROLL_BACKWARD: node.scrollable,
        SET_TEXT: _is_editable(node),
    }
    return [action for action, there in able.items() if there]
