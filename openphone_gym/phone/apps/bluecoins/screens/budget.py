"""The Budget tab: what is left of the limits of this month."""

from __future__ import annotations

from openphone_gym.phone.apps.bluecoins.money import figures, parse, with_currency
from openphone_gym.phone.apps.bluecoins.ranges import months_of, total, within
from openphone_gym.phone.apps.bluecoins.screens.frame import tab_page
from openphone_gym.phone.apps.bluecoins.screens.parts import heading_row, nothing, picture, text_dialog
from openphone_gym.phone.apps.bluecoins.state import Bluecoins, Budget
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Drawing, Handler, Metrics, Row, Text
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.rows import LAYOUT, ListRow
from openphone_gym.phone.toolkit.surfaces import Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_SMALL


def spent_on(ledger: Bluecoins, nav: Nav, group: int) -> int:
    """What was spent this month on a group of categories, in millionths."""
    span = months_of(nav.now.date().isoformat(), 1)
    found = [one for one in within(ledger.transactions, span) if ledger.group_of(one.category) == group]
    return -total(found, "expense")


def budget_tab(ledger: Bluecoins, nav: Nav) -> Page:
    """All limits, and the groups that have none."""
    limit = sum(one.millionths for one in ledger.budgets)
    spent = sum(spent_on(ledger, nav, one.id) for one in ledger.budgets)
    limited = {one.id for one in ledger.budgets}
    others = [
        ListRow(
            group.name,
            f"No budget, spent {with_currency(spent_on(ledger, nav, group.id))}",
            _asking(ledger, nav, group.id),
            leading=picture(ledger, group.id),
            pad=(16, 10, 16, 10),
        )
        for group in ledger.groups("expense")
        if group.id not in limited
    ]
    return tab_page(
        ledger,
        nav,
        heading_row(f"{nav.now:%B %Y}", f"Remaining {with_currency(limit - spent)}", limit - spent),
        *(budget_lines(ledger, nav) or [nothing("chart-donut", "No budgets")]),
        heading_row("Without budget", "") if others else None,
        *others,
    )


def budget_lines(ledger: Bluecoins, nav: Nav) -> list[Box]:
    """A line with a bar for each limit."""
    return [_line(ledger, nav, one) for one in ledger.budgets]


def _line(ledger: Bluecoins, nav: Nav, budget: Budget) -> Box:
    spent = spent_on(ledger, nav, budget.id)
    left = budget.millionths - spent
    words = f"{with_currency(spent)} of {with_currency(budget.millionths)}"
    tell = f"Remaining {with_currency(left)}" if left >= 0 else f"Over by {with_currency(-left)}"
    color = "primary" if left >= 0 else "error"
    # In steps of a hundredth, so that bars that look the same are drawn once.
    share = min(spent * 100 // max(budget.millionths, 1), 100)
    return Row(
        picture(ledger, budget.id),
        Column(
            Row(
                Row(Text(ledger.category_path(budget.id), BODY_LARGE, max_lines=1), flex=1),
                Text(tell, BODY_SMALL, color=color),
                width=FILL,
            ),
            Drawing(_draw_bar, (max(share, 0), color), width=FILL, height=6),
            Text(words, BODY_SMALL, color="on_surface_variant"),
            gap=4,
            flex=1,
        ),
        cls=LAYOUT,
        on_tap=_asking(ledger, nav, budget.id),
        width=FILL,
        gap=16,
        pad=(16, 8, 16, 8),
    )


def _draw_bar(painter: Painter, m: Metrics, w: int, h: int, share: int, color: str) -> None:
    painter.rounded(0, 0, w, h, h / 2, "surface_container_highest")
    if share:
        painter.rounded(0, 0, max(w * share / 100, h), h, h / 2, color)


def _asking(ledger: Bluecoins, nav: Nav, group: int) -> Handler:
    def ask() -> None:
        nav.go("budget", group=group)
        nav.focus("edittext")

    return ask


def budget(ledger: Bluecoins, nav: Nav, group: int) -> Box:
    """Asks for the limit of a group; 0 takes it away."""
    present = next((one for one in ledger.budgets if one.id == group), None)
    text = nav.bind("text", figures(present.millionths) if present is not None else "")

    def save(typed: str) -> None:
        limit = parse(typed or "0")
        if limit is None:
            nav.toast("Amount is not valid")
            return
        if present is not None:
            ledger.budgets.remove(present)
        if limit:
            ledger.budgets.append(Budget(group, limit))
            order = [one.id for one in ledger.categories]
            ledger.budgets.sort(key=lambda one: order.index(one.id))
        nav.back()

    title = f"Monthly budget for {ledger.category_path(group)}"
    return text_dialog(nav, title, "Amount", text, save, ime="number")
