"""Maps of regions that are on the phone or can be downloaded, and guides."""

from __future__ import annotations

from openphone_gym.phone.apps.map import finding, spots
from openphone_gym.phone.apps.map.screens.place import open_place
from openphone_gym.phone.apps.map.state import Map, Region
from openphone_gym.phone.apps.map.wording import subtitle
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box, Icon, Row
from openphone_gym.phone.toolkit.controls import IconButton, TextButton, TonalButton
from openphone_gym.phone.toolkit.rows import ListRow, RoundIcon, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Dialog, Menu, Message, Page


def downloads(state: Map, nav: Nav) -> Box:
    """All regions, those on the phone first."""
    here = [region for region in state.regions if region.here]
    others = [region for region in state.regions if not region.here]
    outdated = [region for region in here if region.outdated]

    def update_all() -> None:
        for region in outdated:
            region.outdated = False
        nav.snackbar("All maps are up to date")

    update = TonalButton(f"Update all ({len(outdated)})", update_all) if outdated else None
    return Page(
        AppBar("Download maps", nav.back),
        Row(update, pad=(24, 8, 24, 0)) if update else None,
        Section("On this phone"),
        *(_row(nav, region) for region in here),
        Section("Available"),
        *(_row(nav, region) for region in others),
    )


def _row(nav: Nav, region: Region) -> Box:
    if region.here:
        mark = Icon(
            "update" if region.outdated else "check-circle",
            color="primary",
            desc="Update available" if region.outdated else "Downloaded",
        )
        return ListRow(
            region.id,
            f"{region.megabytes} MB",
            nav.to("region_menu", id=region.id),
            icon="map-outline",
            trailing=mark,
        )
    load = Icon("download-outline", color="primary", desc="Not downloaded")
    return ListRow(
        region.id,
        f"{region.megabytes} MB",
        nav.to("download", id=region.id),
        icon="map-outline",
        trailing=load,
    )


def _region(state: Map, id: str) -> Region:
    return next(region for region in state.regions if region.id == id)


def download(state: Map, nav: Nav, id: str) -> Box:
    """Asks before a region is downloaded."""
    region = _region(state, id)

    def load() -> None:
        if not nav.online:
            nav.back()
            nav.snackbar("No internet connection")
            return
        region.here = True
        nav.back()
        nav.snackbar(f"{id} downloaded")

    return Confirm(
        f"Download {id}?", f"{region.megabytes} MB will be stored on this phone.", "Download", load, nav.back
    )


def region_menu(state: Map, nav: Nav, id: str) -> Box:
    """What can be done with a region that is on the phone."""
    region = _region(state, id)

    def update() -> None:
        region.outdated = False
        nav.back()
        nav.snackbar(f"{id} updated")

    def delete() -> None:
        region.here = region.outdated = False
        nav.back()

    def keep() -> None:
        nav.back()
        nav.snackbar("This region is in use")

    remove = keep if id == nav.world.city.name else delete
    return Menu(
        [("Update", update) if region.outdated else None, ("Delete", remove)], beside=nav.entry.anchor
    )


GUIDES = (
    ("eat", "Where to eat in {}", ("restaurant", "cafe", "bakery"), "silverware-fork-knife", 0xFFE8710A),
    ("day", "{} in one day", ("museum", "park", "theater"), "camera", 0xFF00796B),
    ("green", "Parks and gardens of {}", ("park",), "tree", 0xFF3C8C3C),
    ("night", "{} by night", ("bar", "cinema", "theater"), "glass-cocktail", 0xFF8430CE),
    ("rain", "Rainy days in {}", ("museum", "library", "cinema"), "umbrella", 0xFF1A73E8),
)
"""Guides: key, title, kinds of places, icon, colour."""

PLACES = 8
"""Places in a guide."""


def guides(state: Map, nav: Nav) -> Box:
    """The catalogue of guides."""
    city = nav.world.city.name

    def row(key: str, title: str, icon: str, color: int) -> Box:
        saved = key in state.guides
        mark = Icon("bookmark", color="primary", desc="Saved") if saved else None
        words = "Saved • works offline" if saved else f"{PLACES} places • free"
        return ListRow(
            title.format(city),
            words,
            nav.to("guide", key=key),
            leading=RoundIcon(icon, color, 48),
            trailing=mark,
        )

    return Page(
        AppBar("Guides", nav.back),
        Section("Discover"),
        *(row(key, title, icon, color) for key, title, _, icon, color in GUIDES),
    )


def guide(state: Map, nav: Nav, key: str) -> Box:
    """A guide: places worth a visit."""
    _, title, kinds, _, _ = next(known for known in GUIDES if known[0] == key)
    saved = key in state.guides

    def save() -> None:
        state.guides = [known for known in state.guides if known != key] if saved else [*state.guides, key]

    button = IconButton(
        "bookmark" if saved else "bookmark-outline", "Remove guide" if saved else "Save guide", save
    )
    found = finding.of_kinds(nav.world, kinds)[:PLACES]
    return Page(
        AppBar(title.format(nav.world.city.name), nav.back, [button]),
        *(
            ListRow(
                it.name, subtitle(spots.resolve(nav.world, it.id), state.settings.units),
                lambda spot=it.id: open_place(state, nav, spot),
            )
            for it in found
        ),
    )  # fmt: skip


def guide_offer(state: Map, nav: Nav) -> Box:
    """Offers a guide that nobody has asked for."""
    title = GUIDES[1][1].format(nav.world.city.name)
    buttons = [
        TextButton("Not now", nav.back),
        TextButton("See guide", lambda: nav.replace("guide", key=GUIDES[1][0])),
    ]
    return Dialog("A guide for you", Message(f"{title}: free, and it works offline."), buttons=buttons)


def rating(state: Map, nav: Nav) -> Box:
    """Asks what the user thinks of the app."""

    def rate() -> None:
        nav.back()
        nav.snackbar("Thank you")

    buttons = [TextButton("Later", nav.back), TextButton("5 stars", rate)]
    return Dialog("Do you like MAPS.ME?", Message("Tell us how you find it."), buttons=buttons)
