"""Mails: those that come in, reading them, and writing back."""

from __future__ import annotations

from collections.abc import Callable

from openphone_gym.phone.apps.gmail.state import OUTGOING, Address, Mail
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.world.records import Sender
from openphone_gym.tasks.cross.chats import MINUTES_AGO, NEW
from openphone_gym.tasks.cross.wording import Wording
from openphone_gym.tasks.gmail.mails import LAST, open_list, open_mail
from openphone_gym.tasks.gmail.writing import CHIP, in_editor, shows_recipient
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.sight import has_id
from openphone_gym.tasks.task import Drawing, Never, Param, Params, SubGoal

MAILING = ["gmail.mails.+"]
"""What changes by sending a mail."""

# What comes


def comes(phone: Phone, p: Params, body: str) -> None:
    """A mail has come in shortly before the start, from whom the parameters name as its sender."""
    gmail = phone.gmail
    id = gmail.new_id()
    user = Address(phone.world.user.mail, phone.world.user.name)
    at = NEW - MINUTES_AGO * 60_000
    gmail.mails.append(Mail(id, id, Address(p.mailbox, p.sender), at, [user], subject=p.subject, body=body))


def sender(canonical: Sender, suits: Callable[[Sender], bool], subject: Param) -> dict[str, Param]:
    """Parameters of a mail: who wrote it, from which address, and its subject, which no other one has."""

    def mailbox(d: Drawing) -> str:
        return next(one.address for one in d.phone.world.senders if one.name == d.params.sender)

    def name(d: Drawing) -> str:
        names = [one.name for one in d.phone.world.senders]
        return d.choice([o.name for o in d.phone.world.senders if suits(o) and names.count(o.name) == 1])

    return {
        "last": LAST,
        "sender": Param(canonical.name, name),
        "mailbox": Param(canonical.address, mailbox),
        "subject": subject,
        "mail": Param(LAST.canonical + 1, lambda d: d.params.last + 1),
    }


# What was sent


def sent(phone: Phone, p: Params) -> list[Mail]:
    """Mails that went out since the start."""
    return [mail for mail in phone.gmail.mails if mail.id > p.last and mail.folder in OUTGOING]


def addresses(mail: Mail) -> list[str]:
    """Whom a mail goes to."""
    return [one.mail.casefold() for one in mail.recipients]


def mailed(name: str, question: str, suits: Callable[[Mail, Params], bool]) -> SubGoal:
    """A single mail was sent, to the address of the task, and it is as it should be."""

    def holds(phone: Phone, p: Params) -> bool:
        mails = sent(phone, p)
        return len(mails) == 1 and addresses(mails[0]) == [p.mailbox.casefold()] and suits(mails[0], p)

    return SubGoal(name, question, holds)


OTHERS_MAILED = Never(
    "mailed_to_another",
    lambda phone, p: any(set(addresses(mail)) != {p.mailbox.casefold()} for mail in sent(phone, p)),
    question="Was a mail sent to anybody but {mailbox}?",
)


def is_reply(mail: Mail, p: Params) -> bool:
    """Whether a mail stands in the conversation of the task's mail."""
    return mail.thread == p.mail


# The hand


def facts(hand: Hand, subject: str, wording: Wording) -> dict[str, str]:
    """What the mail of that subject tells."""

    def read() -> str:
        open_mail(hand, subject)
        return wording.need(hand)

    return wording.read(hand.once("letter", read))


def is_sent(hand: Hand) -> bool:
    """Whether the app tells that a mail was sent."""
    return hand.sees("Sent") is not None and hand.sees("Undo") is not None


def reply(hand: Hand, subject: str, words: str) -> None:
    """The mail of that subject was answered."""
    hand.open("Gmail")
    if is_sent(hand):
        return
    if not in_editor(hand):
        open_mail(hand, subject)
        hand.tap(has_id("reply_button"))
    hand.fill("wc_body", words)
    hand.tap("Send")


def write(hand: Hand, to: str, subject: str, words: str) -> None:
    """A mail was sent."""
    hand.open("Gmail")
    if is_sent(hand):
        return
    if not in_editor(hand):
        open_list(hand)
        hand.tap(has_id("compose_button"))
    if shows_recipient(hand, Params(to=to)) is not True:
        if hand.sees(CHIP) is not None:
            hand.back()
        hand.fill("to", to)
    hand.fill("subject", subject)
    hand.fill("wc_body", words)
    hand.tap("Send")
