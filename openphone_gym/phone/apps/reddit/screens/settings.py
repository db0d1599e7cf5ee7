"""Settings of the app, and logging out."""

from __future__ import annotations

from openphone_gym.phone.apps.reddit.screens.frame import SITE, browsing, face, nothing
from openphone_gym.phone.apps.reddit.state import COMMENT_ORDERS, THEMES, Reddit
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Icon, Row, Text
from openphone_gym.phone.toolkit.controls import Button, TextButton
from openphone_gym.phone.toolkit.rows import Divider, ListRow, RadioRows, Section, SwitchRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Dialog, Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, BODY_SMALL, HEADLINE_SMALL

PACKAGE = "com.reddit.frontpage"


def settings(state: Reddit, nav: Nav) -> Box:
    """All settings."""
    chosen = state.preferences
    info = nav.sending("android.settings.APPLICATION_DETAILS_SETTINGS", package=PACKAGE)
    return Page(
        AppBar("Settings", nav.back),
        Section("General"),
        ListRow(f"Account settings for u/{state.user}", nav.world.user.mail, nav.to("account_settings"),
                icon="account-outline"),
        ListRow("Notifications", on_tap=info, icon="bell-outline"),
        Section("View options"),
        ListRow("Dark mode", chosen.theme, nav.to("preference", name="theme"), icon="theme-light-dark"),
        ListRow("Default comment sort", chosen.comment_order, nav.to("preference", name="comment_order"),
                icon="comment-outline"),
        SwitchRow("Autoplay", bind(chosen, "autoplay"), icon="play-circle-outline"),
        SwitchRow("Show mature content (I’m over 18)", bind(chosen, "mature"), icon="eye-off-outline"),
        SwitchRow("Blur mature images", bind(chosen, "blur"), icon="blur", enabled=chosen.mature),
        SwitchRow("Home feed recommendations", bind(chosen, "recommendations"), icon="creation-outline"),
        Section("About"),
        ListRow("Content policy", on_tap=browsing(nav, f"{SITE}/policies"), icon="file-document-outline"),
        ListRow("Privacy policy", on_tap=browsing(nav, f"{SITE}/privacy"), icon="shield-account-outline"),
        ListRow("Help center", on_tap=browsing(nav, f"{SITE}/help"), icon="help-circle-outline"),
        Divider(),
        ListRow("Log out", on_tap=nav.to("log_out"), icon="logout"),
        Row(Text("2024.17.0", BODY_SMALL, color="on_surface_variant"), justify="center", width=FILL,
            pad=(0, 12, 0, 24)),
    )  # fmt: skip


def preference(state: Reddit, nav: Nav, name: str) -> Box:
    """One setting with several values."""
    title, values = {
        "theme": ("Dark mode", THEMES),
        "comment_order": ("Default comment sort", COMMENT_ORDERS),
    }[name]
    return Dialog(title, *RadioRows(values, bind(state.preferences, name), nav.back))


def account_settings(state: Reddit, nav: Nav) -> Box:
    """What the account is."""
    blocked = [
        ListRow(f"u/{one}", on_tap=nav.to("profile", id=one), leading=face(one)) for one in state.blocked
    ]
    return Page(
        AppBar("Account settings", nav.back),
        ListRow("User name", f"u/{state.user}"),
        ListRow("Email address", nav.world.user.mail),
        Section("Blocked accounts"),
        *(blocked or [nothing("account-cancel-outline", "Nobody is blocked")]),
    )


def log_out(state: Reddit, nav: Nav) -> Box:
    """Asks before the user is logged out."""

    def ok() -> None:
        state.signed_in = False
        nav.back_to("home")

    return Confirm("Log out?", f"You can log in again as u/{state.user}.", "Log out", ok, nav.back)


def log_in(state: Reddit, nav: Nav) -> Box:
    """What the app shows while nobody is logged in."""

    def enter() -> None:
        state.signed_in = True

    return Page(
        None,
        Column(
            Icon("forum", size=88, color=0xFFFF4500),
            Text("Log in to Reddit", HEADLINE_SMALL, text_align="center", id="wall_title"),
            Text(
                "Your communities are waiting.", BODY_MEDIUM, color="on_surface_variant", text_align="center"
            ),
            Button(f"Continue as {state.user}", enter, id="login_button", width=FILL),
            TextButton("Trouble logging in?", browsing(nav, f"{SITE}/help")),
            gap=20,
            align="center",
            justify="center",
            flex=1,
            pad=(32, 0, 32, 48),
        ),
        scrolls=False,
    )
