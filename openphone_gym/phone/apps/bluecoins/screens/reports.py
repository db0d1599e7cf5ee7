"""Reports: what the cards of the Main tab open, and the tabs that sum up months and items."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from openphone_gym.phone.apps.bluecoins.money import grouped, signed, with_currency
from openphone_gym.phone.apps.bluecoins.ranges import (
    FIRST,
    days_of,
    matching,
    months_later,
    months_of,
    range_span,
    short_day,
    total,
    within,
)
from openphone_gym.phone.apps.bluecoins.screens.budget import budget_lines, spent_on
from openphone_gym.phone.apps.bluecoins.screens.frame import tab_page
from openphone_gym.phone.apps.bluecoins.screens.parts import (
    by_day,
    fact,
    head,
    heading_row,
    ink,
    name_of,
    nothing,
    picture,
)
from openphone_gym.phone.apps.bluecoins.state import VOID, Bluecoins, Filter, Transaction
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Text
from openphone_gym.phone.toolkit.charts import Bars, Line, Pie, Table, Value
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.flow import Flow
from openphone_gym.phone.toolkit.rows import ListRow
from openphone_gym.phone.toolkit.surfaces import AppBar, BottomTabs, Page, Tab
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, HEADLINE_SMALL, LABEL_LARGE

PARTS = {"Chart": "chart-pie", "Table": "table", "Daily Statistics": "calculator-variant-outline"}

DEFAULTS = {
    "Daily Summary": Filter(kind="Expense", range="Last 7 Days"),
    "Expense": Filter(kind="Expense", range="This Week"),
    "Budget Summary": Filter(kind="Expense", range="This Month", by_group=True, projection=True),
    "Net Earnings": Filter(range="Last 6 Months", projection=True),
    "Items Summary": Filter(kind="Expense", range="Last 30 Days"),
}
"""Reports and what they are confined to at first."""

OTHERS = 8
"""Parts of a pie before the rest is one part."""


def chosen_filter(ledger: Bluecoins, name: str) -> Filter:
    """The filter of a report."""
    return ledger.filter(name, DEFAULTS[name])


def report(ledger: Bluecoins, nav: Nav, name: str) -> Box:
    """A report as a chart, a table or in figures."""
    parts = list(PARTS)[: 2 if name == "Budget Summary" else 3]
    shown = nav.local.get("part", parts[0])
    found = matching(ledger, chosen_filter(ledger, name), nav.now.date().isoformat(), projection=False)
    made: dict[str, Callable[[], list[Box]]] = {
        "Chart": lambda: _charts(ledger, nav, name, found),
        "Table": lambda: _tables(ledger, nav, name, found),
        "Daily Statistics": lambda: _statistics(ledger, nav, name, found),
    }
    tabs = BottomTabs([Tab(part, PARTS[part], part == shown, nav.remember("part", part)) for part in parts])
    bar = AppBar(name, nav.back, [_filter_button(nav, name)])
    return Page(head(bar), _chips(ledger, nav, name), *made[shown](), bottom=tabs)


def _filter_button(nav: Nav, name: str) -> Box:
    return IconButton("filter-variant", "Filter", nav.to("filters", name=name), id="menu_filter")


def _chips(ledger: Bluecoins, nav: Nav, name: str) -> Box:
    """What the report is confined to."""
    chosen = chosen_filter(ledger, name)
    words = [
        chosen.kind if chosen.kind != "All" else "All types",
        chosen.range,
        ledger.category_path(chosen.category),
        ledger.account_name(chosen.account),
        chosen.label,
        chosen.status,
    ]
    chips = [_chip(word, nav.to("filters", name=name)) for word in words if word]
    return Column(Flow(*chips), pad=(16, 8, 16, 4))


def _chip(word: str, on_tap: Handler) -> Box:
    ink = Label(word, LABEL_LARGE, color="on_surface_variant", max_lines=1)
    return Row(
        ink, cls="android.widget.Button", label=word, on_tap=on_tap, stroke="outline_variant", radius=8,
        height=32, pad=(12, 0, 12, 0),
    )  # fmt: skip


def _span(ledger: Bluecoins, nav: Nav, name: str, found: list[Transaction]) -> tuple[str, str]:
    """The days of a report; of one without limits, those from the first transaction to the last."""
    today = nav.now.date().isoformat()
    chosen = chosen_filter(ledger, name)
    first, last = range_span(chosen, today, ledger.settings.first_day)
    if first == FIRST:
        days = [one.date for one in found] or [today]
        return min(days), max(days)
    return first, last if chosen.projection else max(first, min(last, today))


def sums(ledger: Bluecoins, found: Iterable[Transaction], by_group: bool) -> list[tuple[int, int]]:
    """Ids of categories, or of their groups, with what they sum up to; the largest first."""
    amounts: dict[int, int] = {}
    for one in found:
        if one.kind != "transfer" and one.status != VOID:
            key = ledger.group_of(one.category) if by_group else one.category
            amounts[key] = amounts.get(key, 0) + one.millionths
    return sorted(amounts.items(), key=lambda pair: (-abs(pair[1]), pair[0]))


def _charts(ledger: Bluecoins, nav: Nav, name: str, found: list[Transaction]) -> list[Box]:
    if name == "Budget Summary":
        return [heading_row(f"{nav.now:%B %Y}", ""), *budget_lines(ledger, nav)]
    if not found:
        return [nothing("chart-pie", "No data")]
    if name == "Net Earnings":
        return [_months_chart(ledger, nav), *_month_lines(ledger, nav)]
    whole = total(found)
    parts = sums(ledger, found, chosen_filter(ledger, name).by_group)
    values = [Value(ledger.category_path(id), amount) for id, amount in parts[:OTHERS]]
    if len(parts) > OTHERS:
        values.append(Value("Other categories", sum(amount for _, amount in parts[OTHERS:])))
    span = _span(ledger, nav, name, found)
    days = _days(found, span)
    plot = Bars if len(days) <= 14 else Line
    return [
        Pie(values, signed, grouped(whole)),
        heading_row(f"{short_day(span[0])} - {short_day(span[1])}", signed(whole), whole),
        plot([Value(short_day(day), abs(amount)) for day, amount in days], grouped, 140),
    ]


def _days(found: list[Transaction], span: tuple[str, str]) -> list[tuple[str, int]]:
    amounts = dict.fromkeys(days_of(span), 0)
    for one in found:
        if one.kind != "transfer" and one.status != VOID and one.date in amounts:
            amounts[one.date] += one.millionths
    return list(amounts.items())


def _tables(ledger: Bluecoins, nav: Nav, name: str, found: list[Transaction]) -> list[Box]:
    if name == "Budget Summary":
        budgets = [
            (
                ledger.category_path(one.id),
                grouped(one.millionths),
                grouped(spent_on(ledger, nav, one.id)),
                grouped(one.millionths - spent_on(ledger, nav, one.id)),
            )
            for one in ledger.budgets
        ]
        return [Table(("Category", "Budget", "Actual", "Remaining"), budgets)]
    if not found:
        return [nothing("table", "No data")]
    rows: list[Box] = []
    for group, amount in sums(ledger, found, by_group=True):
        rows.append(heading_row(ledger.category_path(group), signed(amount), amount))
        members = [one for one in found if ledger.group_of(one.category) == group]
        for id, part in sums(ledger, members, by_group=False):
            category = ledger.category(id)
            rows.append(
                ListRow(
                    "" if category is None else category.name,
                    _count(sum(one.category == id for one in members)),
                    nav.to("category_report", name=name, id=id),
                    leading=picture(ledger, id, 32),
                    trailing=Text(signed(part), LABEL_LARGE, color=ink(part)),
                    title_attributes={"max_lines": 1},
                    summary_attributes={"max_lines": 1},
                    pad=(20, 8, 20, 8),
                )
            )
    return [*rows, heading_row("Total", signed(total(found)), total(found))]


def _count(number: int) -> str:
    return f"{number} transaction{'s' * (number != 1)}"


def category_report(ledger: Bluecoins, nav: Nav, name: str, id: int) -> Box:
    """The transactions behind a line of a table."""
    found = matching(ledger, chosen_filter(ledger, name), nav.now.date().isoformat(), projection=False)
    own = [one for one in found if one.category == id]
    sums = heading_row(_count(len(own)), signed(total(own)), total(own))
    return Page(AppBar(ledger.category_path(id), nav.back), sums, by_day(ledger, nav, own))


def _statistics(ledger: Bluecoins, nav: Nav, name: str, found: list[Transaction]) -> list[Box]:
    whole = total(found)
    days = len(days_of(_span(ledger, nav, name, found)))
    average = whole // days if whole >= 0 else -(-whole // days)
    return [
        Row(Text(signed(whole), HEADLINE_SMALL, color=ink(whole)), pad=(20, 16, 20, 8)),
        fact("Total", signed(whole)),
        fact("Number of days", str(days)),
        fact("Daily average", signed(average)),
    ]


# Months


def _months(ledger: Bluecoins, nav: Nav, number: int) -> list[tuple[str, int, int]]:
    """First days of the last months, with income and expense."""
    today = nav.now.date().isoformat()
    found = []
    for back in range(number):
        span = months_of(months_later(today, -back), 1)
        moved = within(ledger.transactions, span)
        found.append((span[0], total(moved, "income"), total(moved, "expense")))
    return found


def _months_chart(ledger: Bluecoins, nav: Nav) -> Box:
    months = list(reversed(_months(ledger, nav, 6)))
    values = [Value(short_day(first)[:3], income + expense) for first, income, expense in months]
    return Bars(values, grouped, 160)


def _month_lines(ledger: Bluecoins, nav: Nav) -> list[Box]:
    rows = [
        (f"{short_day(first)[:3]} {first[:4]}", grouped(income), grouped(expense), grouped(income + expense))
        for first, income, expense in _months(ledger, nav, 6)
    ]
    return [Table(("Month", "Income", "Expense", "Net"), rows)]


def earnings_tab(ledger: Bluecoins, nav: Nav) -> Page:
    """Income less expenses of the last months."""
    months = _months(ledger, nav, 6)
    whole = sum(income + expense for _, income, expense in months)
    return tab_page(
        ledger,
        nav,
        _opener("Last 6 Months", signed(whole), whole, nav.to("report", name="Net Earnings")),
        _months_chart(ledger, nav),
        *_month_lines(ledger, nav),
    )


def _opener(title: str, end: str, amount: int, on_tap: Handler) -> Box:
    """A heading that opens its report."""
    return Row(
        Row(Text(title, LABEL_LARGE, color="primary"), flex=1),
        Text(end, LABEL_LARGE, color=ink(amount)),
        Icon("chevron-right"),
        cls="android.widget.LinearLayout",
        on_tap=on_tap,
        width=FILL,
        height=48,
        pad=(20, 0, 12, 0),
        gap=4,
    )


def items_tab(ledger: Bluecoins, nav: Nav) -> Page:
    """What was spent on each item."""
    found = matching(
        ledger, chosen_filter(ledger, "Items Summary"), nav.now.date().isoformat(), projection=False
    )
    amounts: dict[str, list[Transaction]] = {}
    for one in found:
        amounts.setdefault(name_of(one), []).append(one)
    order = sorted(amounts.items(), key=lambda pair: (-abs(total(pair[1])), pair[0]))
    rows = [
        ListRow(
            item,
            _count(len(of_item)),
            nav.to("item_report", item=item),
            leading=picture(ledger, of_item[0].category, 32),
            trailing=Text(signed(total(of_item)), LABEL_LARGE, color=ink(total(of_item))),
            title_attributes={"max_lines": 1},
            pad=(16, 8, 16, 8),
        )
        for item, of_item in order
    ]
    confined = Row(
        Row(
            Text(
                f"{chosen_filter(ledger, 'Items Summary').range}: {with_currency(total(found))}", BODY_MEDIUM
            ),
            flex=1,
        ),
        _filter_button(nav, "Items Summary"),
        width=FILL,
        pad=(20, 0, 4, 0),
    )
    return tab_page(ledger, nav, confined, *(rows or [nothing("format-list-checks", "No data")]))


def item_report(ledger: Bluecoins, nav: Nav, item: str) -> Box:
    """The transactions of one name."""
    chosen = chosen_filter(ledger, "Items Summary")
    found = matching(ledger, chosen, nav.now.date().isoformat(), projection=False)
    own = [one for one in found if name_of(one) == item]
    sums = heading_row(_count(len(own)), signed(total(own)), total(own))
    return Page(AppBar(item, nav.back), sums, by_day(ledger, nav, own))
