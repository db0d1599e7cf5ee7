"""What TikTok puts before its pages to be agreed to."""

from __future__ import annotations

from openphone_gym.phone.apps.tiktok.screens.frame import accent, portrait
from openphone_gym.phone.apps.tiktok.state import TikTok
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Icon, Row
from openphone_gym.phone.toolkit.controls import TextButton
from openphone_gym.phone.toolkit.surfaces import Dialog, Message


def save_login(state: TikTok, nav: Nav) -> Box:
    """Asks to keep the log-in."""

    def save() -> None:
        nav.back()
        nav.toast("Login info saved")

    return Dialog(
        "Save login info?",
        Message(
            f"You won't need to enter the password of @{state.handle} the next time you log in on this phone."
        ),
        buttons=[TextButton("Not now", nav.back, id="button2"), TextButton("Save", save, id="button1")],
    )


def follow_friends(state: TikTok, nav: Nav) -> Box:
    """Asks to look for people of the address book."""
    people = [one for one in nav.world.profiles if one.person][:3]

    def find() -> None:
        nav.back()
        nav.go("find_friends")
        nav.ask("Contacts")

    faces = Row(
        *(portrait(one, 56) for one in people), gap=8, justify="center", width=FILL, pad=(24, 0, 24, 16)
    )
    return Dialog(
        "Follow your friends",
        faces,
        Message("See which of your contacts are on TikTok, and be found by them."),
        Column(accent("Find contacts", find), pad=(24, 20, 24, 0)),
        buttons=[TextButton("Not now", nav.back, id="button2")],
    )


def turn_on_notifications(state: TikTok, nav: Nav) -> Box:
    """Asks to be allowed to notify."""

    def turn_on() -> None:
        nav.back()
        nav.toast("Notifications are on")

    return Dialog(
        "Turn on notifications?",
        Column(
            Icon("bell-ring-outline", size=48, color="primary"), align="center", width=FILL, pad=(0, 0, 0, 12)
        ),
        Message("Get notified when accounts that you follow post or go live."),
        buttons=[TextButton("Not now", nav.back, id="button2"), TextButton("Turn on", turn_on, id="button1")],
    )
