"""What a client looks for on the screen: UI Automator's selectors, and the search for them.

The meaning is that of ``UiSelector``: every field narrows the choice, ``instance`` skips that many
elements, and a chain of selectors goes on among the descendants (``child``) of what was found, or
among what lies below its parent (``sibling``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal, NamedTuple

import msgspec

from openphone_gym.phone.shell.pattern import compile_pattern, matches
from openphone_gym.ui.node import UiNode, UiTree

LONGEST_CHAIN = 16
"""Most selectors that hang together."""

Words = Annotated[str, msgspec.Meta(max_length=10_000)] | None
Count = Annotated[int, msgspec.Meta(ge=0, le=100_000)] | None


class Selector(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True, omit_defaults=True):
    """Conditions on an element, as clients write them in JSON; None does not ask.

    ``mask`` tells again which fields are set, and is not needed. ``...Contains`` and ``...StartsWith`` don't
    look at case, as on Android; ``...Matches`` are expressions (see ``pattern``) for the whole value.

    Attributes:
        index: Place of the element among the children of its parent.
        instance: How many elements that fit are passed over.
        child_or_sibling: How each of ``child_or_sibling_selector`` goes on from the element before it.
    """

    mask: int = 0
    text: Words = None
    text_contains: Words = None
    text_matches: Words = None
    text_starts_with: Words = None
    class_name: Words = None
    class_name_matches: Words = None
    description: Words = None
    description_contains: Words = None
    description_matches: Words = None
    description_starts_with: Words = None
    checkable: bool | None = None
    checked: bool | None = None
    clickable: bool | None = None
    long_clickable: bool | None = None
    scrollable: bool | None = None
    enabled: bool | None = None
    focusable: bool | None = None
    focused: bool | None = None
    selected: bool | None = None
    package_name: Words = None
    package_name_matches: Words = None
    resource_id: Words = None
    resource_id_matches: Words = None
    index: Count = None
    instance: Count = None
    child_or_sibling: list[Literal["child", "sibling"]] = []
    child_or_sibling_selector: list[Selector] = []

    def __post_init__(self) -> None:
        if len(self.child_or_sibling) != len(self.child_or_sibling_selector):
            raise ValueError("childOrSibling and childOrSiblingSelector have to be equally long")
        if len(_links(self, "child")) > LONGEST_CHAIN:
            raise ValueError(f"more than {LONGEST_CHAIN} selectors hang together")
        for field in _EXPRESSIONS:
            if (pattern := getattr(self, field)) is not None:
                compile_pattern(pattern)

    def child(self, selector: Selector) -> Selector:
        """This selector, going on to a descendant."""
        return msgspec.structs.replace(
            self,
            child_or_sibling=[*self.child_or_sibling, "child"],
            child_or_sibling_selector=[*self.child_or_sibling_selector, selector],
        )

    def with_instance(self, instance: int | None) -> Selector:
        """This selector for the given one of all it finds; None for all of them."""
        if not self.child_or_sibling_selector:
            return msgspec.structs.replace(self, instance=instance)
        *others, last = self.child_or_sibling_selector
        return msgspec.structs.replace(
            self, child_or_sibling_selector=[*others, last.with_instance(instance)]
        )

    def find(self, tree: UiTree) -> Iterator[UiNode]:
        """The elements that fit, in document order; one with an ``instance`` at its end gives one at most."""
        links = _links(self, "child")
        found = _Search(links).through(tree)
        if links[-1].selector.instance is None:
            yield from found
        else:
            yield from (node for node, _ in zip(found, range(1), strict=False))


def _same(value: Any, wanted: Any) -> bool:
    return value == wanted


def _contains(value: str, wanted: str) -> bool:
    return wanted.lower() in value.lower()


def _starts_with(value: str, wanted: str) -> bool:
    return value.lower().startswith(wanted.lower())


def _matches(value: str, wanted: str) -> bool:
    return matches(wanted, value)


_FLAGS = (
    "checkable",
    "checked",
    "clickable",
    "long_clickable",
    "scrollable",
    "enabled",
    "focusable",
    "focused",
    "selected",
)
_ATTRIBUTES = {
    "text": "text",
    "class_name": "class_name",
    "description": "content_desc",
    "package_name": "package",
    "resource_id": "resource_id",
} | {flag: flag for flag in _FLAGS}
_RELATIONS: dict[str, Callable[[Any, Any], bool]] = {
    "": _same,
    "_contains": _contains,
    "_starts_with": _starts_with,
    "_matches": _matches,
}
_RULES = {
    field + suffix: (attribute, relation)
    for field, attribute in _ATTRIBUTES.items()
    for suffix, relation in _RELATIONS.items()
    if field + suffix in Selector.__struct_fields__
}
"""Field of a selector to an attribute of nodes, and to what it says about that."""

_EXPRESSIONS = [field for field in _RULES if field.endswith("_matches")]


class _Link(NamedTuple):
    """A selector of a chain, and how it is reached from the one before it."""

    relation: str
    selector: Selector


def _links(selector: Selector, relation: str) -> list[_Link]:
    """A selector and those that hang on it, in the order in which they are looked for."""
    links = [_Link(relation, selector)]
    for way, following in zip(selector.child_or_sibling, selector.child_or_sibling_selector, strict=True):
        links += _links(following, way)
    return links


class _Search:
    """One walk over a tree. It looks at a node once for each link, so its time is bounded."""

    def __init__(self, links: list[_Link]) -> None:
        self._relations = [link.relation for link in links]
        self._rules = [_rules(link.selector) for link in links]
        self._indices = [link.selector.index for link in links]
        self._skipped = [link.selector.instance or 0 for link in links]
        self._seen: set[tuple[int, int]] = set()

    def through(self, tree: UiTree) -> Iterator[UiNode]:
        for index, root in enumerate(tree.roots):
            yield from self._from(root, index, None, 0)

    def _from(self, node: UiNode, index: int, parent: UiNode | None, link: int) -> Iterator[UiNode]:
        """What fits the end of the chain, if ``link`` is looked for from this node on."""
        if (id(node), link) in self._seen:
            return
        self._seen.add((id(node), link))
        around: UiNode | None = node
        if self._fits(node, index, link):
            if link == len(self._rules) - 1:
                yield node
            else:
                link += 1
                around = parent if self._relations[link] == "sibling" else node
        for place, child in enumerate(around.children if around else ()):
            yield from self._from(child, place, around, link)

    def _fits(self, node: UiNode, index: int, link: int) -> bool:
        if self._indices[link] not in (None, index):
            return False
        if not all(relation(getattr(node, name), wanted) for name, relation, wanted in self._rules[link]):
            return False
        if self._skipped[link]:
            self._skipped[link] -= 1
            return False
        return True


def _rules(selector: Selector) -> list[tuple[str, Callable[[Any, Any], bool], Any]]:
    return [
        (attribute, relation, wanted)
        for field, (attribute, relation) in _RULES.items()
        if (wanted := getattr(selector, field)) is not None
    ]
