"""Messages that come from elsewhere: over the air, or from other apps."""

from __future__ import annotations

from openphone_gym.phone.apps.messages.state import Message, Messages
from openphone_gym.phone.system.nav import Nav


def receive(messages: Messages, nav: Nav, number: str = "", text: str = "") -> None:
    """Lets a text message come in, with its notification."""
    chat = messages.begin(number)
    chat.messages.append(Message(messages.new_id(), text, nav.system.clock))
    nav.notify(number, text, "compose", "chat", args={"number": number}, heads_up=True)


def store(messages: Messages, nav: Nav, number: str, text: str, at: int, sent: bool) -> None:
    """Puts a text message of some time ago where it belongs, as a restored one: without a notification."""
    chat = messages.begin(number)
    chat.messages.append(Message(messages.new_id(), text, at, sent))
    chat.messages.sort(key=lambda message: message.at)


def write(messages: Messages, nav: Nav, number: str = "", text: str = "") -> None:
    """Opens the conversation with a number, with a text to send; for other apps."""
    if not number:
        nav.start(nav.entry.app, "new_chat", text=text)
        return
    if text:
        messages.begin(number).draft = text
    nav.start(nav.entry.app, "compose", number=number)
