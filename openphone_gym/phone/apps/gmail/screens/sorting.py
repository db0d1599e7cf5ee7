"""Where mails go: the dialogs that move them, label them, or hide them for a while."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from openphone_gym.phone.apps.gmail import moving
from openphone_gym.phone.apps.gmail.screens.acting import acting, mails_of
from openphone_gym.phone.apps.gmail.state import Gmail, Mail
from openphone_gym.phone.apps.gmail.wording import moment
from openphone_gym.phone.system import clock
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box, Column, Text
from openphone_gym.phone.toolkit.controls import Checkbox, TextButton
from openphone_gym.phone.toolkit.date_picker import DatePicker
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import ListRow
from openphone_gym.phone.toolkit.surfaces import Dialog
from openphone_gym.phone.toolkit.theme import BODY_SMALL
from openphone_gym.phone.toolkit.time_picker import TimePicker

MORNING, AFTERNOON, EVENING = time(8), time(13), time(18)

PLACE_ICONS = {"inbox": "inbox-outline", "spam": "alert-octagon-outline", "trash": "trash-can-outline"}


def move_to(gmail: Gmail, nav: Nav, ids: list[int]) -> Box:
    """Folders and labels that mails can be moved to."""
    here = {mail.folder for mail in mails_of(gmail, ids)}

    def row(to: str, title: str, icon: str) -> Box:
        def move(gmail: Gmail, nav: Nav, mails: Sequence[Mail]) -> None:
            moving.move(gmail, nav, mails, to)

        return ListRow(title, on_tap=acting(gmail, nav, ids, move), icon=icon)

    places = [row(to, title, PLACE_ICONS[to]) for to, title in moving.PLACES.items() if here != {to}]
    return Dialog(
        "Move to",
        *places,
        *(row(label, label, "label-outline") for label in gmail.labels),
        buttons=[TextButton("Cancel", nav.back, id="button2")],
    )


def change_labels(gmail: Gmail, nav: Nav, ids: list[int]) -> Box:
    """The user's labels, to be put on mails or taken off."""
    mails = mails_of(gmail, ids)
    ticks: dict[str, bool] = nav.local.setdefault("ticks", {})

    def on(label: str) -> bool:
        return ticks.get(label, all(label in mail.labels for mail in mails))

    def row(label: str) -> Box:
        def tick() -> None:
            ticks[label] = not on(label)

        return ListRow(label, on_tap=tick, icon="label-outline", trailing=Checkbox(on(label)))

    def label(gmail: Gmail, nav: Nav, mails: Sequence[Mail]) -> None:
        wanted = [name for name, ticked in ticks.items() if ticked]
        moving.set_labels(gmail, nav, mails, wanted, [name for name in ticks if name not in wanted])

    return Dialog(
        "Label as",
        *(row(name) for name in gmail.labels),
        ListRow("Create new", on_tap=nav.to("new_label"), icon="plus"),
        buttons=[
            TextButton("Cancel", nav.back, id="button2"),
            TextButton("OK", acting(gmail, nav, ids, label), id="button1"),
        ],
    )


def new_label(gmail: Gmail, nav: Nav) -> Box:
    """Asks for the name of a new label."""
    name = nav.bind("name")

    def create() -> None:
        wanted = name.get().strip()
        nav.unfocus()
        if wanted in gmail.labels:
            nav.local["fault"] = "This label exists already."
            return
        gmail.labels = sorted([*gmail.labels, wanted])
        nav.back()
        nav.snackbar(f"Label “{wanted}” created")

    fault = nav.local.get("fault", "")
    return Dialog(
        "New label",
        Column(
            TextField(name, "Label name", id="label_name", limit=60),
            Text(fault, BODY_SMALL, color="error") if fault else None,
            pad=(24, 0, 24, 0),
        ),
        buttons=[
            TextButton("Cancel", nav.back, id="button2"),
            TextButton("Done", create, enabled=bool(name.get().strip()), id="button1"),
        ],
    )


# A time to come


def times_to_come(now: datetime, snoozing: bool) -> list[tuple[str, datetime]]:
    """Moments that are offered: to hide a mail until then, or to send one."""
    day = timedelta(days=1)
    to_monday = timedelta(days=7 - now.weekday())
    tomorrow, monday = now.date() + day, (now + to_monday).date()
    if not snoozing:
        return [
            ("Tomorrow morning", datetime.combine(tomorrow, MORNING)),
            ("Tomorrow afternoon", datetime.combine(tomorrow, AFTERNOON)),
            ("Monday morning", datetime.combine(monday, MORNING)),
        ]
    offers = [("Later today", datetime.combine(now.date(), EVENING))] if now.hour < EVENING.hour - 1 else []
    offers.append(("Tomorrow", datetime.combine(tomorrow, MORNING)))
    if now.weekday() < 3:
        offers.append(("Later this week", datetime.combine(now.date() + 2 * day, MORNING)))
    if now.weekday() < 4:
        saturday = now.date() + (5 - now.weekday()) * day
        offers.append(("This weekend", datetime.combine(saturday, MORNING)))
    return [*offers, ("Next week", datetime.combine(monday, MORNING))]


def virtual(nav: Nav, then: datetime) -> int:
    """A local moment as virtual time (ms)."""
    return clock.to_milliseconds(then.replace(tzinfo=nav.now.tzinfo))


def time_rows(nav: Nav, snoozing: bool, take: Callable[[datetime], object]) -> list[Box]:
    """A row for each moment that is offered; ``take`` gets the one that is touched."""

    def row(title: str, then: datetime) -> Box:
        return ListRow(title, moment(nav, then), lambda: take(then), icon="clock-outline")

    return [row(*offer) for offer in times_to_come(nav.now.replace(tzinfo=None), snoozing)]


def snooze(gmail: Gmail, nav: Nav, ids: list[int]) -> Box:
    """Until when mails are to be hidden."""
    return Dialog(
        "Snooze until…",
        *time_rows(nav, True, lambda then: _snooze(gmail, nav, ids, then)),
        ListRow("Pick date & time", on_tap=nav.to("snooze_day", ids=ids), icon="calendar-clock"),
    )


def _snooze(gmail: Gmail, nav: Nav, ids: Sequence[int], then: datetime) -> None:
    def hide(gmail: Gmail, nav: Nav, mails: Sequence[Mail]) -> None:
        moving.snooze(gmail, nav, mails, virtual(nav, then), moment(nav, then))

    if then <= nav.now.replace(tzinfo=None):
        nav.toast("Pick a time in the future")
    else:
        acting(gmail, nav, ids, hide)()


def snooze_day(gmail: Gmail, nav: Nav, ids: list[int]) -> Box:
    """The day until which mails are to be hidden."""
    today = nav.now.date().isoformat()
    return DatePicker(
        nav.local, today, lambda day: nav.replace("snooze_time", ids=ids, day=day), nav.back, today
    )


def snooze_time(gmail: Gmail, nav: Nav, ids: list[int], day: str) -> Box:
    """The time on that day."""

    def ok(hour: int, minute: int) -> None:
        _snooze(gmail, nav, ids, datetime.combine(date.fromisoformat(day), time(hour, minute)))

    return TimePicker(nav.local, 8, 0, ok, nav.back, clock.uses_24_hours(nav.system))
