"""The world clock."""

from __future__ import annotations

import re
from datetime import timedelta

from openphone_gym.phone.apps.clock.cities import CITIES, offset
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.answers import Offset
from openphone_gym.tasks.clock.preparation import NOON, TWELVE_HOURS
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.sight import Sight, has_id, plain, scrolls
from openphone_gym.tasks.task import Drawing, Never, Param, Params, SubGoal, Task
from openphone_gym.tasks.times import time_words


def hours_ahead(phone: Phone, city: str) -> float:
    """How far a city is ahead of local time, in hours."""
    here = phone.now
    return (offset(here, CITIES[city].zone) - here.utcoffset()).total_seconds() / 3600


def other_city(d: Drawing) -> str:
    """Draws a city that is not on the world clock."""
    return d.choice([city for city in CITIES if city not in d.phone.clock.cities])


def second_city(d: Drawing) -> str:
    """Draws one more city, which may be on the world clock."""
    return d.choice([city for city in CITIES if city != d.params.first])


def city_elsewhere(d: Drawing) -> str:
    """Draws a city some full hours away."""
    ahead = {city: hours_ahead(d.phone, city) for city in CITIES}
    return d.choice([city for city, hours in ahead.items() if hours and hours.is_integer()])


def shows_city(screen: Sight, city: str) -> bool | None:
    """Whether the list of the world clock has a city."""
    if not screen.tab_open("Clock"):
        return None
    if any(plain(node.text) == city for node in screen.all(has_id("city_name"))):
        return True
    return None if screen.sees(scrolls) and not screen.sees(f"{city} deleted") else False


def shows_no_city(screen: Sight, p: Params) -> bool | None:
    """Whether the list of the world clock lacks the city."""
    shown = shows_city(screen, p.city)
    return None if shown is None else not shown


def on_world_clock(name: str, param: str) -> SubGoal:
    """A city is on the list of the world clock."""
    return SubGoal(
        name,
        f"Is {{{param}}} in the list of the world clock (search results do not count)?",
        lambda phone, p: getattr(p, param) in phone.clock.cities,
        screen=lambda screen, p: shows_city(screen, getattr(p, param)),
    )


CITY_REMOVED = Never(
    "city_removed",
    lambda phone, p: not set(p.kept) <= set(phone.clock.cities),
    question="Was one of these cities taken off the world clock, even if it was brought back: {kept}?",
    screen=lambda screen, p: any(screen.sees(f"{city} deleted") for city in p.kept),
)


def time_there(phone: Phone, city: str) -> Offset:
    """The time in a city and its difference to local time."""
    ahead = hours_ahead(phone, city)
    there = phone.now + timedelta(hours=ahead)
    return Offset(abs(ahead), "ahead" if ahead > 0 else "behind", time_words(there.hour, there.minute))


WORLD_CLOCK = f"{TWELVE_HOURS} On the Clock tab have Barcelona as the only city."


def add_city(phone: Phone, p: Params) -> None:
    """The city is on the world clock."""
    if p.city not in phone.clock.cities:
        phone.clock.cities.append(p.city)


def clock_15(hand: Hand, p: Params) -> None:
    field = hand.sees(has_id("search_src_text"))
    if field is not None:
        if field.text not in (p.first, p.second):
            hand.type(p.first)
        result = hand.row(lambda node: plain(node.text) == field.text and node is not field)
        if result is not None and hand.sees("Added", within=result) is None:
            hand.tap(result)
        if field.text == p.second:
            hand.back()
        hand.type(p.second)
    hand.tab("Clock")
    if hand.find(p.first) is None or hand.find(p.second) is None:
        hand.tap("Add city")


def clock_16(hand: Hand, p: Params) -> str:
    difference = re.compile(r"\d+ hours? (?:behind|ahead)$")
    hand.tab("Clock")
    city = hand.find(p.city)
    place = hand.around(city, difference) if city is not None else None
    if place is None:
        raise Lost
    words = " ".join(plain(node.label) for node in place.walk())
    facts = re.findall(r"\d+:\d\d [AP]M|\d+ hours? (?:behind|ahead)", words)
    if len(facts) != 2:  # its card is cut off by the end of the screen, so that other cities were read, too
        hand.lift(p.city)
        raise Lost
    return ", ".join(facts[::-1])


def clock_17(hand: Hand, p: Params) -> None:
    hand.tab("Clock")
    if hand.find(p.city) is not None:
        hand.swipe(p.city, "left")


TASKS = [
    Task(
        id="clock_15",
        app="clock",
        group="Clock",
        human_steps=5,
        goals=[
            "Put {first} and {second} on the world clock.",
            "I want to see the time in {first} and in {second}. Make sure that both are on my world clock.",
            "The world clock of the Clock app should show {first} as well as {second}.",
        ],
        params={
            "kept": Param(["Barcelona"], lambda d: list(d.phone.clock.cities)),
            "first": Param("London", other_city),
            "second": Param("Barcelona", second_city),
        },
        subgoals=[on_world_clock("london", "first"), on_world_clock("barcelona", "second")],
        never=[CITY_REMOVED],
        may_change=["clock.cities"],
        solution=clock_15,
        prepare=WORLD_CLOCK,
    ),
    Task(
        id="clock_16",
        app="clock",
        group="Clock",
        human_steps=2,
        goals=[
            "Using the world clock, say what time it is in {city} now and how many hours that is away from "
            "local time.",
            "What time is it in {city}, and how many hours behind or ahead is that? See the world clock.",
            "Tell me the present time in {city} and its difference to local time, using the world clock.",
        ],
        params={"city": Param("Barcelona", city_elsewhere)},
        answer=lambda phone, p: time_there(phone, p.city),
        setup=add_city,
        solution=clock_16,
        prepare=f"{WORLD_CLOCK} {NOON} Set the time zone to UTC+8, such as Beijing.",
    ),
    Task(
        id="clock_17",
        app="clock",
        group="Clock",
        human_steps=3,
        goals=[
            "Remove {city} from the world clock.",
            "I no longer need the time in {city}. Take it off my list of cities.",
            "Delete {city} from the cities of the Clock app.",
        ],
        params={
            "city": Param("Barcelona", lambda d: d.choice(d.phone.clock.cities)),
            "kept": Param([], lambda d: [city for city in d.phone.clock.cities if city != d.params.city]),
        },
        subgoals=[
            SubGoal(
                "barcelona_gone",
                "Is {city} no longer in the list of the world clock?",
                lambda phone, p: p.city not in phone.clock.cities,
                screen=shows_no_city,
            )
        ],
        never=[CITY_REMOVED],
        may_change=["clock.cities"],
        solution=clock_17,
        prepare=WORLD_CLOCK,
    ),
]
