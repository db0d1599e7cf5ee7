"""What one screen shows, read from its accessibility tree: for reference solutions and for judges."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from openphone_gym.ui.node import UiNode, UiTree
from openphone_gym.ui.roles import role_of

Wanted = str | re.Pattern[str] | UiNode | Callable[[UiNode], bool]
"""What to look for: a label (exact, but for spaces and hyphens of any kind), a pattern, a node, or what
is true of a node (a function with a name of its own)."""

LISTS = ("RecyclerView", "ListView", "ScrollView", "GridView", "ViewPager", "ViewPager2")
"""How the classes of what holds rows or pages end."""

_BARS = (":id/toolbar", ":id/action_bar", ":id/alertTitle")
_HEADING = re.compile(r":id/(heading|\w+_title(_view|_text)?)$")
_HOMES = {":id/settings_homepage_container": "Settings"}
"""Pages whose heading moves out of sight with their list, and what it says."""

_LOADING = re.compile(r"^(Loading|Please wait)(…|\.\.\.)?$")

_SPACES = re.compile(r"[\s\u00a0\u2009\u200a\u202f]+")
_HYPHENS = re.compile("[\u2010\u2011\u2012\u2013]")


def plain(text: str) -> str:
    """A label with every kind of space as a blank and every kind of hyphen as ``-``."""
    return evened(text).strip()


def evened(text: str) -> str:
    """As ``plain``, with the blanks at both ends."""
    return _HYPHENS.sub("-", _SPACES.sub(" ", text))


def has_id(name: str) -> Callable[[UiNode], bool]:
    """Nodes with this resource id, of whatever package or, as in Compose, of none."""

    def matches(node: UiNode) -> bool:
        return node.resource_id == name or node.resource_id.endswith(f":id/{name}")

    matches.__name__ = name
    return matches


def titled(words: str) -> Callable[[UiNode], bool]:
    """Titles of rows, rather than a text field that holds the same words."""

    def is_title(node: UiNode) -> bool:
        return node.resource_id.endswith(":id/title") and plain(node.text) == plain(words)

    return is_title


def is_field(node: UiNode) -> bool:
    """Whether a node is a text field."""
    return role_of(node.class_name) == "field"


def scrolls(node: UiNode) -> bool:
    """Whether a node is a list that is longer than its place."""
    return node.scrollable


class Sight:
    """One screen.

    Args:
        tree: Its accessibility nodes.
    """

    def __init__(self, tree: UiTree) -> None:
        self.look(tree)

    def look(self, tree: UiTree) -> None:
        """Turns to another screen."""
        self.tree = tree
        self._nodes = list(tree.walk())
        self._parents: dict[int, UiNode] | None = None

    @property
    def package(self) -> str:
        """Package of the app in front."""
        return self.tree.package

    @property
    def title(self) -> str:
        """Title of the page: in its bar (collapsing or not), of a dialog, or else a heading above."""
        for node in self._nodes:
            if node.resource_id.endswith(":id/collapsing_toolbar") and node.content_desc:
                return plain(node.content_desc)
            if node.resource_id.endswith(tuple(_HOMES)):
                return _HOMES[node.resource_id[node.resource_id.index(":") :]]
            if node.resource_id.endswith(_BARS):
                words = next((plain(n.text) for n in node.walk() if n.text and not n.clickable), "")
                if words:
                    return words
        return next((plain(node.text) for node in self._nodes if self._is_heading(node)), "")

    @property
    def loading(self) -> bool:
        """Whether the page says that it is still being loaded."""
        return any(_LOADING.match(node.label) for node in self._nodes if node.label)

    def sees(self, wanted: Wanted, within: UiNode | None = None) -> UiNode | None:
        """The first node that matches and is on the screen now, or None."""
        if isinstance(wanted, UiNode):
            return wanted
        nodes = self._nodes if within is None else within.walk()
        matches = matcher(wanted)
        return next((node for node in nodes if matches(node)), None)

    def all(self, wanted: Wanted) -> list[UiNode]:
        """Every node on the screen that matches."""
        matches = matcher(wanted)
        return [node for node in self._nodes if matches(node)]

    def tab_open(self, tab: str) -> bool:
        """Whether a tab is open."""
        return any(node.selected for node in self.all(tab))

    def ends(self) -> tuple[bool, bool]:
        """Whether the top and the end of the list are in view: there is room beyond the rows that are."""
        area = self.sees(scrolls)
        if area is None or not area.children:
            return True, True
        top, bottom = area.bounds[1], area.bounds[3]
        first, last = area.children[0].bounds[1], area.children[-1].bounds[3]
        return first > top, bottom - last > (bottom - top) // 50  # more than the room between two rows

    def row(self, wanted: Wanted) -> UiNode | None:
        """The clickable row, card or group around a node on the screen."""
        node = self.sees(wanted)
        while node is not None and not node.clickable:
            node = self._parent(node)
        return node

    def around(self, node: UiNode, holds: Wanted) -> UiNode | None:
        """The smallest group around ``node`` that also holds something else, searched upwards."""
        group: UiNode | None = node
        while group is not None:
            if self.sees(holds, within=group) is not None:
                return group
            group = self._parent(group)
        return None

    def cards(self, key: Wanted) -> list[UiNode]:
        """The cards, rows or cells of a list: around each ``key``, all that belongs to no other one.

        Args:
            key: What every card has once, such as its title by the id.
        """
        keys = self.all(key)
        held = Counter(id(group) for node in keys for group in self.upwards(node))

        def largest(card: UiNode) -> UiNode:
            for group in self.upwards(card):
                if held[id(group)] > 1 or group.class_name.endswith(LISTS) or self._parent(group) is None:
                    break
                card = group
            return card

        return [largest(node) for node in keys]

    def records(self, key: Wanted, *parts: Wanted) -> Iterator[tuple[str, ...]]:
        """The words of each card in view: its key's, then those of its parts. Cards cut off are left out."""
        for card in self.cards(key):
            found = [self.sees(part, within=card) for part in (key, *parts)]
            if None not in found:
                yield tuple(plain(node.label) for node in found if node is not None)

    def words(self, card: UiNode) -> list[str]:
        """Every label within a node, in document order."""
        return [plain(node.label) for node in card.walk() if node.label]

    def value(self, label: Wanted) -> str | None:
        """The other words in the row of a label, such as the value below a setting's name.

        None if the label is not on the screen.
        """
        node = self.sees(label)
        if node is None:
            return None
        row = self.row(node) or self._parent(node)
        words = (plain(n.text or n.content_desc) for n in row.walk()) if row is not None else ()
        return " ".join(word for word in words if word and word != plain(node.label))

    def is_on(self, label: Wanted) -> bool | None:
        """Whether the switch or check box in the row of a label is on; None if it is not on the screen."""
        node = self.sees(label)
        row = None if node is None else self.row(node) or self._parent(node)
        knob = None if row is None else next((n for n in row.walk() if n.checkable), None)
        return None if knob is None else knob.checked

    def content(self, resource_id: str) -> str | None:
        """Text of the node with this resource id; None if it is not on the screen."""
        node = self.sees(has_id(resource_id))
        return None if node is None else node.text

    def chosen(self, label: Wanted) -> bool:
        """Whether the row of a label is checked or selected."""
        row = self.row(label)
        return row is not None and any(n.checked or n.selected for n in row.walk())

    def _is_heading(self, node: UiNode) -> bool:
        """Whether a text is named as a heading and stands in no row of a list."""
        if not node.text or not _HEADING.search(node.resource_id) or node.clickable:
            return False
        return not any(
            (group.clickable and group.enabled) or group.class_name.endswith(LISTS)
            for group in self.upwards(node)
        )

    def upwards(self, node: UiNode) -> Iterator[UiNode]:
        """What holds a node, from the closest group to the root."""
        group = self._parent(node)
        while group is not None:
            yield group
            group = self._parent(group)

    def _parent(self, node: UiNode) -> UiNode | None:
        if self._parents is None:
            self._parents = {id(child): parent for parent in self._nodes for child in parent.children}
        return self._parents.get(id(node))


def matcher(wanted: Wanted) -> Callable[[UiNode], bool]:
    """The condition that a node must meet."""
    if isinstance(wanted, UiNode):
        return lambda node: node is wanted
    if isinstance(wanted, re.Pattern):
        return lambda node: bool(wanted.search(plain(node.text)) or wanted.search(plain(node.content_desc)))
    if not isinstance(wanted, str):
        return wanted
    label = plain(wanted)
    return lambda node: (
        plain(node.text) == label
        or plain(node.content_desc) == label
        or (bool(node.hint) and plain(node.hint) == label)
    )
