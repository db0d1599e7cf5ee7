"""Mails that are written and left open, unsent."""

from __future__ import annotations

import re

from openphone_gym.phone.apps.gmail import drafting
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.gmail.mails import (
    APP,
    LAST,
    PREPARE,
    SENT,
    a_mail,
    drawn,
    in_inbox,
    is_wanted,
    open_list,
    open_mail,
)
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.sight import Sight, has_id, plain
from openphone_gym.tasks.task import Drawing, Param, Params, ScreenCheck, SubGoal, Task, one_of

TO, CHIP = has_id("to"), has_id("peoplekit_chip")

SUBJECT = "Inquire about academic collaboration opportunities"
BODY = "Can I have an online meeting with you at 5pm today to discuss this?"

ERRANDS = (
    ("Inquire about {thing}", "Could we talk about {thing} {when}?"),
    ("Question about {thing}", "I have a question about {thing}. Do you have ten minutes {when}?"),
    ("News of {thing}", "There is news of {thing}. Can I call you {when}?"),
    ("{thing}: next steps", "Shall we plan the next steps of {thing} {when}?"),
    ("Meeting on {thing}", "I would like to meet you {when} to discuss {thing}."),
)
"""Subjects and texts."""

THINGS = (
    "the spring project", "the exhibition", "our budget", "the travel plans", "the new website", "the survey",
    "the summer school", "the garden party", "the lab visit", "the workshop", "the concert",
)  # fmt: skip

WHENS = ("at 5pm today", "tomorrow at noon", "on Monday morning", "next week", "after the lunch break")

REPLIES = (
    "Thank you, I will look into it {when}.",
    "Sorry for the delay. You will hear from me {when}.",
    "That is fine with me. Let us talk about it {when}.",
    "The first half is finished, and the rest will be done {when}.",
    "I am afraid I can't. May I suggest to meet {when} instead?",
    "Got it. I will send you what is missing {when}.",
)

USERS = ("test", "office", "info", "hello", "team", "desk", "mail", "contact")


def an_address(d: Drawing) -> str:
    """An address of nobody in the address book, or at times of somebody there."""
    book = [mail.address for person in d.phone.contacts.people for mail in person.emails]
    if book and d.rng.random() < 0.3:
        return d.choice(book)
    return f"{one_of(*USERS)(d)}_{d.rng.randrange(100, 1000)}@gmail.com"


def an_errand(d: Drawing) -> list[str]:
    """Draws subject and text of a mail."""
    thing, when = one_of(*THINGS)(d), one_of(*WHENS)(d)
    filled = [text.format(thing=thing, when=when) for text in one_of(*ERRANDS)(d)]
    return [text[0].upper() + text[1:] for text in filled]


# What is in the editor


def words(text: str) -> list[str]:
    """The words of a text, small, without what stands between them."""
    return re.findall(r"[^\W_]+", text.casefold().replace("’", "'"))


def says(text: str, wanted: str) -> bool:
    """Whether a text says what is wanted, perhaps with a greeting around it."""
    said, meant = f" {' '.join(words(text))} ", f" {' '.join(words(wanted))} "
    return meant in said


def editing(phone: Phone) -> bool:
    """Whether the editor is in front."""
    return phone.showing(APP, drafting.EDITOR) and phone.gmail.draft is not None


def addressed(phone: Phone, p: Params) -> bool:
    """Whether the mail in the editor goes to the recipient, and to nobody else."""
    return editing(phone) and [one.casefold() for one in recipients(phone)] == [p.to.casefold()]


def recipients(phone: Phone) -> list[str]:
    """Everybody whom the mail in the editor goes to."""
    draft = phone.gmail.draft
    return [mail for field in drafting.FIELDS for mail in drafting.recipients(draft, field)]


def has_subject(phone: Phone, p: Params) -> bool:
    """Whether the mail in the editor has the subject."""
    return editing(phone) and words(phone.gmail.draft.mail.subject) == words(p.subject)


def has_text(phone: Phone, p: Params) -> bool:
    """Whether the mail in the editor has the text."""
    return editing(phone) and says(phone.gmail.draft.mail.body, p.body)


def answers(phone: Phone, p: Params) -> bool:
    """Whether the editor holds a reply to the mail."""
    draft = phone.gmail.draft
    if not editing(phone) or draft.way not in (drafting.REPLY, drafting.REPLY_ALL):
        return False
    return any(mail.id == p.mail for mail in phone.gmail.in_thread(draft.mail.thread))


# The same on a screen


def in_editor(screen: Sight) -> bool:
    """Whether the editor is in view."""
    return screen.sees(has_id("wc_body")) is not None or screen.sees(has_id("add_attachment")) is not None


def of_editor(rule: ScreenCheck) -> ScreenCheck:
    """A rule on the editor; a screen of the app without it tells that it was left, a dialog tells nothing."""

    def check(screen: Sight, p: Params) -> bool | None:
        if in_editor(screen):
            return rule(screen, p)
        left = screen.sees(has_id("open_search")) or screen.sees(has_id("subject_view"))
        return False if left is not None else None

    return check


def shows_recipient(screen: Sight, p: Params) -> bool | None:
    """Whether the fields of recipients show this one alone."""
    field = screen.sees(TO)
    typed = [field.text] if field is not None else []
    shown = [*typed, *(chip.content_desc for chip in screen.all(CHIP))]
    found = [mail for text in shown for mail in re.findall(r"[^\s<>,;]+@[^\s<>,;]+", text)]
    if field is None and not found:
        return None
    return [mail.casefold() for mail in found] == [p.to.casefold()]


def shows_subject(screen: Sight, p: Params) -> bool | None:
    """Whether the field of the subject has it."""
    text = screen.content("subject")
    return None if text is None else words(text) == words(p.subject)


def shows_text(screen: Sight, p: Params) -> bool | None:
    """Whether the text is in the editor."""
    text = screen.content("wc_body")
    return None if text is None else says(text, p.body)


def shows_reply(screen: Sight, p: Params) -> bool | None:
    """Whether the subject in the editor is that of a reply to the mail."""
    text = screen.content("subject")
    return None if text is None else plain(text).casefold() == plain(f"Re: {p.subject}").casefold()


def gmail_1(hand: Hand, p: Params) -> None:
    if not in_editor(hand) or hand.sees("Compose") is None:
        open_list(hand)
        hand.tap(has_id("compose_button"))
    if shows_recipient(hand, p) is not True:
        if hand.sees(CHIP) is not None:
            hand.back()
        hand.fill("to", p.to)
    hand.fill("subject", p.subject)
    hand.fill("wc_body", p.body)


def gmail_2(hand: Hand, p: Params) -> None:
    if not in_editor(hand):
        open_mail(hand, p.subject)
        hand.tap(has_id("reply_button"))
    if shows_reply(hand, p) is False:
        hand.back()
    hand.fill("wc_body", p.body)


TASKS = [
    Task(
        id="gmail_1",
        app=APP,
        group="writing",
        own_steps=7,
        goals=[
            "Compose a mail to {to} in Gmail with the subject “{subject}” and the text “{body}”. "
            "Don't send it, leave it open.",
            "Start a new mail in Gmail: it goes to {to}, its subject is “{subject}”, and it says “{body}”. "
            "I want to read it over before it is sent, so stop on the page where it is written.",
            "Please write to {to} with Gmail. Subject: “{subject}”. Text: “{body}”. "
            "Leave the mail open and unsent.",
        ],
        params={
            "last": LAST,
            "to": Param("user_test@gmail.com", an_address),
            "errand": Param([SUBJECT, BODY], an_errand),
            "subject": Param(SUBJECT, lambda d: d.params.errand[0]),
            "body": Param(BODY, lambda d: d.params.errand[1]),
        },
        subgoals=[
            SubGoal(
                "recipient",
                "Is a new mail open for writing that goes to {to} and to nobody else?",
                addressed,
                screen=of_editor(shows_recipient),
            ),
            SubGoal(
                "subject",
                "Is the subject of the mail that is open for writing “{subject}”?",
                has_subject,
                screen=of_editor(shows_subject),
            ),
            SubGoal(
                "content",
                "Does the mail that is open for writing say “{body}”, or the same in other words?",
                has_text,
                screen=of_editor(shows_text),
            ),
        ],
        never=[SENT],
        may_change=["gmail.mails.+"],
        solution=gmail_1,
        prepare=PREPARE,
    ),
    Task(
        id="gmail_2",
        app=APP,
        group="writing",
        own_steps=4,
        goals=[
            "There is a mail “{subject}” in Gmail. Prepare the reply “{body}”, but don't send it: leave it "
            "open.",
            "Answer the mail “{subject}” in my inbox with “{body}”. I press Send myself, so stop before.",
            "Reply to the mail in Gmail titled “{subject}”: “{body}”. Leave the reply open and unsent.",
        ],
        params={
            "last": LAST,
            "mail": Param(23, a_mail(lambda d, mail: is_wanted(d.phone, mail))),
            "subject": Param("Ask about project progress", lambda d: drawn(d).subject),
            "body": Param(
                "The main experimental part has been completed and the ablation experiment is underway.",
                lambda d: one_of(*REPLIES)(d).format(when=one_of(*WHENS)(d)),
            ),
        },
        subgoals=[
            SubGoal(
                "right_mail",
                "Is a reply to the mail “{subject}” open for writing, with that subject in view?",
                answers,
                screen=of_editor(shows_reply),
            ),
            SubGoal(
                "content",
                "Does the reply that is open for writing say “{body}”, or the same in other words?",
                has_text,
                screen=of_editor(shows_text),
            ),
        ],
        never=[SENT],
        may_change=["gmail.mails.+"],
        setup=in_inbox,
        solution=gmail_2,
        prepare=PREPARE,
    ),
]
