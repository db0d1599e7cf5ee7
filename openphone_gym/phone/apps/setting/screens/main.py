"""The main page and the search over everything."""

from __future__ import annotations

from openphone_gym.phone.apps.setting.facts import ENTRIES
from openphone_gym.phone.apps.setting.screens.choices import CHOICES
from openphone_gym.phone.apps.setting.screens.features import FEATURES
from openphone_gym.phone.apps.setting.screens.parts import note, page
from openphone_gym.phone.apps.setting.screens.privacy import location_summary
from openphone_gym.phone.apps.setting.state import Setting
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Row, Scroll, Text
from openphone_gym.phone.toolkit.collapsing import HeadedBar, HomePage
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.group import FRAME, LINEAR, Group
from openphone_gym.phone.toolkit.long_list import LongList
from openphone_gym.phone.toolkit.rows import ICON, IMAGE, SUMMARY, TITLE, ListRow
from openphone_gym.phone.toolkit.surfaces import BAR, Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_MEDIUM, HEADLINE_LARGE


def main(state: Setting, nav: Nav) -> Box:
    """The main page."""
    storage = state.storage
    used = round(storage.used / 1000)
    worked_out = {
        "battery": f"{nav.system.battery}%",
        "storage": f"{used * 100 // storage.total}% used - {storage.total - used} GB free",
        "location": location_summary(nav),
        "about": nav.setting("global", "device_name"),
    }
    entries = [
        (title, summary or worked_out[screen], icon, screen) for title, summary, icon, screen in ENTRIES
    ]

    def row(entry: tuple[str, str, str, str]) -> Box:
        title, summary, icon, screen = entry
        return _entry(title, summary, icon, nav.to(screen))

    return HomePage(
        HeadedBar(_heading(), _search_bar(nav), id="app_bar"),
        LongList(entries, row),
        id="settings_homepage_container",
        list_id="main_content_scrollable_container",
        groups=LIST_GROUPS,
    )


LIST_GROUPS = (
    ("homepage_container", LINEAR),
    ("main_content", FRAME),
    ("container_material", LINEAR),
    ("android:id/list_container", FRAME),
    ("recycler_view", Scroll.cls),
)
"""What stands around the rows of the main page, from the outermost to the innermost."""


def _heading() -> Box:
    return Row(Text("Settings", HEADLINE_LARGE, id="homepage_title"), pad=(24, 68, 24, 20))


def _search_bar(nav: Nav) -> Box:
    """What searches all settings; it stays when the heading moves away."""
    action = Row(
        Icon("magnify", color="on_surface"),
        Text("Search settings", BODY_LARGE, color="on_surface_variant", id="search_action_bar_title"),
        cls=BAR,
        id="search_action_bar",
        on_tap=nav.to("search"),
        fill="surface_container",
        radius=26,
        height=52,
        width=FILL,
        pad=(20, 0, 20, 0),
        gap=16,
    )
    card = Group(action, "search_bar", "androidx.cardview.widget.CardView")
    row = Row(card, width=FILL, pad=(16, 4, 16, 8), cls=LINEAR, id="homepage_app_bar_regular_phone_view")
    row.holders = [("app_bar_container", FRAME)]
    return row


def _entry(title: str, summary: str, icon: str, on_tap: Handler) -> Box:
    """A row of the main page."""
    words = Column(
        Text(title, BODY_LARGE, max_lines=3, id=TITLE),
        Text(summary, BODY_MEDIUM, color="on_surface_variant", max_lines=6, id=SUMMARY),
        cls="android.widget.RelativeLayout",
        id="text_frame",
        flex=1,
    )
    picture = Group(Icon(icon, cls=IMAGE, id=ICON), "icon_frame")
    return Row(picture, words, cls=LINEAR, on_tap=on_tap, width=FILL, gap=24, pad=(24, 22, 24, 22))


def tips(state: Setting, nav: Nav) -> Box:
    """Help, which would come from the internet."""
    return page(
        nav,
        "Tips & support",
        note("Tips can't be loaded at the moment. Check your connection and try again."),
    )


SEARCHABLE = (
    ("Internet", "Network & internet", "internet"),
    ("Wi‑Fi", "Network & internet > Internet", "internet"),
    ("Turn on Wi‑Fi automatically", "Internet > Network preferences", "network_preferences"),
    ("Notify for public networks", "Internet > Network preferences", "network_preferences"),
    ("Saved networks", "Network & internet > Internet", "saved_networks"),
    ("SIMs", "Network & internet", "network"),
    ("Mobile data", "Network & internet > SIMs", "sims"),
    ("Roaming", "Network & internet > SIMs", "sims"),
    ("Airplane mode", "Network & internet", "network"),
    ("Wi‑Fi hotspot", "Network & internet > Hotspot & tethering", "tethering"),
    ("Data Saver", "Network & internet", "network"),
    ("VPN", "Network & internet", "network"),
    ("Private DNS", "Network & internet", "network"),
    ("Pair new device", "Connected devices", "connected_devices"),
    ("Bluetooth", "Connected devices > Connection preferences", "connection_preferences"),
    ("Use Bluetooth", "Connected devices > Connection preferences > Bluetooth", "bluetooth"),
    ("Cast", "Connected devices > Connection preferences", "connection_preferences"),
    ("Printing", "Connected devices > Connection preferences", "connection_preferences"),
    ("All apps", "Apps", "all_apps"),
    ("Default apps", "Apps", "apps"),
    ("Browser app", "Apps > Default apps", "default_apps"),
    ("Phone app", "Apps > Default apps", "default_apps"),
    ("SMS app", "Apps > Default apps", "default_apps"),
    ("Special app access", "Apps", "apps"),
    ("Assistant", "Apps", "apps"),
    ("Screen time", "Apps", "apps"),
    ("App notifications", "Notifications > App settings", "notification_apps"),
    ("Notification history", "Notifications", "notifications"),
    ("Device & app notifications", "Notifications", "notifications"),
    ("Do Not Disturb", "Sound & vibration", "sound"),
    ("Battery percentage", "Battery", "battery"),
    ("Battery Saver", "Battery", "battery"),
    ("Battery usage", "Battery", "battery"),
    ("Adaptive preferences", "Battery", "battery"),
    ("Free up space", "Storage", "storage"),
    ("Media volume", "Sound & vibration", "sound"),
    ("Call volume", "Sound & vibration", "sound"),
    ("Ring & notification volume", "Sound & vibration", "sound"),
    ("Alarm volume", "Sound & vibration", "sound"),
    ("Vibration & haptics", "Sound & vibration", "sound"),
    ("Ring vibration", "Sound & vibration > Vibration & haptics", "vibration"),
    ("Notification vibration", "Sound & vibration > Vibration & haptics", "vibration"),
    ("Touch feedback", "Sound & vibration > Vibration & haptics", "vibration"),
    ("Touch sounds", "Sound & vibration", "sound"),
    ("Dial pad tones", "Sound & vibration", "sound"),
    ("Brightness level", "Display", "display"),
    ("Dark theme", "Display", "display"),
    ("Lock screen", "Display", "display"),
    ("Font size", "Display > Display size and text", "text_size"),
    ("Display size", "Display > Display size and text", "text_size"),
    ("Bold text", "Display > Display size and text", "text_size"),
    ("Change wallpaper", "Wallpaper & style", "wallpaper"),
    ("Themed icons", "Wallpaper & style", "wallpaper"),
    ("Color and motion", "Accessibility", "accessibility"),
    ("Remove animations", "Accessibility > Color and motion", "color_motion"),
    ("Mono audio", "Accessibility > Audio adjustment", "audio_adjustment"),
    ("Privacy dashboard", "Privacy", "privacy"),
    ("Permission manager", "Privacy", "privacy"),
    ("Camera access", "Privacy", "privacy"),
    ("Microphone access", "Privacy", "privacy"),
    ("Use location", "Location", "location"),
    ("Medical information", "Safety & emergency", "safety"),
    ("Add account", "Passwords & accounts", "accounts"),
    ("Languages & input", "System", "system"),
    ("Languages", "System > Languages & input", "languages_input"),
    ("Add a language", "System > Languages & input > Languages", "languages"),
    ("On-screen keyboard", "System > Languages & input", "languages_input"),
    ("Text-to-speech output", "System > Languages & input", "languages_input"),
    ("Speech rate", "System > Languages & input > Text-to-speech output", "speech"),
    ("Gestures", "System", "system"),
    ("Date & time", "System", "system"),
    ("Set time automatically", "System > Date & time", "date_time"),
    ("Date", "System > Date & time", "date_time"),
    ("Time zone", "System > Date & time", "date_time"),
    ("Use 24-hour format", "System > Date & time", "date_time"),
    ("System update", "System", "system"),
    ("Reset options", "System", "system"),
    ("Device name", "About phone", "about"),
    ("Android version", "About phone", "about"),
    ("Build number", "About phone", "about"),
    ("IP address", "About phone", "about"),
    ("Model", "About phone", "about"),
)
"""Settings that the search finds: title, where it is, page that shows it."""

MOST_RESULTS = 30


def search(state: Setting, nav: Nav) -> Box:
    """Search over the titles of all settings."""
    query = nav.bind("query")
    wanted = query.get().replace("-", "‑").strip().lower()
    field = TextField(
        query, "Search settings", id="search_src_text", variant="plain", action="search", flex=1
    )
    clear = IconButton("close", "Clear text", query.setting("")) if query.get() else None
    bar = Row(
        IconButton("arrow-left", "Back", nav.back),
        field,
        clear,
        height=64,
        width=FILL,
        pad=(4, 0, 4, 0),
        gap=4,
    )
    if not wanted:
        return Page(bar, note("Type what you are looking for, such as “Wi‑Fi” or “Ring”."))
    return Page(bar, *(_results(nav, wanted) or [note("No results")]))


def _results(nav: Nav, wanted: str) -> list[Box]:
    pages = [(title, summary, nav.to(screen)) for title, summary, _, screen in ENTRIES]
    pages += [(title, path, nav.to(screen)) for title, path, screen in SEARCHABLE]
    pages += [(one.title, one.switch, nav.to("feature", name=name)) for name, one in FEATURES.items()]
    pages += [(one.title, "", nav.to("choice", name=name)) for name, one in CHOICES.items()]
    found = [entry for entry in pages if wanted in entry[0].replace("-", "‑").lower()]
    return [ListRow(title, path, open_page) for title, path, open_page in found[:MOST_RESULTS]]


SCREENS = [main, search, tips]
