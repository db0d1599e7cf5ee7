"""AndroidLab's compressed text of a screen, which its agents and judges read.

After a head line follows one entry per kept node, four blanks further in than the one around it::

    The current screenshot's description is shown:
        [n3fa2] Switch ;click check ; checked ;;Wi-Fi :
            bounds: [900,350][1000,450]

An entry is a tag and the class, then between semicolons actions, states, states in other words, text and
description, each with a blank behind it, as has the colon that ends a line. AndroidLab's judges count blanks.

Three rules decide which nodes are kept. The first two are applied from the roots downwards:

1. A node is dropped whose box is empty, begins left of or above the screen, or does not lie within the box of
   the closest kept node around it. Without one around it, it may reach as far as it likes.
2. So is a node without any function, text or description. In both cases its children move up.

The third is applied to what is left, level by level:

3. A node that overlaps a later sibling is removed. Only the first of these siblings matters for what is in
   it: whatever does not overlap that one moves up, from any depth, and is looked at again after all others.

For a few apps, none of them in this suite, AndroidLab has rules of its own in place of the third.
"""

from __future__ import annotations

import zlib
from collections import deque

from openphone_gym.ui.node import Bounds, UiNode, UiTree

_HEAD = "The current screenshot's description is shown: "
_PLAIN_CLASSES = {"View", "FrameLayout", "LinearLayout", "RelativeLayout"}
_CLOCK_DIAL = "material_clock_face"


class _Entry:
    """A kept node, with the kept ones around and below it."""

    __slots__ = ("bounds", "children", "line", "parent")

    def __init__(self, line: str, bounds: Bounds, parent: _Entry | None) -> None:
        self.line = line
        self.bounds = bounds
        self.parent = parent
        self.children: list[_Entry] = []

    def overlapped(self, others: list[_Entry]) -> _Entry | None:
        """The first of others that overlaps it."""
        left, top, right, bottom = self.bounds
        for other in others:
            other_left, other_top, other_right, other_bottom = other.bounds
            if left < other_right and other_left < right and top < other_bottom and other_top < bottom:
                return other
        return None


class _Tags:
    """Names such as ``n3fa2``: a hash of the node's place in the tree, unique within a screen."""

    def __init__(self) -> None:
        self._used: set[int] = set()

    def name(self, path: str) -> str:
        number = zlib.crc32(path.encode()) & 0xFFFF
        while number in self._used and len(self._used) <= 0xFFFF:
            number = (number + 1) & 0xFFFF
        self._used.add(number)
        return f"n{number:04x}"


def androidlab_text(tree: UiTree) -> str:
    """The screen in AndroidLab's notation; the same tree gives the same text, tags included."""
    screen = _kept(tree)
    _remove_overlapped(screen)
    return "\n".join([_HEAD, *_printed(screen)]).rstrip()


def _kept(tree: UiTree) -> _Entry:
    """What rules 1 and 2 keep, below an entry that stands for the whole screen."""
    screen = _Entry("", (0, 0, tree.width, tree.height), None)
    tags = _Tags()
    pending = [(node, str(index), screen, "") for index, node in enumerate(tree.roots)][::-1]
    while pending:
        node, path, parent, around = pending.pop()  # around: id of the closest kept node
        actions = _actions(node, on_dial=_CLOCK_DIAL in around)
        if _is_seen(node.bounds, None if parent is screen else parent.bounds) and _is_useful(node):
            entry = _Entry(f"[{tags.name(path)}] {_described(node, actions)}", node.bounds, parent)
            parent.children.append(entry)
            parent, around = entry, node.resource_id.partition(":id/")[2]
        for index in range(len(node.children) - 1, -1, -1):
            pending.append((node.children[index], f"{path}/{index}", parent, around))
    return screen


def _remove_overlapped(screen: _Entry) -> None:
    """Rule 3."""
    pending = deque(screen.children)
    while pending:
        entry = pending.popleft()
        parent = entry.parent
        assert parent is not None
        place = next(index for index, sibling in enumerate(parent.children) if sibling is entry)
        above = entry.overlapped(parent.children[place + 1 :])
        if above is None:
            pending += entry.children
            continue
        freed = _uncovered(entry, above)
        for other in freed:
            other.parent = parent
        parent.children[place : place + 1] = freed
        pending += freed


def _uncovered(entry: _Entry, above: _Entry) -> list[_Entry]:
    """What in an entry, at any depth, is free of another one; what is within it stays there."""
    freed: list[_Entry] = []
    pending = entry.children[::-1]
    while pending:
        inner = pending.pop()
        if inner.overlapped([above]) is None:
            freed.append(inner)
        else:
            pending += inner.children[::-1]
    return freed


def _printed(screen: _Entry) -> list[str]:
    lines: list[str] = []
    pending = [(entry, "    ") for entry in reversed(screen.children)]
    while pending:
        entry, indent = pending.pop()
        left, top, right, bottom = entry.bounds
        lines.append(indent + entry.line)
        lines.append(f"{indent}    bounds: [{left},{top}][{right},{bottom}]")
        pending += [(child, indent + "    ") for child in reversed(entry.children)]
    return lines


def _described(node: UiNode, actions: str) -> str:
    name = _one_line(node.class_name.rpartition(".")[2])
    states = "".join(
        word + " "
        for word, holds in (
            ("checked", node.checked),
            ("password", node.password),
            ("selected", node.selected),
            ("unchecked", node.checkable and not node.checked),
        )
        if holds
    )
    in_words = (" you can input password, " if node.password else "") + (
        " selected, " if node.selected else ""
    )
    words = "".join(_one_line(label) + " " for label in (node.text, node.content_desc) if label)
    return (
        f"{'' if name in _PLAIN_CLASSES or not name else name + ' '};{actions}; {states};{in_words};{words}: "
    )


def _actions(node: UiNode, on_dial: bool) -> str:
    """What can be done with a node; the numbers of the clock's dial react to taps without saying so."""
    actions = "".join(
        word + " "
        for word, possible in (
            ("click", node.clickable),
            ("scroll", node.scrollable),
            ("long-click", node.long_clickable),
            ("check", node.checkable),
        )
        if possible
    )
    if not actions and node.focusable:
        actions = "focusable "
    return actions + "click" if on_dial else actions


def _is_useful(node: UiNode) -> bool:
    functions = (
        node.checkable,
        node.checked,
        node.clickable,
        node.focusable,
        node.scrollable,
        node.long_clickable,
        node.password,
        node.selected,
    )
    return any(functions) or bool(node.text or node.content_desc)


def _one_line(text: str) -> str:
    """The text without line feeds, as there, and with blanks for other ends of lines: no line is forged."""
    return " ".join(text.replace("\n", "").splitlines())


def _is_seen(box: Bounds, around: Bounds | None) -> bool:
    """Whether a box is not empty, begins on the screen and lies within the one around it."""
    left, top, right, bottom = box
    if not (0 <= left < right and 0 <= top < bottom):
        return False
    return around is None or (
        around[0] <= left and around[1] <= top and right <= around[2] and bottom <= around[3]
    )
