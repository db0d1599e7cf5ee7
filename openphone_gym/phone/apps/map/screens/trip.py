"""Planning a way: its ends, its mode, its length and time, its turns, and the navigation."""

from __future__ import annotations

from datetime import timedelta

from openphone_gym.phone.apps.map import spots
from openphone_gym.phone.apps.map.map_view import Marker, fit, look_at
from openphone_gym.phone.apps.map.router import Leg, Way, way_of
from openphone_gym.phone.apps.map.screens.parts import (
    POSITION,
    ask,
    map_of,
    map_page,
    pin,
    side_buttons,
)
from openphone_gym.phone.apps.map.state import MODES, Map, Trip
from openphone_gym.phone.apps.map.wording import MODE_ICONS, MODE_LABELS, duration, length
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Space, Text
from openphone_gym.phone.toolkit.controls import Button, IconButton, OutlinedButton
from openphone_gym.phone.toolkit.rows import Divider, ListRow, Section, SwitchRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Page
from openphone_gym.phone.toolkit.theme import (
    BODY_LARGE,
    BODY_MEDIUM,
    HEADLINE_SMALL,
    LABEL_LARGE,
    TITLE_LARGE,
)

LEG_ICONS = {"bus": "bus", "subway": "subway-variant", "train": "train", "walk": "walk"}

MOST_STOPS = 3


def may_add_stop(plan: Trip) -> bool:
    """Whether a way can have another stop."""
    return plan.complete and len(plan.stops) < MOST_STOPS


def plan_trip(state: Map, nav: Nav, origin: str, target: str) -> None:
    """Begins a new way and shows it."""
    mode = state.trip.mode if state.trip is not None else MODES[0]
    state.trip = Trip(origin, target, mode=mode)
    show_trip(state, nav)
    nav.go("trip")


def show_trip(state: Map, nav: Nav) -> None:
    """Brings the whole way into view."""
    trip = state.trip
    if trip is not None and trip.complete:
        fit(state.view, [spots.resolve(nav.world, spot).at for spot in trip.spots])


def trip(state: Map, nav: Nav) -> Box:
    """The page on which a way is planned; going back gives it up."""
    plan = state.trip = state.trip or Trip()
    way = way_of(nav.world, state)

    def leave() -> None:
        state.trip = None
        nav.back()

    picture = map_of(state, nav, marks=ends_of(nav, plan), way=way)
    return map_page(
        picture,
        side_buttons(state, lambda: look_at(state.view, POSITION, 16)),
        top=_head(state, nav, plan, leave),
        bottom=_foot(state, nav, plan, way),
        on_back=leave,
    )


def ends_of(nav: Nav, plan: Trip) -> list[Marker]:
    """Marks of both ends and of the stops between them."""
    marks = []
    if plan.target not in ("?", spots.HERE):
        it = spots.resolve(nav.world, plan.target)
        marks.append(pin(it.at, it.name))
    for number, spot in enumerate(plan.stops, 1):
        it = spots.resolve(nav.world, spot)
        marks.append(Marker(it.at, f"numeric-{number}", 0xFFF29900, size=22, desc=f"Stop {number}"))
    if plan.origin not in ("?", spots.HERE):
        it = spots.resolve(nav.world, plan.origin)
        marks.append(Marker(it.at, "circle", 0xFF188038, size=18, desc=it.name))
    return marks


# Ends and modes


def _head(state: Map, nav: Nav, plan: Trip, leave: Handler) -> Box:
    def swap() -> None:
        plan.origin, plan.target = plan.target, plan.origin
        plan.stops.reverse()

    ends = Column(
        _end(nav, plan.origin, "from", "circle-outline", "Choose starting point"),
        *(_stop(nav, plan, number) for number in range(len(plan.stops))),
        _end(nav, plan.target, "to", "map-marker", "Choose destination"),
        gap=6,
        flex=1,
    )
    row = Row(
        IconButton("arrow-left", "Navigate up", leave, color="on_surface"),
        ends,
        IconButton("swap-vertical", "Swap start and destination", swap, color="on_surface", id="swap"),
        width=FILL,
        pad=(0, 8, 0, 4),
    )
    return Column(row, _modes(state, nav, plan), fill="surface_container", width=FILL)


def _end(nav: Nav, spot: str, purpose: str, icon: str, hint: str) -> Box:
    words = hint if spot == "?" else spots.title(nav.world, spot)
    ink = "on_surface_variant" if spot == "?" else "on_surface"
    return Row(
        Icon(icon, size=18, color="primary" if purpose == "from" else "error"),
        Row(Text(words, BODY_LARGE, color=ink, max_lines=1, id=purpose), flex=1),
        cls="android.widget.LinearLayout",
        on_tap=ask(nav, "search", "search", purpose=purpose),
        fill="surface",
        radius=8,
        height=44,
        gap=10,
        pad=(12, 0, 12, 0),
        width=FILL,
    )


def _stop(nav: Nav, plan: Trip, number: int) -> Box:
    name = spots.title(nav.world, plan.stops[number])
    return Row(
        Icon(f"numeric-{number + 1}-circle-outline", size=18, color="on_surface_variant"),
        Row(Text(name, BODY_LARGE, max_lines=1), flex=1),
        IconButton(
            "close", f"Remove stop {name}", lambda: plan.stops.pop(number), width=36, height=36, size=18
        ),
        fill="surface",
        radius=8,
        height=44,
        gap=10,
        pad=(12, 0, 0, 0),
        width=FILL,
    )


def _modes(state: Map, nav: Nav, plan: Trip) -> Box:
    def tab(mode: str) -> Box:
        chosen = plan.mode == mode
        ink = "on_primary" if chosen else "on_surface_variant"
        pill = Row(
            Icon(MODE_ICONS[mode], color=ink, size=22), width=64, height=36, radius=18, justify="center"
        )
        pill.fill = "primary" if chosen else None
        return Column(
            pill,
            cls="android.widget.RadioButton",
            desc=MODE_LABELS[mode],
            checked=chosen,
            selected=chosen,
            id=mode,
            on_tap=lambda: setattr(plan, "mode", mode),
            flex=1,
            align="center",
            pad=(0, 4, 0, 8),
        )

    return Row(*(tab(mode) for mode in MODES), width=FILL, pad=(8, 0, 8, 0))


# Length and time


def _foot(state: Map, nav: Nav, plan: Trip, way: Way | None) -> Box:
    if not plan.complete:
        words = "Choose a destination to plan a route" if plan.target == "?" else "Choose a starting point"
        return _panel(Text(words, BODY_LARGE, color="on_surface_variant"))
    if way is None:
        nothing = "No public transport route found. Try another way of travelling."
        return _panel(Text(nothing, BODY_LARGE, color="on_surface_variant"), _buttons(state, nav, plan, way))
    return _panel(
        Row(
            Text(duration(way.minutes), HEADLINE_SMALL, color="primary", id="time"),
            Text(length(way.metres, state.settings.units), TITLE_LARGE, id="distance"),
            gap=14,
        ),
        Text(f"Arrive at {arrival(nav, way)}", BODY_MEDIUM, color="on_surface_variant", id="arrival"),
        _legs(way) if plan.mode == "transit" else None,
        _buttons(state, nav, plan, way),
    )


def _panel(*content: Box | None) -> Box:
    return Column(*content, fill="surface", width=FILL, gap=6, pad=(20, 16, 20, 14))


def arrival(nav: Nav, way: Way) -> str:
    """When somebody arrives who leaves now."""
    at = nav.now + timedelta(minutes=way.minutes)
    return nav.clock(at.hour, at.minute)


def _legs(way: Way) -> Box:
    """The parts of a way by public transport, in a row that wraps as text does."""
    return Column(
        *(_leg(leg) for leg in way.legs), gap=4, pad=(0, 4, 0, 4), cls="android.view.ViewGroup", id="legs"
    )


def _leg(leg: Leg) -> Box:
    name = leg_name(leg)
    return Row(
        Icon(LEG_ICONS[leg.kind], size=18, color="primary" if leg.line else "on_surface_variant"),
        Row(Text(name, LABEL_LARGE, max_lines=1), flex=1),
        Label(duration(leg.minutes), BODY_MEDIUM, color="on_surface_variant"),
        gap=10,
        width=FILL,
    )


def leg_name(leg: Leg) -> str:
    """What a part of a way is called: ``Subway 824``, ``Walk``."""
    return f"{leg.kind.capitalize()} {leg.line}".strip()


def _buttons(state: Map, nav: Nav, plan: Trip, way: Way | None) -> Box:
    def start() -> None:
        plan.started = True
        nav.go("navigation")

    return Row(
        Button("Start", start, icon="navigation", enabled=way is not None, id="start"),
        OutlinedButton("Details", nav.to("trip_details"), pad=(14, 0, 14, 0)) if way is not None else None,
        Space(flex=1),
        IconButton("tune-variant", "Route options", nav.to("trip_options"), width=44),
        gap=8,
        width=FILL,
        pad=(0, 6, 0, 0),
    )


def trip_options(state: Map, nav: Nav) -> Box:
    """Stops on the way, and what a car avoids."""
    full = state.trip is None or not may_add_stop(state.trip)
    add = ListRow(
        "Add stop",
        "Up to 3 stops",
        ask(nav, "search", "search", purpose="stop"),
        icon="plus",
        enabled=not full,
    )
    return Page(
        AppBar("Route options", nav.back),
        add,
        Divider(),
        Section("Avoid when driving"),
        *avoiding_rows(state),
    )


def avoiding_rows(state: Map) -> list[Box]:
    """Switches for what a car avoids."""
    names = {"tolls": "Tolls", "motorways": "Motorways", "ferries": "Ferries", "unpaved": "Unpaved roads"}
    return [SwitchRow(label, bind(state.avoiding, field)) for field, label in names.items()]
