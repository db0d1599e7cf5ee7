"""Plans that people make in messages, and the calendar."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.toolkit.fields import grouped
from openphone_gym.tasks.calendar.drawing import (
    BASE,
    a_title,
    adding,
    can_change,
    day_in_goal,
    heading,
    kept,
    present,
)
from openphone_gym.tasks.calendar.rows import (
    CREATED,
    DATE_KEPT,
    DELETED,
    HAS_PLACE,
    NEW,
    ON_DAY,
    PRESENT,
    STARTS,
)
from openphone_gym.tasks.cross import agenda, chats
from openphone_gym.tasks.cross.wording import Wording, either
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.map.asking import one_named
from openphone_gym.tasks.task import Drawing, Param, Params, Task, from_param, one_of
from openphone_gym.tasks.times import time_words
from openphone_gym.tasks.zoom.join import (
    JOINED,
    MEETING_ID,
    NAME,
    any_meeting,
    fill_meeting_id,
    new_screen_name,
)


class Meeting(NamedTuple):
    """Something people meet for.

    Attributes:
        kinds: Kinds of places where they do.
        hours: First and last hour at which it begins.
    """

    kinds: tuple[str, ...]
    hours: tuple[int, int]


MEETINGS = {
    "dinner": Meeting(("restaurant",), (18, 20)),
    "lunch": Meeting(("restaurant", "cafe"), (12, 13)),
    "breakfast": Meeting(("cafe", "bakery"), (8, 10)),
    "a film": Meeting(("cinema",), (15, 21)),
    "a drink": Meeting(("bar",), (18, 21)),
    "a walk": Meeting(("park",), (14, 17)),
}

INVITATION = Wording(
    "Shall we meet for {what} on {day}? I will be there at {start}. The place is {place}",
    "I look forward to {what}! It is on {day} at {start}, and the place is {place}",
    "About {what}: {day} suits me best. Let us say {start}. We meet at {place}",
)


def a_place(d: Drawing) -> str:
    """Draws a place to meet at."""
    return one_named(*MEETINGS[d.params.what].kinds)(d)


def a_time(d: Drawing) -> str:
    """Draws a time to meet at."""
    return time_words(d.rng.randint(*MEETINGS[d.params.what].hours), d.choice((0, 15, 30, 45)))


def invites(phone: Phone, p: Params) -> None:
    """The friend has written where and when to meet."""
    words = INVITATION.write(
        p.form, what=p.what, day=agenda.day_in_words(p.day), start=p.start, place=p.place
    )
    chats.writes(phone, p.person, words)


def enter_invitation(hand: Hand, p: Params) -> None:
    plan = chats.facts(hand, p.name, INVITATION)
    hand.once(
        "entered",
        lambda: agenda.enter(hand, p.title, agenda.day_of(plan["day"]), plan["start"], plan["place"]),
    )


# Asked whether there is time

QUESTION = Wording(
    "Do you have time for {what} on {day}?",
    "I have two tickets for {what}. Are you free on {day}?",
    "On {day} we want to go for {what}. Will you join us?",
)
PASTIMES = ("the circus", "a concert", "mini golf", "the flea market", "ice skating", "a match", "bowling")
YES = ("Yes, with pleasure", "Yes, I have time", "Count me in", "I will be there", "That suits me well")
NO = ("Sorry, I am busy that day", "No, I have plans", "Not that day, sorry", "I cannot make it")


def asks_for_time(phone: Phone, p: Params) -> None:
    """The friend has asked about a day, which is free or not."""
    agenda.free_or_not(phone, p)
    chats.writes(phone, p.person, QUESTION.write(p.form, what=p.what, day=agenda.day_in_words(p.day)))


def answer_by_calendar(hand: Hand, p: Params) -> None:
    question = chats.facts(hand, p.name, QUESTION)
    day = date.fromisoformat(agenda.day_of(question["day"]))
    busy = hand.once("busy", lambda: agenda.anything_on(hand, day))
    hand.once("answered", lambda: chats.text(hand, p.name, p.no if busy else p.yes))


# Put off

PUT_OFF = Wording(
    '"{title}" will begin at {start} instead',
    'Please note that "{title}" does not begin as planned, but at {start}',
    'Sorry for the trouble: the new time of "{title}" is {start}',
)


def an_only_title(d: Drawing) -> int:
    """Draws an event that can be moved and whose title no other one contains, by its id."""
    titles = [event.title for event in d.phone.calendar.events]
    return d.choice(
        [
            event.id
            for event in d.phone.calendar.events
            if can_change(event) and sum(event.title in title for title in titles) == 1
        ]
    )


def another_start(d: Drawing) -> str:
    """Draws another time of the day for the event that was drawn."""
    start = d.phone.calendar.event(d.params.event).start
    times = [divmod(minutes, 60) for minutes in range(8 * 60, 19 * 60, 15)]
    return time_words(*d.choice([time for time in times if time != (start.hour, start.minute)]))


def puts_off(phone: Phone, p: Params) -> None:
    """The friend has written that an event begins at another time."""
    adding("meeting")(phone, p)
    chats.writes(phone, p.person, PUT_OFF.write(p.form, title=p.title, start=p.start))


def move_event(hand: Hand, p: Params) -> None:
    news = chats.facts(hand, p.name, PUT_OFF)
    hand.once("moved", lambda: agenda.move(hand, p.title, news["start"]))


# Meetings

NOTE = Wording(
    "Zoom meeting {meeting}",
    "Online: Zoom, meeting ID {meeting}",
    "We meet on Zoom, the ID is {meeting}",
)


def an_hour(d: Drawing) -> str:
    """Draws a time of the day."""
    return time_words(*divmod(d.rng.randrange(9 * 60, 20 * 60, 15), 60))


def has_meeting(phone: Phone, p: Params) -> None:
    """The event is in the calendar; its note has the number of a meeting."""
    note = NOTE.write(p.form, meeting=grouped(3, 3, 5)(p.meeting_id))
    agenda.add(phone, p.title, p.day, p.start, note=note)


def prepare_meeting(hand: Hand, p: Params) -> None:
    *_, note = hand.once("event", lambda: agenda.look_up(hand, p.title)).split("\n")
    meeting = NOTE.read(note)["meeting"].replace(" ", "")

    def fill_in() -> None:
        hand.open("Zoom")
        fill_meeting_id(hand, Params(meeting_id=meeting))
        hand.fill("edtScreenName", p.screen_name)

    hand.once("filled in", fill_in)


def has_place(phone: Phone, p: Params) -> None:
    """The event is in the calendar, with its place."""
    agenda.add(phone, p.title, p.day, p.start, p.place)


def tell_event(hand: Hand, p: Params) -> None:
    time, place, _ = hand.once("event", lambda: agenda.look_up(hand, p.title)).split("\n")
    hand.once("told", lambda: chats.text(hand, p.name, f"{agenda.start_in(time)}, {place}"))


TASKS = [
    Task(
        id="cross_1",
        app="messages",
        group="plans",
        start="home",
        own_steps=15,
        goals=[
            '{name} has written me where and when we meet for {what}. Put it into my calendar as "{title}", '
            "with the day, the time and the place of the message.",
            'Make an event "{title}" in Calendario out of the last message of {name}, in which we agree on '
            "{what}: right day, right beginning, right location.",
            "Look into my messages: {name} tells when and where we meet for {what}. That belongs into my "
            'calendar, under the title "{title}" and with its location.',
        ],
        params={
            **chats.friend(),
            "kept": Param(BASE, kept),
            "what": Param("dinner", lambda d: d.choice(list(MEETINGS))),
            "title": Param("Dinner with Mia", lambda d: f"{d.params.what.capitalize()} with {d.params.name}"),
            "day": Param("2024-05-14", agenda.a_day_ahead),
            "on": Param("14 May", from_param("day", day_in_goal)),
            "heading": Param("May 14", from_param("day", heading)),
            "start": Param("7:30 PM", a_time),
            "place": Param("Trattoria Lighthouse", a_place),
            "form": INVITATION.form,
        },
        subgoals=NEW.one(CREATED, ON_DAY, STARTS, HAS_PLACE),
        never=[DELETED],
        may_change=["calendar.events.+"],
        setup=invites,
        solution=enter_invitation,
    ),
    Task(
        id="cross_2",
        app="messages",
        group="plans",
        start="home",
        own_steps=9,
        goals=[
            "{name} asks me in a message whether I have time on some day. If there is nothing in my calendar "
            'on that day, reply with "{yes}". If there is something, reply with "{no}".',
            'Answer the last text message of {name}: "{yes}" if my calendar is empty on the day in question, '
            '"{no}" if it is not.',
            "Read what day {name} asks about in the last message and look it up in Calendario. On a free "
            'day, write back "{yes}", otherwise "{no}".',
        ],
        params={
            **chats.friend(),
            "what": Param("bowling", one_of(*PASTIMES)),
            "day": Param("2024-05-15", agenda.a_day_ahead),
            "free": Param(False, one_of(True, False)),
            "other": Param("Haircut", a_title),
            "yes": Param("Count me in", one_of(*YES)),
            "no": Param("Sorry, I am busy that day", one_of(*NO)),
            **either("free", "yes", "no", "Sorry, I am busy that day", "Count me in"),
            "form": QUESTION.form,
        },
        subgoals=[chats.told_words("right")],
        never=[chats.OTHERS_TOLD, chats.never_told("wrong")],
        may_change=chats.TEXTING,
        setup=asks_for_time,
        solution=answer_by_calendar,
    ),
    Task(
        id="cross_3",
        app="messages",
        group="plans",
        start="home",
        own_steps=12,
        goals=[
            '{name} has written that "{title}" begins at another time. Change the event in my calendar '
            "accordingly.",
            'By the last message of {name}, "{title}" starts at a new time. Correct that in Calendario.',
            'Move my event "{title}" to the time that {name} gives in a text message; it stays on its day.',
        ],
        params={
            **chats.friend(),
            **present("meeting", lambda event: True),
            "event": Param(6, an_only_title),
            "start": Param("11:30 AM", another_start),
            "form": PUT_OFF.form,
        },
        subgoals=PRESENT.one(STARTS, DATE_KEPT),
        never=[DELETED],
        may_change=["calendar.events.{event}.start", "calendar.events.{event}.end"],
        setup=puts_off,
        solution=move_event,
    ),
    Task(
        id="cross_4",
        app="calendar",
        group="plans",
        start="home",
        own_steps=9,
        goals=[
            'The note of my event "{title}" has the number of a Zoom meeting. Fill in the join page of Zoom '
            "with it and with the name {screen_name}, but leave pressing Join to me.",
            'Get Zoom ready for "{title}": the meeting ID is in the note of that event in my calendar, my '
            "name for the meeting is {screen_name}. Do not join yet.",
            'Look up the meeting ID in the calendar ("{title}") and enter it on the page for joining a '
            "meeting in Zoom, where {screen_name} has to be my name. Stop before joining.",
        ],
        params={
            "title": Param("Project review", a_title),
            "day": Param("2024-05-16", agenda.a_day_ahead),
            "start": Param("10:00 AM", an_hour),
            "meeting_id": Param("8123345567", any_meeting),
            "screen_name": Param("Alice", new_screen_name),
            "form": NOTE.form,
        },
        subgoals=[MEETING_ID, NAME],
        never=[JOINED],
        may_change=["zoom.join_form.meeting_id", "zoom.join_form.screen_name"],
        setup=has_meeting,
        solution=prepare_meeting,
    ),
    Task(
        id="cross_5",
        app="calendar",
        group="plans",
        start="home",
        own_steps=9,
        goals=[
            'Write {name} a text message that says at what time "{title}" begins and where it takes place, '
            "as it stands in my calendar.",
            '{name} has to know the time and the place of "{title}". Look into Calendario and send both in a '
            "text message.",
            'Look up when "{title}" starts and at which location, and text that to {name}.',
        ],
        params={
            **chats.friend(),
            "title": Param("Lunch with Li", a_title),
            "what": Param("lunch", one_of(*MEETINGS)),
            "day": Param("2024-05-17", agenda.a_day_ahead),
            "start": Param("12:45 PM", a_time),
            "place": Param("Corner Table", a_place),
        },
        subgoals=[
            chats.told(
                "Was {name} sent a single text message that names {place} and {start}, and no other time?",
                lambda text, p: chats.names_it(text, p.place) and chats.names_time(text, p.start),
            )
        ],
        never=[chats.OTHERS_TOLD],
        may_change=chats.TEXTING,
        setup=has_place,
        solution=tell_event,
    ),
]
