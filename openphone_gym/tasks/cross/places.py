"""The map: cards of places and ways to them."""

from __future__ import annotations

import re
from collections import Counter

from openphone_gym.phone.apps.map.spots import HERE, MY_LOCATION, metres_away
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.map.asking import named, way
from openphone_gym.tasks.map.steps import open_search, route, shown, titled
from openphone_gym.tasks.sight import plain
from openphone_gym.tasks.task import Drawing

APP = "MAPS.ME"

MODES = {
    "car": "by car",
    "bicycle": "by bicycle",
    "walk": "on foot",
    "transit": "by public transport",
}
"""Ways of travelling, and how goals say them."""

SOME_WAY = 250
"""Metres between the position and a place that is drawn, at least."""

NUMBER = re.compile(r"^\d{7,}$")
ADDRESS = re.compile(r"^[^\d].*, \d+(, .+)?$")


def mode_of(words: str) -> str:
    """The way of travelling that a goal names."""
    return next(mode for mode, said in MODES.items() if said == words)


def with_number(d: Drawing) -> list[str]:
    """Names of the places that can be called up, each unlike all others."""
    counts = Counter(place.name for place in d.phone.world.places)
    return [
        place.name
        for place in d.phone.world.places
        if place.phone and place.number and counts[place.name] == 1 and metres_away(place) > SOME_WAY
    ]


def minutes_there(phone: Phone, place: str, mode: str) -> int | None:
    """Minutes from here to a place; None if there is no such way."""
    found = way(phone, HERE, named(phone, place).id, mode)
    return None if found is None else found.minutes


# The hand


def open_card(hand: Hand, name: str) -> None:
    """The card of a place is open."""
    hand.open(APP)
    title = hand.content("tv__title")
    if title is not None:
        if plain(title) == plain(name):
            return
        raise Lost
    open_search(hand)
    hand.fill("search", name)
    hand.tap(titled(name))


def read_card(hand: Hand, name: str) -> str:
    """Address and number of a place, one below the other."""
    open_card(hand, name)
    return "\n".join(plain(hand.need(fact).text) for fact in (ADDRESS, NUMBER))


def way_there(hand: Hand, place: str, mode: str) -> str:
    """How long the way from here to a place takes, as the map says it."""
    hand.open(APP)
    route(hand, MY_LOCATION, place, mode)
    return shown(hand, "time")
