"""Writing to a contact and calling one."""

from __future__ import annotations

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.clock import to_milliseconds, zone
from openphone_gym.phone.world.start import START, TIME_ZONE
from openphone_gym.tasks.contacts.people import (
    A_NUMBER,
    CONTACT_DELETED,
    contact,
    known,
    numbers,
    open_contact,
)
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.sight import Sight, has_id, plain
from openphone_gym.tasks.task import Drawing, Never, Param, Params, SubGoal, Task, one_of

TEXTS = (
    "Nice to meet you",
    "See you on Monday",
    "Can we talk tonight?",
    "The keys are at the reception",
    "Happy to help next week",
    "Dinner at eight?",
    "Running ten minutes late",
    "Please call me back",
    "Thanks for the photos",
    "I found your umbrella",
)


def not_written_to(d: Drawing) -> int:
    """Draws a contact with whom there is no conversation yet, by its id."""
    written_to = {chat.number for chat in d.phone.messages.conversations}
    people = d.phone.contacts.people
    return d.choice([p.id for p in people if written_to.isdisjoint(numbers(p))])


def shows_compose(screen: Sight, p: Params) -> bool:
    """Whether the page in front is that of messages to the contact."""
    return screen.sees(f"Texting with {p.name}") is not None


def shows_draft(screen: Sight, p: Params) -> bool | None:
    """Whether the words stand in the field of a message to the contact."""
    return plain(screen.content("compose_message_text") or "") == p.text if shows_compose(screen, p) else None


def shows_sent(screen: Sight, p: Params) -> bool:
    """Whether a bubble has the words; any bubble to the contact, with whom there was no conversation."""
    lines = [plain(line.text) for line in screen.all(has_id("message_text"))]
    bubbles = [words for words in lines if not words.startswith(f"Texting with {p.name} (")]
    return any(words == p.text or shows_compose(screen, p) for words in bubbles)


def shows_call(screen: Sight, p: Params) -> bool:
    """Whether the page in front is that of a call to the contact."""
    return screen.sees("End call") is not None and screen.sees(p.name) is not None


def composing(phone: Phone, p: Params) -> bool:
    """Whether the page of messages to the contact is open."""
    return any(phone.showing("messages", "compose", number=number) for number in numbers(known(phone, p)))


def drafted(phone: Phone, p: Params) -> bool:
    """Whether the words stand in the field of a message to the contact."""
    chats = [phone.messages.with_number(number) for number in numbers(known(phone, p))]
    return any(chat is not None and chat.draft.strip() == p.text for chat in chats)


def sent_since_start(phone: Phone, p: Params) -> bool:
    """Whether a message was sent since the phone was new."""
    start = to_milliseconds(START.replace(tzinfo=zone(TIME_ZONE)))
    chats = phone.messages.conversations
    return any(message.sent and message.at >= start for chat in chats for message in chat.messages)


def reach(hand: Hand, name: str, way: str) -> None:
    """Gets in touch with a contact in a way, by any number."""
    if hand.title == "Choose number":
        hand.tap(A_NUMBER)
    open_contact(hand, name)
    hand.tap(way)


def contacts_9(hand: Hand, p: Params) -> None:
    field = f"Texting with {p.name}"
    if hand.sees(field):
        hand.fill(field, p.text)
    else:
        reach(hand, p.name, "Text")


def contacts_10(hand: Hand, p: Params) -> None:
    if hand.sees("End call") is None:
        reach(hand, p.name, "Call")
    elif hand.sees(p.name) is None:
        hand.tap("End call")


TASKS = [
    Task(
        id="contacts_9",
        app="contacts",
        group="call or message",
        human_steps=5,
        goals=[
            'Prepare a text message for {name} with the content "{text}"; leave it unsent.',
            'Start a text message to my contact {name}. It should read "{text}". Do not send it yet.',
            'Write "{text}" into a text message to {name}, but leave sending it to me.',
        ],
        params={
            **contact(2, "ABC", not_written_to),
            "text": Param("Nice to meet you", one_of(*TEXTS)),
        },
        subgoals=[
            SubGoal(
                "compose_open",
                "Is the page for text messages to {name} open?",
                composing,
                screen=shows_compose,
            ),
            SubGoal(
                "draft_text",
                'Does the message field hold the unsent text "{text}"?',
                drafted,
                screen=shows_draft,
            ),
        ],
        never=[
            CONTACT_DELETED,
            Never(
                "message_sent",
                sent_since_start,
                question="Was a text message sent to {name} or anybody else?",
                screen=shows_sent,
            ),
        ],
        may_change=["messages.conversations.+"],
        solution=contacts_9,
        prepare="Add a contact ABC with a number, with whom there is no conversation in Google Messages.",
    ),
    Task(
        id="contacts_10",
        app="contacts",
        group="call or message",
        human_steps=3,
        goals=[
            "Ring up the contact {name} by phone.",
            "Call {name}, who is in my contacts.",
            "I want to speak to my contact {name}. Place the call.",
        ],
        params=contact(2, "ABC"),
        subgoals=[
            SubGoal(
                "call",
                "Is a phone call to {name} running (the call screen is shown)?",
                lambda phone, p: (
                    phone.dialer.call is not None and phone.dialer.call.number in numbers(known(phone, p))
                ),
                screen=shows_call,
            )
        ],
        never=[CONTACT_DELETED],
        may_change=["dialer.call"],
        solution=contacts_10,
        prepare="Add a contact ABC with one number that may be called, on a phone that can place calls.",
    ),
]
