"""The Transactions tab, the search, and what was deleted."""

from __future__ import annotations

from collections.abc import Callable

from openphone_gym.phone.apps.bluecoins.entry import copied, discard, draft_of, open_form, restore
from openphone_gym.phone.apps.bluecoins.money import signed
from openphone_gym.phone.apps.bluecoins.ranges import (
    day_text,
    matching,
    next_period,
    period_span,
    period_title,
    total,
    within,
)
from openphone_gym.phone.apps.bluecoins.screens.frame import tab_page
from openphone_gym.phone.apps.bluecoins.screens.parts import (
    by_day,
    choice_dialog,
    head,
    ink,
    name_of,
    nothing,
    option_menu,
    origin,
    picture,
)
from openphone_gym.phone.apps.bluecoins.state import PERIODS, Bluecoins, Draft, Filter, Transaction
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.stacks import front_entry
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Space, Text
from openphone_gym.phone.toolkit.controls import IconButton, TextButton
from openphone_gym.phone.toolkit.date_picker import DatePicker
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import ListRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Dialog, Message, Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, BODY_SMALL, LABEL_LARGE, TITLE_MEDIUM

SEARCH = "search"
"""Name of the search's filter."""

EVERYTHING = Filter(range="All", projection=True)


def transactions_tab(ledger: Bluecoins, nav: Nav) -> Page:
    """The transactions of a day, a week, a month, a year, or all of them."""
    today = nav.now.date().isoformat()
    view, first_day = ledger.view, ledger.settings.first_day
    day = view.day or today
    found = within(ledger.transactions, period_span(view.period, day, first_day))

    def turning(way: int) -> Handler:
        def turn() -> None:
            view.turn_to(next_period(view.period, day, way))
            nav.entry.scroll.pop("list", None)

        return turn

    moves = view.period != "All"
    title = Text(
        period_title(view.period, day, first_day),
        TITLE_MEDIUM,
        id="month_name",
        max_lines=1,
        text_align="center",
    )
    bar = Row(
        IconButton("chevron-left", "Previous", turning(-1)) if moves else None,
        Row(title, flex=1, justify="center"),
        IconButton("chevron-right", "Next", turning(1)) if moves else None,
        IconButton("calendar-month-outline", "Go to date", nav.to("go_to_date")),
        _period_button(view.period, nav.to("period")),
        width=FILL,
        pad=(4, 0, 8, 0),
    )
    rows = by_day(ledger, nav, found)
    saved = rows.of(view.saved) if rows is not None and view.saved else None
    body = rows or nothing("text-box-outline", "No transactions")
    return tab_page(ledger, nav, Space(6), body, above=Column(bar, _summary(found)), opens_at=saved)


def _period_button(period: str, on_tap: Handler) -> Box:
    return Row(
        Label(period, LABEL_LARGE, color="primary"),
        Icon("menu-down", size=20, color="primary"),
        cls="android.widget.Spinner",
        label=period,
        desc="Period",
        on_tap=on_tap,
        height=48,
        pad=(8, 0, 4, 0),
        id="period_spinner",
    )


def _summary(found: list[Transaction]) -> Box:
    parts = (("Income", total(found, "income")), ("Expense", total(found, "expense")), ("Net", total(found)))
    cells = [
        Column(
            Text(name, BODY_SMALL, color="on_surface_variant"),
            Text(signed(amount), BODY_MEDIUM, color=ink(amount), max_lines=1, id=f"{name.lower()}_total"),
            flex=1,
            align="center",
        )
        for name, amount in parts
    ]
    return Row(*cells, width=FILL, pad=(8, 4, 8, 8))


def period(ledger: Bluecoins, nav: Nav) -> Box:
    """Asks how long a time the list shows."""

    def choose(name: str) -> None:
        ledger.view.period = name

    return choice_dialog(nav, "Period", PERIODS, ledger.view.period, choose)


def go_to_date(ledger: Bluecoins, nav: Nav) -> Box:
    """Asks for a day whose period is shown."""
    today = nav.now.date().isoformat()

    def choose(day: str) -> None:
        ledger.view.turn_to(day)
        nav.back()

    return DatePicker(nav.local, ledger.view.day or today, choose, nav.back, today)


def search(ledger: Bluecoins, nav: Nav) -> Box:
    """Finds transactions by their name, notes, category, account, labels or amount."""
    query = nav.bind("query")
    typed = query.get().strip().casefold()
    chosen = ledger.filter(SEARCH, EVERYTHING)
    today = nav.now.date().isoformat()
    found = [one for one in matching(ledger, chosen, today) if typed in _words(ledger, one)]
    field = TextField(
        query, "Search", id="search_src_text", variant="plain", action="search", on_submit=nav.unfocus, flex=1
    )
    bar = Row(
        IconButton("arrow-left", "Navigate up", nav.back, color="on_surface"),
        field,
        IconButton("close", "Clear query", query.setting("")) if typed else None,
        IconButton("filter-variant", "Filter", nav.to("filters", name=SEARCH), id="menu_filter"),
        height=64,
        width=FILL,
        pad=(4, 0, 4, 0),
        cls="android.view.ViewGroup",
        id="toolbar",
    )
    confined = chosen != EVERYTHING
    if not typed and not confined:
        return Page(head(bar), nothing("magnify", "Search your transactions"))
    count = f"{len(found)} transaction{'s' * (len(found) != 1)}"
    sums = Row(
        Row(Text(f"{count} (filtered)" if confined else count, BODY_MEDIUM, id="count_textview"), flex=1),
        Text(signed(total(found)), LABEL_LARGE, color=ink(total(found)), id="total_textview"),
        width=FILL,
        pad=(16, 8, 16, 8),
    )
    return Page(head(bar, sums), by_day(ledger, nav, found) or nothing("magnify", "No results"))


def _words(ledger: Bluecoins, one: Transaction) -> str:
    parts = (one.item, one.notes, origin(ledger, one), ledger.account_name(one.account), *one.labels)
    return " ".join((*parts, signed(one.millionths), signed(one.millionths).replace(",", ""))).casefold()


def row_menu(ledger: Bluecoins, nav: Nav, id: int) -> Box:
    """What can be done with a transaction of a list."""
    one = ledger.transaction(id)

    def opening(make: Callable[[Transaction], Draft]) -> Handler:
        def show() -> None:
            nav.back()
            if one is not None:
                open_form(ledger, nav, make(one))

        return show

    today = nav.now.date().isoformat()
    return option_menu(
        nav,
        ("Edit", opening(draft_of)),
        ("Duplicate", opening(lambda one: copied(one, today))),
        ("Delete", lambda: nav.replace("delete", id=id)),
    )


def delete(ledger: Bluecoins, nav: Nav, id: int) -> Box:
    """Asks before a transaction is deleted."""

    def ok() -> None:
        nav.back()
        if front_entry(nav.system).screen == "form":
            nav.back()
        discard(ledger, nav, id)
        nav.snackbar("Transaction deleted", "UNDO", "restore", id=id)

    return Confirm("Delete transaction?", "It is moved to the trash.", "Delete", ok, nav.back)


def trash(ledger: Bluecoins, nav: Nav) -> Box:
    """Deleted transactions."""
    actions = [
        IconButton("delete-sweep-outline", "Empty trash", nav.to("empty_trash"), id="menu_empty_trash")
    ] * bool(ledger.trash)
    rows = [
        ListRow(
            name_of(one),
            f"{day_text(one.date)}  {signed(one.millionths)}",
            nav.to("trashed", id=one.id),
            leading=picture(ledger, one.category),
        )
        for one in reversed(ledger.trash)
    ]
    return Page(
        AppBar("Trash", nav.back, actions), *(rows or [nothing("trash-can-outline", "The trash is empty")])
    )


def trashed(ledger: Bluecoins, nav: Nav, id: int) -> Box:
    """Asks whether a deleted transaction comes back."""
    one = next((one for one in ledger.trash if one.id == id), None)

    def ok() -> None:
        nav.back()
        restore(ledger, nav, id)

    words = "" if one is None else f"{name_of(one)}  {signed(one.millionths)}"
    return Confirm("Restore transaction?", words, "Restore", ok, nav.back)


def empty_trash(ledger: Bluecoins, nav: Nav) -> Box:
    """Asks before the trash is emptied."""

    def ok() -> None:
        ledger.trash.clear()
        nav.back()

    buttons = [TextButton("Cancel", nav.back, id="button2"), TextButton("Delete", ok, id="button1")]
    words = "All transactions in the trash will be deleted forever."
    return Dialog("Empty trash?", Message(words), buttons=buttons)
