"""Dialogs that choose one of several values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from openphone_gym.phone.apps.setting.screens.parts import Source, link, provider
from openphone_gym.phone.apps.setting.state import Setting
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import Box, Handler
from openphone_gym.phone.toolkit.controls import TextButton
from openphone_gym.phone.toolkit.rows import RadioRow
from openphone_gym.phone.toolkit.surfaces import Dialog


class Choice(NamedTuple):
    """A value with a few possibilities.

    Attributes:
        title: Title of the dialog and of the row that opens it.
        source: Where the value is kept.
        options: Stored value to words shown.
    """

    title: str
    source: Source
    options: Mapping[str, str]

    def shown(self, state: Setting, nav: Nav) -> str:
        """The words for the present value."""
        value = self.source(state, nav).get()
        return self.options.get(value, value)


def choice(state: Setting, nav: Nav, name: str) -> Box:
    """Radio buttons for a choice; touching one takes it and closes the dialog."""
    one = CHOICES[name]
    binding = one.source(state, nav)

    def choosing(value: str) -> Handler:
        def choose() -> None:
            binding.set(value)
            nav.back()

        return choose

    rows = [RadioRow(words, binding.get() == value, choosing(value)) for value, words in one.options.items()]
    return Dialog(one.title, *rows, buttons=[TextButton("Cancel", nav.back, id="button2")])


def choice_row(state: Setting, nav: Nav, name: str) -> Box:
    """A row that shows a choice and opens its dialog."""
    one = CHOICES[name]
    return link(nav, one.title, "choice", one.shown(state, nav), name=name)


def _same(words: Sequence[str]) -> dict[str, str]:
    """Options that are stored as they are shown."""
    return {word: word for word in words}


RINGTONES = ("None", "Eclipse", "Flutey Phone", "Orion", "Pluto", "Pyxis", "Titan", "Zen Too")
NOTIFICATION_SOUNDS = ("None", "Adara", "Bright Tone", "Heaven", "Pixie Dust", "Spica", "Tejat")
ALARM_SOUNDS = ("None", "Argon", "Bright Morning", "Carbon", "Fresh Start", "Helium", "Oxygen")

CHOICES: Mapping[str, Choice] = {
    "network_type": Choice(
        "Preferred network type",
        provider("global", "preferred_network_mode", "33"),
        {"33": "5G", "22": "LTE", "18": "3G", "1": "2G"},
    ),
    "calls_preference": Choice(
        "Calls preference",
        provider("global", "multi_sim_voice_call", "1"),
        {"1": "T-Mobile", "-1": "Ask every time"},
    ),
    "hotspot_security": Choice(
        "Security",
        lambda state, nav: bind(state.hotspot, "security"),
        _same(("WPA3-Personal", "WPA2/WPA3-Personal", "WPA2-Personal", "None")),
    ),
    "screen_timeout": Choice(
        "Screen timeout",
        provider("system", "screen_off_timeout", "30000"),
        {
            "15000": "15 seconds",
            "30000": "30 seconds",
            "60000": "1 minute",
            "120000": "2 minutes",
            "300000": "5 minutes",
            "600000": "10 minutes",
            "1800000": "30 minutes",
        },
    ),
    "colors": Choice(
        "Colors",
        provider("system", "display_color_mode", "3"),
        {"0": "Natural", "1": "Boosted", "3": "Adaptive"},
    ),
    "lock_notifications": Choice(
        "Notifications on lock screen",
        provider("secure", "lock_screen_show_notifications", "1"),
        {
            "1": "Show conversations, default, and silent",
            "2": "Hide silent conversations and notifications",
            "0": "Don't show any notifications",
        },
    ),
    "battery_schedule": Choice(
        "Set a schedule",
        provider("global", "low_power_trigger_level", "0"),
        {"0": "No schedule", "5": "At 5%", "15": "At 15%", "20": "At 20%", "75": "At 75%"},
    ),
    "zen_duration": Choice(
        "Duration for Quick Settings",
        provider("secure", "zen_duration", "0"),
        {"0": "Until you turn off", "60": "For 1 hour", "-1": "Ask every time"},
    ),
    "ringtone": Choice("Phone ringtone", provider("system", "ringtone", "Eclipse"), _same(RINGTONES)),
    "notification_sound": Choice(
        "Default notification sound",
        provider("system", "notification_sound", "Adara"),
        _same(NOTIFICATION_SOUNDS),
    ),
    "alarm_sound": Choice(
        "Default alarm sound", provider("system", "alarm_alert", "Bright Morning"), _same(ALARM_SOUNDS)
    ),
    "temperature": Choice(
        "Temperature",
        provider("secure", "temperature_unit", "default"),
        {"default": "Use app default", "c": "Celsius (°C)", "f": "Fahrenheit (°F)"},
    ),
    "first_day": Choice(
        "First day of week",
        provider("secure", "first_day_of_week", "default"),
        {"default": "Use app default", "sun": "Sunday", "mon": "Monday", "sat": "Saturday"},
    ),
    "navigation": Choice(
        "System navigation",
        provider("secure", "navigation_mode", "2"),
        {"2": "Gesture navigation", "0": "3-button navigation"},
    ),
    "power_menu": Choice(
        "Press & hold power button",
        provider("global", "power_button_long_press", "5"),
        {"1": "Power menu", "5": "Digital assistant"},
    ),
    "pointer_speed": Choice(
        "Pointer speed", provider("system", "pointer_speed", "0"), {"-4": "Slow", "0": "Normal", "4": "Fast"}
    ),
    "time_to_act": Choice(
        "Time to take action (Accessibility timeout)",
        provider("secure", "accessibility_interactive_ui_timeout_ms", "0"),
        {
            "0": "Default",
            "10000": "10 seconds",
            "30000": "30 seconds",
            "60000": "1 minute",
            "120000": "2 minutes",
        },
    ),
    "screen_lock": Choice(
        "Screen lock", provider("secure", "lockscreen_kind", "swipe"), {"none": "None", "swipe": "Swipe"}
    ),
    "wallpaper_grid": Choice(
        "App grid", provider("secure", "app_grid", "4x5"), _same(("2x2", "3x3", "4x4", "4x5", "5x5"))
    ),
}
"""All dialogs of this kind by name."""

SCREENS = [choice]
