"""Settings of the app: look and language, import, accounts, help."""

from __future__ import annotations

from collections.abc import Sequence

from openphone_gym.phone.apps.cantook.screens.frame import OFFLINE, foot
from openphone_gym.phone.apps.cantook.screens.imports import importing
from openphone_gym.phone.apps.cantook.state import COLORS, LANGUAGES, THEMES, Cantook
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import Box, Column, Handler, Row, Text
from openphone_gym.phone.toolkit.controls import Button, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import Divider, ListRow, RadioRow, RadioRows, RoundIcon, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, Dialog, Message, Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, BODY_SMALL

PACKAGE = "com.aldiko.android"
VERSION = "Version 1.12"
SERVICES = ("Cantook", "Adobe ID")
"""Accounts that books with protection need."""


def settings_tab(state: Cantook, nav: Nav) -> Box:
    """The page of all settings."""
    chosen = state.preferences
    swatch = RoundIcon("palette-outline", COLORS[chosen.color], 32)
    info = nav.sending("android.settings.APPLICATION_DETAILS_SETTINGS", package=PACKAGE)
    return Page(
        AppBar("Settings"),
        Section("Preferences"),
        ListRow("Language", chosen.language, nav.to("choice", name="language"), icon="translate"),
        ListRow("Theme", chosen.theme, nav.to("choice", name="theme"), icon="theme-light-dark"),
        ListRow("Color selector", chosen.color, nav.to("color"), icon="palette-outline", trailing=swatch),
        ListRow("Notifications", on_tap=info, icon="bell-outline"),
        Divider(),
        Section("Library"),
        ListRow("Import files", on_tap=importing(nav), icon="file-import-outline"),
        ListRow("Import folder", on_tap=nav.to("import_folder"), icon="folder-open-outline"),
        ListRow("Manage accounts", on_tap=nav.to("accounts"), icon="account-outline"),
        Divider(),
        Section("About"),
        ListRow("Help", on_tap=_page(nav, "help"), icon="help-circle-outline"),
        ListRow("Terms of use", on_tap=_page(nav, "terms"), icon="file-document-outline"),
        ListRow("Privacy policy", on_tap=_page(nav, "privacy"), icon="shield-account-outline"),
        Row(Text(VERSION, BODY_SMALL, color="on_surface_variant"), justify="center", pad=(0, 16, 0, 24)),
        bottom=foot(state, nav),
        on_back=lambda: setattr(state, "tab", "Home"),
    )


def _page(nav: Nav, path: str) -> Handler:
    """A handler that opens a page of the maker in a browser."""

    def show() -> None:
        if nav.online:
            nav.send("link", url=f"https://reader.example.com/{path}")
        else:
            nav.toast(OFFLINE)

    return show


def choice(state: Cantook, nav: Nav, name: str) -> Box:
    """Language or theme."""
    values: Sequence[str] = LANGUAGES if name == "language" else THEMES
    rows = RadioRows(values, bind(state.preferences, name), nav.back)
    return Dialog(name.capitalize(), *rows)


def color(state: Cantook, nav: Nav) -> Box:
    """The colour of progress bars and pages' marks."""

    def row(name: str) -> Box:
        def choose() -> None:
            state.preferences.color = name
            nav.back()

        return RadioRow(
            name, state.preferences.color == name, choose, trailing=RoundIcon("water", COLORS[name], 32)
        )

    return Dialog("Color selector", *(row(name) for name in COLORS))


def accounts(state: Cantook, nav: Nav) -> Box:
    """Accounts of shops and libraries: there are none yet."""
    rows = [
        ListRow(one, "Not signed in", nav.to("sign_in", service=one), icon="account-outline")
        for one in SERVICES
    ]
    return Page(
        AppBar("Manage accounts", nav.back),
        *rows,
        Divider(),
        ListRow("Add a library", on_tap=nav.to("libraries"), icon="plus"),
    )


def sign_in(state: Cantook, nav: Nav, service: str) -> Box:
    """Asks for the account of a service; nobody on this phone has one."""
    user, password = nav.bind("user"), nav.bind("password")
    failed = nav.local.get("failed", "")

    def enter() -> None:
        nav.unfocus()
        nav.local["failed"] = "Wrong user name or password" if nav.online else OFFLINE

    return Page(
        AppBar("Sign in", nav.back),
        Column(
            Text(f"Sign in to {service} to read protected books on this device.", BODY_MEDIUM),
            TextField(user, "User name or card number", id="user", action="next"),
            TextField(password, "Password", id="password", password=True, on_submit=enter),
            Text(failed, BODY_SMALL, color="error") if failed else None,
            Button("Sign in", enter, enabled=bool(user.get() and password.get())),
            gap=16,
            pad=(24, 16, 24, 16),
        ),
    )


def rate(state: Cantook, nav: Nav) -> Box:
    """Asks for a rating."""

    def thank() -> None:
        nav.back()
        nav.toast("Thank you!")

    return Dialog(
        "Enjoying Cantook?",
        Message("Tell others what you think of it. It takes less than a minute."),
        buttons=[
            TextButton("Not now", nav.back, id="button2"),
            TextButton("Rate", thank, id="button1"),
        ],
    )
