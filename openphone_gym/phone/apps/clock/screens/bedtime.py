"""The Bedtime tab and the pages behind it."""

from __future__ import annotations

from openphone_gym.phone.apps.clock.ringing import arm, arm_reminder
from openphone_gym.phone.apps.clock.screens.alarms import CARD, day_chips, time_dialog, vibrate_line
from openphone_gym.phone.apps.clock.screens.frame import detail, tab_page
from openphone_gym.phone.apps.clock.screens.settings import asking
from openphone_gym.phone.apps.clock.state import NO_SOUND, SLEEP_SOUNDS, Clock
from openphone_gym.phone.apps.clock.wording import days_text, time_text
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding, bind
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Row, Text
from openphone_gym.phone.toolkit.controls import Switch
from openphone_gym.phone.toolkit.rows import Card, ListRow, RadioRow, SwitchRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Page
from openphone_gym.phone.toolkit.theme import (
    BODY_LARGE,
    BODY_MEDIUM,
    DISPLAY_MEDIUM,
    HEADLINE_MEDIUM,
    LABEL_MEDIUM,
    TITLE_MEDIUM,
)


def bedtime_tab(clock: Clock, nav: Nav) -> Page:
    """The schedule and the sleep sound."""
    bedtime = clock.bedtime
    days = days_text(bedtime.wake_up.days, clock.week()) or "No days chosen"
    schedule = Column(
        Text("Schedule", TITLE_MEDIUM),
        Row(
            _end("BEDTIME", "Bedtime", bedtime.time, nav.to("bedtime_edit"), nav),
            _end("WAKE-UP", "Wake-up", bedtime.wake_up.time, nav.to("wake_up_edit"), nav),
            width=FILL,
        ),
        Text(days, BODY_MEDIUM, color="on_surface_variant", id="days_of_week"),
        Text(_hours_of_sleep(clock), BODY_MEDIUM, color="on_surface_variant"),
        pad=(20, 12, 20, 12),
        gap=8,
    )
    schedule_card = Card(schedule, cls=CARD, id="bedtime_card", on_tap=nav.to("bedtime_edit"))
    sound = bedtime.sleep_sound
    sounds = Column(
        Text("Sleep sounds", TITLE_MEDIUM),
        detail(
            "music-note-outline",
            "Choose a sound" if sound == NO_SOUND else sound,
            nav.to("sleep_sounds"),
            desc="" if sound == NO_SOUND else f"sleep sound {sound}",
            id="sleep_sound",
        ),
        pad=(20, 12, 20, 8),
    )
    return tab_page(clock, nav, schedule_card, Card(sounds))


def _end(title: str, role: str, time: tuple[int, int], on_tap: Handler, nav: Nav) -> Box:
    """Bedtime or wake-up on the card of the schedule, in no group of its own."""
    text = time_text(nav, *time)
    return Column(
        Text(title, LABEL_MEDIUM, color="on_surface_variant"),
        Text(text, HEADLINE_MEDIUM, desc=f"{role} {text}", on_tap=on_tap),
        on_tap=on_tap,
        flex=1,
        pad=(0, 8, 0, 8),
    )


def _hours_of_sleep(clock: Clock) -> str:
    (bed_hour, bed_minute), (hour, minute) = clock.bedtime.time, clock.bedtime.wake_up.time
    minutes = ((hour - bed_hour) * 60 + minute - bed_minute) % (24 * 60)
    return (
        f"{minutes // 60} hr {minutes % 60} min of sleep" if minutes % 60 else f"{minutes // 60} hr of sleep"
    )


def bedtime_edit(clock: Clock, nav: Nav) -> Box:
    """When to go to bed."""
    bedtime = clock.bedtime
    return Page(
        AppBar("Bedtime", nav.back),
        _time("Bedtime", bedtime.time, nav.to("bedtime_time"), nav),
        _days(clock, nav),
        ListRow(
            "Reminder notification",
            bedtime.reminder,
            asking(clock, nav, "bedtime", "reminder"),
            icon="bell-outline",
        ),
    )


def wake_up_edit(clock: Clock, nav: Nav) -> Box:
    """When to get up, and whether an alarm rings then."""
    alarm = clock.bedtime.wake_up

    def switch(value: bool) -> None:
        alarm.on = value
        arm(alarm, nav)

    on = Binding(lambda: alarm.on, switch)
    return Page(
        AppBar("Wake-up", nav.back),
        Column(
            _time("Wake-up", alarm.time, nav.to("wake_up_time"), nav),
            Row(
                Icon("alarm"),
                Row(Text("Wake-up alarm", BODY_LARGE, id="title"), flex=1),
                Switch(on, on_tap=on.toggle, id="onoff"),
                gap=20,
                pad=(24, 8, 24, 8),
            ),
            cls="android.view.ViewGroup",
            on_tap=nav.to("wake_up_time"),
        ),
        _days(clock, nav),
        SwitchRow(
            "Sunrise alarm",
            bind(clock.bedtime, "sunrise"),
            "Slowly brighten the screen before the alarm",
            icon="weather-sunset-up",
        ),
        ListRow("Sound", alarm.ringtone, nav.to("ringtone", id=alarm.id), icon="bell-ring-outline"),
        Column(vibrate_line(alarm), pad=(24, 4, 12, 4)),
    )


def _time(role: str, time: tuple[int, int], on_tap: Handler, nav: Nav) -> Box:
    text = time_text(nav, *time)
    box = Text(text, DISPLAY_MEDIUM, desc=f"{role} {text}", on_tap=on_tap, id="time")
    return Row(box, pad=(24, 16, 24, 8))


def _days(clock: Clock, nav: Nav) -> Box:
    wake_up = clock.bedtime.wake_up

    def choose(days: list[str]) -> None:
        wake_up.days = days
        arm(wake_up, nav)
        arm_reminder(clock, nav)

    return Column(day_chips(clock, wake_up.days, choose), pad=(24, 8, 16, 16))


def bedtime_time(clock: Clock, nav: Nav) -> Box:
    """Asks for the bedtime."""
    bedtime = clock.bedtime

    def choose(hour: int, minute: int) -> None:
        bedtime.hour, bedtime.minute = hour, minute
        arm_reminder(clock, nav)
        nav.back()

    return time_dialog(nav, bedtime.time, choose, "Bedtime")


def wake_up_time(clock: Clock, nav: Nav) -> Box:
    """Asks for the time to get up."""
    alarm = clock.bedtime.wake_up

    def choose(hour: int, minute: int) -> None:
        alarm.hour, alarm.minute = hour, minute
        arm(alarm, nav)
        nav.back()

    return time_dialog(nav, alarm.time, choose, "Wake-up")


def sleep_sounds(clock: Clock, nav: Nav) -> Box:
    """Sounds to fall asleep to; choosing one closes the page."""

    def choosing(sound: str) -> Handler:
        def choose() -> None:
            clock.bedtime.sleep_sound = sound
            nav.back()

        return choose

    sounds = (NO_SOUND, *SLEEP_SOUNDS)
    chosen = clock.bedtime.sleep_sound
    return Page(AppBar("Sleep sounds", nav.back), *(RadioRow(s, s == chosen, choosing(s)) for s in sounds))
