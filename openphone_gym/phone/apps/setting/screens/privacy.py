"""Security, privacy, location, safety, accounts, wellbeing, Google."""

from __future__ import annotations

from openphone_gym.phone.apps.setting.screens.apps import app_rows, by_name, picture
from openphone_gym.phone.apps.setting.screens.choices import choice_row
from openphone_gym.phone.apps.setting.screens.features import feature_row
from openphone_gym.phone.apps.setting.screens.parts import link, main_switch, note, on_off, page, text_dialog
from openphone_gym.phone.apps.setting.state import Setting
from openphone_gym.phone.system import accounts as system_accounts
from openphone_gym.phone.system.listings import candidates, listings
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding, bind_key
from openphone_gym.phone.toolkit.box import Box
from openphone_gym.phone.toolkit.rows import ListRow, Section, SwitchRow
from openphone_gym.phone.toolkit.surfaces import Confirm

PERMISSIONS = (
    ("Calendar", "calendar-blank-outline"),
    ("Call logs", "phone-log-outline"),
    ("Camera", "camera-outline"),
    ("Contacts", "account-circle-outline"),
    ("Files and media", "folder-outline"),
    ("Location", "map-marker-outline"),
    ("Microphone", "microphone-outline"),
    ("Nearby devices", "devices"),
    ("Notifications", "bell-outline"),
    ("Phone", "phone-outline"),
    ("SMS", "message-text-outline"),
)
"""Permissions of the permission manager, with their icons."""

MEDICAL = ("Name", "Date of birth", "Blood type", "Allergies", "Medications", "Address", "Medical notes")


def security(state: Setting, nav: Nav) -> Box:
    """Security."""
    return page(
        nav,
        "Security",
        Section("Security status"),
        feature_row(state, nav, "play_protect"),
        feature_row(state, nav, "find_device"),
        link(
            nav, "Security update", "system_update", nav.system.properties["ro.build.version.security_patch"]
        ),
        Section("Device security"),
        choice_row(state, nav, "screen_lock"),
        ListRow("Face & Fingerprint Unlock", "Set a screen lock first", nav.to("choice", name="screen_lock")),
        Section("More"),
        SwitchRow("SIM card lock", nav.flag("secure", "sim_lock")),
        SwitchRow("App pinning", nav.flag("system", "lock_to_app_enabled")),
        ListRow("Encryption & credentials", "Encrypted"),
    )


# Privacy


def privacy(state: Setting, nav: Nav) -> Box:
    """Privacy."""
    return page(
        nav,
        "Privacy",
        link(nav, "Privacy dashboard", "privacy_dashboard", "Show which apps recently used permissions"),
        link(nav, "Permission manager", "permission_manager", "Control app access to your data"),
        SwitchRow("Camera access", nav.flag("secure", "camera_access", "1"), "For all apps and services"),
        SwitchRow(
            "Microphone access", nav.flag("secure", "microphone_access", "1"), "For all apps and services"
        ),
        SwitchRow(
            "Show passwords",
            nav.flag("system", "show_password", "1"),
            "Display characters briefly as you type",
        ),
        SwitchRow(
            "Show clipboard access",
            nav.flag("secure", "clipboard_show_access_notifications", "1"),
            "Show a message when apps access text, images or other content you’ve copied",
        ),
        choice_row(state, nav, "lock_notifications"),
        feature_row(state, nav, "personalize"),
        feature_row(state, nav, "usage_diagnostics"),
    )


def privacy_dashboard(state: Setting, nav: Nav) -> Box:
    """Which permissions were used lately."""
    rows = [
        ListRow(name, "Not used in past 24 hours", nav.to("permission_apps", permission=name), icon=icon)
        for name, icon in PERMISSIONS
        if name in ("Location", "Camera", "Microphone")
    ]
    return page(nav, "Privacy dashboard", *rows, note("Usage of the past 24 hours"))


def permission_manager(state: Setting, nav: Nav) -> Box:
    """Permissions, and how many apps have each."""

    def row(name: str, icon: str) -> Box:
        asking = [one.permissions[name] for one in nav.system.packages.values() if name in one.permissions]
        summary = f"{sum(asking)} of {len(asking)} apps allowed"
        return ListRow(name, summary, nav.to("permission_apps", permission=name), icon=icon)

    return page(nav, "Permission manager", *(row(name, icon) for name, icon in PERMISSIONS))


def permission_apps(state: Setting, nav: Nav, permission: str) -> Box:
    """Apps that ask for a permission."""

    def rows(allowed: bool) -> list[Box]:
        asking = [(name, one) for name, one in by_name(nav) if one.permissions.get(permission) is allowed]
        empty = ListRow("No apps allowed" if allowed else "No apps denied", enabled=False)
        return [
            ListRow(
                one.label,
                "",
                nav.to("app_permission", package=name, permission=permission),
                leading=picture(one),
            )
            for name, one in asking
        ] or [empty]

    return page(nav, permission, Section("Allowed"), *rows(True), Section("Not allowed"), *rows(False))


# Location


def _location_switch(nav: Nav) -> Binding:
    return Binding(
        lambda: nav.setting("secure", "location_mode", "3") != "0",
        lambda on: nav.put("secure", "location_mode", "3" if on else "0"),
    )


def _with_location(nav: Nav) -> int:
    return sum(one.permissions.get("Location", False) for one in nav.system.packages.values())


def location_summary(nav: Nav) -> str:
    """What the main page says about location."""
    if not _location_switch(nav).get():
        return "Off"
    count = _with_location(nav)
    return f"On • {count} app{'s have' if count != 1 else ' has'} access to location"


def location(state: Setting, nav: Nav) -> Box:
    """Location."""
    return page(
        nav,
        "Location",
        main_switch("Use location", _location_switch(nav)),
        ListRow(
            "App location permissions",
            f"{_with_location(nav)} apps have access to location",
            nav.to("permission_apps", permission="Location"),
        ),
        link(nav, "Location services", "location_services"),
        note("Sources like GPS, Wi‑Fi and mobile networks help to estimate your location."),
    )


def location_services(state: Setting, nav: Nav) -> Box:
    """What helps to find the location."""
    return page(
        nav,
        "Location services",
        feature_row(state, nav, "earthquake_alerts"),
        SwitchRow("Google Location Accuracy", nav.flag("secure", "location_accuracy", "1")),
        SwitchRow("Wi‑Fi scanning", nav.flag("global", "wifi_scan_always_enabled", "1")),
        SwitchRow("Bluetooth scanning", nav.flag("global", "ble_scan_always_enabled")),
    )


# Safety


def safety(state: Setting, nav: Nav) -> Box:
    """Safety & emergency."""
    return page(
        nav,
        "Safety & emergency",
        link(nav, "Medical information", "medical", "Name, blood type, and more"),
        feature_row(state, nav, "emergency_sos"),
        feature_row(state, nav, "earthquake_alerts"),
        feature_row(state, nav, "wireless_alerts"),
        SwitchRow("Emergency Location Service", nav.flag("secure", "emergency_location", "1")),
    )


def medical(state: Setting, nav: Nav) -> Box:
    """What helpers should know."""
    rows = (
        link(nav, name, "medical_field", state.emergency.get(name, "Unknown"), field=name) for name in MEDICAL
    )
    return page(nav, "Medical information", *rows)


def medical_field(state: Setting, nav: Nav, field: str) -> Box:
    """Dialog for one piece of the medical information."""
    return text_dialog(nav, field, "OK", bind_key(state.emergency, field))


# Accounts, wellbeing, Google


def accounts(state: Setting, nav: Nav) -> Box:
    """Passwords & accounts."""
    return page(
        nav,
        "Passwords & accounts",
        Section("Passwords"),
        ListRow(
            "Google", "0 passwords", lambda: nav.toast("Sign in to see your passwords"), icon="key-outline"
        ),
        Section("Autofill service"),
        ListRow(
            "Google", "Autofill service", lambda: nav.toast("Sign in to set up Autofill"), icon="form-textbox"
        ),
        Section("Accounts for Owner"),
        *(
            link(nav, one.name, "account", one.kind, kind=one.kind, name=one.name)
            for one in nav.system.accounts
        ),
        link(nav, "Add account", "add_account"),
        SwitchRow(
            "Automatically sync app data",
            nav.flag("global", "auto_sync", "1"),
            "Let apps refresh data automatically",
        ),
    )


def account(state: Setting, nav: Nav, kind: str, name: str) -> Box:
    """One account: which apps use it."""
    known = nav.system.packages
    one = next((one for one in nav.system.accounts if (one.kind, one.name) == (kind, name)), None)
    users = [package for package in (one.apps if one is not None else []) if package in known]
    return page(
        nav,
        name,
        ListRow(kind, name, icon="account-circle"),
        Section("Account sync"),
        *(SwitchRow(known[user].label, nav.flag("global", f"sync_{user}", "1")) for user in users),
        link(nav, "Remove account", "remove_account", kind=kind, name=name) if one is not None else None,
    )


def remove_account(state: Setting, nav: Nav, kind: str, name: str) -> Box:
    """Asks before the user is signed out."""

    def remove() -> None:
        system_accounts.remove(nav.system, kind, name)
        nav.back_to("accounts")

    text = "Removing this account will delete all of its messages, contacts, and other data from the phone!"
    return Confirm("Remove account?", text, "Remove account", remove, nav.back)


def add_account(state: Setting, nav: Nav) -> Box:
    """Kinds of accounts; signing in needs their servers."""
    kinds = (
        ("Exchange", "email-outline"),
        ("Google", "account-circle-outline"),
        ("Personal (IMAP)", "email-outline"),
    )
    failed = "Couldn’t sign in. There was a problem communicating with the server."
    return page(
        nav,
        "Add an account",
        *(ListRow(name, "", lambda: nav.toast(failed), icon=icon) for name, icon in kinds),
    )


def wellbeing(state: Setting, nav: Nav) -> Box:
    """Digital Wellbeing & parental controls."""
    known = nav.system.packages
    used = [
        (name, known[name], f"{minutes} minutes")
        for name, minutes in zip(_used(), (9, 5, 4), strict=True)
        if name in known
    ]
    return page(
        nav,
        "Digital Wellbeing & parental controls",
        Section("Today: 18 minutes"),
        app_rows(nav, "app_info", used),
        Section("Ways to disconnect"),
        SwitchRow("Bedtime mode", nav.flag("secure", "bedtime_mode")),
        SwitchRow("Focus mode", nav.flag("secure", "focus_mode")),
        Section("Reduce interruptions"),
        link(nav, "Manage notifications", "notification_apps"),
        link(nav, "Do Not Disturb", "zen", on_off(nav.setting("global", "zen_mode", "0") != "0")),
    )


def _used() -> tuple[str, ...]:
    """Packages that were used today: what shows links, people and alarms."""
    takes = {kind: name for name, one in listings().items() for kind in one.opens}
    return candidates("browser")[0], takes["contact"], takes["alarm"]


def google(state: Setting, nav: Nav) -> Box:
    """Google services."""
    return page(
        nav,
        "Google",
        link(nav, "Sign in to your Google Account", "add_account"),
        Section("Services on this device"),
        feature_row(state, nav, "backup"),
        feature_row(state, nav, "find_device"),
        SwitchRow("Personalize ads", nav.flag("secure", "personalized_ads", "1")),
        SwitchRow("Nearby Share", nav.flag("secure", "nearby_sharing")),
    )


SCREENS = [
    security,
    privacy,
    privacy_dashboard,
    permission_manager,
    permission_apps,
    location,
    location_services,
    safety,
    medical,
    medical_field,
    accounts,
    account,
    remove_account,
    add_account,
    wellbeing,
    google,
]
