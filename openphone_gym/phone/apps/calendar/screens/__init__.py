"""Screens of the calendar."""

from __future__ import annotations

from openphone_gym.phone.apps.calendar.screens import (
    agenda,
    dialogs,
    form,
    frame,
    months,
    pages,
    timeline,
    to_dos,
)
from openphone_gym.phone.apps.calendar.state import Calendar
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box

_VIEWS = {"Month": months.month_tab, "Week": timeline.week_tab, "Day": timeline.day_tab}


def home(calendar: Calendar, nav: Nav) -> Box:
    """The open tab."""
    if calendar.tab == "Tasks":
        return to_dos.tasks_tab(calendar, nav)
    if calendar.tab == "Events":
        return agenda.events_tab(calendar, nav)
    return _VIEWS[calendar.view](calendar, nav)


SCREENS = (
    home,
    frame.overflow,
    frame.ad,
    frame.report_ad,
    frame.about_ads,
    months.views,
    form.form,
    form.form_menu,
    dialogs.pick_day,
    dialogs.pick_time,
    dialogs.pick_until,
    dialogs.recurrence,
    dialogs.pick_notification,
    dialogs.pick_color,
    dialogs.guests,
    dialogs.discard,
    dialogs.delete,
    dialogs.scope,
    to_dos.task,
    to_dos.task_form,
    to_dos.task_notification,
    to_dos.task_date,
    pages.search,
    pages.event,
    pages.holidays,
    pages.holiday,
    pages.settings,
    pages.choice,
    pages.about,
)
