"""About phone."""

from __future__ import annotations

from openphone_gym.phone.apps.setting.screens.connected import ADDRESS
from openphone_gym.phone.apps.setting.screens.network import CARRIER
from openphone_gym.phone.apps.setting.screens.parts import link, page, text_dialog
from openphone_gym.phone.apps.setting.state import Setting
from openphone_gym.phone.system import connectivity
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind_key
from openphone_gym.phone.toolkit.box import Box
from openphone_gym.phone.toolkit.controls import TextButton
from openphone_gym.phone.toolkit.rows import ListRow, Section
from openphone_gym.phone.toolkit.surfaces import Dialog, Message

TAPS_FOR_DEVELOPERS = 7
BOOT_S = 5_400
"""Seconds the phone was up before the first gesture."""


def about(state: Setting, nav: Nav) -> Box:
    """About phone."""
    of = nav.system.properties
    return page(
        nav,
        "About phone",
        Section("Basic info"),
        link(nav, "Device name", "rename_device", nav.setting("global", "device_name")),
        ListRow("Phone number (SIM 1)", nav.world.user.shown_number),
        Section("Legal & regulatory"),
        link(nav, "Legal information", "legal"),
        Section("Device details"),
        ListRow("SIM status (SIM 1)", CARRIER),
        link(nav, "Model", "model", of["ro.product.model"]),
        ListRow("IMEI (SIM 1)", "358240051111110"),
        link(nav, "Android version", "android_version", of["ro.build.version.release"]),
        Section("Device identifiers"),
        ListRow("IP address", f"fe80::15:b2ff:fe00:0\n{connectivity.ADDRESS}"),
        ListRow("Wi‑Fi MAC address", "To view, choose saved network"),
        ListRow("Device Wi‑Fi MAC address", connectivity.MAC),
        ListRow("Bluetooth address", ADDRESS),
        ListRow("Up time", _uptime(nav)),
        ListRow("Build number", of["ro.build.display.id"], lambda: _touch_build(state, nav)),
    )


def _uptime(nav: Nav) -> str:
    minutes = (BOOT_S + nav.system.gestures) // 60
    return f"{minutes // 60}:{minutes % 60:02d}:{(BOOT_S + nav.system.gestures) % 60:02d}"


def _touch_build(state: Setting, nav: Nav) -> None:
    """Counts touches of the build number; enough of them open the developer options."""
    developer = nav.flag("global", "development_settings_enabled")
    if developer.get():
        nav.toast("No need, you are already a developer.")
        return
    state.taps_on_build += 1
    missing = TAPS_FOR_DEVELOPERS - state.taps_on_build
    if missing <= 0:
        state.taps_on_build = 0
        developer.set(True)
        nav.toast("You are now a developer!")
    elif missing < TAPS_FOR_DEVELOPERS - 2:
        nav.toast(f"You are now {missing} step{'s' if missing > 1 else ''} away from being a developer.")


def rename_device(state: Setting, nav: Nav) -> Box:
    """Dialog for the phone's name."""
    return text_dialog(
        nav, "Device name", "OK", bind_key(nav.system.settings["global"], "device_name"), limit=32
    )


def model(state: Setting, nav: Nav) -> Box:
    """Dialog with model and hardware."""
    of = nav.system.properties
    text = f"Model: {of['ro.product.model']}\nSerial number: {of['ro.serialno']}\nHardware version: PVT1.0"
    return Dialog("Model", Message(text), buttons=[TextButton("OK", nav.back, id="button1")])


def android_version(state: Setting, nav: Nav) -> Box:
    """Android version and what belongs to it."""
    of = nav.system.properties
    return page(
        nav,
        "Android version",
        ListRow(
            "Android version",
            of["ro.build.version.release"],
            lambda: nav.toast(f"Android {of['ro.build.version.release']}"),
        ),
        ListRow("Android security update", of["ro.build.version.security_patch"], nav.to("system_update")),
        ListRow("Google Play system update", "March 1, 2024", nav.to("system_update")),
        ListRow("Baseband version", "1.0.0.0"),
        ListRow("Kernel version", of["ro.kernel.version"]),
        ListRow("API level", of["ro.build.version.sdk"]),
        ListRow("Build number", of["ro.build.display.id"]),
    )


def legal(state: Setting, nav: Nav) -> Box:
    """Legal information."""
    names = ("Third-party licenses", "Google legal", "System WebView licenses", "Wallpapers")
    return page(
        nav,
        "Legal information",
        *(ListRow(name, "", lambda: nav.toast("Connect to the internet")) for name in names),
    )


SCREENS = [about, rename_device, model, android_version, legal]
