"""How far, how long and by which lines it is from a bus stop to another one."""

from __future__ import annotations

import re
from collections.abc import Callable

from openphone_gym.phone.apps.map.router import Way, along, minutes_of
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.world.records import Place
from openphone_gym.tasks.answers import AllOf, Answer, Items, Text
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.map.asking import distance_answer, time_answer, way
from openphone_gym.tasks.map.steps import route, shown
from openphone_gym.tasks.sight import has_id
from openphone_gym.tasks.task import Draw, Drawing, NothingFits, Param, Params, Task

FAR = "Stanford Campus Oval", "Oxford Street & University Avenue"
NEAR = "2700 Coast Avenue", "Route 51"
"""The benchmark's pairs of bus stops."""

LOOKING = ["map.trip", "map.history"]
"""What looking for a way leaves behind."""

SHORTEST = 700
"""Metres between two drawn bus stops, at least."""

CLEAR = 3
"""Minutes by which one way of travelling is faster, at least."""

Fits = Callable[[Phone, str, str, Params], bool]
"""Whether the way between two stops of these names suits, with the parameters drawn so far."""


def found_way(phone: Phone, start: str, end: str, mode: str) -> Way | None:
    """The way between two stops of these names."""
    return way(phone, stop_called(phone, start).id, stop_called(phone, end).id, mode)


def ends(pair: tuple[str, str], fits: Fits = lambda phone, start, end, p: True) -> dict[str, Param]:
    """Parameters for two bus stops between which a way fits."""
    return {"start": Param(pair[0], _start(fits)), "end": Param(pair[1], _end(fits))}


def _start(fits: Fits, *kinds: str) -> Draw:
    def draw(d: Drawing) -> str:
        names = [stop.name for stop in _stops(d.phone, *kinds)]
        d.rng.shuffle(names)
        for name in names:
            if _partners(d, name, fits, *kinds):
                return name
        raise NothingFits("no two stops of this city have such a way between them")

    return draw


def _end(fits: Fits, *kinds: str) -> Draw:
    return lambda d: d.choice(_partners(d, d.params.start, fits, *kinds))


def _partners(d: Drawing, start: str, fits: Fits, *kinds: str) -> list[str]:
    """Stops to which a way from one of them fits."""
    here = stop_called(d.phone, start)
    return [
        stop.name
        for stop in _stops(d.phone, *kinds)
        if along(here.at, stop.at) >= SHORTEST and fits(d.phone, start, stop.name, d.params)
    ]


def _stops(phone: Phone, *kinds: str) -> list[Place]:
    return [stop for kind in kinds or ("bus_stop",) for stop in phone.world.places_of(kind)]


def stop_called(phone: Phone, name: str) -> Place:
    """The stop of that name."""
    return next(stop for stop in _stops(phone, "bus_stop", "station") if stop.name == name)


def need(found: Way | None) -> Way:
    """A way that the parameters promise."""
    if found is None:
        raise ValueError("these stops have no such way between them")
    return found


def length_and_time(mode: str) -> Callable[[Phone, Params], Answer]:
    """How far and how long it is."""

    def answer(phone: Phone, p: Params) -> Answer:
        found = need(found_way(phone, p.start, p.end, mode))
        return AllOf((distance_answer(found), time_answer(found)))

    return answer


def tell(mode: str, *fields: str) -> Callable[[Hand, Params], str]:
    """Plans the way and says what the page shows."""

    def solution(hand: Hand, p: Params) -> str:
        route(hand, p.start, p.end, mode)
        return ", ".join(shown(hand, field) for field in fields)

    return solution


# Lines


def two_lines(phone: Phone, start: str, end: str, p: Params) -> bool:
    """Whether public transport between two stops takes two lines."""
    found = found_way(phone, start, end, "transit")
    return found is not None and len(set(found.lines)) == 2


def lines_answer(phone: Phone, p: Params) -> Answer:
    """The lines of the way, with the means or without."""
    found = need(found_way(phone, p.start, p.end, "transit"))
    return Items(tuple(Text(name, accept=(name.partition(" ")[2],)) for name in found.lines))


def lines(hand: Hand, p: Params) -> str:
    """Plans the way and names its lines."""
    route(hand, p.start, p.end, "transit")
    shown(hand, "time")
    panel = hand.sees(has_id("legs"))
    if panel is None:
        raise Lost
    taken = [name for name in hand.words(panel) if re.match(r"(Bus|Subway|Train) ", name)]
    return " and ".join(name[0].lower() + name[1:] for name in taken)


# Which is faster

TRANSIT_WORDS = ("public transportation", "transit", "public transit", "subway", "bus", "the bus")
BICYCLE_WORDS = ("bike", "riding", "cycling", "by bike", "bicycle ride")


STOPS = "bus_stop", "station"


def two_ways(pair: tuple[str, str]) -> dict[str, Param]:
    """Parameters for two stops, and the way of travelling that is clearly faster between them."""
    return {
        "winner": Param("transit", _winner),
        "start": Param(pair[0], _start(wins, *STOPS)),
        "end": Param(pair[1], _end(wins, *STOPS)),
    }


def _winner(d: Drawing) -> str:
    """One of both, if it wins anywhere in this city."""
    winner = d.choice(["bicycle", "transit"])
    names = [stop.name for stop in _stops(d.phone, *STOPS)]
    trial = Drawing(d.rng, d.phone, Params(winner=winner))
    return winner if any(_partners(trial, name, wins, *STOPS) for name in names) else "bicycle"


def wins(phone: Phone, start: str, end: str, p: Params) -> bool:
    """Whether the way of travelling that should win is clearly faster."""
    if p.winner == "transit" and not _may_be_faster(phone, start, end):
        return False
    minutes = _minutes(phone, start, end)
    if minutes is None:
        return False
    return minutes[0] - minutes[1] >= CLEAR if p.winner == "transit" else minutes[1] - minutes[0] >= CLEAR


def _may_be_faster(phone: Phone, start: str, end: str) -> bool:
    """Whether the fastest line without a change would do, which is quicker to tell."""
    lines = phone.world.transport.lines
    metres = along(stop_called(phone, start).at, stop_called(phone, end).at)
    best = metres / max(line.speed for line in lines) + min(line.every for line in lines) / 2
    return minutes_of(metres, "bicycle") - best >= CLEAR


def _minutes(phone: Phone, start: str, end: str) -> tuple[int, int] | None:
    """Minutes by bicycle and by public transport."""
    bicycle, transit = (found_way(phone, start, end, mode) for mode in ("bicycle", "transit"))
    return None if bicycle is None or transit is None else (bicycle.minutes, transit.minutes)


def faster(phone: Phone, p: Params) -> Answer:
    """Bicycle or public transport."""
    minutes = _minutes(phone, p.start, p.end)
    if minutes is not None and minutes[0] < minutes[1]:
        return Text("bicycle", accept=BICYCLE_WORDS, reject=("public transport", *TRANSIT_WORDS))
    return Text("public transport", accept=TRANSIT_WORDS, reject=("bicycle", *BICYCLE_WORDS))


def compare(hand: Hand, p: Params) -> str:
    """Reads the time of both ways of travelling, and says which is shorter."""
    for mode in ("bicycle", "transit"):
        if mode not in hand.notes:
            route(hand, p.start, p.end, mode)
            hand.notes[mode] = shown(hand, "time")
    bicycle, transit = (minutes_in(hand.notes[mode]) for mode in ("bicycle", "transit"))
    return "bicycle" if bicycle < transit else "public transport"


def minutes_in(words: str) -> int:
    """Minutes of a time such as ``4 hr 7 min``."""
    hours, minutes = re.search(r"(\d+) hr", words), re.search(r"(\d+) min", words)
    return 60 * int(hours[1] if hours else 0) + int(minutes[1] if minutes else 0)


TASKS = [
    Task(
        id="map_1",
        app="map",
        human_steps=9,
        group="routes",
        goals=[
            "Find out how far and how long it is on foot from the bus stop {start} to the bus stop {end}.",
            "I want to walk from the bus stop {start} to the bus stop {end}. How far and how long is it?",
            "Tell me length and time of the walk from the bus stop {start} to the bus stop {end}.",
        ],
        params=ends(FAR),
        answer=length_and_time("walk"),
        may_change=LOOKING,
        solution=tell("walk", "distance", "time"),
    ),
    Task(
        id="map_2",
        app="map",
        human_steps=8,
        group="routes",
        goals=[
            "Find out how far and how long it is by car from the bus stop {start} to the bus stop {end}.",
            "I drive from the bus stop {start} to the bus stop {end}: tell me distance and time.",
            "What distance and time has the drive from the bus stop {start} to the bus stop {end}?",
        ],
        params=ends(NEAR),
        answer=length_and_time("car"),
        may_change=LOOKING,
        solution=tell("car", "distance", "time"),
    ),
    Task(
        id="map_3",
        app="map",
        human_steps=9,
        group="routes",
        goals=[
            "Find out how long a bicycle ride takes from the bus stop {start} to the bus stop {end}.",
            "By bike from the bus stop {start} to the bus stop {end}: how much time do I need?",
            "Look up the cycling time between the bus stops {start} and {end}, starting at the first one.",
        ],
        params=ends(FAR),
        answer=lambda phone, p: time_answer(need(found_way(phone, p.start, p.end, "bicycle"))),
        may_change=LOOKING,
        solution=tell("bicycle", "time"),
    ),
    Task(
        id="map_4",
        app="map",
        human_steps=9,
        group="routes",
        goals=[
            "Find the public transport connection from the bus stop {start} to the bus stop {end} and "
            "name its lines.",
            "Which lines of public transport do I take from the bus stop {start} to the bus stop {end}?",
            "Plan a trip by public transport from the bus stop {start} to the bus stop {end} and tell "
            "me the lines to take.",
        ],
        params=ends(NEAR, two_lines),
        answer=lines_answer,
        may_change=LOOKING,
        solution=lines,
    ),
    Task(
        id="map_5",
        app="map",
        human_steps=10,
        group="routes",
        goals=[
            "For the way from {start} to {end}, say which is faster: bicycle or public transport.",
            "I have to get from {start} to {end}. Am I faster by bicycle or by public transport?",
            "Compare bicycle and public transport from {start} to {end} and name the quicker one.",
        ],
        params=two_ways(NEAR),
        answer=faster,
        may_change=LOOKING,
        solution=compare,
    ),
    Task(
        id="map_6",
        app="map",
        human_steps=10,
        group="routes",
        goals=[
            "For the way from {start} to {end}, say which is faster: bicycle or public transport.",
            "What gets me sooner from {start} to {end}, public transport or a bicycle?",
            "Bicycle or public transport: which takes less time from {start} to the bus stop {end}?",
        ],
        params=two_ways(FAR),
        answer=faster,
        may_change=LOOKING,
        solution=compare,
    ),
]
