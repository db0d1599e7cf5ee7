"""What a new phone's map holds: My places, bookmarks, searches."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from openphone_gym.phone.apps.map.state import COLORS, Bookmark, BookmarkList, Map, Region

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World

LISTS = ("My Bookmarks", "Want to go", "Lunch spots", "Weekend", "Favorites")
NOTES = ("", "", "Ask for the window table", "Cash only", "Closed on Mondays", "Try the soup")
SEARCHES = ("pharmacy", "coffee", "parking", "atm", "supermarket")
SAVED_KINDS = ("restaurant", "cafe", "park", "museum", "shop", "library")

REGIONS = (
    ("Northern Coast", 121), ("Central Valley", 174), ("Desert South", 96), ("Lake Counties", 58),
    ("Mountain East", 83), ("Islands", 24), ("Southern Coast", 143),
)  # fmt: skip
"""Regions around, and their size in megabytes."""


def seed(rng: random.Random | None, world: World) -> Map:
    """Home is set and Work is not; a few places are saved."""
    state = Map(home=world.user.home, history=["coffee"])
    state.regions = [Region(world.city.name, 88, here=True), *(Region(*region) for region in REGIONS)]
    names = LISTS[:1] if rng is None else [LISTS[0], *rng.sample(LISTS[1:], rng.randint(0, 2))]
    state.lists = [BookmarkList(state.new_id(), name) for name in names]
    if rng is None:
        _save(state, world, "cafe-21", "Green")
        return state
    state.history = rng.sample(SEARCHES, rng.randint(1, 4))
    for _ in range(rng.randint(2, 6)):
        places = world.places_of(rng.choice(SAVED_KINDS))
        place = rng.choice(places)
        if state.bookmark_of(place.id) is None:
            mark = _save(state, world, place.id, rng.choice(list(COLORS)))
            mark.list = rng.choice(state.lists).id
            mark.note = rng.choice(NOTES)
    if rng.random() < 0.5:
        state.work = rng.choice(world.places_of("office")).id
    for region in state.regions[1:]:
        region.here = rng.random() < 0.2
        region.outdated = region.here and rng.random() < 0.5
    return state


def _save(state: Map, world: World, spot: str, color: str) -> Bookmark:
    mark = Bookmark(state.new_id(), state.lists[0].id, world.place(spot).name, spot, color)
    state.bookmarks.append(mark)
    return mark
