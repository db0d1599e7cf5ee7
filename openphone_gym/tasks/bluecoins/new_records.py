"""Entering expenses and income."""

from __future__ import annotations

from openphone_gym.phone.apps.bluecoins.state import Kind
from openphone_gym.tasks.bluecoins.draws import KEPT, day, free_day, new_amount
from openphone_gym.tasks.bluecoins.ledger import look_up, month_of, show_month
from openphone_gym.tasks.bluecoins.records import (
    AMOUNT,
    DAY,
    DELETED,
    FORM,
    NEW,
    NOTE,
    NOTE_OR_NAME,
    amount_of,
    answer_date,
    clear_the_way,
    complete,
    holds,
    kind,
)
from openphone_gym.tasks.hand import Hand, Solution
from openphone_gym.tasks.reach import Lost
from openphone_gym.tasks.sight import has_id, plain
from openphone_gym.tasks.task import Param, Params, Task, one_of

TODAY = "2024-05-10"

ADD = "Add transaction"

INCOME_NOTES = (
    "salary", "bonus", "tutoring", "refund", "rent received", "prize money", "sold my bike", "interest",
    "commission", "travel allowance",
)  # fmt: skip
GIFTS = (
    "Weixin red packet", "birthday gift", "refund of the deposit", "lottery", "cash from Grandma",
    "found coins", "cashback", "returned loan", "tip", "sold a book",
)  # fmt: skip
EXPENSE_NOTES = (
    "eating", "gift for a friend", "new glasses", "haircut", "parking", "museum", "train tickets",
    "printer ink", "dry cleaning", "vet",
)  # fmt: skip


def entering(what: Kind) -> Solution:
    """The list of the day has the record; until then the form is filled in."""

    def solution(hand: Hand, p: Params) -> None:
        day = getattr(p, "day", TODAY)
        answer_date(hand, day)
        clear_the_way(hand)
        form = FORM.match(hand.title)
        if form is not None:
            if form[1] != "New":
                raise Lost
            complete(hand, what, p.amount, day, getattr(p, "note", ""))
        hand.tab("Transactions")
        if plain(hand.need(has_id("month_name")).text) == month_of(day):
            show_month(hand, day)
            if holds(look_up(hand, day), amount_of(p) * (1 if what == "income" else -1)):
                return
        hand.tap(ADD)

    return solution


TASKS = [
    Task(
        id="bluecoins_6",
        app="bluecoins",
        group="new record",
        human_steps=5,
        goals=[
            "Enter a new expense of {amount} CNY.",
            "I have just spent {amount} CNY. Add it to Bluecoins as an expense.",
            "Book {amount} CNY as an expense in Bluecoins.",
        ],
        params={**KEPT, "amount": Param("512", new_amount(5, 3000))},
        subgoals=NEW.one(kind("expense"), AMOUNT),
        never=[DELETED],
        may_change=["bluecoins.transactions.+"],
        solution=entering("expense"),
    ),
    Task(
        id="bluecoins_7",
        app="bluecoins",
        group="new record",
        human_steps=7,
        goals=[
            "Enter a new income of {amount} CNY whose note reads '{note}'.",
            "{amount} CNY came in. Record the income in Bluecoins with the note '{note}'.",
            "Add an income of {amount} CNY to Bluecoins and put '{note}' into its notes.",
        ],
        params={
            **KEPT,
            "amount": Param("8000", new_amount(50, 20_000, 0.1)),
            "note": Param("salary", one_of(*INCOME_NOTES)),
        },
        subgoals=NEW.one(kind("income"), AMOUNT, NOTE_OR_NAME),
        never=[DELETED],
        may_change=["bluecoins.transactions.+"],
        solution=entering("income"),
    ),
    Task(
        id="bluecoins_8",
        app="bluecoins",
        group="new record",
        human_steps=7,
        goals=[
            "{amount} CNY were paid out on {date}; book this as spending of that day.",
            "Add an expense of {amount} CNY to Bluecoins, dated {date}.",
            "On {date} I spent {amount} CNY. Enter that as an expense of that day.",
        ],
        params={
            **KEPT,
            **day("2024-05-11", free_day("2024-04-12", "2024-05-24")),
            "amount": Param("768", new_amount(5, 3000)),
        },
        subgoals=NEW.one(kind("expense"), DAY, AMOUNT),
        never=[DELETED],
        may_change=["bluecoins.transactions.+"],
        solution=entering("expense"),
    ),
    Task(
        id="bluecoins_9",
        app="bluecoins",
        group="new record",
        human_steps=9,
        goals=[
            "Enter an income of {amount} CNY dated {date} with the note '{note}'.",
            "I forgot to record an income: {amount} CNY on {date}, note '{note}'. Add it to Bluecoins.",
            "Bluecoins lacks {amount} CNY that I received on {date}. Book them with the note '{note}'.",
        ],
        params={
            **KEPT,
            **day("2024-03-08", free_day("2024-02-20", "2024-04-20")),
            "amount": Param("3.14", new_amount(1, 90, 0.9)),
            "note": Param("Weixin red packet", one_of(*GIFTS)),
        },
        subgoals=NEW.one(kind("income"), DAY, AMOUNT, NOTE),
        never=[DELETED],
        may_change=["bluecoins.transactions.+"],
        solution=entering("income"),
    ),
    Task(
        id="bluecoins_10",
        app="bluecoins",
        group="new record",
        human_steps=9,
        goals=[
            "Enter an expense of {amount} CNY dated {date} with the note '{note}'.",
            "Add an expense of {amount} CNY on {date} to Bluecoins, and note '{note}' in it.",
            "Book {amount} CNY as spent on {date}; the note shall be '{note}'.",
        ],
        params={
            **KEPT,
            **day("2024-05-14", free_day("2024-05-04", "2024-06-05")),
            "amount": Param("256", new_amount(5, 900)),
            "note": Param("eating", one_of(*EXPENSE_NOTES)),
        },
        subgoals=NEW.one(kind("expense"), DAY, AMOUNT, NOTE),
        never=[DELETED],
        may_change=["bluecoins.transactions.+"],
        solution=entering("expense"),
    ),
]
