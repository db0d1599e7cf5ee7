"""What several screens show: rows of transactions, choices, notes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from openphone_gym.phone.apps.bluecoins.entry import draft_of, open_form
from openphone_gym.phone.apps.bluecoins.money import signed
from openphone_gym.phone.apps.bluecoins.ranges import day_text, time_of_day, total
from openphone_gym.phone.apps.bluecoins.state import Bluecoins, Transaction
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import FILL, Box, Color, Column, Handler, Icon, Row, Text
from openphone_gym.phone.toolkit.controls import TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.long_list import LongList
from openphone_gym.phone.toolkit.rows import LAYOUT, ListRow, RadioRow, RoundIcon, Section
from openphone_gym.phone.toolkit.surfaces import Dialog, Menu
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_SMALL, LABEL_LARGE, TITLE_SMALL

INCOME_COLOR: Color = 0xFF1E8E3E
EXPENSE_COLOR: Color = 0xFFD93025

ICONS = {
    "Car": ("car", 0xFF1A73E8),
    "Entertainment": ("silverware-fork-knife", 0xFFE8710A),
    "Household": ("home", 0xFF188038),
    "School": ("school", 0xFF9334E6),
    "Utilities": ("flash", 0xFF007B83),
    "Employer": ("briefcase", 0xFF1E8E3E),
    "Others": ("shape", 0xFF5F6368),
}
"""Picture and colour of groups of categories."""

OTHER_ICON = ("tag", 0xFF5F6368)
TRANSFER_ICON = ("swap-horizontal", 0xFF3C4043)


def head(*parts: Box | None) -> Box:
    """What stays at the top of a page: its bar, tabs, a summary."""
    return Column(*parts, cls="android.widget.LinearLayout", id="toolbar_top")


def ink(millionths: int) -> Color:
    """Colour of an amount."""
    return EXPENSE_COLOR if millionths < 0 else INCOME_COLOR if millionths > 0 else "on_surface"


def money_text(millionths: int, words: str = "", **attributes: Any) -> Box:
    """An amount in its colour."""
    return Text(words or signed(millionths), LABEL_LARGE, color=ink(millionths), max_lines=1, **attributes)


def picture(ledger: Bluecoins, category: int, size: float = 40) -> Box:
    """The picture of a category; that of transfers where there is none."""
    group = ledger.category(ledger.group_of(category))
    name = "" if group is None else group.name
    icon, color = TRANSFER_ICON if group is None else ICONS.get(name, OTHER_ICON)
    return RoundIcon(icon, color, size)


def name_of(one: Transaction) -> str:
    """What a list calls a transaction."""
    return one.item or ("Transfer" if one.kind == "transfer" else "(No name)")


def origin(ledger: Bluecoins, one: Transaction) -> str:
    """Category of a transaction, or the accounts of a transfer."""
    if one.kind == "transfer":
        return f"{ledger.account_name(one.account)} > {ledger.account_name(one.to)}"
    return ledger.category_path(one.category)


def transaction_row(ledger: Bluecoins, nav: Nav, one: Transaction, on_tap: Handler | None = None) -> Box:
    """A transaction in a list."""
    account = ledger.account_name(one.account) if ledger.settings.show_accounts else ""
    end = Column(
        money_text(one.millionths, id="amount_textview"),
        Text(account, BODY_SMALL, color="on_surface_variant", max_lines=1, id="account_textview")
        if account
        else None,
        align="end",
    )
    return ListRow(
        name_of(one),
        origin(ledger, one),
        on_tap or editing(ledger, nav, one),
        leading=picture(ledger, one.category),
        trailing=end,
        on_long=nav.to("row_menu", id=one.id),
        pad=(16, 10, 16, 10),
        title_attributes={"id": "item_textview", "max_lines": 1},
        summary_attributes={"id": "category_textview", "max_lines": 1},
    )


def editing(ledger: Bluecoins, nav: Nav, one: Transaction) -> Handler:
    """Opens the form on a transaction."""
    return lambda: open_form(ledger, nav, draft_of(one))


def by_day(ledger: Bluecoins, nav: Nav, transactions: Iterable[Transaction]) -> DayList | None:
    """Transactions below their days, the newest first, each day with its total; None if there are none."""
    entries: list[Transaction | DayTotal] = []
    for day, of_day in groupby(ledger.newest_first(list(transactions)), key=lambda one: one.date):
        found = list(of_day)
        entries += [DayTotal(day, total(found)), *found]
    return DayList(ledger, nav, entries) if entries else None


class DayTotal(NamedTuple):
    """What stands above the transactions of a day: the day, and the sum of their amounts."""

    day: str
    millionths: int


class DayList(LongList["Transaction | DayTotal"]):
    """Transactions below their days."""

    def __init__(self, ledger: Bluecoins, nav: Nav, entries: Sequence[Transaction | DayTotal]) -> None:
        accounts = {one.id for one in ledger.accounts if ledger.settings.show_accounts and one.name}
        categories = {one.id for one in ledger.categories}

        def row(entry: Transaction | DayTotal) -> Box:
            if isinstance(entry, DayTotal):
                return _day_heading(*entry)
            return transaction_row(ledger, nav, entry)

        def key(entry: Transaction | DayTotal) -> Hashable:
            if isinstance(entry, DayTotal):
                return entry
            return entry.account in accounts, entry.kind == "transfer" or entry.category in categories

        super().__init__(entries, row, key)
        self._entries = entries

    def of(self, id: int) -> Box | None:
        """Where a transaction stands, or None."""
        places = (n for n, one in enumerate(self._entries) if isinstance(one, Transaction) and one.id == id)
        place = next(places, None)
        return None if place is None else self.at(place)


def _day_heading(day: str, millionths: int) -> Box:
    return Row(
        Row(Text(day_text(day), TITLE_SMALL, color="on_surface_variant", id="date_textview"), flex=1),
        Text(signed(millionths), BODY_SMALL, color="on_surface_variant", id="day_total_textview"),
        width=FILL,
        fill="surface_container",
        pad=(16, 6, 16, 6),
    )


def clock_text(nav: Nav, minute: int) -> str:
    """A time as the user wants times shown."""
    return nav.clock(*time_of_day(minute))


def nothing(icon: str, words: str) -> Box:
    """What an empty page shows."""
    text = Text(words, BODY_LARGE, color="on_surface_variant", text_align="center")
    return Column(
        Icon(icon, size=72, color="outline_variant"), text, align="center", gap=16, pad=(48, 96, 48, 24)
    )


def heading_row(title: str, end: str, millionths: int = 0) -> Box:
    """A heading with an amount at its end."""
    return Row(
        Row(Text(title, LABEL_LARGE, color="primary"), flex=1),
        Text(end, LABEL_LARGE, color=ink(millionths)),
        width=FILL,
        pad=(20, 12, 20, 8),
    )


def fact(
    title: str, value: str, on_tap: Handler | None = None, color: Color = "on_surface", **rest: Any
) -> Box:
    """A line with a name and a value at its end."""
    end = Text(value, LABEL_LARGE, color=color, max_lines=1)
    return ListRow(title, "", on_tap, trailing=end, pad=(20, 10, 20, 10), **rest)


def choice_dialog(
    nav: Nav, title: str, options: Sequence[str], chosen: str, choose: Callable[[str], object]
) -> Box:
    """A dialog that asks for one of some words; it closes before ``choose`` gets the choice."""

    def choosing(option: str) -> Handler:
        def ok() -> None:
            nav.back()
            choose(option)

        return ok

    rows = [RadioRow(option, option == chosen, choosing(option), pad=(24, 10, 24, 10)) for option in options]
    return Dialog(title, *rows, buttons=[TextButton("Cancel", nav.back, id="button2")])


def account_dialog(
    ledger: Bluecoins, nav: Nav, chosen: int, choose: Callable[[int], object], all_too: bool = False
) -> Box:
    """A dialog that asks for an account; 0 stands for all of them."""

    def choosing(id: int) -> Handler:
        def ok() -> None:
            choose(id)
            nav.back()

        return ok

    rows: list[Box] = [RadioRow("All", not chosen, choosing(0))] if all_too else []
    groups = dict.fromkeys(one.group for one in ledger.accounts)
    for group in groups:
        rows.append(Section(group, pad=(24, 8, 24, 4)))
        rows += [
            RadioRow(one.name, one.id == chosen, choosing(one.id), pad=(24, 10, 24, 10))
            for one in ledger.accounts
            if one.group == group
        ]
    return Dialog("Account", *rows, buttons=[TextButton("Cancel", nav.back, id="button2")])


def category_rows(
    ledger: Bluecoins, groups: Iterable[int], chosen: int, choosing: Callable[[int], Handler], whole: bool
) -> list[Box]:
    """The tree of categories; ``whole`` lets groups be chosen that have members, too."""
    rows: list[Box] = []
    for group in groups:
        found, members = ledger.category(group), ledger.members(group)
        if found is None:
            continue
        if members and not whole:
            rows.append(Section(found.name, pad=(16, 14, 16, 4)))
        else:
            rows.append(_category_row(ledger, found.id, found.name, chosen, choosing, 16))
        rows += [_category_row(ledger, one.id, one.name, chosen, choosing, 40) for one in members]
    return rows


def _category_row(
    ledger: Bluecoins, id: int, name: str, chosen: int, choosing: Callable[[int], Handler], inset: float
) -> Box:
    return ListRow(
        name,
        "",
        choosing(id),
        leading=picture(ledger, id, 32),
        trailing=Icon("check", color="primary", desc="Selected") if id == chosen else None,
        pad=(inset, 8, 16, 8),
        selected=id == chosen,
    )


def text_dialog(
    nav: Nav, title: str, hint: str, text: Binding, save: Callable[[str], object], **attributes: Any
) -> Box:
    """A dialog that asks for some words; ``save`` gets them and has to close it."""

    def ok() -> None:
        save(str(text.get()).strip())

    field = TextField(text, hint, id="edittext", on_submit=ok, **attributes)
    return Dialog(
        title,
        Row(field, pad=(24, 4, 24, 4), width=FILL, cls=LAYOUT),
        buttons=[TextButton("Cancel", nav.back, id="button2"), TextButton("OK", ok, id="button1")],
    )


def option_menu(nav: Nav, *items: tuple[str, Handler] | None) -> Box:
    """A menu beside what was touched."""
    return Menu(items, beside=nav.entry.anchor)
