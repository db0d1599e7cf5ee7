"""With what the browser bothers its users."""

from __future__ import annotations

from openphone_gym.phone.apps.chrome.state import Chrome
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box, Icon, Row
from openphone_gym.phone.toolkit.controls import TextButton
from openphone_gym.phone.toolkit.surfaces import Dialog, Message


def _promotion(nav: Nav, icon: str, title: str, words: str, accept: str, refuse: str = "No thanks") -> Box:
    head = Row(Icon(icon, size=40, color="primary"), pad=(24, 0, 24, 12))
    buttons = [TextButton(refuse, nav.back, id="button2"), TextButton(accept, nav.back, id="button1")]
    return Dialog(title, Message(words), buttons=buttons, icon=head)


def sign_in_promo(state: Chrome, nav: Nav) -> Box:
    """Asks the user to sign in."""
    words = "Sign in to get your bookmarks, passwords and more on all your devices."
    return _promotion(nav, "account-circle-outline", "Sign in to Chrome", words, "Continue")


def notifications_promo(state: Chrome, nav: Nav) -> Box:
    """Asks for notifications."""
    words = "Chrome can tell you when a download is finished."
    return _promotion(nav, "bell-outline", "Turn on notifications?", words, "Turn on")


def default_browser_promo(state: Chrome, nav: Nav) -> Box:
    """Asks to be the browser for all links."""
    words = "Links from messages and other apps open in Chrome at once."
    return _promotion(nav, "web", "Keep Chrome as your default browser?", words, "Keep", "Not now")
