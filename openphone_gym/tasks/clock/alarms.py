"""Alarms: what tasks ask of one, how its card shows it, and how a card is handled."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import timedelta

from openphone_gym.phone.apps.clock.state import DAY_NAMES, DAYS
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.clock.preparation import TWELVE_HOURS
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.records import Records, Suits, Trait, part
from openphone_gym.tasks.sight import Sight, Wanted, has_id, plain
from openphone_gym.tasks.task import Drawing, Never, Param, Params
from openphone_gym.tasks.times import time_between, time_of, time_words
from openphone_gym.ui.node import UiNode

WEEKDAYS: list[str] = list(DAYS[:5])
WEEKEND: list[str] = list(DAYS[5:])
MOST_ALARMS = 6
"""Most alarms of a new phone; they have the ids from 1 to this."""


def taken(d: Drawing) -> set[tuple[int, int]]:
    """Times of alarms, and those that come while the task is being done."""
    now = d.phone.now
    soon = {(now + timedelta(minutes=minutes)).timetuple()[3:5] for minutes in range(30)}
    return soon | {alarm.time for alarm in d.phone.clock.alarms}


FREE_TIME = time_between(5, 23, taken)


def its_time(d: Drawing) -> str:
    """The time of the alarm that was drawn."""
    return time_words(*d.phone.clock.alarm(d.params.alarm).time)


ARROW, CARD_TIME, SWITCH = has_id("arrow"), has_id("digital_clock"), has_id("onoff")
EDIT_LABEL, SCHEDULE, DAY_LINE = has_id("edit_label"), has_id("schedule_alarm"), has_id("days_of_week")
MESSAGE, ALARM_SET = has_id("snackbar_text"), re.compile("^Alarm set for ")


def is_card(node: UiNode) -> bool:
    """Whether a node is the card of an alarm."""
    return any(ARROW(child) for child in node.children)


def cards_at(screen: Sight, time: str) -> list[UiNode]:
    """The cards in view of alarms at that time."""
    return [card for card in screen.all(is_card) if screen.sees(time, within=card)]


def times(screen: Sight) -> list[tuple[int, int]]:
    """Times of the alarms in view."""
    return [time_of(plain(node.text)) for node in screen.all(CARD_TIME)]


def lacks(screen: Sight, time: str) -> bool:
    """Whether the list lacks an alarm at that time in a place that is in view; it is in order of time."""
    shown, wanted = times(screen), time_of(time)
    from_top, to_end = screen.ends()
    earlier, later = any(other < wanted for other in shown), any(other > wanted for other in shown)
    return wanted not in shown and (from_top or earlier) and (to_end or later)


def no_card(screen: Sight, p: Params) -> bool | None:
    """What the screen tells of an alarm that is not in view: that there is none, or nothing.

    A message tells that an alarm was just changed. What was seen of the alarm before then counts no longer.
    """
    if not screen.tab_open("Alarm"):
        return None
    return False if lacks(screen, p.time) or screen.sees(MESSAGE) else None


shows_on = part(SWITCH, lambda node, p: node.checked)
"""Whether a card shows its alarm as switched on."""

ALARMS = Records(
    all=lambda phone: phone.clock.alarms,
    meant=lambda alarm, p: alarm.time == time_of(p.time),
    rows=lambda screen, p: cards_at(screen, p.time),
    missing=no_card,
)


def is_label(node: UiNode) -> bool:
    """Whether a node is the label of an alarm, on its card open or not."""
    return EDIT_LABEL(node) or has_id("label")(node)


def tells_days(node: UiNode) -> bool:
    """Whether a node tells on which days an alarm rings; that of a paused one does not."""
    return DAY_LINE(node) and not node.text.startswith("Paused")


TIME = Trait(
    "time",
    "Is there an alarm at {time} in the list of alarms?",
    lambda alarm, phone, p: True,
    lambda screen, card, p: True,
)

ON = Trait(
    "on",
    "Is the alarm at {time} switched on?",
    lambda alarm, phone, p: alarm.on,
    shows_on,
)

EVERY_DAY = Trait(
    "days",
    "Does the alarm at {time} repeat on every day of the week?",
    lambda alarm, phone, p: len(alarm.days) == len(DAYS),
    part(tells_days, lambda node, p: plain(node.text) == "Every day"),
)


def never_deleted(missing: Callable[[Sight, str], bool]) -> Never:
    """No alarm that is to be kept is deleted.

    A message tells of a deletion, but not of which alarm: one that ``missing`` misses on that screen.
    """

    def screen(screen: Sight, p: Params) -> bool:
        deleted = screen.tab_open("Alarm") and screen.sees("Alarm deleted") is not None
        return deleted and any(missing(screen, time) for time in p.kept_times)

    return Never(
        "alarm_deleted",
        ALARMS.lost,
        question="Was one of these alarms deleted, even if it was brought back: {kept_times}?",
        screen=screen,
    )


ALARM_DELETED = never_deleted(lambda screen, time: time_of(time) not in times(screen))


def kept_alarms(ids: list[int], times: list[str], suits: Suits = lambda alarm, p: True) -> dict[str, Param]:
    """The alarms that must not be deleted, by their ids and by the times that screens show."""
    return {
        "kept": Param(ids, ALARMS.ids(suits)),
        "kept_times": Param(
            times, lambda d: [time_words(*d.phone.clock.alarm(id).time) for id in d.params.kept]
        ),
    }


EVERY_ALARM = kept_alarms([1, 2, 3, 4], ["7:30 AM", "8:30 AM", "9:00 AM", "4:00 PM"])


def present_alarm(
    id: int, time: str, suits: Suits = lambda alarm, p: True, **others: Param
) -> dict[str, Param]:
    """Parameters of a task about an alarm that is there."""
    return {
        **EVERY_ALARM,
        "alarm": Param(id, ALARMS.an_id(suits)),
        "time": Param(time, its_time),
        **others,
    }


FOUR_ALARMS = (
    f"{TWELVE_HOURS} On the Alarm tab have these four alarms and no other, without labels, with vibration "
    "and the default sound: 7:30 AM on Monday to Friday, on; 8:30 AM on Monday to Friday, off; 9:00 AM on "
    "Saturday and Sunday, off; 4:00 PM on Monday, Wednesday and Friday, on."
)


def switch_on(phone: Phone, p: Params) -> None:
    """The alarm of the task is on."""
    phone.clock.alarm(p.alarm).on = True
    phone.act("clock", "boot")


def two_on(phone: Phone, p: Params) -> None:
    """At least two alarms are on."""
    if sum(alarm.on for alarm in phone.clock.alarms) < 2:
        for alarm in phone.clock.alarms[-2:]:
            alarm.on = True
        phone.act("clock", "boot")


def card(hand: Hand, time: str, needs: Wanted = ARROW) -> UiNode:
    """The card of an alarm, scrolled to where ``needs`` is in view, too."""
    hand.need(time)
    found = next((card for card in hand.all(is_card) if hand.sees(time, within=card)), None)
    if found is None or hand.sees(needs, within=found) is None:
        hand.lift(time)
    if found is None:
        raise Lost
    return found


def details(hand: Hand, time: str, needs: Wanted) -> UiNode:
    """The card of an alarm, expanded and scrolled to where ``needs``, a part of its details, is in view."""
    part = hand.sees(needs) if hand.sees(time) is None else None
    holders = hand.all(lambda node: any(child is part for child in node.children))
    expanded = holders[0] if holders else None
    if expanded is not None and hand.sees(CARD_TIME, within=expanded) is None:
        return expanded  # on a small screen the time of a long card is out of view
    arrow = hand.sees("Expand alarm", within=card(hand, time))
    if arrow is not None:
        hand.tap(arrow)
    found = card(hand, time, needs)
    hand.find(needs)
    return found


def turn(hand: Hand, time: str, on: bool) -> None:
    """An alarm is on, or off."""
    knob = hand.need(SWITCH, within=card(hand, time, needs=SWITCH))
    if knob.checked != on:
        hand.tap(knob)


def repeat(hand: Hand, p: Params, days: Sequence[str]) -> None:
    """The alarm repeats on these days of the week."""
    details(hand, p.time, needs=SCHEDULE)
    for day, name in zip(DAYS, DAY_NAMES, strict=True):
        hand.switch(name, on=day in days)
