"""Tasks of Google Clock. Source of goals and values: AndroidLab."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import msgspec

from openphone_gym.phone.apps.clock.cities import CITIES, HOME_ZONES, offset
from openphone_gym.phone.apps.clock.ringing import next_ring
from openphone_gym.phone.apps.clock.state import (
    DAY_NAMES,
    DAYS,
    RINGTONES,
    SILENCE_AFTER,
    SLEEP_SOUNDS,
    SNOOZE_LENGTHS,
    TABS,
    Alarm,
)
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.answers import ClockTime, Count, Offset, YesNo
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.pickers import PICKER, pick_date, pick_time
from openphone_gym.tasks.sight import Sight, Wanted, has_id, plain
from openphone_gym.tasks.task import (
    Draw,
    Drawing,
    Never,
    Param,
    Params,
    ScreenCheck,
    SubGoal,
    Task,
    one_of,
    some_of,
    whole,
)
from openphone_gym.ui.node import UiNode

LABELS = ("meeting", "Pick up parcel", "Yoga", "Feed the cat", "Water plants", "Stand-up call", "Trash")
EVENTS = ("Watch Football Games", "Farmers market", "Piano practice", "Movie night", "Swim training", "Choir")

WEEKDAYS: list[str] = list(DAYS[:5])
WEEKEND: list[str] = list(DAYS[5:])

MOST_ALARMS = 6
"""Most alarms of a new phone; they have the ids from 1 to this."""


# Words


def time_words(hour: int, minute: int) -> str:
    """A time as goals and screens say it, such as ``3:00 PM``."""
    return f"{(hour - 1) % 12 + 1}:{minute:02d} {'AM' if hour < 12 else 'PM'}"


def time_of(words: str) -> tuple[int, int]:
    """Hour (0 to 23) and minute of a time such as ``3:00 PM``."""
    clock, half = words.split(" ")
    hour, minute = clock.split(":")
    return int(hour) % 12 + 12 * (half == "PM"), int(minute)


def enumeration(words: Sequence[str]) -> str:
    """Words as a list, such as ``Monday, Tuesday and Friday``."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def day_words(days: Sequence[str]) -> str:
    """Days of the week by their full names."""
    return enumeration([DAY_NAMES[DAYS.index(day)] for day in days])


def duration_words(*amounts: int) -> str:
    """Hours, minutes and seconds in words; what is zero is left out."""
    units = zip(amounts, ("hour", "minute", "second"), strict=True)
    return enumeration([f"{number} {unit}{'s' * (number != 1)}" for number, unit in units if number])


# Samplers


def time_between(first: int, last: int, except_for: Callable[[Drawing], set[tuple[int, int]]]) -> Draw:
    """Draws a time between two full hours; some of them aren't on the dial, which has steps of five."""

    def sample(d: Drawing) -> str:
        step = d.rng.choice([5, 5, 5, 1])
        excluded = except_for(d)
        times = [divmod(minutes, 60) for minutes in range(first * 60, last * 60, step)]
        return time_words(*d.rng.choice([time for time in times if time not in excluded]))

    return sample


def taken(d: Drawing) -> set[tuple[int, int]]:
    """Times of alarms, and those that come while the task is being done."""
    now = d.phone.now
    soon = {(now + timedelta(minutes=minutes)).timetuple()[3:5] for minutes in range(30)}
    return soon | {alarm.time for alarm in d.phone.clock.alarms}


FREE_TIME = time_between(5, 23, taken)


def alarm_with(suits: Callable[[Alarm], bool] = lambda alarm: True) -> Draw:
    """Draws an alarm of the phone, by its id."""
    return lambda d: d.rng.choice([alarm.id for alarm in d.phone.clock.alarms if suits(alarm)])


def its_time(d: Drawing) -> str:
    """The time of the alarm that was drawn."""
    return time_words(*d.phone.clock.alarm(d.params.alarm).time)


def a_boundary(d: Drawing) -> str:
    """Draws a time that some alarms come after, and some don't: a full hour if there is one."""
    minutes = [alarm.hour * 60 + alarm.minute for alarm in d.phone.clock.alarms]
    hours = [time for time in range(min(minutes), max(minutes)) if time % 60 == 0]
    return time_words(*divmod(d.rng.choice(hours or [min(minutes)]), 60))


def other_city(d: Drawing) -> str:
    """Draws a city that is not on the world clock."""
    return d.rng.choice([city for city in CITIES if city not in d.phone.clock.cities])


def second_city(d: Drawing) -> str:
    """Draws one more city, which may be on the world clock."""
    return d.rng.choice([city for city in CITIES if city != d.params.first])


def hours_ahead(phone: Phone, city: str) -> float:
    """How far a city is ahead of local time, in hours."""
    here = phone.now
    return (offset(here, CITIES[city].zone) - here.utcoffset()).total_seconds() / 3600


def city_elsewhere(d: Drawing) -> str:
    """Draws a city some full hours away."""
    ahead = {city: hours_ahead(d.phone, city) for city in CITIES}
    return d.rng.choice([city for city, hours in ahead.items() if hours and hours.is_integer()])


def new_value(d: Drawing) -> str:
    """Draws a value that the setting does not have yet."""
    present = getattr(d.phone.clock.settings, d.params.field)
    return d.rng.choice([value for value in SETTINGS[d.params.field].values if value != present])


# Parameters


def kept_alarms(
    ids: list[int], times: list[str], suits: Callable[[Alarm, Params], bool] = lambda alarm, p: True
) -> dict[str, Param]:
    """The alarms that must not be deleted, by their ids and by the times that screens show."""
    return {
        "kept": Param(ids, lambda d: [a.id for a in d.phone.clock.alarms if suits(a, d.params)]),
        "kept_times": Param(
            times, lambda d: [time_words(*d.phone.clock.alarm(id).time) for id in d.params.kept]
        ),
    }


EVERY_ALARM = kept_alarms([1, 2, 3, 4], ["7:30 AM", "8:30 AM", "9:00 AM", "4:00 PM"])


def new_alarm(time: str, **others: Param) -> dict[str, Param]:
    """Parameters of a task that adds an alarm; the present ones are to be kept."""
    return {**EVERY_ALARM, "time": Param(time, FREE_TIME), **others}


def days(canonical: list[str], words: str) -> dict[str, Param]:
    """Days of the week, and how the goal says them."""
    return {
        "days": Param(canonical, some_of(DAYS, 2, 5)),
        "on_days": Param(words, lambda d: day_words(d.params.days)),
    }


def present_alarm(
    id: int, time: str, suits: Callable[[Alarm], bool] = lambda alarm: True, **others: Param
) -> dict[str, Param]:
    """Parameters of a task about an alarm that is there."""
    return {
        **EVERY_ALARM,
        "alarm": Param(id, alarm_with(suits)),
        "time": Param(time, its_time),
        **others,
    }


# What screens show


ARROW, CARD_TIME, SWITCH = has_id("arrow"), has_id("digital_clock"), has_id("onoff")
EDIT_LABEL, SCHEDULE, DAY_LINE = has_id("edit_label"), has_id("schedule_alarm"), has_id("days_of_week")
MESSAGE, ALARM_SET = has_id("snackbar_text"), re.compile("^Alarm set for ")


def is_card(node: UiNode) -> bool:
    """Whether a node is the card of an alarm."""
    return any(ARROW(child) for child in node.children)


def cards_at(screen: Sight, time: str) -> list[UiNode]:
    """The cards in view of alarms at that time."""
    return [card for card in screen.all(is_card) if screen.sees(time, within=card)]


def on_tab(screen: Sight, tab: str) -> bool:
    """Whether a tab is open."""
    return any(node.selected for node in screen.all(tab))


def scrolls(node: UiNode) -> bool:
    """Whether a node is a list that is longer than its place."""
    return node.scrollable


def ends(screen: Sight) -> tuple[bool, bool]:
    """Whether the top and the end of the list are in view: there is room beyond the rows that are."""
    area = screen.sees(scrolls)
    if area is None or not area.children:
        return True, True
    top, bottom = area.bounds[1], area.bounds[3]
    first, last = area.children[0].bounds[1], area.children[-1].bounds[3]
    return first > top, bottom - last > (bottom - top) // 50  # more than the room between two rows


def times(screen: Sight) -> list[tuple[int, int]]:
    """Times of the alarms in view."""
    return [time_of(plain(node.text)) for node in screen.all(CARD_TIME)]


def lacks(screen: Sight, time: str) -> bool:
    """Whether the list lacks an alarm at that time in a place that is in view; it is in order of time."""
    shown, wanted = times(screen), time_of(time)
    from_top, to_end = ends(screen)
    earlier, later = any(other < wanted for other in shown), any(other > wanted for other in shown)
    return wanted not in shown and (from_top or earlier) and (to_end or later)


def no_card(screen: Sight, p: Params) -> bool | None:
    """What the screen tells of an alarm that is not in view: that there is none, or nothing.

    A message tells that an alarm was just changed. What was seen of the alarm before then counts no longer.
    """
    if not on_tab(screen, "Alarm"):
        return None
    return False if lacks(screen, p.time) or screen.sees(MESSAGE) else None


def shows_off(screen: Sight, p: Params) -> bool | None:
    """Whether the list has the alarm, switched off."""
    found = cards_at(screen, p.time)
    if not found:
        return no_card(screen, p)
    on = [ON.shows(screen, card, p) for card in found]
    return None if None in on else not any(on)


def shows_all_off(screen: Sight, p: Params) -> bool | None:
    """Whether all alarms are off: told by one that is on, or where the end of the list is in view.

    The list opens at its top, so that what is on there was told before. One out of view may be switched
    on by choosing its days, which a message tells.
    """
    if not on_tab(screen, "Alarm"):
        return None
    if any(knob.checked for knob in screen.all(SWITCH)):
        return False
    from_top, to_end = ends(screen)
    if screen.sees(ALARM_SET) and not (from_top and to_end):
        return False
    return True if to_end else None


def shows_no_later(screen: Sight, p: Params) -> bool | None:
    """Whether no alarm is late: told by a late one, or where the end of the list is in view.

    A message tells that an alarm was just changed, which may now be late.
    """
    if not on_tab(screen, "Alarm"):
        return None
    if any(time > time_of(p.after) for time in times(screen)):
        return False
    return True if ends(screen)[1] else False if screen.sees(ALARM_SET) else None


def shows_city(screen: Sight, city: str) -> bool | None:
    """Whether the list of the world clock has a city."""
    if not on_tab(screen, "Clock"):
        return None
    if any(plain(node.text) == city for node in screen.all(has_id("city_name"))):
        return True
    return None if screen.sees(scrolls) and not screen.sees(f"{city} deleted") else False


def shows_no_city(screen: Sight, p: Params) -> bool | None:
    """Whether the list of the world clock lacks the city."""
    shown = shows_city(screen, p.city)
    return None if shown is None else not shown


def shows_bedtime(end: str, param: str) -> ScreenCheck:
    """Whether the schedule has the time asked for, at its end ``Bedtime`` or ``Wake-up``."""

    def check(screen: Sight, p: Params) -> bool | None:
        if screen.sees(re.compile(rf"^{end} \d")) is None:
            return None
        return screen.sees(f"{end} {getattr(p, param)}") is not None

    return check


def shows_sound(screen: Sight, p: Params) -> bool | None:
    """Whether the Bedtime tab has the sleep sound."""
    shown = screen.content("sleep_sound")
    return None if shown is None else plain(shown) == p.sound


def shows_value(screen: Sight, p: Params) -> bool | None:
    """Whether the page of settings tells the value."""
    shown = screen.value(SETTINGS[p.field].title) if screen.title == "Settings" else None
    return bool(value_as_shown(p).search(shown)) if shown else None


def value_as_shown(p: Params) -> re.Pattern[str]:
    """The value of a setting at the end of its row, alone or after the offset of a time zone."""
    return re.compile(rf"(?:^|\) ){re.escape(plain(p.value))}$")


# Conditions


CardCheck = Callable[[Sight, UiNode, Params], bool | None]
"""What the card of an alarm tells: yes, no, or None where the part that tells is not in view."""


def card_part(part: Wanted, tells: Callable[[UiNode, Params], bool]) -> CardCheck:
    """What a part of a card tells."""

    def check(screen: Sight, card: UiNode, p: Params) -> bool | None:
        node = screen.sees(part, within=card)
        return None if node is None else tells(node, p)

    return check


class Trait(NamedTuple):
    """A sub-goal about an alarm.

    Attributes:
        name: Name of the sub-goal.
        question: The same for an LLM judge.
        holds: Whether an alarm has it.
        shows: Whether a card shows it.
        elsewhere: What a screen without the card tells.
    """

    name: str
    question: str
    holds: Callable[[Alarm, Phone, Params], bool]
    shows: CardCheck
    elsewhere: ScreenCheck = no_card


def one_alarm(*traits: Trait) -> list[SubGoal]:
    """Sub-goals about one alarm at the time asked for; of several, the one that has most of the traits."""

    def goal(trait: Trait) -> SubGoal:
        def state(phone: Phone, p: Params) -> bool:
            found = [alarm for alarm in phone.clock.alarms if alarm.time == time_of(p.time)]
            best = max(found, key=lambda alarm: sum(t.holds(alarm, phone, p) for t in traits), default=None)
            return best is not None and trait.holds(best, phone, p)

        def screen(screen: Sight, p: Params) -> bool | None:
            found = cards_at(screen, p.time)
            best = max(
                found, key=lambda card: sum(bool(t.shows(screen, card, p)) for t in traits), default=None
            )
            return trait.elsewhere(screen, p) if best is None else trait.shows(screen, best, p)

        return SubGoal(trait.name, trait.question, state, screen=screen)

    return [goal(trait) for trait in traits]


def rings_once_on(alarm: Alarm, phone: Phone, day: str) -> bool:
    """Whether an alarm rings on that day (ISO) and no other, once it is on."""
    ring = next_ring(msgspec.structs.replace(alarm, on=True), phone.now)
    return not alarm.days and ring is not None and ring.date().isoformat() == day


def is_label(node: UiNode) -> bool:
    """Whether a node is the label of an alarm, on its card open or not."""
    return EDIT_LABEL(node) or has_id("label")(node)


def tells_days(node: UiNode) -> bool:
    """Whether a node tells on which days an alarm rings; that of a paused one does not."""
    return DAY_LINE(node) and not node.text.startswith("Paused")


def other_sound(screen: Sight, p: Params) -> bool | None:
    """What the list of sounds tells, which does not say for which alarm it is."""
    if screen.title == "Alarm sound":
        return None if screen.chosen(p.ringtone) else False
    return no_card(screen, p)


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
    card_part(SWITCH, lambda node, p: node.checked),
)
LABEL = Trait(
    "label",
    'Does the alarm at {time} have the label "{label}"?',
    lambda alarm, phone, p: alarm.label == p.label,
    card_part(is_label, lambda node, p: plain(node.text) == plain(p.label)),
)
DAYS_OF_WEEK = Trait(
    "days",
    "Does the alarm at {time} repeat on {on_days}, and on no other day?",
    lambda alarm, phone, p: alarm.days == p.days,
    card_part(tells_days, lambda node, p: set(plain(node.text).split(", ")) == set(p.days)),
)
EVERY_DAY = Trait(
    "days",
    "Does the alarm at {time} repeat on every day of the week?",
    lambda alarm, phone, p: len(alarm.days) == len(DAYS),
    card_part(tells_days, lambda node, p: plain(node.text) == "Every day"),
)
NO_VIBRATION = Trait(
    "vibrate_off",
    "Is vibration switched off for the alarm at {time} (a check box on its expanded card)?",
    lambda alarm, phone, p: not alarm.vibrate,
    card_part(has_id("vibrate_onoff"), lambda node, p: not node.checked),
)
RINGTONE = Trait(
    "ringtone",
    "Is {ringtone} the sound of the alarm at {time} (told on its expanded card)?",
    lambda alarm, phone, p: alarm.ringtone == p.ringtone,
    card_part(has_id("choose_ringtone"), lambda node, p: plain(node.text) == p.ringtone),
    other_sound,
)
TOMORROW = Trait(
    "tomorrow",
    "Will the alarm at {time} ring once, tomorrow ({day}), without repeating?",
    lambda alarm, phone, p: rings_once_on(alarm, phone, p.day),
    card_part(DAY_LINE, lambda node, p: plain(node.text) == "Tomorrow"),
)


def is_off(phone: Phone, p: Params) -> bool:
    """Whether the alarm at the time asked for is there and off."""
    found = [alarm for alarm in phone.clock.alarms if alarm.time == time_of(p.time)]
    return bool(found) and not any(alarm.on for alarm in found)


ALARM_OFF = SubGoal(
    "alarm_off",
    "Is the alarm at {time} still in the list of alarms, and switched off?",
    is_off,
    screen=shows_off,
)


def on_world_clock(name: str, param: str) -> SubGoal:
    """A city is on the list of the world clock."""
    return SubGoal(
        name,
        f"Is {{{param}}} in the list of the world clock (search results do not count)?",
        lambda phone, p: getattr(p, param) in phone.clock.cities,
        screen=lambda screen, p: shows_city(screen, getattr(p, param)),
    )


def entered(unit: str) -> SubGoal:
    """The keypad of the timer shows a number of hours, minutes or seconds."""

    def state(phone: Phone, p: Params) -> bool:
        return getattr(phone.clock.timer_entry, unit) == getattr(p, unit)

    def screen(screen: Sight, p: Params) -> bool | None:
        display = screen.sees(has_id("timer_setup_time"))
        words = rf"\b{getattr(p, unit)} {unit.removesuffix('s')}"
        return None if display is None else re.search(words, display.content_desc) is not None

    question = f"Does the keypad of the timer show {{{unit}}} for the {unit}, with no timer started?"
    return SubGoal(unit, question, state, screen=screen)


def has_value(name: str) -> SubGoal:
    """The setting has the value asked for."""
    return SubGoal(
        name,
        "In the settings of the Clock app, is {setting} set to {value} (chosen, not only offered)?",
        lambda phone, p: getattr(phone.clock.settings, p.field) == p.value,
        screen=shows_value,
    )


def never_deleted(missing: Callable[[Sight, str], bool]) -> Never:
    """No alarm that is to be kept is deleted.

    A message tells of a deletion, but not of which alarm: one that ``missing`` misses on that screen.
    """

    def screen(screen: Sight, p: Params) -> bool:
        deleted = on_tab(screen, "Alarm") and screen.sees("Alarm deleted") is not None
        return deleted and any(missing(screen, time) for time in p.kept_times)

    return Never(
        "alarm_deleted",
        lambda phone, p: not {alarm.id for alarm in phone.clock.alarms}.issuperset(p.kept),
        question="Was one of these alarms deleted, even if it was brought back: {kept_times}?",
        screen=screen,
    )


ALARM_DELETED = never_deleted(lambda screen, time: time_of(time) not in times(screen))
EARLY_ALARM_DELETED = never_deleted(lacks)
CITY_REMOVED = Never(
    "city_removed",
    lambda phone, p: not set(p.kept) <= set(phone.clock.cities),
    question="Was one of these cities taken off the world clock, even if it was brought back: {kept}?",
    screen=lambda screen, p: any(screen.sees(f"{city} deleted") for city in p.kept),
)
TIMER_STARTED = Never(
    "timer_started",
    lambda phone, p: bool(phone.clock.timers),
    question="Was a timer started, so that it counts down or has run out?",
    screen=lambda screen, p: screen.sees(re.compile("^Add (1 minute|timer)$")) is not None,
)


def time_there(phone: Phone, city: str) -> Offset:
    """The time in a city and its difference to local time."""
    ahead = hours_ahead(phone, city)
    there = phone.now + timedelta(hours=ahead)
    return Offset(abs(ahead), "ahead" if ahead > 0 else "behind", time_words(there.hour, there.minute))


# Preparations of a real phone


TWELVE_HOURS = "Let the phone speak English and show times in the 12-hour format."
ALARMS = (
    f"{TWELVE_HOURS} On the Alarm tab have these four alarms and no other, without labels, with vibration "
    "and the default sound: 7:30 AM on Monday to Friday, on; 8:30 AM on Monday to Friday, off; 9:00 AM on "
    "Saturday and Sunday, off; 4:00 PM on Monday, Wednesday and Friday, on."
)
WORLD_CLOCK = f"{TWELVE_HOURS} On the Clock tab have Barcelona as the only city."
NO_TIMER = "On the Timer tab delete all timers, so that the keypad is shown with nothing entered."
BEDTIME = (
    f"{TWELVE_HOURS} Set up the Bedtime tab: bedtime 11:00 PM and wake-up 7:00 AM on Monday to Friday, with "
    "the wake-up alarm off and no sleep sound chosen."
)
NOON = "Set the date to 2024-05-10 and the time to 12:00, and let the phone not set them by itself."


# Preparations: none changes the benchmark's phone


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


def every_day_or_not(phone: Phone, p: Params) -> None:
    """The alarm is on, and repeats on all days or not."""
    alarm = phone.clock.alarm(p.alarm)
    if p.every_day != (len(alarm.days) == len(DAYS)):
        alarm.days = list(DAYS) if p.every_day else list(WEEKDAYS)
    switch_on(phone, p)


def add_city(phone: Phone, p: Params) -> None:
    """The city is on the world clock."""
    if p.city not in phone.clock.cities:
        phone.clock.cities.append(p.city)


# Verbs of the solutions


def card(hand: Hand, time: str, needs: Wanted = ARROW) -> UiNode:
    """The card of an alarm, scrolled to where ``needs`` is in view, too."""
    if hand.find(time) is None:
        raise Lost
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


def add_alarm(hand: Hand, p: Params) -> None:
    """There is an alarm at the time asked for."""
    pick_time(hand, p.time)
    hand.tab("Alarm")
    if hand.find(p.time) is None:
        hand.tap("Add alarm")


def turn(hand: Hand, time: str, on: bool) -> None:
    """An alarm is on, or off."""
    knob = hand.sees(SWITCH, within=card(hand, time, needs=SWITCH))
    if knob is None:
        raise Lost
    if knob.checked != on:
        hand.tap(knob)


def label(hand: Hand, p: Params) -> None:
    """The alarm has its label."""
    if hand.sees(p.label, within=card(hand, p.time)) is None:
        details(hand, p.time, needs=EDIT_LABEL)
        hand.tap(EDIT_LABEL)


def enter_label(hand: Hand, p: Params) -> None:
    """The dialog for a label, if it is open, was closed with the label."""
    if hand.title == "Label":
        hand.fill("label", p.label)
        hand.tap("OK")


def repeat(hand: Hand, p: Params, days: Sequence[str]) -> None:
    """The alarm repeats on these days of the week."""
    details(hand, p.time, needs=SCHEDULE)
    for day, name in zip(DAYS, DAY_NAMES, strict=True):
        hand.switch(name, on=day in days)


def cards(hand: Hand) -> Iterator[str]:
    """Time and state of each alarm in view, such as ``7:30 AM on``."""
    for node in hand.all(is_card):
        time, knob = hand.sees(CARD_TIME, within=node), hand.sees(SWITCH, within=node)
        if time is not None and knob is not None:
            yield f"{plain(time.text)} {'on' if knob.checked else 'off'}"


def alarms_on(hand: Hand) -> list[str]:
    """Times of all alarms that are on, from the earliest to the latest."""
    hand.tab("Alarm")
    found = hand.survey(lambda: cards(hand))
    return [words.removesuffix(" on") for words in found if words.endswith(" on")]


def yes_or_no(truth: bool) -> str:
    """A short answer."""
    return "Yes" if truth else "No"


# Solutions


def clock_1(hand: Hand, p: Params) -> None:
    enter_label(hand, p)
    add_alarm(hand, p)
    label(hand, p)
    turn(hand, p.time, on=True)


def clock_2(hand: Hand, p: Params) -> None:
    if hand.title == "Alarm sound":
        if hand.chosen(p.ringtone):
            hand.back()
        hand.tap(p.ringtone)
    add_alarm(hand, p)
    expanded = details(hand, p.time, needs="Vibrate")
    hand.switch("Vibrate", on=False)
    if hand.sees(p.ringtone, within=expanded) is None:
        hand.tap("Ringtone")
    turn(hand, p.time, on=True)


def clock_3(hand: Hand, p: Params) -> None:
    add_alarm(hand, p)
    repeat(hand, p, p.days)
    turn(hand, p.time, on=True)


def clock_4(hand: Hand, p: Params) -> None:
    hand.tab("Alarm")
    repeat(hand, p, DAYS)
    turn(hand, p.time, on=True)


def clock_5(hand: Hand, p: Params) -> None:
    pick_date(hand, date.fromisoformat(p.day))
    add_alarm(hand, p)
    turn(hand, p.time, on=True)
    if hand.sees("Tomorrow", within=card(hand, p.time, needs=SWITCH)) is None:
        details(hand, p.time, needs=SCHEDULE)
        hand.tap(SCHEDULE)


def clock_6(hand: Hand, p: Params) -> None:
    enter_label(hand, p)
    add_alarm(hand, p)
    repeat(hand, p, p.days)
    label(hand, p)
    turn(hand, p.time, on=True)


def clock_7(hand: Hand, p: Params) -> None:
    def knob_that_is_on(node: UiNode) -> bool:
        return SWITCH(node) and node.checked

    hand.tab("Alarm")
    knob = hand.find(knob_that_is_on)
    if knob is not None:
        hand.tap(knob)


def clock_8(hand: Hand, p: Params) -> None:
    def late(node: UiNode) -> bool:
        return CARD_TIME(node) and time_of(plain(node.text)) > time_of(p.after)

    hand.tab("Alarm")
    time = hand.find(late)
    if time is None:
        return
    if hand.sees("Collapse alarm", within=card(hand, plain(time.text))):
        hand.tap("Delete")
    hand.swipe(time, "right")


def turn_off(hand: Hand, p: Params) -> None:
    hand.tab("Alarm")
    turn(hand, p.time, on=False)


def clock_10(hand: Hand, p: Params) -> str:
    return next(iter(alarms_on(hand)), "None")


def clock_11(hand: Hand, p: Params) -> str:
    hand.tab("Alarm")
    return yes_or_no(hand.sees("Every day", within=card(hand, p.time, needs=SWITCH)) is not None)


def clock_12(hand: Hand, p: Params) -> str:
    hand.tab("Alarm")
    vibrate = hand.sees("Vibrate", within=details(hand, p.time, needs="Vibrate"))
    if vibrate is None:
        raise Lost
    return yes_or_no(vibrate.checked)


def clock_13(hand: Hand, p: Params) -> str:
    return str(len(alarms_on(hand)))


def clock_14(hand: Hand, p: Params) -> str:
    hand.tab("Alarm")
    knob = hand.sees(SWITCH, within=card(hand, p.time, needs=SWITCH))
    if knob is None:
        raise Lost
    return yes_or_no(knob.checked)


def clock_15(hand: Hand, p: Params) -> None:
    field = hand.sees(has_id("search_src_text"))
    if field is not None:
        if field.text not in (p.first, p.second):
            hand.type(p.first)
        result = hand.row(lambda node: plain(node.text) == field.text and node is not field)
        if result is not None and hand.sees("Added", within=result) is None:
            hand.tap(result)
        if field.text == p.second:
            hand.back()
        hand.type(p.second)
    hand.tab("Clock")
    if hand.find(p.first) is None or hand.find(p.second) is None:
        hand.tap("Add city")


def clock_16(hand: Hand, p: Params) -> str:
    difference = re.compile(r"\d+ hours? (?:behind|ahead)$")
    hand.tab("Clock")
    city = hand.find(p.city)
    place = hand.around(city, difference) if city is not None else None
    if place is None:
        raise Lost
    words = " ".join(plain(node.label) for node in place.walk())
    facts = re.findall(r"\d+:\d\d [AP]M|\d+ hours? (?:behind|ahead)", words)
    if len(facts) != 2:  # its card is cut off by the end of the screen, so that other cities were read, too
        hand.lift(p.city)
        raise Lost
    return ", ".join(facts[::-1])


def clock_17(hand: Hand, p: Params) -> None:
    hand.tab("Clock")
    if hand.find(p.city) is not None:
        hand.swipe(p.city, "left")


def clock_18(hand: Hand, p: Params) -> None:
    hand.tab("Timer")
    display = hand.sees(has_id("timer_setup_time"))
    if display is None:
        raise Lost
    hand.key_in(f"{p.hours:02d}{p.minutes:02d}{p.seconds:02d}", shown=display.text)


def clock_19(hand: Hand, p: Params) -> None:
    wanted = {"Bedtime": p.bedtime, "Wake-up": p.wake_up}
    page = next((end for end in wanted if hand.sees(PICKER) and hand.sees(end)), hand.title)
    if page in wanted:
        pick_time(hand, wanted[page])
    if hand.sees("Navigate up") and page in wanted:
        if hand.sees(f"{page} {wanted[page]}"):
            hand.back()
        hand.tap(has_id("time"))
    hand.tab("Bedtime")
    for end, time in wanted.items():
        if hand.sees(f"{end} {time}") is None:
            hand.tap(re.compile(rf"^{end} \d"))


def clock_20(hand: Hand, p: Params) -> None:
    if hand.title == "Sleep sounds":
        hand.tap(p.sound)
    hand.tab("Bedtime")
    if hand.sees(f"sleep sound {p.sound}") is None:
        hand.tap(has_id("sleep_sound"))


def clock_21(hand: Hand, p: Params) -> None:
    if hand.title != "Wake-up":
        hand.tab("Bedtime")
        hand.tap("WAKE-UP")
    hand.switch("Wake-up alarm", on=True)


def clock_27(hand: Hand, p: Params) -> None:
    add_alarm(hand, p)
    turn(hand, p.time, on=True)


class Setting(NamedTuple):
    """A setting that is chosen from a list: its name in goals and on the screen, and its values."""

    words: str
    title: str
    values: Sequence[str]


SETTINGS = {
    "style": Setting("the clock style", "Style", ("Analog", "Digital")),
    "home_time_zone": Setting("the home time zone", "Home time zone", tuple(HOME_ZONES)),
    "silence_after": Setting("the time after which alarms fall silent", "Silence after", SILENCE_AFTER[:-1]),
    "snooze_length": Setting("the snooze length", "Snooze length", SNOOZE_LENGTHS),
    "start_week_on": Setting("the first day of the week", "Start week on", ("Saturday", "Sunday", "Monday")),
    "timer_sound": Setting("the timer sound", "Timer sound", RINGTONES),
}
"""Settings by their field in ``clock.settings``."""


def set_value(hand: Hand, p: Params) -> None:
    title = SETTINGS[p.field].title
    value = value_as_shown(p)
    if hand.title == title:
        hand.tap(value)
    if hand.title != "Settings":
        hand.tap("Settings" if hand.sees("Privacy policy") else "More options")
    if not value.search(hand.text_beside(title)):
        hand.tap(title)


def clock_25(hand: Hand, p: Params) -> None:
    if "deskclock" not in hand.package:
        hand.launch("Clock")
    hand.tab("Alarm" if hand.title == "" else hand.title)


TASKS = [
    Task(
        id="clock_1",
        app="clock",
        group="Alarm set",
        human_steps=8,
        goals=[
            'Create an alarm for {time} carrying the label "{label}".',
            'I need an alarm at {time}. Give it the label "{label}" and make sure that it is on.',
            'Add a new {time} alarm to the Clock app and label it "{label}".',
        ],
        params=new_alarm("3:00 PM", label=Param("meeting", one_of(*LABELS))),
        subgoals=one_alarm(TIME, LABEL, ON),
        never=[ALARM_DELETED],
        may_change=["clock.alarms.+"],
        solution=clock_1,
        prepare=ALARMS,
    ),
    Task(
        id="clock_2",
        app="clock",
        group="Alarm set",
        human_steps=10,
        goals=[
            "Create an alarm for {time} without vibration and with the ringtone {ringtone}.",
            "Wake me at {time} with the sound {ringtone}, but without vibration: add such an alarm.",
            "Add an alarm at {time}; it should play {ringtone}, and vibration should be off.",
        ],
        params=new_alarm("6:45 AM", ringtone=Param("Argon", one_of(*RINGTONES))),
        subgoals=one_alarm(TIME, NO_VIBRATION, RINGTONE, ON),
        never=[ALARM_DELETED],
        may_change=["clock.alarms.+"],
        solution=clock_2,
        prepare=ALARMS,
    ),
    Task(
        id="clock_3",
        app="clock",
        group="Alarm set",
        human_steps=11,
        goals=[
            "Create an alarm at {time} that repeats on {on_days}.",
            "I have to get going at {time} on {on_days}. Add one alarm for exactly these days of every week.",
            "Add a new alarm for {time} that rings each week on {on_days}, and on no other day.",
        ],
        params=new_alarm("7:00 AM", **days(WEEKDAYS, "every weekday, Monday to Friday")),
        subgoals=one_alarm(TIME, DAYS_OF_WEEK, ON),
        never=[ALARM_DELETED],
        may_change=["clock.alarms.+"],
        solution=clock_3,
        prepare=ALARMS,
    ),
    Task(
        id="clock_4",
        app="clock",
        group="Alarm set",
        human_steps=7,
        goals=[
            "Make the existing {time} alarm ring on every day.",
            "There is an alarm at {time} already. Let it repeat on all seven days of the week.",
            "Change my {time} alarm so that it is on and goes off every single day.",
        ],
        params=present_alarm(3, "9:00 AM", lambda alarm: len(alarm.days) < len(DAYS)),
        subgoals=one_alarm(TIME, EVERY_DAY, ON),
        never=[ALARM_DELETED],
        may_change=["clock.alarms.{alarm}.days", "clock.alarms.{alarm}.on"],
        solution=clock_4,
        prepare=ALARMS,
    ),
    Task(
        id="clock_5",
        app="clock",
        group="Alarm set",
        human_steps=7,
        goals=[
            "Create an alarm for tomorrow at {time}.",
            "I want the phone to ring tomorrow at {time}, just once. Add an alarm for that.",
            "Add a one-time alarm at {time} for tomorrow.",
        ],
        params=new_alarm("10:30 AM", day=Param("2024-05-11")),
        subgoals=one_alarm(TIME, TOMORROW, ON),
        never=[ALARM_DELETED],
        may_change=["clock.alarms.+"],
        solution=clock_5,
        prepare=f"{ALARMS} {NOON}",
    ),
    Task(
        id="clock_6",
        app="clock",
        group="Alarm set",
        human_steps=13,
        goals=[
            'Create an alarm for {time} on {on_days} with the label "{label}".',
            'Add an alarm labelled "{label}" that rings at {time} on {on_days} and on no other day.',
            'Remind me of "{label}" by an alarm with that label, repeating on {on_days} at {time}.',
        ],
        params=new_alarm(
            "10:30 PM",
            **days(WEEKEND, "every Saturday and Sunday"),
            label=Param("Watch Football Games", one_of(*EVENTS)),
        ),
        subgoals=one_alarm(TIME, DAYS_OF_WEEK, LABEL, ON),
        never=[ALARM_DELETED],
        may_change=["clock.alarms.+"],
        solution=clock_6,
        prepare=ALARMS,
    ),
    Task(
        id="clock_7",
        app="clock",
        group="Alarm set",
        human_steps=2,
        goals=[
            "Switch every alarm off.",
            "I don't want any alarm to ring. Turn all of them off, but do not delete them.",
            "Go through the alarms of the Clock app and disable each one that is on.",
        ],
        params=EVERY_ALARM,
        subgoals=[
            SubGoal(
                "all_off",
                "Is every alarm in the list of alarms switched off, also those that have to be scrolled to?",
                lambda phone, p: not any(alarm.on for alarm in phone.clock.alarms),
                screen=shows_all_off,
            )
        ],
        never=[ALARM_DELETED],
        may_change=[f"clock.alarms.{id}.on" for id in range(1, MOST_ALARMS + 1)],
        setup=two_on,
        solution=clock_7,
        prepare=ALARMS,
    ),
    Task(
        id="clock_8",
        app="clock",
        group="Alarm set",
        human_steps=2,
        goals=[
            "Delete all alarms later than {after}.",
            "Remove each alarm that is set for a time of day after {after}, and keep the others.",
            "Clean up my alarms: whatever is later in the day than {after} should be deleted.",
        ],
        params={
            "after": Param("2:00 PM", a_boundary),
            **kept_alarms(
                [1, 2, 3],
                ["7:30 AM", "8:30 AM", "9:00 AM"],
                lambda alarm, p: alarm.time <= time_of(p.after),
            ),
        },
        subgoals=[
            SubGoal(
                "late_alarms_gone",
                "Is there no alarm later in the day than {after} any more in the list of alarms?",
                lambda phone, p: not any(alarm.time > time_of(p.after) for alarm in phone.clock.alarms),
                screen=shows_no_later,
            )
        ],
        never=[EARLY_ALARM_DELETED],
        may_change=[f"clock.alarms.-{id}" for id in range(1, MOST_ALARMS + 1)],
        solution=clock_8,
        prepare=ALARMS,
    ),
    Task(
        id="clock_9",
        app="clock",
        group="Alarm set",
        human_steps=2,
        goals=[
            "Switch the {time} alarm off.",
            "I do not need the alarm at {time} for now. Turn it off without deleting it.",
            "Disable the alarm that is set for {time}.",
        ],
        params=present_alarm(4, "4:00 PM"),
        subgoals=[ALARM_OFF],
        never=[ALARM_DELETED],
        may_change=["clock.alarms.{alarm}.on"],
        setup=switch_on,
        solution=turn_off,
        prepare=ALARMS,
    ),
    Task(
        id="clock_10",
        app="clock",
        group="Alarm query",
        human_steps=1,
        goals=[
            "Report the earliest alarm among those that are switched on.",
            "Of my alarms that are on, which one is the earliest in the day? Tell me its time.",
            "Look at the alarms that are switched on: what is the earliest time of day among them?",
        ],
        answer=lambda phone, p: ClockTime(
            time_words(*min(alarm.time for alarm in phone.clock.alarms if alarm.on))
        ),
        setup=two_on,
        solution=clock_10,
        prepare=ALARMS,
    ),
    Task(
        id="clock_11",
        app="clock",
        group="Alarm query",
        human_steps=1,
        goals=[
            "Say whether an alarm rings at {time} on every day.",
            "Does my {time} alarm go off on all seven days of the week? Answer yes or no.",
            "Is the alarm at {time} one that repeats every day?",
        ],
        params=present_alarm(4, "4:00 PM", every_day=Param(False, one_of(True, False))),
        answer=lambda phone, p: YesNo(
            len(phone.clock.alarm(p.alarm).days) == len(DAYS), yes=("every day", "daily"), no=("only",)
        ),
        setup=every_day_or_not,
        solution=clock_11,
        prepare=ALARMS,
    ),
    Task(
        id="clock_12",
        app="clock",
        group="Alarm query",
        human_steps=2,
        goals=[
            "Say whether the {time} alarm vibrates.",
            "Is vibration switched on for my alarm at {time}? Answer yes or no.",
            "Find out whether the phone vibrates when the {time} alarm rings.",
        ],
        params=present_alarm(4, "4:00 PM"),
        answer=lambda phone, p: YesNo(phone.clock.alarm(p.alarm).vibrate, yes=("vibrates",)),
        solution=clock_12,
        prepare=ALARMS,
    ),
    Task(
        id="clock_13",
        app="clock",
        group="Alarm query",
        human_steps=1,
        goals=[
            "Report how many alarms are switched on.",
            "How many of my alarms are on at the moment?",
            "Count the alarms in the Clock app that are switched on, and tell me the number.",
        ],
        answer=lambda phone, p: Count(sum(alarm.on for alarm in phone.clock.alarms)),
        setup=two_on,
        solution=clock_13,
        prepare=ALARMS,
    ),
    Task(
        id="clock_14",
        app="clock",
        group="Alarm query",
        human_steps=1,
        goals=[
            "Say whether the {time} alarm is switched on.",
            "Is my alarm at {time} on? Answer yes or no.",
            "Check the alarm for {time}: is it switched on?",
        ],
        params=present_alarm(3, "9:00 AM"),
        answer=lambda phone, p: YesNo(phone.clock.alarm(p.alarm).on),
        solution=clock_14,
        prepare=ALARMS,
    ),
    Task(
        id="clock_15",
        app="clock",
        group="Clock",
        human_steps=5,
        goals=[
            "Put {first} and {second} on the world clock.",
            "I want to see the time in {first} and in {second}. Make sure that both are on my world clock.",
            "The world clock of the Clock app should show {first} as well as {second}.",
        ],
        params={
            "kept": Param(["Barcelona"], lambda d: list(d.phone.clock.cities)),
            "first": Param("London", other_city),
            "second": Param("Barcelona", second_city),
        },
        subgoals=[on_world_clock("london", "first"), on_world_clock("barcelona", "second")],
        never=[CITY_REMOVED],
        may_change=["clock.cities"],
        solution=clock_15,
        prepare=WORLD_CLOCK,
    ),
    Task(
        id="clock_16",
        app="clock",
        group="Clock",
        human_steps=2,
        goals=[
            "Using the world clock, say what time it is in {city} now and how many hours that is away from "
            "local time.",
            "What time is it in {city}, and how many hours behind or ahead is that? See the world clock.",
            "Tell me the present time in {city} and its difference to local time, using the world clock.",
        ],
        params={"city": Param("Barcelona", city_elsewhere)},
        answer=lambda phone, p: time_there(phone, p.city),
        setup=add_city,
        solution=clock_16,
        prepare=f"{WORLD_CLOCK} {NOON} Set the time zone to UTC+8, such as Beijing.",
    ),
    Task(
        id="clock_17",
        app="clock",
        group="Clock",
        human_steps=3,
        goals=[
            "Remove {city} from the world clock.",
            "I no longer need the time in {city}. Take it off my list of cities.",
            "Delete {city} from the cities of the Clock app.",
        ],
        params={
            "city": Param("Barcelona", lambda d: d.rng.choice(d.phone.clock.cities)),
            "kept": Param([], lambda d: [city for city in d.phone.clock.cities if city != d.params.city]),
        },
        subgoals=[
            SubGoal(
                "barcelona_gone",
                "Is {city} no longer in the list of the world clock?",
                lambda phone, p: p.city not in phone.clock.cities,
                screen=shows_no_city,
            )
        ],
        never=[CITY_REMOVED],
        may_change=["clock.cities"],
        solution=clock_17,
        prepare=WORLD_CLOCK,
    ),
    Task(
        id="clock_18",
        app="clock",
        group="Timer",
        human_steps=7,
        goals=[
            "Dial {duration} into the timer, but let it stand without starting.",
            "Get a timer of {duration} ready. I will press start myself.",
            "Enter {duration} on the keypad of the timer and stop there; the timer must not run.",
        ],
        params={
            "hours": Param(1, whole(1, 9)),
            "minutes": Param(15, whole(1, 59)),
            "seconds": Param(0, one_of(0, 0, 10, 20, 30, 45)),
            "duration": Param(
                "1 hour and 15 minutes",
                lambda d: duration_words(d.params.hours, d.params.minutes, d.params.seconds),
            ),
        },
        subgoals=[entered("hours"), entered("minutes"), entered("seconds")],
        never=[TIMER_STARTED],
        solution=clock_18,
        prepare=NO_TIMER,
    ),
    Task(
        id="clock_19",
        app="clock",
        group="Bedtime",
        human_steps=7,
        goals=[
            "Set the bedtime to {bedtime} and the wake-up time to {wake_up}.",
            "Plan my sleep in the Clock app: to bed at {bedtime}, up at {wake_up}.",
            "Change the bedtime schedule so that it goes from {bedtime} to {wake_up}.",
        ],
        params={
            "bedtime": Param("10:00 PM", time_between(20, 24, lambda d: {d.phone.clock.bedtime.time})),
            "wake_up": Param("7:00 AM", time_between(4, 10, lambda d: {d.phone.clock.bedtime.wake_up.time})),
        },
        subgoals=[
            SubGoal(
                "bedtime",
                "Does the schedule show {bedtime} as bedtime?",
                lambda phone, p: phone.clock.bedtime.time == time_of(p.bedtime),
                screen=shows_bedtime("Bedtime", "bedtime"),
            ),
            SubGoal(
                "wake_up",
                "Does the schedule show {wake_up} as wake-up time?",
                lambda phone, p: phone.clock.bedtime.wake_up.time == time_of(p.wake_up),
                screen=shows_bedtime("Wake-up", "wake_up"),
            ),
        ],
        may_change=[
            "clock.bedtime.hour",
            "clock.bedtime.minute",
            "clock.bedtime.wake_up.hour",
            "clock.bedtime.wake_up.minute",
        ],
        solution=clock_19,
        prepare=BEDTIME,
    ),
    Task(
        id="clock_20",
        app="clock",
        group="Bedtime",
        human_steps=4,
        goals=[
            'Choose "{sound}" as the sleep sound.',
            'I would like to fall asleep to "{sound}". Make it the sleep sound of my bedtime.',
            'Set the sleep sound on the Bedtime tab to "{sound}".',
        ],
        params={
            "sound": Param(
                "Deep space",
                lambda d: d.rng.choice([s for s in SLEEP_SOUNDS if s != d.phone.clock.bedtime.sleep_sound]),
            )
        },
        subgoals=[
            SubGoal(
                "sound",
                "Is {sound} the sleep sound on the Bedtime tab?",
                lambda phone, p: phone.clock.bedtime.sleep_sound == p.sound,
                screen=shows_sound,
            )
        ],
        may_change=["clock.bedtime.sleep_sound"],
        solution=clock_20,
        prepare=BEDTIME,
    ),
    Task(
        id="clock_21",
        app="clock",
        group="Bedtime",
        human_steps=4,
        goals=[
            "The wake-up alarm of the bedtime schedule is off; switch it to on.",
            "Have the alarm of my bedtime schedule ring at wake-up time ({wake_up}): it is off so far.",
            "Turn on the {wake_up} wake-up alarm on the Bedtime tab.",
        ],
        params={
            "wake_up": Param("7:00 AM", lambda d: time_words(*d.phone.clock.bedtime.wake_up.time)),
        },
        subgoals=[
            SubGoal(
                "wake_alarm_on",
                "Is the wake-up alarm ({wake_up}) of the bedtime schedule switched on?",
                lambda phone, p: phone.clock.bedtime.wake_up_alarm_on,
                screen=lambda screen, p: screen.is_on("Wake-up alarm"),
            )
        ],
        may_change=["clock.bedtime.wake_up.on"],
        solution=clock_21,
        prepare=BEDTIME,
    ),
    Task(
        id="clock_22",
        app="clock",
        group="Clock setting",
        human_steps=5,
        goals=[
            "Change {setting} to {value}.",
            "In the settings of the Clock app, set {setting} to {value}.",
            "I want {setting} in the Clock app to be {value}.",
        ],
        params={
            "field": Param("style", one_of("style", "snooze_length", "start_week_on", "timer_sound")),
            "setting": Param("the clock style", lambda d: SETTINGS[d.params.field].words),
            "value": Param("Analog", new_value),
        },
        subgoals=[has_value("analog")],
        may_change=["clock.settings.{field}"],
        solution=set_value,
        prepare="In the settings of the Clock app, set the style to Digital.",
    ),
    Task(
        id="clock_23",
        app="clock",
        group="Clock setting",
        human_steps=5,
        goals=[
            "Set {setting} of the Clock app to {value}.",
            'My home is in the time zone "{value}". Choose it as {setting} of the Clock app.',
            'Pick "{value}" for {setting} in the settings of the Clock app.',
        ],
        params={
            "field": Param("home_time_zone"),
            "setting": Param("the home time zone"),
            "value": Param("Tokyo", new_value),
        },
        subgoals=[has_value("tokyo")],
        may_change=["clock.settings.{field}"],
        solution=set_value,
        prepare="In the settings of the Clock app, set the home time zone to Beijing.",
    ),
    Task(
        id="clock_24",
        app="clock",
        group="Clock setting",
        human_steps=4,
        goals=[
            "Let alarms fall silent after {value}.",
            "An alarm that nobody stops should go quiet after {value}. Set the Clock app up like that.",
            'Set "Silence after" to {value} in the settings of the Clock app.',
        ],
        params={
            "field": Param("silence_after"),
            "setting": Param("the time after which alarms fall silent"),
            "value": Param("5 minutes", new_value),
        },
        subgoals=[has_value("five_minutes")],
        may_change=["clock.settings.{field}"],
        solution=set_value,
        prepare="In the settings of the Clock app, set Silence after to 10 minutes.",
    ),
    Task(
        id="clock_25",
        app="clock",
        group="App",
        human_steps=1,
        start="home",
        goals=[
            "Bring up the clock app.",
            "Open Clock, the app with the alarms.",
            "Start the app named Clock.",
        ],
        subgoals=[
            SubGoal(
                "app_open",
                "Is the Clock app in front, with its tabs Alarm, Clock, Timer and Stopwatch?",
                lambda phone, p: phone.showing("clock", "home"),
                screen=lambda screen, p: all(screen.sees(tab) for tab in TABS),
            )
        ],
        solution=clock_25,
    ),
    Task(
        id="clock_26",
        app="clock",
        group="Alarm set",
        human_steps=2,
        goals=[
            "Turn off the alarm at {time}.",
            "My alarm for {time} should not ring. Switch it off.",
            "Make sure that the {time} alarm is off, and leave it in the list.",
        ],
        params=present_alarm(1, "7:30 AM"),
        subgoals=[ALARM_OFF],
        never=[ALARM_DELETED],
        may_change=["clock.alarms.{alarm}.on"],
        setup=switch_on,
        solution=turn_off,
        prepare=ALARMS,
    ),
    Task(
        id="clock_27",
        app="clock",
        group="Alarm set",
        human_steps=5,
        goals=[
            "Create an alarm for {time}.",
            "Add an alarm that rings at {time}.",
            "Set up a new alarm in the Clock app for {time}.",
        ],
        params=new_alarm("3:00 PM"),
        subgoals=one_alarm(
            ON._replace(name="alarm_on", question="Is there an alarm at {time} that is switched on?")
        ),
        never=[ALARM_DELETED],
        may_change=["clock.alarms.+"],
        solution=clock_27,
        prepare=ALARMS,
    ),
]
