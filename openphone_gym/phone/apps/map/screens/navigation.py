"""The turns of a way, and the navigation along it."""

from __future__ import annotations

from openphone_gym.phone.apps.map import spots
from openphone_gym.phone.apps.map.map_view import look_at
from openphone_gym.phone.apps.map.router import turns, way_of
from openphone_gym.phone.apps.map.screens.parts import POSITION, map_of, map_page, side_buttons
from openphone_gym.phone.apps.map.screens.trip import arrival, ends_of
from openphone_gym.phone.apps.map.state import Map
from openphone_gym.phone.apps.map.wording import MODE_ICONS, MODE_LABELS, duration, length
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Icon, Row, Text
from openphone_gym.phone.toolkit.controls import IconButton, OutlinedButton
from openphone_gym.phone.toolkit.rows import Divider, ListRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_MEDIUM, HEADLINE_SMALL, TITLE_LARGE


def trip_details(state: Map, nav: Nav) -> Box:
    """The turns of a way, one below the other."""
    way = way_of(nav.world, state)
    bar = AppBar("Route details", nav.back)
    if way is None or state.trip is None:
        return Page(bar, Text("No route", BODY_LARGE))
    units = state.settings.units
    names = [spots.title(nav.world, spot) for spot in state.trip.spots]
    rows = [
        ListRow(turn.words, length(turn.metres, units) if turn.metres else "", icon=turn.icon)
        for turn in turns(nav.world, way)
    ]
    summary = f"{MODE_LABELS[way.mode]} • {duration(way.minutes)} • {length(way.metres, units)}"
    return Page(bar, ListRow(" → ".join(names), summary, icon=MODE_ICONS[way.mode]), Divider(), *rows)


def navigation(state: Map, nav: Nav) -> Box:
    """The navigation: the next turn, what is left, and how to stop."""
    way = way_of(nav.world, state)
    if way is None:
        return Page(AppBar("Navigation", nav.back), Text("No route", BODY_LARGE))
    units = state.settings.units
    coming = turns(nav.world, way)[0]
    head = Row(
        Icon(coming.icon, size=40, color=0xFFFFFFFF),
        Column(
            Text(length(coming.metres, units), HEADLINE_SMALL, color=0xFFFFFFFF),
            Text(coming.words, BODY_LARGE, color=0xFFFFFFFF, max_lines=2),
            flex=1,
        ),
        fill=0xFF1F6E43,
        width=FILL,
        gap=16,
        pad=(16, 14, 16, 14),
    )
    voice = bind(state.settings, "voice")
    sound = ("volume-high", "Turn voice off") if voice.get() else ("volume-off", "Turn voice on")
    foot = Row(
        Column(
            Text(duration(way.minutes), TITLE_LARGE, color="primary"),
            Text(
                f"{length(way.metres, units)} • {arrival(nav, way)}", BODY_MEDIUM, color="on_surface_variant"
            ),
            flex=1,
        ),
        IconButton(sound[0], sound[1], voice.toggle),
        OutlinedButton("Stop", nav.to("stop_navigation"), id="stop"),
        width=FILL,
        fill="surface",
        gap=8,
        pad=(20, 12, 16, 12),
    )
    picture = map_of(state, nav, marks=ends_of(nav, state.trip) if state.trip else (), way=way)
    recentre = side_buttons(state, lambda: look_at(state.view, POSITION, 17))
    return map_page(picture, recentre, top=head, bottom=foot, on_back=nav.to("stop_navigation"))


def stop_navigation(state: Map, nav: Nav) -> Box:
    """Asks before the navigation ends."""

    def stop() -> None:
        if state.trip is not None:
            state.trip.started = False
        nav.back()
        nav.back()

    return Confirm("Stop navigation?", "", "Stop", stop, nav.back)
