"""Notifications: who may show them, who may read them, Do Not Disturb."""

from __future__ import annotations

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.apps.setting.screens.apps import GONE, app_rows, by_name, picture
from openphone_gym.phone.apps.setting.screens.choices import choice_row
from openphone_gym.phone.apps.setting.screens.features import feature_row
from openphone_gym.phone.apps.setting.screens.parts import link, main_switch, note, on_off, page
from openphone_gym.phone.apps.setting.state import Setting
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.state import Package
from openphone_gym.phone.toolkit.binding import Binding, bind
from openphone_gym.phone.toolkit.box import Box
from openphone_gym.phone.toolkit.controls import Switch
from openphone_gym.phone.toolkit.long_list import LongList
from openphone_gym.phone.toolkit.rows import ListRow, Section, SwitchRow
from openphone_gym.phone.toolkit.surfaces import Confirm


def notifications(state: Setting, nav: Nav) -> Box:
    """Notifications."""
    return page(
        nav,
        "Notifications",
        Section("Manage"),
        link(nav, "App settings", "notification_apps", "Control notifications from individual apps"),
        link(nav, "Notification history", "notification_history", "Show recent and snoozed notifications"),
        Section("Conversation"),
        feature_row(state, nav, "bubbles"),
        Section("Privacy"),
        link(
            nav,
            "Device & app notifications",
            "notification_access",
            "Control which apps and devices can read notifications",
        ),
        choice_row(state, nav, "lock_notifications"),
        Section("General"),
        link(nav, "Do Not Disturb", "zen", on_off(_zen(nav).get())),
        feature_row(state, nav, "wireless_alerts"),
        SwitchRow("Hide silent notifications in status bar", nav.flag("secure", "hide_silent_status_icons")),
        SwitchRow("Allow notification snoozing", nav.flag("secure", "show_notification_snooze")),
        SwitchRow("Notification dot on app icon", nav.flag("secure", "notification_badging", "1")),
        SwitchRow(
            "Enhanced notifications",
            nav.flag("secure", "enhanced_notifications", "1"),
            "Get suggested actions, replies, and more",
        ),
    )


def notification_apps(state: Setting, nav: Nav) -> Box:
    """A switch for each app; touching the name opens its page."""

    def row(entry: tuple[str, Package]) -> Box:
        name, one = entry
        allowed = bind(one, "notifications")
        knob = Switch(allowed, id="switchWidget", desc=one.label, on_tap=allowed.toggle)
        return ListRow(
            one.label, "", nav.to("app_notifications", package=name), leading=picture(one), trailing=knob
        )

    return page(nav, "App notifications", LongList(by_name(nav), row, lambda entry: entry[1].label))


def notification_history(state: Setting, nav: Nav) -> Box:
    """Notifications of the last day."""
    on = nav.flag("secure", "notification_history_enabled")
    shown = nav.system.notifications if on.get() else []
    rows = [
        ListRow(note.title, f"{installed_apps()[note.app].label}: {note.text}") for note in reversed(shown)
    ]
    empty = (
        "No recent notifications"
        if on.get()
        else "Turn on notification history to see recent and snoozed notifications"
    )
    return page(
        nav, "Notification history", main_switch("Use notification history", on), *(rows or [note(empty)])
    )


# Reading of notifications


def notification_access(state: Setting, nav: Nav) -> Box:
    """Apps that may read notifications, and those that may not."""

    def rows(allowed: bool) -> list[Box]:
        found = [(name, one, "") for name, one in by_name(nav) if one.notification_access is allowed]
        if not found:
            return [ListRow("None", enabled=False)]
        return [app_rows(nav, "notification_access_app", found)]

    return page(
        nav,
        "Device & app notifications",
        Section("Allowed"),
        *rows(True),
        Section("Not allowed"),
        *rows(False),
    )


def notification_access_app(state: Setting, nav: Nav, package: str) -> Box:
    """Whether one app may read notifications; changes are asked about first."""
    one = nav.system.packages.get(package, GONE)
    allowed = Binding(
        lambda: bool(one.notification_access), lambda on: nav.go("confirm_access", package=package, allow=on)
    )
    return page(
        nav,
        "Device & app notifications",
        ListRow(one.label, leading=picture(one)),
        SwitchRow("Allow notification access", allowed),
        note(
            f"{one.label} will be able to read all notifications, including personal information "
            "such as contact names and the text of messages you receive."
        ),
    )


def confirm_access(state: Setting, nav: Nav, package: str, allow: bool) -> Box:
    """Asks before an app gets or loses access to notifications."""
    one = nav.system.packages.get(package, GONE)

    def decide() -> None:
        one.notification_access = allow
        nav.back()

    if allow:
        text = (
            f"{one.label} will be able to read all notifications, including personal information. "
            "It will also be able to dismiss them or use their buttons."
        )
        return Confirm(f"Allow notification access for {one.label}?", text, "Allow", decide, nav.back, "Deny")
    text = (
        f"If you turn off notification access for {one.label}, Do Not Disturb access may also be turned off."
    )
    return Confirm("", text, "Turn off", decide, nav.back)


# Do Not Disturb


def _zen(nav: Nav) -> Binding:
    return Binding(
        lambda: nav.setting("global", "zen_mode", "0") != "0",
        lambda on: nav.put("global", "zen_mode", "1" if on else "0"),
    )


def zen(state: Setting, nav: Nav) -> Box:
    """Do Not Disturb."""
    return page(
        nav,
        "Do Not Disturb",
        main_switch("Use Do Not Disturb", _zen(nav)),
        Section("What can interrupt Do Not Disturb"),
        SwitchRow(
            "Repeat callers",
            nav.flag("global", "zen_repeat_callers", "1"),
            "A second call within 15 minutes gets through",
        ),
        SwitchRow("Alarms", nav.flag("global", "zen_alarms", "1")),
        SwitchRow("Media sounds", nav.flag("global", "zen_media", "1")),
        SwitchRow("Touch sounds", nav.flag("global", "zen_touch")),
        SwitchRow("Reminders", nav.flag("global", "zen_reminders")),
        SwitchRow("Calendar events", nav.flag("global", "zen_events")),
        Section("General"),
        choice_row(state, nav, "zen_duration"),
    )


SCREENS = [
    notifications,
    notification_apps,
    notification_history,
    notification_access,
    notification_access_app,
    confirm_access,
    zen,
]
