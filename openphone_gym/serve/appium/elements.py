"""Elements that clients hold: found by a strategy, named by a number, and found again on later screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from openphone_gym.phone.phone import Phone
from openphone_gym.serve import xpath
from openphone_gym.serve.appium.problems import InvalidSelector, StaleElement
from openphone_gym.ui.node import UiNode

ELEMENT, OLD_ELEMENT = "element-6066-11e4-a52e-4f735466cecf", "ELEMENT"
"""Keys under which the protocol tells an element's name: W3C's, and the one of before."""

MOST_ELEMENTS = 1_000
"""Elements that are remembered; those that were found first are forgotten."""


class _Known(NamedTuple):
    """How an element looked when it was found.

    Attributes:
        node: The node itself, while the screen stays as it was.
        path: Its places among the children of each level.
    """

    node: UiNode
    path: tuple[int, ...]


class Elements:
    """The elements of one session.

    An element is what has the same class, id and label, wherever it stands now, or what stands in the same
    place with the same class and id, whatever it says now. Clients that hold one that is gone are told so.

    Args:
        phone: The phone.
    """

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        self._known: dict[str, _Known] = {}
        self._count = 0

    def remember(self, node: UiNode) -> dict[str, str]:
        """A name for an element of the screen, as the protocol tells it."""
        path = next(path for path, other in _walk(self._phone.full_tree().roots) if other is node)
        name = next((name for name, known in self._known.items() if known.node is node), "")
        if not name:
            self._count += 1
            name = f"00000000-0000-0000-ffff-{self._count:012x}"
            self._known[name] = _Known(node, path)
            if len(self._known) > MOST_ELEMENTS:
                del self._known[next(iter(self._known))]
        return {OLD_ELEMENT: name, ELEMENT: name}

    def find(self, name: str) -> UiNode:
        """The element of a name, as it is now.

        Raises:
            StaleElement: It is not on the screen any more, or never was.
        """
        known = self._known.get(name)
        if known is None:
            raise StaleElement(f"the element {name[:60]!r} is not known")
        similar = [
            (path, node)
            for path, node in _walk(self._phone.full_tree().roots)
            if (node.class_name, node.resource_id) == (known.node.class_name, known.node.resource_id)
        ]
        same = [(path, node) for path, node in similar if node.label == known.node.label]
        here = [(path, node) for path, node in similar if path == known.path]
        for path, node in [one for one in here if one in same] or same or here:
            self._known[name] = _Known(node, path)
            return node
        raise StaleElement(f"the element {name[:60]!r} does not exist on the screen any more")


def _walk(nodes: Sequence[UiNode], path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], UiNode]]:
    for place, node in enumerate(nodes):
        yield (*path, place), node
        yield from _walk(node.children, (*path, place))


# Strategies that look at one attribute, or at the whole screen


def _by_id(wanted: str, package: str) -> Callable[[UiNode], bool]:
    """An id, which may go without the package of the app in front or of Android itself."""
    ids = {wanted} if ":id/" in wanted else {wanted, f"{package}:id/{wanted}", f"android:id/{wanted}"}
    return lambda node: node.resource_id in ids


STRATEGIES: Mapping[str, Callable[[str, str], Callable[[UiNode], bool]]] = {
    "id": _by_id,
    "accessibility id": lambda wanted, package: lambda node: node.content_desc == wanted,
    "class name": lambda wanted, package: lambda node: node.class_name == wanted,
}
"""Strategies, from what is wanted and the package in front to whether an element is it."""


def located(strategy: str, wanted: str, roots: Sequence[UiNode], package: str, whole: bool) -> list[UiNode]:
    """The elements that a strategy finds, apart from ``-android uiautomator``.

    Args:
        strategy: The way.
        wanted: What is wanted.
        roots: Where: the windows, or an element.
        package: Package of the app in front.
        whole: Whether it is the whole screen.

    Raises:
        InvalidSelector: The strategy is not known, or can't read what is wanted.
    """
    if strategy == "xpath":
        try:
            return xpath.find(wanted, roots, wrapped=whole)
        except xpath.InvalidXPath as error:
            raise InvalidSelector(f"{wanted[:200]}: {error}") from None
    if strategy not in STRATEGIES:
        known = ", ".join([*STRATEGIES, "xpath", "-android uiautomator"])
        raise InvalidSelector(f"there is no strategy {strategy[:40]!r}; valid: {known}")
    fits = STRATEGIES[strategy](wanted, package)
    return [node for root in roots for node in root.walk() if fits(node)]
