"""Questions about days and weeks of the ledger."""

from __future__ import annotations

from openphone_gym.phone.apps.bluecoins.money import MILLION, figures, from_hundredths, signed
from openphone_gym.phone.apps.bluecoins.ranges import total, within
from openphone_gym.phone.apps.bluecoins.state import Transaction
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.answers import Count, Number, Text
from openphone_gym.tasks.bluecoins.draws import day, its, its_amount, record_with, spending_day
from openphone_gym.tasks.bluecoins.ledger import (
    days_in_view,
    ends,
    look_up,
    millionths_of,
    same_day,
    show_month,
    total_of,
    words_of,
)
from openphone_gym.tasks.bluecoins.records import FORM, clear_the_way
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.reach import Lost
from openphone_gym.tasks.sight import has_id, plain
from openphone_gym.tasks.task import Drawing, Param, Params, Task, one_of
from openphone_gym.tasks.times import day_words

RECORDS = "In Bluecoins enter the transactions that the goal is about, and some others."


def number(millionths: int) -> Number:
    """An amount as an answer."""
    return Number(round(abs(millionths) / MILLION, 2), "CNY")


def spent_on(phone: Phone, p: Params) -> Number:
    """What was spent on the day."""
    return number(total(same_day(phone.bluecoins.transactions, p.day), "expense"))


def read_total(hand: Hand, p: Params) -> str:
    """The day has expenses alone, so that its total is what was spent."""
    clear_the_way(hand)
    show_month(hand, p.day)
    return f"{figures(millionths_of(total_of(hand, p.day)))} CNY"


# What was bought

REASONS = (
    ("Cake", ("Entertainment", "Dining Out"), "Buying cake", ("cake", "bought a cake", "purchase of a cake")),
    ("Shoes", ("Household", "Clothing"), "New running shoes", ("running shoes", "shoes")),
    ("Phone shop", ("Entertainment", "Shopping"), "Charger for the phone", ("phone charger", "charger")),
    ("Bookshop", ("School", ""), "Dictionary for class", ("dictionary", "a dictionary")),
    (
        "Garage",
        ("Car", "Maintenance"),
        "Repair of the brakes",
        ("brake repair", "repairing the brakes", "brakes"),
    ),
    ("Pharmacy", ("Household", "Medicines"), "Cough syrup", ("syrup",)),
    ("Flower shop", ("Others", "Other"), "Roses for Mother", ("roses", "flowers")),
    ("Market", ("Household", "Grocery"), "Fruit for the party", ("fruit", "party fruit")),
    ("Tickets", ("Entertainment", "Movies"), "Seats for the concert", ("concert seats", "concert tickets")),
    ("Hardware store", ("Others", "Other"), "Paint for the fence", ("fence paint", "paint")),
)
"""Name, category, notes and other right answers of what an expense may be for."""


def its_reason(d: Drawing) -> str:
    """Draws what the record is for."""
    return d.choice(REASONS)[2]


def explain(phone: Phone, p: Params) -> None:
    """The record's notes say what it is for."""
    ledger = phone.bluecoins
    one = ledger.transaction(p.record)
    item, (group, name), notes, _ = next(reason for reason in REASONS if reason[2] == p.reason)
    if one is None or one.notes == notes:
        return
    one.item, one.notes = item, notes
    parent = next(found for found in ledger.groups("expense") if found.name == group)
    one.category = next((c.id for c in ledger.members(parent.id) if c.name == name), parent.id)


def reason_of(phone: Phone, p: Params) -> Text:
    """What the record is for; what else was bought that day is wrong."""
    accept = next(reason[3] for reason in REASONS if reason[2] == p.reason)
    others = same_day(phone.bluecoins.transactions, p.day)
    wrong = {one.item for one in others if one.id != p.record and one.item}
    return Text(p.reason, accept=accept, reject=tuple(sorted(wrong)))


def _unlike_others(one: Transaction, others: list[Transaction]) -> bool:
    return one.kind == "expense" and bool(others) and all(one.millionths != o.millionths for o in others)


def bluecoins_2(hand: Hand, p: Params) -> str:
    clear_the_way(hand)
    if FORM.match(hand.title):
        if hand.content("amount_edittext") != p.amount:
            raise Lost
        return plain(hand.need(has_id("notes_edittext")).text)
    show_month(hand, p.day)
    wanted = [row for row in look_up(hand, p.day) if words_of(row)[1] == f"-{p.grouped} CNY"]
    if not wanted:
        raise Lost
    return hand.tap(wanted[0])


def bluecoins_4(hand: Hand, p: Params) -> str:
    clear_the_way(hand)
    show_month(hand, p.day)
    return str(len(look_up(hand, p.day)))


# A week

WEEK = ("2024-05-06", "2024-05-11")
"""Days of the present week, whichever day it begins with."""

SUNDAYS = ("2024-05-05", "2024-05-12")
"""The days that belong to the present week for some, and not for others."""

TOPICS = {
    "taxi": "Taxi",
    "grocery": "Grocery",
    "dining out": "Dining Out",
    "fuel": "Fuel",
    "clothing": "Clothing",
    "maintenance": "Maintenance",
    "electricity": "Electricity",
}
"""What goals call categories, and their names."""


def some_payments(d: Drawing) -> list[tuple[str, int]]:
    """Draws days of the week and amounts in hundredths."""
    days = d.rng.sample(["2024-05-06", "2024-05-07", "2024-05-08", "2024-05-09", "2024-05-10"], 2)
    return [(one, 100 * d.rng.randint(12, 240) + d.rng.randrange(100)) for one in sorted(days)]


def on_topic(phone: Phone, p: Params) -> list[Transaction]:
    """Expenses of the category."""
    ledger = phone.bluecoins
    ids = {one.id for one in ledger.categories if one.kind == "expense" and one.name == TOPICS[p.topic]}
    return [one for one in ledger.transactions if one.kind == "expense" and one.category in ids]


def pay_this_week(phone: Phone, p: Params) -> None:
    """The category has payments in the week, and none on the days that may or may not belong to it."""
    ledger = phone.bluecoins
    for one in on_topic(phone, p):
        if one.date in SUNDAYS:
            one.date = "2024-05-04"
    name = TOPICS[p.topic]
    category = next(one.id for one in ledger.categories if one.name == name and one.kind == "expense")
    for date, hundredths in p.payments:
        amount = -from_hundredths(hundredths)
        paid = Transaction(ledger.new_id(), "expense", amount, name, "", category, 1, date, 1110)
        ledger.transactions.append(paid)


def bluecoins_5(hand: Hand, p: Params) -> str:
    clear_the_way(hand)
    query = hand.sees(has_id("search_src_text"))
    if query is None:
        if hand.title == "Date Range":
            hand.tap("This Week")
        if hand.title == "Filter":
            if "This Week" not in hand.text_beside("Date Range"):
                hand.tap("Date Range")
            hand.tap("OK")
        if hand.sees("Search") is None:
            raise Lost
        hand.tap("Search")
    hand.fill("search_src_text", TOPICS[p.topic])
    if "filtered" in (hand.content("count_textview") or ""):
        return f"{figures(millionths_of(hand.need(has_id('total_textview')).text))} CNY"
    found = days_in_view(hand)
    if ends(hand)[0] and any(day < SUNDAYS[0] for day, _ in found):
        of_week = [row for day, rows in found for row in rows if WEEK[0] <= day <= WEEK[1]]
        return f"{figures(sum(millionths_of(words_of(row)[1]) for row in of_week))} CNY"
    return hand.tap("Filter")


TASKS = [
    Task(
        id="bluecoins_1",
        app="bluecoins",
        group="query",
        human_steps=3,
        goals=[
            "Find out the total of all expenses booked on {date} and report it.",
            "How much did I spend altogether on {date}? Look it up in Bluecoins.",
            "Tell me the sum of the expenses that Bluecoins has for {date}.",
        ],
        params=day("2024-05-10", spending_day),
        answer=spent_on,
        solution=read_total,
        prepare=RECORDS,
    ),
    Task(
        id="bluecoins_2",
        app="bluecoins",
        group="query",
        human_steps=5,
        goals=[
            "On {date} there is an expense of {grouped} CNY; report what it was spent for.",
            "What was the expense of {grouped} CNY on {date} for? Its entry in Bluecoins says so.",
            "I paid {grouped} CNY on {date}. Find out from Bluecoins what I spent it on.",
        ],
        params={
            "record": Param(4, record_with(_unlike_others)),
            "day": Param("2024-05-03", its("date")),
            "date": Param("3 May 2024", lambda d: day_words(d.params.day)),
            "amount": Param("388.88", its_amount),
            "grouped": Param("388.88", lambda d: signed(its("millionths")(d)).strip("-+ CNY")),
            "reason": Param("Buying cake", its_reason),
        },
        setup=explain,
        answer=reason_of,
        solution=bluecoins_2,
        prepare="Enter the expense of {grouped} CNY on {date} with the note “{reason}”.",
    ),
    Task(
        id="bluecoins_3",
        app="bluecoins",
        group="query",
        human_steps=3,
        goals=[
            "Report the sum of the money spent on {date}.",
            "What did {date} cost me in total, according to Bluecoins?",
            "Open Bluecoins and tell me how much money went out on {date}.",
        ],
        params=day("2024-05-06", spending_day),
        answer=spent_on,
        solution=read_total,
        prepare=RECORDS,
    ),
    Task(
        id="bluecoins_4",
        app="bluecoins",
        group="query",
        human_steps=4,
        goals=[
            "Count the transactions dated {date} and report the number.",
            "How many transactions does Bluecoins have for {date}?",
            "Tell me the number of entries that I made in Bluecoins for {date}.",
        ],
        params=day("2024-05-06", spending_day),
        answer=lambda phone, p: Count(len(same_day(phone.bluecoins.transactions, p.day))),
        solution=bluecoins_4,
        prepare=RECORDS,
    ),
    Task(
        id="bluecoins_5",
        app="bluecoins",
        group="query",
        human_steps=3,
        goals=[
            "Add up the {topic} expenses of the current week and report the sum.",
            "How much money went into {topic} this week? Bluecoins has the records.",
            "Look in Bluecoins for this week's {topic} expenses and tell me their total.",
        ],
        params={
            "topic": Param("taxi", one_of(*TOPICS)),
            "payments": Param([], some_payments),
        },
        setup=pay_this_week,
        answer=lambda phone, p: number(total(within(on_topic(phone, p), WEEK))),
        solution=bluecoins_5,
        prepare="Enter some {topic} expenses this week, none of them on a Sunday, and some in earlier weeks.",
    ),
]
