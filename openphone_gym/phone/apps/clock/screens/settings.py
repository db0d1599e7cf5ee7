"""Settings of the clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from openphone_gym.phone.apps.clock.cities import HOME_ZONES, home_zone_text
from openphone_gym.phone.apps.clock.ringing import arm_reminder
from openphone_gym.phone.apps.clock.state import (
    REMINDERS,
    RINGTONES,
    SILENCE_AFTER,
    SNOOZE_LENGTHS,
    VOLUME_RISES,
    Clock,
)
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.stacks import front_entry
from openphone_gym.phone.toolkit.binding import Binding, bind
from openphone_gym.phone.toolkit.box import Box, Handler
from openphone_gym.phone.toolkit.controls import TextButton
from openphone_gym.phone.toolkit.rows import ListRow, RadioRow, Section, SliderRow, SwitchRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Dialog, Page

LOUDEST_ALARM = 7
"""Highest value of the system setting ``volume_alarm_speaker``."""

ROW = 52
"""Height of a value in a dialog in dp."""

ROWS_ABOVE = 4
"""Values that a dialog shows above the present one when it opens."""

CHOICES: dict[str, tuple[str, Sequence[str]]] = {
    "style": ("Style", ("Analog", "Digital")),
    "home_time_zone": ("Home time zone", tuple(HOME_ZONES)),
    "silence_after": ("Silence after", SILENCE_AFTER),
    "snooze_length": ("Snooze length", SNOOZE_LENGTHS),
    "volume_rise": ("Gradually increase volume", VOLUME_RISES),
    "volume_buttons": ("Volume buttons", ("Control volume", "Snooze", "Dismiss")),
    "start_week_on": ("Start week on", ("Saturday", "Sunday", "Monday")),
    "timer_sound": ("Timer sound", ("Silent", "Timer expired", *RINGTONES)),
    "timer_volume_rise": ("Gradually increase volume", VOLUME_RISES),
    "reminder": ("Reminder notification", REMINDERS),
}
"""Title and values of what is chosen in a dialog, by field."""


def settings(clock: Clock, nav: Nav) -> Box:
    """The page of all settings."""
    values = clock.settings

    def row(field: str) -> Box:
        return ListRow(CHOICES[field][0], getattr(values, field), asking(clock, nav, "settings", field))

    volume = Binding(
        lambda: int(nav.setting("system", "volume_alarm_speaker", "6")),
        lambda value: nav.put("system", "volume_alarm_speaker", str(value)),
    )
    return Page(
        AppBar("Settings", nav.back),
        Section("Clock"),
        row("style"),
        SwitchRow("Display time with seconds", bind(values, "show_seconds")),
        SwitchRow(
            "Automatic home clock",
            bind(values, "auto_home_clock"),
            "While traveling in an area where the time is different, add a clock for home",
        ),
        ListRow(
            "Home time zone",
            home_zone_text(nav.now, values.home_time_zone),
            asking(clock, nav, "settings", "home_time_zone"),
        ),
        ListRow("Change date & time", on_tap=nav.sending("android.settings.DATE_SETTINGS")),
        Section("Alarms"),
        row("silence_after"),
        row("snooze_length"),
        SliderRow("Alarm volume", volume, LOUDEST_ALARM),
        row("volume_rise"),
        row("volume_buttons"),
        row("start_week_on"),
        Section("Timers"),
        row("timer_sound"),
        row("timer_volume_rise"),
        SwitchRow("Timer vibrate", bind(values, "timer_vibrate")),
    )


def asking(clock: Clock, nav: Nav, of: str, field: str) -> Handler:
    """A handler that opens ``choice`` with the present value in view."""

    def ask() -> None:
        row = CHOICES[field][1].index(getattr(getattr(clock, of), field))
        nav.go("choice", of=of, field=field)
        above = ROW * max(row - ROWS_ABOVE, 0)
        front_entry(nav.system).scroll["dialog"] = above * nav.system.display.density // 160

    return ask


def choice(clock: Clock, nav: Nav, of: str, field: str) -> Box:
    """Asks for the value of a field of ``clock.settings`` or ``clock.bedtime``."""
    record = getattr(clock, of)
    title, options = CHOICES[field]

    def choosing(option: str) -> Handler:
        def choose() -> None:
            setattr(record, field, option)
            arm_reminder(clock, nav)
            nav.back()

        return choose

    shown: Callable[[str], str] = str
    if field == "home_time_zone":
        shown = lambda name: home_zone_text(nav.now, name)  # noqa: E731
    rows = [RadioRow(shown(option), option == getattr(record, field), choosing(option)) for option in options]
    return Dialog(title, *rows, buttons=[TextButton("Cancel", nav.back, id="button2")])
