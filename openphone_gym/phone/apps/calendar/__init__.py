"""Calendario: a calendar that stays on the phone, with a list of tasks."""

from __future__ import annotations

from openphone_gym.phone.app import App
from openphone_gym.phone.apps.calendar import reminders
from openphone_gym.phone.apps.calendar.screens import SCREENS
from openphone_gym.phone.apps.calendar.seed import seed
from openphone_gym.phone.apps.calendar.state import EPHEMERAL, Calendar

APPS = [
    App(
        id="calendar",
        package="com.skuld.calendario",
        activity="com.skuld.calendario.MainActivity",
        label="Calendario",
        icon="calendar-check",
        color=0xFF5C6BC0,
        state=Calendar,
        seed=seed,
        screens=SCREENS,
        actions=[reminders.watch, reminders.remind, reminders.restore_event, reminders.restore_task],
        accent="purple",
        ephemeral=EPHEMERAL,
        aliases=["Calendar"],
    )
]
