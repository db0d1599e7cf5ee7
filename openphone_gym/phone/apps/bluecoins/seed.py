"""What is in the ledger of a new phone."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

from openphone_gym.phone.apps.bluecoins.money import MILLION, from_hundredths
from openphone_gym.phone.apps.bluecoins.state import (
    Account,
    Bluecoins,
    Budget,
    Category,
    Kind,
    LedgerSettings,
    Reminder,
    Transaction,
)

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World
    from openphone_gym.phone.world.records import Payment

EXPENSES = {
    "Car": ("Bus", "Fuel", "Maintenance", "Taxi"),
    "Entertainment": ("Dining Out", "Movies", "Shopping"),
    "Household": ("Clothing", "Grocery", "Medicines"),
    "School": (),
    "Utilities": ("Electricity", "Internet", "Phone", "Water"),
    "Others": ("Other",),
}
"""Categories of expenses by their groups."""

INCOME = {"Employer": ("Bonus", "Salary"), "Others": ("Other",)}
"""Categories of income by their groups."""

LABELS = ("Family", "Trip", "Work")


class Bill(NamedTuple):
    """Something that is due again and again.

    Attributes:
        item: What is paid or comes in.
        path: Group and category.
        hundredths: Amount.
        date: Next day it is due, ISO.
        every: How often.
        kind: ``expense`` or ``income``.
    """

    item: str
    path: tuple[str, str]
    hundredths: int
    date: str
    every: str = "Monthly"
    kind: Kind = "expense"


BILLS = (
    Bill("Internet bill", ("Utilities", "Internet"), 9_900, "2024-05-18"),
    Bill("Electricity bill", ("Utilities", "Electricity"), 14_650, "2024-05-21"),
    Bill("Water bill", ("Utilities", "Water"), 6_280, "2024-06-03", "Quarterly"),
    Bill("Salary", ("Employer", "Salary"), 1_200_000, "2024-05-25", kind="income"),
)

BUDGETS = {"Car": 600, "Entertainment": 12_000, "Household": 2_500, "Utilities": 500}
"""Limits of a month by group, in units of the currency."""


def seed(rng: random.Random | None, world: World) -> Bluecoins:
    """The ledger of a new phone: what the world paid and earned, with reminders and budgets."""
    ledger = Bluecoins(labels=list(LABELS))
    _add_categories(ledger)
    _add_accounts(ledger, world)
    _add_transactions(ledger, world.payments, {one.id: n for n, one in enumerate(world.accounts, 1)})
    bills = BILLS if rng is None else _drawn_bills(rng, world)
    for bill in bills:
        ledger.reminders.append(_reminder(ledger, bill))
    limits = BUDGETS if rng is None else _drawn_limits(rng)
    groups = {one.name: one.id for one in ledger.groups("expense")}
    ledger.budgets = [Budget(groups[name], limit * MILLION) for name, limit in limits.items()]
    if rng is not None:
        ledger.settings = _drawn_settings(rng)
    return ledger


def _add_categories(ledger: Bluecoins) -> None:
    trees: tuple[tuple[Kind, dict[str, tuple[str, ...]]], ...] = (("expense", EXPENSES), ("income", INCOME))
    for kind, tree in trees:
        for group, members in tree.items():
            parent = Category(len(ledger.categories) + 1, kind, group)
            ledger.categories.append(parent)
            for name in members:
                ledger.categories.append(Category(len(ledger.categories) + 1, kind, name, parent.id))


def _add_accounts(ledger: Bluecoins, world: World) -> None:
    for number, account in enumerate(world.accounts, 1):
        opening = from_hundredths(account.hundredths)
        ledger.accounts.append(Account(number, account.name, account.group, opening))


def _add_transactions(ledger: Bluecoins, payments: tuple[Payment, ...], accounts: dict[str, int]) -> None:
    for payment in payments:
        sign = -1 if payment.kind == "expense" else 1
        ledger.transactions.append(
            Transaction(
                ledger.new_id(),
                payment.kind,
                sign * from_hundredths(payment.hundredths),
                payment.item,
                payment.notes,
                _category(ledger, payment.kind, payment.category),
                accounts[payment.account],
                payment.at.date().isoformat(),
                payment.at.hour * 60 + payment.at.minute,
            )
        )


def _category(ledger: Bluecoins, kind: Kind, path: tuple[str, str]) -> int:
    """Id of a category by its group and its name; that of the group where there is no name."""
    group = next(one for one in ledger.groups(kind) if one.name == path[0])
    return next((one.id for one in ledger.members(group.id) if one.name == path[1]), group.id)


def _reminder(ledger: Bluecoins, bill: Bill) -> Reminder:
    millionths = from_hundredths(bill.hundredths if bill.kind == "income" else -bill.hundredths)
    category = _category(ledger, bill.kind, bill.path)
    account = ledger.settings.default_account
    return Reminder(
        ledger.new_id(), bill.kind, millionths, bill.item, category, account, bill.date, bill.every
    )


def _drawn_bills(rng: random.Random, world: World) -> list[Bill]:
    """Bills as in `BILLS`, with other amounts and days; salary and rent are those of the world."""
    drawn = [
        bill._replace(
            hundredths=100 * rng.randint(40, 260) + rng.randrange(100),
            date=f"2024-{rng.choice(('05', '06'))}-{rng.randint(11, 30)}",
        )
        for bill in BILLS
        if bill.kind == "expense" and rng.random() < 0.8
    ]
    for item, path in (("Rent", ("Others", "Other")), ("Salary", ("Employer", "Salary"))):
        last = next((one for one in reversed(world.payments) if one.item == item), None)
        if last is not None:
            due = f"2024-{'06' if last.at.month == 5 else '05'}-{last.at.day:02d}"
            drawn.append(Bill(item, path, last.hundredths, due, kind=last.kind))
    return drawn


def _drawn_limits(rng: random.Random) -> dict[str, int]:
    return {name: limit * rng.randint(7, 16) // 1000 * 100 + 100 for name, limit in BUDGETS.items()}


def _drawn_settings(rng: random.Random) -> LedgerSettings:
    return LedgerSettings(
        first_day=rng.choice(("Sunday", "Sunday", "Monday")),
        show_accounts=rng.random() < 0.7,
        daily_reminder=rng.random() < 0.3,
        auto_backup=rng.random() < 0.7,
    )
