"""Calendario: a calendar that stays on the phone, with a list of tasks."""

from __future__ import annotations

from openphone_gym.phone.app import App
from openphone_gym.phone.apps.calendar import editing, reminders
from openphone_gym.phone.apps.calendar.seed import seed
from openphone_gym.phone.apps.calendar.state import EPHEMERAL, Calendar

APPS = [
    App(
        id="calendar",
        package="com.skuld.calendario",
        activity="com.skuld.calendario.MainActivity",
        label="Calendario",
        icon="calendar-month",
        color=0xFF6741D9,
        state=Calendar,
        seed=seed,
        screens="openphone_gym.phone.apps.calendar.screens",
        actions=[
            reminders.watch,
            reminders.remind,
            reminders.restore_event,
            reminders.restore_task,
            editing.insert_event,
        ],
        accent="purple",
        ephemeral=EPHEMERAL,
        aliases=["Calendar"],
        version="2.11",
        megabytes=39,
        permissions={"Calendar": True, "Contacts": False, "Notifications": True},
        opens={"event": "insert_event"},
    )
]
