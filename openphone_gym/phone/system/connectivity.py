"""Radios that depend on each other: airplane mode and Wi-Fi."""

from __future__ import annotations

from openphone_gym.phone.system.state import System

AIRPLANE_MODE = "airplane_mode_on"
WIFI = "wifi_on"
MOBILE_DATA = "mobile_data"
WIFI_SUSPENDED = "3"
"""Value of ``wifi_on`` while airplane mode keeps Wi-Fi off that was on before, as on Android."""

ADDRESS, GATEWAY = "10.0.2.16", "10.0.2.2"
"""Address of the phone in a Wi-Fi network, and where the net begins."""

MAC = "02:15:b2:00:00:00"
"""Address of the Wi-Fi device itself."""


def airplane_mode(system: System) -> bool:
    """Whether airplane mode is on."""
    return system.settings["global"].get(AIRPLANE_MODE) == "1"


def has_mobile_data(system: System) -> bool:
    """Whether the mobile network carries data."""
    return system.settings["global"].get(MOBILE_DATA) == "1" and not airplane_mode(system)


def set_airplane_mode(system: System, on: bool) -> None:
    """Switches airplane mode; Wi-Fi goes off and comes back with it, Bluetooth stays as it is."""
    table = system.settings["global"]
    table[AIRPLANE_MODE] = "1" if on else "0"
    if on and table.get(WIFI) == "1":
        table[WIFI] = WIFI_SUSPENDED
    elif not on and table.get(WIFI) == WIFI_SUSPENDED:
        table[WIFI] = "1"
