from __future__ import annotations

import inspect
import random

import pytest

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.apps.setting.languages import LOCALES, NAMES
from openphone_gym.phone.apps.setting.screens.choices import CHOICES
from openphone_gym.phone.apps.setting.screens.features import FEATURES
from openphone_gym.phone.apps.setting.screens.main import ENTRIES, SEARCHABLE
from openphone_gym.phone.apps.setting.seed import seed
from openphone_gym.phone.apps.setting.time_zones import REGIONS
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system import clock
from openphone_gym.phone.system.state import Entry, Task
from openphone_gym.phone.toolkit import fonts
from openphone_gym.phone.toolkit.box import Icon
from openphone_gym.phone.world import world
from openphone_gym.ui.gesture import PressKey, Swipe, Tap
from openphone_gym.ui.node import UiNode

APP = installed_apps()["setting"]

ARGUMENTS = {
    "package": "com.booking",
    "role": "browser",
    "permission": "Camera",
    "language": "Español",
    "tag": "es-US",
    "region": "Canada",
    "title": "Images",
    "allow": True,
    "name": "AndroidWifi",
    "field": "name",
    "kind": "Google",
}


class Hand:
    """A finger that looks for what is further down the page, and goes on from one touch to the next."""

    def __init__(self, finger) -> None:
        self.finger = finger
        self.phone: Phone = finger.phone
        self.find = finger.find
        finger.open("setting")

    @property
    def system(self):
        return self.phone.system

    def scroll_to(self, label: str) -> UiNode:
        for _ in range(12):
            if self.find(label) is not None:
                break
            self.phone.perform(Swipe(540, 1900, 540, 900))
        return self.finger.node(label)

    def tap(self, *labels: str) -> Hand:
        for label in labels:
            self.scroll_to(label)
            self.finger.tap(label)
        return self

    def type(self, text: str) -> Hand:
        self.finger.type(text)
        return self

    def slide(self, name: str, to: float) -> Hand:
        bars = (n for n in self.phone.tree().walk() if n.class_name.endswith("SeekBar"))
        bar = next(node for node in bars if node.content_desc == name)
        left, _, right, _ = bar.bounds
        y = bar.center[1]
        self.phone.perform(Swipe((left + right) // 2, y, int(left + (right - left - 1) * to), y))
        return self

    def back(self) -> Hand:
        self.finger.press("back")
        return self

    def switch_beside(self, title: str) -> UiNode:
        """The switch of the row with that title."""
        row = self.phone.tree().find(
            lambda node: node.children and any(c.text == title for c in node.children)
        )
        return next(node for node in row.walk() if node.checkable)

    def get(self, table: str, key: str) -> str:
        return self.system.settings[table][key]


@pytest.fixture
def hand(finger) -> Hand:
    return Hand(finger)


def argument_sets(name, screen):
    if name == "feature":
        return [{"name": one} for one in FEATURES]
    if name == "choice":
        return [{"name": one} for one in CHOICES]
    return [{key: ARGUMENTS[key] for key in list(inspect.signature(screen).parameters)[2:]}]


def open_screen(phone: Phone, screen: str, arguments: dict) -> None:
    phone.system.tasks[1:] = [
        Task("setting", [Entry("setting", "main"), Entry("setting", screen, arguments)])
    ]
    phone.changed()


def inside(inner, outer):
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def check_nesting(node):
    for child in node.children:
        assert inside(child.bounds, node.bounds), (child.label, child.bounds, node.bounds)
        check_nesting(child)


@pytest.mark.parametrize("font_scale", ["1.0", "1.3"])
def test_every_screen_builds_and_closes(font_scale):
    phone = Phone.new()
    phone.system.settings["system"]["font_scale"] = font_scale
    for name, screen in APP.screens.items():
        for arguments in argument_sets(name, screen):
            open_screen(phone, name, arguments)
            (root,) = phone.tree().roots
            check_nesting(root)
            for window in phone.windows():
                for box in window.root.walk():
                    if isinstance(box, Icon):
                        fonts.icon_glyph(box.name)
            if name != "main":
                phone.perform(PressKey("back"))
                assert phone.showing("setting", "main"), name


def test_rows_lead_to_screens_that_exist():
    screens = set(APP.screens)
    assert {screen for *_, screen in ENTRIES} | {screen for *_, screen in SEARCHABLE} <= screens


def test_search_results_show_what_was_searched():
    phone = Phone.new()
    for title, _, screen in SEARCHABLE:
        open_screen(phone, screen, {})
        labels = {box.label or box.desc for box in phone.window().root.walk()}
        assert title in labels, (title, screen)


def test_main_page(hand):
    texts = hand.phone.tree().texts()
    assert {"Settings", "Search settings", "Network & internet", "Display"} <= set(texts)
    assert hand.scroll_to("About phone")


def test_search_finds_wifi_with_an_ordinary_hyphen(hand):
    hand.tap("Search settings", "Search settings").type("turn on wi-fi")
    hand.tap("Turn on Wi‑Fi automatically")
    assert hand.phone.showing("setting", "network_preferences")


# The ways of the benchmark's tasks


def test_airplane_mode_suspends_wifi_and_leaves_bluetooth(hand):
    hand.tap("Network & internet", "Airplane mode")
    assert (hand.get("global", "airplane_mode_on"), hand.get("global", "wifi_on")) == ("1", "3")
    assert hand.get("global", "bluetooth_on") == "1"
    assert not hand.find("SIMs").enabled
    hand.tap("Airplane mode")
    assert (hand.get("global", "airplane_mode_on"), hand.get("global", "wifi_on")) == ("0", "1")


def test_wifi_wakeup(hand):
    hand.tap("Network & internet", "Internet", "Network preferences", "Turn on Wi‑Fi automatically")
    assert hand.get("global", "wifi_wakeup_enabled") == "0"
    assert not hand.switch_beside("Turn on Wi‑Fi automatically").checked


def test_private_dns_is_written_by_save_only(hand):
    hand.tap("Network & internet", "Private DNS", "Private DNS provider hostname")
    assert not hand.find("Save").enabled
    hand.tap("Enter hostname of DNS provider").type("dns.google")
    assert hand.get("global", "private_dns_mode") == "opportunistic"
    hand.tap("Save")
    assert hand.get("global", "private_dns_mode") == "hostname"
    assert hand.get("global", "private_dns_specifier") == "dns.google"
    assert hand.find("dns.google")


def test_bluetooth_switch_and_name(hand):
    hand.tap("Connected devices", "Connection preferences", "Bluetooth", "Device name", "sdk_gphone64")
    hand.type("my AVD").tap("Rename")
    assert hand.get("secure", "bluetooth_name") == "my AVD"
    assert hand.find("my AVD")
    assert hand.find("Pair new device")
    hand.tap("Use Bluetooth")
    assert hand.get("global", "bluetooth_on") == "0"


def test_pairing(hand):
    hand.tap("Connected devices", "Pair new device", "Kitchen Speaker", "Pair")
    assert [one.name for one in hand.phone.setting.bluetooth if one.connected] == ["Kitchen Speaker"]
    assert hand.phone.showing("setting", "connected_devices")


def test_battery_percentage(hand):
    hand.tap("Battery", "Battery percentage")
    assert hand.get("system", "status_bar_show_battery_percent") == "1"


def test_storage_shows_the_canonical_figures(hand):
    hand.tap("Storage")
    texts = hand.phone.tree().texts()
    assert {"11 GB", "used of 64 GB"} <= set(texts)
    assert texts[texts.index("Apps") + 1] == "4.7 GB"
    assert texts[texts.index("Images") + 1] == "18 MB"
    hand.scroll_to("Trash")
    texts = hand.phone.tree().texts()
    assert texts[texts.index("System") + 1] == "6.1 GB"


def test_dark_theme_by_row_and_by_switch(hand):
    hand.tap("Display")
    hand.phone.perform(Tap(*hand.switch_beside("Dark theme").center))
    assert hand.get("secure", "ui_night_mode") == "2"
    hand.tap("Dark theme", "Use Dark theme")
    assert hand.get("secure", "ui_night_mode") == "1"


def test_brightness_goes_down_to_zero_percent(hand):
    hand.tap("Display")
    assert hand.find("40%")
    hand.tap("Brightness level").slide("Display brightness", 0.0).back()
    assert hand.get("system", "screen_brightness") == "1"
    assert hand.find("0%")


def test_volumes(hand):
    hand.tap("Sound & vibration").slide("Ring & notification volume", 0.0).slide("Alarm volume", 1.0)
    assert hand.get("system", "volume_ring_speaker") == "0"
    assert hand.get("system", "volume_alarm_speaker") == "7"
    hand.slide("Call volume", 0.0)
    assert hand.get("system", "volume_voice_earpiece") == "1"


def test_ring_vibration(hand):
    hand.tap("Sound & vibration", "Vibration & haptics", "Ring vibration")
    assert hand.get("system", "ring_vibration_intensity") == "0"
    hand.tap("Use vibration & haptics")
    assert not hand.switch_beside("Ring vibration").enabled


def test_speech_language(hand):
    hand.tap("System", "Languages & input", "Text-to-speech output", "Language", "Chinese (China)")
    assert hand.get("secure", "tts_default_locale") == "com.google.android.tts:zho_CHN"
    assert hand.find("Text-to-speech output")
    assert hand.find("Chinese (China)")


def test_date_needs_automatic_time_off(hand):
    hand.tap("System", "Date & time", "Date")
    assert hand.phone.showing("setting", "date_time")
    hand.tap("Set time automatically", "Date", "1", "OK")
    assert hand.find("May 1, 2024")
    assert hand.phone.now.date().isoformat() == "2024-05-01"
    assert hand.phone.now.hour == 12


def test_time_zone(hand):
    hand.tap("System", "Date & time")
    assert hand.find("GMT+08:00 China Standard Time")
    hand.tap("Set time zone automatically", "GMT+08:00 China Standard Time", "Region", "Search regions").type(
        "united s"
    )
    hand.tap("United States", "Pacific Time")
    assert hand.system.properties[clock.TIME_ZONE] == "America/Los_Angeles"
    assert hand.phone.showing("setting", "time_zone")


def test_language_is_added_at_the_end_and_moved(hand):
    hand.tap(
        "System", "Languages & input", "Languages", "Add a language", "Español", "Español (Estados Unidos)"
    )
    assert hand.phone.showing("setting", "languages")
    texts = hand.phone.tree().texts()
    assert texts[texts.index("Español (Estados Unidos)") + 1] == "2"
    hand.tap("Español (Estados Unidos)", "Move up")
    assert hand.get("system", "system_locales") == "es-US,en-US"
    hand.tap("English (United States)", "Remove", "Remove")
    assert hand.get("system", "system_locales") == "es-US"


def test_notification_access_asks_first(hand):
    hand.tap("Notifications", "Device & app notifications", "Android Auto", "Allow notification access")
    package = hand.system.packages["com.google.android.projection.gearhead"]
    assert package.notification_access
    hand.tap("Turn off")
    assert package.notification_access is False
    hand.back()
    texts = hand.phone.tree().texts()
    assert texts.index("Android Auto") > texts.index("Not allowed")


def test_default_browser(hand):
    hand.tap("Apps", "Default apps", "Browser app")
    assert hand.find("Default browser app")
    hand.tap("Firefox")
    assert hand.system.roles["browser"] == "org.mozilla.firefox"


def test_uninstall_asks_first_and_hands_roles_on(hand):
    hand.system.roles["browser"] = "com.booking"
    hand.tap("Apps").tap(next(t for t in hand.phone.tree().texts() if t.startswith("See all")))
    hand.tap("Booking.com", "Uninstall", "Cancel")
    assert "com.booking" in hand.system.packages
    hand.tap("Uninstall", "OK")
    assert "com.booking" not in hand.system.packages
    assert hand.system.roles["browser"] == "com.android.chrome"
    assert hand.phone.showing("setting", "all_apps")


def test_system_apps_can_only_be_disabled(hand):
    open_screen(hand.phone, "app_info", {"package": "com.android.chrome"})
    assert hand.find("Uninstall") is None
    hand.tap("Disable", "Disable app")
    assert not hand.system.packages["com.android.chrome"].enabled
    hand.tap("Enable")
    assert hand.system.packages["com.android.chrome"].enabled


def test_app_notifications_and_permissions(hand):
    open_screen(hand.phone, "app_info", {"package": "com.booking"})
    hand.tap("Notifications", "All Booking.com notifications").back()
    assert not hand.system.packages["com.booking"].notifications
    hand.tap("Permissions", "Location", "Don’t allow")
    assert hand.system.packages["com.booking"].permissions["Location"] is False


def test_wifi_password(hand):
    hand.tap("Network & internet", "Internet", "TP-LINK_5G_77", "Password").type("wrong-one")
    hand.tap("Connect")
    assert hand.phone.setting.wifi.connected == "AndroidWifi"
    hand.tap("TP-LINK_5G_77", "Password").type("garden-path-5").tap("Connect")
    assert hand.phone.setting.wifi.connected == "TP-LINK_5G_77"


def test_seven_touches_make_a_developer(hand):
    hand.tap("About phone").scroll_to("Build number")
    for _ in range(7):
        hand.tap("Build number")
    assert hand.get("global", "development_settings_enabled") == "1"
    assert hand.system.toast.text == "You are now a developer!"


def test_sizes(hand):
    hand.tap("Display", "Display size and text").slide("Font size", 1.0)
    assert hand.get("system", "font_scale") == "1.3"
    hand.slide("Display size", 1.0)
    assert hand.system.display.density == 462
    hand.tap("Reset settings", "Reset")
    assert (hand.get("system", "font_scale"), hand.system.display.density) == ("1.0", 420)


def test_resets_do_nothing_before_they_are_confirmed(hand):
    before = hand.phone.setting.wifi.networks[-1].saved
    hand.tap("System", "Reset options", "Reset Wi‑Fi, mobile & Bluetooth", "Cancel")
    assert hand.phone.setting.wifi.networks[-1].saved == before
    hand.tap("Reset Wi‑Fi, mobile & Bluetooth", "Reset settings")
    assert [one.name for one in hand.phone.setting.wifi.networks if one.saved] == ["AndroidWifi"]


# Data


def test_seeds():
    assert seed(None, world(None)) == seed(None, world(None))
    assert seed(random.Random(1), world(1)) == seed(random.Random(1), world(1))
    assert seed(random.Random(1), world(1)) != seed(random.Random(2), world(2))
    for number in range(50):
        drawn = seed(random.Random(number), world(number))
        assert drawn.storage.used < drawn.storage.total * 1000


def test_languages_can_be_drawn_and_zones_exist():
    assert set(REGIONS) <= clock.zone_names()
    assert NAMES["es-US"] == "Español (Estados Unidos)"
    for name in LOCALES:
        assert all(fonts._covers(font, char) for font, run in fonts.runs(name) for char in run)
