"""What the tasks of the map ask of its world: places by name, ways between them, answers in its words."""

from __future__ import annotations

from collections import Counter

from openphone_gym.phone.apps.map import finding, spots
from openphone_gym.phone.apps.map.kinds import KINDS
from openphone_gym.phone.apps.map.router import Way, plan
from openphone_gym.phone.apps.map.wording import duration, length
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.world.records import Place
from openphone_gym.tasks.answers import Duration, Number
from openphone_gym.tasks.task import Draw, Drawing

KILOMETERS = "Kilometers"


def named(phone: Phone, name: str, kind: str = "") -> Place:
    """The place of that name, the nearest one if there are several."""
    found = [place for place in phone.world.places if place.name == name and kind in ("", place.kind)]
    return finding.by_distance(found)[0]


def way(phone: Phone, start: str, end: str, mode: str) -> Way | None:
    """The way between two spots."""
    return plan(phone.world.seed, (start, end), mode, False)


def distance_answer(found: Way) -> Number:
    """The length of a way as the map shows it."""
    return Number(float(length(found.metres, KILOMETERS).split()[0]), "km")


def time_answer(found: Way, *of: str) -> Duration:
    """The time of a way as the map shows it; its end may be named, too."""
    return Duration(duration(found.minutes), of=of)


def label(kind: str) -> str:
    """What people call a kind of place."""
    words = KINDS[kind].label
    return words if words.isupper() else words.lower()


def kind_of(words: str) -> str | None:
    """The kind that words name, or None."""
    return next((kind for kind in KINDS if label(kind) == words), None)


def nearest(phone: Phone, words: str) -> Place:
    """The nearest place of a kind, or of a name."""
    kind = kind_of(words)
    if kind is not None:
        return finding.of_kinds(phone.world, [kind])[0]
    return named(phone, words)


def one_named(*kinds: str) -> Draw:
    """Draws the name of a place of some kinds that no other place has."""

    def pick(d: Drawing) -> str:
        counts = Counter(place.name for place in d.phone.world.places)
        places = [
            place.name
            for kind in kinds
            for place in d.phone.world.places_of(kind)
            if counts[place.name] == 1 and spots.metres_away(place) > 250
        ]
        return d.choice(places)

    return pick
