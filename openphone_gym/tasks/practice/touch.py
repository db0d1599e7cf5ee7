"""What a finger can touch on a screen, named so that it is found again, on another phone's screen, too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import msgspec

from openphone_gym.tasks.sight import Sight, is_field, plain
from openphone_gym.ui.node import UiNode
from openphone_gym.ui.roles import role_of

FIELD = "field"
SWITCHES = ("switch", "checkbox")
SLIDER = "slider"

PERCENT = re.compile(r"\d{1,3}%")

_LEAVES = re.compile(
    r"^(navigate up|(go )?back|cancel|close.*|discard.*|not now|skip|later|dismiss|no,? thanks|undo|"
    r"previous.*|next month|next year|collapse|clear|reset|exit|not yet|switch to .* mode.*)$",
    re.IGNORECASE,
)
"""What leads back to where one came from, or away: no way begins or goes on with it."""

_OF_A_MENU = re.compile(r"^(more )?options for ", re.IGNORECASE)

_FIGURES = re.compile(
    r"^([\d.,:/+*#%-]+|\d+ (o'clock|minutes?|hours?)|\d{1,2} \w+ \d{4}.*|[A-Z]|[ap]\.?m\.?)$", re.I
)
"""Keys of keypads, hours of dials, days of calendars: choices among dozens that mean nothing alone."""


class Touch(msgspec.Struct, frozen=True, array_like=True):
    """An element of a screen, by its words.

    Attributes:
        label: What it is called; empty for an item, whose name belongs to one phone and is drawn.
        id: Resource id of the words, without the package.
        part: What of the card with these words is touched, by its id or description; empty for the words
            themselves and the row they name.
        role: What the part is for, as ``roles.role_of`` tells: ``switch``, ``radio``, ``field``, ...
    """

    label: str
    id: str = ""
    part: str = ""
    role: str = ""

    @property
    def is_item(self) -> bool:
        """Whether its name is drawn."""
        return not self.label

    @property
    def words(self) -> str:
        """What a person would call it: the description of its part, if that has one, or its label."""
        return _OF_A_MENU.sub("", self.part if self.part[:1].isupper() else self.label)

    @property
    def kin(self) -> tuple[str, str, str]:
        """What it shares with the other items of its list."""
        return self.id, self.part, self.role

    def named(self, label: str) -> Touch:
        """The same of another name."""
        return Touch(label, self.id, self.part, self.role)

    def names(self, node: UiNode) -> bool:
        """Whether a node holds its words; those of fields and sliders change, which other ones tell."""
        if self.role == FIELD:
            return is_field(node) and (_id(node) == self.id if self.id else _hint(node) == self.label)
        if self.role == SLIDER:
            return is_slider(node) and plain(node.content_desc) == self.label
        return _id(node) == self.id and plain(node.label) == self.label

    def found(self, screen: Sight) -> UiNode | None:
        """The element in view; None if there is none, or more than one."""
        named = screen.all(self.names)
        if len(named) != 1 or not self.part:
            return named[0] if len(named) == 1 else None
        for group in (named[0], *screen.upwards(named[0])):
            parts = [node for node in group.walk() if _is_part(node) and _name(node) == self.part]
            if parts:
                return parts[0] if len(parts) == 1 else None
        return None


def touches(screen: Sight) -> list[Touch]:
    """Everything in view that can be touched and told apart from all else, in document order."""
    found: dict[Touch, None] = {}
    for node in screen.all(_live):
        touch = _field(node) if is_field(node) else _slider(node) or _named(screen, node)
        if touch is not None and screen.tree.shows(node):
            found[touch] = None
    return [touch for touch in found if touch.found(screen) is not None]


def items_of(screen: Sight, item: Touch, most: int) -> list[Touch]:
    """Items in view that may be meant by one whose name is not drawn yet, from the top."""
    found = (item.named(label) for label in dict.fromkeys(labels_of(screen, item)))
    live = (each for each in found if (node := each.found(screen)) is not None and _leads(screen, node))
    return list(islice(live, most))


def labels_of(screen: Sight, item: Touch) -> list[str]:
    """What all items in view of a kind are called, from the top."""
    return [plain(node.label) for node in screen.all(lambda n: bool(n.label) and _id(n) == item.id)]


def _leads(screen: Sight, node: UiNode) -> bool:
    """Whether a touch on a node does something."""
    return any(group.clickable and group.enabled for group in (node, *screen.upwards(node)))


def holds(field: UiNode, value: str) -> bool:
    """Whether a field holds a value, however it groups its figures."""
    return bool(value) and _folded(field.text) == _folded(value)


def _folded(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def beside(screen: Sight, words: UiNode) -> str:
    """The only other words in the row of a label; nothing where there are none, or several."""
    row = screen.row(words) or next(screen.upwards(words), None)
    others = [] if row is None else [node for node in row.walk() if node.label and node is not words]
    values = {plain(node.label) for node in others} - {plain(words.label)}
    return values.pop() if len(values) == 1 else ""


def is_slider(node: UiNode) -> bool:
    """Whether a node is a level slider that tells where it stands in percent."""
    left, top, right, bottom = node.bounds
    level = right - left > bottom - top
    return level and role_of(node.class_name) == SLIDER and bool(PERCENT.fullmatch(node.text))


def _live(node: UiNode) -> bool:
    return (node.clickable or is_slider(node)) and node.enabled and not node.password


def _field(node: UiNode) -> Touch | None:
    words = _hint(node)
    return Touch(words, _id(node), "", FIELD) if words and not node.content_desc.isdigit() else None


def _slider(node: UiNode) -> Touch | None:
    named = is_slider(node) and node.content_desc
    return Touch(plain(node.content_desc), _id(node), "", SLIDER) if named else None


def _named(screen: Sight, node: UiNode) -> Touch | None:
    """What a node is called: by itself, by words within, or by those of the card around it."""
    knob = next((part for part in node.walk() if part.checkable), None)
    role = role_of((knob or node).class_name)
    words = node if node.label else _words_within(node)
    if words is not None:
        touch = Touch(plain(words.label), _id(words), "", role)
        if _passed_over(touch.label):
            return None
        if touch.found(screen) is not None:
            return touch
    for group in screen.upwards(node):
        key = next((part for part in _outside(group, node) if part.label and not part.clickable), None)
        if key is not None:
            touch = Touch(plain(key.label), _id(key), _name(node), role)
            return touch if touch.found(screen) is not None else None
    return None


def _passed_over(label: str) -> bool:
    return bool(_LEAVES.match(label) or _FIGURES.match(label)) or len(label) > 80


def _words_within(node: UiNode) -> UiNode | None:
    """The first words in a row that belong to nothing else that can be touched."""
    for child in node.children:
        if child.clickable:
            continue
        if child.label and not child.checkable:
            return child
        words = _words_within(child)
        if words is not None:
            return words
    return None


def _outside(group: UiNode, node: UiNode) -> Iterator[UiNode]:
    """The nodes of a group but those of one part of it."""
    if group is node:
        return
    yield group
    for child in group.children:
        yield from _outside(child, node)


def _id(node: UiNode) -> str:
    return node.resource_id.rpartition("/")[2]


def _hint(node: UiNode) -> str:
    return plain(node.hint or node.text or node.content_desc)


def _name(node: UiNode) -> str:
    return _id(node) or plain(node.content_desc) or role_of(node.class_name)


def _is_part(node: UiNode) -> bool:
    return node.clickable or node.checkable
