"""The three tabs, the search and the navigation drawer."""

from __future__ import annotations

from openphone_gym.phone.apps.contacts.screens.editor import open_editor
from openphone_gym.phone.apps.contacts.screens.organize import organize_rows
from openphone_gym.phone.apps.contacts.screens.parts import (
    MARK_WIDTH,
    IndexMark,
    asking,
    avatar,
    empty_note,
    person_row,
    picker,
)
from openphone_gym.phone.apps.contacts.screens.person import share
from openphone_gym.phone.apps.contacts.state import TABS, Contacts, Person
from openphone_gym.phone.apps.contacts.wording import contact_count
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Handler, Icon, Label, Row
from openphone_gym.phone.toolkit.controls import Fab, IconButton, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.long_list import LongList
from openphone_gym.phone.toolkit.rows import Divider, ListRow, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, BottomTabs, Confirm, Drawer, Page, Tab
from openphone_gym.phone.toolkit.theme import BODY_LARGE, LABEL_LARGE

ICONS = dict(zip(TABS, ("account", "star-four-points-outline", "auto-fix"), strict=True))
NEWEST = 4
"""Contacts that Highlights shows as added recently."""


def show_people(contacts: Contacts, nav: Nav, id: int = 0) -> None:
    """Shows everybody, and on top the contact of that id if there is one; for other apps."""
    contacts.tab = TABS[0]
    nav.start(nav.entry.app)
    nav.back_to("home")
    if any(person.id == id for person in contacts.people):
        nav.start(nav.entry.app, "person", id=id)


def home(contacts: Contacts, nav: Nav) -> Box:
    """The open tab; in the list a long press starts choosing several contacts."""
    chosen = [id for id in nav.local.get("chosen", []) if any(p.id == id for p in contacts.people)]
    if chosen:
        return _choosing(contacts, nav, chosen)
    content = {"Contacts": _list, "Highlights": _highlights, "Organize": organize_rows}[contacts.tab]
    create = Fab(
        "plus", "Create contact", lambda: open_editor(contacts, nav, Person()), id="floating_action_button"
    )
    return Page(
        _search_bar(nav),
        *content(contacts, nav),
        fab=create if contacts.tab == "Contacts" else None,
        bottom=_tabs(contacts, nav),
    )


def _tabs(contacts: Contacts, nav: Nav) -> Box:
    def opening(tab: str) -> Handler:
        def open_tab() -> None:
            contacts.tab = tab
            nav.entry.scroll.clear()

        return open_tab

    return BottomTabs([Tab(tab, ICONS[tab], tab == contacts.tab, opening(tab)) for tab in TABS])


def _search_bar(nav: Nav) -> Box:
    def open_search() -> None:
        nav.go("search")
        nav.focus("open_search_view_edit_text")

    bar = Row(
        IconButton("menu", "Open navigation drawer", nav.to("drawer"), color="on_surface"),
        Row(
            Label("Search contacts", BODY_LARGE, color="on_surface_variant"),
            cls="android.widget.TextView",
            label="Search contacts",
            id="open_search_bar_text_view",
            on_tap=open_search,
            flex=1,
            height=48,
        ),
        IconButton("account-circle-outline", "Device contacts", nav.to("settings"), color="on_surface"),
        fill="surface_container_high",
        radius=28,
        height=56,
        width=FILL,
        gap=4,
        pad=(4, 0, 4, 0),
    )
    return Row(bar, pad=(16, 8, 16, 8), width=FILL)


# Contacts


def _list(contacts: Contacts, nav: Nav) -> list[Box]:
    return _rows(contacts, nav, []) or [empty_note("No contacts")]


def _rows(contacts: Contacts, nav: Nav, chosen: list[int]) -> list[Box]:
    """Favorites under a star, then everybody under letters."""
    people, names, letters = contacts.named()
    starred = [place for place, person in enumerate(people) if person.starred]
    everybody = [*(people[place] for place in starred), *people]
    shown = [*(names[place] for place in starred), *names]

    def mark(place: int) -> Box:
        at = place - len(starred)
        if at < 0:
            star = Icon("star", size=20, color="primary") if place == 0 else None
            return Row(star, width=MARK_WIDTH, justify="center")
        same = at > 0 and letters[at] == letters[at - 1]
        return IndexMark("" if same else letters[at])

    def row(place: int) -> Box:
        return _row(contacts, nav, everybody[place], mark(place), chosen)

    if not people:
        return []
    return [LongList(range(len(everybody)), row, shown.__getitem__)]


def _row(contacts: Contacts, nav: Nav, person: Person, mark: Box, chosen: list[int]) -> Box:
    taken = person.id in chosen
    others = [id for id in chosen if id != person.id]
    choose = nav.remember("chosen", others if taken else [*others, person.id])
    return person_row(
        contacts,
        person,
        choose if chosen else nav.to("person", id=person.id),
        mark=mark,
        photo=avatar(person, taken),
        on_long=choose,
        selected=taken,
        fill="secondary_container" if taken else None,
    )


def _choosing(contacts: Contacts, nav: Nav, chosen: list[int]) -> Page:
    stop = nav.remember("chosen", [])
    people = [person for person in contacts.listed() if person.id in chosen]
    everybody = nav.remember("chosen", [person.id for person in contacts.people])
    actions = [
        IconButton("select-all", "Select all", everybody),
        IconButton("share-variant-outline", "Share", lambda: share(nav, people)),
        IconButton("delete-outline", "Delete", nav.to("delete_people", ids=chosen)),
    ]
    bar = AppBar(str(len(chosen)), stop, actions, icon="close", fill="surface_container")
    return Page(bar, *_rows(contacts, nav, chosen), on_back=stop)


def delete_people(contacts: Contacts, nav: Nav, ids: list[int]) -> Box:
    """Asks before the chosen contacts are deleted."""

    def delete() -> None:
        contacts.remove(ids)
        nav.back()
        nav.snackbar(f"{contact_count(len(ids))} deleted")

    return Confirm(
        f"Delete {contact_count(len(ids))}?",
        "They will be removed from this device.",
        "Delete",
        delete,
        nav.back,
    )


def search(contacts: Contacts, nav: Nav) -> Box:
    """Contacts that have the typed words in a name, a number, an address or the company."""
    query = nav.bind("query")
    words = query.get().casefold().split()
    found = [person for person in contacts.listed() if words and _matches(person, words)]
    bar = Row(
        IconButton("arrow-left", "Navigate up", nav.back, color="on_surface"),
        Row(
            TextField(
                query, "Search contacts", id="open_search_view_edit_text", variant="plain", action="search"
            ),
            flex=1,
        ),
        IconButton("close", "Clear text", lambda: query.set("")) if query.get() else None,
        fill="surface_container_high",
        width=FILL,
        height=64,
        pad=(4, 0, 4, 0),
    )

    def row(person: Person) -> Box:
        return person_row(contacts, person, nav.to("person", id=person.id))

    nothing = empty_note("No contacts found") if words and not found else None
    heading = Section("All contacts") if found else None
    return Page(bar, heading, LongList(found, row, contacts.shown_name), nothing)


def _matches(person: Person, words: list[str]) -> bool:
    known = [person.name, person.nickname, person.company]
    known += [phone.number for phone in person.phones] + [email.address for email in person.emails]
    return all(any(word in text.casefold() for text in known) for word in words)


# Highlights


def _highlights(contacts: Contacts, nav: Nav) -> list[Box]:
    def row(person: Person) -> Box:
        return person_row(contacts, person, nav.to("person", id=person.id))

    starred = [row(person) for person in contacts.listed() if person.starred]
    newest = sorted(contacts.people, key=lambda person: -person.id)[:NEWEST]
    return [
        Section("Favorites"),
        *starred,
        Row(
            TextButton("Add favorites", nav.to("add_favorites"), icon="star-plus-outline"), pad=(12, 4, 12, 8)
        ),
        Section("Recently added"),
        *(row(person) for person in newest),
    ]


def add_favorites(contacts: Contacts, nav: Nav) -> Box:
    """Chooses contacts to star."""

    def star(people: list[Person]) -> None:
        for person in people:
            person.starred = True

    return picker(contacts, nav, [person for person in contacts.listed() if not person.starred], star)


# Navigation drawer


def drawer(contacts: Contacts, nav: Nav) -> Box:
    """The side menu: labels, settings, help."""

    def opening(screen: str, **args: str) -> Handler:
        return lambda: nav.replace(screen, **args)

    def everybody() -> None:
        contacts.tab = TABS[0]
        nav.back()

    def create() -> None:
        nav.back()
        asking(nav, "create_label")()

    def offline() -> None:
        nav.back()
        nav.toast("You're offline. Check your connection.")

    def label_row(name: str) -> Box:
        count = Label(str(len(contacts.members(name))), LABEL_LARGE, color="on_surface_variant")
        return ListRow(name, on_tap=opening("label", name=name), icon="label-outline", trailing=count)

    return Drawer(
        "Contacts",
        ListRow("Contacts", on_tap=everybody, icon="account-outline"),
        Divider(),
        Section("Labels"),
        *(label_row(name) for name in contacts.labels),
        ListRow("Create label", on_tap=create, icon="plus"),
        Divider(),
        ListRow("Settings", on_tap=opening("settings"), icon="cog-outline"),
        ListRow("Help & feedback", on_tap=offline, icon="help-circle-outline"),
    )
