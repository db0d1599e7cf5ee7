"""What the app puts before its pages now and then."""

from __future__ import annotations

from openphone_gym.phone.apps.gmail.state import Gmail
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box, Column, Icon, Space, Text
from openphone_gym.phone.toolkit.controls import Button, TextButton
from openphone_gym.phone.toolkit.surfaces import Dialog, Message, Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE, HEADLINE_SMALL


def smart_features(gmail: Gmail, nav: Nav) -> Page:
    """Advertises that mails may be read by programs."""

    def turn_on() -> None:
        nav.back()
        nav.toast("You can change this in the settings")

    return Page(
        None,
        Column(
            Space(48),
            Icon("auto-fix", size=72, color="primary"),
            Text("Get more out of Gmail", HEADLINE_SMALL, text_align="center", id="title"),
            Text(
                "Let smart features sort your mail, remind you of answers and suggest what to write. "
                "You can turn them off at any time.",
                BODY_LARGE,
                color="on_surface_variant",
                text_align="center",
            ),
            Space(24),
            Button("Turn on", turn_on, id="positive_button"),
            TextButton("Not now", nav.back, id="negative_button"),
            align="center",
            gap=16,
            pad=(32, 48, 32, 24),
        ),
    )


def rate(gmail: Gmail, nav: Nav) -> Box:
    """Asks for stars."""

    def later() -> None:
        nav.back()
        nav.toast("Thank you for your feedback")

    return Dialog(
        "Enjoying Gmail?",
        Message("Tell others what you think of it. It takes less than a minute."),
        buttons=[TextButton("Not now", nav.back, id="button2"), TextButton("Rate", later, id="button1")],
    )
