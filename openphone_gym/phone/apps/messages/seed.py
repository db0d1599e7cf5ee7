"""Conversations on a new phone."""

from __future__ import annotations

import random

from openphone_gym.phone.apps.messages.state import Message, Messages
from openphone_gym.phone.system.clock import to_milliseconds, zone
from openphone_gym.phone.system.seed import START, TIME_ZONE

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
    DAVID,
    PARCEL,
    [(False, "Your verification code is 481 205. Do not share it with anyone.")],
    [(False, "Happy birthday!"), (True, "Thank you so much!")],
    [(True, "Running ten minutes late, sorry"), (False, "No problem, I'll order for us")],
    [(False, "Are you coming to the gym tomorrow?"), (True, "Maybe in the evening"), (False, "OK, text me")],
    [(False, "The meeting is moved to 3 o'clock"), (True, "Noted")],
)
"""Conversations that a drawn phone may have."""

NUMBERS = ("99887766", "44556677", "66778899", "55667788")
"""Numbers of the benchmark's address book, except the one that a task writes to."""


def seed(rng: random.Random | None = None) -> Messages:
    """The messages of a new phone: the benchmark's contents, or some drawn by ``rng``."""
    messages = Messages()
    now = to_milliseconds(START.replace(tzinfo=zone(TIME_ZONE)))
    if rng is None:
        _add(messages, "99887766", MIA, now - 140 * MINUTE)
        _add(messages, "44556677", DAVID, now - 1_600 * MINUTE)
        _add(messages, "2125550134", PARCEL, now - 4_300 * MINUTE)
        return messages
    talks = rng.sample(TALKS, rng.randint(2, 6))
    strangers = [f"{rng.randint(201, 989)}555{rng.randint(1000, 9999)}" for _ in talks]
    numbers = rng.sample(sorted({*NUMBERS, *strangers}), len(talks))
    ages = rng.sample(range(30, 20_000), len(talks))
    for number, talk, age in zip(numbers, talks, ages, strict=True):
        _add(messages, number, talk, now - age * MINUTE)
    return messages


def _add(messages: Messages, number: str, talk: Talk, last: int) -> None:
    """Adds a conversation with two minutes between its messages."""
    chat = messages.begin(number)
    first = last - 2 * MINUTE * (len(talk) - 1)
    for place, (sent, text) in enumerate(talk):
        chat.messages.append(Message(messages.new_id(), text, first + 2 * MINUTE * place, sent))
