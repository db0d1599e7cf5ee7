"""The mailbox of a new phone: the world's mails, and where the user keeps them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from openphone_gym.phone.apps.gmail.state import (
    ARCHIVE,
    DRAFTS,
    INBOX,
    PRIMARY,
    PROMOTIONS,
    SENT,
    SOCIAL,
    SPAM,
    SYSTEM_DEFAULT,
    THEMES,
    TRASH,
    UPDATES,
    Address,
    Attachment,
    Gmail,
    GmailSettings,
    Mail,
)
from openphone_gym.phone.system.clock import to_milliseconds, zone
from openphone_gym.phone.world.start import START, TIME_ZONE

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World
    from openphone_gym.phone.world.records import Mail as Letter

CATEGORIES = {"personal": PRIMARY, "spam": PRIMARY, "notice": UPDATES, "offer": PROMOTIONS, "social": SOCIAL}
"""Category by what a mail is to the user."""

LABELS = ("Family", "Receipts", "Travel", "Work", "To do", "School", "Recipes")

STARRED = "TA arrangement for 2025-2026"
"""Subject of the benchmark's only mail with a star."""

UNREAD_FROM = START.replace(day=9, hour=0)
"""Since when the benchmark's user has opened no mail."""

UNFINISHED = (
    ("Holiday plans", "Hi,\nI have been thinking about the summer. What about"),
    ("Thank you", "Thank you for the lovely evening! I wanted to"),
    ("", "Remember: ask about the key"),
    ("Question", "Hello,\ncould you tell me whether"),
)
"""Mails that were begun: subject and text."""


def seed(rng: random.Random | None, world: World) -> Gmail:
    """The benchmark's mailbox, or the drawn world's with details drawn by ``rng``."""
    gmail = Gmail(mails=[_mail(letter, world) for letter in world.mails])
    gmail.last_id = len(gmail.mails)
    if rng is None:
        for mail, letter in zip(gmail.mails, world.mails, strict=True):
            mail.starred = mail.subject == STARRED
            if letter.at >= UNREAD_FROM and letter.sender:
                gmail.unread.append(mail.id)
        return gmail
    _keep(rng, gmail, world)
    _begin(rng, gmail, world)
    gmail.settings = GmailSettings(
        theme=rng.choice((*THEMES, SYSTEM_DEFAULT)),
        categories=rng.choice(([], [], [PROMOTIONS], [PROMOTIONS, SOCIAL], [PROMOTIONS, SOCIAL, UPDATES])),
    )
    return gmail


def address(world: World, id: str) -> Address:
    """The address of a person or organisation of the world; that of the user for no id."""
    sender = world.sender(id)
    return Address(sender.address, sender.name)


def _mail(letter: Letter, world: World) -> Mail:
    """A letter of the world as a mail."""
    own = not letter.sender
    others = [address(world, id) for id in letter.recipients]
    return Mail(
        id=_number(letter.id),
        thread=_number(letter.thread),
        sender=address(world, letter.sender),
        at=to_milliseconds(letter.at.replace(tzinfo=zone(TIME_ZONE))),
        to=others if own else [address(world, ""), *others],
        subject=letter.subject,
        letter=letter.id,
        attachments=[Attachment(file.name, file.kind, file.size, letter.id) for file in letter.enclosures],
        folder=SENT if own else INBOX,
        category=CATEGORIES[letter.kind],
    )


def _number(id: str) -> int:
    return int(id.rpartition("-")[2])


def _keep(rng: random.Random, gmail: Gmail, world: World) -> None:
    """What the user did with the mails of a drawn world so far."""
    gmail.labels = sorted(rng.sample(LABELS, rng.randint(1, 4)))
    for mail, letter in zip(gmail.mails, world.mails, strict=True):
        if mail.folder != INBOX:
            continue
        old = (START - letter.at).days
        mail.important = letter.kind == "personal" and rng.random() < 0.5
        mail.starred = letter.kind in ("personal", "notice") and rng.random() < 0.12
        if rng.random() < 0.15:
            mail.labels = [rng.choice(gmail.labels)]
        if letter.kind == "spam":
            mail.folder = SPAM if rng.random() < 0.7 else INBOX
        elif old > 12 and rng.random() < 0.5:
            mail.folder = rng.choice((ARCHIVE, ARCHIVE, TRASH)) if letter.kind == "offer" else ARCHIVE
        if rng.random() < (0.7 if old < 2 else 0.15):
            gmail.unread.append(mail.id)


def _begin(rng: random.Random, gmail: Gmail, world: World) -> None:
    """Up to two mails that the user has begun."""
    for subject, body in rng.sample(UNFINISHED, rng.randint(0, 2)):
        able = [person for person in world.address_book if person.mails]
        to = [address(world, rng.choice(able).id)] if able and rng.random() < 0.6 else []
        at = to_milliseconds(START.replace(tzinfo=zone(TIME_ZONE))) - rng.randint(60, 9_000) * 60_000
        id = gmail.new_id()
        sender = address(world, "")
        gmail.mails.append(Mail(id, id, sender, at, to, subject=subject, body=body, folder=DRAFTS))
