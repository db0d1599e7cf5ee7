"""Junk."""

from __future__ import annotations

import re

from openphone_gym.phone.apps.gmail.state import INBOX, SPAM, Mail
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.gmail.mails import (
    APP,
    MAILS,
    PREPARE,
    drawn,
    folder_shown,
    letter_of,
    mail_open,
    open_mail,
)
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.records import Trait
from openphone_gym.tasks.sight import Sight
from openphone_gym.tasks.task import Drawing, Never, Param, Params, Task
from openphone_gym.ui.node import UiNode

REPORTED = re.compile("^1 reported as spam")
SEVERAL_REPORTED = re.compile(r"^([2-9]|\d\d+) reported as spam")


def is_junk(phone: Phone, mail: Mail) -> bool:
    """Whether nobody wants a mail."""
    letter = letter_of(phone, mail)
    return letter is not None and letter.kind == "spam"


def junk(d: Drawing) -> list[int]:
    """Ids of all junk."""
    return [mail.id for mail in d.phone.gmail.mails if is_junk(d.phone, mail)]


def leave_one(phone: Phone, p: Params) -> None:
    """Of all junk, only the mail that was drawn has slipped into the inbox."""
    for mail in phone.gmail.mails:
        if mail.id in p.junk:
            mail.folder = INBOX if mail.id == p.mail else SPAM


def row_tells(screen: Sight, row: UiNode, p: Params) -> bool | None:
    """What a row of the mail tells by the list that it is in."""
    shown = folder_shown(screen)
    return None if shown is None else shown == "Spam"


def told_so(screen: Sight, p: Params) -> bool | None:
    """Whether the app has just said that a mail was reported."""
    return True if screen.sees(REPORTED) is not None else None


IN_SPAM = Trait(
    "spam_marked",
    "Is the mail “{subject}” marked as spam, and no longer in the inbox?",
    lambda mail, phone, p: mail.folder == SPAM,
    row_tells,
    elsewhere=told_so,
)


def gmail_4(hand: Hand, p: Params) -> None:
    if hand.sees(REPORTED) is not None:
        return
    if hand.sees("Report spam") is not None:
        hand.tap("Report spam")
    if mail_open(hand, p.subject):
        hand.tap("More options")
    open_mail(hand, p.subject)


TASKS = [
    Task(
        id="gmail_4",
        app=APP,
        group="junk",
        own_steps=4,
        goals=[
            "There is a junk mail in my Gmail inbox. Find it and mark it as spam.",
            "One mail in the inbox of Gmail is plain spam. Report it as such.",
            "Look through my Gmail inbox for the mail that is junk and move it to Spam by reporting it.",
        ],
        params={
            "mail": Param(21, lambda d: d.choice(junk(d))),
            "subject": Param("Congratulations! You've Won a Free Gift!", lambda d: drawn(d).subject),
            "junk": Param([21], junk),
        },
        setup=leave_one,
        subgoals=MAILS.one(IN_SPAM),
        never=[
            Never(
                "other_mail_reported",
                lambda phone, p: any(
                    mail.folder == SPAM and mail.id not in p.junk for mail in phone.gmail.mails
                ),
                question="Was a mail reported as spam that is no junk?",
                screen=lambda screen, p: screen.sees(SEVERAL_REPORTED) is not None,
            )
        ],
        may_change=["gmail.mails.{mail}.folder"],
        solution=gmail_4,
        prepare=PREPARE,
    ),
]
