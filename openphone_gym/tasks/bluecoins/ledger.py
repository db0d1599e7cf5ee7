"""The list of transactions: what it shows of a day, and how a hand gets there."""

from __future__ import annotations

from datetime import datetime

from openphone_gym.phone.apps.bluecoins.money import parse
from openphone_gym.phone.apps.bluecoins.ranges import day_text, period_title
from openphone_gym.phone.apps.bluecoins.state import Transaction
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.reach import Lost
from openphone_gym.tasks.sight import Sight, has_id, plain
from openphone_gym.ui.node import UiNode

HEADING, DAY_TOTAL = has_id("date_textview"), has_id("day_total_textview")
ITEM, AMOUNT = has_id("item_textview"), has_id("amount_textview")
MONTH, PERIOD = has_id("month_name"), has_id("period_spinner")

Days = list[tuple[str, list[UiNode]]]
"""Days (ISO) with the rows below each, the newest first."""


def is_row(node: UiNode) -> bool:
    """Whether a node is the row of a transaction, in full view."""
    parts = list(node.walk())
    return node.clickable and any(map(ITEM, parts)) and any(map(AMOUNT, parts))


def iso_of(words: str) -> str:
    """The day of a text such as ``May 11, 2024``."""
    return datetime.strptime(plain(words), "%B %d, %Y").date().isoformat()


def days_in_view(screen: Sight) -> Days:
    """The days of the list that is in view; rows of a day whose heading is not belong to none."""
    found: Days = []
    for node in screen.tree.walk():
        if HEADING(node):
            found.append((iso_of(node.text), []))
        elif found and is_row(node):
            found[-1][1].append(node)
    return found


def words_of(row: UiNode) -> tuple[str, str]:
    """Name and signed amount of a row."""
    texts = [next(plain(node.text) for node in row.walk() if part(node)) for part in (ITEM, AMOUNT)]
    return texts[0], texts[1]


def millionths_of(words: str) -> int:
    """The amount of a text such as ``-1,800.00 CNY``."""
    figures = plain(words).removesuffix(" CNY")
    return (parse(figures.lstrip("+-")) or 0) * (-1 if figures.startswith("-") else 1)


def whole_day(screen: Sight, day: str) -> list[UiNode] | None:
    """The rows of a day that the open list shows from the first to the last; empty for a day without any.

    None if the list is not open, or if rows of that day may be out of view.
    """
    if not screen.tab_open("Transactions") or screen.content("month_name") is None:
        return None
    found = days_in_view(screen)
    from_top, to_end = ends(screen)
    complete = to_end or any(other < day for other, _ in found)
    for other, rows in found:
        if other == day:
            return rows if complete else None
    if not (from_top or any(other > day for other, _ in found)) or not complete:
        return None
    return [] if plain(screen.content("month_name") or "") == month_of(day) else None


def ends(screen: Sight) -> tuple[bool, bool]:
    """Whether the first and the last row of the list are in full view: there is room beyond them."""
    area = screen.sees(_is_list)
    if area is None or not area.children:
        return True, True
    top, bottom = area.bounds[1], area.bounds[3]
    return area.children[0].bounds[1] > top, bottom - area.children[-1].bounds[3] > (bottom - top) // 50


def _is_list(node: UiNode) -> bool:
    return node.scrollable and node.class_name.endswith("RecyclerView")


def month_of(day: str) -> str:
    """What the list calls the month of a day."""
    return period_title("Month", day, "Sunday")


def show_month(hand: Hand, day: str) -> None:
    """The list shows the month of a day."""
    if hand.title == "Period":
        hand.tap("Month")
    hand.tab("Transactions")
    period = hand.need(PERIOD)
    if period.text != "Month":
        hand.tap(period)
    shown = plain(hand.need(MONTH).text)
    wanted = datetime.strptime(month_of(day), "%B %Y")
    if shown != month_of(day):
        hand.tap("Next" if wanted > datetime.strptime(shown, "%B %Y") else "Previous")


def look_up(hand: Hand, day: str) -> list[UiNode]:
    """The rows of a day of the month in view, all in view; none for a day without any."""
    rows = whole_day(hand, day)
    if rows is not None:
        return rows
    area = hand.scrollable()
    if area is None:
        raise Lost
    found = days_in_view(hand)
    if found and all(other < day for other, _ in found):
        # Not as far back as the last stroke went, which began where only later days were in view.
        return hand.scroll(area, "down", (area.bounds[3] - area.bounds[1]) // 3)
    return hand.scroll(area, "up")


def total_of(hand: Hand, day: str) -> str:
    """The total beside the heading of a day."""
    heading = next((node for node in hand.all(HEADING) if plain(node.text) == day_text(day)), None)
    if heading is not None:
        middle = heading.center[1]
        for node in hand.all(DAY_TOTAL):
            if node.bounds[1] <= middle < node.bounds[3]:
                return plain(node.text)
    look_up(hand, day)
    raise Lost


def same_day(transactions: list[Transaction], day: str) -> list[Transaction]:
    """Transactions of a day."""
    return [one for one in transactions if one.date == day]
