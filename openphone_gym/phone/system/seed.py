"""A new phone before anybody used it: settings, packages, home screen."""

from __future__ import annotations

import copy
import random
from functools import cache

import msgspec

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.system import clock, density, stacks
from openphone_gym.phone.system.state import Display, Entry, Package, System, Task
from openphone_gym.phone.system.wallpaper import WALLPAPERS
from openphone_gym.phone.world.start import START, TIME_ZONE

DOCK = (
    "com.google.android.dialer",
    "com.google.android.apps.messaging",
    "com.android.chrome",
    "com.android.settings",
)
"""Apps at the foot of the home screen."""

EXTRA_PACKAGES = {
    "com.android.chrome": Package("Chrome", "web", 0xFF4285F4, "124.0.6367.113", True, 312),
    "org.mozilla.firefox": Package("Firefox", "compass", 0xFFE66000, "125.3.0", False, 268),
    "com.booking": Package("Booking.com", "bed", 0xFF003580, "46.1.1", False, 146),
    "com.mapswithme.maps.pro": Package("MAPS.ME", "map-marker", 0xFF1F8A3B, "15.7", False, 205),
    "com.rammigsoftware.bluecoins": Package("Bluecoins", "currency-usd", 0xFF1E6FD9, "12.9", False, 61),
    "com.aldiko.android": Package("Cantook", "book-open-variant", 0xFF0B7285, "1.12", False, 58),
    "com.Project100Pi.themusicplayer": Package(
        "Pi Music Player", "music-note", 0xFFD6336C, "3.1.5", False, 47
    ),
    "com.skuld.calendario": Package("Calendario", "calendar-month", 0xFF6741D9, "2.11", False, 39),
    "com.google.android.projection.gearhead": Package("Android Auto", "car", 0xFF1A73E8, "11.8", True, 96),
}
"""Packages that are installed beside the simulated apps; each gives way to an app of its name."""

NOTIFICATION_ACCESS = {
    "com.google.android.contacts": True,
    "com.google.android.projection.gearhead": True,
    "com.google.android.deskclock": False,
    "com.Project100Pi.themusicplayer": False,
}
"""Packages that ask to read notifications, and whether they may."""

PACKAGES = {
    "us.zoom.videomeetings": Package("Zoom", version="5.17.11", megabytes=178),
    "com.google.android.deskclock": Package("Clock", version="7.8", system=True, megabytes=17),
    "com.google.android.contacts": Package("Contacts", version="4.28", system=True, megabytes=42),
}
"""What is known of the simulated apps beside their name and icon."""

PART_OF_SYSTEM = Package("", version="13", system=True, megabytes=85)
"""What is assumed of the other simulated apps."""

PERMISSIONS = {
    "com.android.chrome": {"Location": False, "Camera": False, "Notifications": True},
    "org.mozilla.firefox": {"Camera": False, "Microphone": False, "Notifications": True},
    "com.booking": {"Location": True, "Notifications": True},
    "com.mapswithme.maps.pro": {"Location": True, "Notifications": True},
    "com.google.android.contacts": {
        "Contacts": True,
        "Phone": True,
        "Location": False,
        "Notifications": True,
    },
    "com.google.android.deskclock": {"Notifications": True, "Files and media": False},
    "com.google.android.dialer": {"Call logs": True, "Contacts": True, "Phone": True, "Microphone": True},
    "com.google.android.apps.messaging": {"SMS": True, "Contacts": True, "Camera": False},
    "com.rammigsoftware.bluecoins": {"Files and media": True, "Notifications": True},
    "com.aldiko.android": {"Files and media": True},
    "com.Project100Pi.themusicplayer": {"Files and media": True, "Notifications": True},
    "com.skuld.calendario": {"Calendar": True, "Contacts": False, "Notifications": True},
    "us.zoom.videomeetings": {"Camera": False, "Microphone": False, "Nearby devices": False},
}
"""Permissions that apps ask for, and whether they have them."""


NIGHT_MODES = ("1", "1", "2")
"""Light (1) or dark (2) theme of a drawn phone, light more often."""

FONT_SCALES = ("0.85", "1.0", "1.0", "1.0", "1.15", "1.3")
"""Text sizes of drawn phones; most people leave the first one."""


def new_system(rng: random.Random | None, display: Display) -> System:
    """The system's state on a new phone; ``rng`` varies what does not matter to a task."""
    system = System(
        display=display,
        clock=0,
        settings={name: dict(values) for name, values in TABLES.items()},
        properties=PROPERTIES | {density.PROPERTY: str(display.density)},
        packages=_package_decoder.decode(_encoded_packages()),
        roles={
            "browser": "com.android.chrome",
            "dialer": "com.google.android.dialer",
            "sms": "com.google.android.apps.messaging",
            "home": "com.google.android.apps.nexuslauncher",
            "assistant": "com.google.android.googlequicksearchbox",
        },
        tasks=[Task(stacks.LAUNCHER, [Entry(stacks.LAUNCHER, "home")])],
    )
    clock.set_local_time(system, START)
    system.home = [
        app.package for app in installed_apps().values() if app.launchable and app.package not in DOCK
    ]
    if rng is not None:
        rng.shuffle(system.home)
        system.wallpaper = rng.randrange(len(WALLPAPERS))
        system.battery = rng.randrange(35, 100)
        system.settings["secure"]["ui_night_mode"] = rng.choice(NIGHT_MODES)
        system.settings["system"]["font_scale"] = rng.choice(FONT_SCALES)
    return system


_package_decoder = msgspec.msgpack.Decoder(dict[str, Package])


@cache
def _encoded_packages() -> bytes:
    """What is installed on every new phone; decoding it is much quicker than to put it together."""
    return msgspec.msgpack.encode(_packages())


def _packages() -> dict[str, Package]:
    packages = copy.deepcopy(EXTRA_PACKAGES)
    for app in installed_apps().values():
        known = packages.get(app.package) or copy.deepcopy(PACKAGES.get(app.package, PART_OF_SYSTEM))
        packages[app.package] = msgspec.structs.replace(
            known, label=app.label, icon=app.icon, color=app.color
        )
    for name, asked in PERMISSIONS.items():
        if name in packages:
            packages[name].permissions = dict(asked)
    for name, allowed in NOTIFICATION_ACCESS.items():
        if name in packages:
            packages[name].notification_access = allowed
    return packages


PROPERTIES = {
    clock.TIME_ZONE: TIME_ZONE,
    "ro.build.version.release": "13",
    "ro.build.version.sdk": "33",
    "ro.build.version.security_patch": "2024-04-05",
    "ro.build.display.id": "TE1A.220922.034",
    "ro.product.model": "Pixel 7 Pro",
    "ro.product.device": "cheetah",
    "ro.product.name": "cheetah",
    "ro.product.brand": "google",
    "ro.product.manufacturer": "Google",
    "ro.serialno": "EMULATOR33X4X7X0",
    "ro.kernel.version": "5.15.41",
    "init.svc.bootanim": "stopped",
    "sys.boot_completed": "1",
}

GLOBAL = {
    "airplane_mode_on": "0",
    "wifi_on": "1",
    "wifi_wakeup_enabled": "1",
    "wifi_networks_available_notification_on": "1",
    "bluetooth_on": "1",
    "mobile_data": "1",
    "data_roaming": "0",
    "private_dns_mode": "opportunistic",
    "auto_time": "1",
    "auto_time_zone": "1",
    "device_name": "Pixel 7 Pro",
    "zen_mode": "0",
    "low_power": "0",
    "adaptive_battery_management_enabled": "1",
    "development_settings_enabled": "0",
    "adb_enabled": "1",
}

SYSTEM = {
    "font_scale": "1.0",
    "screen_brightness": "102",
    "screen_brightness_mode": "0",
    "screen_off_timeout": "30000",
    "accelerometer_rotation": "0",
    "status_bar_show_battery_percent": "0",
    "time_12_24": "12",
    "volume_music_speaker": "8",
    "volume_voice_earpiece": "4",
    "volume_ring_speaker": "5",
    "volume_alarm_speaker": "6",
    "vibrate_on": "1",
    "ring_vibration_intensity": "2",
    "notification_vibration_intensity": "2",
    "haptic_feedback_enabled": "1",
    "dtmf_tone": "1",
    "lockscreen_sounds_enabled": "1",
    "sound_effects_enabled": "1",
    "system_locales": "en-US",
}

SECURE = {
    "bluetooth_name": "sdk_gphone64",
    "ui_night_mode": "1",
    "location_mode": "3",
    "tts_default_locale": "",
    "tts_default_rate": "100",
    "tts_default_pitch": "100",
    "night_display_activated": "0",
    "lock_screen_show_notifications": "1",
    "doze_always_on": "0",
    "accessibility_enabled": "0",
}

TABLES = {"global": GLOBAL, "system": SYSTEM, "secure": SECURE}
"""Tables of the settings provider on a new phone."""
