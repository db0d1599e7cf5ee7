"""Players in the shade: what plays, how far it is, and the buttons of its app."""

from __future__ import annotations

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.notifications import button_press, dismiss, open_note, progress_bar
from openphone_gym.phone.system.state import Notification
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Label, Row, Space, Text
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.rows import RoundIcon
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, LABEL_MEDIUM, TITLE_MEDIUM


def media_cards(nav: Nav) -> list[Box]:
    """A card for each player, the latest first."""
    return [_card(nav, note) for note in reversed(nav.system.notifications) if note.media]


def _card(nav: Nav, note: Notification) -> Box:
    app = installed_apps()[note.app]
    head = Row(
        RoundIcon(app.icon, app.color, 24),
        Label(app.label, LABEL_MEDIUM, color="on_secondary_container", max_lines=1),
        Space(flex=1),
        Label("This phone", LABEL_MEDIUM, color="on_secondary_container"),
        gap=8,
        width=FILL,
    )
    words = Column(
        Text(note.title, TITLE_MEDIUM, color="on_secondary_container", max_lines=1, id="header_title"),
        Text(note.text, BODY_MEDIUM, color="on_secondary_container", max_lines=1, id="header_artist"),
        width=FILL,
    )
    buttons = [
        IconButton(
            one.icon, one.label, button_press(nav, note, one), color="on_secondary_container", id=f"action{n}"
        )
        for n, one in enumerate(note.buttons)
    ]
    return Column(
        head,
        words,
        Row(*buttons, gap=8, justify="center", width=FILL),
        progress_bar(nav, note, id="media_progress_bar"),
        cls="android.widget.FrameLayout",
        id="media_player",
        desc=f"{note.title} by {note.text} from {app.label}" if note.text else note.title,
        on_tap=lambda: open_note(nav, note),
        on_swipe=lambda direction: dismiss(nav, note, direction),
        fill="secondary_container",
        radius=24,
        width=FILL,
        gap=6,
        pad=(16, 14, 16, 14),
    )
