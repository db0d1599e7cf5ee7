"""Conversations on a new phone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

from openphone_gym.phone.apps.messages.state import Message, Messages
from openphone_gym.phone.system.clock import to_milliseconds, zone
from openphone_gym.phone.world.start import START, TIME_ZONE

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World
    from openphone_gym.phone.world.records import Occasion

MINUTE = 60_000

Talk = list[tuple[bool, str]]
"""Messages of a conversation: whether the user wrote it, and the words."""

MIA: Talk = [
    (False, "Hi! Did you find the restaurant for Friday?"),
    (True, "Yes, the one next to the library"),
    (False, "Perfect, see you there"),
]
DAVID: Talk = [
    (True, "Can you send me the address of the new office?"),
    (False, "12 River Street, third floor"),
    (True, "Thanks!"),
]
PARCEL: Talk = [(False, "Your parcel was delivered. Please collect it at the reception desk.")]

TALKS: tuple[Talk, ...] = (
    MIA,
    [(False, "Happy birthday!"), (True, "Thank you so much!")],
    [(True, "Running ten minutes late, sorry"), (False, "No problem, I'll order for us")],
    [(False, "Are you coming to the gym tomorrow?"), (True, "Maybe in the evening"), (False, "OK, text me")],
    [(False, "The meeting is moved to 3 o'clock"), (True, "Noted")],
    [(True, "Did you feed the cat?"), (False, "Twice. She says she is still hungry")],
    [(False, "Can I borrow your drill this weekend?"), (True, "Sure, it's in the hall")],
    [(False, "I left my scarf at your place"), (True, "Found it. I'll bring it along")],
)
"""Conversations with people of the address book."""

OF_ORGANISATIONS: tuple[tuple[str, str], ...] = (
    ("post_office", "Your parcel was delivered. Please collect it at the reception desk."),
    ("bank", "Your verification code is 481 205. Do not share it with anyone."),
    ("doctor", "We have to move your appointment. Please call us."),
    ("telecom", "Your bill for April is ready."),
    ("gym", "The pool is closed on Sunday."),
    ("library", "The book you asked for has come in."),
)
"""Kinds of organisations that write, and what."""

OF_STRANGERS = (
    "Hello, is the bicycle still for sale?",
    "Sorry, wrong number",
    "Your code is 7713",
    "You have won a voucher! Reply YES to claim it",
)
"""What others write."""


def seed(rng: random.Random | None, world: World) -> Messages:
    """The messages of a new phone: the benchmark's contents, or some drawn by ``rng``."""
    messages = Messages()
    now = to_milliseconds(START.replace(tzinfo=zone(TIME_ZONE)))
    if rng is None:
        _add(messages, world.person("person-5").numbers[0].value, MIA, now - 140 * MINUTE)
        _add(messages, world.person("person-4").numbers[0].value, DAVID, now - 1_600 * MINUTE)
        _add(messages, world.organisation("post_office-1").phone, PARCEL, now - 4_300 * MINUTE)
        return messages
    talks = [*_with_people(rng, world), *_with_others(rng, world)]
    rng.shuffle(talks)
    for (number, talk), age in zip(talks, rng.sample(range(30, 20_000), len(talks)), strict=True):
        _add(messages, number, talk, now - age * MINUTE)
    return messages


PLANS = 0.5
"""Chance that a phone has a conversation about a meal that is planned."""


def _with_people(rng: random.Random, world: World) -> Iterator[tuple[str, Talk]]:
    """Conversations with at most half of the address book, perhaps one about a meal that is planned."""
    book = world.address_book
    many = rng.randint(1, min(4, len(book) // 2))
    meal = next((meal for meal in world.meals if meal.start > START), None) if rng.random() < PLANS else None
    guest = None
    if meal is not None:
        guest = world.person(meal.people[0])
        yield rng.choice(guest.numbers).value, _plan(world, meal)
    people = rng.sample([person for person in book if person is not guest], many - (guest is not None))
    for person, talk in zip(people, rng.sample(TALKS, len(people)), strict=True):
        yield rng.choice(person.numbers).value, talk


def _plan(world: World, meal: Occasion) -> Talk:
    """What is written about a meal."""
    day = f"{meal.start:%A}, {meal.start:%B} {meal.start.day}"
    hour = f"{meal.start:%I:%M %p}".lstrip("0")
    where = world.place_name(meal.place)
    return [(False, f"Does {day} at {hour} still suit you?"), (True, f"Yes, see you at {where}")]


def _with_others(rng: random.Random, world: World) -> Iterator[tuple[str, Talk]]:
    """Messages of organisations and strangers."""
    for kind, text in rng.sample(OF_ORGANISATIONS, rng.randint(0, 2)):
        yield rng.choice(world.organisations_of(kind)).phone, [(False, text)]
    writers = [stranger.number for stranger in world.strangers if stranger.writes]
    yield rng.choice(writers), [(False, rng.choice(OF_STRANGERS))]


def _add(messages: Messages, number: str, talk: Talk, last: int) -> None:
    """Adds a conversation with two minutes between its messages."""
    chat = messages.begin(number)
    first = last - 2 * MINUTE * (len(talk) - 1)
    for place, (sent, text) in enumerate(talk):
        chat.messages.append(Message(messages.new_id(), text, first + 2 * MINUTE * place, sent))
