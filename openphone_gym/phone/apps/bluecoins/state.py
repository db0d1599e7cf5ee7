"""What the ledger remembers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

Kind = Literal["expense", "income", "transfer"]

KINDS: tuple[Kind, ...] = ("expense", "income", "transfer")

TABS = ("Main", "Transactions", "Reminders", "Balance Sheet", "Budget", "Net Earnings", "Items Summary")

VOID = "Void"
"""Status of what is kept in the lists, but counts for nothing."""

STATUSES = ("None", "Cleared", "Reconciled", VOID)

ASSETS = ("Bank", "Cash")
"""Groups of accounts that are assets; the other groups are liabilities."""

GROUPS = ("Bank", "Cash", "Credit Card", "Mortgages")
"""Groups of accounts in the order of the balance sheet."""

FREQUENCIES = ("Once", "Daily", "Weekly", "Bi-weekly", "Monthly", "Quarterly", "Yearly")

PERIODS = ("Day", "Week", "Month", "Year", "All")
"""Periods of the list of transactions."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Category(msgspec.Struct):
    """A category of expenses or of income.

    Attributes:
        id: Number of its own.
        kind: ``expense`` or ``income``.
        name: Its name.
        parent: Id of the group it belongs to; 0 for a group itself.
    """

    id: int
    kind: Kind
    name: str
    parent: int = 0


class Account(msgspec.Struct):
    """An account.

    Attributes:
        id: Number of its own.
        name: Its name.
        group: One of `GROUPS`.
        opening: Balance at the beginning, in millionths.
        hidden: Whether the balance sheet leaves it out.
    """

    id: int
    name: str
    group: str
    opening: int = 0
    hidden: bool = False

    @property
    def is_asset(self) -> bool:
        """Whether it is something owned rather than owed."""
        return self.group in ASSETS


class Transaction(msgspec.Struct):
    """Money that came, went or changed its place.

    Attributes:
        id: Never used again for another one.
        kind: One of `KINDS`.
        millionths: Amount in millionths, below zero for expenses and transfers.
        item: What was bought or what came in.
        notes: Words of the user.
        category: Id of the category; 0 for transfers.
        account: Id of the account.
        date: Day, ISO.
        minute: Minute of the day.
        to: Id of the account a transfer goes to; 0 for other kinds.
        labels: Labels.
        status: One of `STATUSES`.
    """

    id: int
    kind: Kind
    millionths: int
    item: str
    notes: str
    category: int
    account: int
    date: str
    minute: int
    to: int = 0
    labels: list[str] = []
    status: str = "None"


class Reminder(msgspec.Struct):
    """A transaction that is due some day, perhaps again and again.

    Attributes:
        id: Never used again for another one.
        kind: ``expense`` or ``income``.
        millionths: Amount in millionths, below zero for expenses.
        item: What is to be paid or what is to come in.
        category: Id of the category.
        account: Id of the account.
        date: Next day it is due, ISO.
        every: One of `FREQUENCIES`.
    """

    id: int
    kind: Kind
    millionths: int
    item: str
    category: int
    account: int
    date: str
    every: str = "Monthly"


class Budget(msgspec.Struct):
    """What may be spent in a month on a group of categories.

    Attributes:
        id: Id of the group.
        millionths: The limit in millionths.
    """

    id: int
    millionths: int


class Filter(msgspec.Struct):
    """What a report or a search is confined to.

    Attributes:
        kind: ``All``, ``Expense``, ``Income`` or ``Transfer``.
        range: Name of a range of days, see ``ranges.RANGES``.
        first: First day of custom dates, ISO.
        last: Last day of custom dates, ISO.
        category: Id of a category or of a group, or 0 for all.
        account: Id of an account, or 0 for all.
        label: A label, or empty for all.
        status: One of `STATUSES`, or empty for all.
        by_group: Whether charts add up groups of categories instead of single ones.
        projection: Whether days to come count, too.
    """

    kind: str = "All"
    range: str = "Last 30 Days"
    first: str = ""
    last: str = ""
    category: int = 0
    account: int = 0
    label: str = ""
    status: str = ""
    by_group: bool = False
    projection: bool = False


class Draft(msgspec.Struct):
    """The form of a transaction while it is filled in.

    Attributes:
        id: Id of the transaction that is edited; 0 for a new one.
        kind: One of `KINDS`.
        amount: Amount as typed.
        item: As typed.
        notes: As typed.
        category: Id of the category.
        account: Id of the account.
        date: Day, ISO.
        minute: Minute of the day.
        to: Id of the account a transfer goes to.
        labels: Labels.
        status: One of `STATUSES`.
    """

    id: int = 0
    kind: Kind = "expense"
    amount: str = ""
    item: str = ""
    notes: str = ""
    category: int = 0
    account: int = 0
    date: str = ""
    minute: int = 720
    to: int = 0
    labels: list[str] = []
    status: str = "None"


class View(msgspec.Struct):
    """What the list of transactions shows.

    Attributes:
        period: One of `PERIODS`.
        day: A day of the period in view, ISO; empty for today.
        saved: Id of the transaction that was saved last and is shown; 0 once something else is.
    """

    period: str = "Month"
    day: str = ""
    saved: int = 0

    def turn_to(self, day: str, saved: int = 0) -> None:
        """Shows the period of a day."""
        self.day, self.saved = day, saved


class LedgerSettings(msgspec.Struct):
    """Settings of the app.

    Attributes:
        first_day: Day on which weeks begin, one of `WEEKDAYS`.
        default_account: Id of the account of new transactions.
        start_tab: Tab that the app opens with, one of `TABS`.
        show_accounts: Whether lists of transactions name the account.
        passcode: Whether the app asks for the passcode of the phone.
        daily_reminder: Whether a notification reminds the user to record what was spent.
        auto_backup: Whether the data is backed up every day.
    """

    first_day: str = "Sunday"
    default_account: int = 1
    start_tab: str = "Main"
    show_accounts: bool = True
    passcode: bool = False
    daily_reminder: bool = False
    auto_backup: bool = True


class Bluecoins(msgspec.Struct):
    """State of the app.

    Attributes:
        transactions: All transactions in the order in which they were entered.
        trash: Deleted ones, the last one at the end.
        accounts: The accounts.
        categories: The categories, groups before their members.
        labels: Labels that transactions may have.
        reminders: What is due.
        budgets: Limits by group of categories.
        settings: The settings.
        exports: Names of files written, oldest first.
        draft: The form.
        tab: Open tab, one of `TABS`.
        view: What the list of transactions shows.
        filters: Filters of reports and of the search, by their name.
        last_id: Highest id given so far.
    """

    transactions: list[Transaction] = []
    trash: list[Transaction] = []
    accounts: list[Account] = []
    categories: list[Category] = []
    labels: list[str] = []
    reminders: list[Reminder] = []
    budgets: list[Budget] = []
    settings: LedgerSettings = msgspec.field(default_factory=LedgerSettings)
    exports: list[str] = []
    draft: Draft = msgspec.field(default_factory=Draft)
    tab: str = "Main"
    view: View = msgspec.field(default_factory=View)
    filters: dict[str, Filter] = {}
    last_id: int = 0

    def new_id(self) -> int:
        """A number that nothing in the app had before."""
        self.last_id += 1
        return self.last_id

    def transaction(self, id: int) -> Transaction | None:
        """The transaction of that id, unless it was deleted."""
        return next((one for one in self.transactions if one.id == id), None)

    def account(self, id: int) -> Account | None:
        """The account of that id."""
        return next((one for one in self.accounts if one.id == id), None)

    def account_name(self, id: int) -> str:
        """Name of an account; empty if it is gone."""
        account = self.account(id)
        return "" if account is None else account.name

    def category(self, id: int) -> Category | None:
        """The category of that id."""
        return next((one for one in self.categories if one.id == id), None)

    def category_path(self, id: int) -> str:
        """A category with its group, such as ``Household > Grocery``; empty for none."""
        category = self.category(id)
        if category is None:
            return ""
        parent = self.category(category.parent)
        return category.name if parent is None else f"{parent.name} > {category.name}"

    def group_of(self, id: int) -> int:
        """Id of the group of a category; a group is its own."""
        category = self.category(id)
        return 0 if category is None else category.parent or category.id

    def groups(self, kind: Kind) -> list[Category]:
        """Groups of categories of a kind."""
        return [one for one in self.categories if one.kind == kind and not one.parent]

    def members(self, group: int) -> list[Category]:
        """Categories of a group."""
        return [one for one in self.categories if one.parent == group]

    def default_category(self, kind: Kind) -> int:
        """The category of new transactions: that of the last one of the kind, else the last of the list."""
        last = next((one.category for one in reversed(self.transactions) if one.kind == kind), 0)
        choices = [one.id for one in self.categories if one.kind == kind]
        return last if last in choices else choices[-1] if choices else 0

    def newest_first(self, transactions: Sequence[Transaction]) -> list[Transaction]:
        """Transactions as lists show them."""
        return sorted(transactions, key=lambda one: (one.date, one.minute, one.id), reverse=True)

    def items(self, kind: Kind) -> list[str]:
        """Names of earlier transactions of a kind, the last ones first, each once."""
        return list(dict.fromkeys(o.item for o in reversed(self.transactions) if o.kind == kind and o.item))

    def balance(self, account: int, until: str = "9999-12-31") -> int:
        """Balance of an account at the end of a day, in millionths."""
        opening = sum(one.opening for one in self.accounts if one.id == account)
        counted = [one for one in self.transactions if one.date <= until and one.status != VOID]
        gone = sum(one.millionths for one in counted if one.account == account)
        return opening + gone - sum(one.millionths for one in counted if one.to == account)

    def filter(self, name: str, default: Filter | None = None) -> Filter:
        """The filter of a report or of the search; made with its defaults when first asked for."""
        return self.filters.get(name) or default or Filter()
