"""With what the browser bothers its users."""

from __future__ import annotations

from openphone_gym.phone.apps.chrome.state import Chrome
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box, Handler, Icon, Row
from openphone_gym.phone.toolkit.controls import TextButton
from openphone_gym.phone.toolkit.surfaces import Dialog, Message


def _promotion(nav: Nav, icon: str, title: str, words: str, refuse: str, accept: str, then: Handler) -> Box:
    def go() -> None:
        nav.back()
        then()

    head = Row(Icon(icon, size=40, color="primary"), pad=(24, 0, 24, 12))
    buttons = [TextButton(refuse, nav.back, id="button2"), TextButton(accept, go, id="button1")]
    return Dialog(title, Message(words), buttons=buttons, icon=head)


def sign_in_promo(state: Chrome, nav: Nav) -> Box:
    """Asks the user to sign in."""
    words = "Sign in to get your bookmarks, passwords and more on all your devices."
    icon = "account-circle-outline"
    return _promotion(nav, icon, "Sign in to Chrome", words, "No thanks", "Continue", nav.to("sign_in"))


def notifications_promo(state: Chrome, nav: Nav) -> Box:
    """Asks for notifications."""
    words = "Chrome can tell you when a download is finished."
    title, page = "Turn on notifications?", nav.to("settings_page", name="Notifications")
    return _promotion(nav, "bell-outline", title, words, "No thanks", "Turn on", page)


def default_browser_promo(state: Chrome, nav: Nav) -> Box:
    """Asks to be the browser for all links."""
    words = "Links from messages and other apps open in Chrome at once."
    title, told = "Keep Chrome as your default browser?", "Chrome is your default browser"
    return _promotion(nav, "web", title, words, "Not now", "Keep", lambda: nav.toast(told))
