"""Debts, bills and prices, and the ledger."""

from __future__ import annotations

from datetime import timedelta

from openphone_gym.phone.apps.bluecoins.money import MILLION, parse
from openphone_gym.phone.apps.bluecoins.ranges import months_of, total, within
from openphone_gym.phone.apps.bluecoins.state import Reminder
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.answers import Number
from openphone_gym.tasks.bluecoins.draws import KEPT, day, new_amount, spending_day, words
from openphone_gym.tasks.bluecoins.ledger import millionths_of, same_day, show_month, total_of
from openphone_gym.tasks.bluecoins.new_records import entering
from openphone_gym.tasks.bluecoins.questions import number
from openphone_gym.tasks.bluecoins.records import (
    AMOUNT,
    DAY,
    DELETED,
    NEW,
    NOTE,
    NOTE_OR_NAME,
    amount_of,
    clear_the_way,
    kind,
)
from openphone_gym.tasks.calendar.drawing import BASE, TODAY, a_title, from_param, heading, kept
from openphone_gym.tasks.calendar.rows import CREATED, ON_DAY, row_part
from openphone_gym.tasks.calendar.rows import DELETED as EVENT_DELETED
from openphone_gym.tasks.calendar.rows import NEW as NEW_EVENT
from openphone_gym.tasks.calendar.rows import NOTE as EVENT_NOTE
from openphone_gym.tasks.cross import agenda, chats
from openphone_gym.tasks.cross.wording import Wording
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.records import Trait
from openphone_gym.tasks.sight import plain, titled
from openphone_gym.tasks.task import Drawing, Param, Params, Task, one_of
from openphone_gym.tasks.times import day_words, iso_of

APP = "Bluecoins"


def book(hand: Hand, amount: str, day: str, note: str) -> None:
    """An expense is in the ledger."""
    hand.open(APP)
    entering("expense")(hand, Params(amount=amount, day=day, note=note))


# Debts

DEBT = Wording(
    "I paid {amount} CNY for you, for the {what}. There is no hurry",
    "By the way, you owe me {amount} CNY for the {what}",
    "The {what} came to {amount} CNY for each of us, and I paid for you, too",
)
DEBTS = ("museum", "taxi", "birthday present", "theatre tickets", "pizza", "boat trip", "parking", "ferry")


def asks_for_money(phone: Phone, p: Params) -> None:
    """The friend has written what the user owes."""
    chats.writes(phone, p.person, DEBT.write(p.form, amount=p.amount, what=p.what))


def month_with_it(phone: Phone, p: Params) -> Number:
    """What was spent in this month, the debt included."""
    of_month = within(phone.bluecoins.transactions, months_of(TODAY.isoformat(), 1))
    return number(total(of_month, "expense") - amount_of(p))


def pay_debt(hand: Hand, p: Params) -> str:
    message = hand.once("message", lambda: chats.last_words(hand, p.name))
    today = TODAY.isoformat()
    hand.once("booked", lambda: book(hand, DEBT.read(message)["amount"], today, p.what))

    def month() -> str:
        show_month(hand, today)
        return plain(hand.content("expense_total") or "")

    return hand.once("month", month).removeprefix("-")


# Bills that are due

BILLS = (
    "Internet bill",
    "Electricity bill",
    "Water bill",
    "Insurance",
    "Phone bill",
    "Car tax",
    "Library fee",
)

HAS_AMOUNT = Trait(
    "amount_in_note",
    'Does the note of the event "{title}" name the amount {amount} CNY?',
    lambda event, phone, p: names_amount(event.note, p.amount),
    row_part(EVENT_NOTE, lambda words, p: names_amount(words, p.amount)),
)


def names_amount(text: str, amount: str) -> bool:
    """Whether a text names an amount, with thousands separators and hundredths or without."""
    figures = [part.strip("+-.,") for part in plain(text).replace("CNY", " ").split()]
    return any(parse(part) == parse(amount) for part in figures if part)


def a_due_day(d: Drawing) -> str:
    """Draws a day on which a bill may be due."""
    return (TODAY + timedelta(days=d.rng.randint(3, 50))).isoformat()


def is_due(phone: Phone, p: Params) -> None:
    """The ledger has one reminder of the bill."""
    ledger = phone.bluecoins
    others = [one for one in ledger.reminders if one.item != p.item]
    amount = -(parse(p.amount) or 0)
    category, account = ledger.default_category("expense"), ledger.settings.default_account
    bill = Reminder(ledger.new_id(), "expense", amount, p.item, category, account, p.day)
    ledger.reminders = [*others, bill]


def enter_bill(hand: Hand, p: Params) -> None:
    due, amount = hand.once("bill", lambda: read_bill(hand, p.item)).split("\n")
    day = ledger_day(due)
    hand.once("entered", lambda: agenda.enter(hand, p.title, day, note=amount.lstrip("-")))


def read_bill(hand: Hand, item: str) -> str:
    """When a bill is due and how much it is, one below the other."""
    hand.open(APP)
    clear_the_way(hand)
    hand.tab("Reminders")
    row = hand.row(hand.need(titled(item)))
    found = hand.words(row) if row is not None else []
    if len(found) < 3:
        raise Lost
    return "\n".join(found[-2:])


def ledger_day(words: str) -> str:
    """The day (ISO) in words such as ``May 18, 2024, monthly``."""
    month, day, year = words.replace(",", "").split()[:3]
    return iso_of(f"{day} {month} {year}")


# What a day has cost

THRIFT = ("I have to save money this week", "Let us stay at home tonight", "No more shopping for me")
FREEDOM = ("Let us go out tonight", "Dinner is on me", "I can still afford the cinema")


def a_limit(d: Drawing) -> str:
    """Draws a round amount, often below or above what the day has cost by a little."""
    spent = -total(same_day(d.phone.bluecoins.transactions, d.params.day), "expense") // MILLION
    step = 10 if spent < 500 else 100
    return words(100 * max(spent // step + d.rng.choice((-3, -2, -1, 1, 2, 3)), 1) * step)


def was_more(d: Drawing) -> bool:
    """Whether the day has cost more than the limit."""
    spent = -total(same_day(d.phone.bluecoins.transactions, d.params.day), "expense")
    return spent > (parse(d.params.limit) or 0)


def tell_by_cost(hand: Hand, p: Params) -> None:
    def cost() -> str:
        hand.open(APP)
        clear_the_way(hand)
        show_month(hand, iso_of(p.date))
        return total_of(hand, iso_of(p.date))

    more = -millionths_of(hand.once("cost", cost)) > (parse(p.limit) or 0)
    hand.once("told", lambda: chats.text(hand, p.name, p.much if more else p.little))


# Prices in the calendar

PRICE = Wording("Costs {amount} CNY", "The price is {amount} CNY, in cash", "{amount} CNY, to be paid there")


def a_day_past(d: Drawing) -> str:
    """Draws a day of this month that is over."""
    return TODAY.replace(day=d.rng.randint(1, TODAY.day - 1)).isoformat()


def had_price(phone: Phone, p: Params) -> None:
    """The event was in the calendar; its note tells the price."""
    agenda.add(phone, p.title, p.day, "3:00 PM", note=PRICE.write(p.form, amount=p.amount))


def book_price(hand: Hand, p: Params) -> None:
    time, _, note = hand.once("event", lambda: agenda.look_up(hand, p.title)).split("\n")
    price = PRICE.read(note)["amount"]
    hand.once("booked", lambda: book(hand, price, agenda.day_in(time), p.title))


TASKS = [
    Task(
        id="cross_9",
        app="messages",
        group="money",
        start="home",
        own_steps=11,
        goals=[
            "In a message {name} tells what I owe for the {what}. Enter that in Bluecoins as an expense of "
            'today with the note "{what}". Then tell me how much I have spent in May 2024 altogether.',
            "Book what {name} paid for me, as the last message says, in Bluecoins: an expense dated today, "
            'with "{what}" as its note. What is the sum of all expenses of May 2024 after that?',
            "Look up in my messages how much money {name} gets from me and add it to Bluecoins as today's "
            'expense, note "{what}". Then report the total of the expenses of May 2024 that Bluecoins has.',
        ],
        params={
            **chats.friend(),
            **KEPT,
            "what": Param("museum", one_of(*DEBTS)),
            "amount": Param("84.50", new_amount(8, 400)),
            "day": Param(TODAY.isoformat()),
            "date": Param("today"),
            "note": Param("museum", from_param("what", str)),
            "form": DEBT.form,
        },
        subgoals=NEW.one(kind("expense"), DAY, AMOUNT, NOTE),
        answer=month_with_it,
        never=[DELETED],
        may_change=["bluecoins.transactions.+"],
        setup=asks_for_money,
        solution=pay_debt,
    ),
    Task(
        id="cross_10",
        app="bluecoins",
        group="money",
        start="home",
        own_steps=11,
        goals=[
            'When is the "{item}" due, and how much is it? A reminder in Bluecoins says so. Put "{title}" '
            "into my calendar on that day, with the amount in the note of the event.",
            'Bluecoins has a reminder called "{item}". Make an event "{title}" in Calendario on the day it '
            "is due, and write the amount into its note.",
            'Take day and amount of "{item}" from the reminders of Bluecoins, and enter an event on that '
            'day: its title is "{title}", its note is the amount.',
        ],
        params={
            "kept": Param(BASE, kept),
            "item": Param("Electricity bill", one_of(*BILLS)),
            "title": Param("Pay the electricity bill", lambda d: f"Pay the {d.params.item.lower()}"),
            "amount": Param("146.50", new_amount(20, 900)),
            "day": Param("2024-05-21", a_due_day),
            "on": Param("21 May", lambda d: day_words(d.params.day).rpartition(" ")[0]),
            "heading": Param("May 21", from_param("day", heading)),
        },
        subgoals=NEW_EVENT.one(CREATED, ON_DAY, HAS_AMOUNT),
        never=[EVENT_DELETED],
        may_change=["calendar.events.+"],
        setup=is_due,
        solution=enter_bill,
    ),
    Task(
        id="cross_11",
        app="bluecoins",
        group="money",
        start="home",
        own_steps=9,
        goals=[
            "If I spent more than {limit} CNY on {date}, as Bluecoins has it, send {name} the text message "
            '"{much}". If not, send "{little}".',
            'Look up in Bluecoins what {date} cost me. {name} gets the message "{much}" if it was more than '
            '{limit} CNY, and "{little}" if it was not.',
            'Did my expenses of {date} add up to more than {limit} CNY? Then text {name} "{much}", otherwise '
            '"{little}".',
        ],
        params={
            **chats.friend(**chats.DAVID),
            **day("2024-05-06", spending_day),
            "limit": Param("60", a_limit),
            "more": Param(True, was_more),
            "much": Param("Let us stay at home tonight", one_of(*THRIFT)),
            "little": Param("Dinner is on me", one_of(*FREEDOM)),
            "right": Param(
                "Let us stay at home tonight", lambda d: d.params.much if d.params.more else d.params.little
            ),
            "wrong": Param("Dinner is on me", lambda d: d.params.little if d.params.more else d.params.much),
        },
        subgoals=[chats.told_words("right")],
        never=[chats.OTHERS_TOLD, chats.never_told("wrong")],
        may_change=chats.TEXTING,
        solution=tell_by_cost,
    ),
    Task(
        id="cross_12",
        app="calendar",
        group="money",
        start="home",
        own_steps=16,
        goals=[
            'I have paid for "{title}", which was in my calendar, on that very day. The price is in the note '
            'of the event. Enter it in Bluecoins as an expense of that day with the note "{title}".',
            'Book the price of "{title}" as an expense in Bluecoins, dated as the event in Calendario, whose '
            'note tells the amount. Put "{title}" into the notes.',
            'Calendario knows when "{title}" was and, in its note, what it cost. Add this as an expense of '
            'the day to Bluecoins, noting "{title}" in it.',
        ],
        params={
            **KEPT,
            "title": Param("Pottery class", a_title),
            "amount": Param("135", new_amount(15, 500)),
            **day("2024-05-07", a_day_past),
            "note": Param("Pottery class", from_param("title", str)),
            "form": PRICE.form,
        },
        subgoals=NEW.one(kind("expense"), DAY, AMOUNT, NOTE_OR_NAME),
        never=[DELETED],
        may_change=["bluecoins.transactions.+"],
        setup=had_price,
        solution=book_price,
    ),
]
