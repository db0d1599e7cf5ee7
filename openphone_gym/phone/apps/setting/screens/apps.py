"""Apps: the list, a page for each, default apps, permissions."""

from __future__ import annotations

from collections.abc import Iterable

from openphone_gym.phone.app import apps_by_package
from openphone_gym.phone.apps.setting.facts import NAMES, ROLES, SYSTEM_UI, size_text
from openphone_gym.phone.apps.setting.screens.parts import link, member, note, page
from openphone_gym.phone.apps.setting.state import Setting
from openphone_gym.phone.system import packages
from openphone_gym.phone.system.listings import candidates
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.state import Package
from openphone_gym.phone.toolkit.binding import bind, bind_key
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Icon, Label, Row, Text
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.long_list import LongList
from openphone_gym.phone.toolkit.rows import Divider, ListRow, RadioRow, Section, SwitchRow
from openphone_gym.phone.toolkit.surfaces import Confirm
from openphone_gym.phone.toolkit.theme import HEADLINE_SMALL, LABEL_MEDIUM

OWN_PACKAGE = "com.android.settings"
GONE = Package("App isn't installed")
"""Shown in place of an app that was removed while its page was open."""


ROLE_ROWS = {
    "browser": "Browser app",
    "call_redirection": "Call redirecting app",
    "caller_id": "Caller ID & spam app",
    "assistant": "Digital assistant app",
    "home": "Home app",
    "dialer": "Phone app",
    "sms": "SMS app",
}
"""Rows of the page with all default apps, in their order."""


def by_name(nav: Nav) -> list[tuple[str, Package]]:
    """All installed packages by name, without the system UI."""
    shown = ((name, one) for name, one in nav.system.packages.items() if name != SYSTEM_UI)
    return sorted(shown, key=lambda item: item[1].label.lower())


def picture(one: Package, size: float = 36) -> Box:
    """The icon of an app."""
    icon = Icon(one.icon, size=size * 0.55, color=0xFFFFFFFF)
    return Row(icon, width=size, height=size, radius=size / 2, fill=one.color, justify="center")


def app_rows(nav: Nav, screen: str, found: Iterable[tuple[str, Package, str]]) -> Box:
    """Rows of apps that open a page with the package as its argument; package, record, summary."""

    def row(entry: tuple[str, Package, str]) -> Box:
        name, one, summary = entry
        return ListRow(one.label, summary, nav.to(screen, package=name), leading=picture(one))

    return LongList(list(found), row, lambda entry: (entry[1].label, entry[2]))


def apps(state: Setting, nav: Nav) -> Box:
    """Apps."""
    known = by_name(nav)
    opened = [task.app for task in reversed(nav.system.tasks)]
    recent = [(name, one, "0 min ago") for app in opened for name, one in known if _app_id(name) == app]
    used = [row for row in recent if apps_by_package()[row[0]].launchable and row[0] != OWN_PACKAGE][:4]
    return page(
        nav,
        "Apps",
        Section("Recently opened apps") if used else None,
        app_rows(nav, "app_info", used),
        ListRow(f"See all {len(known)} apps", "", nav.to("all_apps"), icon="chevron-right"),
        Section("General"),
        link(
            nav,
            "Default apps",
            "default_apps",
            f"{_label(nav, 'browser')}, {_label(nav, 'dialer')}, {_label(nav, 'sms')}",
        ),
        link(
            nav,
            "Assistant",
            "role",
            NAMES.get(nav.system.roles.get("assistant", ""), "None"),
            role="assistant",
        ),
        link(nav, "Screen time", "wellbeing", "18 min today"),
        link(nav, "Unused apps", "unused_apps", "0 unused apps"),
        link(nav, "Special app access", "special_access"),
    )


def _app_id(package: str) -> str:
    app = apps_by_package().get(package)
    return app.id if app is not None else ""


def all_apps(state: Setting, nav: Nav) -> Box:
    """All apps, with a field to search among them."""
    query = nav.bind("query")
    wanted = query.get().strip().lower()
    found = [(name, one, _size_or_state(one)) for name, one in by_name(nav) if wanted in one.label.lower()]
    search = TextField(query, "Search apps", id="search_src_text", variant="filled", action="search")
    return page(
        nav, "All apps", Row(search, width=FILL, pad=(16, 0, 16, 8)), app_rows(nav, "app_info", found)
    )


def _size_or_state(one: Package) -> str:
    return size_text(one.megabytes) if one.enabled else "Disabled"


# One app


def app_info(state: Setting, nav: Nav, package: str = "") -> Box:
    """What can be done with an app."""
    one = nav.system.packages.get(package)
    if one is None:
        return page(nav, "App info", note(GONE.label))
    granted = [name for name, allowed in one.permissions.items() if allowed]
    return page(
        nav,
        "App info",
        _header(one),
        _buttons(nav, package, one),
        link(
            nav,
            "Notifications",
            "app_notifications",
            "~1 notification per day" if one.notifications else "Off",
            package=package,
        ),
        link(
            nav,
            "Permissions",
            "app_permissions",
            ", ".join(granted) or "No permissions granted",
            package=package,
        ),
        link(
            nav,
            "Storage & cache",
            "app_storage",
            f"{size_text(one.megabytes)} used in internal storage",
            package=package,
        ),
        link(nav, "Mobile data & Wi‑Fi", "app_data", "No data used", package=package),
        ListRow("Screen time", "0 minutes today", nav.to("wellbeing")),
        ListRow("Battery", "0% use since last full charge", nav.to("battery")),
        Section("Advanced"),
        ListRow("Store", "App installed from Google Play Store") if not one.system else None,
        note(f"version {one.version}"),
    )


def _header(one: Package) -> Box:
    name = Text(one.label, HEADLINE_SMALL, id="entity_header_title", max_lines=2, text_align="center")
    return Column(picture(one, 64), name, gap=8, align="center", pad=(24, 0, 24, 16))


def _buttons(nav: Nav, package: str, one: Package) -> Box:
    app = apps_by_package().get(package)

    def open_app() -> None:
        assert app is not None
        nav.start(app.id)

    def enable() -> None:
        packages.set_enabled(nav.system, package, True)

    if not one.system:
        remove = _button("Uninstall", "delete-outline", nav.to("confirm_uninstall", package=package))
    elif one.enabled:
        remove = _button(
            "Disable", "cancel", nav.to("confirm_disable", package=package), package not in _needed(nav)
        )
    else:
        remove = _button("Enable", "check", enable)
    stoppable = package != OWN_PACKAGE and packages.runs(nav.system, package)
    return Row(
        _button("Open", "open-in-new", open_app, app is not None and app.launchable and one.enabled),
        remove,
        _button("Force stop", "alert-outline", nav.to("confirm_stop", package=package), stoppable),
        width=FILL,
        gap=8,
        pad=(16, 0, 16, 12),
    )


def _needed(nav: Nav) -> set[str]:
    """Packages without which the phone does not work."""
    return {
        OWN_PACKAGE,
        *(nav.system.roles.get(role, "") for role in ("home", "dialer")),
    }


def _button(label: str, icon: str, on_tap: object, enabled: bool = True) -> Box:
    ink = "primary" if enabled else "disabled"
    return Column(
        Icon(icon, color=ink),
        Label(label, LABEL_MEDIUM, color=ink, max_lines=1),
        cls="android.widget.Button",
        label=label,
        on_tap=on_tap,
        enabled=enabled,
        fill="surface_container",
        radius=20,
        pad=(4, 12, 4, 12),
        gap=4,
        align="center",
        flex=1,
    )


def confirm_uninstall(state: Setting, nav: Nav, package: str) -> Box:
    """Asks before an app is removed."""
    label = nav.system.packages.get(package, GONE).label

    def uninstall() -> None:
        nav.back()
        if packages.uninstall(nav.system, package):
            nav.back()
            nav.toast(f"Uninstalled {label}")

    return Confirm(label, "Do you want to uninstall this app?", "OK", uninstall, nav.back)


def confirm_disable(state: Setting, nav: Nav, package: str) -> Box:
    """Asks before a system app is disabled."""

    def disable() -> None:
        packages.set_enabled(nav.system, package, False)
        nav.back()

    text = (
        "If you disable this app, Android and other apps may no longer function as intended. "
        "You can't delete this app since it came pre-installed on your device."
    )
    return Confirm("", text, "Disable app", disable, nav.back)


def confirm_stop(state: Setting, nav: Nav, package: str) -> Box:
    """Asks before an app is ended."""

    def stop() -> None:
        packages.force_stop(nav.system, package)
        nav.back()

    return Confirm("Force stop?", "If you force stop an app, it may misbehave.", "OK", stop, nav.back)


def app_permissions(state: Setting, nav: Nav, package: str) -> Box:
    """Permissions of an app, allowed and not."""
    one = nav.system.packages.get(package, GONE)

    def rows(allowed: bool) -> list[Box]:
        names = [name for name, granted in sorted(one.permissions.items()) if granted == allowed]
        empty = ListRow("No permissions allowed" if allowed else "No permissions denied", enabled=False)
        return [link(nav, name, "app_permission", package=package, permission=name) for name in names] or [
            empty
        ]

    return page(
        nav,
        "App permissions",
        ListRow(one.label, leading=picture(one)),
        Section("Allowed"),
        *rows(True),
        Section("Not allowed"),
        *rows(False),
    )


def app_permission(state: Setting, nav: Nav, package: str, permission: str) -> Box:
    """One permission of an app."""
    one = nav.system.packages.get(package, GONE)
    granted = bind_key(one.permissions, permission, False)
    return page(
        nav,
        f"{permission} permission",
        ListRow(one.label, leading=picture(one)),
        Section(f"{permission} access for this app"),
        RadioRow("Allow", granted.get(), granted.setting(True)),
        RadioRow("Don’t allow", not granted.get(), granted.setting(False)),
    )


def app_storage(state: Setting, nav: Nav, package: str) -> Box:
    """How much storage an app takes."""
    one = nav.system.packages.get(package, GONE)
    data = nav.bind("data", one.megabytes * 0.1)
    cache = nav.bind("cache", one.megabytes * 0.05)
    size = one.megabytes * 0.85
    return page(
        nav,
        "Storage",
        ListRow(one.label, leading=picture(one)),
        Row(
            _button("Clear storage", "delete-outline", data.setting(0.0), bool(data.get())),
            _button("Clear cache", "broom", cache.setting(0.0), bool(cache.get())),
            width=FILL,
            gap=8,
            pad=(16, 0, 16, 12),
        ),
        Section("Space used"),
        ListRow("App size", size_text(size)),
        ListRow("User data", size_text(data.get())),
        ListRow("Cache", size_text(cache.get())),
        ListRow("Total", size_text(size + data.get() + cache.get())),
    )


def app_data(state: Setting, nav: Nav, package: str) -> Box:
    """Mobile data of an app."""
    one = nav.system.packages.get(package, GONE)
    free = member(state.unrestricted_data, package)
    return page(
        nav,
        "App data usage",
        ListRow(one.label, leading=picture(one)),
        ListRow("Total", "0 B"),
        ListRow("Foreground", "0 B"),
        ListRow("Background", "0 B"),
        SwitchRow("Unrestricted data usage", free, "Allow unrestricted data access when Data Saver is on"),
    )


def app_notifications(state: Setting, nav: Nav, package: str = "") -> Box:
    """Whether an app may notify."""
    one = nav.system.packages.get(package, GONE)
    return page(
        nav,
        "Notifications",
        ListRow(one.label, leading=picture(one)),
        SwitchRow(f"All {one.label} notifications", bind(one, "notifications")),
        None if one.notifications else note("At your request, Android is blocking this app's notifications."),
    )


# Default apps


def default_apps(state: Setting, nav: Nav) -> Box:
    """Which app does what by default."""
    return page(
        nav,
        "Default apps",
        *(link(nav, title, "role", _label(nav, role), role=role) for role, title in ROLE_ROWS.items()),
        Divider(),
        ListRow("Opening links", "", lambda: nav.toast("All apps open their own links")),
    )


def _label(nav: Nav, role: str) -> str:
    package = nav.system.roles.get(role, "")
    installed = nav.system.packages.get(package)
    return installed.label if installed is not None else NAMES.get(package, "None")


def role(state: Setting, nav: Nav, role: str) -> Box:
    """Choice of the default app for one job."""
    one = ROLES[role]
    holder = bind_key(nav.system.roles, role)
    able = (*candidates(role), one.part)
    here = [name for name in able if name in nav.system.packages or name in NAMES]
    rows = [
        RadioRow(
            nav.system.packages[name].label if name in nav.system.packages else NAMES[name],
            holder.get() == name,
            holder.setting(name),
        )
        for name in here
    ]
    nobody = RadioRow("None", not holder.get(), holder.setting("")) if one.none else None
    return page(nav, one.title, nobody, *rows)


def unused_apps(state: Setting, nav: Nav) -> Box:
    """Apps that were not opened for months: none."""
    return page(nav, "Unused apps", note("No unused apps"))


def special_access(state: Setting, nav: Nav) -> Box:
    """Powers that few apps have."""
    return page(
        nav,
        "Special app access",
        link(nav, "Device & app notifications", "notification_access"),
        link(nav, "Unrestricted data", "unrestricted_data"),
        link(nav, "Do Not Disturb access", "zen"),
    )


SCREENS = [
    apps,
    all_apps,
    app_info,
    confirm_uninstall,
    confirm_disable,
    confirm_stop,
    app_permissions,
    app_permission,
    app_storage,
    app_data,
    app_notifications,
    default_apps,
    role,
    unused_apps,
    special_access,
]
