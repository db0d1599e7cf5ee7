"""Telling of events and tasks in time, whether or not the app is open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from openphone_gym.phone.apps.calendar.occurrences import next_reminder, reminders_at
from openphone_gym.phone.apps.calendar.state import UNTITLED, Calendar, Event, ToDo
from openphone_gym.phone.system.clock import to_milliseconds
from openphone_gym.phone.system.nav import Nav


def local_now(nav: Nav) -> datetime:
    """Local time without a zone, as events have it."""
    return nav.now.replace(tzinfo=None)


def arm(calendar: Calendar, nav: Nav) -> None:
    """Has the phone call when the user is to be told of something; to be called after each change."""
    at = next_reminder(calendar, local_now(nav))
    nav.unschedule("remind")
    if at is not None:
        nav.schedule("remind", to_milliseconds(at.replace(tzinfo=nav.now.tzinfo)), due=at.isoformat())


# What the phone calls


def watch(calendar: Calendar, nav: Nav) -> None:
    """Schedules what the calendar of a new phone has: it is drawn for that, so no phone does it by itself."""
    arm(calendar, nav)


def remind(calendar: Calendar, nav: Nav, due: str) -> None:
    """Tells of all that is due."""
    for one in reminders_at(calendar, datetime.fromisoformat(due)):
        if one.kind == "task":
            task = calendar.task(one.id)
            nav.notify(task.text, "Task", "task", f"task {one.id}", args={"id": one.id}, heads_up=True)
            continue
        event = calendar.event(one.id)
        when = "All-day" if event.all_day else nav.clock(one.start.hour, one.start.minute)
        args = {"id": one.id, "day": one.start.date().isoformat()}
        nav.notify(event.title or UNTITLED, when, "event", f"event {one.id}", args=args, heads_up=True)
    arm(calendar, nav)


def restore_event(calendar: Calendar, nav: Nav, event: dict[str, Any]) -> None:
    """Brings an event back as it was before it, or a part of it, was deleted."""
    restored = msgspec.convert(event, Event)
    calendar.events = [other for other in calendar.events if other.id != restored.id]
    calendar.events.append(restored)
    arm(calendar, nav)


def restore_task(calendar: Calendar, nav: Nav, task: dict[str, Any]) -> None:
    """Brings a deleted task back."""
    calendar.tasks.append(msgspec.convert(task, ToDo))
    arm(calendar, nav)
