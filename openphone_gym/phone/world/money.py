"""Accounts of the user, and what was paid and earned."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from openphone_gym.phone.world.occasions import starts
from openphone_gym.phone.world.places import a_place
from openphone_gym.phone.world.records import Account, Occasion, Payment, User
from openphone_gym.phone.world.start import START

CURRENCY = "CNY"

DAYS_BEFORE, DAYS_AFTER = 84, 5
"""Days around the phone's first day in which payments lie."""

DINING, MOVIES, SHOPPING = (
    ("Entertainment", "Dining Out"),
    ("Entertainment", "Movies"),
    ("Entertainment", "Shopping"),
)
TAXI, BUS, FUEL, MAINTENANCE = ("Car", "Taxi"), ("Car", "Bus"), ("Car", "Fuel"), ("Car", "Maintenance")
GROCERY, CLOTHING, MEDICINES = ("Household", "Grocery"), ("Household", "Clothing"), ("Household", "Medicines")
OTHER, SALARY, SCHOOL = ("Others", "Other"), ("Employer", "Salary"), ("School", "")

OF_OCCASIONS = {
    "dinner": DINING, "lunch": DINING, "coffee": DINING, "drinks": DINING, "film": MOVIES, "concert": MOVIES,
    "class": SCHOOL, "appointment": MEDICINES,
}  # fmt: skip
"""Category of what an occasion costs; `OTHER` for the rest."""


class Habit(NamedTuple):
    """What is bought again and again.

    Attributes:
        item: What is bought.
        category: Its category.
        at: Kind of the place it is bought at, or an empty string.
        days: Fewest and most days from one time to the next.
        cost: Least and highest cost in whole units of the currency.
        notes: Words beside it.
    """

    item: str
    category: tuple[str, str]
    at: str
    days: tuple[int, int]
    cost: tuple[int, int]
    notes: str = ""


HABITS = (
    Habit("Supermarket", GROCERY, "supermarket", (5, 9), (90, 420)),
    Habit("Taxi", TAXI, "", (4, 10), (14, 48), "taxi"),
    Habit("Bus card", BUS, "", (25, 32), (50, 120)),
    Habit("Breakfast", DINING, "cafe", (6, 13), (9, 28)),
    Habit("Lunch", DINING, "restaurant", (6, 12), (22, 68)),
    Habit("Coffee", DINING, "cafe", (8, 18), (12, 32)),
    Habit("Bread", GROCERY, "bakery", (8, 15), (8, 30)),
    Habit("Medicine", MEDICINES, "pharmacy", (25, 50), (20, 160)),
    Habit("Clothes", CLOTHING, "shop", (20, 45), (120, 700)),
    Habit("Gas", FUEL, "fuel", (14, 28), (200, 380)),
    Habit("Present", OTHER, "shop", (20, 50), (60, 320)),
)


def draw_accounts(rng: random.Random) -> tuple[Account, ...]:
    """The accounts of a household."""
    return (
        Account("account-1", "Wallet", "Cash", 100 * rng.randint(500, 20_000)),
        Account("account-2", "Checking", "Bank", 100 * rng.randint(2_000, 60_000), "bank-1"),
        Account("account-3", "Savings", "Bank", 100 * rng.randint(10_000, 200_000), "bank-2"),
        Account("account-4", "Credit Card", "Credit Card", 0, "bank-1"),
    )


def draw_payments(
    rng: random.Random, user: User, occasions: Sequence[Occasion], accounts: Sequence[Account]
) -> tuple[Payment, ...]:
    """What a household paid and earned in some ninety days, oldest first."""
    first = START.date() - timedelta(days=DAYS_BEFORE)
    last = START.date() + timedelta(days=DAYS_AFTER)
    drawn = [
        *_of_occasions(occasions, first, last),
        *_of_habits(rng, first, last),
        *_of_months(rng, user, first, last),
    ]
    ids = [account.id for account in accounts]
    drawn.sort(key=lambda payment: payment.at)
    return tuple(_booked(rng, n, payment, ids) for n, payment in enumerate(drawn, 1))


def _booked(rng: random.Random, number: int, payment: Payment, accounts: Sequence[str]) -> Payment:
    """A payment with its id, from one of the accounts: cash for most, the bank for what is large."""
    account = (
        accounts[1] if payment.hundredths >= 100_000 else rng.choice((accounts[0], accounts[0], accounts[3]))
    )
    return Payment(
        f"payment-{number}", payment.kind, payment.hundredths, payment.item, payment.notes, payment.category,
        account, payment.at, payment.payee, payment.occasion,
    )  # fmt: skip


def _of_occasions(occasions: Sequence[Occasion], first: date, last: date) -> Iterator[Payment]:
    for occasion in occasions:
        if occasion.hundredths:
            category = OF_OCCASIONS.get(occasion.kind, OTHER)
            payee = occasion.place or occasion.organisation
            for at in starts(occasion, first, last):
                at = at + timedelta(hours=9) if occasion.all_day else at
                yield Payment("", "expense", occasion.hundredths, occasion.title, "", category, "", at, payee,
                              occasion.id)  # fmt: skip


def _of_habits(rng: random.Random, first: date, last: date) -> Iterator[Payment]:
    for habit in HABITS:
        day = first + timedelta(days=rng.randint(0, habit.days[1]))
        while day <= last:
            yield Payment(
                "",
                "expense",
                100 * rng.randint(*habit.cost) + rng.randrange(100),
                habit.item,
                habit.notes,
                habit.category,
                "",
                datetime.combine(day, time(rng.randint(8, 20), rng.randrange(0, 60, 5))),
                a_place(rng, habit.at) if habit.at else "",
            )
            day += timedelta(days=rng.randint(*habit.days))


def _of_months(rng: random.Random, user: User, first: date, last: date) -> Iterator[Payment]:
    """Salary on one day of the month, rent on another."""
    salary, rent = 100_000 * rng.randint(6, 24), 10_000 * rng.randint(16, 52)
    payday, due = rng.randint(24, 28), rng.randint(1, 5)
    day = first
    while day <= last:
        if day.day == payday:
            at = datetime.combine(day, time(9))
            yield Payment("", "income", salary, "Salary", "", SALARY, "", at, user.employer)
        if day.day == due:
            yield Payment("", "expense", rent, "Rent", "", OTHER, "", datetime.combine(day, time(10)))
        day += timedelta(days=1)
