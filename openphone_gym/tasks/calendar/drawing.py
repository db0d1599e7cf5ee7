"""Values of the tasks, and the events that their set-up adds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from openphone_gym.phone.apps.calendar.seed import SET_UP, event_of
from openphone_gym.phone.apps.calendar.state import NOTIFICATIONS, Event
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.task import Draw, Drawing, Param, Params, from_param
from openphone_gym.tasks.times import time_words

TODAY = date(2024, 5, 10)

AHEAD = 28
"""Days in which the events lie that tasks change."""

BASE = [1, 2, 3]
"""Events of the benchmark's phone."""


# Words


def day_in_goal(day: str) -> str:
    """A day as goals say it, such as ``21 May``."""
    at = date.fromisoformat(day)
    return f"{at.day} {at:%B}"


def heading(day: str) -> str:
    """A day as lists head it."""
    at = date.fromisoformat(day)
    return "Today" if at == TODAY else f"{at:%b %d}"


def ahead_words(minutes: int) -> str:
    """How long before an event a notification comes, such as ``10 minutes``."""
    return NOTIFICATIONS[minutes].removesuffix(" before")


# Samplers of new events


def a_title(d: Drawing) -> str:
    """Draws a title as occasions have it, that no event has."""
    from openphone_gym.phone.world.occasions import patterns  # late: importing the suite needs no world

    present = {event.title for event in d.phone.calendar.events}
    people = [person.given for person in d.phone.world.address_book if person.given]
    titles = [title for pattern in patterns() for title in pattern.titles]
    while True:
        title = d.choice(titles).format(d.choice(people))
        if title not in present:
            return title


def a_day(d: Drawing) -> str:
    """Draws one of the next two months' days."""
    return (TODAY + timedelta(days=d.rng.randint(1, 60))).isoformat()


def a_note(d: Drawing) -> str:
    """Draws a note."""
    person = d.choice(d.phone.world.address_book).name
    number = d.rng.randint(2, 400)
    return d.choice(
        (
            f"classroom {number}",
            f"room {number}",
            f"gate {number}",
            f"ticket number {number}",
            f"bring page {number}",
            f"ask for {person}",
            f"call {person} first",
        )
    )


def a_start(d: Drawing) -> str:
    """Draws a time of this afternoon or evening."""
    return time_words(*divmod(d.rng.randrange(13 * 60, 22 * 60, d.choice((5, 15, 30))), 60))


def kept(d: Drawing) -> list[int]:
    """The events that are there."""
    return [event.id for event in d.phone.calendar.events]


def on(day: str, sample: Draw | None) -> dict[str, Param]:
    """A day, how goals say it and how lists head it."""
    return {
        "day": Param(day, sample),
        "on": Param(day_in_goal(day), from_param("day", day_in_goal)),
        "heading": Param(heading(day), from_param("day", heading)),
    }


def new(title: str, **others: Param) -> dict[str, Param]:
    """Parameters of a task that makes an event; all that are there are to be kept."""
    return {"kept": Param(BASE, kept), "title": Param(title, a_title), **others}


# Samplers of events that are there


def can_change(event: Event) -> bool:
    """Whether an event lies ahead, happens once and takes a part of one day."""
    day = event.start.date()
    return (
        not event.all_day
        and not event.recurrence
        and TODAY < day <= TODAY + timedelta(days=AHEAD)
        and event.end.date() == day
    )


def present(
    title: str, suits: Callable[[Event], bool] = lambda event: True, **others: Param
) -> dict[str, Param]:
    """Parameters of a task that changes an event: one of the set-up's, or one of the phone that suits.

    Args:
        title: Title of the benchmark's event.
        suits: Whether an event can be taken.
        **others: Further parameters, drawn after it.
    """
    canonical = CHANGED[title]

    def an_event(d: Drawing) -> int:
        return d.choice([e.id for e in d.phone.calendar.events if can_change(e) and suits(e)])

    def of_event(read: Callable[[Event], object]) -> Draw:
        return lambda d: read(d.phone.calendar.event(d.params.event))

    return {
        "kept": Param([*BASE, canonical[0]], kept),
        "event": Param(canonical[0], an_event),
        "title": Param(title, of_event(lambda event: event.title)),
        **on(canonical[1], of_event(lambda event: event.start.date().isoformat())),
        "start": Param(canonical[2], of_event(lambda e: time_words(e.start.hour, e.start.minute))),
        "before": Param(canonical[3], of_event(lambda event: sorted(event.notifications))),
        **others,
    }


CHANGED: dict[str, tuple[int, str, str, list[int]]] = {
    "work": (4, "2024-05-10", "5:00 PM", [30]),
    "homework": (5, "2024-05-21", "9:00 AM", [10]),
    "meeting": (6, "2024-05-13", "10:00 AM", [30]),
    "this day": (7, "2024-05-10", "1:00 PM", [30]),
    "Today": (8, "2024-05-10", "3:00 PM", [30]),
    "exam": (9, "2024-05-20", "9:00 AM", [30]),
}
"""The benchmark's events that tasks change: id, day, beginning, notifications."""


# Set-up


def adding(*titles: str) -> Callable[[Phone, Params], None]:
    """Puts events of the benchmark on its phone (a drawn one has its own), and has all told of in time."""

    def set_up(phone: Phone, p: Params) -> None:
        for occasion in phone.world.occasions if phone.seed is None else ():
            if occasion.kind == SET_UP and occasion.title in titles:
                event = event_of(occasion, phone.world)
                event.notifications = list(CHANGED[event.title][3])
                phone.calendar.events.append(event)
        phone.act("calendar", "watch")

    return set_up


def prepared(*titles: str) -> str:
    """How a real phone is prepared."""
    parts: Sequence[str] = [
        f'"{title}" on {day_in_goal(day)} at {start} with the notification "{NOTIFICATIONS[notices[0]]}"'
        for title in titles
        for _, day, start, notices in [CHANGED[title]]
    ]
    base = (
        'In Calendario have no events but "dentist" on 15 May, "team lunch" on 9 May, "book club" on 24 May'
    )
    note = ' The note of "meeting" is "conference room B202".' if "meeting" in titles else ""
    return f"{NOON} {base}{''.join(f', {part}' for part in parts)}.{note}"


NOON = (
    "Let the phone speak English and show times in the 12-hour format. Set the date to 2024-05-10 and the "
    "time to 12:00, and let the phone not set them by itself."
)
