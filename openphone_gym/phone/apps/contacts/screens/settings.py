"""Settings of the app."""

from __future__ import annotations

from openphone_gym.phone.apps.contacts.state import NAME_FORMATS, SORT_ORDERS, Contacts
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import Box
from openphone_gym.phone.toolkit.controls import TextButton
from openphone_gym.phone.toolkit.rows import ListRow, RadioRows, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, Dialog, Page

CHOICES = {"sort_by": ("Sort by", SORT_ORDERS), "name_format": ("Name format", NAME_FORMATS)}
"""Title and options of each setting."""


def settings(contacts: Contacts, nav: Nav) -> Box:
    """Settings of the app."""
    rows = [
        ListRow(title, getattr(contacts.settings, name), nav.to("choice", name=name))
        for name, (title, _) in CHOICES.items()
    ]
    return Page(
        AppBar("Settings", nav.back),
        Section("Display"),
        *rows,
        Section("Edit contacts"),
        ListRow("Default account for new contacts", "Device", lambda: nav.toast("There is no other account")),
        ListRow("Blocked numbers", on_tap=nav.to("blocked")),
        Section("About"),
        ListRow("Version", nav.system.packages["com.google.android.contacts"].version),
    )


def choice(contacts: Contacts, nav: Nav, name: str) -> Box:
    """Asks for the value of a setting, a key of ``CHOICES``."""
    title, options = CHOICES[name]
    rows = RadioRows(options, bind(contacts.settings, name), nav.back)
    return Dialog(title, *rows, buttons=[TextButton("Cancel", nav.back, id="button2")])
