"""Mails that ask for something, and answering them."""

from __future__ import annotations

from datetime import date, datetime, time

from openphone_gym.phone.apps.bluecoins.money import figures, parse
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.world.records import Sender
from openphone_gym.tasks.bluecoins.draws import KEPT, new_amount
from openphone_gym.tasks.bluecoins.records import AMOUNT, DAY, DELETED, NEW, NOTE_OR_NAME, kind
from openphone_gym.tasks.calendar.drawing import BASE, TODAY, a_title, from_param
from openphone_gym.tasks.calendar.rows import DELETED as EVENT_DELETED
from openphone_gym.tasks.cross import agenda, chats, letters, places
from openphone_gym.tasks.cross.money import book, names_amount
from openphone_gym.tasks.cross.plans import NO, YES, an_hour
from openphone_gym.tasks.cross.wording import Wording, either
from openphone_gym.tasks.gmail.writing import says
from openphone_gym.tasks.gmail.writing import words as said
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.map.asking import named
from openphone_gym.tasks.map.routes import LOOKING
from openphone_gym.tasks.task import Drawing, Param, Params, SubGoal, Task, one_of
from openphone_gym.tasks.times import time_of

# A bill that is shared

INVOICE = Wording(
    "This month we charge {amount} CNY. Thank you for being our customer.",
    "The amount due is {amount} CNY. It includes all taxes.",
    "Please find below what you owe us: {amount} CNY in total.",
)
PAYEES = ("energy", "telecom", "insurance", "gym")


def an_invoice(d: Drawing) -> str:
    """Draws a subject that no mail has."""
    return f"{d.choice(('Invoice', 'Bill', 'Statement'))} {d.rng.randrange(10_000, 100_000)}"


def an_even_amount(d: Drawing) -> str:
    """Draws an amount that no record has and that can be halved."""
    draw = new_amount(20, 600)
    return next(amount for amount in iter(lambda: draw(d), None) if (parse(amount) or 0) // 10_000 % 2 == 0)


def half_of(amount: str) -> str:
    """Half of an amount, such as ``42.25``."""
    return figures((parse(amount) or 0) // 2)


def charges(phone: Phone, p: Params) -> None:
    """The organisation has mailed what it wants to have."""
    letters.comes(phone, p, INVOICE.write(p.form, amount=p.amount))


def share_invoice(hand: Hand, p: Params) -> None:
    amount = letters.facts(hand, p.subject, INVOICE)["amount"]
    hand.once("booked", lambda: book(hand, amount, TODAY.isoformat(), p.sender))
    hand.once("told", lambda: chats.text(hand, p.name, f"{half_of(amount)} CNY"))


# An appointment that is proposed

PROPOSAL = Wording(
    "We can see you on {day} at {start}. Please let us know whether that suits you.",
    "An appointment has become free: {day} at {start}. Would you like to have it?",
    "Our proposal for your next visit is {day} at {start}. We look forward to your answer.",
)
REASONS = ("Your next appointment", "Appointment", "Your visit", "A date for you")


def a_reason(d: Drawing) -> str:
    """Draws a subject that no mail has."""
    return f"{d.choice(REASONS)} ({d.rng.randrange(100, 1000)})"


def proposes(phone: Phone, p: Params) -> None:
    """The organisation has proposed a day, which is free or not."""
    agenda.free_or_not(phone, p)
    letters.comes(phone, p, PROPOSAL.write(p.form, day=agenda.day_in_words(p.day), start=p.start))


def answer_proposal(hand: Hand, p: Params) -> None:
    plan = letters.facts(hand, p.subject, PROPOSAL)
    day = agenda.day_of(plan["day"])
    busy = hand.once("busy", lambda: agenda.anything_on(hand, date.fromisoformat(day)))
    if not busy:
        hand.once("entered", lambda: agenda.enter(hand, p.title, day, plan["start"]))
    hand.once("answered", lambda: letters.reply(hand, p.subject, p.no if busy else p.yes))


def entered_if_free(phone: Phone, p: Params) -> bool:
    """Whether the appointment is in the calendar if its day was free, and is not there if it was not."""
    found = [event for event in phone.calendar.events if event.title.strip() == p.title]
    if not p.free:
        return not found
    begin = datetime.combine(date.fromisoformat(p.day), time(*time_of(p.start)))
    return len(found) == 1 and found[0].start == begin and not found[0].all_day


def kept_elsewhere(d: Drawing) -> list[int]:
    """The events that are there, but for those of the day in question."""
    day = date.fromisoformat(d.params.day)
    return [event.id for event in d.phone.calendar.events if not agenda.takes_place(event, day)]


# An address that is asked for

REQUEST = Wording(
    "Can you mail me the address of {place}? I am at {mailbox}",
    "Where exactly is {place}? Please write to {mailbox}, I have no signal for the map",
    "I need the street and the number of {place}. My mail address is {mailbox}",
)


def a_place(d: Drawing) -> str:
    """Draws a place with a street and a number."""
    return d.choice(places.with_number(d))


def a_mailbox(d: Drawing) -> str:
    """Draws the mail address of somebody."""
    return d.choice([one.address for one in d.phone.world.senders])


def requests(phone: Phone, p: Params) -> None:
    """The friend has asked for an address."""
    chats.writes(phone, p.person, REQUEST.write(p.form, place=p.place, mailbox=p.mailbox))


def mail_address(hand: Hand, p: Params) -> None:
    asked = chats.facts(hand, p.name, REQUEST)
    place = asked["place"]
    where = hand.once("place", lambda: places.read_card(hand, place)).split("\n")[0]
    hand.once("mailed", lambda: letters.write(hand, asked["mailbox"], place, where))


TASKS = [
    Task(
        id="cross_21",
        app="gmail",
        group="mails",
        start="home",
        own_steps=16,
        goals=[
            'The mail "{subject}" tells what {sender} charges. Enter the amount in Bluecoins as an expense '
            'of today with the note "{sender}". {name} pays half of it: send a text message that names this '
            "half.",
            'Book the amount of "{subject}", a mail of {sender}, as today\'s expense in Bluecoins, noting '
            '"{sender}". Then let {name} know by text message how much half of it is.',
            'How much does {sender} want, by the mail "{subject}"? Add it to Bluecoins (an expense, today, '
            'note "{sender}"), divide it by two and text the result to {name}.',
        ],
        params={
            **chats.friend(),
            **KEPT,
            **letters.sender(
                Sender(
                    "energy-1", "Fernhill Gas & Light", "billing@fernhill-gas-light.example.net", "energy"
                ),
                lambda one: one.kind in PAYEES,
                Param("Invoice 20517", an_invoice),
            ),
            "amount": Param("184.50", an_even_amount),
            "half": Param("92.25", from_param("amount", half_of)),
            "day": Param(TODAY.isoformat()),
            "date": Param("today"),
            "note": Param("Fernhill Gas & Light", from_param("sender", str)),
            "form": INVOICE.form,
        },
        subgoals=[
            *NEW.one(kind("expense"), DAY, AMOUNT, NOTE_OR_NAME),
            chats.told(
                "Was {name} sent a single text message that names {half} CNY, and not {amount} CNY?",
                lambda text, p: names_amount(text, p.half) and not names_amount(text, p.amount),
            ),
        ],
        never=[DELETED, chats.OTHERS_TOLD],
        may_change=["bluecoins.transactions.+", *chats.TEXTING],
        setup=charges,
        solution=share_invoice,
    ),
    Task(
        id="cross_22",
        app="gmail",
        group="mails",
        start="home",
        own_steps=17,
        goals=[
            'In the mail "{subject}" {sender} proposes a day and a time. If there is nothing in my calendar '
            'on that day, put "{title}" there at that time and reply "{yes}" to the mail. If there is '
            'something, only reply "{no}".',
            'Answer the mail "{subject}" of {sender}: "{yes}" if the day that it proposes is empty in '
            'Calendario, "{no}" if not. In the first case, enter "{title}" in the calendar, too, at the time '
            "of the mail.",
            'Check in my calendar whether the day is free that {sender} writes about in "{subject}". On a '
            'free day make an event "{title}" at the proposed time and send the answer "{yes}"; otherwise '
            'just send the answer "{no}".',
        ],
        params={
            **letters.sender(
                Sender("doctor-2", "Millbrook Dental", "info@millbrook-dental.example.com", "doctor"),
                lambda one: one.kind in ("doctor", "bank", "school", "gym", "government"),
                Param("Your next appointment (214)", a_reason),
            ),
            "day": Param("2024-05-21", agenda.a_day_ahead),
            "kept": Param(BASE, kept_elsewhere),
            "start": Param("2:30 PM", an_hour),
            "free": Param(True, one_of(True, False)),
            "other": Param("Haircut", a_title),
            "title": Param("Check-up", a_title),
            "yes": Param("That suits me well", one_of(*YES)),
            "no": Param("No, I have plans", one_of(*NO)),
            **either("free", "yes", "no", "That suits me well", "No, I have plans"),
            "form": PROPOSAL.form,
        },
        subgoals=[
            SubGoal(
                "entered_if_free",
                'Is "{title}" a new event in the calendar if its day was free, and is nothing new in it if '
                "not?",
                entered_if_free,
            ),
            letters.mailed(
                "answered",
                'Was the mail "{subject}" answered with "{right}", and was no other mail sent?',
                lambda mail, p: (
                    letters.is_reply(mail, p) and says(mail.body, p.right) and not says(mail.body, p.wrong)
                ),
            ),
        ],
        never=[EVENT_DELETED, letters.OTHERS_MAILED],
        may_change=["calendar.events.+", *letters.MAILING],
        setup=proposes,
        solution=answer_proposal,
    ),
    Task(
        id="cross_23",
        app="messages",
        group="mails",
        start="home",
        own_steps=15,
        goals=[
            "{name} asks in a text message for the address of a place, and wants to have it by mail. Look it "
            "up in MAPS.ME and send a mail to the address that {name} gives: its subject is the name of the "
            "place, its text the street and the number.",
            "Read the last message of {name}, find the place in MAPS.ME and mail street and number to where "
            "the message says. Put the name of the place into the subject.",
            "Do what {name} asks for by text message: a mail with the address of that place, as MAPS.ME has "
            "it. Take the name of the place as the subject.",
        ],
        params={
            **chats.friend(),
            "last": letters.LAST,
            "place": Param("Corner Table", a_place),
            "street": Param("Olive Street, 729", lambda d: named(d.phone, d.params.place).address),
            "mailbox": Param("alex@example.com", a_mailbox),
            "form": REQUEST.form,
        },
        subgoals=[
            letters.mailed(
                "mailed",
                "Was a single mail sent, to {mailbox}, with the subject {place} and a text that names "
                "{street}?",
                lambda mail, p: said(mail.subject) == said(p.place) and says(mail.body, p.street),
            )
        ],
        never=[letters.OTHERS_MAILED],
        may_change=[*letters.MAILING, *LOOKING],
        setup=requests,
        solution=mail_address,
    ),
]
