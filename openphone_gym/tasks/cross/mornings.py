"""The first event of tomorrow, and the alarm that it calls for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

from openphone_gym.phone.apps.calendar.occurrences import of_event
from openphone_gym.phone.apps.calendar.state import Event
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.calendar.drawing import a_title
from openphone_gym.tasks.clock.alarms import (
    ALARM_DELETED,
    ALARMS,
    EVERY_ALARM,
    ON,
    TIME,
    cards_at,
    taken,
)
from openphone_gym.tasks.clock.new_alarms import TOMORROW, ring_tomorrow
from openphone_gym.tasks.cross import agenda, chats, places
from openphone_gym.tasks.cross.wording import either
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.map.asking import one_named
from openphone_gym.tasks.map.routes import LOOKING, minutes_in
from openphone_gym.tasks.task import Draw, Drawing, Never, Param, Params, Task, from_param, one_of
from openphone_gym.tasks.times import duration_words, time_between, time_of, time_words

APP = "Clock"

EARLIEST, LATEST = 6 * 60, 11 * 60 + 30
"""Minutes of the day between which the alarms ring: by noon, now, the next time is tomorrow."""

LONGEST_WAY = 120
"""Minutes that the way to an event takes at most."""


def minute_of(time: str) -> int:
    """Minute of the day of a time such as ``7:30 AM``."""
    hour, minute = time_of(time)
    return 60 * hour + minute


def earlier(time: str, minutes: int) -> str:
    """The time so many minutes before another one."""
    return time_words(*divmod(minute_of(time) - minutes, 60))


def tomorrow_begins(phone: Phone, p: Params) -> None:
    """The event is the first one of tomorrow that has a time."""
    calendar, begin = phone.calendar, datetime.combine(agenda.TOMORROW, time(*time_of(p.start)))

    def is_earlier(event: Event) -> bool:
        """Whether an event begins before, perhaps today, and is not over by midnight."""
        times = of_event(event, agenda.TOMORROW, agenda.TOMORROW)
        return not event.all_day and any(one.start <= begin for one in times)

    calendar.events = [event for event in calendar.events if not is_earlier(event)]
    agenda.add(phone, p.title, agenda.TOMORROW.isoformat(), p.start, getattr(p, "place", ""))


def a_start(before: Callable[[Drawing], int]) -> Draw:
    """Draws when the first event begins, so that an alarm some minutes before it is no present one's time."""

    def draw(d: Drawing) -> str:
        ahead = before(d)
        busy = {60 * hour + minute for hour, minute in taken(d)}
        starts = [m for m in range(EARLIEST + ahead, LATEST + ahead, 15) if m - ahead not in busy]
        return time_words(*divmod(d.choice(starts), 60))

    return draw


def first_event(
    title: str, start: str, before: Callable[[Drawing], int], **others: Param
) -> dict[str, Param]:
    """Parameters for the first event of tomorrow, and for the alarm before it."""
    return {
        **EVERY_ALARM,
        **others,
        "day": Param(agenda.TOMORROW.isoformat()),
        "title": Param(title, a_title),
        "start": Param(start, a_start(before)),
    }


NEW_ALARM = ALARMS.one(TIME, TOMORROW, ON)


def set_alarm(hand: Hand, at: str) -> None:
    """An alarm rings tomorrow."""
    hand.open(APP)
    ring_tomorrow(hand, Params(time=at, day=agenda.TOMORROW.isoformat()))


def read_start(hand: Hand) -> tuple[str, str]:
    """Beginning and place of the first event of tomorrow."""
    _, hours, place, _ = hand.once("event", lambda: agenda.first_of(hand, agenda.TOMORROW)).split("\n")
    return agenda.start_in(hours), place


# An alarm some time before

AHEAD = (30, 45, 60, 75, 90, 120)
"""Minutes between an alarm and an event."""


def ahead_words(minutes: int) -> str:
    """How long before the event the alarm is, such as ``1 hour and 30 minutes``."""
    return duration_words(*divmod(minutes, 60), 0)


def wake_before(hand: Hand, p: Params) -> None:
    start, _ = read_start(hand)
    minutes = next(minutes for minutes in AHEAD if ahead_words(minutes) == p.ahead)
    hand.once("alarm", lambda: set_alarm(hand, earlier(start, minutes)))


# An alarm when it is time to leave


def a_way(d: Drawing) -> str:
    """Draws a place that can be reached from here in the way that was drawn, in time."""
    draw = one_named("office", "doctor", "gym", "museum", "library", "cafe", "school")
    while True:
        place = draw(d)
        minutes = places.minutes_there(d.phone, place, d.params.mode)
        if minutes is not None and minutes <= LONGEST_WAY:
            return place


def minutes_of_way(d: Drawing) -> int:
    """Minutes that the way takes that was drawn."""
    return places.minutes_there(d.phone, d.params.place, d.params.mode) or 0


def time_to_leave(hand: Hand, p: Params) -> None:
    start, place = read_start(hand)
    minutes = minutes_in(hand.once("way", lambda: places.way_there(hand, place, places.mode_of(p.by))))
    leaving = earlier(start, minutes)
    hand.once("alarm", lambda: set_alarm(hand, leaving))
    hand.once("told", lambda: chats.text(hand, p.name, f"I leave at {leaving}"))


# One alarm or another

LIMITS = ("9:00 AM", "9:30 AM", "10:00 AM", "10:30 AM", "11:00 AM")


def a_start_by(d: Drawing) -> str:
    """Draws a beginning before the limit, or from the limit on."""
    limit = minute_of(d.params.limit)
    first, last = (limit - 150, limit) if d.params.early else (limit, limit + 240)
    return time_words(*divmod(d.rng.randrange(first, last, 15), 60))


def free_between(first: int, last: int) -> Draw:
    """Draws a time between two full hours for which there is no alarm."""
    return time_between(first, last, taken)


def early_or_late(hand: Hand, p: Params) -> None:
    start, _ = read_start(hand)
    wanted = p.soon if minute_of(start) < minute_of(p.limit) else p.late
    hand.once("alarm", lambda: set_alarm(hand, wanted))


WRONG_ALARM = Never(
    "wrong_alarm",
    lambda phone, p: any(a.time == time_of(p.wrong) and a.id not in p.kept for a in phone.clock.alarms),
    question="Was an alarm at {wrong} added?",
    screen=lambda screen, p: bool(cards_at(screen, p.wrong)),
)


TASKS = [
    Task(
        id="cross_6",
        app="calendar",
        group="mornings",
        start="home",
        own_steps=9,
        goals=[
            "Set an alarm {ahead} before the first event that my calendar has for tomorrow.",
            "Look up when my first event of tomorrow begins, and have the alarm clock ring {ahead} earlier.",
            "I want to be woken {ahead} before whatever comes first in Calendario tomorrow. Add an alarm.",
        ],
        params=first_event(
            "Guest lecture",
            "9:45 AM",
            lambda d: d.params.minutes,
            minutes=Param(60, one_of(*AHEAD)),
            ahead=Param("1 hour", from_param("minutes", ahead_words)),
        )
        | {"time": Param("8:45 AM", lambda d: earlier(d.params.start, d.params.minutes))},
        subgoals=NEW_ALARM,
        never=[ALARM_DELETED],
        may_change=["clock.alarms.+"],
        setup=tomorrow_begins,
        solution=wake_before,
    ),
    Task(
        id="cross_7",
        app="calendar",
        group="mornings",
        start="home",
        own_steps=22,
        goals=[
            "Set an alarm for the time at which I have to leave {by} to be at my first event of tomorrow "
            "just when it begins, and text that time to {name}. The calendar says when and where the event "
            "is, the map how long the way from here takes.",
            "When do I have to set off {by} tomorrow in order to reach my first event in Calendario on the "
            "minute, going by the time that MAPS.ME gives from my position? Add an alarm for then, and write "
            "to {name} in a message at what time I leave.",
            "Find out when and where my first event of tomorrow is and how long it takes to get there {by} "
            "from here. Let an alarm ring exactly that long before its beginning, and send {name} a text "
            "message with the time of the alarm.",
        ],
        params={
            **chats.friend(),
            **first_event(
                "Interview with Li",
                "10:00 AM",
                minutes_of_way,
                mode=Param("car", one_of(*places.MODES)),
                by=Param("by car", from_param("mode", places.MODES.get)),
                place=Param("Juniper Media", a_way),
            ),
            "time": Param("9:52 AM", lambda d: earlier(d.params.start, minutes_of_way(d))),
        },
        subgoals=[
            *NEW_ALARM,
            chats.told(
                "Was {name} sent a single text message that names {time}, and no other time?",
                lambda text, p: chats.names_time(text, p.time),
            ),
        ],
        never=[ALARM_DELETED, chats.OTHERS_TOLD],
        may_change=["clock.alarms.+", *LOOKING, *chats.TEXTING],
        setup=tomorrow_begins,
        solution=time_to_leave,
    ),
    Task(
        id="cross_8",
        app="calendar",
        group="mornings",
        start="home",
        own_steps=9,
        goals=[
            "If my first event of tomorrow begins before {limit}, add an alarm for {soon}. Otherwise add one "
            "for {late}.",
            "Have a look at tomorrow in Calendario. With something that starts earlier than {limit} I need a "
            "new alarm at {soon}, else one at {late}.",
            "Set an alarm for tomorrow: at {soon} if the first thing in my calendar is earlier than {limit}, "
            "and at {late} if it is not.",
        ],
        params={
            **EVERY_ALARM,
            "limit": Param("10:00 AM", one_of(*LIMITS)),
            "early": Param(False, one_of(True, False)),
            "title": Param("Swimming with Li", a_title),
            "start": Param("10:15 AM", a_start_by),
            "soon": Param("6:15 AM", free_between(5, 7)),
            "late": Param("8:45 AM", free_between(7, 9)),
            **either("early", "soon", "late", "8:45 AM", "6:15 AM"),
            "time": Param("8:45 AM", from_param("right", str)),
            "day": Param(agenda.TOMORROW.isoformat()),
        },
        subgoals=NEW_ALARM,
        never=[ALARM_DELETED, WRONG_ALARM],
        may_change=["clock.alarms.+"],
        setup=tomorrow_begins,
        solution=early_or_late,
    ),
]
