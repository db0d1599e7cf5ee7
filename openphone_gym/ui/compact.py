r"""The screen as a short text for small language models.

The first line names the app and, where an app bar shows one, the page. Each further line is an element::

    App com.android.settings, page "Internet"
    [1] "Navigate up" button
    [3] "Wi-Fi" "Connected" switch on
    [14] #networks scroll area
    [6] "Home \"5G\"" item selected
    [8] "Password" field focused password
    [9] #more button disabled
    "Signal is weak" text

* ``[3]`` is the number of the element in ``number_marks``, as in ``tap(3)``. A line without a number is
  only there to be read.
* Then come its labels in quotes: texts and descriptions, its own and those of the parts that are merged
  into it. An element without any is named by its resource id, after ``#``.
* Then its role: ``button``, ``item`` (anything else that can be tapped or is selected and has parts),
  ``field``, ``switch``, ``checkbox``, ``radio``, ``tab``, ``slider``, ``dropdown``, ``progress``, ``image``,
  ``text``, ``view``; ``scroll area`` and ``pager`` can be swiped.
* Then its states: ``on`` or ``off`` for switches, ``checked`` or ``unchecked`` for other things that
  can be checked, ``selected``, ``focused``, ``password``, ``disabled``.

A row that can be tapped, or is selected, takes in the parts within it that have no tap of their own, so
that a title, a summary and a switch are one line; words that its description contains are not repeated,
be they its own text (but for a field's) or those of its parts.
What is taller than a third of the screen or has many labels is a map or a page, not a row: its numbered
parts keep lines of their own. A nameless box around one named thing that can be tapped is that thing.
The text of a field is its content or, in an empty field, its hint: Android shows both in the same place.

Only what is on the screen has a line: no empty boxes, no rows below the fold. A screen on which nothing
can be read, such as a game's, says so in its last line.

Labels come from apps and other people. Quotes and backslashes in them are escaped, white space becomes
a blank and characters that can't be printed are left out, so that no label can pass for another line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec

from openphone_gym.ui.labels import labels_of, quoted, readable, says, word
from openphone_gym.ui.marks import Mark
from openphone_gym.ui.node import UiNode, UiTree
from openphone_gym.ui.roles import CONTROLS, OWN_LINE, role_of
from openphone_gym.ui.title import page_title

_TALL = 3
"""What is taller than a third of the screen is a map or a page, not a row."""
_MOST_PARTS = 6
"""Numbered parts with a label that one row or card may have."""
_MOST_NODES = 100
"""Nodes of a row; what has more is none, and is not searched any further."""
Labels = tuple[str, ...]
_TELLING = CONTROLS | {"button"}
"""Roles of nodes that tell something even without a label."""
_UNREADABLE = "Nothing can be read on this screen."


def compact_text(tree: UiTree, marks: Sequence[Mark], max_label: int = 200) -> str:
    """Describes a screen in one line per element; the module's text explains the notation.

    Args:
        tree: The screen.
        marks: Its marks, from ``number_marks(tree)``.
        max_label: Number of characters after which a label is cut, with ``…`` in place of the rest.
    """
    title = page_title(tree)
    header = f"App {word(tree.package) or 'unknown'}"
    if title is not None:
        header += f", page {quoted(readable(title.text) or readable(title.content_desc), max_label)}"
    lines = _useful(_Reading(tree, marks, title).lines())
    text = [header, *(_format(line, max_label) for line in lines)]
    if title is None and not any(line.own or line.labels or line.controls for line in lines):
        text.append(_UNREADABLE)
    return "\n".join(text)


class _Line(msgspec.Struct, eq=False, gc=False):
    """An element and what is merged into it.

    Attributes:
        index: Its number.
        node: Its node.
        role: What it is for.
        owner: The line around it.
        own: Its own labels.
        tappable: Whether it, or a part that is merged into it, can be tapped.
        labels: Labels of merged parts, in the order in which they are found.
        controls: Role and states of merged controls.
        holds_parts: Whether anything that can be read or pressed was merged into it.
        holds_button: Whether it is no more than the button in it.
        holds_title: Whether the title of the page stands in it.
    """

    index: int | None
    node: UiNode
    role: str
    owner: _Line | None
    own: Labels
    tappable: bool
    labels: dict[str, None] = {}
    controls: list[str] = []
    holds_parts: bool = False
    holds_button: bool = False
    holds_title: bool = False

    def merge(self, node: UiNode, role: str, labels: Labels) -> None:
        if node.clickable:
            self.tappable = True
        for label in labels:
            if not (self.own and (label in self.own or self._says(label))):
                self.labels[label] = None
        if labels:
            self.holds_parts = True
        if role == "button":
            self.holds_parts = True
            if not labels or (node.clickable and not self.own):
                self.holds_button = True
        if node.checkable or role in CONTROLS:
            self.controls.append(role + _states(node, role))

    def tells(self, labels: Labels) -> bool:
        """Whether its own text or description contains all that a part of it says."""
        return all(map(self._says, labels))

    def _says(self, label: str) -> bool:
        return any(says(own, label) for own in self.own)


class _Reading:
    """The way through a tree that makes lines of it."""

    def __init__(self, tree: UiTree, marks: Sequence[Mark], title: UiNode | None) -> None:
        self._tree = tree
        self._title = title
        self._indices = {id(mark.node): mark.index for mark in marks}
        self._small: dict[int, bool] = {}  # by id of the node
        self._lines: list[_Line] = []

    def lines(self) -> list[_Line]:
        """The lines below the header, each with the parts that are merged into it."""
        indices, shows, read = self._indices, self._tree.shows, self._read
        # What is still to be read, innermost last, each with the line that may take it in.
        pending: list[tuple[Iterator[UiNode], _Line | None]] = [(iter(self._tree.roots), None)]
        while pending:
            siblings, owner = pending[-1]
            for node in siblings:
                index = indices.get(id(node))
                # What has a number is on the screen, and there to be read or used.
                there = index is not None or not (_is_frame(node) or not shows(node))
                inner = read(node, index, owner) if there else owner
                if node.children:
                    pending.append((iter(node.children), inner))
                    break
            else:
                pending.pop()
        return self._lines

    def _read(self, node: UiNode, index: int | None, owner: _Line | None) -> _Line | None:
        """Adds a line for a node or merges it into its owner; returns the line that may take in its parts."""
        if node is self._title:  # which stands in the header
            if owner is not None:
                owner.holds_title = True
            return owner
        role, labels = role_of(node.class_name), _labels(node)
        if node.scrollable or (
            (owner is None and labels)
            if index is None
            else (node.clickable or self._stands_alone(node, role, labels, owner))
        ):
            line = _Line(index, node, role, owner, labels, node.clickable)
            self._lines.append(line)
            return None if node.scrollable else line
        if owner is not None and (labels or role in _TELLING or node.checkable or node.clickable):
            owner.merge(node, role, labels)
        return owner

    def _stands_alone(self, node: UiNode, role: str, labels: Labels, owner: _Line | None) -> bool:
        """Whether what has a number, but no tap of its own, has a line of its own."""
        if owner is not None and role not in OWN_LINE:
            whole = owner.tappable or owner.node.selected
            told = whole or (labels and role not in CONTROLS and owner.tells(labels))
            if told and self._is_small(owner.node):
                return False  # It is a mere part of the row or card around it.
        # What can merely take the focus is of use only if it is a thing by itself, not a group of others.
        return (
            bool(labels) or role in CONTROLS or (node.focusable and not node.children) or self._is_tab(node)
        )

    def _is_tab(self, node: UiNode) -> bool:
        """Whether a nameless group is selected together with the words in it."""
        return node.selected and self._is_small(node) and any(map(self._is_part, _within(node)))

    def _is_small(self, node: UiNode) -> bool:
        """Whether an element can be one thing together with its parts, such as a row, a card or a tab.

        What is as large as a map or a page, or has many parts, is not, even if it can be tapped.
        """
        small = self._small.get(id(node))
        if small is None:
            tall = (node.bounds[3] - node.bounds[1]) * _TALL > self._tree.height
            small = self._small[id(node)] = not tall and self._has_few_parts(node)
        return small

    def _has_few_parts(self, node: UiNode) -> bool:
        below = [*node.children]
        for part in below:  # which grows by what is below each
            below += part.children
            if len(below) >= _MOST_NODES:
                return False
        return len(below) <= _MOST_PARTS or sum(map(self._is_part, below)) <= _MOST_PARTS

    def _is_part(self, node: UiNode) -> bool:
        return id(node) in self._indices and not node.clickable and bool(_labels(node))


def _useful(lines: list[_Line]) -> list[_Line]:
    """The lines without boxes that can be tapped, but are nameless and lead nowhere by themselves.

    These are disabled ones, and those around a single named thing, which is tapped where it stands.
    """
    useful: list[_Line] = []
    within: defaultdict[int, list[_Line]] = defaultdict(list)  # by id of the line around them
    for line in reversed(lines):
        inner = within.pop(id(line), ()) if within else ()
        if not _leads_nowhere(line, inner):
            useful.append(line)
            inner = (line,)
        if line.owner is not None:
            within[id(line.owner)] += inner
    return useful[::-1]


def _leads_nowhere(line: _Line, inner: Sequence[_Line]) -> bool:
    if line.own or line.role != "view" or not line.tappable or line.holds_parts or line.controls:
        return False
    node = line.node
    if node.scrollable or node.checkable or node.selected:
        return False
    if not node.enabled and (line.holds_title or not _id(node)):
        return True
    if len(inner) != 1 or not inner[0].tappable or not (inner[0].own or inner[0].labels):
        return False
    return inner[0].node.enabled or not node.enabled


def _format(line: _Line, max_label: int) -> str:
    node = line.node
    text = "" if line.index is None else f"[{line.index}] "
    for label in line.own:
        text += quoted(label, max_label) + " "
    for label in line.labels:
        text += quoted(label, max_label) + " "
    if not (line.own or line.labels) and (name := _id(node)):
        text += f"#{name} "
    if line.controls:
        return text + " ".join(line.controls) + _states(node, "")
    role = _shown_role(line)
    return text + role + _states(node, role)


def _shown_role(line: _Line) -> str:
    node, role = line.node, line.role
    if node.scrollable and role not in CONTROLS:
        return "pager" if role == "pager" else "scroll area"
    if role == "text" or role == "image":
        return "button" if line.tappable else role
    if role != "view":
        return role
    if node.checkable:
        return "checkbox"
    if line.tappable:
        return "button" if not node.children or _is_button(line) else "item"
    if node.selected and line.holds_parts:
        return "item"
    return "text" if line.own else "view"


def _is_button(line: _Line) -> bool:
    """Whether a tapped group is a button, which Compose makes of plain views.

    Such a group says so by a nameless part of the class, or is no more than an icon. A group without words of
    its own around a button is that button.
    """
    if line.holds_button:
        return True
    if line.node.class_name != "android.view.View":
        return False
    named = [node for node in _within(line.node) if _labels(node)]
    return len(named) == 1 and not readable(named[0].text)


def _within(node: UiNode) -> list[UiNode]:
    """A node and what is below it, as far as a row could reach."""
    return list(islice(node.walk(), _MOST_NODES + 1))


def _is_frame(node: UiNode) -> bool:
    """Whether a node merely holds others: there is nothing to read in it, and nothing to do with it."""
    if node.text or node.content_desc or node.hint or node.clickable or node.focusable:
        return False
    return not (node.checkable or node.scrollable or role_of(node.class_name) in _TELLING)


def _labels(node: UiNode) -> Labels:
    """What can be read of a node's text, or else its hint, and description.

    The text of a field is always told: it is what was typed, and may be a word of the description by chance.
    """
    text, description = node.text or node.hint, node.content_desc
    if not text and not description:
        return ()
    if node.text and description and role_of(node.class_name) == "field":
        return tuple(dict.fromkeys(labels_of(text, "") + labels_of("", description)))
    return labels_of(text, description)


def _id(node: UiNode) -> str:
    return word(node.resource_id.rpartition("/")[2])


def _states(node: UiNode, role: str) -> str:
    """The states of a node, each with a blank in front."""
    states = ""
    if role == "switch":
        states = " on" if node.checked else " off"
    elif node.checkable or node.checked:
        states = " checked" if node.checked else " unchecked"
    if node.selected:
        states += " selected"
    if node.focused:
        states += " focused"
    if node.password:
        states += " password"
    if not node.enabled:
        states += " disabled"
    return states
