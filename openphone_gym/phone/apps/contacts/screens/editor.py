"""The editor of a contact."""

from __future__ import annotations

from openphone_gym.phone.apps.contacts.numbers import dialable, show_number
from openphone_gym.phone.apps.contacts.screens.parts import asking, person_row, text_dialog
from openphone_gym.phone.apps.contacts.state import (
    CUSTOM,
    EMAIL_LABELS,
    EVENT_LABELS,
    PHONE_LABELS,
    Contacts,
    Email,
    Event,
    Person,
    Phone,
)
from openphone_gym.phone.apps.contacts.wording import long_date
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Space
from openphone_gym.phone.toolkit.controls import Button, IconButton, TextButton
from openphone_gym.phone.toolkit.date_picker import DatePicker
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import LAYOUT, Avatar, ListRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Menu, Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_SMALL

CHOICES = {"phones": PHONE_LABELS, "emails": EMAIL_LABELS, "events": EVENT_LABELS}
"""Labels to choose from, by the list of a contact that they are for."""


def open_editor(contacts: Contacts, nav: Nav, person: Person) -> None:
    """Opens the editor on a contact or on a new `Person`."""
    contacts.edit(person)
    nav.go("editor")


def create(
    contacts: Contacts, nav: Nav, name: str = "", number: str = "", email: str = "", company: str = ""
) -> None:
    """Opens the editor on a new contact with what is known of it; for other apps."""
    first, _, last = name.partition(" ")
    contacts.edit(
        Person(
            first_name=first,
            last_name=last,
            company=company,
            phones=[Phone(number=dialable(number))],
            emails=[Email(address=email)],
        )
    )
    nav.start(nav.entry.app, "editor")


def choose_person(contacts: Contacts, nav: Nav, number: str = "") -> Box:
    """Asks whose contact is to get a number; for other apps."""

    def adding(person: Person) -> Handler:
        def add() -> None:
            contacts.edit(person)
            contacts.draft.person.phones.append(Phone(number=dialable(number)))
            nav.replace("editor")

        return add

    create_new = ListRow("Create new contact", "", lambda: create(contacts, nav, number=number), icon="plus")
    rows = [person_row(contacts, person, adding(person)) for person in contacts.listed()]
    return Page(AppBar("Choose a contact", nav.back), create_new, *rows)


def editor(contacts: Contacts, nav: Nav) -> Box:
    """The contact in the editor; back asks before changes are lost."""
    person = contacts.draft.person

    def leave() -> None:
        nav.unfocus()
        if contacts.edited():
            nav.go("discard")
        else:
            nav.back()

    title = "Edit contact" if person.id else "Create contact"
    save = Button("Save", lambda: _save(contacts, nav), id="toolbar_button", height=36, pad=(20, 0, 20, 0))
    return Page(
        AppBar(title, leave, [save, Space(8)], icon="close"),
        Column(
            _photo(nav, person),
            Column(
                _line("account-outline", _field(person, "first_name", "First name")),
                _line("", _field(person, "last_name", "Last name")),
                _line("domain", _field(person, "company", "Company")),
                *_phones(nav, person),
                *_emails(nav, person),
                *_more(contacts, nav),
                gap=8,
                holders=[("kind_section_views", LAYOUT)],
            ),
            gap=8,
            pad=(12, 8, 12, 24),
        ),
        on_back=leave,
    )


def _save(contacts: Contacts, nav: Nav) -> None:
    nav.unfocus()
    known = contacts.draft.person.id
    if not contacts.edited():
        nav.back()
        if not known:
            nav.toast("Nothing to save. Contact discarded.")
        return
    person = contacts.save()
    nav.toast(f"{person.name} saved")
    nav.back()
    if not known:
        nav.go("person", id=person.id)


def _photo(nav: Nav, person: Person) -> Box:
    name = f"{person.first_name} {person.last_name}".strip()
    picture = (
        Avatar(name, 88)
        if name
        else Row(
            Icon("camera-plus-outline", size=32, color="on_primary_container"),
            width=88,
            height=88,
            radius=44,
            fill="primary_container",
            justify="center",
        )
    )
    picture.__dict__.update(
        cls="android.widget.ImageButton",
        desc="Add contact photo",
        on_tap=lambda: nav.toast("There are no photos on this device"),
    )
    return Row(picture, justify="center", width=FILL, pad=(0, 8, 0, 8))


def _line(icon: str, content: Box, end: Box | None = None) -> Box:
    """A field with an icon in front and room for a button behind."""
    content.flex = 1
    return Row(Icon(icon) if icon else Space(24), content, end or Space(28), width=FILL, gap=12)


def _field(record: object, field: str, hint: str, name: str = "", **attributes: object) -> TextField:
    """A field of the editor, which has no id: only its hint tells what it is for."""
    return TextField(bind(record, field), hint, name=name or field, **{"action": "next", **attributes})


def _label_choice(nav: Nav, kind: str, index: int, label: str, what: str) -> Box:
    """A drop-down field with the label of an entry."""
    words = Column(
        Label("Label", BODY_SMALL, color="on_surface_variant"), Label(label, BODY_LARGE, max_lines=1), flex=1
    )
    field = Row(
        words, Icon("menu-down"), height=56, width=FILL, pad=(16, 0, 8, 0), stroke="outline", radius=4
    )
    field.__dict__.update(
        cls="android.widget.Spinner",
        label=label,
        desc=f"{what} label",
        on_tap=nav.to("entry_label", kind=kind, index=index),
    )
    return field


def _remove(entries: list[Phone] | list[Email] | list[Event], index: int, what: str) -> Box:
    return IconButton("close", f"Remove {what}", lambda: entries.pop(index), width=28)


def _add(label: str, on_tap: Handler) -> Box:
    return Row(Space(24), TextButton(label, on_tap), width=FILL)


def _phones(nav: Nav, person: Person) -> list[Box]:
    phones = person.phones
    rows: list[Box] = []
    for index, phone in enumerate(phones):
        field = _field(
            phone,
            "number",
            "Phone",
            f"phone_{index}",
            ime="phone",
            accept=dialable,
            format=show_number,
            limit=24,
        )
        rows.append(_line("" if index else "phone-outline", field, _remove(phones, index, "phone")))
        rows.append(_line("", _label_choice(nav, "phones", index, phone.label, "Phone")))

    def add() -> None:
        phones.append(Phone())
        nav.focus(f"phone_{len(phones) - 1}")

    return [*rows, _add("Add phone", add)]


def _emails(nav: Nav, person: Person) -> list[Box]:
    emails = person.emails
    rows: list[Box] = []
    for index, email in enumerate(emails):
        field = _field(email, "address", "Email", f"email_{index}", ime="email")
        rows.append(_line("" if index else "email-outline", field, _remove(emails, index, "email")))
        rows.append(_line("", _label_choice(nav, "emails", index, email.label, "Email")))

    def add() -> None:
        emails.append(Email())
        nav.focus(f"email_{len(emails) - 1}")

    return [*rows, _add("Add email", add)]


def _more(contacts: Contacts, nav: Nav) -> list[Box]:
    """The rarer fields: those that have a value, and the others after "More fields"."""
    draft = contacts.draft
    person = draft.person
    rows: list[Box] = []
    for name, hint, icon, ime in (
        ("nickname", "Nickname", "account-outline", "text"),
        ("website", "Website", "web", "uri"),
    ):
        if draft.more or getattr(person, name):
            rows.append(_line(icon, _field(person, name, hint, ime=ime)))
    rows += _events(nav, person, draft.more)
    if draft.more or person.address:
        rows.append(_line("map-marker-outline", _field(person, "address", "Address")))
    if draft.more or person.notes:
        rows.append(_line("note-text-outline", _field(person, "notes", "Notes", action="newline")))
    if not draft.more:
        rows.append(_add("More fields", bind(draft, "more").setting(True)))
    return rows


def _events(nav: Nav, person: Person, more: bool) -> list[Box]:
    rows: list[Box] = []
    events = person.events
    for index, event in enumerate(events):
        if not (more or event.date):
            continue
        rows.append(
            _line(
                "" if index else "calendar-outline",
                _date_field(nav, event, index),
                _remove(events, index, "date"),
            )
        )
        rows.append(_line("", _label_choice(nav, "events", index, event.label, "Significant date")))
    if more:
        rows.append(_add("Add significant date", lambda: events.append(Event(EVENT_LABELS[len(events) > 0]))))
    return rows


def _date_field(nav: Nav, event: Event, index: int) -> Box:
    shown = long_date(event.date) if event.date else "Significant date"
    ink = "on_surface" if event.date else "on_surface_variant"
    field = Row(Label(shown, BODY_LARGE, color=ink, max_lines=1), height=56, width=FILL, pad=(16, 0, 16, 0))
    field.__dict__.update(
        cls="android.widget.EditText",
        label=shown,
        desc="Significant date" if event.date else "",
        stroke="outline",
        radius=4,
        on_tap=nav.to("event_date", index=index),
    )
    return field


# Menus and dialogs


def entry_label(contacts: Contacts, nav: Nav, kind: str, index: int) -> Box:
    """Asks for the label of a phone number, an address or a date."""
    entry = getattr(contacts.draft.person, kind)[index]

    def choosing(label: str) -> Handler:
        def choose() -> None:
            nav.back()
            if label == CUSTOM:
                asking(nav, "custom_label", kind=kind, index=index)()
            else:
                entry.label = label

        return choose

    return Menu([(label, choosing(label)) for label in CHOICES[kind]], beside=nav.entry.anchor)


def custom_label(contacts: Contacts, nav: Nav, kind: str, index: int) -> Box:
    """Asks for a label of the user's own."""
    entry = getattr(contacts.draft.person, kind)[index]
    return text_dialog(nav, "Custom label", "Label name", bind(entry, "label").set)


def event_date(contacts: Contacts, nav: Nav, index: int) -> Box:
    """Asks for a significant date."""
    event = contacts.draft.person.events[index]
    today = nav.now.date().isoformat()

    def choose(day: str) -> None:
        event.date = day
        nav.back()

    return DatePicker(nav.local, event.date or today, choose, nav.back, today)


def discard(contacts: Contacts, nav: Nav) -> Box:
    """Asks before changes are lost."""

    def leave() -> None:
        nav.back()
        nav.back()

    message = "Your changes have not been saved"
    return Confirm("Discard changes?", message, "Discard", leave, nav.back)
