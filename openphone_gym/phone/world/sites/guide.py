"""A guide to the city: a page for each of its better known places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openphone_gym.phone.world.records import Block, Place, Site, WebPage
from openphone_gym.phone.world.tables import slug

HOST = "cityguide.example.org"

_LISTED = ("restaurant", "cafe", "hotel", "museum", "shop", "pharmacy")
"""Kinds of places in the guide, and the names of their lists."""


def guide(city: str, places: Iterable[Place]) -> Site:
    """A guide to the city: a page for each of its better known places, by kind."""
    listed = [place for place in places if place.kind in _LISTED and place.name and not place.organisation]
    title = f"Guide to {city}"
    lists = [_list(title, kind, [place for place in listed if place.kind == kind]) for kind in _LISTED]
    home = WebPage(
        "/",
        title,
        (
            Block("picture", city, f"skyline:guide {city}"),
            Block("heading", title),
            Block("paragraph", f"Where to eat, sleep and shop in {city}."),
            *(Block("link", page.blocks[0].text, page.path) for page in lists),
        ),
    )
    return Site(HOST, title, "", (home, *lists, *(_place(place, city) for place in listed)), 0xFF006A63,
                "map-marker", cookies=True)  # fmt: skip


def _list(title: str, kind: str, places: Sequence[Place]) -> WebPage:
    head = f"{kind.capitalize()}s".replace("ys", "ies")
    links = tuple([Block("link", place.name, _path(place)) for place in places])
    return WebPage(
        f"/{kind}", f"{head} - {title}", (Block("heading", head), *links, Block("link", "Start page", "/"))
    )


def _path(place: Place) -> str:
    return f"/{place.kind}/{slug(place.name)}-{place.id.rpartition('-')[2]}"


def _place(place: Place, city: str) -> WebPage:
    motif = {"restaurant": "plate", "cafe": "plate", "shop": "product"}.get(place.kind, "skyline")
    rows = [f"Address\t{place.address}, {city}"]
    rows += [f"Hours\t{place.opens}"] if place.opens else []
    rows += [f"Phone\t{place.phone}"] if place.phone else []
    return WebPage(
        _path(place),
        f"{place.name} - {city}",
        (
            Block("picture", place.name, f"{motif}:{place.id}/{place.name}"),
            Block("heading", place.name),
            *(Block("row", row) for row in rows),
            Block("paragraph", f"Our readers like {place.name} for its quiet corners and friendly people."),
            Block("link", "Start page", "/"),
        ),
    )
