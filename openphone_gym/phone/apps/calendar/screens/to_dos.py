"""The Tasks tab, and the form of a task."""

from __future__ import annotations

import copy
from datetime import date, datetime, time

import msgspec

from openphone_gym.phone.apps.calendar.reminders import arm
from openphone_gym.phone.apps.calendar.screens.frame import empty, tab_page
from openphone_gym.phone.apps.calendar.state import Calendar, ToDo
from openphone_gym.phone.apps.calendar.wording import day_words, time_words
from openphone_gym.phone.system.clock import uses_24_hours
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Icon, Row, Space, Text
from openphone_gym.phone.toolkit.controls import Checkbox, Fab, IconButton, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.material_date_picker import MaterialDatePicker
from openphone_gym.phone.toolkit.rows import Divider, ListRow, Section
from openphone_gym.phone.toolkit.surfaces import Confirm, Dialog, Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_SMALL, TITLE_LARGE
from openphone_gym.phone.toolkit.time_picker import TimePicker


def tasks_tab(calendar: Calendar, nav: Nav) -> Page:
    """Tasks that are open, then those that are done."""

    def add() -> None:
        open_task(calendar, nav, ToDo(0, ""))

    shown = [task for task in calendar.tasks if calendar.settings.completed or not task.done]
    if not shown:
        body = empty("check-circle-outline", "No tasks", "New task", add)
        return tab_page(calendar, nav, body, title="Tasks", scrolls=False)
    left, done = ([task for task in shown if task.done == is_done] for is_done in (False, True))
    return tab_page(
        calendar,
        nav,
        *(_row(calendar, nav, task) for task in sorted(left, key=_order)),
        Section("Completed") if done else None,
        *(_row(calendar, nav, task) for task in sorted(done, key=_order)),
        title="Tasks",
        fab=Fab("plus", "", add, label="New task", id="new"),
    )


def _order(task: ToDo) -> tuple[datetime, int]:
    return task.at or datetime.max, task.id


def _row(calendar: Calendar, nav: Nav, task: ToDo) -> Box:
    def turn() -> None:
        task.done = not task.done
        arm(calendar, nav)

    return Row(
        Checkbox(task.done, on_tap=turn, desc=task.text, id="task_done"),
        Column(
            Text(
                task.text,
                BODY_LARGE,
                color="on_surface_variant" if task.done else "on_surface",
                max_lines=3,
                id="task_text",
            ),
            Text(at_words(nav, task.at), BODY_SMALL, color="on_surface_variant", id="task_time")
            if task.at
            else None,
            flex=1,
        ),
        cls="android.view.ViewGroup",
        on_tap=lambda: open_task(calendar, nav, task),
        width=FILL,
        gap=16,
        pad=(20, 12, 20, 12),
    )


def at_words(nav: Nav, at: datetime) -> str:
    """Day and time of a reminder."""
    return f"{day_words(at.date(), nav.now.date())}, {time_words(nav, at)}"


def open_task(calendar: Calendar, nav: Nav, task: ToDo) -> None:
    """Opens the form with a task."""
    calendar.task_draft = copy.copy(task)
    nav.back_to("home")
    nav.go("task_form")


def task(calendar: Calendar, nav: Nav, id: int) -> Box:
    """A task that the user was told of."""
    found = next((task for task in calendar.tasks if task.id == id), None)
    if found is None:
        return Confirm("Task", "This task was deleted.", "OK", nav.back, nav.back)

    def finish() -> None:
        found.done = True
        nav.back()

    buttons = [
        TextButton("Edit", lambda: open_task(calendar, nav, found), id="button2"),
        TextButton("Done", finish, id="button1"),
    ]
    when = Row(Text(at_words(nav, found.at), BODY_LARGE), pad=(24, 0, 24, 0)) if found.at else None
    return Dialog(found.text, when, buttons=buttons)


def task_form(calendar: Calendar, nav: Nav) -> Page:
    """What the draft of a task holds."""
    draft = calendar.task_draft or ToDo(0, "")
    known = next((task for task in calendar.tasks if task.id == draft.id), None)

    def save() -> None:
        draft.text = draft.text.strip()
        if not draft.text:
            nav.toast("Enter a task")
            return
        if known is None:
            draft.id = calendar.new_task_id()
            calendar.tasks.append(draft)
        else:
            calendar.tasks[calendar.tasks.index(known)] = draft
        close()

    def close() -> None:
        calendar.task_draft = None
        nav.unfocus()
        nav.back_to("home")
        arm(calendar, nav)

    def delete() -> None:
        assert known is not None
        calendar.tasks.remove(known)
        close()
        nav.snackbar("Task deleted", "UNDO", "restore_task", task=msgspec.to_builtins(known))

    def leave() -> None:
        if draft == (known or ToDo(0, "")):
            close()
        else:
            nav.go("discard")

    def forget() -> None:
        draft.at = None

    bar = Row(
        IconButton("close", "Close", leave, color="on_surface", id="close"),
        Space(flex=1),
        IconButton("delete-outline", "Delete", delete, id="delete") if known is not None else None,
        TextButton("SAVE", save, id="save"),
        height=64,
        width=FILL,
        pad=(4, 0, 8, 0),
    )
    text = TextField(
        bind(draft, "text"), "Task…", id="task_text", variant="plain", style=TITLE_LARGE, limit=200
    )
    words = at_words(nav, draft.at) if draft.at is not None else "Set notification"
    clear = IconButton("close", "Remove notification", forget, size=20) if draft.at is not None else None
    return Page(
        bar,
        Column(text, pad=(24, 4, 24, 8)),
        Divider(),
        form_row("bell-outline", words, nav.to("task_notification"), clear, id="notification"),
        on_back=leave,
    )


def form_row(icon: str, words: str, on_tap: object, end: Box | None = None, **attributes: object) -> Box:
    """A row of a form that opens something."""
    return Row(
        Row(
            Icon(icon) if icon else Space(24),
            Text(words, BODY_LARGE, flex=1, max_lines=2),
            cls="android.view.ViewGroup",
            on_tap=on_tap,
            gap=20,
            flex=1,
            pad=(24, 14, 12, 14),
            **attributes,
        ),
        end,
        width=FILL,
        pad=(0, 0, 8, 0),
    )


def task_notification(calendar: Calendar, nav: Nav) -> Box:
    """Asks when the user is to be reminded of a task."""
    row = ListRow("Pick a date & time", on_tap=lambda: nav.replace("task_date"), icon="calendar-clock")
    return Dialog("Notification", row, buttons=[TextButton("Cancel", nav.back, id="button2")])


def task_date(calendar: Calendar, nav: Nav) -> Box:
    """Asks for the day of a reminder, then for its time."""
    draft = calendar.task_draft or ToDo(0, "")
    today = nav.now.date()
    start = draft.at or nav.now.replace(tzinfo=None)
    if "at" in nav.local:
        day = date.fromisoformat(nav.local["at"])

        def choose(hour: int, minute: int) -> None:
            draft.at = datetime.combine(day, time(hour, minute))
            nav.back()

        return TimePicker(nav.local, start.hour, start.minute, choose, nav.back, uses_24_hours(nav.system))

    def go_on(day: date) -> None:
        nav.local["at"] = day.isoformat()

    return MaterialDatePicker(
        nav.local, start.date(), go_on, nav.back, today, first_weekday=calendar.first_weekday
    )
