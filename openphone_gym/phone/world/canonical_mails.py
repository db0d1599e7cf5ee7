"""The mailbox of the benchmark: exactly one mail has an attachment and a star, and one is junk."""

from __future__ import annotations

from datetime import date, datetime

from openphone_gym.phone.world.canonical import ORGANISATIONS
from openphone_gym.phone.world.mail_words import block
from openphone_gym.phone.world.records import Enclosure, Mail, MailKind

LIN, ALEX, LI = "person-6", "person-7", "person-3"
TEACHING_OFFICE, LIBRARY, PRIZE = "university-3", "library-1", "spam-1"
GITHUB, SCHOLAR, OPENAI, PARCELS = "software-1", "software-2", "software-3", "post_office-1"
NIKE, WIKIPEDIA, UNIVERSITY = "shop-1", "newspaper-1", "university-1"

HOSTS = {known.id: known.host for kind in ORGANISATIONS.values() for known in kind}
"""Hosts that the links of mails are on, by sender."""


def _mail(
    sender: str,
    subject: str,
    at: tuple[int, int, int, int],
    *lines: str,
    kind: MailKind = "personal",
    to: tuple[str, ...] = (),
    files: tuple[Enclosure, ...] = (),
    topic: str = "",
    day: date | None = None,
) -> Mail:
    """A mail of 2024, by month, day, hour and minute."""
    told = tuple(block(line, HOSTS.get(sender, "")) for line in lines)
    return Mail(
        "", "", sender, to, subject, told, datetime(2024, *at), kind, enclosures=files, topic=topic, day=day
    )


SCHEDULE = Enclosure(
    "TA_arrangement.pdf",
    "document",
    184_000,
    (
        "TA arrangement 2025-2026",
        "Online meeting on the duties: see the mail",
        "Assignment to courses: August 22, 2025",
        "Training for new assistants: August 27, 2025",
        "First exercise class: September 8, 2025",
    ),
)

TALKS = [
    [
        _mail(LIN, "Ask about project progress", (5, 10, 11, 24), "Dear student,",
              "how is the project going? Please tell me which experiments are finished.", "Lin"),
    ],
    [
        _mail(TEACHING_OFFICE, "TA arrangement for 2025-2026", (5, 10, 10, 2), "Dear teaching assistants,",
              "the online meeting about the duties of the TAs takes place on August 20, 2025.",
              "The schedule is attached. Please read it before.", "Teaching Office",
              kind="notice", files=(SCHEDULE,), topic="an online meeting about TA work",
              day=date(2025, 8, 20)),
    ],
    [
        _mail(PRIZE, "Congratulations! You've Won a Free Gift!", (5, 10, 9, 31), "You are our lucky visitor!",
              "Click the link and send your card number to get the gift.", "-> GET MY GIFT|/gift",
              kind="spam"),
    ],
    [
        _mail(LIBRARY, "Books due next week", (5, 10, 8, 15), "Dear reader,", "two books are due on Monday.",
              "| Emma\tJane Austen", "| The Time Machine\tH. G. Wells",
              "You can renew them once at the desk.", "Library", kind="notice"),
    ],
    [_mail(ALEX, "Dinner on Friday?", (5, 9, 19, 48), "Hi,", "shall we meet at seven?", "Alex")],
    [
        _mail(SCHOLAR, "New papers on language agents", (5, 9, 7, 5), "Three new papers match your alert.",
              "* Agents that ask before they act", "* Small models on phones: a survey",
              "* What screens tell, and what they hide", "-> See all|/alerts", kind="social"),
    ],
    [
        _mail(GITHUB, "Your weekly summary", (5, 8, 16, 40), "Seven commits were pushed to three projects.",
              "Two questions wait for your answer.", "-> Open the summary|/summary", kind="social"),
    ],
    [
        _mail(LI, "Notes of the seminar", (5, 8, 14, 12), "Hi,",
              "you asked for my notes. In short: read chapter three, leave out the proofs, bring questions.",
              "Li"),
        _mail("", "Re: Notes of the seminar", (5, 8, 15, 3), "Thanks, that helps a lot!", to=(LI,)),
        _mail(LI, "Re: Notes of the seminar", (5, 8, 15, 20), "Any time. See you on Thursday.", "Li"),
    ],
    [
        _mail(PARCELS, "Delivered: one parcel", (5, 7, 17, 55), "Your parcel was delivered.",
              "Please collect it at the reception desk.", kind="notice"),
    ],
    [
        _mail(NIKE, "Members get 20% off running shoes", (5, 7, 9, 0), "Hello,",
              "this week members pay less for all running shoes.", "! product:running shoes|Running shoes",
              "-> Go to the shop|/sale", "-> Unsubscribe|/unsubscribe", kind="offer"),
    ],
    [
        _mail(TEACHING_OFFICE, "Deadline for TA reports", (5, 6, 13, 30), "Dear teaching assistants,",
              "reports of this term are to be handed in by May 31, 2024.",
              "Late reports go to the head of the department.", "Teaching Office", kind="notice"),
    ],
    [
        _mail(LIN, "Room of the group meeting", (5, 6, 10, 45), "Dear all,",
              "our group meets in room 305 from now on, because 212 is being painted.", "Lin"),
    ],
    [
        _mail(UNIVERSITY, "Maintenance of the network", (5, 3, 12, 0), "Dear members of the university,",
              "the network of the dormitories is down on Sunday between 2:00 AM and 5:00 AM.", kind="notice"),
    ],
    [
        _mail(ALEX, "The film last night", (5, 2, 22, 10), "Hi,",
              "I still think about the ending. Did she really come back?", "Alex"),
        _mail("", "Re: The film last night", (5, 3, 8, 2), "She did not, and that was the point!",
              to=(ALEX,)),
    ],
    [
        _mail(WIKIPEDIA, "Thank you for your edits", (4, 30, 20, 20), "Hello,",
              "in April you mended nine articles. Somebody you will never meet is grateful.", kind="notice"),
    ],
    [
        _mail(OPENAI, "Changes of our terms", (4, 29, 18, 0), "Hello,",
              "our terms of use change next month. You need not do anything to accept them.",
              "-> Read the terms|/terms", kind="notice"),
    ],
    [
        _mail(LIBRARY, "Your reservation is ready", (4, 26, 9, 40), "Dear reader,",
              "a book that you reserved has come in. We keep it for seven days.", "Library", kind="notice"),
    ],
    [
        _mail(LI, "Lost umbrella", (4, 24, 11, 11), "Hi,",
              "did I leave a green umbrella in your office? It was not mine, that is the trouble.", "Li"),
    ],
    [
        _mail(NIKE, "Your order has been sent", (4, 22, 15, 25), "Hello,",
              "your order left our store today and arrives in two to three days.", kind="notice"),
    ],
    [
        _mail(LIN, "Reading list", (4, 18, 9, 5), "Dear all,", "for the next weeks:",
              "* Attention, and what else you need", "* How to ask a good question",
              "* Failures that taught us something", "Lin"),
    ],
]  # fmt: skip
"""Conversations, latest first."""
