"""The nearest place of a kind, and the way there."""

from __future__ import annotations

from collections.abc import Callable

from openphone_gym.phone.apps.map.spots import HERE, MY_LOCATION
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.answers import Answer, Text
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.map.asking import label, nearest, time_answer, way
from openphone_gym.tasks.map.routes import LOOKING, need
from openphone_gym.tasks.map.steps import open_search, shown, travel
from openphone_gym.tasks.sight import has_id, plain
from openphone_gym.tasks.task import Drawing, Param, Params, Task
from openphone_gym.ui.node import UiNode

EATING = ("restaurant", "cafe", "bar", "bakery")
OTHERS = ("hotel", "pharmacy", "supermarket", "museum", "cinema", "library", "post_office", "fuel", "parking")
SHORT_NAMES = {"The Clement Hotel - All Inclusive": ("The Clement Hotel", "Clement Hotel")}


def kind_and_place(canonical: str, place: str, kinds: tuple[str, ...]) -> dict[str, Param]:
    """Parameters for what is looked for, and the name of the nearest one."""

    def what(d: Drawing) -> str:
        return label(d.choice(kinds))

    return {
        "what": Param(canonical, what),
        "place": Param(place, lambda d: nearest(d.phone, d.params.what).name),
    }


def name_answer(phone: Phone, p: Params) -> Answer:
    """The name of the nearest one."""
    return Text(p.place, accept=SHORT_NAMES.get(p.place, ()))


def time_to(mode: str) -> Callable[[Phone, Params], Answer]:
    """How long the way there takes."""

    def answer(phone: Phone, p: Params) -> Answer:
        return time_answer(need(way(phone, HERE, nearest(phone, p.what).id, mode)), p.place)

    return answer


def first_found(hand: Hand, what: str) -> UiNode:
    """Searches and finds the title of the first result, which is the nearest."""
    open_search(hand)
    hand.fill("search", what)
    area = hand.scrollable()
    if hand.sees("View on map") is None and area is not None:
        hand.scroll(area, "down")
    titles = [node for node in hand.all(has_id("title")) if node.text != "View on map"]
    if not titles:
        raise Lost
    return titles[0]


def name_it(hand: Hand, p: Params) -> str:
    """Says what the first result is."""
    return first_found(hand, p.what).text


def time_it(mode: str) -> Callable[[Hand, Params], str]:
    """Goes to the first result, plans the way there and reads its time."""

    def solution(hand: Hand, p: Params) -> str:
        found = hand.notes.get("nearest")
        if hand.sees(has_id("swap")):
            if hand.content("from") != MY_LOCATION or plain(hand.content("to") or "") != found:
                raise Lost
            travel(hand, mode)
            return shown(hand, "time")
        if hand.sees(has_id("tv__title")):
            if plain(hand.content("tv__title") or "") != found:
                raise Lost
            hand.tap("Route to")
        first = first_found(hand, p.what)
        hand.notes["nearest"] = plain(first.text)
        return hand.tap(first)

    return solution


TASKS = [
    Task(
        id="map_7",
        app="map",
        human_steps=5,
        group="nearest",
        goals=[
            "Name the {what} that is closest to here.",
            "Which {what} is nearest to where I am? Give me its name.",
            "Look around on the map: what is the closest {what} from here called?",
        ],
        params=kind_and_place("restaurant", "Teléferic Barcelona", EATING),
        answer=name_answer,
        may_change=LOOKING,
        solution=name_it,
    ),
    Task(
        id="map_8",
        app="map",
        human_steps=7,
        group="nearest",
        goals=[
            "Find the closest {what} and report the walking time to it.",
            "How many minutes is the walk to the nearest {what}?",
            "I would like to go to the {what} nearest to me on foot. How long does that take?",
        ],
        params=kind_and_place("restaurant", "Teléferic Barcelona", EATING),
        answer=time_to("walk"),
        may_change=LOOKING,
        solution=time_it("walk"),
    ),
    Task(
        id="map_9",
        app="map",
        human_steps=5,
        group="nearest",
        goals=[
            "Name the {what} that is closest to here.",
            "I need a {what} as near as possible. What is it called?",
            "Tell me the name of the {what} that is nearest to me.",
        ],
        params=kind_and_place("hotel", "The Clement Hotel - All Inclusive", OTHERS),
        answer=name_answer,
        may_change=LOOKING,
        solution=name_it,
    ),
    Task(
        id="map_10",
        app="map",
        human_steps=7,
        group="nearest",
        goals=[
            "Find the closest {what} and report how long the drive takes.",
            "How long do I have to drive to the nearest {what}?",
            "By car to the {what} closest to me: how many minutes is that?",
        ],
        params=kind_and_place("IKEA", "IKEA", OTHERS),
        answer=time_to("car"),
        may_change=LOOKING,
        solution=time_it("car"),
    ),
]
