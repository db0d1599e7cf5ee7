"""What is in the calendar of a new phone."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

from openphone_gym.phone.apps.calendar.state import COLORS, DEFAULT_COLOR, UNITS, Calendar, Event, ToDo

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World
    from openphone_gym.phone.world.records import Occasion

SET_UP = "set-up"
"""Kind of the occasions that only the set-up of a task puts into the calendar."""

NOTICE = 30
"""Minutes before an event of the benchmark at which it tells the user."""

RECURRENCES = {unit: name for name, unit in UNITS.items()}

KIND_COLORS = {
    "birthday": "Grape",
    "bill": "Graphite",
    "meeting": "Blueberry",
    "lecture": "Blueberry",
    "appointment": "Tomato",
    "workout": "Basil",
    "outing": "Basil",
    "dinner": "Tangerine",
    "lunch": "Tangerine",
    "trip": "Banana",
}
"""Colours by the kind of occasion."""

ERRANDS = (
    "Water the plants", "Buy light bulbs", "Renew the passport", "Back up the photos", "Clean the windows",
    "Return the drill", "Order new glasses", "Sort the receipts", "Change the filter", "Book the train",
)  # fmt: skip


def seed(rng: random.Random | None, world: World) -> Calendar:
    """The benchmark's events, or those of the drawn world's occasions with details drawn by ``rng``."""
    if rng is None:
        found = [event_of(o, world) for o in world.occasions if o.kind != SET_UP]
        return Calendar(events=found)
    events = [_drawn(rng, event_of(occasion, world), occasion) for occasion in world.occasions]
    return Calendar(events=events, tasks=_tasks(rng, events))


def event_of(occasion: Occasion, world: World) -> Event:
    """An occasion of the world as an event."""
    recurrence = occasion.recurrence
    return Event(
        id=int(occasion.id.rpartition("-")[2]),
        title=occasion.title,
        start=occasion.start,
        end=occasion.end,
        all_day=occasion.all_day,
        recurrence=RECURRENCES[recurrence.unit] if recurrence is not None else "",
        until=recurrence.until if recurrence is not None else None,
        notifications=[NOTICE],
        note=occasion.room,
        location=world.place_name(occasion.place) if occasion.place else "",
        color=KIND_COLORS.get(occasion.kind, DEFAULT_COLOR),
    )


def _drawn(rng: random.Random, event: Event, occasion: Occasion) -> Event:
    whole = (0, 1440) if event.all_day else (0, 10, 30, 60)
    event.notifications = sorted(rng.sample(whole, rng.choice((0, 1, 1, 1, 2))), reverse=True)
    if rng.random() < 0.2:
        event.color = rng.choice(list(COLORS))
    return event


def _tasks(rng: random.Random, events: list[Event]) -> list[ToDo]:
    texts = rng.sample(ERRANDS, rng.randint(2, 6))
    tasks = [ToDo(number, text, rng.random() < 0.3) for number, text in enumerate(texts, 1)]
    first = rng.choice(events).start.replace(year=2024, month=5, day=12, hour=rng.randint(9, 18), minute=0)
    for task in tasks:
        if rng.random() < 0.4:
            task.at = first + timedelta(days=rng.randint(0, 14), minutes=30 * rng.randint(0, 1))
    return tasks
