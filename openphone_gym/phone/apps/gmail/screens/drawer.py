"""The side menu, and the sheet of the account."""

from __future__ import annotations

from openphone_gym.phone.apps.gmail.drafting import own_address
from openphone_gym.phone.apps.gmail.folders import (
    CATEGORIES,
    FOLDERS,
    LABEL,
    folder_of,
    inbox_title,
    mails_in,
    unread_in,
)
from openphone_gym.phone.apps.gmail.state import (
    DRAFTS,
    INBOX,
    OUTBOX,
    PROMOTIONS,
    SCHEDULED,
    SOCIAL,
    SPAM,
    UPDATES,
    Gmail,
)
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Row, Text
from openphone_gym.phone.toolkit.controls import OutlinedButton, TextButton
from openphone_gym.phone.toolkit.rows import Avatar, Divider, ListRow
from openphone_gym.phone.toolkit.surfaces import Drawer, Sheet
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, LABEL_LARGE, LABEL_MEDIUM, TITLE_MEDIUM

COUNTED = (INBOX, PROMOTIONS, SOCIAL, UPDATES, SPAM)
"""Folders whose unread mails are counted; of drafts and what waits, all are."""


def drawer(gmail: Gmail, nav: Nav) -> Box:
    """All folders and labels, and the settings."""
    opened = _opened(nav)

    def row(name: str) -> Box:
        title = inbox_title(gmail) if name == INBOX else folder_of(name).title
        icon = "inbox-outline" if name != INBOX or title == "Inbox" else "tray-full"
        return _row(
            title,
            folder_of(name).icon if name != INBOX else icon,
            _going(nav, name),
            _count(gmail, name),
            name == opened,
        )

    def settings() -> None:
        nav.replace("settings")

    def help() -> None:
        nav.back()
        nav.toast("Help is not available offline")

    top = [INBOX, *(name for name in CATEGORIES if name in gmail.settings.categories)]
    others = [name for name in FOLDERS if name != INBOX and name not in CATEGORIES]
    return Drawer(
        "Gmail",
        Divider(),
        *(row(name) for name in top),
        _heading("All labels"),
        *(row(name) for name in others),
        _heading("Labels") if gmail.labels else None,
        *(row(LABEL + label) for label in gmail.labels),
        _row("Create new", "plus", lambda: nav.replace("new_label")),
        Divider(),
        _row("Settings", "cog-outline", settings),
        _row("Help & feedback", "help-circle-outline", help),
    )


def _opened(nav: Nav) -> str:
    """The folder that lies below the menu."""
    task = nav.system.tasks[-1]
    below = [entry for entry in task.stack if entry.screen in ("home", "folder")]
    return below[-1].args.get("name", INBOX) if below else INBOX


def _going(nav: Nav, name: str) -> Handler:
    def go() -> None:
        nav.back_to("home")
        nav.system.tasks[-1].stack[-1].local.pop("chosen", None)
        if name != INBOX:
            nav.go("folder", name=name)

    return go


def _count(gmail: Gmail, name: str) -> str:
    if name in (DRAFTS, OUTBOX, SCHEDULED):
        count = len(mails_in(gmail, name))
    else:
        count = unread_in(gmail, name) if name in COUNTED or name.startswith(LABEL) else 0
    return str(count) if count else ""


def _row(title: str, icon: str, on_tap: Handler, count: str = "", chosen: bool = False) -> Box:
    ink = "on_secondary_container" if chosen else "on_surface_variant"
    row = Row(
        Icon(icon, color=ink),
        Text(title, LABEL_LARGE, color="on_surface", max_lines=1, id="name", flex=1),
        Text(count, LABEL_MEDIUM, color="on_surface_variant", id="unread") if count else None,
        cls="android.widget.LinearLayout",
        on_tap=on_tap,
        selected=chosen,
        fill="secondary_container" if chosen else None,
        radius=24,
        gap=16,
        height=48,
        width=FILL,
        pad=(16, 0, 20, 0),
    )
    return Row(row, pad=(8, 0, 8, 0), width=FILL)


def _heading(words: str) -> Box:
    return Row(Text(words, LABEL_MEDIUM, color="on_surface_variant"), pad=(24, 14, 24, 8), width=FILL)


def account(gmail: Gmail, nav: Nav) -> Box:
    """Who is signed in, and other accounts."""
    user, own = nav.world.user, own_address(nav)

    def telling(words: str) -> Handler:
        def tell() -> None:
            nav.back()
            nav.toast(words)

        return tell

    def manage() -> None:
        nav.back()
        nav.send("android.settings.SETTINGS")

    card = Column(
        Row(
            Avatar(user.name, 48),
            Column(
                Text(user.name, TITLE_MEDIUM, max_lines=1, id="account_display_name"),
                Text(own.mail, BODY_MEDIUM, color="on_surface_variant", max_lines=1, id="account_name"),
                flex=1,
            ),
            gap=16,
            width=FILL,
        ),
        OutlinedButton("Manage your Google Account", telling("Couldn't open your Google Account")),
        gap=14,
        align="center",
        pad=(24, 0, 24, 16),
    )
    return Sheet(
        card,
        Divider(),
        ListRow("Add another account", on_tap=telling("Couldn't sign in"), icon="account-plus-outline"),
        ListRow("Manage accounts on this device", on_tap=manage, icon="account-cog-outline"),
        Divider(),
        Row(
            TextButton("Privacy Policy", telling("Couldn't open the page")),
            TextButton("Terms of Service", telling("Couldn't open the page")),
            justify="center",
            width=FILL,
        ),
    )
