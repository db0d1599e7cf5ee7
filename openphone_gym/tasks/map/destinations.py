"""Ways from the present position to a place."""

from __future__ import annotations

from openphone_gym.phone.apps.map.router import way_of
from openphone_gym.phone.apps.map.spots import HERE, MY_LOCATION
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.map.asking import named, one_named
from openphone_gym.tasks.map.routes import LOOKING
from openphone_gym.tasks.map.steps import route, shown
from openphone_gym.tasks.sight import Sight, has_id
from openphone_gym.tasks.task import Param, Params, SubGoal, Task


def is_planned(phone: Phone, p: Params) -> bool:
    """Whether a way from the position to the place is planned, without stops elsewhere."""
    trip = phone.map.trip
    if trip is None or trip.origin != HERE or trip.stops:
        return False
    return trip.target == named(phone, p.place).id and way_of(phone.world, phone.map) is not None


def shows_way(sight: Sight, p: Params) -> bool | None:
    """Whether a page with the way shows both ends; the map alone has none, and other pages don't tell."""
    if sight.sees("Start") is None:
        return None if sight.sees(has_id("p2p")) is None else False
    start, end = sight.sees(MY_LOCATION), sight.sees(p.place)
    return start is not None and end is not None and start.bounds[1] < end.bounds[1]


def plan(hand: Hand, p: Params) -> None:
    """The way is planned, by whatever mode has one."""
    route(hand, MY_LOCATION, p.place, "")
    if hand.sees(has_id("time")) is None:
        route(hand, MY_LOCATION, p.place, "car")
        raise Lost
    shown(hand, "time")


def task(number: int, place: str, kinds: tuple[str, ...], *goals: str) -> Task:
    """A task of this topic."""
    return Task(
        id=f"map_{number}",
        app="map",
        human_steps=7,
        group="destinations",
        goals=goals,
        params={"place": Param(place, one_named(*kinds))},
        subgoals=[
            SubGoal(
                "route_shown",
                "Is a route planned from the present position to {place}?",
                is_planned,
                screen=shows_way,
            )
        ],
        may_change=LOOKING,
        solution=plan,
    )


TASKS = [
    task(
        12, "Stanford University", ("university", "school", "library"),
        "Plan the way from the present position to {place}.",
        "Show me how to get from here to {place}.",
        "Set up a route to {place} that starts at my position.",
    ),
    task(
        13, "University South", ("neighbourhood", "park"),
        "Plan the way from the present position to {place}.",
        "I want to go from where I am to {place}; have the map show the route.",
        "Make a route that leads from my location to {place}.",
    ),
    task(
        14, "OpenAI", ("office", "bank", "post_office"),
        "Plan the way from the present position to {place}.",
        "Get the map to show the way to {place} from my current location.",
        "Start at my location and plan a route to {place}.",
    ),
    task(
        15, "University of California, Berkeley", ("museum", "theater", "cinema", "hospital", "hotel"),
        "Plan the way from the present position to {place}.",
        "Find a route that leads from my position to {place}.",
        "How do I get from here to {place}? Plan the route in the map.",
    ),
]  # fmt: skip
