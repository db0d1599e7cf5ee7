"""Answering the dialogs and pages that ask for a day, a span of days, a time or a file.

Each is called first in a solution: it returns at once if no such dialog is open, and otherwise does one
thing towards having it closed with what is wanted.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import NoReturn

from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.reach import Lost
from openphone_gym.tasks.sight import has_id, plain

PICKER = re.compile("^Switch to (clock|text input) mode")
"""The button by which a dialog for a time changes between its dial and its fields."""

ROOTS = "Show roots"
"""The button of the file picker that opens the list of places to look in."""

_KEYBOARD = "Switch to text input mode for the time input."
_MONTH_TITLE = re.compile(r"^[A-Z][a-z]+ \d{4}$")
_YEAR = re.compile(r"^\d{4}$")
_CHOSEN_DAY = has_id("date_picker_header_date")
_CONFIRM = re.compile("^(OK|Save)$")


def pick_date(hand: Hand, day: date) -> None:
    """The dialog for a day, if it is open, was closed with this day."""
    if not _asks_for_day(hand):
        return
    cell = hand.sees(f"{day:%d %B %Y}")
    if cell is not None and cell.checked:
        hand.tap("OK")
    _touch_day(hand, day)


def pick_range(hand: Hand, first: date, last: date) -> None:
    """The dialog for a span of days, if it is open, was closed with these two as its ends.

    What is chosen so far is read in its heading, such as ``May 1 – End date`` or ``May 1 – May 8``.
    """
    if not _asks_for_day(hand):
        return
    head = hand.sees(_CHOSEN_DAY)
    begin, _, end = plain(head.text if head is not None else "").partition(" - ")
    if begin != _short(first):
        _touch_day(hand, first)
    if end != _short(last):
        _touch_day(hand, last if end == "End date" else first)
    hand.tap(_CONFIRM)


def pick_time(hand: Hand, time: str) -> None:
    """The dialog for a time, if it is open, was closed with this one, such as ``3:00 PM`` or ``15:00``."""
    if hand.sees(PICKER) is None:
        return
    clock, _, half = time.partition(" ")
    hour, minute = clock.split(":")
    if hand.sees(_KEYBOARD) is None:
        hand.fill("Hour", hour)
        hand.fill("Minute", minute)
    elif int(minute) % 5:
        hand.tap(_KEYBOARD)
    else:
        _turn_dial(hand, "hour", hour, f"{hour} o'clock")
        _turn_dial(hand, "minute", minute, f"{int(minute)} minutes")
    if half and not hand.chosen(half):
        hand.tap(half)
    hand.tap("OK")


def pick_file(hand: Hand, root: str, *path: str) -> None:
    """The file picker, if it is open, was closed with a file.

    Args:
        hand: The hand.
        root: Where to look, as the list of roots names it, such as ``Downloads``.
        *path: Folders from there, and at last the name of the file.
    """
    roots = hand.sees(has_id("roots_list"))
    if roots is not None:
        entry = hand.sees(root, within=roots)
        hand.tap(entry if entry is not None else root)
    if hand.sees(ROOTS) is None:
        return
    places = [plain(root), *(plain(folder) for folder in path[:-1])]
    if hand.title not in places:
        hand.tap(ROOTS)
    hand.tap(path[places.index(hand.title)])


def _asks_for_day(hand: Hand) -> bool:
    return hand.sees(_CHOSEN_DAY) is not None or hand.sees(has_id("date_picker_header_year")) is not None


def _short(day: date) -> str:
    return f"{day:%b} {day.day}"


def _touch_day(hand: Hand, day: date) -> NoReturn:
    """Touches a day of the calendar, turning to its month or year first."""
    cell = hand.sees(f"{day:%d %B %Y}")
    month = hand.sees(_MONTH_TITLE)
    if cell is not None:
        hand.tap(cell)
    if month is None:
        _touch_year(hand, day.year)
    shown = datetime.strptime(month.text, "%B %Y")
    ahead = (day.year - shown.year) * 12 + day.month - shown.month
    if abs(ahead) > 12:
        hand.tap(_YEAR)
    hand.tap("Next month" if ahead > 0 else "Previous month")


def _touch_year(hand: Hand, year: int) -> NoReturn:
    """Touches a year of the calendar, moving its list there in long strokes if need be."""
    area = hand.scrollable()
    shown = [] if area is None else [node for node in area.walk() if _YEAR.match(node.text)]
    row = next((node for node in shown if node.text == str(year)), None)
    if row is not None:
        hand.tap(row)
    if area is None or len(shown) < 4:
        raise Lost
    upper, lower = shown[1:3]  # in full view
    way = (year - int(upper.text)) * (lower.bounds[1] - upper.bounds[1])
    hand.scroll(area, "up" if way > 0 else "down", abs(way))


def _turn_dial(hand: Hand, part: str, shown: str, number: str) -> None:
    """The hour or the minute above the dial is as wanted."""
    head = hand.sees(has_id(f"material_{part}_tv"))
    if head is not None and head.text != shown:
        hand.tap(hand.all(number)[-1] if head.selected else head)
