"""Pages that are one switch and an explanation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from openphone_gym.phone.apps.setting.screens.parts import Source, flag, link, main_switch, note, on_off, page
from openphone_gym.phone.apps.setting.state import Setting
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box


class Feature(NamedTuple):
    """A page with one switch.

    Attributes:
        title: Title of the page and of the row that opens it.
        switch: Words beside the switch.
        text: Explanation below it.
        source: Where the switch is kept.
    """

    title: str
    switch: str
    text: str
    source: Source


def feature(state: Setting, nav: Nav, name: str) -> Box:
    """The page of one feature."""
    one = FEATURES[name]
    return page(nav, one.title, main_switch(one.switch, one.source(state, nav)), note(one.text))


def feature_row(state: Setting, nav: Nav, name: str) -> Box:
    """A row that opens the page of a feature and says whether it is on."""
    one = FEATURES[name]
    return link(nav, one.title, "feature", on_off(one.source(state, nav).get()), name=name)


FEATURES: Mapping[str, Feature] = {
    "adaptive_connectivity": Feature(
        "Adaptive connectivity",
        "Use Adaptive connectivity",
        "Saves battery and improves performance by managing your network connections.",
        flag("secure", "adaptive_connectivity_enabled", "1"),
    ),
    "nfc": Feature(
        "NFC",
        "Use NFC",
        "Lets the phone exchange data when it touches another device or a payment terminal.",
        flag("global", "nfc_on", "1"),
    ),
    "printing": Feature(
        "Default Print Service",
        "Use print service",
        "Finds printers on the network that the phone is connected to.",
        flag("secure", "print_service_enabled", "1"),
    ),
    "adaptive_battery": Feature(
        "Adaptive Battery",
        "Use Adaptive Battery",
        "Limits battery use of apps that you rarely open. Notifications of these apps may be late.",
        flag("global", "adaptive_battery_management_enabled", "1"),
    ),
    "adaptive_charging": Feature(
        "Adaptive Charging",
        "Use Adaptive Charging",
        "Charges slowly over night so that the battery lasts longer, and is full when you unplug it.",
        flag("secure", "adaptive_charging_enabled", "1"),
    ),
    "adaptive_brightness": Feature(
        "Adaptive brightness",
        "Use adaptive brightness",
        "The brightness of the screen follows the light around you.",
        flag("system", "screen_brightness_mode"),
    ),
    "night_light": Feature(
        "Night Light",
        "Use Night Light",
        "Night Light tints the screen amber, which is easier on the eyes in dim light.",
        flag("secure", "night_display_activated"),
    ),
    "auto_rotate": Feature(
        "Auto-rotate screen",
        "Use Auto-rotate",
        "The picture turns with the phone between portrait and landscape.",
        flag("system", "accelerometer_rotation"),
    ),
    "smooth_display": Feature(
        "Smooth Display",
        "Use Smooth Display",
        "Raises the refresh rate of some content up to 120 Hz. Uses more battery.",
        flag("system", "smooth_display", "1"),
    ),
    "screen_saver": Feature(
        "Screen saver",
        "Use screen saver",
        "Shows the clock while the phone is charging or docked.",
        flag("secure", "screensaver_enabled"),
    ),
    "live_caption": Feature(
        "Live Caption",
        "Use Live Caption",
        "Detects speech on the device and captions it.",
        flag("secure", "odi_captions_enabled"),
    ),
    "adaptive_sound": Feature(
        "Adaptive Sound",
        "Use Adaptive Sound",
        "Adjusts the sound to the room around you with help of the microphone.",
        flag("secure", "adaptive_sound_enabled"),
    ),
    "prevent_ringing": Feature(
        "Prevent ringing",
        "Use shortcut to prevent ringing",
        "Press Power and Volume up together to make the phone vibrate instead of ring.",
        flag("secure", "volume_hush_gesture", "1"),
    ),
    "bubbles": Feature(
        "Bubbles",
        "Allow apps to show bubbles",
        "Some conversations can appear as floating icons on top of other apps.",
        flag("secure", "notification_bubbles", "1"),
    ),
    "wireless_alerts": Feature(
        "Wireless emergency alerts",
        "Allow alerts",
        "Alerts of public authorities about extreme weather and other threats.",
        flag("secure", "emergency_alerts_enabled", "1"),
    ),
    "earthquake_alerts": Feature(
        "Earthquake alerts",
        "Use earthquake alerts",
        "Tells you about earthquakes of magnitude 4.5 and more nearby.",
        flag("secure", "earthquake_alerts_enabled", "1"),
    ),
    "emergency_sos": Feature(
        "Emergency SOS",
        "Use Emergency SOS",
        "Press the Power button quickly 5 times or more to start emergency actions.",
        flag("secure", "emergency_gesture_enabled"),
    ),
    "talkback": Feature(
        "TalkBack",
        "Use TalkBack",
        "A screen reader for people who are blind or have low vision.",
        flag("secure", "talkback_enabled"),
    ),
    "select_to_speak": Feature(
        "Select to Speak",
        "Use Select to Speak",
        "Reads aloud what you choose on the screen.",
        flag("secure", "select_to_speak_enabled"),
    ),
    "magnification": Feature(
        "Magnification",
        "Magnification shortcut",
        "Zooms in quickly on the screen to make content larger.",
        flag("secure", "accessibility_display_magnification_enabled"),
    ),
    "color_inversion": Feature(
        "Color inversion",
        "Use color inversion",
        "Turns light screens dark and dark screens light.",
        flag("secure", "accessibility_display_inversion_enabled"),
    ),
    "color_correction": Feature(
        "Color correction",
        "Use color correction",
        "Helps people who can't see some colors or tell them apart.",
        flag("secure", "accessibility_display_daltonizer_enabled"),
    ),
    "extra_dim": Feature(
        "Extra dim",
        "Make screen extra dim",
        "Dims the screen beyond the lowest brightness.",
        flag("secure", "reduce_bright_colors_activated"),
    ),
    "captions": Feature(
        "Caption preferences",
        "Show captions",
        "Not all apps support these captions.",
        flag("secure", "accessibility_captioning_enabled"),
    ),
    "find_device": Feature(
        "Find My Device",
        "Use Find My Device",
        "Locates this phone and can lock or erase it when it is lost.",
        flag("secure", "find_my_device_enabled", "1"),
    ),
    "play_protect": Feature(
        "Google Play Protect",
        "Scan apps with Play Protect",
        "Play Protect regularly checks your apps and device for harmful behavior.",
        flag("global", "package_verifier_user_consent", "1"),
    ),
    "quick_camera": Feature(
        "Quickly open camera",
        "Use quick camera",
        "Press the Power button twice to open the camera from any screen.",
        flag("secure", "camera_double_tap_power_gesture", "1"),
    ),
    "flip_camera": Feature(
        "Flip camera for selfie",
        "Use flip camera",
        "Twist the phone twice in the camera app to switch to the front camera.",
        flag("secure", "camera_double_twist_to_flip_enabled"),
    ),
    "tap_to_check": Feature(
        "Tap to check phone",
        "Use tap to check phone",
        "Tap the screen to see the time, notifications and other information.",
        flag("secure", "doze_tap_gesture", "1"),
    ),
    "lift_to_check": Feature(
        "Lift to check phone",
        "Use lift to check phone",
        "Pick up the phone to see the time, notifications and other information.",
        flag("secure", "doze_pick_up_gesture", "1"),
    ),
    "quick_tap": Feature(
        "Quick Tap to start actions",
        "Use Quick Tap",
        "Tap the back of the phone twice to take a screenshot.",
        flag("secure", "columbus_enabled"),
    ),
    "one_handed": Feature(
        "One-handed mode",
        "Use one-handed mode",
        "Pulls the top of the screen down into reach of your thumb.",
        flag("secure", "one_handed_mode_enabled"),
    ),
    "spell_checker": Feature(
        "Spell checker",
        "Use spell checker",
        "Marks misspelled words while you type.",
        flag("secure", "spell_checker_enabled", "1"),
    ),
    "backup": Feature(
        "Backup by Google One",
        "Use backup",
        "No account is on this phone, so nothing is backed up yet.",
        flag("secure", "backup_enabled"),
    ),
    "personalize": Feature(
        "Personalize using app data",
        "Allow apps to send content",
        "Apps may send content to the Android system, which offers suggestions based on it.",
        flag("secure", "content_capture_enabled", "1"),
    ),
    "usage_diagnostics": Feature(
        "Usage & diagnostics",
        "Share usage & diagnostics",
        "Sends information about how the device works to improve it for everyone.",
        flag("secure", "usage_diagnostics_enabled"),
    ),
}
"""All pages of this kind by name."""

SCREENS = [feature]
