from __future__ import annotations

import random
from typing import Any

import pytest

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.apps.dialer.screens.calling import duration_text
from openphone_gym.phone.apps.dialer.seed import seed as seed_dialer
from openphone_gym.phone.apps.dialer.state import RINGING_MS, Call, Dialer
from openphone_gym.phone.apps.messages.seed import seed as seed_messages
from openphone_gym.phone.apps.messages.state import Conversation, Messages
from openphone_gym.phone.system.state import Entry
from openphone_gym.phone.world import world
from openphone_gym.ui.gesture import Wait
from tests.phone.conftest import Finger


@pytest.fixture
def caller(finger: Finger) -> Finger:
    finger.open("dialer")
    return finger


@pytest.fixture
def writer(finger: Finger) -> Finger:
    finger.open("messages")
    return finger


def dialer_of(hand: Finger) -> Dialer:
    return hand.phone.app("dialer")


def messages_of(hand: Finger) -> Messages:
    return hand.phone.app("messages")


def running(hand: Finger) -> Call:
    call = dialer_of(hand).call
    assert call is not None
    return call


def chat_with(hand: Finger, number: str) -> Conversation:
    chat = messages_of(hand).with_number(number)
    assert chat is not None
    return chat


def call_abc(hand: Finger) -> Call:
    hand.tap("Contacts", "Call ABC")
    return running(hand)


# Phone


def test_recent_calls_have_the_names_of_contacts(caller: Finger) -> None:
    assert caller.sees("Mia Wong", "David Park", "(212) 555-0134", "Li", "Incoming • 8:50 AM")


def test_call_runs_on_virtual_time(caller: Finger) -> None:
    call = call_abc(caller)
    assert (call.name, call.number) == ("ABC", "22331144")
    assert caller.sees("ABC", "End call", "Calling…")
    caller.phone.perform(Wait(65 + RINGING_MS / 1000))
    assert call.seconds_at(caller.phone.system.clock) == 66
    assert caller.sees("01:06")


def test_switches_of_a_call(caller: Finger) -> None:
    call = call_abc(caller)
    caller.tap("Mute", "Speaker", "Hold")
    assert (call.muted, call.speaker, call.held) == (True, True, True)
    assert caller.sees("On hold")
    caller.tap("Hold", "Keypad", "5,JKL", "#", "Hide keypad")
    assert (call.held, call.tones) == (False, "5#")


def test_end_of_a_call_is_remembered(caller: Finger) -> None:
    call_abc(caller)
    caller.phone.perform(Wait(30))
    caller.tap("End call")
    assert dialer_of(caller).call is None
    newest = dialer_of(caller).recents[0]
    assert (newest.number, newest.kind, newest.seconds) == ("22331144", "outgoing", 26)
    caller.tap("Recents")
    assert caller.sees("ABC")


def test_a_running_call_is_found_again(caller: Finger) -> None:
    call_abc(caller)
    caller.press("back")
    assert not caller.sees("End call")
    assert caller.sees("Return to call")
    caller.press("home")
    caller.open("dialer")
    caller.tap("Return to call")
    assert caller.sees("End call", "ABC")


def test_another_call_ends_the_first(caller: Finger) -> None:
    call_abc(caller)
    caller.press("back")
    caller.tap("Call Li")
    assert running(caller).name == "Li"
    assert dialer_of(caller).recents[0].number == "22331144"


def test_keypad_dials(caller: Finger) -> None:
    caller.tap("key pad", *("2,ABC", "2,ABC", "3,DEF", "3,DEF"))
    assert caller.sees("223-3", "ABC")
    caller.tap("1,", "1", "4,GHI", "5,JKL", "backspace", "4,GHI")
    assert dialer_of(caller).typed == "22331144"
    caller.tap("dial")
    assert running(caller).name == "ABC"
    assert dialer_of(caller).typed == ""


def test_keypad_for_strangers(caller: Finger) -> None:
    caller.tap("key pad")
    caller.hold("0")
    caller.tap("7,PQRS")
    assert dialer_of(caller).typed == "+7"
    assert caller.sees("Send a message")
    caller.hold("backspace")
    assert dialer_of(caller).typed == ""
    caller.tap("dial")
    assert dialer_of(caller).typed == "99887766"


def test_search_by_name_and_number(caller: Finger) -> None:
    caller.tap("Search contacts")
    caller.type("park")
    assert caller.sees("David Park")
    assert not caller.sees("ABC")
    caller.type("(223) 311-44")
    assert caller.sees("ABC", "Call (223) 311-44")


def test_favorites_are_those_of_the_contacts(caller: Finger) -> None:
    caller.tap("Favorites")
    assert caller.sees("Star people to find them here")
    caller.tap("Contacts", "Li", "Add to favorites")
    caller.press("back")
    caller.tap("Favorites")
    assert caller.sees("Li")
    assert [person.name for person in caller.phone.app("contacts").people if person.starred] == ["Li"]


def test_history_is_cleared_after_a_question(caller: Finger) -> None:
    caller.hold("Li")
    caller.tap("Delete")
    assert not caller.sees("Li")
    caller.tap("More options", "Clear call history", "Cancel")
    assert len(dialer_of(caller).recents) == 3
    caller.tap("More options", "Clear call history", "OK")
    assert caller.sees("Your call history is empty")


def test_blocking_is_shared_with_the_contacts(caller: Finger) -> None:
    caller.tap("More options", "Settings", "Blocked numbers", "Add a number")
    caller.type("223 31144")
    caller.tap("Block")
    assert caller.phone.app("contacts").blocked == ["22331144"]
    assert caller.sees("ABC")
    caller.tap("Unblock")
    assert caller.phone.app("contacts").blocked == []


def test_message_from_the_phone_app(caller: Finger) -> None:
    caller.tap("Contacts", "ABC", "Message")
    assert caller.sees("Texting with ABC")


@pytest.mark.parametrize(("seconds", "shown"), [(0, "00:00"), (127, "02:07"), (3_725, "1:02:05")])
def test_duration_of_a_call(seconds: int, shown: str) -> None:
    assert duration_text(seconds) == shown


# Messages


def test_chats_of_a_new_phone(writer: Finger) -> None:
    assert writer.sees("Mia Wong", "David Park", "(212) 555-0134", "Start chat", "You: Thanks!")


def test_draft_is_kept_and_not_sent(writer: Finger) -> None:
    writer.tap("Start chat", "ABC", "Texting with ABC")
    writer.type("Nice to meet you")
    writer.press("enter")
    writer.type("Nice to meet you")
    chat = chat_with(writer, "22331144")
    assert (chat.draft, chat.messages) == ("Nice to meet you", [])
    writer.press("back")
    writer.press("back")
    assert writer.sees("Draft: Nice to meet you")
    writer.tap("ABC")
    assert writer.sees("Nice to meet you", "Texting with ABC")


def test_send(writer: Finger) -> None:
    writer.tap("David Park")
    assert writer.sees("Show record a voice message screen")
    writer.tap("Text message")
    writer.type("On my way")
    writer.tap("Send message")
    chat = chat_with(writer, "44556677")
    assert (chat.messages[-1].text, chat.messages[-1].sent, chat.draft) == ("On my way", True, "")
    assert writer.sees("On my way", "Today")
    writer.press("back")
    writer.press("back")
    assert writer.sees("You: On my way")
    assert writer.node("David Park").center[1] < writer.node("Mia Wong").center[1]


def test_start_a_chat_by_name_or_number(writer: Finger) -> None:
    writer.tap("Start chat")
    writer.type("mia")
    writer.press("enter")
    assert writer.sees("Texting with Mia Wong")
    writer.press("back")
    writer.tap("Start chat")
    writer.type("2125550199")
    writer.tap("Send to (212) 555-0199")
    assert writer.sees("Texting with (212) 555-0199")
    assert messages_of(writer).with_number("2125550199") is None


def test_archive_undo_and_delete(writer: Finger) -> None:
    writer.hold("Mia Wong")
    writer.tap("Archive")
    assert not writer.sees("Mia Wong")
    writer.tap("UNDO")
    assert writer.sees("Mia Wong")
    writer.hold("Mia Wong")
    writer.tap("Delete", "Delete")
    assert messages_of(writer).with_number("99887766") is None


def test_archived_chats_come_back_when_written_to(writer: Finger) -> None:
    writer.hold("Mia Wong")
    writer.tap("Archive", "More options", "Archived", "Mia Wong")
    writer.phone.perform(Wait(10))  # until the message about it no longer covers the field
    writer.tap("Text message")
    writer.type("Hello")
    writer.tap("Send message")
    assert chat_with(writer, "99887766").folder == "inbox"


def test_search_finds_words(writer: Finger) -> None:
    writer.tap("Search messages")
    writer.type("river")
    assert writer.sees("David Park")
    assert not writer.sees("Mia Wong")


def test_message_is_copied_and_deleted(writer: Finger) -> None:
    writer.tap("Mia Wong")
    writer.hold("Perfect, see you there")
    writer.tap("Copy text")
    assert writer.phone.system.clipboard == "Perfect, see you there"
    writer.hold("Perfect, see you there")
    writer.tap("Delete")
    assert len(chat_with(writer, "99887766").messages) == 2


def test_call_from_a_chat(writer: Finger) -> None:
    writer.tap("Mia Wong", "Call")
    assert running(writer).name == "Mia Wong"
    assert writer.sees("End call")


# Both


def test_names_follow_the_contacts(writer: Finger) -> None:
    book = writer.phone.app("contacts")
    book.owner("99887766").last_name = "Lind"
    writer.phone.changed()
    assert writer.sees("Mia Lind")
    book.remove([book.owner("44556677").id])
    writer.phone.changed()
    assert writer.sees("(445) 566-77")


@pytest.mark.parametrize("number", range(5))
def test_drawn_contents_keep_the_structure(number: int) -> None:
    dialer = seed_dialer(random.Random(number), world(number))
    messages = seed_messages(random.Random(number), world(number))
    assert dialer == seed_dialer(random.Random(number), world(number))
    assert messages == seed_messages(random.Random(number), world(number))
    assert dialer.call is None
    assert [call.at for call in dialer.recents] == sorted((call.at for call in dialer.recents), reverse=True)
    assert len({chat.number for chat in messages.conversations}) == len(messages.conversations) >= 2


ARGS: dict[str, dict[str, Any]] = {
    "recent_menu": {"id": 1},
    "person": {"number": "22331144"},
    "call": {"number": "22331144"},
    "folder": {"name": "archived"},
    "chat_menu": {"id": 1},
    "delete": {"id": 1},
    "compose": {"number": "99887766"},
    "message_menu": {"number": "99887766", "id": 2},
}


@pytest.mark.parametrize(
    ("app", "screen"),
    [(app, screen) for app in ("dialer", "messages") for screen in installed_apps()[app].screens],
)
def test_every_screen_builds_and_can_be_left(finger: Finger, app: str, screen: str) -> None:
    finger.open(app)
    entry = Entry(app, screen, ARGS.get(screen, {}))
    finger.phone.system.tasks[-1].stack.append(entry)
    finger.phone.changed()
    assert finger.phone.tree().texts()
    finger.press("back")
    assert finger.phone.system.tasks[-1].stack[-1] is not entry
