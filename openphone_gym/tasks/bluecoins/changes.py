"""Changing records that are there: amount, day, kind, notes."""

from __future__ import annotations

from openphone_gym.phone.apps.bluecoins.money import parse
from openphone_gym.phone.apps.bluecoins.ranges import shifted
from openphone_gym.phone.apps.bluecoins.state import Kind, Transaction
from openphone_gym.tasks.bluecoins.draws import KEPT, free_day, its, its_amount, new_amount, record_with
from openphone_gym.tasks.bluecoins.ledger import (
    look_up,
    month_of,
    show_month,
)
from openphone_gym.tasks.bluecoins.records import (
    AMOUNT,
    DAY,
    DELETED,
    FORM,
    NOTE,
    PRESENT,
    amount_of,
    answer_date,
    clear_the_way,
    complete,
    holds,
    kind,
    rows_of_present,
)
from openphone_gym.tasks.hand import Hand, Solution
from openphone_gym.tasks.reach import Lost
from openphone_gym.tasks.sight import plain
from openphone_gym.tasks.task import Draw, Drawing, Param, Params, Task, one_of
from openphone_gym.tasks.times import day_words
from openphone_gym.ui.node import UiNode

NOTES = (
    "Gift", "Wrong Operation", "Grocery Shopping", "checked", "paid in cash", "shared with Mia",
    "see receipt", "corrected", "for the trip", "household",
)  # fmt: skip


def only_expense(one: Transaction, others: list[Transaction]) -> bool:
    """Whether it is the only expense of its day."""
    return one.kind == "expense" and all(other.kind != "expense" for other in others)


def only_income(one: Transaction, others: list[Transaction]) -> bool:
    """Whether it is the only income of its day."""
    return one.kind == "income" and all(other.kind != "income" for other in others)


def only_record(one: Transaction, others: list[Transaction]) -> bool:
    """Whether it is an expense and the only record of its day."""
    return one.kind == "expense" and not others


def record(id: int, kind: Kind, item: str, old: str, old_day: str, draw: Draw) -> dict[str, Param]:
    """Parameters about the record that is to be changed."""
    return {
        **KEPT,
        "record": Param(id, draw),
        "item": Param(item, its("item")),
        "old": Param(old, its_amount),
        "old_kind": Param(kind, its("kind")),
        "old_day": Param(old_day, its("date")),
        "old_date": Param(day_words(old_day), lambda d: day_words(d.params.old_day)),
    }


def same_day_as_before(day: str) -> dict[str, Param]:
    """The day stays."""
    return {
        "day": Param(day, lambda d: d.params.old_day),
        "date": Param(day_words(day), lambda d: d.params.old_date),
    }


def other_day(day: str, draw: Draw) -> dict[str, Param]:
    """The day becomes another one."""
    return {"day": Param(day, draw), "date": Param(day_words(day), lambda d: day_words(d.params.day))}


def next_day(d: Drawing) -> str:
    """The day after."""
    return shifted(d.params.old_day, 1)


def changing(what: Kind) -> Solution:
    """The list has the record as asked for; until then it is opened where it was and changed in the form."""

    def solution(hand: Hand, p: Params) -> None:
        sign = 1 if what == "income" else -1
        answer_date(hand, p.day)
        clear_the_way(hand)
        form = FORM.match(hand.title)
        if form is not None:
            if form[1] != "Edit" or not _is_meant(hand, p):
                raise Lost
            complete(hand, what, p.amount, p.day, getattr(p, "note", ""))
        in_new_month = hand.content("month_name") == month_of(p.day) != month_of(p.old_day)
        if in_new_month and holds(look_up(hand, p.day), sign * amount_of(p)):
            return
        show_month(hand, p.old_day)

        def row_of_it(node: UiNode) -> bool:
            return node.clickable and any(node is row for row in rows_of_present(hand, p))

        row = hand.find(row_of_it)
        if row is None:
            show_month(hand, p.day)
            raise Lost
        if not holds([row], sign * amount_of(p)):
            hand.tap(row)

    return solution


def _is_meant(hand: Hand, p: Params) -> bool:
    """Whether the form is that of the record, as it was or as it is to be."""
    item, amount = hand.content("item_edittext"), parse(hand.content("amount_edittext") or "")
    return plain(item or "") == plain(p.item) and amount in (parse(p.old), amount_of(p), None)


def may_change(*fields: str) -> list[str]:
    """Fields of the record that a task may change."""
    return [f"bluecoins.transactions.{{record}}.{field}" for field in fields]


KIND_FIELDS = ("kind", "millionths", "category", "notes")
"""What changes with the kind: the sign, and the category, of which each kind has its own."""

TASKS = [
    Task(
        id="bluecoins_11",
        app="bluecoins",
        group="change",
        human_steps=8,
        goals=[
            "Open the expense of {old_date} and set its amount to {amount} CNY.",
            "The expense that Bluecoins has for {old_date} was really {amount} CNY. Correct it.",
            "Change the amount of the expense on {old_date} to {amount} CNY.",
        ],
        params={
            **record(18, "expense", "Gym", "400.00", "2024-05-15", record_with(only_expense)),
            **same_day_as_before("2024-05-15"),
            "amount": Param("500", new_amount(5, 3000)),
        },
        subgoals=PRESENT.one(DAY, AMOUNT),
        never=[DELETED],
        may_change=may_change("millionths"),
        solution=changing("expense"),
        prepare="Enter an expense of {old} CNY on {old_date}, the only one of that day.",
    ),
    Task(
        id="bluecoins_12",
        app="bluecoins",
        group="change",
        human_steps=10,
        goals=[
            "Move the income booked on {old_date} to {date} and make it {amount} CNY.",
            "The income of {old_date} came on {date}, and it was {amount} CNY. Set it right in Bluecoins.",
            "In Bluecoins, date the income of {old_date} to {date} and change its amount to {amount} CNY.",
        ],
        params={
            **record(15, "income", "Project bonus", "18000.00", "2024-05-12", record_with(only_income)),
            **other_day("2024-05-10", free_day("2024-04-12", "2024-05-18")),
            "amount": Param("18,250", new_amount(900, 30_000, 0.1)),
        },
        subgoals=PRESENT.one(DAY, AMOUNT),
        never=[DELETED],
        may_change=may_change("date", "millionths"),
        solution=changing("income"),
        prepare="Enter an income of {old} CNY on {old_date}, the only one of that day.",
    ),
    Task(
        id="bluecoins_13",
        app="bluecoins",
        group="change",
        human_steps=10,
        goals=[
            "Turn the booking of {old_date} from an expense into an income and give it the note '{note}'.",
            "What Bluecoins has as an expense on {old_date} was an income. Change that, and note '{note}'.",
            "Make the expense of {old_date} an income, and write '{note}' into its notes.",
        ],
        params={
            **record(17, "expense", "Present", "300.00", "2024-05-13", record_with(only_record)),
            **same_day_as_before("2024-05-13"),
            "amount": Param("300.00", lambda d: d.params.old),
            "note": Param("Gift", one_of(*NOTES)),
        },
        subgoals=PRESENT.one(
            kind("income"),
            kind("income")._replace(
                name="sign_plus",
                question="Does the transaction of {amount} CNY carry a plus sign?",
                holds=lambda one, phone, p: one.millionths > 0,
            ),
            DAY,
            NOTE,
        ),
        never=[DELETED],
        may_change=may_change(*KIND_FIELDS),
        solution=changing("income"),
        prepare="Enter an expense of {old} CNY on {old_date}, the only record of that day.",
    ),
    Task(
        id="bluecoins_14",
        app="bluecoins",
        group="change",
        human_steps=12,
        goals=[
            "Turn the income of {old_date} into an expense of {amount} CNY with the note '{note}'.",
            "The income that Bluecoins has for {old_date} should be an expense of {amount} CNY. Change it "
            "and note '{note}'.",
            "Make the income of {old_date} an expense, its amount {amount} CNY and its note '{note}'.",
        ],
        params={
            **record(3, "income", "Transfer", "1314.00", "2024-05-02", record_with(only_income)),
            **same_day_as_before("2024-05-02"),
            "amount": Param("520", new_amount(5, 3000)),
            "note": Param("Wrong Operation", one_of(*NOTES)),
        },
        subgoals=PRESENT.one(
            kind("expense"),
            kind("expense")._replace(
                name="sign_minus",
                question="Does the transaction of {amount} CNY carry a minus sign?",
                holds=lambda one, phone, p: one.millionths < 0,
            ),
            DAY,
            AMOUNT,
            NOTE,
        ),
        never=[DELETED],
        may_change=may_change(*KIND_FIELDS),
        solution=changing("expense"),
        prepare="Enter an income of {old} CNY on {old_date}, the only record of that day.",
    ),
    Task(
        id="bluecoins_15",
        app="bluecoins",
        group="change",
        human_steps=12,
        goals=[
            "The spending booked on {old_date} really happened one day later, on {date}, and cost "
            "{amount} CNY; correct both and let its note read '{note}'.",
            "Move the expense of {old_date} to {date}, change its amount to {amount} CNY and its note to "
            "'{note}'.",
            "Bluecoins has an expense on {old_date} that was on {date} and {amount} CNY. Correct it, with "
            "the note '{note}'.",
        ],
        params={
            **record(16, "expense", "Supermarket", "794.20", "2024-05-12", record_with(only_expense)),
            **other_day("2024-05-13", next_day),
            "amount": Param("936.02", new_amount(5, 3000, 0.8)),
            "note": Param("Grocery Shopping", one_of(*NOTES)),
        },
        subgoals=PRESENT.one(DAY, AMOUNT, NOTE),
        never=[DELETED],
        may_change=may_change("date", "millionths", "notes"),
        solution=changing("expense"),
        prepare="Enter an expense of {old} CNY on {old_date}, the only one of that day.",
    ),
]
