"""Mails: what people and organisations write to the user, and what the user wrote."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from openphone_gym.phone.world.records.net import Block
from openphone_gym.phone.world.records.record import Record

MailKind = Literal["personal", "notice", "offer", "social", "spam"]
"""What a mail is to the user: somebody writes, something has happened, something is for sale, a network
tells what others do, nobody wants it."""


class Enclosure(Record, frozen=True):
    """A file that comes with a mail.

    Attributes:
        name: Name of the file.
        kind: ``document`` or ``picture``.
        size: Bytes.
        lines: What stands in a document; of a picture, what it shows, as ``motif:key``.
    """

    name: str
    kind: Literal["document", "picture"]
    size: int
    lines: tuple[str, ...]


class Mail(Record, frozen=True):
    """A mail in the user's mailbox.

    Attributes:
        id: ``mail-<number>``, in the order of time.
        thread: Id of the first mail of its conversation.
        sender: Id of a person or organisation; empty for the user.
        recipients: Ids of the others that it went to beside the user; of the user's own mails, all.
        subject: Subject.
        blocks: What it says.
        at: Local time at which it came or went.
        kind: What it is to the user.
        enclosures: Files that came with it.
        occasion: Id of the occasion that it tells of, or an empty string.
        payment: Id of the payment that it tells of, or an empty string.
        topic: What a person would say it is about; empty for most.
        day: The day of what it tells of, if it names exactly one.
    """

    id: str
    thread: str
    sender: str
    recipients: tuple[str, ...]
    subject: str
    blocks: tuple[Block, ...]
    at: datetime
    kind: MailKind = "personal"
    enclosures: tuple[Enclosure, ...] = ()
    occasion: str = ""
    payment: str = ""
    topic: str = ""
    day: date | None = None

    @property
    def text(self) -> str:
        """All it says, a block a line."""
        return "\n".join(block.text for block in self.blocks)
