"""Settings: general ones, and those of the account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openphone_gym.phone.apps.gmail.drafting import own_address
from openphone_gym.phone.apps.gmail.folders import CATEGORIES, folder_of
from openphone_gym.phone.apps.gmail.state import THEMES, Gmail
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding, bind
from openphone_gym.phone.toolkit.box import Box, Column
from openphone_gym.phone.toolkit.controls import IconButton, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import CheckRow, Divider, ListRow, RadioRows, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Dialog, Menu, Page

SWIPES = ("Archive", "Delete", "Mark as read/unread", "Move to", "Snooze", "None")

CHOICES: dict[str, tuple[str, Sequence[str]]] = {
    "theme": ("Theme", THEMES),
    "notification_action": ("Default notification action", ("Archive", "Delete")),
    "density": ("Conversation list density", ("Default", "Comfortable", "Compact")),
    "swipe_right": ("Right swipe", SWIPES),
    "swipe_left": ("Left swipe", SWIPES),
    "reply_action": ("Default reply action", ("Reply", "Reply all")),
    "auto_advance": ("Auto-advance", ("Newer", "Older", "Conversation list")),
    "inbox_type": (
        "Inbox type",
        ("Default inbox", "Important first", "Unread first", "Starred first", "Priority inbox"),
    ),
    "notifications": ("Notifications", ("All", "High priority only", "None")),
    "sync_days": ("Days of mails to sync", ("7 days", "15 days", "30 days", "90 days")),
    "images": ("Images", ("Always show", "Ask before showing")),
}
"""Title and options of the settings that are chosen from a list."""


def settings(gmail: Gmail, nav: Nav) -> Page:
    """The way to all settings."""

    def add() -> None:
        nav.toast("Couldn't sign in")

    return Page(
        AppBar("Settings", nav.back, [IconButton("dots-vertical", "More options", nav.to("settings_menu"))]),
        ListRow("General settings", on_tap=nav.to("general")),
        ListRow(own_address(nav).mail, on_tap=nav.to("account_settings")),
        ListRow("Add account", on_tap=add),
    )


def settings_menu(gmail: Gmail, nav: Nav) -> Box:
    """The menu of the settings."""

    def manage() -> None:
        nav.back()
        nav.send("android.settings.SETTINGS")

    def help() -> None:
        nav.back()
        nav.toast("Help is not available offline")

    return Menu([("Manage accounts", manage), ("Help & feedback", help)], beside=nav.entry.anchor)


def _chosen(gmail: Gmail, nav: Nav, field: str, **attributes: Any) -> Box:
    """The row of a setting that is chosen from a list."""
    title, _ = CHOICES[field]
    return ListRow(title, getattr(gmail.settings, field), nav.to("choice", field=field), **attributes)


def choice(gmail: Gmail, nav: Nav, field: str) -> Box:
    """Asks for the value of a setting."""
    title, options = CHOICES[field]
    return Dialog(
        title,
        *RadioRows(options, bind(gmail.settings, field), nav.back),
        buttons=[TextButton("Cancel", nav.back, id="button2")],
    )


def general(gmail: Gmail, nav: Nav) -> Page:
    """What holds for all accounts."""
    values = gmail.settings
    of_app = nav.sending("android.settings.APP_NOTIFICATION_SETTINGS", package="com.google.android.gm")
    swipes = f"Right: {values.swipe_right}, left: {values.swipe_left}"
    more = IconButton("dots-vertical", "More options", nav.to("general_menu"))
    return Page(
        AppBar("General settings", nav.back, [more]),
        _chosen(gmail, nav, "theme"),
        _chosen(gmail, nav, "notification_action"),
        ListRow("Manage notifications", on_tap=of_app),
        CheckRow(
            "Conversation view",
            bind(values, "conversation_view"),
            "Group emails in the same conversation for IMAP, POP3, and Exchange accounts",
        ),
        _chosen(gmail, nav, "density"),
        ListRow("Swipe actions", swipes, nav.to("swipes")),
        _chosen(gmail, nav, "reply_action"),
        CheckRow("Auto-fit messages", bind(values, "auto_fit"), "Shrink messages to fit the screen"),
        _chosen(gmail, nav, "auto_advance"),
        CheckRow("Open web links in Gmail", bind(values, "links_in_app"), "Turn on for faster browsing"),
        Section("Action confirmations"),
        CheckRow("Confirm before deleting", bind(values, "confirm_delete")),
        CheckRow("Confirm before archiving", bind(values, "confirm_archive")),
        CheckRow("Confirm before sending", bind(values, "confirm_send")),
    )


def general_menu(gmail: Gmail, nav: Nav) -> Box:
    """The menu of the general settings."""
    return Menu(
        [("Clear search history", lambda: nav.replace("clear_history"))],
        beside=nav.entry.anchor,
    )


def clear_history(gmail: Gmail, nav: Nav) -> Box:
    """Asks before the search history is cleared."""

    def ok() -> None:
        gmail.searches = []
        nav.back()
        nav.toast("Search history cleared")

    text = "All the searches you have previously performed will be removed."
    return Confirm("Clear search history?", text, "Clear", ok, nav.back)


def swipes(gmail: Gmail, nav: Nav) -> Page:
    """What swipes over rows do."""
    return Page(
        AppBar("Swipe actions", nav.back),
        _chosen(gmail, nav, "swipe_right", icon="gesture-swipe-right"),
        _chosen(gmail, nav, "swipe_left", icon="gesture-swipe-left"),
    )


# The account


def account_settings(gmail: Gmail, nav: Nav) -> Page:
    """What holds for the account."""
    values = gmail.settings
    shown = ", ".join(["Primary", *(folder_of(name).title for name in values.categories)])
    vacation = "On" if values.vacation.on else "Off"
    return Page(
        AppBar(own_address(nav).mail, nav.back),
        Section("Inbox"),
        _chosen(gmail, nav, "inbox_type"),
        ListRow("Inbox categories", shown, nav.to("inbox_categories")),
        Section("Notifications"),
        _chosen(gmail, nav, "notifications"),
        Section("General"),
        ListRow("Mobile Signature", values.signature or "Not set", nav.to("signature")),
        ListRow("Vacation responder", vacation, nav.to("vacation")),
        CheckRow("Smart features and personalization", bind(values, "smart_features")),
        CheckRow("Smart Compose", bind(values, "smart_compose"), "Show predictive writing suggestions"),
        CheckRow("Smart Reply", bind(values, "smart_reply"), "Show suggested replies when available"),
        Section("Data usage"),
        CheckRow("Sync Gmail", bind(values, "sync")),
        _chosen(gmail, nav, "sync_days"),
        ListRow("Manage labels", f"{len(gmail.labels)} labels", nav.to("labels")),
        CheckRow(
            "Download attachments",
            bind(values, "download_attachments"),
            "Auto-download attachments to recent messages via Wi-Fi",
        ),
        _chosen(gmail, nav, "images"),
    )


def inbox_categories(gmail: Gmail, nav: Nav) -> Page:
    """Which categories are apart from the inbox."""
    values = gmail.settings

    def apart(name: str) -> Binding:
        def put(on: bool) -> None:
            wanted = {*values.categories, name} if on else {*values.categories} - {name}
            values.categories = [one for one in CATEGORIES if one in wanted]

        return Binding(lambda: name in values.categories, put)

    return Page(
        AppBar("Inbox categories", nav.back),
        CheckRow("Primary", Binding(lambda: True, lambda on: None), enabled=False),
        *(CheckRow(folder_of(name).title, apart(name)) for name in CATEGORIES),
    )


def signature(gmail: Gmail, nav: Nav) -> Box:
    """Asks for the words that end every mail."""
    text = nav.bind("signature", gmail.settings.signature)

    def ok() -> None:
        gmail.settings.signature = text.get().strip()
        nav.unfocus()
        nav.back()

    return Dialog(
        "Mobile Signature",
        Column(TextField(text, "Signature", id="edit", action="newline", limit=500), pad=(24, 0, 24, 0)),
        buttons=[TextButton("Cancel", nav.back, id="button2"), TextButton("OK", ok, id="button1")],
    )


def labels(gmail: Gmail, nav: Nav) -> Page:
    """The user's labels."""
    return Page(
        AppBar("Label settings", nav.back),
        *(
            ListRow(label, "Sync: 30 days", nav.to("label_menu", label=label), icon="label-outline")
            for label in gmail.labels
        ),
        Divider(),
        ListRow("Create new", on_tap=nav.to("new_label"), icon="plus"),
    )


def label_menu(gmail: Gmail, nav: Nav, label: str) -> Box:
    """Asks before a label is deleted."""

    def delete() -> None:
        gmail.labels = [one for one in gmail.labels if one != label]
        for mail in gmail.mails:
            if label in mail.labels:
                mail.labels = [one for one in mail.labels if one != label]
        nav.back()

    return Confirm(
        f"Delete “{label}”?", "The label is removed from all messages.", "Delete", delete, nav.back
    )
