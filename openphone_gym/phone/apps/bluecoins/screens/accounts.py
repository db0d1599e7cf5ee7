"""The Balance Sheet tab and the pages of accounts."""

from __future__ import annotations

from collections.abc import Iterable

from openphone_gym.phone.apps.bluecoins.entry import new_draft, open_form
from openphone_gym.phone.apps.bluecoins.money import figures, grouped, parse, with_currency
from openphone_gym.phone.apps.bluecoins.ranges import day_text, months_later, months_of, short_day
from openphone_gym.phone.apps.bluecoins.screens.frame import tab_page
from openphone_gym.phone.apps.bluecoins.screens.parts import (
    by_day,
    fact,
    heading_row,
    ink,
    nothing,
)
from openphone_gym.phone.apps.bluecoins.state import GROUPS, VOID, Account, Bluecoins, Transaction
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Row, Text
from openphone_gym.phone.toolkit.charts import Line, Table, Value
from openphone_gym.phone.toolkit.controls import Button, Fab, IconButton, OutlinedButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import Divider, ListRow, RadioRows, Section, SwitchRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Page, Tab, Tabs
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, HEADLINE_MEDIUM

MONTHS_SHOWN = 6


def balance_tab(ledger: Bluecoins, nav: Nav) -> Page:
    """Assets, liabilities and what is left of the one after the other."""
    today = nav.now.date().isoformat()
    shown = [one for one in ledger.accounts if not one.hidden]
    assets = [one for one in shown if one.is_asset]
    liabilities = [one for one in shown if not one.is_asset]
    worth = _sum(ledger, shown, today)
    return tab_page(
        ledger,
        nav,
        *_side(ledger, nav, "ASSETS", assets, today),
        *_side(ledger, nav, "LIABILITIES", liabilities, today),
        Divider(),
        fact("Net Worth", with_currency(worth), nav.to("timeline"), color=ink(worth)),
        ListRow(
            "Timeline",
            "Net worth by month",
            nav.to("timeline"),
            icon="chart-timeline-variant",
            pad=(20, 10, 20, 10),
        ),
        ListRow("Add account", "", nav.to("account_editor", id=0), icon="plus", pad=(20, 10, 20, 10)),
    )


def _sum(ledger: Bluecoins, accounts: Iterable[Account], day: str) -> int:
    return sum(ledger.balance(one.id, day) for one in accounts)


def _side(ledger: Bluecoins, nav: Nav, title: str, accounts: list[Account], day: str) -> list[Box]:
    whole = _sum(ledger, accounts, day)
    rows = [heading_row(title, with_currency(whole), whole)]
    for group in GROUPS:
        members = [one for one in accounts if one.group == group]
        if members:
            rows.append(Section(group, pad=(20, 8, 20, 0)))
            rows += [_account_row(ledger, nav, one, day) for one in members]
    return rows


def _account_row(ledger: Bluecoins, nav: Nav, account: Account, day: str) -> Box:
    balance = ledger.balance(account.id, day)
    return fact(account.name, with_currency(balance), nav.to("account", id=account.id), color=ink(balance))


def account(ledger: Bluecoins, nav: Nav, id: int) -> Box:
    """An account with its transactions, as a table or as a chart."""
    found = ledger.account(id)
    if found is None:
        return Page(AppBar("Account", nav.back), nothing("bank-outline", "This account was deleted"))
    today = nav.now.date().isoformat()
    own = [one for one in ledger.transactions if id in (one.account, one.to)]
    balance = ledger.balance(id, today)
    shown = nav.local.get("part", "Transactions")

    def showing(name: str) -> Handler:
        return nav.remember("part", name)

    tabs = Tabs([Tab(name, "", name == shown, showing(name)) for name in ("Transactions", "Table", "Chart")])
    head = Column(
        Text(f"{found.group}, balance on {short_day(today)}", BODY_MEDIUM, color="on_surface_variant"),
        Text(with_currency(balance), HEADLINE_MEDIUM, color=ink(balance), id="balance_textview"),
        Row(
            OutlinedButton("Edit", nav.to("account_editor", id=id), "pencil-outline"),
            OutlinedButton("Reconcile", nav.to("reconcile", id=id), "check-all"),
            gap=12,
            pad=(0, 12, 0, 4),
        ),
        pad=(20, 8, 20, 8),
        align="start",
    )
    content = {
        "Transactions": lambda: [by_day(ledger, nav, own) or nothing("text-box-outline", "No transactions")],
        "Table": lambda: [Table(("Month", "In", "Out", "Balance"), _months(ledger, id, own, today))],
        "Chart": lambda: [_balance_chart(ledger, [found], today)],
    }[shown]()
    add = Fab(
        "plus",
        "Add transaction",
        lambda: open_form(ledger, nav, new_draft(ledger, nav, account=id)),
        id="fab",
    )
    return Page(AppBar(found.name, nav.back), head, tabs, *content, fab=add)


def _month_ends(today: str) -> list[str]:
    """The last days of the last months; today for the present one."""
    firsts = [months_of(months_later(today, back), 1) for back in range(1 - MONTHS_SHOWN, 1)]
    return [min(last, today) for _, last in firsts]


def _months(ledger: Bluecoins, id: int, own: list[Transaction], today: str) -> list[tuple[str, ...]]:
    rows = []
    for end in reversed(_month_ends(today)):
        first = months_of(end, 1)[0]
        moved = [
            one.millionths if one.account == id else -one.millionths
            for one in own
            if first <= one.date <= end and one.status != VOID
        ]
        come = sum(amount for amount in moved if amount > 0)
        gone = sum(amount for amount in moved if amount < 0)
        month = f"{short_day(first)[:3]} {first[:4]}"
        rows.append((month, grouped(come), grouped(gone), grouped(ledger.balance(id, end))))
    return rows


def _balance_chart(ledger: Bluecoins, accounts: list[Account], today: str) -> Box:
    return Line(
        [Value(short_day(end), _sum(ledger, accounts, end)) for end in _month_ends(today)], grouped, 200
    )


def timeline(ledger: Bluecoins, nav: Nav) -> Box:
    """The net worth by month."""
    today = nav.now.date().isoformat()
    shown = [one for one in ledger.accounts if not one.hidden]
    worth = [(end, _sum(ledger, shown, end)) for end in _month_ends(today)]
    rows = [fact(day_text(end), with_currency(amount), color=ink(amount)) for end, amount in reversed(worth)]
    return Page(
        AppBar("Timeline", nav.back),
        heading_row("Net Worth", ""),
        _balance_chart(ledger, shown, today),
        *rows,
    )


def reconcile(ledger: Bluecoins, nav: Nav, id: int) -> Box:
    """Marks what a statement confirms."""
    found = ledger.account(id)
    today = nav.now.date().isoformat()
    own = [o for o in ledger.transactions if o.account == id and o.date <= today]
    open_ones = [one for one in own if one.status in ("None", "Cleared")]

    def clearing(one: Transaction) -> Binding:
        return Binding(
            lambda: one.status == "Cleared", lambda on: setattr(one, "status", "Cleared" if on else "None")
        )

    def finish() -> None:
        for one in open_ones:
            if one.status == "Cleared":
                one.status = "Reconciled"
        nav.back()
        nav.toast("Account reconciled")

    cleared = sum(one.millionths for one in own if one.status in ("Cleared", "Reconciled")) + (
        found.opening if found else 0
    )
    rows = [
        SwitchRow(
            one.item or "(No name)",
            clearing(one),
            f"{day_text(one.date)}  {with_currency(one.millionths)}",
            pad=(20, 8, 20, 8),
        )
        for one in ledger.newest_first(open_ones)
    ]
    return Page(
        AppBar("Reconcile", nav.back, [IconButton("check", "Finish", finish, color="primary")]),
        fact("Cleared balance", with_currency(cleared)),
        fact("Balance", with_currency(ledger.balance(id, today))),
        Divider(),
        *(rows or [nothing("check-all", "Everything is reconciled")]),
    )


def account_editor(ledger: Bluecoins, nav: Nav, id: int) -> Box:
    """Name, group and opening balance of an account, or of a new one."""
    found = ledger.account(id)
    name = nav.bind("name", found.name if found else "")
    opening = nav.bind("opening", figures(found.opening) if found else "")
    group = nav.bind("group", found.group if found else "Bank")
    hidden = nav.bind("hidden", found.hidden if found else False)

    def save() -> None:
        amount = parse(opening.get() or "0")
        if amount is None or not name.get().strip():
            nav.toast("Amount is not valid" if amount is None else "Enter a name")
            return
        sign = -1 if found is not None and found.opening < 0 else 1
        account = found
        if account is None:
            account = Account(max((one.id for one in ledger.accounts), default=0) + 1, "", "")
            ledger.accounts.append(account)
        account.name, account.group, account.hidden = name.get().strip(), group.get(), hidden.get()
        account.opening = sign * amount
        nav.back()

    used = any(id in (one.account, one.to) for one in ledger.transactions)
    return Page(
        AppBar(
            "Edit Account" if found else "New Account",
            nav.back,
            [IconButton("check", "Save", save, color="primary")],
            icon="close",
        ),
        Column(
            TextField(name, "Account name", id="name_edittext", action="next"),
            TextField(opening, "Opening balance", id="opening_edittext", ime="number"),
            gap=16,
            pad=(20, 12, 20, 12),
        ),
        Section("Account type"),
        *RadioRows(GROUPS, group),
        SwitchRow("Hide in balance sheet", hidden),
        Row(Button("Delete account", nav.to("delete_account", id=id)), pad=(20, 16, 20, 16), width=FILL)
        if found is not None and not used
        else None,
    )


def delete_account(ledger: Bluecoins, nav: Nav, id: int) -> Box:
    """Asks before an account without transactions is deleted."""

    def ok() -> None:
        ledger.accounts = [one for one in ledger.accounts if one.id != id]
        if ledger.settings.default_account == id:
            ledger.settings.default_account = next((one.id for one in ledger.accounts), 0)
        nav.back_to("home")

    return Confirm("Delete account?", "This can't be undone.", "Delete", ok, nav.back)
