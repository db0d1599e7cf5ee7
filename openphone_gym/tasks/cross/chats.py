"""Text messages: those that come in, reading them, and writing back."""

from __future__ import annotations

import re
from collections.abc import Callable

from openphone_gym.phone.apps.contacts.state import Person
from openphone_gym.phone.apps.messages.state import Conversation, Message
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.clock import to_milliseconds, zone
from openphone_gym.phone.world.start import START, TIME_ZONE
from openphone_gym.tasks.answers.folding import fold
from openphone_gym.tasks.answers.mentions import clock_times, same_time
from openphone_gym.tasks.cross.wording import Wording
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.sight import has_id, plain, titled
from openphone_gym.tasks.task import Draw, Drawing, Never, Param, Params, SubGoal
from openphone_gym.tasks.times import time_of
from openphone_gym.ui.node import UiNode

APP = "Messages"

MINUTES_AGO = 12
"""When a message came in that a task is about; older ones are on the phone from the start."""

NEW = to_milliseconds(START.replace(tzinfo=zone(TIME_ZONE)))
"""Virtual time (ms) from which on messages were sent during the episode."""

LONGEST = 200
"""Most characters of a message that says something and not everything."""

FIELD, TO, NAME = (
    has_id(name) for name in ("compose_message_text", "recipient_text_view", "conversation_name")
)

TEXTING = ["messages.conversations.+", "messages.conversations.{chat}.messages.+"]
"""What changes by writing to somebody, with whom there is a conversation or not."""

# People to write to


def numbers_of(person: Person) -> list[str]:
    """The numbers of a contact."""
    return [phone.number for phone in person.phones]


def chat_of(phone: Phone, person: int) -> Conversation | None:
    """The conversation with a contact, if there is one."""
    numbers = numbers_of(phone.contacts.person(person))
    return next((chat for chat in phone.messages.conversations if chat.number in numbers), None)


def a_friend(d: Drawing) -> int:
    """Draws a contact who has a number and a name of its own, by its id."""
    names = [person.name for person in d.phone.contacts.people]
    people = [p.id for p in d.phone.contacts.people if p.phones and names.count(p.name) == 1]
    return d.choice(people)


def friend(id: int = 5, name: str = "Mia Wong", chat: int = 1, sample: Draw = a_friend) -> dict[str, Param]:
    """Parameters for somebody who writes or is written to.

    Args:
        id: The contact on the benchmark's phone.
        name: Its name.
        chat: Id of the conversation with it there; 0 for none.
        sample: Draws another one.
    """

    def its_chat(d: Drawing) -> int:
        found = chat_of(d.phone, d.params.person)
        return d.phone.messages.last_id + 1 if found is None else found.id

    return {
        "person": Param(id, sample),
        "name": Param(name, lambda d: d.phone.contacts.person(d.params.person).name),
        "chat": Param(chat, its_chat),
    }


DAVID = {"id": 4, "name": "David Park", "chat": 5}
"""Another contact of the benchmark's phone."""


def receives(phone: Phone, number: str, text: str) -> None:
    """A text message came in shortly before the start."""
    messages = phone.messages
    chat = messages.begin(number)
    chat.messages.append(Message(messages.new_id(), text, NEW - MINUTES_AGO * 60_000))


def writes(phone: Phone, person: int, text: str) -> None:
    """A contact wrote, in the conversation that there is or in a new one."""
    chat = chat_of(phone, person)
    number = numbers_of(phone.contacts.person(person))[0] if chat is None else chat.number
    receives(phone, number, text)


# What was sent


def sent(phone: Phone, numbers: list[str] | None = None) -> list[str]:
    """What was sent during the episode, to some numbers or to anybody."""
    return [
        plain(message.text)
        for chat in phone.messages.conversations
        if numbers is None or chat.number in numbers
        for message in chat.messages
        if message.sent and message.at >= NEW
    ]


def sent_to(phone: Phone, p: Params) -> list[str]:
    """What was sent to the person of the task."""
    person = next((one for one in phone.contacts.people if one.id == p.person), Person())
    return sent(phone, numbers_of(person))


def told(question: str, says: Callable[[str, Params], bool]) -> SubGoal:
    """The person of the task was sent one thing only, and it says what it should.

    Args:
        question: The same for a judge that reads screens.
        says: Whether a message does.
    """

    def holds(phone: Phone, p: Params) -> bool:
        texts = sent_to(phone, p)
        return bool(texts) and all(len(text) <= LONGEST and says(text, p) for text in texts)

    return SubGoal("told", question, holds)


def told_words(param: str) -> SubGoal:
    """The person of the task was sent exactly some words."""
    return told(
        f'Was a text message sent to {{name}} that reads "{{{param}}}", and no other message?',
        lambda text, p: same_words(text, getattr(p, param)),
    )


def never_told(param: str) -> Never:
    """Nobody was sent some words, which would be the wrong ones."""
    return Never(
        "wrong_words_sent",
        lambda phone, p: any(same_words(text, getattr(p, param)) for text in sent(phone)),
        question=f'Was "{{{param}}}" sent in a text message?',
    )


def same_words(text: str, words: str) -> bool:
    """Whether a message has these words; case and the point at its end do not matter."""
    return plain(text).casefold().rstrip(".") == plain(words).casefold().rstrip(".")


def names_it(text: str, words: str) -> bool:
    """Whether a message names something."""
    return plain(words).casefold() in plain(text).casefold()


def names_time(text: str, time: str) -> bool:
    """Whether a message names a time of day, and no other."""
    hour, minute = time_of(time)
    found = clock_times(fold(text))
    return bool(found) and all(same_time(one.value, (60 * hour + minute, True)) for one in found)


def numbers_in(text: str) -> list[str]:
    """The numbers in a message, with what stands for thousands and millions, such as ``29.4m``."""
    return re.findall(r"\d+(?:[.,]\d+)*(?: ?[kmb]\b)?", plain(text).casefold())


OTHERS_TOLD = Never(
    "sent_to_another",
    lambda phone, p: len(sent(phone)) > len(sent_to(phone, p)),
    question="Was a text message sent to anybody but {name}?",
)

# The hand


def is_bubble(node: UiNode) -> bool:
    """Whether a node is what somebody said; the line above all messages says with whom one talks."""
    return node.resource_id == "message_text" and not node.text.startswith("Texting with ")


def named(name: str) -> Callable[[UiNode], bool]:
    """The name of a conversation in a list of them."""

    def matches(node: UiNode) -> bool:
        return NAME(node) and plain(node.text) == plain(name)

    matches.__name__ = f"conversation {name}"
    return matches


def open_chat(hand: Hand, name: str) -> None:
    """The conversation with somebody is open, a new one if need be."""
    hand.open(APP)
    if hand.sees(f"Texting with {name}"):
        return
    if hand.sees(TO):
        hand.fill(TO, name)
        hand.tap(titled(name))
    if hand.title != APP:
        raise Lost
    row = hand.find(named(name))
    hand.tap("Start chat" if row is None else row)


def last_words(hand: Hand, name: str) -> str:
    """The last message of the conversation with somebody."""
    open_chat(hand, name)
    bubbles = hand.all(is_bubble)
    if not bubbles:
        raise Lost
    return plain(bubbles[-1].text)


def facts(hand: Hand, name: str, wording: Wording) -> dict[str, str]:
    """What the last message of the conversation with somebody tells."""
    return wording.read(hand.once("message", lambda: last_words(hand, name)))


def text(hand: Hand, name: str, words: str) -> None:
    """Somebody was sent these words."""
    open_chat(hand, name)
    if any(plain(bubble.text) == plain(words) for bubble in hand.all(is_bubble)):
        return
    hand.fill(FIELD, words)
    hand.tap("Send message")
