"""The vacation responder."""

from __future__ import annotations

from datetime import date

from openphone_gym.phone.apps.gmail.state import Gmail, Vacation
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding, bind_key
from openphone_gym.phone.toolkit.box import Box, Column
from openphone_gym.phone.toolkit.controls import TextButton
from openphone_gym.phone.toolkit.date_picker import DatePicker
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import CheckRow, ListRow, SwitchRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Page


def vacation(gmail: Gmail, nav: Nav) -> Page:
    """When and with which words mails are answered while the user is away."""
    kept = gmail.settings.vacation
    form = nav.local.setdefault(
        "form",
        {name: getattr(kept, name) for name in Vacation.__struct_fields__}
        | ({} if kept.first else {"first": nav.now.date().isoformat()}),
    )
    able = bool(form["subject"].strip() or form["message"].strip()) or not form["on"]

    def done() -> None:
        gmail.settings.vacation = Vacation(**form)
        nav.unfocus()
        nav.back()
        nav.snackbar(f"Vacation responder is {'on' if form['on'] else 'off'}")

    def day(name: str, title: str, empty: str) -> Box:
        shown = f"{date.fromisoformat(form[name]):%A, %b %d, %Y}" if form[name] else empty
        return ListRow(title, shown, nav.to("vacation_day", name=name), enabled=form["on"])

    def field(name: str, hint: str, action: str) -> Box:
        text: Binding = bind_key(form, name)
        return Column(TextField(text, hint, id=name, action=action, limit=1000), pad=(24, 8, 24, 8))

    return Page(
        AppBar("Vacation responder", nav.back, [TextButton("Done", done, enabled=able, id="done")]),
        SwitchRow("Vacation responder", bind_key(form, "on", False)),
        day("first", "First day", "None"),
        day("last", "Last day", "None"),
        field("subject", "Subject", "next"),
        field("message", "Message", "newline"),
        CheckRow("Send only to my contacts", bind_key(form, "contacts_only", False), enabled=form["on"]),
    )


def vacation_day(gmail: Gmail, nav: Nav, name: str) -> Box:
    """The first or the last day."""
    stack = nav.system.tasks[-1].stack
    form = next(entry.local["form"] for entry in reversed(stack) if entry.screen == "vacation")
    today = nav.now.date().isoformat()

    def ok(day: str) -> None:
        form[name] = day
        nav.back()

    return DatePicker(nav.local, form[name] or today, ok, nav.back, today)
