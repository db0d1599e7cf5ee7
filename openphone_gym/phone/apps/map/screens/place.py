"""The card of a place: what it is, and what can be done with it."""

from __future__ import annotations

from openphone_gym.phone.apps.map import spots
from openphone_gym.phone.apps.map.map_view import look_at
from openphone_gym.phone.apps.map.screens.parts import (
    POSITION,
    map_of,
    map_page,
    pin,
    round_button,
    side_buttons,
)
from openphone_gym.phone.apps.map.screens.trip import may_add_stop, plan_trip
from openphone_gym.phone.apps.map.state import Bookmark, Map
from openphone_gym.phone.apps.map.wording import coordinates, subtitle
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Row, Scroll, Text
from openphone_gym.phone.toolkit.rows import Divider, ListRow
from openphone_gym.phone.toolkit.surfaces import Menu
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, LABEL_MEDIUM, TITLE_LARGE
from openphone_gym.phone.world.records import Place


def open_place(state: Map, nav: Nav, spot: str) -> None:
    """Shows a place on the map with its card."""
    look_at(state.view, spots.resolve(nav.world, spot).at, max(state.view.zoom, 16))
    nav.go("place", spot=spot)


def place(state: Map, nav: Nav, spot: str) -> Box:
    """A place on the map and its card; a touch on the ground closes it."""
    it = spots.resolve(nav.world, spot)
    picture = map_of(
        state,
        nav,
        marks=[pin(it.at, it.name)],
        on_ground=nav.back,
        opens=lambda other: nav.replace("place", spot=other),
        keep=spot,
    )
    back = Column(round_button("arrow-left", "Navigate up", nav.back), pad=(12, 12, 0, 0))
    recentre = side_buttons(state, lambda: look_at(state.view, POSITION, 16))
    return map_page(picture, back, recentre, bottom=_card(state, nav, it))


def _card(state: Map, nav: Nav, it: Place) -> Box:
    units = state.settings.units
    mark = state.bookmark_of(it.id)
    title = Text(mark.name if mark else it.name, TITLE_LARGE, max_lines=2, id="tv__title")
    line = Text(subtitle(it, units), BODY_MEDIUM, color="on_surface_variant", id="tv__subtitle")
    return Column(
        Column(title, line, pad=(20, 16, 20, 6), gap=2),
        _actions(state, nav, it, mark),
        Divider(),
        Scroll(Column(*_details(nav, it, mark)), key="details"),
        fill="surface",
        width=FILL,
        id="pp__details",
    )


def _details(nav: Nav, it: Place, mark: Bookmark | None) -> list[Box | None]:
    def fact(icon: str, words: str, on_tap: Handler | None = None) -> Box | None:
        return (
            ListRow(words, on_tap=on_tap, icon=icon, style=BODY_MEDIUM, pad=(20, 10, 20, 10))
            if words
            else None
        )

    where = f"{it.address}, {it.district}" if it.district and it.district != it.address else it.address
    return [
        fact("note-text-outline", mark.note if mark else ""),
        fact("map-marker-outline", where),
        fact("clock-outline", it.opens),
        fact("phone-outline", it.phone, nav.sending("dial", number=it.phone)),
        fact("bus", f"Lines {', '.join(it.lines)}" if it.lines else ""),
        fact("crosshairs", coordinates(it), lambda: copy(nav, coordinates(it), "Coordinates copied")),
    ]


def copy(nav: Nav, words: str, told: str) -> None:
    """Puts words on the clipboard."""
    nav.system.clipboard = words
    nav.toast(told)


def _actions(state: Map, nav: Nav, it: Place, mark: Bookmark | None) -> Box:
    def save() -> None:
        if mark is not None:
            state.bookmarks.remove(mark)
            nav.snackbar("Bookmark deleted")
            return
        known = state.lists[0]
        state.bookmarks.append(Bookmark(state.new_id(), known.id, it.name, it.id))
        nav.snackbar(f"Saved to {known.name}")

    def action(icon: str, label: str, on_tap: Handler, primary: bool = False) -> Box:
        ink = "on_primary" if primary else "primary"
        disc = Row(Icon(icon, color=ink, size=22), width=44, height=44, radius=22, justify="center")
        disc.fill = "primary" if primary else "surface_container_high"
        words = Text(label, LABEL_MEDIUM, color="on_surface_variant", max_lines=2, text_align="center")
        return Column(
            disc,
            words,
            cls="android.widget.LinearLayout",
            desc=label,
            on_tap=on_tap,
            flex=1,
            align="center",
            gap=4,
        )

    return Row(
        action("source-branch", "Route from", lambda: plan_trip(state, nav, it.id, "?")),
        action("star" if mark else "star-outline", "Saved" if mark else "Save", save),
        action("directions", "Route to", lambda: plan_trip(state, nav, "", it.id), primary=True),
        action("dots-horizontal", "More", nav.to("place_menu", spot=it.id)),
        width=FILL,
        align="start",
        pad=(8, 8, 8, 12),
    )


def place_menu(state: Map, nav: Nav, spot: str) -> Box:
    """What else can be done with a place."""
    it = spots.resolve(nav.world, spot)
    mark = state.bookmark_of(spot)

    def share() -> None:
        nav.back()
        where = f"geo:{coordinates(it).replace(' ', '')}"
        nav.send("share", text=f"{it.name}\n{it.address}\n{where}")

    def slot(name: str) -> Handler:
        def put() -> None:
            setattr(state, name, spot)
            nav.back()
            nav.snackbar(f"Saved as {name.capitalize()}")

        return put

    def stop() -> None:
        nav.back()
        if state.trip is not None:
            state.trip.stops.append(spot)
            nav.go("trip")

    return Menu(
        [
            ("Edit bookmark", lambda: nav.replace("bookmark", id=mark.id)) if mark else None,
            ("Add stop", stop) if state.trip is not None and may_add_stop(state.trip) else None,
            ("Share", share),
            ("Set as Home", slot("home")),
            ("Set as Work", slot("work")),
            ("Copy address", lambda: (nav.back(), copy(nav, it.address, "Address copied"))),
        ],
        beside=nav.entry.anchor,
    )
