"""Questions about mails: a date that one tells, which has a file, which has a star."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence

from openphone_gym.phone.apps.gmail.state import ARCHIVE, INBOX, Mail
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.answers import Answer, Date, Items, Text
from openphone_gym.tasks.gmail.mails import (
    APP,
    ATTACHED,
    MENU,
    PREPARE,
    SUBJECT,
    a_mail,
    drawn,
    folder_shown,
    in_app,
    in_inbox,
    into_inbox,
    is_wanted,
    known,
    letter_of,
    open_list,
    open_mail,
    received,
)
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.sight import has_id
from openphone_gym.tasks.task import Draw, Drawing, Param, Params, Task

DAY = re.compile(rf"({'|'.join(calendar.month_name[1:])}) \d{{1,2}}(, \d{{4}})?")
"""A day as mails write it."""

MOST = 3
"""Mails that a question is about at most."""


# A date


def told(phone: Phone, mail: Mail) -> str:
    """What a mail is about, if it tells one day and no other mail is about the same."""
    letter = letter_of(phone, mail)
    topics = [one.topic for one in phone.world.mails]
    return letter.topic if letter is not None and topics.count(letter.topic) == 1 else ""


def a_topic(d: Drawing) -> int:
    """Draws a mail that tells a day."""
    return a_mail(lambda d, mail: bool(told(d.phone, mail)))(d)


def date_answer(phone: Phone, p: Params) -> Date:
    """The day that the mail tells."""
    letter = letter_of(phone, known(phone, p))
    assert letter is not None
    assert letter.day is not None
    return Date(letter.day.isoformat(), needs_year=False)


def gmail_3(hand: Hand, p: Params) -> str:
    open_mail(hand, p.subject)
    for node in hand.tree.walk():
        found = DAY.search(node.text)
        if found is not None and not node.resource_id:
            return found[0]
    closed = hand.sees(has_id("email_snippet"))
    if closed is not None:
        hand.tap(closed)
    hand.lift(DAY)
    raise Lost


# Files and stars


def nameable(mail: Mail) -> bool:
    """Whether a subject can be said as an answer: it asks nothing itself."""
    return "?" not in mail.subject


def some_mails(suits: Callable[[Drawing, Mail], bool]) -> Draw:
    """Draws one mail of the inbox, or at times up to three, by their ids."""

    def draw(d: Drawing) -> list[int]:
        able = [mail.id for mail in received(d.phone) if nameable(mail) and suits(d, mail)]
        return sorted(d.rng.sample(able, min(len(able), d.choice((1, 1, 2, MOST)))))

    return draw


def subjects(d: Drawing) -> list[str]:
    """Subjects of the mails that were drawn."""
    return [mail.subject for mail in d.phone.gmail.mails if mail.id in d.params.mails]


def asked(d: Drawing) -> str:
    """What a goal asks for: one subject or several."""
    return ASKED[len(d.params.mails) > 1]


ASKED = ("the subject of the mail", "the subjects of all mails")


def subject_answer(phone: Phone, p: Params) -> Answer:
    """The subjects; those of other mails are wrong."""
    # One word alone, such as "Question", may stand in any sentence.
    others = {mail.subject for mail in phone.gmail.mails if " " in mail.subject} - set(p.subjects)
    reject = tuple(sorted(other for other in others if not any(other in right for right in p.subjects)))
    if len(p.subjects) == 1:
        return Text(p.subjects[0], reject=reject)
    return Items(tuple(p.subjects), reject=reject)


def keep_files(phone: Phone, p: Params) -> None:
    """Of the mails in the inbox, those that were drawn have files: others that do are archived."""
    gmail = phone.gmail
    gmail.settings.categories = []
    into_inbox(phone, p.mails)
    with_files = {mail.thread for mail in gmail.mails if mail.attachments} - set(p.mails)
    for mail in gmail.mails:
        if mail.folder == INBOX and mail.thread in with_files:
            mail.folder = ARCHIVE


def put_stars(phone: Phone, p: Params) -> None:
    """The mails that were drawn have stars, and no others."""
    for mail in phone.gmail.mails:
        mail.starred = mail.id in p.mails


def spoken(found: Sequence[str]) -> str:
    """Subjects as an answer."""
    return found[0] if len(found) == 1 else "; ".join(found)


def gmail_6(hand: Hand, p: Params) -> str:
    open_list(hand)

    def look() -> list[str]:
        cards = [card for card in hand.cards(SUBJECT) if hand.sees(ATTACHED, within=card) is not None]
        return [node.text for card in cards if (node := hand.sees(SUBJECT, within=card)) is not None]

    return spoken(hand.survey(look))


def gmail_7(hand: Hand, p: Params) -> str:
    in_app(hand)
    if hand.sees("All labels") is not None:
        hand.tap("Starred")
    if hand.sees(MENU) is None:
        hand.back()
    if folder_shown(hand) != "Starred":
        hand.tap(MENU)
    return spoken(hand.survey(lambda: [node.text for node in hand.all(SUBJECT)]))


TASKS = [
    Task(
        id="gmail_3",
        app=APP,
        group="questions",
        own_steps=2,
        goals=[
            "In my Gmail inbox there is a mail about {topic}. On which date is it?",
            "Look into Gmail and tell me the date of what one of my mails is about: {topic}.",
            "One of the mails in my inbox is about {topic}. Which day is that? Look it up in Gmail.",
        ],
        params={
            "mail": Param(22, a_topic),
            "subject": Param("TA arrangement for 2025-2026", lambda d: drawn(d).subject),
            "topic": Param("an online meeting about TA work", lambda d: told(d.phone, drawn(d))),
        },
        setup=in_inbox,
        answer=date_answer,
        solution=gmail_3,
        prepare=PREPARE,
    ),
    Task(
        id="gmail_6",
        app=APP,
        group="questions",
        own_steps=6,
        goals=[
            "In my Gmail inbox, find {asked} that came with an attachment.",
            "Tell me {asked} in the inbox of Gmail that came with a file, as it is written there.",
            "Something in my Gmail inbox has an attachment. Which is it? Give me {asked} with a file.",
        ],
        params={
            "mails": Param([22], some_mails(lambda d, mail: bool(mail.attachments))),
            "subjects": Param(["TA arrangement for 2025-2026"], subjects),
            "asked": Param(ASKED[0], asked),
        },
        setup=keep_files,
        answer=subject_answer,
        solution=gmail_6,
        prepare=PREPARE,
    ),
    Task(
        id="gmail_7",
        app=APP,
        group="questions",
        own_steps=3,
        goals=[
            "In Gmail, find {asked} that I have marked with a star.",
            "Tell me {asked} in Gmail to which I gave a star, as it is written there.",
            "I starred something in Gmail. Look it up and give me {asked} with a star.",
        ],
        params={
            "mails": Param([22], some_mails(lambda d, mail: is_wanted(d.phone, mail))),
            "subjects": Param(["TA arrangement for 2025-2026"], subjects),
            "asked": Param(ASKED[0], asked),
        },
        setup=put_stars,
        answer=subject_answer,
        solution=gmail_7,
        prepare=PREPARE,
    ),
]
