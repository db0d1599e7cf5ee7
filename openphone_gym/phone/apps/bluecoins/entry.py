"""Entering transactions: the draft behind the form, and what becomes of it."""

from __future__ import annotations

import msgspec

from openphone_gym.phone.apps.bluecoins.money import figures, parse
from openphone_gym.phone.apps.bluecoins.ranges import months_later, shifted
from openphone_gym.phone.apps.bluecoins.state import Bluecoins, Draft, Kind, Reminder, Transaction
from openphone_gym.phone.system.nav import Nav

STEPS = {"Daily": 1, "Weekly": 7, "Bi-weekly": 14}
"""Days from one time to the next."""

MONTHS = {"Monthly": 1, "Quarterly": 3, "Yearly": 12}
"""Months from one time to the next."""


def new_draft(ledger: Bluecoins, nav: Nav, kind: Kind = "expense", account: int = 0) -> Draft:
    """The empty form."""
    now = nav.now
    draft = Draft(
        kind=kind,
        account=account or ledger.settings.default_account,
        date=now.date().isoformat(),
        minute=now.hour * 60 + now.minute,
    )
    settle(ledger, draft)
    return draft


def draft_of(one: Transaction) -> Draft:
    """The form of a transaction."""
    return Draft(
        one.id,
        one.kind,
        figures(one.millionths),
        one.item,
        one.notes,
        one.category,
        one.account,
        one.date,
        one.minute,
        one.to,
        list(one.labels),
        one.status,
    )


def settle(ledger: Bluecoins, draft: Draft) -> None:
    """Gives a form a category and accounts that fit its kind."""
    if draft.kind == "transfer":
        if draft.to in (0, draft.account):
            draft.to = next((one.id for one in ledger.accounts if one.id != draft.account), 0)
        return
    draft.to = 0
    category = ledger.category(draft.category)
    if category is None or category.kind != draft.kind:
        draft.category = ledger.default_category(draft.kind)


def turn(ledger: Bluecoins, draft: Draft, kind: Kind) -> None:
    """Makes a form one of another kind."""
    if draft.kind != kind:
        draft.kind = kind
        settle(ledger, draft)


def open_form(ledger: Bluecoins, nav: Nav, draft: Draft) -> None:
    """Shows the form."""
    ledger.draft = draft
    nav.go("form")


def is_changed(ledger: Bluecoins) -> bool:
    """Whether something would be lost if the form were closed."""
    draft = ledger.draft
    one = ledger.transaction(draft.id)
    if one is not None:
        return draft != draft_of(one)
    return bool(draft.amount or draft.item or draft.notes or draft.labels)


def fault(ledger: Bluecoins) -> str:
    """What keeps the form from being saved; empty if nothing does."""
    draft = ledger.draft
    amount = parse(draft.amount)
    if amount is None and draft.amount.strip():
        return "Amount is not valid"
    if not amount:
        return "Enter an amount"
    if draft.kind == "transfer" and draft.account == draft.to:
        return "Choose two different accounts"
    return ""


def save(ledger: Bluecoins) -> Transaction:
    """Writes the form into the ledger, whose list then shows its day; it must have no fault."""
    draft = ledger.draft
    amount = parse(draft.amount) or 0
    one = Transaction(
        draft.id,
        draft.kind,
        amount if draft.kind == "income" else -amount,
        draft.item.strip(),
        draft.notes.strip(),
        0 if draft.kind == "transfer" else draft.category,
        draft.account,
        draft.date,
        draft.minute,
        draft.to,
        list(draft.labels),
        draft.status,
    )
    places = [place for place, other in enumerate(ledger.transactions) if other.id == draft.id]
    if places:
        ledger.transactions[places[0]] = one
    else:
        one.id = ledger.new_id()
        ledger.transactions.append(one)
    ledger.view.turn_to(one.date, one.id)
    return one


def copied(one: Transaction, today: str) -> Draft:
    """The form of a new transaction like another one."""
    return msgspec.structs.replace(draft_of(one), id=0, date=today, status="None")


def like_last(ledger: Bluecoins, item: str) -> None:
    """Takes over the category of the last transaction of that name, as a touched suggestion does."""
    draft = ledger.draft
    draft.item = item
    last = next((o for o in reversed(ledger.transactions) if (o.kind, o.item) == (draft.kind, item)), None)
    if last is not None and last.category:
        draft.category = last.category


def discard(ledger: Bluecoins, nav: Nav, id: int) -> None:
    """Moves a transaction to the trash."""
    one = ledger.transaction(id)
    if one is not None:
        ledger.transactions.remove(one)
        ledger.trash.append(one)


def restore(ledger: Bluecoins, nav: Nav, id: int) -> None:
    """Takes a transaction out of the trash, to the place that it had."""
    one = next((one for one in ledger.trash if one.id == id), None)
    if one is not None:
        ledger.trash.remove(one)
        place = sum(other.id < id for other in ledger.transactions)
        ledger.transactions.insert(place, one)


def record(ledger: Bluecoins, reminder: Reminder) -> None:
    """Enters what a reminder is about on the day it is due, and moves it to the next time."""
    ledger.transactions.append(
        Transaction(
            ledger.new_id(),
            reminder.kind,
            reminder.millionths,
            reminder.item,
            "",
            reminder.category,
            reminder.account,
            reminder.date,
            720,
        )
    )
    skip(ledger, reminder)


def skip(ledger: Bluecoins, reminder: Reminder) -> None:
    """Moves a reminder to the next time it is due; one that is due once goes away."""
    if reminder.every == "Once":
        ledger.reminders.remove(reminder)
    elif reminder.every in STEPS:
        reminder.date = shifted(reminder.date, STEPS[reminder.every])
    else:
        reminder.date = months_later(reminder.date, MONTHS[reminder.every])
