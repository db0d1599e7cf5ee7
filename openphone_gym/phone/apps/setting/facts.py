"""Names, limits and jobs that the pages of the settings show, and that tasks about them know."""

from __future__ import annotations

from typing import NamedTuple

BRIGHTEST = 255
"""Highest brightness of the screen."""

ENGINE = "com.google.android.tts"
TTS_LOCALE = "tts_default_locale"
"""The speech engine, and the key of its language in the secure table."""

SYSTEM_UI = "com.android.systemui"
"""Package that no list shows."""

ENTRIES = (
    ("Network & internet", "Mobile, Wi‑Fi, hotspot", "wifi", "network"),
    ("Connected devices", "Bluetooth, pairing", "devices", "connected_devices"),
    ("Apps", "Assistant, recent apps, default apps", "apps", "apps"),
    ("Notifications", "Notification history, conversations", "bell-outline", "notifications"),
    ("Battery", "", "battery-outline", "battery"),
    ("Storage", "", "harddisk", "storage"),
    ("Sound & vibration", "Volume, haptics, Do Not Disturb", "volume-high", "sound"),
    ("Display", "Dark theme, font size, brightness", "brightness-6", "display"),
    ("Wallpaper & style", "Colors, themed icons, app grid", "palette-outline", "wallpaper"),
    ("Accessibility", "Display, interaction, audio", "human", "accessibility"),
    ("Security", "Screen lock, Find My Device, app security", "lock-outline", "security"),
    ("Privacy", "Permissions, account activity, personal data", "eye-outline", "privacy"),
    ("Location", "", "map-marker-outline", "location"),
    ("Safety & emergency", "Emergency SOS, medical info, alerts", "asterisk", "safety"),
    ("Passwords & accounts", "Saved passwords, autofill, synced accounts", "key-outline", "accounts"),
    (
        "Digital Wellbeing & parental controls",
        "Screen time, app timers, bedtime schedules",
        "heart-outline",
        "wellbeing",
    ),
    ("Google", "Services & preferences", "account-circle-outline", "google"),
    ("System", "Languages, gestures, time, backup", "information-outline", "system"),
    ("About phone", "", "cellphone", "about"),
    ("Tips & support", "Help articles, phone & chat", "help-circle-outline", "tips"),
)
"""Rows of the main page: title, summary, icon, screen; empty summaries are worked out."""

VOLUMES = (
    ("Media volume", "volume_music_speaker", 0, 15, "music-note"),
    ("Call volume", "volume_voice_earpiece", 1, 5, "phone"),
    ("Ring & notification volume", "volume_ring_speaker", 0, 7, "bell-ring-outline"),
    ("Alarm volume", "volume_alarm_speaker", 1, 7, "alarm"),
)
"""Title, key in the system table, least and greatest step, icon."""

ACTIONS = {
    "android.settings.SETTINGS": "",
    "android.settings.ACCESSIBILITY_SETTINGS": "accessibility",
    "android.settings.AIRPLANE_MODE_SETTINGS": "network",
    "android.settings.APPLICATION_DETAILS_SETTINGS": "app_info",
    "android.settings.APPLICATION_SETTINGS": "apps",
    "android.settings.APP_NOTIFICATION_SETTINGS": "app_notifications",
    "android.settings.BATTERY_SAVER_SETTINGS": "battery_saver",
    "android.settings.BLUETOOTH_SETTINGS": "bluetooth",
    "android.settings.DATE_SETTINGS": "date_time",
    "android.settings.DEVICE_INFO_SETTINGS": "about",
    "android.settings.DISPLAY_SETTINGS": "display",
    "android.settings.INPUT_METHOD_SETTINGS": "keyboards",
    "android.settings.INTERNAL_STORAGE_SETTINGS": "storage",
    "android.settings.LOCALE_SETTINGS": "languages",
    "android.settings.LOCATION_SOURCE_SETTINGS": "location",
    "android.settings.MANAGE_APPLICATIONS_SETTINGS": "all_apps",
    "android.settings.MANAGE_DEFAULT_APPS_SETTINGS": "default_apps",
    "android.settings.NOTIFICATION_SETTINGS": "notifications",
    "android.settings.PRIVACY_SETTINGS": "privacy",
    "android.settings.SAFETY_SETTINGS": "safety",
    "android.settings.SECURITY_SETTINGS": "security",
    "android.settings.SOUND_SETTINGS": "sound",
    "android.settings.SYNC_SETTINGS": "accounts",
    "android.settings.VPN_SETTINGS": "vpn",
    "android.settings.WIFI_SETTINGS": "internet",
    "android.settings.WIRELESS_SETTINGS": "network",
    "android.settings.ZEN_MODE_SETTINGS": "zen",
    "android.intent.action.POWER_USAGE_SUMMARY": "battery",
}
"""Android actions, and the pages that they open."""


class Role(NamedTuple):
    """A job that one app does for the whole phone.

    Attributes:
        title: Title of the page.
        none: Whether nobody has to.
        part: Package of the system that can do it, beside the apps that declare the role.
    """

    title: str
    none: bool = False
    part: str = ""


ROLES = {
    "browser": Role("Default browser app"),
    "dialer": Role("Default phone app"),
    "sms": Role("Default SMS app"),
    "home": Role("Default home app"),
    "assistant": Role("Default digital assistant app", True, "com.google.android.googlequicksearchbox"),
    "call_redirection": Role("Call redirecting app", True),
    "caller_id": Role("Caller ID & spam app", True),
}

NAMES = {"com.google.android.googlequicksearchbox": "Google"}
"""Names of packages that are no installed app of this phone."""


def size_text(megabytes: float) -> str:
    """A size as the settings show it, such as ``146 MB`` or ``4.7 GB``."""
    if megabytes >= 1000:
        return f"{megabytes / 1000:.1f} GB"
    if 0 < megabytes < 1:
        return f"{megabytes * 1000:.0f} kB"
    return f"{megabytes:.0f} MB" if megabytes else "0 B"
