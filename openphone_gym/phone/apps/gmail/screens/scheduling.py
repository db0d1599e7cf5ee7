"""When the mail in the editor is to be sent."""

from __future__ import annotations

from datetime import date, datetime, time

from openphone_gym.phone.apps.gmail.drafting import schedule as put_off
from openphone_gym.phone.apps.gmail.drafting import take_typed
from openphone_gym.phone.apps.gmail.screens.compose import close_editor
from openphone_gym.phone.apps.gmail.screens.sorting import time_rows, virtual
from openphone_gym.phone.apps.gmail.state import Gmail
from openphone_gym.phone.apps.gmail.wording import moment
from openphone_gym.phone.system import clock
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box
from openphone_gym.phone.toolkit.date_picker import DatePicker
from openphone_gym.phone.toolkit.rows import ListRow
from openphone_gym.phone.toolkit.surfaces import Dialog
from openphone_gym.phone.toolkit.time_picker import TimePicker


def schedule(gmail: Gmail, nav: Nav) -> Box:
    """Moments at which the mail may go."""
    return Dialog(
        "Schedule send",
        *time_rows(nav, False, lambda then: _schedule(gmail, nav, then)),
        ListRow("Pick date & time", on_tap=nav.to("schedule_day"), icon="calendar-clock"),
    )


def schedule_day(gmail: Gmail, nav: Nav) -> Box:
    """The day on which the mail is to go."""
    today = nav.now.date().isoformat()
    return DatePicker(nav.local, today, lambda day: nav.replace("schedule_time", day=day), nav.back, today)


def schedule_time(gmail: Gmail, nav: Nav, day: str) -> Box:
    """The time on that day."""

    def ok(hour: int, minute: int) -> None:
        _schedule(gmail, nav, datetime.combine(date.fromisoformat(day), time(hour, minute)))

    return TimePicker(nav.local, 8, 0, ok, nav.back, clock.uses_24_hours(nav.system))


def _schedule(gmail: Gmail, nav: Nav, then: datetime) -> None:
    """Puts the mail off, if somebody gets it and the time is still to come."""
    take_typed(gmail, nav)
    if then <= nav.now.replace(tzinfo=None):
        nav.toast("Pick a time in the future")
    elif gmail.draft is None or not gmail.draft.mail.recipients:
        nav.replace("fault", text="Add at least one recipient.")
    else:
        mail = put_off(gmail, nav, virtual(nav, then))
        close_editor(nav)
        if mail is not None:
            nav.snackbar(f"Send scheduled for {moment(nav, then)}", "Undo", "take_back", id=mail.id)
