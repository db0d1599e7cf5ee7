"""Settings: the list, theme, search engine, home page, and pages of switches."""

from __future__ import annotations

from openphone_gym.phone.apps.chrome.screens.setting_pages import PAGES, Choice, Line, Switched
from openphone_gym.phone.apps.chrome.state import DARK, LIGHT, SYSTEM_THEME, THEMES, Chrome
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding, bind
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Row, Text
from openphone_gym.phone.toolkit.controls import Button, IconButton, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import ListRow, RadioRow, Section, SliderRow, SwitchRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Dialog, Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, TITLE_LARGE
from openphone_gym.phone.world.sites.engines import ENGINES

THEME_TOLD = {
    SYSTEM_THEME: "Uses the dark theme when your device’s is dark",
    LIGHT: "",
    DARK: "",
}
SMALLEST_TEXT, TEXT_STEPS, TEXT_STEP = 50, 30, 5
"""Smallest size of the words on pages in percent, and how many steps of so many percent there are."""


def settings(state: Chrome, nav: Nav) -> Box:
    """All settings."""

    def page(name: str, told: str = "") -> Box:
        return ListRow(name, told, nav.to("settings_page", name=name))

    chosen = state.settings
    home = chosen.homepage or "Chrome’s homepage"
    return Page(
        AppBar("Settings", nav.back, [IconButton("help-circle-outline", "Help & feedback", nav.to("about"))]),
        Section("You and Google"),
        ListRow(
            "Turn on sync?",
            "Sync and personalize across devices",
            nav.to("sign_in"),
            icon="account-circle-outline",
        ),
        page("Google services"),
        Section("Basics"),
        ListRow("Search engine", chosen.engine, nav.to("search_engine")),
        page("Address bar"),
        ListRow("Google Password Manager", on_tap=nav.to("kept_data", name="Google Password Manager")),
        ListRow("Payment methods", on_tap=nav.to("kept_data", name="Payment methods")),
        ListRow("Addresses and more", on_tap=nav.to("kept_data", name="Addresses and more")),
        page("Privacy and security"),
        ListRow("Safety check", on_tap=nav.to("safety_check")),
        page("Notifications"),
        ListRow("Theme", chosen.theme, nav.to("theme")),
        Section("Advanced"),
        ListRow("Homepage", home if chosen.home_button else "Off", nav.to("homepage")),
        page("Toolbar shortcut"),
        page("Tabs"),
        ListRow("Accessibility", on_tap=nav.to("accessibility")),
        page("Site settings"),
        page("Languages"),
        page("Downloads"),
        ListRow("About Chrome", on_tap=nav.to("about")),
    )


def theme(state: Chrome, nav: Nav) -> Box:
    """The choice of the theme."""
    rows = [
        RadioRow(name, state.settings.theme == name, _putting(state, "theme", name), THEME_TOLD[name])
        for name in THEMES
    ]
    return Page(AppBar("Theme", nav.back), *rows)


def search_engine(state: Chrome, nav: Nav) -> Box:
    """The choice of the search engine."""
    rows = [
        RadioRow(name, state.settings.engine == name, _putting(state, "engine", name), host)
        for name, host in ENGINES.items()
    ]
    return Page(AppBar("Search engine", nav.back), *rows)


def _putting(state: Chrome, field: str, value: str) -> Handler:
    return lambda: setattr(state.settings, field, value)


def homepage(state: Chrome, nav: Nav) -> Box:
    """Whether there is a home button, and where it leads."""
    chosen = state.settings
    custom = bool(chosen.homepage) or bool(nav.local.get("custom"))

    def plain() -> None:
        nav.local.pop("custom", None)
        chosen.homepage = ""

    address = TextField(bind(chosen, "homepage"), "Enter custom web address", id="custom_uri", ime="uri")
    return Page(
        AppBar("Homepage", nav.back),
        SwitchRow("Homepage", bind(chosen, "home_button")),
        RadioRow("Chrome’s homepage", not custom, plain),
        RadioRow("Enter custom web address", custom, nav.remember("custom", True)),
        Column(address, pad=(24, 8, 24, 16)) if custom else None,
    )


def accessibility(state: Chrome, nav: Nav) -> Box:
    """How large words on pages are."""
    chosen = state.settings

    def put(step: int) -> None:
        chosen.text_percent = SMALLEST_TEXT + TEXT_STEP * step

    scale = Binding(lambda: (chosen.text_percent - SMALLEST_TEXT) // TEXT_STEP, put)
    return Page(
        AppBar("Accessibility", nav.back),
        SliderRow("Text scaling", scale, TEXT_STEPS),
        Row(
            Text(
                f"{chosen.text_percent}%. Make web pages easier to read.",
                BODY_MEDIUM,
                color="on_surface_variant",
            ),
            pad=(24, 0, 24, 12),
        ),
        *_lines(state, nav, "Accessibility"),
    )


def settings_page(state: Chrome, nav: Nav, name: str) -> Box:
    """A page of switches and choices."""
    return Page(AppBar(name, nav.back), *_lines(state, nav, name))


def _lines(state: Chrome, nav: Nav, page: str) -> list[Box]:
    return [_line(state, nav, line) for line in PAGES.get(page, ())]


def _line(state: Chrome, nav: Nav, line: Line) -> Box:
    if isinstance(line, Switched):
        flag = Binding(
            lambda: state.flag(line.name, line.on), lambda on: _set(state.settings.flags, line.name, on)
        )
        return SwitchRow(line.name, flag, line.told)
    if isinstance(line, Choice):
        value = state.settings.choices.get(line.name, line.options[0])
        return ListRow(line.name, value, nav.to("choice", name=line.name, options=list(line.options)))
    args = {"name": line.page} if line.screen in ("settings_page", "kept_data") else {}
    return ListRow(line.name, line.told, nav.to(line.screen, **args) if line.screen else None)


def _set(table: dict[str, bool], name: str, on: bool) -> None:
    table[name] = on


def choice(state: Chrome, nav: Nav, name: str, options: list[str]) -> Box:
    """A choice of one among several."""
    value = state.settings.choices.get(name, options[0])

    def choosing(option: str) -> Handler:
        def choose() -> None:
            state.settings.choices[name] = option
            nav.back()

        return choose

    rows = [RadioRow(option, option == value, choosing(option)) for option in options]
    return Dialog(name, *rows, buttons=[TextButton("Cancel", nav.back, id="button2")])


def kept_data(state: Chrome, nav: Nav, name: str) -> Box:
    """What is kept to fill in forms: nothing yet."""
    told = {
        "Google Password Manager": "Saved passwords will appear here.",
        "Payment methods": "Cards that you save will appear here.",
        "Addresses and more": "Addresses that you save will appear here.",
    }.get(name, "")
    return Page(
        AppBar(name, nav.back),
        *_lines(state, nav, name),
        Row(Text(told, BODY_MEDIUM, color="on_surface_variant"), pad=(24, 24, 24, 24)),
    )


def safety_check(state: Chrome, nav: Nav) -> Box:
    """Looks whether all is well."""
    done = bool(nav.local.get("checked"))
    told = (
        "Checked just now" if done else "Chrome can help keep you safe from data breaches, bad sites and more"
    )
    results = {
        "Safe Browsing": "Standard protection is on",
        "Updates": "Chrome is up to date",
        "Passwords": "No saved passwords",
    }
    return Page(
        AppBar("Safety check", nav.back),
        Row(Text(told, BODY_MEDIUM, color="on_surface_variant"), pad=(24, 16, 24, 16)),
        *(ListRow(name, words if done else "", icon="check-circle-outline" if done else "shield-outline")
          for name, words in results.items()),
        Row(Button("Check now", nav.remember("checked", True)), pad=(24, 16, 24, 16)),
    )  # fmt: skip


def about(state: Chrome, nav: Nav) -> Box:
    """Which version this is."""
    facts = {"Application version": "Chrome 124.0.6367.113", "Operating system": "Android 13; Pixel 7 Pro"}
    return Page(
        AppBar("About Chrome", nav.back),
        *(ListRow(name, told) for name, told in facts.items()),
        ListRow("Terms of Service", on_tap=nav.to("terms")),
    )


def terms(state: Chrome, nav: Nav) -> Box:
    """What users agree to."""
    words = "By using this browser you agree to its terms of service. Pages belong to those who publish them."
    return Page(AppBar("Terms of Service", nav.back), Row(Text(words, BODY_MEDIUM), pad=(24, 16, 24, 16)))


def sign_in(state: Chrome, nav: Nav) -> Box:
    """Offers to sign in; it stays an offer."""

    def refuse() -> None:
        nav.back()
        nav.snackbar("Sync wasn’t turned on")

    points = (
        "Your bookmarks, passwords and more on all devices",
        "Tabs from your other devices",
        "Personalized services",
    )
    return Page(
        AppBar("Turn on sync?", nav.back),
        Column(
            Icon("sync", size=64, color="primary"),
            Text("Turn on sync?", TITLE_LARGE, text_align="center"),
            *(Text(point, BODY_MEDIUM, color="on_surface_variant", text_align="center") for point in points),
            Button("Yes, I’m in", refuse, width=FILL),
            TextButton("No thanks", nav.back),
            align="center",
            gap=16,
            pad=(32, 40, 32, 24),
        ),
    )
