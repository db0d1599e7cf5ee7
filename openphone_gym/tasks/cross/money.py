"""Debts, bills and prices, and the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial

from openphone_gym.phone.apps.bluecoins.money import MILLION, figures, parse
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
from openphone_gym.tasks.calendar.drawing import BASE, TODAY, a_title, from_param, kept
from openphone_gym.tasks.calendar.rows import DELETED as EVENT_DELETED
from openphone_gym.tasks.cross import agenda, chats
from openphone_gym.tasks.cross.wording import Wording, either
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.sight import has_id, plain
from openphone_gym.tasks.task import Drawing, Param, Params, SubGoal, Task, one_of
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
    amount, today = chats.facts(hand, p.name, DEBT)["amount"], TODAY.isoformat()
    hand.once("booked", lambda: book(hand, amount, today, p.what))

    def month() -> str:
        show_month(hand, today)
        return plain(hand.content("expense_total") or "")

    return hand.once("month", month).removeprefix("-")


# Bills that are due

BILLS = ("Internet fee", "Power fee", "School fee", "Phone contract", "Car tax", "Parking", "Garage rent")
"""Names of bills, other than those of events that a phone may have."""

Bill = tuple[str, str, str]
"""What is to be paid, how much, and on which day (ISO)."""


THREE_BILLS: list[Bill] = [
    ("Power fee", "146.50", "2024-05-21"),
    ("Car tax", "380", "2024-05-16"),
    ("School fee", "62.80", "2024-06-03"),
]

BILL_NAMES = ("first_bill", "second_bill", "third_bill")


def bill_words(bill: Bill) -> str:
    """A bill in words, such as ``School fee, 62.80 CNY, 3 June 2024``."""
    item, amount, due = bill
    return f"{item}, {amount} CNY, {day_words(due)}"


def names_amount(text: str, amount: str) -> bool:
    """Whether a text names an amount, with thousands separators and hundredths or without."""
    figures = [part.strip("+-.,") for part in plain(text).replace("CNY", " ").split()]
    return any(parse(part) == parse(amount) for part in figures if part)


def some_bills(d: Drawing) -> list[Bill]:
    """Draws three bills that are due in the next weeks."""
    items = d.rng.sample(BILLS, 3)
    ahead = d.rng.sample(range(2, 40), 3)
    return [
        (item, new_amount(20, 900)(d), (TODAY + timedelta(days=days)).isoformat())
        for item, days in zip(items, ahead, strict=True)
    ]


def are_due(phone: Phone, p: Params) -> None:
    """The ledger has reminders of these bills and of no others; what will come in stays."""
    ledger = phone.bluecoins
    ledger.reminders = [one for one in ledger.reminders if one.kind == "income"]
    category, account = ledger.default_category("expense"), ledger.settings.default_account
    for item, amount, due in p.bills:
        millionths = -(parse(amount) or 0)
        bill = Reminder(ledger.new_id(), "expense", millionths, item, category, account, due)
        ledger.reminders.append(bill)


def bill_entered(number: int) -> SubGoal:
    """One of the bills is in the calendar."""

    def holds(phone: Phone, p: Params) -> bool:
        item, amount, due = p.bills[number]
        return any(
            plain(event.title).casefold() == item.casefold()
            and event.start.date().isoformat() == due
            and names_amount(event.note, amount)
            for event in phone.calendar.events
            if event.id not in p.kept
        )

    name = BILL_NAMES[number]
    question = f"Is there a new event for this bill, with the amount in its note: {{{name}}}?"
    return SubGoal(name, question, holds)


def sum_of(bills: Sequence[Bill]) -> str:
    """What some bills come to, such as ``589.30``."""
    return figures(sum(parse(amount) or 0 for _, amount, _ in bills))


def bills_in_view(hand: Hand) -> Iterator[str]:
    """Name, day and amount of each reminder of an expense, one below the other."""
    for title in hand.all(has_id("title")):
        row = hand.row(title)
        words = [] if row is None else hand.words(row)
        if len(words) >= 3 and words[-1].startswith("-"):
            yield "\n".join((words[0], *words[-2:]))


def read_bills(hand: Hand) -> str:
    """All that is due, one below the other."""
    hand.open(APP)
    clear_the_way(hand)
    hand.tab("Reminders")
    return "\n".join(hand.survey(lambda: bills_in_view(hand)))


def enter_bills(hand: Hand, p: Params) -> None:
    lines = hand.once("bills", lambda: read_bills(hand)).split("\n")
    for item, due, amount in zip(lines[::3], lines[1::3], lines[2::3], strict=True):
        day, note = ledger_day(due), amount.lstrip("-")
        hand.once(item, partial(agenda.enter, hand, item, day, note=note))
    total = sum(parse(amount.lstrip("-").removesuffix(" CNY")) or 0 for amount in lines[2::3])
    hand.once("told", lambda: chats.text(hand, p.name, f"{figures(total)} CNY"))


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
    return words(100 * max(spent // step + d.choice((-3, -2, -1, 1, 2, 3)), 1) * step)


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
        own_steps=31,
        goals=[
            "Bluecoins reminds me of three bills. Put each of them into my calendar on the day it is due: "
            "the title of the event is the name of the bill, its note is the amount. Then send {name} a text "
            "message with the sum of the three.",
            "Look at the reminders of Bluecoins and enter every bill in Calendario, on the day it has to be "
            "paid. Take its name as the title, and write the amount into the note. Money that comes in does "
            "not matter. At last, text {name} what the bills come to altogether.",
            "For each bill among the reminders of Bluecoins I need an event on its day, titled like the bill "
            "and with the amount as note. {name} wants to know the total of these bills; write it in a text "
            "message.",
        ],
        params={
            **chats.friend(**chats.DAVID),
            "kept": Param(BASE, kept),
            "bills": Param(THREE_BILLS, some_bills),
            "sum": Param(sum_of(THREE_BILLS), from_param("bills", sum_of)),
            **{
                name: Param(bill_words(THREE_BILLS[at]), lambda d, at=at: bill_words(d.params.bills[at]))
                for at, name in enumerate(BILL_NAMES)
            },
        },
        subgoals=[
            *(bill_entered(number) for number in range(3)),
            chats.told(
                "Was {name} sent a single text message that names the sum of {sum} CNY?",
                lambda text, p: names_amount(text, p.sum),
            ),
        ],
        never=[EVENT_DELETED, chats.OTHERS_TOLD],
        may_change=["calendar.events.+", *chats.TEXTING],
        setup=are_due,
        solution=enter_bills,
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
            **either("more", "much", "little", "Let us stay at home tonight", "Dinner is on me"),
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
