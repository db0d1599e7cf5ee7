"""My places: Home and Work, and what else is saved."""

from __future__ import annotations

from openphone_gym.phone.apps.map import spots
from openphone_gym.phone.apps.map.screens.parts import ask
from openphone_gym.phone.apps.map.screens.place import open_place
from openphone_gym.phone.apps.map.screens.trip import plan_trip
from openphone_gym.phone.apps.map.state import Map
from openphone_gym.phone.apps.map.wording import address_line
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.rows import Divider, ListRow, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, Menu, Page

SLOTS = (("home", "Home", "home-outline"), ("work", "Work", "briefcase-outline"))


def my_places(state: Map, nav: Nav) -> Box:
    """Home and Work with their addresses, and the lists of bookmarks."""
    return Page(
        AppBar("My places", nav.back),
        *(_slot(state, nav, *slot) for slot in SLOTS),
        Divider(),
        Section("Bookmarks"),
        *(
            ListRow(
                known.name,
                _count(sum(mark.list == known.id for mark in state.bookmarks)),
                nav.to("bookmark_list", id=known.id),
                icon="bookmark-outline",
            )
            for known in state.lists
        ),
        ListRow("All lists", on_tap=nav.to("bookmark_lists"), icon="format-list-bulleted"),
    )


def _count(number: int) -> str:
    return "1 place" if number == 1 else f"{number} places"


def _slot(state: Map, nav: Nav, slot: str, label: str, icon: str) -> Box:
    spot = getattr(state, slot)
    if spot is None:
        return ListRow(label, "Add address", ask(nav, "search", "search", purpose=slot), icon=icon, id=slot)
    line = address_line(spots.resolve(nav.world, spot), state.settings.units)
    more = IconButton("dots-vertical", f"More options for {label}", nav.to("slot_menu", slot=slot))
    return ListRow(
        label,
        line,
        lambda: open_place(state, nav, spot),
        icon=icon,
        trailing=more,
        id=slot,
        pad=(24, 10, 8, 10),
    )


def slot_menu(state: Map, nav: Nav, slot: str) -> Box:
    """What can be done with Home or Work."""

    def change() -> None:
        nav.back()
        ask(nav, "search", "search", purpose=slot)()

    def route() -> None:
        nav.back()
        plan_trip(state, nav, "", getattr(state, slot))

    def delete() -> None:
        setattr(state, slot, None)
        nav.back()

    items = [("Change address", change), ("Route to", route), ("Delete", delete)]
    return Menu(items, beside=nav.entry.anchor)
