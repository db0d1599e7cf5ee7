"""The calendar: events that tasks put there, reading them, and entering new ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from openphone_gym.phone.apps.calendar.occurrences import of_event
from openphone_gym.phone.apps.calendar.state import Event
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.calendar.drawing import TODAY, heading
from openphone_gym.tasks.calendar.rows import (
    HAS_NOTE,
    HAS_PLACE,
    NOTE,
    ON_DAY,
    PLACE,
    REPEATS,
    ROW,
    STARTS,
    TIME,
    TITLE,
    cut_off,
    rows_called,
    shows_day,
    span,
)
from openphone_gym.tasks.calendar.verbs import (
    CLOSE,
    RECURRENCE,
    SAVE,
    SEARCH,
    START_TIME,
    answer_prompts,
    choose_day,
    known_form,
    new_form,
    on_form,
    pick_recurrence,
    row_title,
    shown,
    write,
)
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.pickers import pick_time
from openphone_gym.tasks.records import Trait
from openphone_gym.tasks.sight import plain
from openphone_gym.tasks.task import Drawing, Params
from openphone_gym.tasks.times import time_of
from openphone_gym.ui.node import UiNode

APP = "Calendario"

AHEAD = 28
"""Days in which tasks have something happen."""

TOMORROW = TODAY + timedelta(days=1)

# The phone


def day_in_words(iso: str) -> str:
    """A day as people write it, such as ``Tuesday, May 14``."""
    day = date.fromisoformat(iso)
    return f"{day:%A}, {day:%B} {day.day}"


def day_of(words: str) -> str:
    """The day (ISO) of the present year that words such as ``Tuesday, May 14`` name."""
    return _of_this_year(words.rpartition(", ")[2], "%B %d")


def _of_this_year(words: str, form: str) -> str:
    return datetime.strptime(f"{words} {TODAY.year}", f"{form} %Y").date().isoformat()


def takes_place(event: Event, day: date) -> bool:
    """Whether an event is on a day."""
    return next(of_event(event, day, day), None) is not None


def keep_free(phone: Phone, day: date) -> None:
    """Nothing is in the calendar on a day."""
    phone.calendar.events = [event for event in phone.calendar.events if not takes_place(event, day)]


def free_or_not(phone: Phone, p: Params) -> None:
    """The day of the task is free in the calendar, or has something: ``other``, if nothing else."""
    day = date.fromisoformat(p.day)
    if p.free:
        keep_free(phone, day)
    elif not any(takes_place(event, day) for event in phone.calendar.events):
        add(phone, p.other, p.day, "3:00 PM")


def add(phone: Phone, title: str, day: str, start: str, place: str = "", note: str = "") -> None:
    """An event of an hour is in the calendar."""
    calendar = phone.calendar
    begin = datetime.combine(date.fromisoformat(day), time(*time_of(start)))
    end = begin + timedelta(hours=1)
    calendar.events.append(Event(calendar.new_event_id(), title, begin, end, location=place, note=note))


def a_day_ahead(d: Drawing) -> str:
    """Draws a day of the next four weeks, but not tomorrow."""
    return (TODAY + timedelta(days=d.rng.randint(2, AHEAD))).isoformat()


# The hand


def words_of(hand: Hand, row: UiNode) -> list[str]:
    """Time, place and note in the row of an event, which is all in view."""
    if cut_off(hand, row):
        hand.lift(TITLE)
    parts = (hand.sees(part, within=row) for part in (TIME, PLACE, NOTE))
    return ["" if node is None else plain(node.text) for node in parts]


def look_up(hand: Hand, title: str) -> str:
    """Time, place and note of the event of that title, one below the other."""
    hand.open(APP)
    answer_prompts(hand)
    if on_form(hand):
        hand.tap(CLOSE)
    if hand.sees(SEARCH) is None:
        hand.tap("Search")
    hand.fill(SEARCH, title)
    if hand.find(row_title(title)) is None:
        raise Lost
    return "\n".join(words_of(hand, rows_called(hand, title)[0]))


def show_day(hand: Hand, day: date) -> None:
    """The calendar shows a day with its events."""
    hand.open(APP)
    answer_prompts(hand)
    if on_form(hand):
        hand.tap(CLOSE)
    choose_day(hand, day)


def first_of(hand: Hand, day: date) -> str:
    """Title, time, place and note of the first event of a day that has a time, one below the other."""
    show_day(hand, day)
    row = hand.need(is_timed)
    return "\n".join([plain(hand.need(TITLE, within=row).text), *words_of(hand, row)])


def anything_on(hand: Hand, day: date) -> str:
    """What a day that is not free has in the calendar; empty for a free one."""
    show_day(hand, day)
    row = hand.find(ROW)
    return "" if row is None else plain(hand.need(TITLE, within=row).text)


def is_timed(node: UiNode) -> bool:
    """Whether a node is the row of an event that does not take the whole day."""
    return ROW(node) and any(TIME(part) and span(plain(part.text))[0] for part in node.walk())


def day_in(words: str) -> str:
    """The day (ISO) in the words of a row that search has found, such as ``May 20, 7:30 PM - 9:30 PM``."""
    day = words.partition(",")[0]
    return TODAY.isoformat() if day == "Today" else _of_this_year(day, "%b %d")


def start_in(words: str) -> str:
    """The beginning in the words of a row, such as ``7:30 PM`` of ``May 20, 7:30 PM - 9:30 PM``."""
    found = re.search(r"\d+:\d\d [AP]M", words)
    if found is None:
        raise Lost
    return found[0]


def is_listed(hand: Hand, p: Params, traits: Sequence[Trait]) -> bool:
    """Whether a row shows the new event with all these traits; its day may be above what is in view."""

    def is_so(row: UiNode) -> bool:
        shown = (trait.shows(hand, row, p) for trait in traits if trait.shows is not None)
        return all(shown) and shows_day(hand, row, p) is not False

    return bool(traits) and not on_form(hand) and any(map(is_so, rows_called(hand, p.title)))


def enter(
    hand: Hand,
    title: str,
    day: str,
    start: str = "",
    place: str = "",
    note: str = "",
    recurrence: str = "",
) -> None:
    """An event with all this is in the calendar."""
    hand.open(APP)
    facts = {"start": start, "place": place, "note": note, "recurrence": recurrence}
    p = Params(title=title, day=day, heading=heading(day), **facts)
    wanted = {STARTS: start, HAS_PLACE: place, HAS_NOTE: note, REPEATS: recurrence}
    if start:
        pick_time(hand, start)
    pick_recurrence(hand, recurrence)
    traits = [trait for trait, words in wanted.items() if words]
    if is_listed(hand, p, traits) or new_form(hand, p, date.fromisoformat(day), ON_DAY, *traits):
        return
    write(hand, TITLE, title)
    if start:
        shown(hand, START_TIME, start)
    if recurrence:
        shown(hand, RECURRENCE, recurrence)
    if note:
        write(hand, NOTE, note)
    if place:
        write(hand, PLACE, place)
    hand.tap(SAVE)


def move(hand: Hand, title: str, start: str) -> None:
    """The event of that title begins at another time."""
    hand.open(APP)
    pick_time(hand, start)
    if known_form(hand, Params(title=title, start=start), STARTS):
        return
    shown(hand, START_TIME, start)
    hand.tap(SAVE)
