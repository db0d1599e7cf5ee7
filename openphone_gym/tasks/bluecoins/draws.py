"""Draws of days, records and amounts from the ledger of a phone."""

from __future__ import annotations

from collections.abc import Callable

from openphone_gym.phone.apps.bluecoins.money import HUNDREDTH, figures
from openphone_gym.phone.apps.bluecoins.ranges import days_of
from openphone_gym.phone.apps.bluecoins.state import Transaction
from openphone_gym.tasks.bluecoins.ledger import same_day
from openphone_gym.tasks.task import Draw, Drawing, Param
from openphone_gym.tasks.times import day_words

SINCE = "2024-03-01"
"""Earliest day that tasks on present records are about: two months back are far enough to page."""

MOST_ROWS = 3
"""Most records of a day that a task is about, so that they are in view together."""


def day(canonical: str, make: Draw) -> dict[str, Param]:
    """A day, and how goals say it."""
    return {
        "day": Param(canonical, make),
        "date": Param(day_words(canonical), lambda d: day_words(d.params.day)),
    }


def present(d: Drawing) -> list[Transaction]:
    """All transactions of the phone."""
    return d.phone.bluecoins.transactions


KEPT = {"kept": Param(list(range(1, 19)), lambda d: [one.id for one in present(d)])}
"""Ids of the records that were there before."""


def spending_day(d: Drawing) -> str:
    """Draws a day with several expenses and nothing else."""
    found = []
    for one in sorted({one.date for one in present(d) if one.date >= SINCE}):
        of_day = same_day(present(d), one)
        pairs = {(other.item, other.millionths) for other in of_day}
        if all(other.kind == "expense" for other in of_day) and 2 <= len(pairs) == len(of_day) <= MOST_ROWS:
            found.append(one)
    return d.choice(found or [one.date for one in present(d) if one.kind == "expense"])


def free_day(first: str, last: str) -> Draw:
    """Draws a day without a record."""

    def pick(d: Drawing) -> str:
        taken = {one.date for one in present(d)}
        return d.choice([one for one in days_of((first, last)) if one not in taken])

    return pick


def record_with(suits: Callable[[Transaction, list[Transaction]], bool]) -> Draw:
    """Draws a record that suits beside the others of its day, by its id."""

    def pick(d: Drawing) -> int:
        found = []
        for one in present(d):
            others = [other for other in same_day(present(d), one.date) if other.id != one.id]
            if one.date >= SINCE and len(others) < MOST_ROWS and suits(one, others):
                found.append(one.id)
        return d.choice(found)

    return pick


def its(field: str) -> Draw:
    """A field of the record that was drawn."""
    return lambda d: getattr(d.phone.bluecoins.transaction(d.params.record), field)


def its_amount(d: Drawing) -> str:
    """Amount of the record that was drawn."""
    return figures(its("millionths")(d))


def new_amount(least: int, most: int, cents: float = 0.3) -> Draw:
    """Draws an amount that no record has.

    Args:
        least: Least whole units of the currency.
        most: Most of them.
        cents: How often it has hundredths.
    """

    def pick(d: Drawing) -> str:
        taken = {abs(one.millionths) for one in present(d)}
        while True:
            hundredths = 100 * d.rng.randint(least, most)
            if d.rng.random() < cents:
                hundredths += d.rng.randrange(1, 100)
            if hundredths * HUNDREDTH not in taken:
                return words(hundredths)

    return pick


def words(hundredths: int) -> str:
    """An amount as goals say it, such as ``18,250`` or ``936.02``."""
    whole, part = divmod(hundredths, 100)
    return f"{whole:,}.{part:02d}" if part else f"{whole:,}"
