"""What the messaging app remembers."""

from __future__ import annotations

import msgspec

INBOX, ARCHIVED, SPAM = "inbox", "archived", "spam"
"""Folders of conversations."""


class Message(msgspec.Struct):
    """A text message.

    Attributes:
        id: Never used again for another message or conversation.
        text: The words.
        at: Virtual time (ms) at which it was sent or came in.
        sent: Whether the user wrote it.
    """

    id: int
    text: str
    at: int
    sent: bool = False


class Conversation(msgspec.Struct):
    """All messages to and from one number.

    Attributes:
        id: Never used again for another message or conversation.
        number: The other side's number, or a name if nothing else is known.
        messages: Oldest first.
        draft: Text typed, but not sent.
        folder: `INBOX`, `ARCHIVED` or `SPAM`.
    """

    id: int
    number: str
    messages: list[Message] = []
    draft: str = ""
    folder: str = INBOX

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it that a list could show."""
        return not self.messages and not self.draft

    @property
    def latest(self) -> int:
        """Virtual time (ms) of the last message; 0 without one."""
        return self.messages[-1].at if self.messages else 0


class MessagesSettings(msgspec.Struct):
    """Switches of the settings page.

    Attributes:
        outgoing_sounds: Whether sending makes a sound.
        previews: Whether links are shown with a preview.
        delivery_reports: Whether a report is asked for each message.
        simple_characters: Whether accents are left out of messages.
        spam_protection: Whether suspected spam is put aside.
    """

    outgoing_sounds: bool = True
    previews: bool = False
    delivery_reports: bool = False
    simple_characters: bool = False
    spam_protection: bool = True


class Messages(msgspec.Struct):
    """State of the app.

    Attributes:
        conversations: Conversations in no particular order.
        settings: The settings.
        last_id: Highest id given so far.
    """

    conversations: list[Conversation] = []
    settings: MessagesSettings = msgspec.field(default_factory=MessagesSettings)
    last_id: int = 0

    def new_id(self) -> int:
        """A number that no message or conversation had before."""
        self.last_id += 1
        return self.last_id

    def with_number(self, number: str) -> Conversation | None:
        """The conversation with this number, if there is one."""
        return next((chat for chat in self.conversations if chat.number == number), None)

    def begin(self, number: str) -> Conversation:
        """The conversation with this number, a new one if need be."""
        chat = self.with_number(number)
        if chat is None:
            chat = Conversation(self.new_id(), number)
            self.conversations.append(chat)
        return chat

    def conversation(self, id: int) -> Conversation | None:
        """The conversation of that id, if it still exists."""
        return next((chat for chat in self.conversations if chat.id == id), None)

    def folder(self, name: str) -> list[Conversation]:
        """What a folder shows, newest first; a draft without messages comes before everything."""
        shown = [chat for chat in self.conversations if chat.folder == name and not chat.empty]
        return sorted(shown, key=lambda chat: (bool(chat.messages), -chat.latest))
