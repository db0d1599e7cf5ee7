"""Google Clock: alarms, world clock, timer, stopwatch and bedtime schedule."""

from __future__ import annotations

from openphone_gym.phone.app import App
from openphone_gym.phone.apps.clock import ringing
from openphone_gym.phone.apps.clock.seed import seed
from openphone_gym.phone.apps.clock.state import Clock

APPS = [
    App(
        id="clock",
        package="com.google.android.deskclock",
        activity="com.android.deskclock.DeskClock",
        label="Clock",
        icon="clock-time-four-outline",
        color=0xFF4285F4,
        state=Clock,
        seed=seed,
        screens="openphone_gym.phone.apps.clock.screens",
        actions=[
            ringing.boot,
            ringing.ring,
            ringing.miss,
            ringing.remind,
            ringing.expire,
            ringing.set_alarm,
            ringing.set_timer,
            ringing.restore_alarm,
            ringing.restore_city,
        ],
        ephemeral=["timer_entry", "tab", "expanded", "adding_timer", "last_id"],
        alarms=["ring"],
        version="7.8",
        megabytes=17,
        system=True,
        permissions={"Notifications": True, "Files and media": False},
        notification_access=False,
        opens={"alarm": "set_alarm", "alarms": "", "timer": "set_timer"},
    )
]
