"""What happens to the user: meals, appointments, birthdays, classes, bills."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Literal

import msgspec

from openphone_gym.phone.world import recurrences
from openphone_gym.phone.world.places import HOME, HOMES, a_place
from openphone_gym.phone.world.records import Occasion, Person, Recurrence, User
from openphone_gym.phone.world.start import START
from openphone_gym.phone.world.tables import table

FEWEST, MOST = 18, 28
"""Number of occasions in a drawn world, birthdays not counted."""

DAYS_BEFORE, DAYS_AFTER = 14, 28
"""Days around the phone's first day in which single occasions lie."""

BIRTHDAYS = 5
"""Most birthdays that the user has noted."""

SET_UP = "set-up"
"""Kind of events that are on a phone only if the set-up of a task adds them."""


class Pattern(msgspec.Struct, frozen=True):
    """How occasions of a kind are drawn.

    Attributes:
        kind: The kind.
        titles: Titles; ``{}`` is the given name of the first person.
        at: Kind of the place; empty for none.
        hours: Hours of the beginning, first and last.
        minutes: Lengths in minutes; 0 for the whole day.
        people: Fewest and most people beside the user.
        cost: Least and highest cost in whole units of the currency; 0, 0 for nothing.
        unit: Unit of the recurrence; None for a single time.
        by: Kind of the organisation behind it; empty for none.
    """

    kind: str
    titles: tuple[str, ...]
    at: str = ""
    hours: tuple[int, int] = (9, 17)
    minutes: tuple[int, ...] = (60,)
    people: tuple[int, int] = (0, 0)
    cost: tuple[int, int] = (0, 0)
    unit: Literal["day", "week", "month", "year"] | None = None
    by: str = ""


MEALS = ("dinner", "dinner", "lunch")
"""Kinds of the first occasions of every drawn world."""


@cache
def patterns() -> tuple[Pattern, ...]:
    """How all kinds of occasions are drawn."""
    return msgspec.convert(table("occasions"), tuple[Pattern, ...])


@cache
def _patterns(kind: str) -> tuple[Pattern, ...]:
    return tuple(pattern for pattern in patterns() if pattern.kind == kind)


def kinds() -> tuple[str, ...]:
    """All kinds of occasions."""
    return tuple(dict.fromkeys([*(pattern.kind for pattern in patterns()), "birthday", SET_UP]))


ROOMS = ("Room 204", "Room B12", "Conference room 3", "Meeting room Elm", "Third floor")


def draw_meals(rng: random.Random, user: User, friends: Sequence[Person]) -> tuple[Occasion, ...]:
    """Some meals with people of the address book, as other occasions are drawn."""
    return tuple(_drawn(rng, user, friends, [_patterns(kind) for kind in MEALS], []))


def draw(
    rng: random.Random, user: User, friends: Sequence[Person], meals: Sequence[Occasion]
) -> tuple[Occasion, ...]:
    """Occasions of some six weeks beside the meals, then birthdays, with people of the address book."""
    many = rng.randint(FEWEST, MOST) - len(meals)
    drawn = _drawn(rng, user, friends, [patterns()] * many, meals)
    born = [person for person in friends if person.born is not None][:BIRTHDAYS]
    first = len(meals) + len(drawn) + 1
    return (*drawn, *(_birthday(f"occasion-{n}", person) for n, person in enumerate(born, first)))


def _drawn(
    rng: random.Random,
    user: User,
    friends: Sequence[Person],
    choices: Sequence[Sequence[Pattern]],
    before: Sequence[Occasion],
) -> list[Occasion]:
    """An occasion of one of each choice's patterns; titles differ, and none overlaps another."""
    drawn: list[Occasion] = []
    titles = {occasion.title for occasion in before}
    while len(drawn) < len(choices):
        id = f"occasion-{len(before) + len(drawn) + 1}"
        found = _occasion(rng, id, rng.choice(choices[len(drawn)]), user, friends)
        if found.title not in titles and not any(_clash(found, other) for other in (*before, *drawn)):
            titles.add(found.title)
            drawn.append(found)
    return drawn


def _occasion(
    rng: random.Random, id: str, pattern: Pattern, user: User, friends: Sequence[Person]
) -> Occasion:
    company = rng.sample(friends, rng.randint(*pattern.people))
    title = rng.choice(pattern.titles)
    day = START.date() + timedelta(days=rng.randint(-DAYS_BEFORE, DAYS_AFTER))
    hour, minute = rng.randint(*pattern.hours), rng.choice((0, 0, 15, 30, 30, 45))
    minutes = rng.choice(pattern.minutes)
    start = datetime.combine(day, time(hour, minute)) if minutes else datetime.combine(day, time())
    organisation = _organisation(rng, pattern, user)
    return Occasion(
        id=id,
        title=title.format(company[0].given if company else "all"),
        kind=pattern.kind,
        start=start,
        end=start + timedelta(minutes=minutes),
        all_day=not minutes,
        people=tuple(person.id for person in company),
        place=organisation if pattern.at and organisation else _place(rng, pattern.at, company),
        room=rng.choice(ROOMS) if pattern.kind == "meeting" else "",
        organisation=organisation,
        recurrence=Recurrence(pattern.unit) if pattern.unit else None,
        hundredths=100 * rng.randint(*pattern.cost) + rng.choice((0, 0, 50, 80)) if pattern.cost[1] else 0,
        host=company[0].id if company and rng.random() < 0.5 else "",
    )


def _organisation(rng: random.Random, pattern: Pattern, user: User) -> str:
    if not pattern.by:
        return ""
    if pattern.kind == "meeting":
        return user.employer
    return f"{pattern.by}-{rng.randint(1, table('organisations')['kinds'][pattern.by]['many'])}"


def _place(rng: random.Random, kind: str, company: Sequence[Person]) -> str:
    if not kind:
        return ""
    if kind == HOME:
        return f"{HOME}-{rng.randint(2, HOMES)}"
    return a_place(rng, kind)


def _clash(one: Occasion, other: Occasion) -> bool:
    """Whether two occasions of single days overlap."""
    return not (one.all_day or other.all_day) and one.start < other.end and other.start < one.end


def _birthday(id: str, person: Person) -> Occasion:
    assert person.born is not None
    midnight = datetime.combine(person.born, time())
    return Occasion(
        id,
        f"{person.given}'s birthday",
        "birthday",
        midnight,
        midnight,
        all_day=True,
        people=(person.id,),
        recurrence=Recurrence("year"),
    )


def starts(occasion: Occasion, first: date, last: date) -> Iterator[datetime]:
    """When an occasion begins between two days, both included; days that a month lacks are left out."""
    recurrence = occasion.recurrence
    if recurrence is None:
        return recurrences.starts(occasion.start, "", first, last)
    return recurrences.starts(
        occasion.start, recurrence.unit, first, last, recurrence.every, recurrence.until
    )
