"""Settings, categories, labels, export, help."""

from __future__ import annotations

from openphone_gym.phone.apps.bluecoins.money import CURRENCY
from openphone_gym.phone.apps.bluecoins.screens.parts import (
    account_dialog,
    category_rows,
    choice_dialog,
    nothing,
    text_dialog,
)
from openphone_gym.phone.apps.bluecoins.state import TABS, WEEKDAYS, Bluecoins, Category, Kind
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import Box, Column, Handler
from openphone_gym.phone.toolkit.controls import Fab, IconButton, TextButton
from openphone_gym.phone.toolkit.rows import ListRow, Section, SwitchRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Dialog, Message, Page, Tab, Tabs

FORMATS = ("CSV", "Excel", "PDF", "HTML")


def settings(ledger: Bluecoins, nav: Nav) -> Box:
    """The settings."""
    own = ledger.settings
    return Page(
        AppBar("Settings", nav.back),
        Section("General"),
        ListRow("First day of week", own.first_day, nav.to("first_day"), icon="calendar-week"),
        ListRow("Starting tab", own.start_tab, nav.to("start_tab"), icon="tab"),
        ListRow("Currency", CURRENCY, nav.to("currency"), icon="currency-usd"),
        Section("Transactions"),
        ListRow(
            "Default account",
            ledger.account_name(own.default_account),
            nav.to("default_account"),
            icon="bank-outline",
        ),
        SwitchRow("Show accounts in lists", bind(own, "show_accounts")),
        ListRow("Category setup", "", nav.to("categories"), icon="shape-outline"),
        ListRow("Labels", "", nav.to("labels"), icon="label-outline"),
        Section("Reminders"),
        SwitchRow("Daily reminder", bind(own, "daily_reminder"), "Remind me to record my transactions"),
        Section("Security and data"),
        SwitchRow("Passcode lock", bind(own, "passcode")),
        SwitchRow("Automatic backup", bind(own, "auto_backup"), "Every day to the phone storage"),
        ListRow("Export", "", nav.to("export"), icon="file-export-outline"),
        ListRow("Help", "", nav.to("help"), icon="help-circle-outline"),
    )


def first_day(ledger: Bluecoins, nav: Nav) -> Box:
    """Asks on which day weeks begin."""
    own = ledger.settings
    return choice_dialog(
        nav, "First day of week", WEEKDAYS, own.first_day, lambda day: setattr(own, "first_day", day)
    )


def start_tab(ledger: Bluecoins, nav: Nav) -> Box:
    """Asks with which tab the app opens."""
    own = ledger.settings
    return choice_dialog(nav, "Starting tab", TABS, own.start_tab, lambda tab: setattr(own, "start_tab", tab))


def default_account(ledger: Bluecoins, nav: Nav) -> Box:
    """Asks for the account of new transactions."""
    own = ledger.settings
    return account_dialog(ledger, nav, own.default_account, lambda id: setattr(own, "default_account", id))


# Categories and labels


def categories(ledger: Bluecoins, nav: Nav) -> Box:
    """The tree of categories."""
    kind: Kind = nav.local.get("kind", "expense")

    def showing(name: Kind) -> Handler:
        return nav.remember("kind", name)

    def opening(id: int) -> Handler:
        return nav.to("category_editor", id=id, kind=kind)

    tabs = Tabs(
        [
            Tab("Expense", "", kind == "expense", showing("expense")),
            Tab("Income", "", kind == "income", showing("income")),
        ]
    )
    groups = [group.id for group in ledger.groups(kind)]
    add = Fab("plus", "Add category", opening(0), id="fab")
    rows = category_rows(ledger, groups, 0, opening, whole=True)
    return Page(Column(AppBar("Category setup", nav.back), tabs), *rows, fab=add)


def category_editor(ledger: Bluecoins, nav: Nav, id: int, kind: Kind) -> Box:
    """Name of a category, or of a new group."""
    found = ledger.category(id)
    text = nav.bind("text", "" if found is None else found.name)

    def save(name: str) -> None:
        if not name:
            nav.toast("Enter a name")
            return
        if found is None:
            number = max((one.id for one in ledger.categories), default=0) + 1
            ledger.categories.append(Category(number, kind, name))
        else:
            found.name = name
        nav.back()

    return text_dialog(
        nav, "Add category" if found is None else "Rename category", "Category name", text, save
    )


def labels(ledger: Bluecoins, nav: Nav) -> Box:
    """The labels."""

    def row(label: str) -> Box:
        remove = IconButton("delete-outline", f"Delete {label}", nav.to("delete_label", label=label))
        number = sum(label in one.labels for one in ledger.transactions)
        words = f"{number} transaction{'s' * (number != 1)}"
        return ListRow(label, words, icon="label-outline", trailing=remove, pad=(20, 8, 8, 8))

    add = Fab("plus", "Add label", nav.to("new_label"), id="fab")
    rows = [row(label) for label in ledger.labels]
    return Page(AppBar("Labels", nav.back), *(rows or [nothing("label-outline", "No labels")]), fab=add)


def new_label(ledger: Bluecoins, nav: Nav) -> Box:
    """Asks for a new label."""

    def save(name: str) -> None:
        if name and name not in ledger.labels:
            ledger.labels = sorted([*ledger.labels, name], key=str.casefold)
        nav.back()

    return text_dialog(nav, "Add label", "Label", nav.bind("text"), save)


def delete_label(ledger: Bluecoins, nav: Nav, label: str) -> Box:
    """Asks before a label is deleted."""

    def ok() -> None:
        ledger.labels.remove(label)
        for one in ledger.transactions:
            if label in one.labels:
                one.labels.remove(label)
        nav.back()

    return Confirm("Delete label?", f"{label} is taken off all transactions.", "Delete", ok, nav.back)


# Files


def export(ledger: Bluecoins, nav: Nav) -> Box:
    """Writes the transactions to a file."""

    def writing(kind: str) -> Handler:
        def write() -> None:
            ending = {"Excel": "xlsx"}.get(kind, kind.lower())
            name = f"bluecoins_{nav.now:%Y%m%d}_{len(ledger.exports) + 1}.{ending}"
            ledger.exports.append(name)
            nav.snackbar(f"Saved as {name}")

        return write

    icons = ("file-delimited-outline", "file-excel-outline", "file-pdf-box", "language-html5")
    files = [ListRow(name, "Bluecoins/Export", icon="file-outline") for name in reversed(ledger.exports)]
    return Page(
        AppBar("Export", nav.back),
        Message("All transactions are written to a file in the phone storage."),
        *(
            ListRow(f"Export to {kind}", "", writing(kind), icon=icon)
            for kind, icon in zip(FORMATS, icons, strict=True)
        ),
        Section("Files") if files else None,
        *files,
    )


def default_folder(ledger: Bluecoins, nav: Nav) -> Box:
    """The question that comes up when the app does not find its folder."""

    def choose() -> None:
        nav.back()
        nav.toast("Files are kept in Phone Storage")

    buttons = [
        TextButton("Cancel", nav.back, id="button2"),
        TextButton("Phone Storage", choose, id="button1"),
    ]
    words = "Choose where backups, photos and exported files are kept."
    return Dialog("Cannot locate default folder", Message(words), buttons=buttons)


QUESTIONS = (
    ("How do I add a transaction?", "Touch + on any tab, enter the amount, and touch the check mark."),
    ("How do I change an expense into an income?", "Open it and touch the sign before the amount."),
    ("Where are deleted transactions?", "In the trash of the side menu, until you empty it."),
    ("How do I see another month?", "Touch the arrows beside the month on the Transactions tab."),
)


def help(ledger: Bluecoins, nav: Nav) -> Box:
    """Questions and answers."""
    return Page(AppBar("Help", nav.back), *(ListRow(asked, told) for asked, told in QUESTIONS))
