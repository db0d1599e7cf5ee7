"""Accessibility."""

from __future__ import annotations

from openphone_gym.phone.apps.setting.screens.choices import choice_row
from openphone_gym.phone.apps.setting.screens.display import night
from openphone_gym.phone.apps.setting.screens.features import feature_row
from openphone_gym.phone.apps.setting.screens.parts import link, page, split_row
from openphone_gym.phone.apps.setting.state import Setting
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box
from openphone_gym.phone.toolkit.rows import Section, SwitchRow


def accessibility(state: Setting, nav: Nav) -> Box:
    """Accessibility."""
    return page(
        nav,
        "Accessibility",
        Section("Screen reader"),
        feature_row(state, nav, "talkback"),
        Section("Display"),
        link(nav, "Display size and text", "text_size"),
        link(nav, "Color and motion", "color_motion"),
        feature_row(state, nav, "extra_dim"),
        feature_row(state, nav, "magnification"),
        feature_row(state, nav, "select_to_speak"),
        Section("Interaction controls"),
        link(nav, "Timing controls", "timing_controls"),
        link(nav, "System controls", "system_controls"),
        link(nav, "Vibration & haptics", "vibration"),
        Section("Captions"),
        feature_row(state, nav, "captions"),
        feature_row(state, nav, "live_caption"),
        Section("Audio"),
        link(nav, "Audio adjustment", "audio_adjustment"),
        Section("General"),
        link(nav, "Text-to-speech output", "speech"),
    )


def color_motion(state: Setting, nav: Nav) -> Box:
    """Color and motion."""
    return page(
        nav,
        "Color and motion",
        feature_row(state, nav, "color_correction"),
        feature_row(state, nav, "color_inversion"),
        split_row("Dark theme", "Will never turn on automatically", night(nav), nav.to("dark_theme")),
        SwitchRow(
            "Remove animations", nav.flag("global", "remove_animations"), "Reduce movement on the screen"
        ),
        SwitchRow("Large mouse pointer", nav.flag("secure", "accessibility_large_pointer_icon")),
    )


def timing_controls(state: Setting, nav: Nav) -> Box:
    """Timing controls."""
    return page(
        nav,
        "Timing controls",
        choice_row(state, nav, "time_to_act"),
        SwitchRow("Autoclick (dwell timing)", nav.flag("secure", "accessibility_autoclick_enabled")),
    )


def system_controls(state: Setting, nav: Nav) -> Box:
    """System controls."""
    return page(
        nav,
        "System controls",
        choice_row(state, nav, "navigation"),
        SwitchRow("Power button ends call", nav.flag("secure", "incall_power_button_ends_call")),
        SwitchRow("Auto-rotate screen", nav.flag("system", "accelerometer_rotation")),
        feature_row(state, nav, "one_handed"),
    )


def audio_adjustment(state: Setting, nav: Nav) -> Box:
    """Audio adjustment."""
    return page(
        nav,
        "Audio adjustment",
        SwitchRow("Mono audio", nav.flag("system", "master_mono"), "Combine channels when playing audio"),
    )


SCREENS = [accessibility, color_motion, timing_controls, system_controls, audio_adjustment]
