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
* Then its role: ``button``, ``item`` (anything else that can be tapped and has parts), ``field``,
  ``switch``, ``checkbox``, ``radio``, ``tab``, ``slider``, ``dropdown``, ``progress``, ``image``,
  ``text``, ``view``; ``scroll area`` and ``pager`` can be swiped.
* Then its states: ``on`` or ``off`` for switches, ``checked`` or ``unchecked`` for other things that
  can be checked, ``selected``, ``focused``, ``password``, ``disabled``.

A row that can be tapped takes in the parts within it that have no tap of their own, so that a title, a
summary and a switch are one line. The text of a field is its content or, in an empty field, its hint:
Android shows both in the same place.

Labels come from apps and other people. Quotes and backslashes in them are escaped, white space becomes
a blank and characters that can't be printed are left out, so that no label can pass for another line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from openphone_gym.ui.marks import Mark
from openphone_gym.ui.node import UiNode, UiTree

_ROLES = (  # part of the class name -> role, the first match decides
    ("EditText", "field"),
    ("AutoComplete", "field"),
    ("Switch", "switch"),
    ("ToggleButton", "switch"),
    ("CheckBox", "checkbox"),
    ("CheckedTextView", "checkbox"),
    ("RadioButton", "radio"),
    ("SeekBar", "slider"),
    ("Slider", "slider"),
    ("RatingBar", "slider"),
    ("ProgressBar", "progress"),
    ("Spinner", "dropdown"),
    ("Button", "button"),
    ("Image", "image"),
    ("TextView", "text"),
    ("HorizontalScrollView", "pager"),
    ("ViewPager", "pager"),
)
_CONTROLS = frozenset({"field", "switch", "checkbox", "radio", "slider", "dropdown"})
_OWN_LINE = frozenset({"field", "slider"})
"""Controls that are used apart from the row they stand in."""
_APP_BAR = re.compile(r"(tool|action|app|top)_?bar(layout|_layout|_container)?$", re.IGNORECASE)


def compact_text(tree: UiTree, marks: Sequence[Mark], max_label: int = 200) -> str:
    """Describes a screen in one line per element; the module's text explains the notation.

    Args:
        tree: The screen.
        marks: Its marks, from ``number_marks(tree)``.
        max_label: Number of characters after which a label is cut, with ``…`` in place of the rest.
    """
    title = _page_title(tree)
    package = tree.roots[0].package if tree.roots else ""
    header = f"App {_word(package) or 'unknown'}"
    if title is not None:
        header += f", page {_quoted(title.label, max_label)}"
    return "\n".join([header, *(_format(line, max_label) for line in _lines(tree, marks, title))])


class _Line:
    """An element and what is merged into it."""

    __slots__ = ("controls", "index", "labels", "node", "role", "tappable")

    def __init__(self, index: int | None, node: UiNode, role: str) -> None:
        self.index = index
        self.node = node
        self.role = role
        self.tappable = node.clickable
        self.labels = [node.text] if node.text else []
        self.controls: list[str] = []  # role and states of merged controls
        if node.content_desc and node.content_desc != node.text:
            self.labels.append(node.content_desc)

    def merge(self, node: UiNode, role: str) -> None:
        if node.clickable:
            self.tappable = True
        if node.text and node.text not in self.labels:
            self.labels.append(node.text)
        if node.content_desc and node.content_desc not in self.labels:
            self.labels.append(node.content_desc)
        if node.checkable or role in _CONTROLS:
            self.controls.append(role + _states(node, role))


def _lines(tree: UiTree, marks: Sequence[Mark], title: UiNode | None) -> list[_Line]:
    """The lines below the header, each with the parts that are merged into it."""
    indices = {id(mark.node): mark.index for mark in marks}
    lines: list[_Line] = []

    def visit(nodes: Sequence[UiNode], owner: _Line | None) -> None:
        """Adds nodes and their descendants; ``owner`` is the line that may take them in."""
        for node in nodes:
            inner = owner
            if node is not title:  # which stands in the header
                index = indices.get(id(node))
                role = _role(node.class_name)
                if _has_own_line(node, role, index, owner):
                    line = _Line(index, node, role)
                    lines.append(line)
                    inner = None if node.scrollable else line
                elif owner is not None:
                    owner.merge(node, role)
            if node.children:
                visit(node.children, inner)

    visit(tree.roots, None)
    return lines


def _has_own_line(node: UiNode, role: str, index: int | None, owner: _Line | None) -> bool:
    if node.scrollable:
        return True
    if index is None:
        return owner is None and bool(node.text or node.content_desc)
    if node.clickable:
        return True
    if owner is not None and owner.tappable:
        return role in _OWN_LINE
    # What can merely take the focus is of use only if it is a thing by itself, not a group of others.
    return bool(node.text or node.content_desc) or role in _CONTROLS or not node.children


def _format(line: _Line, max_label: int) -> str:
    node = line.node
    text = "" if line.index is None else f"[{line.index}] "
    if line.labels:
        for label in line.labels:
            text += _quoted(label, max_label) + " "
    elif name := _word(node.resource_id.rpartition("/")[2]):
        text += f"#{name} "
    if line.controls:
        return text + " ".join(line.controls) + _states(node, "")
    role = _shown_role(node, line.role, line.tappable)
    return text + role + _states(node, role)


def _quoted(label: str, max_label: int) -> str:
    """The label between quotes, on one line."""
    if len(label) > max_label:
        label = label[:max_label] + "…"
    if not label.isprintable():
        label = _printable(label)
    if '"' in label or "\\" in label:
        label = label.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{label}"'


def _shown_role(node: UiNode, role: str, tappable: bool) -> str:
    if node.scrollable and role not in _CONTROLS:
        return "pager" if role == "pager" else "scroll area"
    if role == "text" or role == "image":
        return "button" if tappable else role
    if role != "view":
        return role
    if node.checkable:
        return "checkbox"
    if tappable:
        return "item" if node.children else "button"
    return "text" if node.text or node.content_desc else "view"


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


def _page_title(tree: UiTree) -> UiNode | None:
    """The app bar itself if it has a description (a collapsing bar does), else the first text in it."""
    for node in tree.walk():
        if node.children and (_names_app_bar(node.resource_id) or _names_app_bar(node.class_name)):
            title = node if node.content_desc and not node.clickable else _first_text(node)
            if title is not None:
                return title
    return None


def _first_text(node: UiNode) -> UiNode | None:
    """The first text at or below a node that is no button, no field and no part of one."""
    if node.clickable:
        return None
    if node.text and _role(node.class_name) == "text":
        return node
    return next(filter(None, map(_first_text, node.children)), None)


@lru_cache(maxsize=4096)
def _names_app_bar(name: str) -> bool:
    return _APP_BAR.search(name) is not None


@lru_cache(maxsize=1024)
def _role(class_name: str) -> str:
    name = class_name.rpartition(".")[2]
    if name.endswith(("Tab", "TabView")):
        return "tab"
    return next((role for part, role in _ROLES if part in name), "view")


def _printable(label: str) -> str:
    return "".join(char for char in " ".join(label.split()) if char.isprintable())


@lru_cache(maxsize=4096)
def _word(name: str) -> str:
    """A package or id as one word of at most 80 characters that can't be taken for anything else."""
    return re.sub(r"[^\w.:$-]", "_", name)[:80]
