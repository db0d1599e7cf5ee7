"""Notifications as cards: in the shade, and sliding in over the app for a while."""

from __future__ import annotations

from typing import Any

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.state import Notification, NotificationButton, System
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Drawing, Handler, Label, Metrics, Row, Text
from openphone_gym.phone.toolkit.controls import TextButton
from openphone_gym.phone.toolkit.group import FRAME
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.rows import RoundIcon
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, BODY_SMALL, TITLE_SMALL

HEADS_UP_MS = 8_000
"""Virtual time for which a heads-up notification floats over the app."""

MINUTE_MS = 60_000

HOLDERS = [("expanded", FRAME), ("android:id/status_bar_latest_event_content", FRAME)]
"""What stands between a notification and its words."""


def heads_up(system: System) -> Notification | None:
    """The notification that floats over the app at present; Do Not Disturb keeps them away."""
    if not system.notifications or system.settings["global"].get("zen_mode", "0") != "0":
        return None
    note = system.notifications[-1]
    return note if note.heads_up and system.clock < note.posted + HEADS_UP_MS else None


def floating_card(nav: Nav, note: Notification) -> Box:
    """A heads-up notification at the top of the screen; swiping it up sends it to the shade."""

    def swiped(direction: str) -> bool:
        note.heads_up = False
        return direction == "up" or dismiss(nav, note, direction)

    card = notification_card(nav, note, on_swipe=swiped, elevation=3, fill="surface_container_high")
    return Column(card, pad=(8, 8, 8, 0), width=FILL)


def notification_card(nav: Nav, note: Notification, **attributes: Any) -> Box:
    """A notification: touching it opens its screen, swiping it sideways dismisses it."""
    app = installed_apps().get(note.app)
    icon, color, name = (
        (app.icon, app.color, app.label) if app is not None else ("bell", 0xFF5F6368, note.app)
    )
    head = Row(
        Row(Text(note.title, TITLE_SMALL, max_lines=1, id="android:id/title"), flex=1),
        Text(name, BODY_SMALL, color="on_surface_variant", max_lines=1, id="android:id/app_name_text"),
        Label(f"• {_age(nav, note)}", BODY_SMALL, color="on_surface_variant", max_lines=1),
        gap=4,
        width=FILL,
    )
    text = Text(note.text, BODY_MEDIUM, color="on_surface_variant", max_lines=2, id="android:id/text")
    words = [head, text if note.text else None, progress_bar(nav, note), _buttons(nav, note)]
    card = Row(
        RoundIcon(icon, color, 32),
        Column(*words, flex=1, gap=2, holders=HOLDERS),
        gap=14,
        width=FILL,
    )
    card.__dict__.update(
        cls="android.widget.FrameLayout",
        id="expandableNotificationRow",
        fill="surface_container_low",
        radius=20,
        pad=(16, 14, 16, 14),
        on_tap=lambda: open_note(nav, note),
        on_swipe=lambda direction: dismiss(nav, note, direction),
    )
    card.__dict__.update(attributes)
    return card


def _buttons(nav: Nav, note: Notification) -> Box | None:
    if not note.buttons:
        return None
    presses = ((one.label, button_press(nav, note, one)) for one in note.buttons)
    return Row(
        *(TextButton(label, press, id="android:id/action0") for label, press in presses), gap=8, width=FILL
    )


def button_press(nav: Nav, note: Notification, button: NotificationButton) -> Handler:
    """What a button of a notification does: it calls an action of the app, and the shade stays."""
    return lambda: nav.act(button.action, of=note.app, **button.args)


def progress_bar(nav: Nav, note: Notification, **attributes: Any) -> Box | None:
    """How far it is what a notification tells of; None if it does not say."""
    if note.progress is None:
        return None
    done = note.progress.at(nav.system.clock)
    share = round(1000 * done / note.progress.whole) if note.progress.whole else 0
    bar = Drawing(_draw_progress, (share,), width=FILL, height=12)
    bar.__dict__.update(cls="android.widget.ProgressBar", id="progress", desc=f"{share // 10} percent")
    bar.__dict__.update(attributes)
    return bar


def _draw_progress(painter: Painter, m: Metrics, w: int, h: int, share: int) -> None:
    thick = m.dp(4)
    top = (h - thick) // 2
    painter.rounded(0, top, w, thick, thick / 2, "outline_variant")
    painter.rounded(0, top, max(w * share // 1000, thick), thick, thick / 2, "primary")


def open_note(nav: Nav, note: Notification) -> None:
    """Shows what a notification is about; unless it is ongoing, it goes."""
    note.heads_up = False
    if not note.ongoing:
        nav.system.notifications.remove(note)
    nav.unfocus()
    app = installed_apps().get(note.app)
    if app is None:
        nav.system.overlay = None
    else:
        nav.start(app.id, note.screen, **note.args)


def dismiss(nav: Nav, note: Notification, direction: str) -> bool:
    """Removes a notification that is swiped sideways; returns whether the swipe was used."""
    if direction not in ("left", "right"):
        return False
    if not note.ongoing:
        nav.system.notifications.remove(note)
    return True


def _age(nav: Nav, note: Notification) -> str:
    minutes = (nav.system.clock - note.posted) // MINUTE_MS
    if minutes < 1:
        return "now"
    return f"{minutes}m" if minutes < 60 else f"{minutes // 60}h" if minutes < 1440 else f"{minutes // 1440}d"
