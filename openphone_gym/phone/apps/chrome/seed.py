"""What is in the browser of a new phone."""

from __future__ import annotations

import random
from calendar import timegm
from datetime import timedelta
from typing import TYPE_CHECKING

from openphone_gym.phone.apps.chrome.state import (
    BAR,
    LIGHT,
    MOBILE,
    READING,
    SYSTEM_THEME,
    Bookmark,
    Chrome,
    Folder,
    Settings,
    Tab,
    Visit,
)
from openphone_gym.phone.world.sites import encyclopedia
from openphone_gym.phone.world.start import START

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World
    from openphone_gym.phone.world.records import Organisation

UTC_OFFSET = timedelta(hours=8)
"""From Greenwich to the time zone in which every phone begins."""

MINUTE_MS = 60_000

FOLDERS = ("Travel", "Recipes", "Work", "Shopping", "Reading later", "Family", "Ideas", "Sports")
"""Names of folders on drawn phones."""

FEWEST, MOST = 10, 24
"""Visits in the history of a drawn phone."""


def seed(rng: random.Random | None, world: World) -> Chrome:
    """The browser of a new phone: the benchmark's, or one that was used for some days."""
    return _canonical() if rng is None else _drawn(rng, world)


def start_ms() -> int:
    """The moment at which every phone begins, as virtual time."""
    return timegm((START - UTC_OFFSET).timetuple()) * 1000


def _canonical() -> Chrome:
    at = start_ms() - 5 * 24 * 60 * MINUTE_MS
    return Chrome(
        tabs=[Tab(4)],
        current=4,
        bookmarks=[Bookmark(5, MOBILE, "Google Scholar", "https://scholar.google.com/", at)],
        settings=Settings(theme=LIGHT),
    )


def _drawn(rng: random.Random, world: World) -> Chrome:
    state = Chrome(settings=Settings(theme=rng.choice((SYSTEM_THEME, SYSTEM_THEME, LIGHT))))
    owners = [one for kind in rng.sample(_KINDS, 8) for one in world.organisations_of(kind)]
    rng.shuffle(owners)
    _fill_folders(rng, state, owners)
    _fill_history(rng, state, owners)
    state.tabs = [Tab(state.new_id(), [_home(owner)]) for owner in rng.sample(owners, rng.randint(0, 3))]
    state.tabs.append(Tab(state.new_id()))
    state.current = state.tabs[-1].id
    return state


_KINDS = ("office", "bank", "shop", "supermarket", "school", "university", "library", "hospital", "museum",
          "theater", "travel", "newspaper", "software", "club", "government", "telecom")  # fmt: skip


def _home(owner: Organisation) -> str:
    return f"https://{owner.host}/"


def _fill_folders(rng: random.Random, state: Chrome, owners: list[Organisation]) -> None:
    state.folders = [Folder(state.new_id(), name) for name in rng.sample(FOLDERS, rng.randint(1, 4))]
    places = [MOBILE, *(folder.id for folder in state.folders), BAR, READING]
    for owner in rng.sample(owners, min(len(owners), rng.randint(4, 9))):
        added = start_ms() - rng.randint(600, 90_000) * MINUTE_MS
        state.bookmarks.append(Bookmark(state.new_id(), rng.choice(places), owner.name, _home(owner), added))
    state.bookmarks.sort(key=lambda mark: mark.added)


def _fill_history(rng: random.Random, state: Chrome, owners: list[Organisation]) -> None:
    articles = [encyclopedia.address_of(title) for title in rng.sample(encyclopedia.fixed_titles(), 5)]
    pages = [*(_home(owner) for owner in owners), *articles]
    minutes = sorted(rng.sample(range(30, 8_000), rng.randint(FEWEST, MOST)), reverse=True)
    state.history = [
        Visit(state.new_id(), rng.choice(pages), start_ms() - ago * MINUTE_MS) for ago in minutes
    ]
    titles = (owner.name for owner in rng.sample(owners, min(len(owners), rng.randint(0, 4))))
    state.searches = [title.lower() for title in titles]
