"""Where things take place: the way there, and whom to call."""

from __future__ import annotations

from openphone_gym.phone.apps.contacts.numbers import dialable
from openphone_gym.phone.apps.map.spots import HERE
from openphone_gym.phone.apps.map.wording import MODE_LABELS
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.answers import Duration
from openphone_gym.tasks.calendar.drawing import BASE, a_title, day_in_goal, heading, kept
from openphone_gym.tasks.calendar.rows import CREATED, DELETED, HAS_PLACE, NEW, ON_DAY, STARTS
from openphone_gym.tasks.cross import agenda, chats, places
from openphone_gym.tasks.cross.plans import an_hour, has_place
from openphone_gym.tasks.cross.wording import Wording
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.map.asking import named, one_named, time_answer, way
from openphone_gym.tasks.map.destinations import is_planned, shows_way
from openphone_gym.tasks.map.routes import LOOKING, minutes_in, need
from openphone_gym.tasks.sight import Sight
from openphone_gym.tasks.task import Drawing, Never, Param, Params, SubGoal, Task, from_param, one_of

KINDS = ("office", "doctor", "gym", "museum", "library", "cafe", "school", "restaurant", "cinema")
"""Kinds of places that events take place at."""

CLEAR = 3
"""Minutes by which one place is reached sooner, at least."""

# The way to an event

BY_MODE = SubGoal(
    "route_shown",
    "Is a route {by} planned from the present position to {place}?",
    lambda phone, p: is_planned(phone, p) and phone.map.trip.mode == p.mode,
    screen=lambda screen, p: shows_way_by(screen, p),
)


def shows_way_by(screen: Sight, p: Params) -> bool | None:
    """Whether a page with the way shows both ends and the means."""
    shown = shows_way(screen, p)
    return shown and screen.tab_open(MODE_LABELS[p.mode]) if shown is not None else None


def a_reachable_place(d: Drawing) -> str:
    """Draws a place that can be reached in the way that was drawn."""
    draw = one_named(*KINDS)
    while True:
        place = draw(d)
        if places.minutes_there(d.phone, place, d.params.mode) is not None:
            return place


def time_of_way(phone: Phone, p: Params) -> Duration:
    """How long the way takes."""
    return time_answer(need(way(phone, HERE, named(phone, p.place).id, p.mode)), p.place)


def plan_way(hand: Hand, p: Params) -> str:
    _, place, _ = hand.once("event", lambda: agenda.look_up(hand, p.title)).split("\n")
    return hand.once("way", lambda: places.way_there(hand, place, places.mode_of(p.by)))


# A call to where an event takes place


def a_place_with_number(d: Drawing) -> str:
    """Draws a place that can be called up."""
    return d.choice(places.with_number(d))


def call_place(hand: Hand, p: Params) -> None:
    _, place, _ = hand.once("event", lambda: agenda.look_up(hand, p.title)).split("\n")
    number = hand.once("place", lambda: places.read_card(hand, place)).split("\n")[1]

    def call() -> None:
        if hand.sees("End call"):
            return
        if dialable(hand.content("digits") or "") == number:
            hand.tap("dial")
        places.open_card(hand, place)
        hand.tap(number)

    hand.once("called", call)


# The one of two that is reached sooner

CHOICE = Wording(
    "Where shall we meet on {day} at {start}: at {first} or at {second}?",
    "I cannot decide between {first} and {second} for {day} at {start}. You choose",
    "I have time on {day} at {start}. It could be {first} or else {second}. Tell me what suits you",
)


def another_place(d: Drawing) -> str:
    """Draws a second place, which is clearly reached sooner or later than the first."""
    draw = one_named(*KINDS)
    first = places.minutes_there(d.phone, d.params.first, d.params.mode) or 0
    while True:
        second = draw(d)
        minutes = places.minutes_there(d.phone, second, d.params.mode)
        alike = chats.names_it(second, d.params.first) or chats.names_it(d.params.first, second)
        if minutes is not None and abs(minutes - first) >= CLEAR and not alike:
            return second


def sooner(d: Drawing) -> str:
    """The place that is reached sooner."""
    p = d.params
    return min((p.first, p.second), key=lambda name: places.minutes_there(d.phone, name, p.mode) or 0)


def later(d: Drawing) -> str:
    """The other one."""
    return d.params.first if d.params.right == d.params.second else d.params.second


def offers_choice(phone: Phone, p: Params) -> None:
    """The friend has proposed two places."""
    facts = {"first": p.first, "second": p.second, "day": agenda.day_in_words(p.day), "start": p.start}
    chats.writes(phone, p.person, CHOICE.write(p.form, **facts))


def choose_place(hand: Hand, p: Params) -> None:
    offer = chats.facts(hand, p.name, CHOICE)
    mode = places.mode_of(p.by)

    def minutes(which: str) -> int:
        return minutes_in(hand.once(which, lambda: places.way_there(hand, offer[which], mode)))

    best = offer[min(("first", "second"), key=minutes)]
    hand.once("told", lambda: chats.text(hand, p.name, best))
    hand.once(
        "entered", lambda: agenda.enter(hand, p.title, agenda.day_of(offer["day"]), offer["start"], best)
    )


TASKS = [
    Task(
        id="cross_15",
        app="calendar",
        group="ways",
        start="home",
        own_steps=10,
        goals=[
            'Plan the way {by} from my position to the place of my event "{title}" in MAPS.ME, and tell me '
            "how long it takes.",
            'How long do I take {by} from here to where "{title}" takes place? The location is in my '
            "calendar. Have the map show the route, too.",
            'Look up the location of "{title}" in Calendario and make a route there {by}, starting where I '
            "am. Say how much time it needs.",
        ],
        params={
            "mode": Param("transit", one_of(*places.MODES)),
            "by": Param("by public transport", from_param("mode", places.MODES.get)),
            "title": Param("Check-up", a_title),
            "day": Param("2024-05-16", agenda.a_day_ahead),
            "start": Param("4:30 PM", an_hour),
            "place": Param("Millbrook Dental", a_reachable_place),
        },
        subgoals=[BY_MODE],
        answer=time_of_way,
        may_change=LOOKING,
        setup=has_place,
        solution=plan_way,
    ),
    Task(
        id="cross_16",
        app="calendar",
        group="ways",
        start="home",
        own_steps=10,
        goals=[
            'Call the place where my event "{title}" is going to be: Calendario has its name, MAPS.ME its '
            "phone number.",
            'I want to speak to the people at the location of "{title}". Find the place in my calendar, its '
            "number on the map, and place the call.",
            'Ring up the location of "{title}". The calendar tells which one it is; the number is on its '
            "card in MAPS.ME.",
        ],
        params={
            "title": Param("Dinner with David", a_title),
            "day": Param("2024-05-18", agenda.a_day_ahead),
            "start": Param("7:00 PM", an_hour),
            "place": Param("Trattoria Lighthouse", a_place_with_number),
            "number": Param("3015555234", lambda d: named(d.phone, d.params.place).phone),
        },
        subgoals=[
            SubGoal(
                "call",
                "Is a phone call to {number}, the number of {place}, running (the call screen is shown)?",
                lambda phone, p: phone.dialer.call is not None and phone.dialer.call.number == p.number,
            )
        ],
        never=[
            Never(
                "another_called",
                lambda phone, p: phone.dialer.call is not None and phone.dialer.call.number != p.number,
                question="Was any number but {number} called?",
            )
        ],
        may_change=["dialer.call", *LOOKING],
        setup=has_place,
        solution=call_place,
    ),
    Task(
        id="cross_17",
        app="messages",
        group="ways",
        start="home",
        own_steps=27,
        goals=[
            "{name} proposes two places to meet in a text message. Find out in MAPS.ME which one I reach "
            "sooner {by} from here, and reply with its name. Then put our meeting into my calendar as "
            '"{title}", with day, time and this place.',
            "Which of the two places in the last message of {name} is quicker to get to {by} from my "
            'position? Send its name back, only that one, and enter "{title}" in Calendario: the day and the '
            "time are in the message, the location is the place.",
            "Compare the ways {by} from here to the two places that {name} writes about, and answer the "
            'message with the name of the one that takes less time. An event "{title}" there, at the time '
            "and on the day of the message, has to be in the calendar as well.",
        ],
        params={
            **chats.friend(),
            "mode": Param("car", one_of("car", "bicycle", "walk")),
            "by": Param("by car", from_param("mode", places.MODES.get)),
            "first": Param("Plaza Espresso", one_named(*KINDS)),
            "second": Param("Starling Coffee", another_place),
            "right": Param("Starling Coffee", sooner),
            "wrong": Param("Plaza Espresso", later),
            "place": Param("Starling Coffee", from_param("right", str)),
            "title": Param("Meeting Mia", lambda d: f"Meeting {d.params.name}"),
            "kept": Param(BASE, kept),
            "day": Param("2024-05-16", agenda.a_day_ahead),
            "on": Param("16 May", from_param("day", day_in_goal)),
            "heading": Param("May 16", from_param("day", heading)),
            "start": Param("4:15 PM", an_hour),
            "form": CHOICE.form,
        },
        subgoals=[
            chats.told(
                "Was {name} sent a single text message that names {right}, and not {wrong}?",
                lambda text, p: chats.names_it(text, p.right) and not chats.names_it(text, p.wrong),
            ),
            *NEW.one(CREATED, ON_DAY, STARTS, HAS_PLACE),
        ],
        never=[chats.OTHERS_TOLD, DELETED],
        may_change=[*chats.TEXTING, *LOOKING, "calendar.events.+"],
        setup=offers_choice,
        solution=choose_place,
    ),
]
