from __future__ import annotations

from typing import Any

import pytest

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.apps.messages.state import Conversation, Messages
from openphone_gym.phone.system.interruptions import INTERRUPTIONS
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.state import Entry
from tests.phone.conftest import Finger

ABC = "22331144"
MIA = "99887766"


@pytest.fixture
def hand(finger: Finger) -> Finger:
    finger.open("messages")
    return finger


def used(hand: Finger) -> None:
    """Decodes the states that these screens read, so that snapshots list them."""
    for app in ("contacts", "dialer", "messages"):
        hand.phone.app(app)


def state_of(hand: Finger) -> Messages:
    return hand.phone.app("messages")


def chat_with(hand: Finger, number: str) -> Conversation:
    chat = state_of(hand).with_number(number)
    assert chat is not None
    return chat


def write_to_abc(hand: Finger, text: str) -> Conversation:
    Nav(hand.phone, hand.phone.front()).start("messages", "compose", number=ABC)
    hand.phone.changed()
    hand.tap("Texting with ABC")
    hand.type(text)
    return chat_with(hand, ABC)


def test_compose_page_is_read_as_texting_with_a_name(hand: Finger) -> None:
    chat = write_to_abc(hand, "Nice to meet you")
    field = hand.node("Texting with ABC")
    assert (field.text, field.class_name) == ("Nice to meet you", "android.widget.EditText")
    assert (chat.draft, chat.messages) == ("Nice to meet you", [])


def test_enter_makes_a_line_and_sends_nothing(hand: Finger) -> None:
    chat = write_to_abc(hand, "Nice to meet you")
    hand.press("enter")
    assert chat.draft == "Nice to meet you\n"
    assert chat.messages == []


def test_sending_appends_and_clears_the_draft(hand: Finger) -> None:
    chat = write_to_abc(hand, "Hello")
    hand.tap("Send message")
    assert [(one.text, one.sent) for one in chat.messages] == [("Hello", True)]
    assert chat.draft == ""
    assert hand.sees("Show record a voice message screen")
    ids = [one.id for other in state_of(hand).conversations for one in other.messages]
    assert len(set(ids)) == len(ids)


def test_looking_at_somebody_leaves_no_trace(hand: Finger) -> None:
    state_of(hand)
    before = hand.phone.snapshot().apps["messages"]
    hand.tap("Start chat")
    hand.type("AB")
    hand.tap("ABC")
    assert hand.sees("Texting with ABC")
    hand.press("back")
    assert hand.phone.showing("messages", "home")
    assert hand.phone.snapshot().apps["messages"] == before


def test_long_conversations_show_their_end(hand: Finger) -> None:
    hand.tap("Mia Wong", "Texting with Mia Wong")
    for number in range(9):
        hand.type(f"Message {number}")
        hand.tap("Send message")
    assert hand.sees("Message 8")
    assert not hand.sees("Message 0")
    hand.swipe("Message 8", 0, 600)
    assert not hand.sees("Message 8")


def test_delete_asks_first(hand: Finger) -> None:
    for button, left in (("Cancel", 3), ("Delete", 2)):
        hand.hold("David Park")
        hand.tap("Delete", button)
        assert len(state_of(hand).conversations) == left


@pytest.mark.parametrize(("choice", "left"), [("Archive", 3), ("Delete", 2)])
def test_conversation_is_left_when_put_away(hand: Finger, choice: str, left: int) -> None:
    hand.tap("David Park", "More", choice)
    if choice == "Delete":
        hand.tap("Delete")
    assert hand.phone.showing("messages", "home")
    assert not hand.sees("David Park")
    assert len(state_of(hand).conversations) == left


def test_spam_is_put_aside(hand: Finger) -> None:
    hand.hold("(212) 555-0134")
    hand.tap("Block & report spam", "More options", "Spam & blocked")
    assert hand.sees("(212) 555-0134")


def test_notification_opens_the_conversation(finger: Finger) -> None:
    finger.open("zoom")
    INTERRUPTIONS["notification"](finger.phone)
    finger.phone.changed()
    finger.tap("Mia Wong")
    assert finger.sees("Texting with Mia Wong", "Perfect, see you there")


ARGS: dict[str, dict[str, Any]] = {
    "compose": {"number": ABC},
    "folder": {"name": "archived"},
    "chat_menu": {"id": 1},
    "delete": {"id": 1},
    "message_menu": {"number": MIA, "id": 2},
}


@pytest.mark.parametrize("screen", sorted(installed_apps()["messages"].screens))
def test_building_a_screen_changes_nothing(hand: Finger, screen: str) -> None:
    used(hand)
    hand.phone.system.tasks[-1].stack.append(Entry("messages", screen, ARGS.get(screen, {})))
    hand.phone.changed()
    before = hand.phone.snapshot()
    assert hand.phone.tree().texts()
    assert hand.phone.snapshot() == before
