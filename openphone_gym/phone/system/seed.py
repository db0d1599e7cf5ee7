"""A new phone before anybody used it: settings, packages, home screen."""

from __future__ import annotations

import random
from functools import cache

import msgspec

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.system import clock, density, stacks
from openphone_gym.phone.system.listings import candidates, listings
from openphone_gym.phone.system.state import Display, Entry, Package, System, Task
from openphone_gym.phone.system.wallpaper import WALLPAPERS
from openphone_gym.phone.world.start import START, TIME_ZONE

ROLES = ("browser", "dialer", "sms", "home")
"""Roles that apps hold on a new phone."""

ASSISTANT = "com.google.android.googlequicksearchbox"
"""Holder of the role of the assistant; part of the system, and no app of its own."""

NIGHT_MODES = ("1", "1", "2")
"""Light (1) or dark (2) theme of a drawn phone, light more often."""

FONT_SCALES = ("0.85", "1.0", "1.0", "1.0", "1.15", "1.3")
"""Text sizes of drawn phones; most people leave the first one."""


def new_system(rng: random.Random | None, display: Display) -> System:
    """The system's state on a new phone; ``rng`` varies what does not matter to a task."""
    system = System(
        display=display,
        moment=0,
        settings={name: dict(values) for name, values in TABLES.items()},
        properties=PROPERTIES | {density.PROPERTY: str(display.density)},
        packages=_package_decoder.decode(_encoded_packages()),
        roles={role: candidates(role)[0] for role in ROLES} | {"assistant": ASSISTANT},
        tasks=[Task(stacks.LAUNCHER, [Entry(stacks.LAUNCHER, "home")])],
    )
    clock.set_local_time(system, START)
    system.home = [app.package for app in installed_apps().values() if app.launchable and not app.dock]
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
    return {
        name: Package(
            listing.label,
            listing.icon,
            listing.color,
            listing.version,
            listing.system,
            listing.megabytes,
            notification_access=listing.notification_access,
            permissions=dict(listing.permissions),
        )
        for name, listing in listings().items()
    }


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
    "ro.product.cpu.abi": "arm64-v8a",
    "ro.product.cpu.abilist": "arm64-v8a",
    "ro.boot.qemu.avd_name": "Pixel_7_Pro",
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
    "user_rotation": "0",
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
    "zen_duration": "0",
}

TABLES = {"global": GLOBAL, "system": SYSTEM, "secure": SECURE}
"""Tables of the settings provider on a new phone."""
