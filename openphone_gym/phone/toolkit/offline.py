"""What an app shows in place of contents that come from the net."""

from __future__ import annotations

from typing import Any

from openphone_gym.phone.toolkit.box import Box, Column, Handler, Icon, Text
from openphone_gym.phone.toolkit.controls import TonalButton
from openphone_gym.phone.toolkit.surfaces import Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, TITLE_LARGE


def OfflinePage(
    bar: Box | None = None,
    on_retry: Handler | None = None,
    title: str = "You’re offline",
    text: str = "Check your connection and try again.",
    button: str = "Retry",
    **attributes: Any,
) -> Box:
    """A page that needs the net and has none.

    ``return OfflinePage(AppBar("Inbox"), nav.load) if not nav.online else ...``

    Args:
        bar: What stays on top.
        on_retry: What the button does; without it there is no button.
        title: What is wrong.
        text: What to do.
        button: Words of the button.
        attributes: Attributes of the page.
    """
    return Page(
        bar,
        Column(
            Icon("cloud-off-outline", size=64, color="on_surface_variant"),
            Text(title, TITLE_LARGE, text_align="center", id="offline_title"),
            Text(text, BODY_MEDIUM, color="on_surface_variant", text_align="center", id="offline_text"),
            TonalButton(button, on_retry, id="retry_button") if on_retry is not None else None,
            align="center",
            justify="center",
            gap=16,
            flex=1,
            pad=(32, 0, 32, 64),
        ),
        scrolls=False,
        **attributes,
    )
