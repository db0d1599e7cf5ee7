"""The search: categories, history, results by distance."""

from __future__ import annotations

from openphone_gym.phone.apps.map import finding, spots
from openphone_gym.phone.apps.map.kinds import CATEGORIES, KINDS
from openphone_gym.phone.apps.map.map_view import fit
from openphone_gym.phone.apps.map.screens.parts import note, plain_field, search_bar
from openphone_gym.phone.apps.map.screens.place import open_place
from openphone_gym.phone.apps.map.screens.trip import show_trip
from openphone_gym.phone.apps.map.state import Map, Trip
from openphone_gym.phone.apps.map.wording import distance
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box, Handler, Text
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.long_list import LongList
from openphone_gym.phone.toolkit.rows import Divider, ListRow, RoundIcon, Section
from openphone_gym.phone.toolkit.surfaces import Confirm, Page, Tab, Tabs
from openphone_gym.phone.toolkit.theme import LABEL_LARGE
from openphone_gym.phone.world.records import Place

HINTS = {
    "": "Search",
    "from": "Choose starting point",
    "to": "Choose destination",
    "stop": "Add stop",
    "home": "Home address",
    "work": "Work address",
}
"""What the field says, by what the search is for."""


def search(state: Map, nav: Nav, purpose: str = "", address: str = "") -> Box:
    """The search, perhaps for an address.

    What is chosen is shown, or becomes an end of the way, Home or Work.
    """
    query = nav.bind("query", address)
    clear = IconButton("close", "Clear text", query.setting("")) if query.get() else None

    def submit() -> None:
        state.searched(query.get())
        nav.unfocus()

    field = plain_field(query, HINTS[purpose], id="search", action="search", on_submit=submit)
    bar = search_bar(nav, field, clear)
    if query.get().strip():
        return Page(bar, _purpose(purpose), *_results(state, nav, purpose, query.get()))
    tab = nav.bind("tab", "Categories")
    tabs = Tabs([Tab(name, "", tab.get() == name, tab.setting(name)) for name in ("Categories", "History")])
    rows = _categories(nav) if tab.get() == "Categories" else _history(state, nav)
    return Page(bar, _purpose(purpose), *_quick(state, nav, purpose), tabs, *rows)


def _purpose(purpose: str) -> Box | None:
    """Says what the search is for."""
    return Section(HINTS[purpose]) if purpose else None


def _quick(state: Map, nav: Nav, purpose: str) -> list[Box]:
    """What can be chosen without words."""
    if not purpose:
        return []
    rows = []
    if purpose in ("from", "to", "stop"):
        rows.append(
            ListRow(
                "My location", on_tap=lambda: choose(state, nav, purpose, spots.HERE), icon="crosshairs-gps"
            )
        )
        for name, icon, spot in (
            ("Home", "home-outline", state.home),
            ("Work", "briefcase-outline", state.work),
        ):
            if spot is not None:
                rows.append(
                    ListRow(name, on_tap=lambda spot=spot: choose(state, nav, purpose, spot), icon=icon)
                )
    rows.append(
        ListRow("Choose on map", on_tap=nav.to("choose_point", purpose=purpose), icon="map-marker-outline")
    )
    return [*rows, Divider()]


def choose(state: Map, nav: Nav, purpose: str, spot: str, deep: int = 1) -> None:
    """A spot was chosen for a purpose; ``deep`` screens are closed."""
    nav.unfocus()
    for _ in range(deep):
        nav.back()
    if purpose in ("home", "work"):
        setattr(state, purpose, spot)
        return
    trip = state.trip = state.trip or Trip()
    if purpose == "from":
        trip.origin = spot
    elif purpose == "to":
        trip.target = spot
    else:
        trip.stops.append(spot)
    show_trip(state, nav)


def _categories(nav: Nav) -> list[Box]:
    def row(label: str, icon: str) -> Box:
        def take() -> None:
            nav.local["query"] = label
            nav.unfocus()

        return ListRow(label, on_tap=take, icon=icon)

    return [row(category.label, category.icon) for category in CATEGORIES]


def _history(state: Map, nav: Nav) -> list[Box]:
    def row(words: str) -> Box:
        def take() -> None:
            nav.local["query"] = words
            nav.unfocus()

        return ListRow(words, on_tap=take, icon="history")

    if not state.history:
        return [note("No recent searches")]
    return [
        *(row(words) for words in state.history),
        ListRow("Clear search history", on_tap=nav.to("clear_history"), icon="delete-outline"),
    ]


def clear_history(state: Map, nav: Nav) -> Box:
    """Asks before the history is cleared."""

    def clear() -> None:
        state.history.clear()
        nav.back()

    return Confirm("Clear search history?", "", "Clear", clear, nav.back)


def _results(state: Map, nav: Nav, purpose: str, query: str) -> list[Box]:
    found = finding.find(nav.world, query)
    if not found:
        return [note("No results found. Try another word, or download the map of the region you search in.")]

    def taking(it: Place) -> Handler:
        def take() -> None:
            state.searched(query)
            nav.unfocus()
            if purpose:
                choose(state, nav, purpose, it.id)
            else:
                open_place(state, nav, it.id)

        return take

    def row(it: Place) -> Box:
        return _row(it, *words(it), taking(it))

    def words(it: Place) -> tuple[str, str]:
        return _line(it), distance(spots.metres_away(it), state.settings.units)

    rows = LongList(found, row, lambda it: (it.name, *words(it)))
    if purpose:
        return [rows]
    view = ListRow("View on map", on_tap=lambda: _view(state, nav, query, found), icon="map-outline")
    return [view, Divider(), rows]


def _view(state: Map, nav: Nav, query: str, found: list[Place]) -> None:
    state.searched(query)
    nav.unfocus()
    fit(state.view, [it.at for it in found[:5]])
    nav.go("results_map", query=query)


def _line(it: Place) -> str:
    """What a place is, and where."""
    where = it.address if it.kind not in ("street", "neighbourhood") else it.district
    label = KINDS[it.kind].label
    return f"{label} • {where}" if where != it.name else label


def _row(it: Place, line: str, away: str, on_tap: Handler) -> Box:
    kind = KINDS[it.kind]
    return ListRow(
        it.name,
        line,
        on_tap,
        leading=RoundIcon(kind.icon, kind.color, 36),
        trailing=Text(away, LABEL_LARGE, color="primary", id="distance"),
        pad=(16, 10, 16, 10),
    )
