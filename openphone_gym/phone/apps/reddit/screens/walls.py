"""With what the app bothers its users; each closes by Back and by a button."""

from __future__ import annotations

from openphone_gym.phone.apps.reddit.state import Reddit
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Row, Text
from openphone_gym.phone.toolkit.controls import Button, IconButton, TextButton
from openphone_gym.phone.toolkit.surfaces import Dialog, Message, Page, Sheet
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_MEDIUM, HEADLINE_SMALL, TITLE_LARGE


def _thanking(nav: Nav, words: str) -> Handler:
    def thank() -> None:
        nav.back()
        nav.toast(words)

    return thank


def email_wall(state: Reddit, nav: Nav) -> Box:
    """Wants the address of the account confirmed."""
    return Page(
        Row(
            Row(flex=1),
            TextButton("Skip", nav.back, id="skip_text"),
            width=FILL,
            height=64,
            pad=(8, 0, 12, 0),
        ),
        Column(
            Icon("email-check-outline", size=88, color="primary"),
            Text("Log in again to confirm your email", HEADLINE_SMALL, text_align="center", id="wall_title"),
            Text(
                f"We send a link to {nav.world.user.mail}.",
                BODY_LARGE,
                color="on_surface_variant",
                text_align="center",
            ),
            Button("Send link", _thanking(nav, "Check your mail"), width=FILL),
            gap=20,
            align="center",
            justify="center",
            flex=1,
            pad=(32, 0, 32, 96),
        ),
        scrolls=False,
    )


def notification_wall(state: Reddit, nav: Nav) -> Box:
    """Wants to notify more often."""
    return Dialog(
        "Don’t miss a thing",
        Message("Turn on notifications for trending posts and replies."),
        buttons=[
            TextButton("Not now", nav.back, id="button2"),
            TextButton("Turn on", _thanking(nav, "Notifications are on"), id="button1"),
        ],
    )


def rating(state: Reddit, nav: Nav) -> Box:
    """Wants to be rated."""
    stars = Row(
        *(
            IconButton("star-outline", f"{count} stars", _thanking(nav, "Thank you!"))
            for count in range(1, 6)
        ),
        justify="center",
        width=FILL,
    )
    return Dialog(
        "Enjoying Reddit?",
        Message("Tap a star to rate the app."),
        stars,
        buttons=[TextButton("Not now", nav.back, id="button2")],
    )


def premium_offer(state: Reddit, nav: Nav) -> Box:
    """Wants to sell a subscription."""
    gains = ("No advertisements", "Custom app icons", "Avatars for members only")
    return Sheet(
        Column(
            Icon("shield-star-outline", size=64, color=0xFFFF4500),
            Text("Try Premium for 30 days", TITLE_LARGE, text_align="center", id="wall_title"),
            *(Row(Icon("check", size=18, color="primary"), Text(gain, BODY_MEDIUM), gap=8) for gain in gains),
            Button("Start free trial", _thanking(nav, "Not available in your region"), width=FILL),
            TextButton("Maybe later", nav.back, width=FILL),
            align="center",
            gap=12,
            pad=(24, 0, 24, 0),
        ),
    )
