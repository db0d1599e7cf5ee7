"""Preferences, and help."""

from __future__ import annotations

from openphone_gym.phone.apps.map.screens.trip import avoiding_rows
from openphone_gym.phone.apps.map.state import Map
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import Box, Column, Text
from openphone_gym.phone.toolkit.controls import TextButton
from openphone_gym.phone.toolkit.rows import Divider, ListRow, RadioRows, Section, SwitchRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Dialog, Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, TITLE_MEDIUM

CHOICES = {
    "units": ("Measurement units", ("Kilometers", "Miles")),
    "night": ("Night mode", ("Off", "On", "Auto")),
    "downloads": ("Download maps over", ("Wi-Fi only", "Any network", "Ask every time")),
    "voice_language": ("Voice language", ("English", "Deutsch", "Español", "Français", "中文")),
    "power_saving": ("Power saving mode", ("Never", "Auto", "Maximum")),
}
"""Title and options of the settings that are a choice, by field."""

ANSWERS = (
    ("How do I download a map?", "Open the menu, choose Download maps and touch a region."),
    ("How do I plan a route?", "Find the destination, touch Route to, and choose how you travel."),
    ("Where are my bookmarks?", "Open the menu and choose Bookmarks; each list can be shown or hidden."),
    ("Why is my position wrong?", "Make sure that location is switched on in the settings of the phone."),
)


def settings(state: Map, nav: Nav) -> Box:
    """All preferences."""
    known = state.settings

    def choice(field: str) -> Box:
        return ListRow(CHOICES[field][0], getattr(known, field), nav.to("preference", field=field))

    return Page(
        AppBar("Settings", nav.back),
        Section("General"),
        choice("units"),
        SwitchRow("Zoom buttons", bind(known, "zoom_buttons"), "Show on the map"),
        SwitchRow("3D buildings", bind(known, "buildings")),
        choice("downloads"),
        SwitchRow("Increase font size on the map", bind(known, "large_type")),
        SwitchRow("Search history", bind(known, "history")),
        choice("power_saving"),
        Divider(),
        Section("Navigation"),
        choice("night"),
        SwitchRow("Perspective view", bind(known, "perspective")),
        SwitchRow("Voice instructions", bind(known, "voice")),
        choice("voice_language"),
        SwitchRow("Announce street names", bind(known, "street_names"), enabled=known.voice),
        Divider(),
        Section("Avoid when driving"),
        *avoiding_rows(state),
        Divider(),
        ListRow("Help", on_tap=nav.to("help_page")),
    )


def preference(state: Map, nav: Nav, field: str) -> Box:
    """The options of one setting."""
    title, options = CHOICES[field]
    rows = RadioRows(options, bind(state.settings, field), nav.back)
    return Dialog(title, *rows, buttons=[TextButton("Cancel", nav.back)])


def help_page(state: Map, nav: Nav) -> Box:
    """Answers to what people ask."""
    return Page(
        AppBar("Help", nav.back),
        *(
            Column(
                Text(question, TITLE_MEDIUM),
                Text(answer, BODY_MEDIUM, color="on_surface_variant"),
                gap=4,
                pad=(24, 12, 24, 12),
            )
            for question, answer in ANSWERS
        ),
        Divider(),
        ListRow("Data", "Maps of this app are data of the phone; they need no connection."),
    )
