"""Sound & vibration."""

from __future__ import annotations

from openphone_gym.phone.apps.setting.facts import VOLUMES
from openphone_gym.phone.apps.setting.screens.choices import choice_row
from openphone_gym.phone.apps.setting.screens.features import feature_row
from openphone_gym.phone.apps.setting.screens.parts import link, main_switch, on_off, page, strength
from openphone_gym.phone.apps.setting.state import Setting
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import Box
from openphone_gym.phone.toolkit.rows import Divider, Section, SliderRow, SwitchRow


def _volume(nav: Nav, key: str, least: int) -> Binding:
    return Binding(
        lambda: int(nav.setting("system", key, "0")),
        lambda step: nav.put("system", key, str(max(step, least))),
    )


def _volume_row(nav: Nav, title: str, key: str, least: int, largest: int, icon: str) -> Box:
    """A volume; its slider tells the step at which it stands."""
    step = _volume(nav, key, least)
    return SliderRow(title, step, largest, icon, slider={"label": f"{step.get()}.0"})


def sound(state: Setting, nav: Nav) -> Box:
    """Sound & vibration."""
    vibrates = nav.flag("system", "vibrate_on", "1").get()
    zen = nav.setting("global", "zen_mode", "0") != "0"
    return page(
        nav,
        "Sound & vibration",
        *(_volume_row(nav, *volume) for volume in VOLUMES),
        link(nav, "Do Not Disturb", "zen", on_off(zen)),
        choice_row(state, nav, "ringtone"),
        feature_row(state, nav, "live_caption"),
        link(nav, "Vibration & haptics", "vibration", on_off(vibrates)),
        feature_row(state, nav, "prevent_ringing"),
        feature_row(state, nav, "adaptive_sound"),
        choice_row(state, nav, "notification_sound"),
        choice_row(state, nav, "alarm_sound"),
        Divider(),
        SwitchRow("Dial pad tones", nav.flag("system", "dtmf_tone", "1")),
        SwitchRow("Screen locking sound", nav.flag("system", "lockscreen_sounds_enabled", "1")),
        SwitchRow("Charging sounds and vibration", nav.flag("secure", "charging_sounds_enabled", "1")),
        SwitchRow("Touch sounds", nav.flag("system", "sound_effects_enabled", "1")),
    )


def vibration(state: Setting, nav: Nav) -> Box:
    """Vibration & haptics."""
    vibrates = nav.flag("system", "vibrate_on", "1")

    def row(title: str, binding: Binding) -> Box:
        return SwitchRow(title, binding, enabled=vibrates.get())

    def intensity(key: str) -> Binding:
        return strength(key)(state, nav)

    return page(
        nav,
        "Vibration & haptics",
        main_switch("Use vibration & haptics", vibrates),
        Section("Calls"),
        row("Ring vibration", intensity("ring_vibration_intensity")),
        row("Vibrate first then ring gradually", nav.flag("system", "apply_ramping_ringer")),
        Section("Notifications and alarms"),
        row("Notification vibration", intensity("notification_vibration_intensity")),
        row("Alarm vibration", intensity("alarm_vibration_intensity")),
        Section("Interactive haptics"),
        row("Touch feedback", nav.flag("system", "haptic_feedback_enabled", "1")),
        row("Media vibration", intensity("media_vibration_intensity")),
    )


SCREENS = [sound, vibration]
