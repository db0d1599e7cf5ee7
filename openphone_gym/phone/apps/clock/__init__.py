"""Google Clock: alarms, world clock, timer, stopwatch and bedtime schedule."""

from __future__ import annotations

from openphone_gym.phone.app import App
from openphone_gym.phone.apps.clock import ringing
from openphone_gym.phone.apps.clock.screens import SCREENS
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
        screens=SCREENS,
        actions=[
            ringing.boot,
            ringing.ring,
            ringing.miss,
            ringing.remind,
            ringing.expire,
            ringing.restore_alarm,
            ringing.restore_city,
        ],
        ephemeral=["timer_entry", "tab", "expanded", "adding_timer", "last_id"],
    )
]
