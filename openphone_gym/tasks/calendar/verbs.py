"""What a hand does in the calendar."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime

from openphone_gym.phone.apps.calendar.state import NOTIFICATIONS
from openphone_gym.tasks.calendar.rows import LISTS, TITLE, rows_called
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.records import Trait
from openphone_gym.tasks.sight import Wanted, has_id, plain
from openphone_gym.tasks.task import Params
from openphone_gym.ui.node import UiNode

SEARCH, CLEAR = has_id("search"), has_id("clear")
SAVE, CLOSE, DELETE = "SAVE", has_id("close"), has_id("delete")
MONTH, WEEK_PAGER = has_id("month_title"), has_id("week_pager")

ALL_DAY = has_id("all_day")
START_DATE, START_TIME = has_id("start_date"), has_id("start_time")
END_TIME = has_id("end_time")
ADD_NOTIFICATION, RECURRENCE = has_id("add_notification"), has_id("recurrence")
NOTE, PLACE = has_id("event_note"), has_id("event_location")

FORM = (TITLE, ALL_DAY, START_DATE, START_TIME, END_TIME, ADD_NOTIFICATION, RECURRENCE, NOTE, PLACE)
"""Parts of the form from top to bottom."""

DAY_DIALOG, MONTH_BUTTON = has_id("mtrl_picker_title_text"), has_id("month_navigation_fragment_toggle")
TYPING = "Switch to calendar input mode"


def answer_prompts(hand: Hand) -> None:
    """No question is open that the form asked before it was left or saved."""
    if hand.title == "Discard changes?":
        hand.tap("Discard")
    if hand.title == "Edit recurring event":
        if not hand.chosen("All events"):
            hand.tap("All events")
        hand.tap("OK")


# Lists of events


def row_title(title: str) -> Callable[[UiNode], bool]:
    """Titles of that name in rows of events."""

    def matches(node: UiNode) -> bool:
        return TITLE(node) and not node.clickable and plain(node.text) == plain(title)

    matches.__name__ = f"row {title}"
    return matches


def shows(hand: Hand, p: Params, traits: Sequence[Trait]) -> bool:
    """Whether a row in view shows the event of the task with all these traits."""
    return not on_form(hand) and any(
        all(trait.shows(hand, row, p) for trait in traits if trait.shows is not None)
        for row in rows_called(hand, p.title)
    )


def unsure(hand: Hand, p: Params, traits: Sequence[Trait]) -> bool:
    """Whether a row in view of the event is cut off, so that it does not tell of all traits."""
    return any(
        trait.shows(hand, row, p) is None
        for row in rows_called(hand, p.title)
        for trait in traits
        if trait.shows is not None
    )


def choose_day(hand: Hand, day: date) -> None:
    """The Calendar tab shows the month of a day, and has chosen it."""
    hand.tab("Calendar")
    if hand.sees(WEEK_PAGER) is not None:
        hand.tap("Change view")
    month = hand.find(MONTH)
    if month is None:
        raise Lost
    shown = datetime.strptime(plain(month.text), "%B %Y")
    if (day.year, day.month) != (shown.year, shown.month):
        hand.tap("Next month" if day > shown.date() else "Previous month")
    cell = hand.sees(f"{day:%d %B %Y}")
    if cell is None:
        raise Lost
    if not cell.selected:
        hand.tap(cell)


# The form


def on_form(hand: Hand) -> bool:
    """Whether the form of an event is open."""
    return hand.sees(SAVE) is not None and hand.sees(has_id("task_text")) is None


def other_event(hand: Hand, title: str) -> bool:
    """Whether the form is that of another event, as far as it tells."""
    field = hand.sees(TITLE)
    return hand.sees(DELETE) is not None and field is not None and plain(field.text) != plain(title)


def new_form(hand: Hand, p: Params, day: date, *traits: Trait) -> bool:
    """The form of the event that is being made is open; True if it is made, and its row shows the traits."""
    answer_prompts(hand)
    if on_form(hand):
        if other_event(hand, p.title):
            hand.tap(CLOSE)
        return False
    if hand.title == "Month" or hand.sees("Week") is not None:
        hand.tap("Month")
    choose_day(hand, day)
    row = hand.find(row_title(p.title))
    if shows(hand, p, traits):
        return True
    if row is not None and unsure(hand, p, traits):
        hand.lift(row_title(p.title))
    return hand.tap(row if row is not None else "Add event")


def known_form(hand: Hand, p: Params, *traits: Trait) -> bool:
    """The form of the event of the task is open; True if it is changed, and its row shows the traits."""
    answer_prompts(hand)
    if on_form(hand):
        if hand.sees(DELETE) is None or other_event(hand, p.title):
            hand.tap(CLOSE)
        return False
    row = row_title(p.title)
    searching = hand.sees(SEARCH) is not None
    if searching:
        hand.fill(SEARCH, p.title)
    elif hand.title not in LISTS:
        raise Lost
    if hand.find(row) is None:
        hand.tap(CLEAR if searching else "Search")
    if shows(hand, p, traits):
        return True
    if unsure(hand, p, traits):
        hand.lift(row)
    return hand.tap(row)


def in_view(hand: Hand, part: Callable[[UiNode], bool]) -> bool:
    """Whether a part of the form is in view, scrolling down to it; what has been passed is left behind."""
    if hand.sees(part) is not None:
        return True
    first = next((place for place, other in enumerate(FORM) if hand.sees(other) is not None), 0)
    if FORM.index(part) < first:
        return False
    if hand.find(part) is None:
        raise Lost
    return True


def write(hand: Hand, field: Callable[[UiNode], bool], words: str) -> None:
    """A field of the form holds these words."""
    if in_view(hand, field):
        hand.fill(field, words)


def shown(hand: Hand, part: Callable[[UiNode], bool], words: str, change: Wanted | None = None) -> None:
    """A part of the form shows these words; else it, or what changes it, is touched."""
    if not in_view(hand, part):
        return
    node = hand.sees(part)
    if node is not None and words not in map(plain, (child.text for child in node.walk())):
        hand.tap(change or node)


def notified(hand: Hand, wanted: Sequence[int]) -> None:
    """The event of the form has these notifications."""
    if not in_view(hand, ADD_NOTIFICATION):
        return
    for minutes in wanted:
        if hand.sees(NOTIFICATIONS[minutes]) is None:
            hand.tap(ADD_NOTIFICATION)


def notified_only(hand: Hand, wanted: Sequence[int]) -> None:
    """The event of the form has these notifications and no others."""
    if not in_view(hand, ADD_NOTIFICATION):
        return
    names = {NOTIFICATIONS[minutes] for minutes in wanted}
    for name in NOTIFICATIONS.values():
        if name not in names and hand.sees(name) is not None:
            hand.tap(name)
    notified(hand, wanted)


# Dialogs


def pick_day(hand: Hand, day: date) -> None:
    """The dialog for a day, if it is open, was closed with this one."""
    if hand.sees(DAY_DIALOG) is None:
        return
    if hand.sees(TYPING) is not None:
        hand.tap(TYPING)
    cell = hand.sees(re.compile(rf"{day:%A}, {day:%B} {day.day}(, {day.year})?$"))
    if cell is not None:
        hand.tap("OK" if cell.selected else cell)
    month = hand.sees(MONTH_BUTTON)
    if month is None:
        raise Lost
    if "Calendar view" in month.content_desc:
        hand.tap(month)
    ahead = day > datetime.strptime(plain(month.text), "%B %Y").date()
    hand.tap("Change to next month" if ahead else "Change to previous month")


def pick_notification(hand: Hand, wanted: Sequence[int]) -> None:
    """The dialog for a notification, if it is open, was closed with one that it offers."""
    if hand.title != "Notification":
        return
    for minutes in wanted:
        row = hand.row(NOTIFICATIONS[minutes])
        if row is not None and not row.selected:
            hand.tap(row)
    hand.back()


def pick_recurrence(hand: Hand, name: str) -> None:
    """The dialog for a recurrence, if it is open, was closed with this one."""
    if hand.title == "Recurrence":
        hand.tap(name)
