"""The page of an alarm that rings."""

from __future__ import annotations

from openphone_gym.phone.apps.clock.ringing import snooze, stop
from openphone_gym.phone.apps.clock.state import Clock
from openphone_gym.phone.apps.clock.wording import time_text
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box, Column, Icon, Row, Space, Text
from openphone_gym.phone.toolkit.controls import Button, TonalButton
from openphone_gym.phone.toolkit.surfaces import Page
from openphone_gym.phone.toolkit.theme import DISPLAY_LARGE, TITLE_LARGE


def ringing(clock: Clock, nav: Nav, id: int) -> Box:
    """An alarm that rings, to be snoozed or stopped."""
    alarm = clock.alarm(id)

    def stop_it() -> None:
        stop(alarm, nav)
        nav.back()

    def snooze_it() -> None:
        snooze(clock, alarm, nav)
        nav.toast(f"Snoozing for {clock.settings.snooze_length}")
        nav.back()

    return Page(
        None,
        Space(flex=1),
        Column(
            Icon("alarm", size=48, color="primary"),
            Text(time_text(nav, *alarm.time), DISPLAY_LARGE, id="digital_clock"),
            Text(alarm.label or "Alarm", TITLE_LARGE, id="title"),
            align="center",
            gap=12,
        ),
        Space(flex=1),
        Row(
            TonalButton("Snooze", snooze_it),
            Button("Stop", stop_it),
            justify="center",
            gap=24,
            pad=(0, 0, 0, 64),
        ),
        scrolls=False,
    )
