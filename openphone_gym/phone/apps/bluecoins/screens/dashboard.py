"""The Main tab: cards that sum up, each of which opens its report."""

from __future__ import annotations

from openphone_gym.phone.apps.bluecoins.money import grouped, with_currency
from openphone_gym.phone.apps.bluecoins.ranges import (
    days_of,
    months_of,
    shifted,
    short_day,
    total,
    week_of,
    within,
)
from openphone_gym.phone.apps.bluecoins.screens.budget import budget_lines
from openphone_gym.phone.apps.bluecoins.screens.frame import open_tab, tab_page
from openphone_gym.phone.apps.bluecoins.screens.parts import fact, ink
from openphone_gym.phone.apps.bluecoins.state import WEEKDAYS, Bluecoins
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Row, Text
from openphone_gym.phone.toolkit.charts import Bars, Value
from openphone_gym.phone.toolkit.surfaces import Page
from openphone_gym.phone.toolkit.theme import BODY_SMALL, HEADLINE_SMALL, TITLE_MEDIUM


def main_tab(ledger: Bluecoins, nav: Nav) -> Page:
    """The cards."""
    return tab_page(
        ledger,
        nav,
        _daily(ledger, nav),
        _week(ledger, nav),
        _budget(ledger, nav),
        _month(ledger, nav),
        _worth(ledger, nav),
    )


def _card(title: str, summary: str, on_tap: Handler, *content: Box) -> Box:
    head = Row(
        Row(Text(title, TITLE_MEDIUM, id="card_title"), flex=1),
        Text(summary, BODY_SMALL, color="on_surface_variant"),
        Icon("chevron-right"),
        width=FILL,
        gap=4,
        pad=(20, 8, 12, 4),
    )
    card = Column(
        head,
        *content,
        fill="surface_container_low",
        stroke="outline_variant",
        radius=12,
        pad=(0, 4, 0, 8),
        cls="android.widget.FrameLayout",
        on_tap=on_tap,
    )
    return Column(card, pad=(12, 6, 12, 6))


def _daily(ledger: Bluecoins, nav: Nav) -> Box:
    today = nav.now.date().isoformat()

    def average(days: int) -> str:
        spent = total(within(ledger.transactions, (shifted(today, 1 - days), today)), "expense")
        return with_currency(spent // days if spent >= 0 else -(-spent // days))

    spent = total(within(ledger.transactions, (today, today)), "expense")
    return _card(
        "Daily Summary",
        "Today",
        nav.to("report", name="Daily Summary"),
        Row(Text(with_currency(spent), HEADLINE_SMALL, color=ink(spent)), pad=(20, 0, 20, 4)),
        fact("Expense", with_currency(spent)),
        fact("7 days average", average(7)),
        fact("30 days average", average(30)),
    )


def _week(ledger: Bluecoins, nav: Nav) -> Box:
    today = nav.now.date().isoformat()
    first_day = ledger.settings.first_day
    span = week_of(today, first_day)
    start = WEEKDAYS.index(first_day)
    names = [WEEKDAYS[(start + n) % 7][:3] for n in range(7)]
    values = [
        Value(name, -total(within(ledger.transactions, (day, day)), "expense"))
        for name, day in zip(names, days_of(span), strict=True)
    ]
    return _card(
        "EXPENSE",
        f"{short_day(span[0])} - {short_day(span[1])}",
        nav.to("report", name="Expense"),
        Bars(values, grouped, 110),
    )


def _budget(ledger: Bluecoins, nav: Nav) -> Box:
    today = nav.now.date()
    lines = budget_lines(ledger, nav)[:3]
    return _card("Budget Summary", f"{today:%B %Y}", nav.to("report", name="Budget Summary"), *lines)


def _month(ledger: Bluecoins, nav: Nav) -> Box:
    today = nav.now.date().isoformat()
    found = within(ledger.transactions, (months_of(today, 1)[0], today))
    income, expense = total(found, "income"), total(found, "expense")
    return _card(
        "Net Earnings",
        f"{nav.now:%B %Y}",
        lambda: open_tab(ledger, nav, "Net Earnings"),
        fact("Income", with_currency(income), color=ink(income)),
        fact("Expense", with_currency(expense), color=ink(expense)),
        fact("Net", with_currency(income + expense), color=ink(income + expense)),
    )


def _worth(ledger: Bluecoins, nav: Nav) -> Box:
    today = nav.now.date().isoformat()
    accounts = [
        fact(one.name, with_currency(ledger.balance(one.id, today)), nav.to("account", id=one.id))
        for one in ledger.accounts
        if one.group == "Cash"
    ]
    return _card("Cash", "", lambda: open_tab(ledger, nav, "Balance Sheet"), *accounts)
