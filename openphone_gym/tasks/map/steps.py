"""What reference solutions do on the map."""

from __future__ import annotations

from collections.abc import Callable

from openphone_gym.phone.apps.map.spots import MY_LOCATION
from openphone_gym.phone.apps.map.wording import MODE_LABELS
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.sight import has_id, is_field, plain
from openphone_gym.ui.node import UiNode

FROM, TO = "Choose starting point", "Choose destination"
"""Headings of the search, by the end of the way that it is for."""


def titled(name: str) -> Callable[[UiNode], bool]:
    """The title of a row with this name; the field with the same words is none."""

    def matches(node: UiNode) -> bool:
        return has_id("title")(node) and plain(node.text) == plain(name)

    matches.__name__ = f"row {name}"
    return matches


def searching(hand: Hand) -> bool:
    """Whether the search is open."""
    return hand.sees(lambda node: is_field(node) and has_id("search")(node)) is not None


def take(hand: Hand, name: str) -> None:
    """Something is chosen in the open search."""
    if name != MY_LOCATION:
        hand.fill("search", name)
    hand.tap(titled(name))


def open_search(hand: Hand) -> None:
    """The search for places is open."""
    if searching(hand):
        if hand.sees(FROM) or hand.sees(TO) or hand.sees("Work address"):
            raise Lost
        return
    hand.tap(on_map(hand, "search"))


def on_map(hand: Hand, id: str) -> UiNode:
    """A button of the map with this id.

    Raises:
        Lost: The map with its buttons is not in front.
    """
    button = hand.sees(has_id(id))
    if button is None or hand.sees(has_id("p2p")) is None:
        raise Lost
    return button


def route(hand: Hand, start: str, end: str, mode: str) -> None:
    """The way from a place to another is shown; any mode if none is named.

    Raises:
        Lost: Another page is in front.
    """
    if searching(hand):
        ends = {FROM: start, TO: end}
        wanted = next((name for heading, name in ends.items() if hand.sees(heading)), None)
        if wanted is None:
            raise Lost
        take(hand, wanted)
    if hand.sees(has_id("swap")) is None:
        hand.tap(on_map(hand, "p2p"))
    for field, name in (("from", start), ("to", end)):
        if plain(hand.content(field) or "") != plain(name):
            hand.tap(has_id(field))
    travel(hand, mode)


def travel(hand: Hand, mode: str) -> None:
    """The planned way is by a mode."""
    tab = hand.sees(MODE_LABELS[mode]) if mode else None
    if mode and tab is None:
        raise Lost
    if tab is not None and not tab.selected:
        hand.tap(tab)


def shown(hand: Hand, field: str) -> str:
    """Length or time of the planned way, as the page says it.

    Raises:
        Lost: The page does not show it.
    """
    words = hand.content(field)
    if not words:
        raise Lost
    return plain(words)
