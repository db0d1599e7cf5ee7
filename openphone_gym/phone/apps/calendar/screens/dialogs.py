"""What the form of an event asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

from openphone_gym.phone.apps.calendar import editing
from openphone_gym.phone.apps.calendar.state import COLORS, NOTIFICATIONS, UNITS, Calendar, Event
from openphone_gym.phone.system.clock import uses_24_hours
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box, Handler
from openphone_gym.phone.toolkit.controls import TextButton
from openphone_gym.phone.toolkit.material_date_picker import MaterialDatePicker
from openphone_gym.phone.toolkit.rows import ListRow, RadioRow
from openphone_gym.phone.toolkit.surfaces import Confirm, Dialog
from openphone_gym.phone.toolkit.time_picker import TimePicker


def _event(calendar: Calendar) -> Event:
    """The event of the form; without one, something to show."""
    if calendar.draft is not None:
        return calendar.draft.event
    return Event(0, "", datetime(2024, 5, 10), datetime(2024, 5, 10))


def pick_day(calendar: Calendar, nav: Nav, of: str) -> Box:
    """Asks for the day of the beginning (``start``) or the ``end``."""
    event = _event(calendar)

    def choose(day: date) -> None:
        if of == "start":
            editing.move_start(event, datetime.combine(day, event.start.time()))
        else:
            editing.move_end_day(event, day)
        nav.back()

    return _day_dialog(calendar, nav, getattr(event, of).date(), choose)


def pick_until(calendar: Calendar, nav: Nav) -> Box:
    """Asks for the last day of a series."""
    event = _event(calendar)

    def choose(day: date) -> None:
        event.until = max(day, event.start.date())
        nav.back()

    return _day_dialog(calendar, nav, event.until or event.start.date(), choose)


def _day_dialog(calendar: Calendar, nav: Nav, start: date, choose: Callable[[date], object]) -> Box:
    return MaterialDatePicker(
        nav.local, start, choose, nav.back, nav.now.date(), first_weekday=calendar.first_weekday
    )


def pick_time(calendar: Calendar, nav: Nav, of: str) -> Box:
    """Asks for the time of the beginning (``start``) or the ``end``."""
    event = _event(calendar)
    moment = getattr(event, of)

    def choose(hour: int, minute: int) -> None:
        at = time(hour, minute)
        if of == "start":
            editing.move_start(event, datetime.combine(event.start.date(), at))
        else:
            editing.move_end_time(event, at)
        nav.back()

    return TimePicker(nav.local, moment.hour, moment.minute, choose, nav.back, uses_24_hours(nav.system))


def recurrence(calendar: Calendar, nav: Nav) -> Box:
    """Asks how often an event happens again."""
    event = _event(calendar)

    def choosing(name: str) -> Handler:
        def choose() -> None:
            event.recurrence = name
            nav.back()

        return choose

    rows = [ListRow(name, on_tap=choosing(name), selected=event.recurrence == name) for name in UNITS]
    return Dialog("Recurrence", *rows)


def pick_notification(calendar: Calendar, nav: Nav, place: int) -> Box:
    """Asks for a notification that the event does not have: another one in its place, or one more."""
    event = _event(calendar)
    present = event.notifications[place : place + 1]

    def choosing(minutes: int) -> Handler:
        def choose() -> None:
            event.notifications[place : place + 1] = [minutes]
            nav.back()

        return choose

    rows = [
        ListRow(name, on_tap=choosing(minutes), selected=minutes in present)
        for minutes, name in NOTIFICATIONS.items()
        if minutes in present or minutes not in event.notifications
    ]
    return Dialog("Notification", *rows)


def pick_color(calendar: Calendar, nav: Nav) -> Box:
    """Asks for a colour."""
    event = _event(calendar)

    def choosing(name: str) -> Handler:
        def choose() -> None:
            event.color = name
            nav.back()

        return choose

    def disc(name: str) -> Box:
        return Box(width=24, height=24, radius=12, fill=COLORS[name])

    return Dialog("Color", *(ListRow(name, on_tap=choosing(name), leading=disc(name)) for name in COLORS))


def guests(calendar: Calendar, nav: Nav) -> Box:
    """Why nobody can be invited."""
    text = "Guests can be invited to events of an account. Events of this calendar stay on the phone."
    return Confirm("Invite guests", text, "OK", nav.back, nav.back)


def discard(calendar: Calendar, nav: Nav) -> Box:
    """Asks before what was typed is lost."""

    def forget() -> None:
        calendar.draft = calendar.task_draft = None
        nav.back_to("home")

    return Confirm("Discard changes?", "", "Discard", forget, nav.back, "Keep editing")


def delete(calendar: Calendar, nav: Nav) -> Box:
    """Asks before an event is deleted, and how much of a series."""
    if calendar.draft is not None and editing.needs_scope(calendar):
        return scope(calendar, nav, deleting=True)

    def confirmed() -> None:
        editing.delete(calendar, nav)

    return Confirm("Delete event?", "", "Delete", confirmed, nav.back)


def scope(calendar: Calendar, nav: Nav, deleting: bool) -> Box:
    """Asks what of a series is meant."""
    chosen = nav.bind("scope", editing.THIS)
    act = editing.delete if deleting else editing.save
    rows = [RadioRow(one, chosen.get() == one, chosen.setting(one)) for one in editing.SCOPES]
    buttons = [
        TextButton("Cancel", nav.back, id="button2"),
        TextButton("OK", lambda: act(calendar, nav, chosen.get()), id="button1"),
    ]
    return Dialog("Delete recurring event" if deleting else "Edit recurring event", *rows, buttons=buttons)
