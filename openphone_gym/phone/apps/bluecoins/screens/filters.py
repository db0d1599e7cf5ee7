"""What reports and the search are confined to."""

from __future__ import annotations

import msgspec

from openphone_gym.phone.apps.bluecoins.ranges import CUSTOM, RANGES, short_day
from openphone_gym.phone.apps.bluecoins.screens.parts import account_dialog, category_rows, choice_dialog
from openphone_gym.phone.apps.bluecoins.screens.reports import DEFAULTS
from openphone_gym.phone.apps.bluecoins.screens.transactions import EVERYTHING, SEARCH
from openphone_gym.phone.apps.bluecoins.state import STATUSES, Bluecoins, Filter
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import Box, Handler, Row
from openphone_gym.phone.toolkit.controls import Button, OutlinedButton
from openphone_gym.phone.toolkit.date_picker import DateRangePicker
from openphone_gym.phone.toolkit.rows import Divider, ListRow, SwitchRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Page

KINDS = ("All", "Expense", "Income", "Transfer")

CHART_TYPES = ("By Category", "By Category Group")

SUMMARY_RANGES = ("Last 30 Days", "Last 3 Months", "Last 6 Months", "Last 9 Months", "Last 12 Months")
"""Ranges of summaries of months."""


def present(ledger: Bluecoins, name: str) -> Filter:
    """The filter of that name, now kept by the ledger."""
    default = EVERYTHING if name == SEARCH else DEFAULTS[name]
    return ledger.filters.setdefault(name, msgspec.structs.replace(default))


def filters(ledger: Bluecoins, nav: Nav, name: str) -> Box:
    """Everything a report or the search can be confined by."""
    chosen = present(ledger, name)

    def reset() -> None:
        ledger.filters.pop(name, None)

    def row(title: str, value: str, screen: str) -> Box:
        return ListRow(title, value or "All", nav.to(screen, name=name), pad=(20, 10, 20, 10))

    custom = f"{short_day(chosen.first)} - {short_day(chosen.last)}" if chosen.first else ""
    charts = [
        Divider(),
        row("Chart Type", CHART_TYPES[chosen.by_group], "filter_chart"),
        SwitchRow("Future Projection", bind(chosen, "projection"), pad=(20, 10, 20, 10)),
    ]
    return Page(
        AppBar("Filter", nav.back),
        row("Transaction Type", chosen.kind, "filter_kind"),
        row("Date Range", custom if chosen.range == CUSTOM else chosen.range, "filter_range"),
        row("Category", ledger.category_path(chosen.category), "filter_category"),
        row("Account", ledger.account_name(chosen.account), "filter_account"),
        row("Labels", chosen.label, "filter_label"),
        row("Status", chosen.status, "filter_status"),
        *(charts if name != SEARCH else ()),
        bottom=Row(
            OutlinedButton("Reset", reset), Button("OK", nav.back), gap=12, justify="end", pad=(20, 8, 20, 12)
        ),
    )


def filter_kind(ledger: Bluecoins, nav: Nav, name: str) -> Box:
    """Asks for the kind of transactions."""
    chosen = present(ledger, name)
    return choice_dialog(
        nav, "Transaction Type", KINDS, chosen.kind, lambda one: setattr(chosen, "kind", one)
    )


def filter_range(ledger: Bluecoins, nav: Nav, name: str) -> Box:
    """Asks for the days."""
    chosen = present(ledger, name)

    def choose(range: str) -> None:
        if range == CUSTOM:
            nav.go("filter_dates", name=name)
        else:
            chosen.range, chosen.first, chosen.last = range, "", ""

    options = SUMMARY_RANGES if name == "Net Earnings" else RANGES
    return choice_dialog(nav, "Date Range", options, chosen.range, choose)


def filter_dates(ledger: Bluecoins, nav: Nav, name: str) -> Box:
    """Asks for the first and the last day."""
    chosen = present(ledger, name)
    today = nav.now.date().isoformat()

    def choose(first: str, last: str) -> None:
        chosen.range, chosen.first, chosen.last = CUSTOM, first, last
        nav.back()

    return DateRangePicker(nav.local, chosen.first or today, chosen.last, choose, nav.back, today)


def filter_category(ledger: Bluecoins, nav: Nav, name: str) -> Box:
    """Asks for a category or a group of them."""
    chosen = present(ledger, name)

    def choosing(id: int) -> Handler:
        def choose() -> None:
            chosen.category = id
            nav.back()

        return choose

    groups = [group.id for kind in ("expense", "income") for group in ledger.groups(kind)]
    return Page(
        AppBar("Category", nav.back),
        ListRow("All", "", choosing(0), selected=not chosen.category, pad=(16, 12, 16, 12)),
        *category_rows(ledger, groups, chosen.category, choosing, whole=True),
    )


def filter_account(ledger: Bluecoins, nav: Nav, name: str) -> Box:
    """Asks for an account."""
    chosen = present(ledger, name)
    return account_dialog(
        ledger, nav, chosen.account, lambda id: setattr(chosen, "account", id), all_too=True
    )


def filter_label(ledger: Bluecoins, nav: Nav, name: str) -> Box:
    """Asks for a label."""
    chosen = present(ledger, name)
    return _or_all(nav, "Labels", ledger.labels, chosen, "label")


def filter_status(ledger: Bluecoins, nav: Nav, name: str) -> Box:
    """Asks for a status."""
    return _or_all(nav, "Status", list(STATUSES), present(ledger, name), "status")


def _or_all(nav: Nav, title: str, options: list[str], chosen: Filter, field: str) -> Box:
    def choose(one: str) -> None:
        setattr(chosen, field, "" if one == "All" else one)

    return choice_dialog(nav, title, ["All", *options], getattr(chosen, field) or "All", choose)


def filter_chart(ledger: Bluecoins, nav: Nav, name: str) -> Box:
    """Asks what the parts of a chart are."""
    chosen = present(ledger, name)

    def choose(one: str) -> None:
        chosen.by_group = one == CHART_TYPES[1]

    return choice_dialog(nav, "Chart Type", CHART_TYPES, CHART_TYPES[chosen.by_group], choose)
