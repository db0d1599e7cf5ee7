"""Transactions as records: which one a task means, what it must be like, and the form that makes it so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from openphone_gym.phone.apps.bluecoins.money import parse
from openphone_gym.phone.apps.bluecoins.state import Transaction
from openphone_gym.tasks.bluecoins.ledger import days_in_view, iso_of, millionths_of, words_of
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.pickers import pick_date
from openphone_gym.tasks.records import Records, Trait
from openphone_gym.tasks.sight import Sight, has_id, plain
from openphone_gym.tasks.task import Never, Params
from openphone_gym.ui.node import UiNode

FORM = re.compile("^(New|Edit) (Expense|Income|Transfer)$")
"""Titles of the form."""

DATE = has_id("date_edittext")
SIGN = has_id("sign_textview")

SAVE = "Save"


def amount_of(p: Params) -> int:
    """The amount asked for, in millionths."""
    return parse(p.amount) or 0


# Records


def rows_of_new(screen: Sight, p: Params) -> list[UiNode]:
    """Rows in view with the amount asked for, which no record had before."""
    rows = [row for _, of_day in days_in_view(screen) for row in of_day]
    return [row for row in rows if abs(millionths_of(words_of(row)[1])) == amount_of(p)]


def rows_of_present(screen: Sight, p: Params) -> list[UiNode]:
    """Rows in view that are the record: as it was, as it is to be, or on the way there."""
    rows = [row for day, rows in days_in_view(screen) if day in (p.day, p.old_day) for row in rows]
    amounts = (parse(p.old), amount_of(p))
    named = [(row, *words_of(row)) for row in rows]
    return [row for row, item, shown in named if item == p.item and abs(millionths_of(shown)) in amounts]


def rows_changed(screen: Sight, p: Params) -> list[UiNode]:
    """The same without that of the record as it was, which tells nothing: it may be changed out of view."""
    before = (parse(p.old) or 0) * (1 if p.old_kind == "income" else -1)
    of_old_day = [row for day, rows in days_in_view(screen) if day == p.old_day for row in rows]
    return [
        row
        for row in rows_of_present(screen, p)
        if millionths_of(words_of(row)[1]) != before or not any(row is old for old in of_old_day)
    ]


NEW = Records(
    all=lambda phone: phone.bluecoins.transactions,
    meant=lambda one, p: one.id not in p.kept,
    rows=rows_of_new,
)
"""What was entered since the start."""

PRESENT = Records(
    all=lambda phone: phone.bluecoins.transactions,
    meant=lambda one, p: one.id == p.record,
    rows=rows_changed,
)
"""The record that a task is about."""

DELETED = Never(
    "record_deleted",
    NEW.lost,
    question="Was a transaction deleted that was there before?",
    screen=lambda screen, p: screen.sees("Transaction deleted") is not None,
)


# Traits


def kind(what: str) -> Trait:
    """It is an expense or an income."""
    return Trait(
        f"type_{what}",
        f"Is there a transaction of {{amount}} CNY that is an {what}?",
        lambda one, phone, p: one.kind == what,
        lambda screen, row, p: (millionths_of(words_of(row)[1]) > 0) == (what == "income"),
    )


AMOUNT = Trait(
    "amount",
    "Is there a transaction with the amount {amount} CNY?",
    lambda one, phone, p: abs(one.millionths) == amount_of(p),
    lambda screen, row, p: abs(millionths_of(words_of(row)[1])) == amount_of(p),
)


def _on_day(screen: Sight, row: UiNode, p: Params) -> bool:
    return any(row is other for day, rows in days_in_view(screen) for other in rows if day == p.day)


DAY = Trait(
    "date",
    "Is the transaction of {amount} CNY dated {date}?",
    lambda one, phone, p: one.date == p.day,
    _on_day,
)


def noted(one: Transaction, p: Params) -> bool:
    """Whether the notes are those asked for; case does not matter."""
    return one.notes.strip().casefold() == p.note.casefold()


def noted_or_named(one: Transaction, p: Params) -> bool:
    """As `noted`; of a record without notes the name counts, which is the other place to say what it is."""
    return noted(one, p) or (not one.notes.strip() and one.item.strip().casefold() == p.note.casefold())


def form_shows_note(screen: Sight, p: Params) -> bool | None:
    """What the form tells of the notes; nothing else shows them."""
    field = screen.sees(has_id("notes_edittext")) if FORM.match(screen.title) else None
    return None if field is None else plain(field.text).casefold() == p.note.casefold()


NOTE = Trait(
    "note",
    'Does the transaction of {amount} CNY have the note "{note}"?',
    lambda one, phone, p: noted(one, p),
    elsewhere=form_shows_note,
)

NOTE_OR_NAME = NOTE._replace(holds=lambda one, phone, p: noted_or_named(one, p))


# The form


def clear_the_way(hand: Hand) -> None:
    """No question of the app is left open that has nothing to do with the task."""
    if hand.title == "Discard changes?":
        hand.tap("Discard")


def complete(hand: Hand, kind: str, amount: str, day: str = "", note: str = "") -> None:
    """The open form was filled in and saved.

    What the list does not show comes first, and what tells that the record is done comes last. So a form that
    was saved too early is opened again.
    """
    if note:
        hand.fill("notes_edittext", note)
    if day:
        shown = hand.need(DATE)
        if iso_of(shown.text) != day:
            hand.tap(shown)
    if hand.title.rpartition(" ")[2] != kind.capitalize():
        hand.tap(kind.capitalize())
    hand.fill("amount_edittext", amount.replace(",", ""))
    hand.tap(SAVE)


def answer_date(hand: Hand, day: str) -> None:
    """The dialog for a day, if it is open, was closed with this day."""
    pick_date(hand, date.fromisoformat(day))


def holds(rows: Sequence[UiNode], millionths: int) -> bool:
    """Whether one of the rows has this amount, with its sign."""
    return any(millionths_of(words_of(row)[1]) == millionths for row in rows)
