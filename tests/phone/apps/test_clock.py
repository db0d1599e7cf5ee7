from __future__ import annotations

import random
from typing import Any

import pytest

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.apps.clock.cities import CITIES, HOME_ZONES, difference_text
from openphone_gym.phone.apps.clock.seed import seed
from openphone_gym.phone.apps.clock.state import DAYS, Alarm, Clock, Timer
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.clock import zone_names
from openphone_gym.phone.system.state import Entry
from openphone_gym.phone.world import world
from openphone_gym.ui.androidlab import androidlab_text
from openphone_gym.ui.gesture import Tap, Wait
from tests.phone.conftest import Finger

SEVEN_THIRTY = "7:30\u200aAM"


@pytest.fixture
def hand(finger: Finger) -> Finger:
    finger.open("clock")
    return finger


def clock_of(hand: Finger) -> Clock:
    return hand.phone.app("clock")


def text_of(hand: Finger) -> str:
    return androidlab_text(hand.phone.tree())


def open_settings(hand: Finger) -> None:
    hand.tap("More options", "Settings")


def set_alarm(hand: Finger, *choices: str) -> Alarm:
    hand.tap("Add alarm", *choices, "OK")
    return max(clock_of(hand).alarms, key=lambda alarm: alarm.id)


def test_opens_on_the_alarms_of_the_sheet(hand: Finger) -> None:
    alarms = clock_of(hand).alarms
    assert [(*a.time, a.on) for a in alarms] == [(7, 30, True), (8, 30, False), (9, 0, False), (16, 0, True)]
    assert hand.sees(SEVEN_THIRTY, "Mon, Tue, Wed, Thu, Fri", "Sat, Sun", "Mon, Wed, Fri")
    tabs = [node for node in hand.phone.tree().walk() if node.selected and node.content_desc]
    assert [tab.content_desc for tab in tabs] == ["Alarm"]


def test_cards_are_read_by_androidlab(hand: Finger) -> None:
    text = text_of(hand)
    assert text.count("Expand alarm") == 4
    assert text.count("Switch ;click check ; checked") == 2


def test_new_alarm_is_on_expanded_and_announced(hand: Finger) -> None:
    alarm = set_alarm(hand, "3 o'clock", "PM")
    assert (alarm.time, alarm.on, alarm.days) == ((15, 0), True, [])
    assert hand.sees("3:00\u200aPM", "Today", "Collapse alarm")
    assert hand.sees("Alarm set for 2 hours and 59 minutes from now")


def test_time_that_has_passed_is_tomorrow(hand: Finger) -> None:
    set_alarm(hand, "10 o'clock", "30 minutes", "AM")
    assert hand.sees("Tomorrow")


def test_label_ringtone_and_vibration(hand: Finger) -> None:
    alarm = set_alarm(hand, "6 o'clock", "45 minutes", "AM")
    hand.tap("Add label")
    hand.type("meeting")
    hand.tap("OK", "Ringtone", "Argon")
    hand.press("back")
    hand.tap("Vibrate")
    assert (alarm.label, alarm.ringtone, alarm.vibrate) == ("meeting", "Argon", False)
    text = text_of(hand)
    assert "meeting Label" in text
    assert "Argon Ringtone" in text
    assert "unchecked ;;Vibrate" in text


def test_days_switch_an_alarm_on(hand: Finger) -> None:
    alarm = clock_of(hand).alarms[2]
    clock_of(hand).expanded = alarm.id
    hand.phone.changed()
    hand.tap("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    assert alarm.on
    assert alarm.days == list(DAYS)
    assert hand.sees("Every day")


def test_schedule_for_a_day(hand: Finger) -> None:
    alarm = set_alarm(hand, "3 o'clock")
    hand.tap("Schedule alarm", "12 May 2024", "OK")
    assert alarm.date == "2024-05-12"
    assert hand.sees("Sun, May 12", "Scheduled for Sun, May 12")


def test_a_day_that_has_passed_is_not_taken(hand: Finger) -> None:
    alarm = set_alarm(hand, "3 o'clock")
    hand.tap("Schedule alarm", "09 May 2024", "OK")
    assert alarm.date == ""
    assert hand.phone.showing("clock", "alarm_date")


def test_pause_and_resume(hand: Finger) -> None:
    alarm = clock_of(hand).alarms[0]
    hand.tap("Expand alarm", "Pause alarm", "Last day", "20 May 2024", "OK", "Pause")
    assert (alarm.paused_from, alarm.paused_until) == ("2024-05-10", "2024-05-20")
    assert hand.sees("Paused until Mon, May 20")
    hand.tap("Resume alarm")
    assert hand.sees("Mon, Tue, Wed, Thu, Fri")


def test_delete_and_undo(hand: Finger) -> None:
    before = [alarm.id for alarm in clock_of(hand).alarms]
    hand.swipe(SEVEN_THIRTY, 600, 0)
    assert len(clock_of(hand).alarms) == 3
    assert all(wakeup.key != "alarm 1" for wakeup in hand.phone.system.wakeups)
    hand.tap("UNDO")
    assert sorted(alarm.id for alarm in clock_of(hand).alarms) == before
    hand.tap("Expand alarm", "Delete")
    assert hand.sees("Alarm deleted")
    assert not hand.sees(SEVEN_THIRTY)


def test_snackbar_leaves_tabs_and_button_free(hand: Finger) -> None:
    hand.swipe(SEVEN_THIRTY, 600, 0)
    hand.tap("Bedtime")
    assert clock_of(hand).tab == "Bedtime"
    hand.tap("Alarm", "Add alarm")
    assert hand.sees("Select time")


def wait_until(phone: Phone, hour: int, minute: int) -> None:
    while (phone.now.hour, phone.now.minute) < (hour, minute):
        left = (hour * 60 + minute - phone.now.hour * 60 - phone.now.minute) * 60 - phone.now.second
        phone.perform(Wait(left))


def open_notification(hand: Finger) -> None:
    """Touches the notification that floats over the app."""
    card = hand.phone.tree().find(lambda node: node.resource_id.endswith("/expandableNotificationRow"))
    assert card is not None
    hand.phone.perform(Tap(*card.center))


def test_alarm_rings_and_is_snoozed_and_stopped(hand: Finger) -> None:
    alarm = set_alarm(hand, "3 o'clock")
    wait_until(hand.phone, 15, 0)
    open_notification(hand)
    hand.tap("Snooze")
    assert hand.phone.showing("clock", "home")
    assert hand.phone.system.notifications == []
    snoozed = next(wakeup for wakeup in hand.phone.system.wakeups if wakeup.key == f"alarm {alarm.id}")
    hand.phone.perform(Wait((snoozed.at - hand.phone.system.clock) / 1000))
    open_notification(hand)
    hand.tap("Stop")
    assert not alarm.on
    assert hand.phone.system.notifications == []
    assert all(wakeup.args.get("id") != alarm.id for wakeup in hand.phone.system.wakeups)


def test_ignored_alarm_falls_silent(hand: Finger) -> None:
    wait_until(hand.phone, 16, 11)
    assert [note.title for note in hand.phone.system.notifications] == ["Missed alarm"]
    assert clock_of(hand).alarms[3].on
    assert any(wakeup.key == "alarm 4" for wakeup in hand.phone.system.wakeups)


def test_world_clock(hand: Finger) -> None:
    hand.tap("Clock")
    assert hand.sees("Barcelona", "6 hours behind", "6:00\u200aAM")
    hand.tap("Add city")
    hand.type("lond")
    hand.tap("London")
    assert clock_of(hand).cities == ["Barcelona", "London"]
    hand.hold("Barcelona")
    hand.tap("Delete")
    assert clock_of(hand).cities == ["London"]
    hand.tap("UNDO")
    assert clock_of(hand).cities == ["Barcelona", "London"]
    hand.swipe("London", -600, 0)
    assert clock_of(hand).cities == ["Barcelona"]


def test_differences_of_time(hand: Finger) -> None:
    now = hand.phone.now
    assert difference_text(now, "Asia/Tokyo") == "1 hour ahead"
    assert difference_text(now, "Asia/Kathmandu") == "2 hours 15 minutes behind"
    assert difference_text(now, "Pacific/Honolulu") == "Yesterday, 18 hours behind"


def test_all_zones_exist() -> None:
    assert {city.zone for city in CITIES.values()} | set(HOME_ZONES.values()) <= zone_names()
    assert len(CITIES) >= 60


def test_timer_entry_reads_as_hours_minutes_seconds(hand: Finger) -> None:
    hand.tap("Timer", "1", "1", "5", "00")
    assert hand.sees("1 hour, 15 minutes, 0 seconds")
    hand.tap("Delete")
    assert clock_of(hand).timer_entry.total == 11 * 60 + 50
    assert clock_of(hand).timers == []


def test_timer_runs_on_virtual_time(hand: Finger) -> None:
    hand.tap("Timer", "2", "00", "Start")
    (timer,) = clock_of(hand).timers
    hand.phone.perform(Wait(60))
    assert hand.sees("0:59")
    hand.tap("Pause")
    hand.phone.perform(Wait(600))
    hand.tap("Add 1 minute", "Start")
    assert hand.sees("1:58")
    hand.phone.perform(Wait(120))
    assert timer.left_at(hand.phone.system.clock) < 0
    open_notification(hand)
    hand.tap("Stop")
    assert clock_of(hand).timers == []


def test_stopwatch(hand: Finger) -> None:
    hand.tap("Stopwatch", "Start")
    hand.phone.perform(Wait(9))
    hand.tap("Lap", "Pause")
    watch = clock_of(hand).stopwatch
    assert watch.laps == [10_000]
    assert hand.sees("11.00", "# 1", "10.00")
    hand.tap("Reset")
    assert watch.elapsed_at(hand.phone.system.clock) == 0


def test_bedtime_schedule(hand: Finger) -> None:
    hand.tap("Bedtime", "BEDTIME", "11:00\u200aPM", "10 o'clock", "OK")
    hand.press("back")
    bedtime = clock_of(hand).bedtime
    assert bedtime.time == (22, 0)
    text = text_of(hand).replace("\u200a", " ")
    assert "Bedtime 10:00 PM" in text
    assert "AM Wake-up 7:00" in text


@pytest.mark.parametrize(("end", "time"), [("Bedtime", "11:00\u200aPM"), ("Wake-up", "7:00\u200aAM")])
def test_time_pickers_of_the_schedule_say_what_they_are_for(hand: Finger, end: str, time: str) -> None:
    hand.tap("Bedtime", end.upper(), time)
    assert hand.sees(end, "12 o'clock")


def test_wake_up_alarm(hand: Finger) -> None:
    hand.tap("Bedtime", "WAKE-UP")
    assert "AM Wake-up 7:00" in text_of(hand).replace("\u200a", " ")
    switch = hand.phone.tree().find(lambda node: node.resource_id.endswith("/onoff"))
    assert switch is not None
    assert not switch.checked
    hand.phone.perform(Tap(*switch.center))
    assert clock_of(hand).bedtime.wake_up_alarm_on
    assert any(wakeup.key == "alarm 0" for wakeup in hand.phone.system.wakeups)


def test_sleep_sound(hand: Finger) -> None:
    hand.tap("Bedtime", "Choose a sound", "Deep space")
    assert "sleep sound Deep space" in text_of(hand)
    assert clock_of(hand).bedtime.sleep_sound == "Deep space"


@pytest.mark.parametrize(
    ("row", "value", "field", "expected"),
    [
        ("Style", "Analog", "style", "Analog"),
        ("Home time zone", "(GMT+9:00) Tokyo", "home_time_zone", "Tokyo"),
        ("Silence after", "5 minutes", "silence_after", "5 minutes"),
        ("Snooze length", "8 minutes", "snooze_length", "8 minutes"),
        ("Volume buttons", "Snooze", "volume_buttons", "Snooze"),
    ],
)
def test_settings(hand: Finger, row: str, value: str, field: str, expected: str) -> None:
    open_settings(hand)
    hand.tap(row, value)
    assert getattr(clock_of(hand).settings, field) == expected
    assert hand.sees(row, value)


def test_week_starts_where_the_user_wants(hand: Finger) -> None:
    clock_of(hand).settings.start_week_on = "Sunday"
    clock_of(hand).alarms[0].days = ["Mon", "Sun"]
    hand.tap("Expand alarm")
    assert hand.sees("Sun, Mon")
    assert hand.node("Sunday").center[0] < hand.node("Monday").center[0]


def test_alarm_volume_is_the_systems(hand: Finger) -> None:
    open_settings(hand)
    hand.swipe("Alarm volume", 0, -300)
    slider = hand.phone.tree().find(lambda node: node.class_name.endswith("SeekBar"))
    assert slider is not None
    hand.phone.perform(Tap(slider.bounds[2] - 1, slider.center[1]))
    assert hand.phone.system.settings["system"]["volume_alarm_speaker"] == "7"


def test_home_clock_shows_while_the_zone_differs(hand: Finger) -> None:
    hand.tap("Clock")
    assert not hand.sees("Home")
    clock_of(hand).settings.home_time_zone = "Tokyo"
    hand.phone.changed()
    assert hand.sees("Home", "1 hour ahead")


ARGS: dict[str, dict[str, Any]] = {
    "city_menu": {"name": "Barcelona"},
    "choice": {"of": "settings", "field": "style"},
    "time_up": {"id": 9},
    "timer_label": {"id": 9},
}
ARGS |= {name: {"id": 1} for name in ("alarm_time", "alarm_label", "alarm_date", "pause_alarm")}
ARGS |= {name: {"id": 1} for name in ("ringtone", "ringing")}


@pytest.mark.parametrize("screen", sorted(installed_apps()["clock"].screens))
def test_every_screen_builds_and_can_be_left(hand: Finger, screen: str) -> None:
    clock_of(hand).timers.append(Timer(9, 60, left=60_000))
    entry = Entry("clock", screen, ARGS.get(screen, {}))
    hand.phone.system.tasks[-1].stack.append(entry)
    hand.phone.changed()
    assert hand.phone.tree().texts()
    hand.press("back")
    assert hand.phone.system.tasks[-1].stack[-1] is not entry


@pytest.mark.parametrize("number", range(5))
def test_drawn_contents_keep_the_structure(number: int) -> None:
    clock = seed(random.Random(number), world(number))
    assert clock == seed(random.Random(number), world(number))
    assert len({alarm.time for alarm in clock.alarms}) == len(clock.alarms) >= 3
    assert set(clock.cities) <= set(CITIES)
    phone = Phone.new(number)
    hand = Finger(phone)
    hand.open("clock")
    for tab in ("Clock", "Timer", "Stopwatch", "Bedtime", "Alarm"):
        hand.tap(tab)
        assert hand.phone.tree().texts()
