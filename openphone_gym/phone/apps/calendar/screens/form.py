"""The form of an event, new or known."""

from __future__ import annotations

import copy

from openphone_gym.phone.apps.calendar import editing
from openphone_gym.phone.apps.calendar.screens.to_dos import form_row
from openphone_gym.phone.apps.calendar.state import COLORS, NOTIFICATIONS, Calendar, EventDraft
from openphone_gym.phone.apps.calendar.wording import ALL_DAY, day_words, time_words
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding, bind
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Row, Space, Text
from openphone_gym.phone.toolkit.controls import IconButton, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import Divider, SwitchRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Menu, Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE, HEADLINE_SMALL


def form(calendar: Calendar, nav: Nav) -> Page:
    """What the draft of an event holds."""
    draft = calendar.draft
    if draft is None:
        return Page(AppBar("Event", nav.back))
    event = draft.event

    def save() -> None:
        nav.unfocus()
        if editing.needs_scope(calendar) and event != draft.first:
            nav.go("scope", deleting=False)
        else:
            editing.save(calendar, nav)

    def leave() -> None:
        nav.unfocus()
        if event == draft.first:
            calendar.draft = None
            nav.back()
        else:
            nav.go("discard")

    title = TextField(
        bind(event, "title"), "Event…", id="event_title", variant="plain", style=HEADLINE_SMALL, limit=200
    )
    all_day = Binding(lambda: event.all_day, lambda on: editing.set_all_day(draft, on))
    return Page(
        _bar(draft, nav, leave, save),
        Column(title, pad=(24, 0, 24, 8)),
        Divider(),
        SwitchRow(ALL_DAY, all_day, icon="clock-outline", switch={"id": "all_day"}),
        _moment(draft, nav, "start"),
        _moment(draft, nav, "end"),
        Divider(),
        *_notifications(draft, nav),
        Divider(),
        *_recurrence(draft, nav),
        Divider(),
        _field("text", bind(event, "note"), "Note…", "event_note", "newline"),
        _field("map-marker-outline", bind(event, "location"), "Location…", "event_location", "done"),
        Divider(),
        _color(draft, nav),
        form_row("account-multiple-plus-outline", "Invite guests", nav.to("guests"), id="guests"),
        on_back=leave,
    )


def _bar(draft: EventDraft, nav: Nav, leave: Handler, save: Handler) -> Box:
    known = draft.event.id != 0

    def delete() -> None:
        nav.unfocus()
        nav.go("delete")

    return Row(
        IconButton("close", "Close", leave, color="on_surface", id="close"),
        Space(flex=1),
        IconButton("delete-outline", "Delete", delete, id="delete") if known else None,
        IconButton("dots-vertical", "More options", nav.to("form_menu"), id="overflow") if known else None,
        TextButton("SAVE", save, id="save"),
        height=64,
        width=FILL,
        pad=(4, 0, 8, 0),
    )


def form_menu(calendar: Calendar, nav: Nav) -> Box:
    """Commands for an event that is there."""

    def duplicate() -> None:
        draft = calendar.draft
        if draft is None:
            nav.back()
            return
        twin = copy.deepcopy(draft.event)
        twin.id, twin.skipped = 0, []
        editing.open_form(calendar, nav, twin)

    return Menu([("Duplicate", duplicate)], nav.entry.anchor)


def _moment(draft: EventDraft, nav: Nav, end: str) -> Box:
    """Day and time of the beginning or the end."""
    event = draft.event
    moment = getattr(event, end)

    def part(words: str, screen: str, id: str, **attributes: object) -> Box:
        return Row(
            Text(words, BODY_LARGE, id=id),
            cls="android.view.ViewGroup",
            on_tap=nav.to(screen, of=end),
            height=48,
            **attributes,
        )

    day = part(day_words(moment.date(), nav.now.date()), "pick_day", f"{end}_date", flex=1, pad=(68, 0, 0, 0))
    hour = part(time_words(nav, moment), "pick_time", f"{end}_time", pad=(16, 0, 24, 0))
    return Row(day, None if event.all_day else hour, width=FILL)


def _notifications(draft: EventDraft, nav: Nav) -> list[Box]:
    event = draft.event

    def row(place: int, minutes: int) -> Box:
        remove = IconButton("close", "Remove notification", lambda: event.notifications.pop(place), size=20)
        icon = "" if place else "bell-outline"
        return form_row(
            icon, NOTIFICATIONS[minutes], nav.to("pick_notification", place=place), remove, id="notification"
        )

    rows = [row(place, minutes) for place, minutes in enumerate(event.notifications)]
    if len(rows) < len(NOTIFICATIONS):
        words = "Add notification" if rows else "Set notification"
        adding = nav.to("pick_notification", place=len(rows))
        rows.append(form_row("" if rows else "bell-outline", words, adding, id="add_notification"))
    return rows


def _recurrence(draft: EventDraft, nav: Nav) -> list[Box | None]:
    event = draft.event

    def remove() -> None:
        event.recurrence, event.until = "", None

    def forever() -> None:
        event.until = None

    if not event.recurrence:
        return [form_row("repeat", "Set recurrence", nav.to("recurrence"), id="recurrence")]
    until = f"Until {day_words(event.until, nav.now.date())}" if event.until else "Forever"
    return [
        form_row(
            "repeat",
            event.recurrence,
            nav.to("recurrence"),
            IconButton("close", "Remove recurrence", remove, size=20),
            id="recurrence",
        ),
        form_row(
            "",
            until,
            nav.to("pick_until"),
            IconButton("close", "Remove end", forever, size=20) if event.until else None,
            id="until",
        ),
    ]


def _field(icon: str, text: Binding, hint: str, id: str, action: str) -> Box:
    field = TextField(text, hint, id=id, variant="plain", action=action, limit=1000)
    return Row(Icon(icon), Column(field, flex=1), gap=20, width=FILL, pad=(24, 6, 24, 6))


def _color(draft: EventDraft, nav: Nav) -> Box:
    color = draft.event.color
    return Row(
        Box(width=20, height=20, radius=10, fill=COLORS[color]),
        Text(color, BODY_LARGE, flex=1),
        cls="android.view.ViewGroup",
        id="color",
        on_tap=nav.to("pick_color"),
        gap=22,
        width=FILL,
        pad=(26, 14, 24, 14),
    )
