"""AndroidLab's compressed text of a screen, which its agents and judges read.

One entry per kept node, indented by depth::

    [n3fa2] Switch ;click check ; checked;;Wi-Fi  :
      bounds: [900,350][1000,450]

The parts after the tag and the class are actions, states, extra states, then text and description.
Three rules decide which nodes are kept, applied in this order:

1. A node whose box is empty or does not lie inside its parent's (a root: the screen's) is dropped.
2. So is a node without any function, text or description. In both cases its children move up.
3. A node that overlaps a later sibling is removed; of its children those move up that do not.
"""

from __future__ import annotations

import zlib

import msgspec

from openphone_gym.ui.node import Bounds, UiNode, UiTree

_PLAIN_CLASSES = {"View", "FrameLayout", "LinearLayout", "RelativeLayout"}
_CLOCK_DIAL = "material_clock_face"


class _Entry(msgspec.Struct):
    """A kept node: its line, its box and the entries below it."""

    line: str
    bounds: Bounds
    children: list[_Entry]


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
    screen = UiNode(children=tree.roots, bounds=(0, 0, tree.width, tree.height))
    lines: list[str] = []
    _print(_uncovered(_kept_children(screen, "", _Tags())), "", lines)
    return "\n".join(lines)


def _kept_children(parent: UiNode, path: str, tags: _Tags) -> list[_Entry]:
    """Entries for the children of a node by rules 1 and 2, with the dropped ones replaced by theirs."""
    entries: list[_Entry] = []
    on_dial = parent.resource_id.endswith(_CLOCK_DIAL)
    for index, node in enumerate(parent.children):
        place = f"{path}/{index}"
        actions = _actions(node, on_dial)
        useful = actions or node.password or node.selected or node.text or node.content_desc
        if useful and _lies_inside(node.bounds, parent.bounds):
            entry = _Entry(f"[{tags.name(place)}] {_describe(node, actions)}", node.bounds, [])
            entry.children = _kept_children(node, place, tags)
            entries.append(entry)
        else:
            entries += _kept_children(node, place, tags)
    return entries


def _uncovered(siblings: list[_Entry]) -> list[_Entry]:
    """Rule 3, from the given entries downwards."""
    kept: list[_Entry] = []
    for index, entry in enumerate(siblings):
        above = siblings[index + 1 :]
        if _overlaps_any(entry, above):
            kept += _uncovered([child for child in entry.children if not _overlaps_any(child, above)])
        else:
            kept.append(_Entry(entry.line, entry.bounds, _uncovered(entry.children)))
    return kept


def _print(entries: list[_Entry], indent: str, lines: list[str]) -> None:
    for entry in entries:
        left, top, right, bottom = entry.bounds
        lines.append(indent + entry.line)
        lines.append(f"{indent}  bounds: [{left},{top}][{right},{bottom}]")
        _print(entry.children, indent + "  ", lines)


def _describe(node: UiNode, actions: list[str]) -> str:
    name = _one_line(node.class_name.rpartition(".")[2])
    states = [
        word
        for word, holds in (
            ("checked", node.checkable and node.checked),
            ("unchecked", node.checkable and not node.checked),
            ("password", node.password),
            ("selected", node.selected),
        )
        if holds
    ]
    extra = ("selected," if node.selected else "") + ("password input," if node.password else "")
    return (
        f"{'' if name in _PLAIN_CLASSES else name} ;{' '.join(actions)} ; {' '.join(states)};{extra};"
        f"{_one_line(node.text)} {_one_line(node.content_desc)} :"
    )


def _actions(node: UiNode, on_dial: bool) -> list[str]:
    """What can be done with a node; the numbers of the clock's dial react to taps without saying so."""
    actions = [
        word
        for word, possible in (
            ("click", node.clickable or on_dial),
            ("scroll", node.scrollable),
            ("long-click", node.long_clickable),
            ("check", node.checkable),
        )
        if possible
    ]
    return actions or (["focusable"] if node.focusable else [])


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())


def _lies_inside(inner: Bounds, outer: Bounds) -> bool:
    """Whether a box is not empty and within another."""
    return outer[0] <= inner[0] < inner[2] <= outer[2] and outer[1] <= inner[1] < inner[3] <= outer[3]


def _overlaps_any(entry: _Entry, others: list[_Entry]) -> bool:
    left, top, right, bottom = entry.bounds
    for other in others:
        other_left, other_top, other_right, other_bottom = other.bounds
        if left < other_right and other_left < right and top < other_bottom and other_top < bottom:
            return True
    return False
