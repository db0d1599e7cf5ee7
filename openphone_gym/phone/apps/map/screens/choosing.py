"""A point of the map is chosen, and results are looked at there."""

from __future__ import annotations

from openphone_gym.phone.apps.map import finding, spots
from openphone_gym.phone.apps.map.kinds import KINDS
from openphone_gym.phone.apps.map.map_view import Marker, look_at
from openphone_gym.phone.apps.map.screens.parts import POSITION, map_of, map_page, side_buttons
from openphone_gym.phone.apps.map.screens.place import open_place
from openphone_gym.phone.apps.map.screens.search import choose
from openphone_gym.phone.apps.map.state import Map
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Icon, Row
from openphone_gym.phone.toolkit.controls import Button
from openphone_gym.phone.toolkit.surfaces import AppBar


def choose_point(state: Map, nav: Nav, purpose: str) -> Box:
    """The point under the cross in the middle of the map is chosen, or a place whose marker is touched."""

    def taken(spot: str) -> None:
        choose(state, nav, purpose, spot, 2)

    def select() -> None:
        taken(spots.point_spot(state.view.x, state.view.y))

    foot = Row(
        Button("Select", select, flex=1, id="select"), pad=(16, 12, 16, 12), width=FILL, fill="surface"
    )
    return map_page(
        map_of(state, nav, opens=taken),
        Column(Icon("plus", size=40, color="error"), anchor="center center"),
        side_buttons(state, lambda: look_at(state.view, POSITION, 16)),
        top=AppBar("Choose on map", nav.back),
        bottom=foot,
    )


MOST_SHOWN = 20
"""Results on the map."""


def results_map(state: Map, nav: Nav, query: str) -> Box:
    """The nearest results on the map."""

    def mark(spot: str) -> Marker:
        it = spots.resolve(nav.world, spot)
        kind = KINDS[it.kind]
        look = {"size": 30, "desc": it.name, "on_tap": lambda: open_place(state, nav, spot)}
        return Marker(it.at, kind.icon, kind.color, it.name, **look)

    found = finding.find(nav.world, query)[:MOST_SHOWN]
    return map_page(
        map_of(state, nav, marks=[mark(it.id) for it in found]),
        side_buttons(state, lambda: look_at(state.view, POSITION, 16)),
        top=AppBar(query, nav.back),
        bottom=None,
    )
