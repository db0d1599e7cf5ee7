"""Pages beside the tabs: search, one event, holidays, settings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from openphone_gym.phone.apps.calendar import editing
from openphone_gym.phone.apps.calendar.holidays import HOLIDAYS
from openphone_gym.phone.apps.calendar.occurrences import Occurrence, near, of_event
from openphone_gym.phone.apps.calendar.screens.parts import event_key, event_row
from openphone_gym.phone.apps.calendar.state import (
    FIRST_DAYS,
    NO_NOTIFICATION,
    NOTIFICATIONS,
    UNTITLED,
    Calendar,
    Event,
)
from openphone_gym.phone.apps.calendar.wording import day_words, notification_words, span_words
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding, bind
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Row, Text
from openphone_gym.phone.toolkit.controls import IconButton, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.long_list import LongList
from openphone_gym.phone.toolkit.rows import CheckRow, Divider, ListRow, RadioRow, Section, SwitchRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Dialog, Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE, HEADLINE_SMALL

CHOICES: dict[str, tuple[str, Sequence[str]]] = {
    "first_day": ("First day of week", tuple(FIRST_DAYS)),
    "default_notification": ("Default notification", (NO_NOTIFICATION, *NOTIFICATIONS.values())),
}
"""Title and values of what is chosen in a dialog, by field."""


def search(calendar: Calendar, nav: Nav) -> Page:
    """Events whose words hold what is typed."""
    text = nav.bind("text")
    wanted = text.get().strip().casefold()
    today = nav.now.date()

    def matches(event: Event) -> bool:
        return any(wanted in words.casefold() for words in (event.title, event.note, event.location))

    found = [near(event, today) for event in calendar.events if wanted and matches(event)]
    found.sort(key=lambda one: (one.last_day < today, one.start))

    def when(one: Occurrence) -> str:
        return f"{day_words(one.start.date(), today)}, "

    rows = LongList(
        found,
        lambda one: event_row(calendar, nav, one, when(one)),
        lambda one: event_key(nav, one, when(one)),
    )
    nothing = Text("No events found", BODY_LARGE, color="on_surface_variant")
    bar = Row(
        IconButton("arrow-left", "Navigate up", nav.back, color="on_surface"),
        Column(TextField(text, "Search events", id="search", variant="plain", action="search"), flex=1),
        IconButton("close", "Clear", text.setting(""), id="clear") if text.get() else None,
        height=64,
        width=FILL,
        pad=(4, 0, 4, 0),
        gap=8,
    )
    if wanted and not found:
        return Page(bar, Divider(), Row(nothing, justify="center", pad=(24, 48, 24, 0)))
    return Page(bar, Divider(), rows)


def event(calendar: Calendar, nav: Nav, id: int, day: str) -> Box:
    """An event that the user was told of."""
    found = next((event for event in calendar.events if event.id == id), None)
    at = date.fromisoformat(day)
    times = of_event(found, at, at) if found is not None else iter(())
    one = next((one for one in times if one.start.date() == at), None)
    if one is None:
        return Page(
            AppBar("Event", nav.back),
            Row(Text("This event was deleted", BODY_LARGE), justify="center", pad=(24, 48, 24, 0)),
        )
    return _details(calendar, nav, one)


def _details(calendar: Calendar, nav: Nav, one: Occurrence) -> Page:
    found = one.event
    when = f"{day_words(one.start.date(), nav.now.date())}, {span_words(nav, one)}"
    edit = TextButton("EDIT", lambda: editing.edit(calendar, nav, one), id="edit")
    lines = (
        ("clock-outline", when),
        ("bell-outline", notification_words(found)),
        ("repeat", found.recurrence),
        ("text", found.note),
        ("map-marker-outline", found.location),
    )
    return Page(
        AppBar("", nav.back, [edit]),
        Column(Text(found.title or UNTITLED, HEADLINE_SMALL, id="event_title"), pad=(24, 8, 24, 16)),
        Divider(),
        *(ListRow(words, icon=icon) for icon, words in lines if words),
    )


# Holidays


def holidays(calendar: Calendar, nav: Nav) -> Page:
    """Countries whose holidays can be shown."""
    chosen = calendar.settings.holidays

    def choosing(country: str) -> Binding:
        def choose(on: bool) -> None:
            calendar.settings.holidays = sorted({*chosen, country} if on else {*chosen} - {country})

        return Binding(lambda: country in chosen, choose)

    return Page(
        AppBar("Import holidays", nav.back),
        Section("Show the holidays of"),
        *(CheckRow(country, choosing(country)) for country in HOLIDAYS),
    )


def holiday(calendar: Calendar, nav: Nav, name: str, country: str) -> Box:
    """What a holiday is."""
    return Confirm(name, f"Holiday in {country}", "OK", nav.back, nav.to("holidays"), "Change countries")


# Settings


def settings(calendar: Calendar, nav: Nav) -> Page:
    """The page of all settings."""
    values = calendar.settings

    def row(field: str) -> Box:
        return ListRow(CHOICES[field][0], getattr(values, field), nav.to("choice", field=field))

    countries = ", ".join(values.holidays) or "None"
    return Page(
        AppBar("Settings", nav.back),
        Section("Calendar"),
        row("first_day"),
        SwitchRow("Show week numbers", bind(values, "week_numbers")),
        ListRow("Import holidays", countries, nav.to("holidays")),
        Section("Events"),
        row("default_notification"),
        Section("Tasks"),
        SwitchRow("Show completed tasks", bind(values, "completed")),
        Section("General"),
        ListRow("Date & time", "Set on the phone", nav.sending("android.settings.DATE_SETTINGS")),
        ListRow("Remove ads", on_tap=nav.to("about_ads")),
        ListRow("About", on_tap=nav.to("about")),
    )


def choice(calendar: Calendar, nav: Nav, field: str) -> Box:
    """Asks for the value of a setting."""
    values = calendar.settings
    title, options = CHOICES[field]

    def choosing(option: str) -> Handler:
        def choose() -> None:
            setattr(values, field, option)
            nav.back()

        return choose

    rows = [RadioRow(option, option == getattr(values, field), choosing(option)) for option in options]
    return Dialog(title, *rows, buttons=[TextButton("Cancel", nav.back, id="button2")])


def about(calendar: Calendar, nav: Nav) -> Box:
    """What this app is."""
    text = "Calendario keeps your events and tasks on this phone. No account, no sync."
    return Confirm("About", text, "OK", nav.back, nav.back)
