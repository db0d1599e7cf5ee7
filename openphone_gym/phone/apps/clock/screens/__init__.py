"""Screens of the clock."""

from __future__ import annotations

from openphone_gym.phone.apps.clock.screens import alarms, alert, bedtime, frame, settings, timers, world
from openphone_gym.phone.apps.clock.state import Clock
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box

_TABS = {
    "Alarm": alarms.alarm_tab,
    "Clock": world.clock_tab,
    "Timer": timers.timer_tab,
    "Stopwatch": timers.stopwatch_tab,
    "Bedtime": bedtime.bedtime_tab,
}


def home(clock: Clock, nav: Nav) -> Box:
    """The open tab."""
    return _TABS[clock.tab](clock, nav)


SCREENS = (
    home,
    frame.overflow,
    alarms.new_alarm,
    alarms.alarm_time,
    alarms.alarm_label,
    alarms.alarm_date,
    alarms.pause_alarm,
    alarms.routine,
    alarms.ringtone,
    alert.ringing,
    world.add_city,
    world.city_menu,
    world.screen_saver,
    timers.timer_label,
    timers.time_up,
    bedtime.bedtime_edit,
    bedtime.wake_up_edit,
    bedtime.bedtime_time,
    bedtime.wake_up_time,
    bedtime.sleep_sounds,
    settings.settings,
    settings.choice,
)
