from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from openphone_gym.phone.apps.calendar import editing
from openphone_gym.phone.apps.calendar.holidays import HOLIDAYS
from openphone_gym.phone.apps.calendar.occurrences import between, near, next_reminder, of_event
from openphone_gym.phone.apps.calendar.state import Calendar, Event
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.stacks import front_entry
from openphone_gym.ui.gesture import Swipe, Tap, Wait
from openphone_gym.ui.node import UiNode
from tests.phone.conftest import Finger

TODAY = date(2024, 5, 10)


@pytest.fixture
def hand(finger: Finger) -> Finger:
    finger.open("calendar")
    return finger


def calendar_of(hand: Finger) -> Calendar:
    return hand.phone.app("calendar")


def event_called(hand: Finger, title: str) -> Event:
    (found,) = (event for event in calendar_of(hand).events if event.title == title)
    return found


def by_id(hand: Finger, id: str) -> list[UiNode]:
    return [node for node in hand.phone.tree().walk() if node.resource_id.endswith(f":id/{id}")]


def tap_id(hand: Finger, id: str) -> None:
    hand.phone.perform(Tap(*by_id(hand, id)[0].center))


def titles(hand: Finger) -> list[str]:
    return [node.text for node in by_id(hand, "event_title")]


def write(hand: Finger, id: str, text: str) -> None:
    tap_id(hand, id)
    hand.type(text)
    hand.press("back")


def new_event(hand: Finger, title: str, *choices: str) -> Event:
    hand.tap("Add event")
    write(hand, "event_title", title)
    hand.tap(*choices, "SAVE")
    return event_called(hand, title)


def series(hand: Finger, recurrence: str = "Daily") -> Event:
    """A series that begins today at one."""
    return new_event(hand, "walk", "Set recurrence", recurrence)


def days_of(event: Event, many: int = 7) -> list[int]:
    last = TODAY + timedelta(days=many - 1)
    return [one.start.day for one in of_event(event, TODAY, last)]


# Looking


def test_opens_on_the_present_month_with_three_tabs(hand: Finger) -> None:
    assert hand.sees("Tasks", "Calendar", "Events", "May 2024", "Today", "No events", "Report Ad")
    assert [
        node.content_desc for node in hand.phone.tree().walk() if node.selected and node.content_desc
    ] == [
        "10 May 2024",
        "Calendar",
    ]


def test_a_day_lists_its_events(hand: Finger) -> None:
    hand.tap("15 May 2024")
    assert hand.sees("May 15", "Wednesday", "dentist", "10:00 AM – 10:30 AM", "30 minutes before")


def test_arrows_and_swipes_turn_months(hand: Finger) -> None:
    hand.tap("Next month")
    assert hand.sees("June 2024")
    hand.swipe("12 June 2024", 500, 0)
    assert hand.sees("May 2024")
    hand.tap("More options", "Go to today")
    assert hand.sees("May 2024", "Today")


def test_a_day_of_the_next_month_opens_it(hand: Finger) -> None:
    hand.tap("01 June 2024")
    assert hand.sees("June 2024", "Jun 01")


def test_events_are_listed_by_day(hand: Finger) -> None:
    hand.tap("Events")
    assert titles(hand) == ["dentist", "book club"]
    assert [node.text for node in by_id(hand, "day_title")] == ["May 15", "May 24"]
    hand.tap("Show earlier events")
    assert titles(hand) == ["team lunch", "dentist", "book club"]


def test_an_empty_calendar_has_its_button_in_the_middle(hand: Finger) -> None:
    calendar_of(hand).events.clear()
    hand.tap("Events")
    middle = hand.node("New event").center
    assert abs(middle[0] - 540) < 5
    assert 900 < middle[1] < 1500
    hand.tap("New event")
    assert hand.sees("SAVE")


def test_weeks_and_days_show_events_between_hours(hand: Finger) -> None:
    hand.tap("15 May 2024", "Change view", "Week")
    assert hand.node("dentist").content_desc == "10:00 AM – 10:30 AM"
    hand.tap("Change view", "Day", "dentist")
    assert hand.sees("SAVE", "May 15")


def test_weeks_are_turned(hand: Finger) -> None:
    hand.tap("Change view", "Week")
    hand.phone.perform(Swipe(900, 1200, 200, 1200))
    assert hand.sees("12 May 2024", "18 May 2024")
    hand.tap("Previous week")
    assert hand.sees("05 May 2024")


def test_an_hour_of_a_week_makes_an_event_of_that_hour(hand: Finger) -> None:
    calendar_of(hand).events.append(Event(20, "x", datetime(2024, 5, 10, 9), datetime(2024, 5, 10, 10)))
    hand.tap("Change view", "Week")
    left, top, right, bottom = hand.node("x").bounds
    hand.phone.perform(Tap((left + right) // 2, bottom + (bottom - top) // 2))
    assert calendar_of(hand).draft.event.start == datetime(2024, 5, 10, 10)


def test_events_that_overlap_share_the_width(hand: Finger) -> None:
    at = datetime(2024, 5, 10, 10)
    calendar_of(hand).events += [
        Event(20, "one", at, at + timedelta(hours=2)),
        Event(21, "two", at + timedelta(hours=1), at + timedelta(hours=2)),
        Event(22, "three", at + timedelta(hours=2), at + timedelta(hours=3)),
    ]
    hand.tap("Change view", "Day")
    one, two, three = (hand.node(title).bounds for title in ("one", "two", "three"))
    assert one[2] <= two[0]
    assert three[2] - three[0] > 1.8 * (one[2] - one[0])


# Making


def test_a_new_event_has_the_next_full_hour_and_one_notification(hand: Finger) -> None:
    hand.tap("Add event")
    assert hand.sees("SAVE", "Event…", "All-day", "Today", "1:00 PM", "2:00 PM", "At time of event")
    assert hand.sees("Set recurrence", "Note…")


def test_an_event_with_all_that_the_form_asks(hand: Finger) -> None:
    hand.tap("Add event")
    write(hand, "event_title", "rehearsal")
    tap_id(hand, "start_date")
    hand.tap("Tuesday, May 21", "OK")
    tap_id(hand, "start_time")
    hand.tap("5 o'clock", "30 minutes", "PM", "OK")
    hand.tap("Add notification", "1 day before", "Set recurrence", "Weekly")
    write(hand, "event_note", "bring the score")
    hand.tap("SAVE")
    event = event_called(hand, "rehearsal")
    assert (event.start, event.end) == (datetime(2024, 5, 21, 17, 30), datetime(2024, 5, 21, 18, 30))
    assert (event.recurrence, event.notifications, event.note) == ("Weekly", [0, 1440], "bring the score")
    assert hand.sees("May 21", "rehearsal", "5:30 PM – 6:30 PM", "Weekly", "bring the score")
    assert hand.sees("At time of event, 1 day before")


def test_an_end_before_the_beginning_is_that_of_the_next_day(hand: Finger) -> None:
    hand.tap("Add event")
    tap_id(hand, "end_time")
    hand.tap("1 o'clock", "00 minutes" if hand.find("00 minutes") else "0 minutes", "AM", "OK")
    event = calendar_of(hand).draft.event
    assert event.end == datetime(2024, 5, 11, 1)
    assert hand.sees("May 11")


def test_an_earlier_last_day_moves_the_event(hand: Finger) -> None:
    hand.tap("Add event")
    tap_id(hand, "end_date")
    hand.tap("Wednesday, May 8", "OK")
    event = calendar_of(hand).draft.event
    assert (event.start, event.end) == (datetime(2024, 5, 8, 13), datetime(2024, 5, 8, 14))


def test_a_whole_day_has_no_times_and_gets_them_back(hand: Finger) -> None:
    hand.tap("Add event", "All-day")
    assert not by_id(hand, "start_time")
    event = calendar_of(hand).draft.event
    assert (event.start, event.end) == (datetime(2024, 5, 10), datetime(2024, 5, 10))
    hand.tap("All-day")
    assert (event.start, event.end) == (datetime(2024, 5, 10, 13), datetime(2024, 5, 10, 14))


def test_notifications_are_replaced_added_and_removed(hand: Finger) -> None:
    hand.tap("Add event", "At time of event", "10 minutes before", "Add notification")
    assert not hand.sees("10 minutes before")  # it is there already
    hand.tap("5 minutes before")
    assert calendar_of(hand).draft.event.notifications == [10, 5]
    hand.tap("Remove notification", "Remove notification")
    assert hand.sees("Set notification")


def test_the_dialogs_have_the_labels_of_the_sheet(hand: Finger) -> None:
    hand.tap("Add event", "Set recurrence")
    assert hand.sees("Recurrence", "Daily", "Weekly", "Monthly", "Yearly")
    hand.press("back")
    hand.tap("At time of event")
    assert hand.sees("Notification", "At time of event", "5 minutes before", "10 minutes before")
    assert hand.sees("30 minutes before", "1 hour before", "1 day before")


def test_an_event_without_a_title_says_so(hand: Finger) -> None:
    hand.tap("Add event", "SAVE")
    assert hand.sees("(No title)")


def test_back_asks_before_anything_is_lost(hand: Finger) -> None:
    hand.tap("Add event")
    hand.press("back")
    assert hand.sees("No events")
    hand.tap("Add event", "Set recurrence", "Daily", "Close", "Keep editing")
    assert hand.sees("Daily")
    hand.press("back")
    hand.tap("Discard")
    assert hand.sees("No events")
    assert calendar_of(hand).draft is None


# Changing


def open_dentist(hand: Finger) -> Event:
    hand.tap("15 May 2024", "dentist")
    return event_called(hand, "dentist")


def test_the_form_of_an_event_shows_it_and_saves_changes(hand: Finger) -> None:
    open_dentist(hand)
    assert hand.sees("dentist", "May 15", "10:00 AM", "10:30 AM", "30 minutes before")
    write(hand, "event_note", "upper left")
    hand.tap("SAVE")
    event = event_called(hand, "dentist")
    assert (event.id, event.note, event.start) == (1, "upper left", datetime(2024, 5, 15, 10))


def test_what_is_typed_changes_nothing_before_it_is_saved(hand: Finger) -> None:
    event = open_dentist(hand)
    write(hand, "event_note", "upper left")
    hand.tap("Remove notification")
    assert (event.note, event.notifications) == ("", [30])


def test_an_event_is_deleted_and_brought_back(hand: Finger) -> None:
    before = open_dentist(hand)
    hand.tap("Delete")
    hand.phone.perform(Tap(*by_id(hand, "button1")[0].center))
    assert "dentist" not in titles(hand)
    hand.tap("UNDO")
    assert event_called(hand, "dentist") == before


def test_an_event_is_doubled(hand: Finger) -> None:
    open_dentist(hand)
    hand.tap("More options", "Duplicate", "SAVE")
    assert titles(hand) == ["dentist", "dentist"]
    assert len({event.id for event in calendar_of(hand).events}) == 4


@pytest.mark.parametrize(
    ("scope", "left"),
    [
        ("This event", [10, 11, 13, 14, 15, 16]),
        ("This and following events", [10, 11]),
        ("All events", []),
    ],
)
def test_parts_of_a_series_are_deleted(hand: Finger, scope: str, left: list[int]) -> None:
    series(hand)
    hand.tap("12 May 2024", "walk", "Delete", scope, "OK")
    assert [
        day for event in calendar_of(hand).events if event.title == "walk" for day in days_of(event)
    ] == left
    hand.tap("UNDO")
    assert days_of(event_called(hand, "walk")) == [10, 11, 12, 13, 14, 15, 16]


@pytest.mark.parametrize(
    ("scope", "old", "new"),
    [
        ("This event", [10, 11, 13, 14, 15, 16], [12]),
        ("This and following events", [10, 11], [12, 13, 14, 15, 16]),
        ("All events", [], [10, 11, 12, 13, 14, 15, 16]),
    ],
)
def test_parts_of_a_series_are_changed(hand: Finger, scope: str, old: list[int], new: list[int]) -> None:
    series(hand)
    hand.tap("12 May 2024", "walk")
    write(hand, "event_title", "run")
    hand.tap("SAVE", scope, "OK")
    events = calendar_of(hand).events
    assert [day for event in events if event.title == "walk" for day in days_of(event)] == old
    assert days_of(event_called(hand, "run")) == new


def test_a_series_moves_as_a_whole(hand: Finger) -> None:
    series(hand, "Weekly")
    hand.tap("17 May 2024", "walk")
    tap_id(hand, "start_date")
    hand.tap("Saturday, May 18", "OK", "SAVE", "All events", "OK")
    event = event_called(hand, "walk")
    assert (event.start, event.end) == (datetime(2024, 5, 11, 13), datetime(2024, 5, 11, 14))


def test_a_series_ends_on_a_day(hand: Finger) -> None:
    hand.tap("Add event", "Set recurrence", "Daily", "Forever", "Monday, May 13", "OK")
    assert hand.sees("Until May 13")
    hand.tap("SAVE")
    assert days_of(event_called(hand, "")) == [10, 11, 12, 13]


# Times of events


def test_times_are_computed_and_never_kept(hand: Finger) -> None:
    before = len(calendar_of(hand).events)
    series(hand)
    hand.tap("Next month", "Next month")
    assert len(calendar_of(hand).events) == before + 1


def test_an_event_over_midnight_is_listed_on_both_days() -> None:
    event = Event(1, "night", datetime(2024, 5, 10, 22), datetime(2024, 5, 11, 2))
    assert list(between([event], TODAY, date(2024, 5, 12))) == [date(2024, 5, 10), date(2024, 5, 11)]
    until_midnight = Event(1, "night", datetime(2024, 5, 10, 22), datetime(2024, 5, 11))
    assert list(between([until_midnight], TODAY, date(2024, 5, 12))) == [TODAY]


def test_a_long_event_that_began_before_is_listed() -> None:
    trip = Event(1, "trip", datetime(2024, 5, 1), datetime(2024, 5, 11), all_day=True)
    assert list(between([trip], TODAY, date(2024, 5, 12))) == [TODAY, date(2024, 5, 11)]


def test_the_near_time_of_a_series_is_the_next_one() -> None:
    event = Event(1, "x", datetime(2020, 5, 12, 9), datetime(2020, 5, 12, 10), recurrence="Yearly")
    assert near(event, TODAY).start == datetime(2024, 5, 12, 9)
    over = Event(1, "x", datetime(2020, 5, 12, 9), datetime(2020, 5, 12, 10))
    assert near(over, TODAY).start == over.start


# Telling


def test_the_user_is_told_in_time_and_finds_the_event(hand: Finger) -> None:
    new_event(hand, "call", "At time of event", "30 minutes before")  # at one
    hand.press("home")
    while hand.phone.now.minute < 30:
        assert not hand.phone.system.notifications
        hand.phone.perform(Wait(60))
    hand.phone.perform(Swipe(540, 5, 540, 900))
    hand.tap("call")
    assert hand.sees("call", "Today, 1:00 PM – 2:00 PM", "EDIT")
    hand.tap("EDIT")
    assert hand.sees("SAVE")


def test_a_series_tells_each_time() -> None:
    calendar = Calendar(
        events=[
            Event(
                1,
                "x",
                datetime(2024, 5, 10, 13),
                datetime(2024, 5, 10, 14),
                recurrence="Daily",
                notifications=[60],
            )
        ]
    )
    assert next_reminder(calendar, datetime(2024, 5, 10, 11)) == datetime(2024, 5, 10, 12)
    assert next_reminder(calendar, datetime(2024, 5, 10, 12)) == datetime(2024, 5, 11, 12)
    calendar.events[0].skipped = [date(2024, 5, 11)]
    assert next_reminder(calendar, datetime(2024, 5, 10, 12)) == datetime(2024, 5, 12, 12)


def test_a_deleted_event_is_told_of_no_more(hand: Finger) -> None:
    new_event(hand, "call")
    assert [wakeup.action for wakeup in hand.phone.system.wakeups if wakeup.app == "calendar"] == ["remind"]
    calendar_of(hand).events[:] = [event for event in calendar_of(hand).events if event.title == "call"]
    hand.tap("call", "Delete")
    hand.phone.perform(Tap(*by_id(hand, "button1")[0].center))
    assert not [wakeup for wakeup in hand.phone.system.wakeups if wakeup.app == "calendar"]


def test_a_notification_of_what_is_gone_says_so(hand: Finger) -> None:
    Nav(hand.phone, front_entry(hand.phone.system)).go("event", id=99, day="2024-05-10")
    hand.phone.changed()
    assert hand.sees("This event was deleted")


# Tasks


def test_a_task_is_made_done_and_deleted(hand: Finger) -> None:
    hand.tap("Tasks")
    assert hand.sees("No tasks")
    hand.tap("New task", "Task…")
    hand.type("water the fern")
    hand.press("back")
    hand.tap("Set notification", "Pick a date & time", "Tuesday, May 21", "OK")
    hand.tap("5 o'clock", "30 minutes", "PM", "OK", "SAVE")
    (task,) = calendar_of(hand).tasks
    assert (task.text, task.at) == ("water the fern", datetime(2024, 5, 21, 17, 30))
    assert hand.sees("water the fern", "May 21, 5:30 PM")
    tap_id(hand, "task_done")
    assert task.done
    assert hand.sees("Completed")
    hand.phone.perform(Tap(*by_id(hand, "task_text")[0].center))
    hand.tap("Delete")
    assert calendar_of(hand).tasks == []
    hand.tap("UNDO")
    assert len(calendar_of(hand).tasks) == 1


def test_a_task_needs_words(hand: Finger) -> None:
    hand.tap("Tasks", "New task", "SAVE")
    assert calendar_of(hand).tasks == []


# Beside


def test_search_finds_words_of_title_note_and_place(hand: Finger) -> None:
    hand.tap("Search")
    hand.type("LUNCH")
    assert titles(hand) == ["team lunch"]
    assert hand.sees("May 09, 12:30 PM – 1:30 PM")
    hand.type("nothing of that")
    assert hand.sees("No events found")


def test_settings_change_what_is_shown(hand: Finger) -> None:
    hand.tap("More options", "Settings", "Show week numbers", "First day of week", "Monday")
    hand.tap("Default notification", "1 hour before")
    hand.press("back")
    days = [node for node in hand.phone.tree().walk() if node.content_desc.endswith("2024")]
    assert days[0].content_desc == "29 April 2024"
    hand.tap("Add event")
    assert hand.sees("1 hour before")


def test_holidays_of_a_country_are_shown_and_kept_by_name_alone(hand: Finger) -> None:
    hand.tap("More options", "Import holidays", "Italy")
    assert calendar_of(hand).settings.holidays == ["Italy"]
    hand.press("back")
    hand.tap("02 June 2024" if hand.find("02 June 2024") else "Next month")
    hand.tap("02 June 2024", "Festa della Repubblica")
    assert hand.sees("Holiday in Italy")
    assert len(calendar_of(hand).events) == 3


@pytest.mark.parametrize("country", HOLIDAYS)
def test_holidays_are_days_of_a_year(country: str) -> None:
    for month, day, name in HOLIDAYS[country]:
        assert date(2023, month, day)
        assert name


def test_an_advertisement_is_reported(hand: Finger) -> None:
    hand.tap("Report Ad", "Not interested in this ad")
    assert not hand.sees("Report Ad")


def test_other_apps_hand_over_events(hand: Finger) -> None:
    begin = hand.phone.system.clock + 3_600_000
    hand.press("home")
    Nav(hand.phone, front_entry(hand.phone.system)).send("event", title="flight", begin=begin, place="Gate 5")
    hand.phone.changed()
    assert hand.sees("SAVE", "flight", "1:00 PM", "Gate 5")
    hand.tap("SAVE")
    assert event_called(hand, "flight").start == datetime(2024, 5, 10, 13)


@pytest.mark.parametrize("scope", editing.SCOPES)
def test_a_scope_is_chosen_by_name(hand: Finger, scope: str) -> None:
    series(hand)
    hand.tap("11 May 2024", "walk", "Delete")
    assert hand.sees(scope, "Delete recurring event")


WAYS = (
    [],
    ["Events"],
    ["Tasks"],
    ["Change view", "Week"],
    ["15 May 2024", "dentist"],
    ["More options", "Settings"],
    ["Report Ad"],
)


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_every_page_is_left_by_back(hand: Finger, way: list[str]) -> None:
    """Whatever is touched on a page, Back leads out of it."""
    hand.tap(*way)
    start = hand.phone.snapshot()
    for node in [node for node in hand.phone.tree().walk() if node.clickable]:
        hand.phone.restore(start)
        hand.phone.perform(Tap(*node.center))
        for _ in range(6):
            if hand.sees("Discard"):
                hand.tap("Discard")
            hand.press("back")
        assert "launcher" in hand.phone.foreground(), node.label


@pytest.mark.parametrize("seed", range(8))
def test_drawn_contents_are_those_of_the_world(seed: int) -> None:
    phone = Phone.new(seed)
    events = phone.app("calendar").events
    assert [event.title for event in events] == [occasion.title for occasion in phone.world.occasions]
    assert 18 <= len(events) <= 33
    assert len({event.id for event in events}) == len(events)
