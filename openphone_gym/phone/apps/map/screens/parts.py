"""What several pages of the map share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from openphone_gym.phone.apps.map import spots
from openphone_gym.phone.apps.map.map_view import MapView, Marker, zoom_by
from openphone_gym.phone.apps.map.router import Way
from openphone_gym.phone.apps.map.state import COLORS, Map
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Row, Space, Stack, Text
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.surfaces import Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE
from openphone_gym.phone.world.records import Point

POSITION = Point(0, 0)
PIN = 0xFFD93025
DOT = 0xFF1A73E8


def at_night(state: Map, nav: Nav) -> bool:
    """Whether the map is painted dark."""
    if state.settings.night == "Auto":
        return nav.setting("secure", "ui_night_mode") == "2"
    return state.settings.night == "On"


def map_of(
    state: Map,
    nav: Nav,
    *,
    marks: Sequence[Marker] = (),
    way: Way | None = None,
    on_ground: Handler | None = None,
    opens: Callable[[str], object] | None = None,
    keep: str = "",
) -> MapView:
    """The map with the position, bookmarks and places; a touch or a long press opens what is there."""
    open_spot = opens or (lambda spot: nav.go("place", spot=spot))
    return MapView(
        nav.world,
        state.view,
        on_spot=open_spot,
        on_ground=on_ground,
        on_pin=lambda x, y: open_spot(spots.point_spot(x, y)),
        marks=[*marks, _position(), *_bookmarks(state, nav, open_spot, keep)],
        way=way,
        night=at_night(state, nav),
        buildings=state.settings.buildings,
        keep=keep,
        flex=1,
    )


def _position() -> Marker:
    return Marker(POSITION, "navigation", DOT, size=24, desc="My Position")


def _bookmarks(state: Map, nav: Nav, opens: Callable[[str], object], keep: str) -> list[Marker]:
    shown = {known.id for known in state.lists if known.visible}
    return [
        Marker(
            spots.resolve(nav.world, mark.spot).at, "star", COLORS[mark.color], size=22, desc=mark.name,
            on_tap=lambda spot=mark.spot: opens(spot),
        )
        for mark in state.bookmarks
        if mark.list in shown and mark.spot not in (keep, spots.HERE)
    ]  # fmt: skip


def pin(at: Point, name: str) -> Marker:
    """The pin of what is chosen."""
    return Marker(at, "map-marker", PIN, size=34, pin=True, desc=name)


def round_button(icon: str, desc: str, on_tap: Handler, **attributes: object) -> Box:
    """A button that floats on the map."""
    look = {"fill": "surface", "radius": 22, "elevation": 2, "width": 44, "height": 44, "color": "on_surface"}
    return IconButton(icon, desc, on_tap, **{**look, **attributes})


def side_buttons(state: Map, recentre: Handler) -> Box:
    """Zoom buttons and the way back to the position, at the right edge."""
    zoom = [
        round_button("plus", "Zoom in", lambda: zoom_by(state.view, 1), id="nav_zoom_in"),
        round_button("minus", "Zoom out", lambda: zoom_by(state.view, -1), id="nav_zoom_out"),
    ]
    return Column(
        *(zoom if state.settings.zoom_buttons else []),
        Space(8),
        round_button("crosshairs-gps", "My position", recentre, id="my_position"),
        gap=8,
        pad=(0, 0, 12, 12),
        anchor="bottom end",
        align="end",
    )


def map_page(
    picture: Box,
    *floating: Box | None,
    bottom: Box | None,
    top: Box | None = None,
    on_back: Handler | None = None,
) -> Page:
    """A page that is the map, with what floats on it."""
    return Page(
        top,
        Stack(picture, *floating, flex=1, width=FILL, height=FILL),
        bottom=bottom,
        scrolls=False,
        on_back=on_back,
    )


def search_bar(nav: Nav, query_bar: Box, *ends: Box | None) -> Box:
    """A bar with a text field, the way back in front."""
    return Row(
        IconButton("arrow-left", "Navigate up", nav.back, color="on_surface"),
        Row(query_bar, flex=1),
        *ends,
        fill="surface_container_high",
        width=FILL,
        height=64,
        pad=(4, 0, 4, 0),
    )


def plain_field(binding: object, hint: str, **attributes: object) -> TextField:
    """A field without a frame."""
    return TextField(binding, hint, variant="plain", **attributes)  # pyright: ignore[reportArgumentType]


def note(words: str) -> Box:
    """Words on a page that has nothing else."""
    return Row(Text(words, BODY_LARGE, color="on_surface_variant"), pad=(24, 32, 24, 24))


def ask(nav: Nav, screen: str, field: str, **args: object) -> Handler:
    """A handler that opens a page or dialog and its field."""

    def open_it() -> None:
        nav.go(screen, **args)
        nav.focus(field)

    return open_it
