"""Mails, what tasks draw of them, and how screens show them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from openphone_gym.phone.apps.gmail.state import ARCHIVE, INBOX, OUTGOING, Mail
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.world.records import Mail as Letter
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.records import Records
from openphone_gym.tasks.sight import Sight, has_id, plain
from openphone_gym.tasks.task import Draw, Drawing, Never, Param, Params
from openphone_gym.ui.node import UiNode

APP = "gmail"

SUBJECT, FOLDER, ATTACHED = (
    has_id(name) for name in ("subject", "conversation_list_folder_name", "attachment_chip")
)
"""Parts of lists."""

MENU = "Open navigation drawer"
EVERYWHERE = "All mail"

PREPARE = "A mailbox in which exactly one mail has an attachment and a star, and one is junk."


def letter_of(phone: Phone, mail: Mail) -> Letter | None:
    """What the world knows of a mail; None for one of the user's own."""
    return phone.world.mail(mail.letter) if mail.letter else None


def is_wanted(phone: Phone, mail: Mail) -> bool:
    """Whether a mail is neither an advertisement nor junk, but meant for the user."""
    letter = letter_of(phone, mail)
    return letter is not None and letter.kind in ("personal", "notice")


def received(phone: Phone) -> list[Mail]:
    """Mails that came and were kept, begin a conversation, and have a subject of their own."""
    gmail = phone.gmail
    kept = [mail for mail in gmail.mails if mail.folder in (INBOX, ARCHIVE) and mail.thread == mail.id]
    subjects = [mail.subject for mail in gmail.mails]
    return [mail for mail in kept if mail.letter and subjects.count(mail.subject) == 1]


def a_mail(suits: Callable[[Drawing, Mail], bool]) -> Draw:
    """Draws a mail that came, by its id."""
    return lambda d: d.choice([mail.id for mail in received(d.phone) if suits(d, mail)])


def into_inbox(phone: Phone, ids: Sequence[int]) -> None:
    """Has mails lie in the first list of the app."""
    gmail = phone.gmail
    for mail in gmail.mails:
        if mail.id in ids:
            mail.folder, mail.due = INBOX, 0
            gmail.settings.categories = [one for one in gmail.settings.categories if one != mail.category]


def in_inbox(phone: Phone, p: Params) -> None:
    """The mail lies in the inbox."""
    into_inbox(phone, [p.mail])


def drawn(d: Drawing) -> Mail:
    """The mail that was drawn."""
    return known(d.phone, d.params)


def known(phone: Phone, p: Params) -> Mail:
    """The mail that the task is about."""
    return next(mail for mail in phone.gmail.mails if mail.id == p.mail)


MAILS = Records(
    all=lambda phone: phone.gmail.mails,
    meant=lambda mail, p: mail.id == p.mail,
    rows=lambda screen, p: rows_of(screen, p.subject),
)

LAST = Param(23, lambda d: d.phone.gmail.last_id)
"""Highest id of the mails that were there before; to be called ``last``."""

SENT = Never(
    "sent",
    lambda phone, p: any(mail.id > p.last and mail.folder in OUTGOING for mail in phone.gmail.mails),
    question="Was a mail sent or scheduled to be sent?",
    screen=lambda screen, p: (
        screen.sees(re.compile("^(Sent|Send scheduled for .*|Queued.*)$")) is not None
        and screen.sees("Undo") is not None
    ),
)


# What screens show


def rows_of(screen: Sight, subject: str) -> list[UiNode]:
    """The rows in view with a subject."""
    return [card for card in screen.cards(SUBJECT) if screen.sees(is_subject(subject), within=card)]


def is_subject(subject: str) -> Callable[[UiNode], bool]:
    """The subject in a row, rather than the same words elsewhere."""

    def matches(node: UiNode) -> bool:
        return SUBJECT(node) and plain(node.text) == plain(subject)

    matches.__name__ = f"subject {subject}"
    return matches


def folder_shown(screen: Sight) -> str | None:
    """Title of the list in view; None where it is scrolled away or there is no list."""
    node = screen.sees(FOLDER)
    return None if node is None else node.text


def in_app(hand: Hand) -> None:
    """The app is in front."""
    if not hand.package.endswith(".gm"):
        hand.launch("Gmail")


def open_list(hand: Hand) -> None:
    """The first list of the app is in view: whatever is open is left by Back."""
    in_app(hand)
    in_app(hand)
    if hand.sees(MENU) is None:
        hand.back()
    if folder_shown(hand) not in ("Inbox", "Primary", None):
        hand.back()


def mail_open(hand: Hand, subject: str) -> bool:
    """Whether the page of a mail is open, be it scrolled or not."""
    shown = hand.content("subject_view")
    if shown is not None:
        hand.notes["mail"] = shown
    elif hand.sees(has_id("delete")) is None or hand.sees(SUBJECT) is not None:
        hand.notes.pop("mail", None)
    return hand.notes.get("mail") == subject


def open_mail(hand: Hand, subject: str) -> None:
    """The page of a mail is open; one that is not in the first list any more is looked for in all mail."""
    if mail_open(hand, subject):
        return
    if hand.notes.get("gone") != subject:
        open_list(hand)
        row = hand.find(is_subject(subject))
        if row is not None:
            hand.tap(row)
        hand.notes["gone"] = subject
    open_all_mail(hand)
    hand.tap(is_subject(subject))


def open_all_mail(hand: Hand) -> None:
    """The list of all mail is in view, wherever it lies."""
    in_app(hand)
    if hand.sees(MENU) is None:
        hand.tap(EVERYWHERE)
    if folder_shown(hand) not in (EVERYWHERE, None):
        hand.tap(MENU)
