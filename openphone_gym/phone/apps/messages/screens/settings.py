"""Settings of the messaging app."""

from __future__ import annotations

from openphone_gym.phone.apps.messages.state import Messages
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import Box
from openphone_gym.phone.toolkit.rows import ListRow, SwitchRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Page

PACKAGE = "com.google.android.apps.messaging"


def settings(messages: Messages, nav: Nav) -> Box:
    """The page of all settings."""
    values = messages.settings
    return Page(
        AppBar("Settings", nav.back),
        ListRow(
            "Notifications",
            on_tap=nav.sending("android.settings.APPLICATION_DETAILS_SETTINGS", package=PACKAGE),
        ),
        SwitchRow("Hear outgoing message sounds", bind(values, "outgoing_sounds")),
        SwitchRow("Automatic previews", bind(values, "previews"), "Show previews of links in messages"),
        SwitchRow("Spam protection", bind(values, "spam_protection"), "Put suspected spam aside"),
        SwitchRow("Get SMS delivery reports", bind(values, "delivery_reports")),
        SwitchRow(
            "Use simple characters", bind(values, "simple_characters"), "Remove accents from sent messages"
        ),
    )
