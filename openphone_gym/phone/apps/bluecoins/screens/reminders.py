"""The Reminders tab: what is due."""

from __future__ import annotations

from openphone_gym.phone.apps.bluecoins.entry import record, skip
from openphone_gym.phone.apps.bluecoins.money import figures, parse
from openphone_gym.phone.apps.bluecoins.ranges import day_text
from openphone_gym.phone.apps.bluecoins.screens.form import amount_only
from openphone_gym.phone.apps.bluecoins.screens.frame import tab_page
from openphone_gym.phone.apps.bluecoins.screens.parts import (
    choice_dialog,
    money_text,
    nothing,
    option_menu,
    picture,
)
from openphone_gym.phone.apps.bluecoins.state import FREQUENCIES, Bluecoins, Reminder
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.stacks import front_entry
from openphone_gym.phone.toolkit.box import Box, Column, Handler
from openphone_gym.phone.toolkit.controls import Fab, IconButton
from openphone_gym.phone.toolkit.date_picker import DatePicker
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import ListRow, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Page, Tab, Tabs


def reminders_tab(ledger: Bluecoins, nav: Nav) -> Page:
    """Reminders by the day they are due."""
    today = nav.now.date().isoformat()
    due = sorted(ledger.reminders, key=lambda one: (one.date, one.id))
    rows: list[Box] = []
    for title, found in (
        ("Overdue", [one for one in due if one.date < today]),
        ("Upcoming", [one for one in due if one.date >= today]),
    ):
        if found:
            rows.append(Section(title, pad=(20, 12, 20, 4)))
            rows += [_row(ledger, nav, one) for one in found]
    add = Fab("plus", "Add reminder", nav.to("reminder", id=0), id="fab")
    return tab_page(ledger, nav, *(rows or [nothing("bell-outline", "No reminders")]), fab=add)


def _row(ledger: Bluecoins, nav: Nav, one: Reminder) -> Box:
    return ListRow(
        one.item or "(No name)",
        f"{day_text(one.date)}, {one.every.lower()}",
        nav.to("reminder_menu", id=one.id),
        leading=picture(ledger, one.category),
        trailing=money_text(one.millionths),
        pad=(16, 10, 16, 10),
    )


def _found(ledger: Bluecoins, id: int) -> Reminder | None:
    return next((one for one in ledger.reminders if one.id == id), None)


def reminder_menu(ledger: Bluecoins, nav: Nav, id: int) -> Box:
    """What can be done with a reminder."""
    one = _found(ledger, id)

    def acting(act: Handler, words: str) -> Handler:
        def do() -> None:
            nav.back()
            act()
            nav.toast(words)

        return do

    if one is None:
        return option_menu(nav)
    return option_menu(
        nav,
        ("Record transaction", acting(lambda: record(ledger, one), "Transaction saved")),
        ("Skip", acting(lambda: skip(ledger, one), "Reminder skipped")),
        ("Edit", lambda: nav.replace("reminder", id=id)),
        ("Delete", lambda: nav.replace("delete_reminder", id=id)),
    )


def delete_reminder(ledger: Bluecoins, nav: Nav, id: int) -> Box:
    """Asks before a reminder is deleted."""

    def ok() -> None:
        ledger.reminders = [one for one in ledger.reminders if one.id != id]
        nav.back()

    return Confirm("Delete reminder?", "This can't be undone.", "Delete", ok, nav.back)


def reminder(ledger: Bluecoins, nav: Nav, id: int) -> Box:
    """A new reminder, or one that is there."""
    one = _found(ledger, id)
    item = nav.bind("item", one.item if one else "")
    amount = nav.bind("amount", figures(one.millionths) if one else "")
    income = nav.bind("income", one is not None and one.kind == "income")
    day = nav.bind("date", one.date if one else nav.now.date().isoformat())
    every = nav.bind("every", one.every if one else "Monthly")

    def save() -> None:
        millionths = parse(amount.get())
        if not millionths:
            nav.toast("Enter an amount")
            return
        kind = "income" if income.get() else "expense"
        reminder = one
        if reminder is None:
            category, account = ledger.default_category(kind), ledger.settings.default_account
            reminder = Reminder(ledger.new_id(), kind, 0, "", category, account, "")
            ledger.reminders.append(reminder)
        elif reminder.kind != kind:
            reminder.category = ledger.default_category(kind)
        reminder.kind, reminder.item = kind, item.get().strip()
        reminder.millionths = millionths if kind == "income" else -millionths
        reminder.date, reminder.every = day.get(), every.get()
        nav.back()
        nav.toast("Reminder saved")

    kinds = Tabs(
        [
            Tab("Expense", "", not income.get(), income.setting(False)),
            Tab("Income", "", bool(income.get()), income.setting(True)),
        ]
    )
    title = "Edit Reminder" if one else "New Reminder"
    return Page(
        Column(
            AppBar(title, nav.back, [IconButton("check", "Save", save, color="primary")], icon="close"), kinds
        ),
        Column(
            TextField(item, "Name", id="item_edittext", action="next"),
            TextField(amount, "Amount", id="amount_edittext", ime="number", accept=amount_only),
            gap=16,
            pad=(20, 16, 20, 12),
        ),
        ListRow("Date", day_text(day.get()), nav.to("reminder_date", day=day.get()), icon="calendar"),
        ListRow("Repeat", every.get(), nav.to("reminder_every", every=every.get()), icon="repeat"),
    )


def _tell(nav: Nav, key: str, value: str) -> None:
    """Tells the page in front what was chosen above it."""
    front_entry(nav.system).local[key] = value


def reminder_date(ledger: Bluecoins, nav: Nav, day: str) -> Box:
    """Asks for the day a reminder is due."""

    def choose(chosen: str) -> None:
        nav.back()
        _tell(nav, "date", chosen)

    return DatePicker(nav.local, day, choose, nav.back, nav.now.date().isoformat())


def reminder_every(ledger: Bluecoins, nav: Nav, every: str) -> Box:
    """Asks how often a reminder comes back."""
    return choice_dialog(nav, "Repeat", FREQUENCIES, every, lambda one: _tell(nav, "every", one))
