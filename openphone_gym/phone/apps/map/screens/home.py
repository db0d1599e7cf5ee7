"""The map itself, its layers and its menu."""

from __future__ import annotations

from openphone_gym.phone.apps.map.map_view import look_at
from openphone_gym.phone.apps.map.screens.parts import (
    POSITION,
    ask,
    map_of,
    map_page,
    round_button,
    side_buttons,
)
from openphone_gym.phone.apps.map.state import Map, Trip
from openphone_gym.phone.apps.map.wording import LATITUDE, LONGITUDE
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Text
from openphone_gym.phone.toolkit.rows import Divider, ListRow, Section
from openphone_gym.phone.toolkit.surfaces import Sheet
from openphone_gym.phone.toolkit.theme import BODY_LARGE, LABEL_MEDIUM

LAYERS = (
    ("", "Default", "map-outline"),
    ("subway", "Subway", "subway-variant"),
    ("terrain", "Terrain", "terrain"),
    ("traffic", "Traffic", "car-multiple"),
)


def home(state: Map, nav: Nav) -> Box:
    """The map around the position; a touch on the ground hides the buttons and brings them back."""
    bare = nav.bind("bare", False)
    picture = map_of(state, nav, on_ground=bare.toggle)
    if bare.get():
        return map_page(picture, bottom=None, on_back=bare.setting(False))
    return map_page(
        picture,
        _search_field(nav),
        Column(
            round_button("layers-outline", "Layers", nav.to("layers"), id="layers_fab"),
            pad=(0, 76, 12, 0),
            anchor="end",
        ),
        side_buttons(state, lambda: look_at(state.view, POSITION, 16)),
        bottom=_bottom_bar(state, nav),
    )


def _search_field(nav: Nav) -> Box:
    bar = Row(
        Icon("magnify", color="on_surface_variant"),
        Row(Label("Search", BODY_LARGE, color="on_surface_variant"), flex=1),
        cls="android.widget.TextView",
        label="Search",
        id="search",
        on_tap=ask(nav, "search", "search"),
        fill="surface",
        radius=24,
        elevation=2,
        height=48,
        width=FILL,
        gap=12,
        pad=(16, 0, 16, 0),
    )
    return Row(bar, pad=(12, 12, 12, 0), width=FILL)


def _bottom_bar(state: Map, nav: Nav) -> Box:
    def plan() -> None:
        state.trip = state.trip or Trip()
        nav.go("trip")

    def button(icon: str, label: str, on_tap: Handler, id: str) -> Box:
        return Column(
            Icon(icon, color="on_surface"),
            Text(label, LABEL_MEDIUM, color="on_surface_variant", max_lines=1),
            cls="android.widget.LinearLayout",
            desc=label,
            id=id,
            on_tap=on_tap,
            flex=1,
            align="center",
            gap=3,
        )

    return Row(
        button("directions", "Route", plan, "p2p"),
        button("star-outline", "My places", nav.to("my_places"), "bookmarks"),
        button("compass-outline", "Guides", nav.to("guides"), "discovery"),
        button("menu", "Menu", nav.to("menu"), "menu"),
        width=FILL,
        fill="surface_container",
        pad=(0, 10, 0, 10),
    )


def layers(state: Map, nav: Nav) -> Box:
    """What is laid over the map."""

    def row(layer: str, label: str, icon: str) -> Box:
        def choose() -> None:
            state.view.layer = layer
            nav.back()

        chosen = state.view.layer == layer
        mark = Icon("check", color="primary", desc="Selected") if chosen else None
        return ListRow(label, on_tap=choose, icon=icon, trailing=mark, selected=chosen)

    return Sheet(Section("Map layers"), *(row(*layer) for layer in LAYERS))


def menu(state: Map, nav: Nav) -> Box:
    """The main menu."""
    outdated = sum(region.outdated for region in state.regions)

    def opening(screen: str) -> Handler:
        return lambda: nav.replace(screen)

    def share() -> None:
        nav.back()
        nav.send("share", text=f"My position: {nav.world.city.name}, geo:{LATITUDE},{LONGITUDE}")

    return Sheet(
        ListRow(
            "Download maps",
            f"{outdated} to update" if outdated else "",
            opening("downloads"),
            icon="download-outline",
        ),
        ListRow("Bookmarks", on_tap=opening("bookmark_lists"), icon="bookmark-outline"),
        ListRow("My places", on_tap=opening("my_places"), icon="star-outline"),
        ListRow("Guides", on_tap=opening("guides"), icon="compass-outline"),
        ListRow("Share my location", on_tap=share, icon="share-variant-outline"),
        Divider(),
        ListRow("Settings", on_tap=opening("settings"), icon="cog-outline"),
        ListRow("Help", on_tap=opening("help_page"), icon="help-circle-outline"),
    )
