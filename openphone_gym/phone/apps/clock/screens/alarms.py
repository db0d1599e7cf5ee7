"""The Alarm tab: cards, and the dialogs that change an alarm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec

from openphone_gym.phone.apps.clock.ringing import arm, disarm, next_ring
from openphone_gym.phone.apps.clock.screens.frame import detail, tab_fab, tab_page
from openphone_gym.phone.apps.clock.state import (
    DAY_NAMES,
    DAYS,
    DEFAULT_RINGTONE,
    RINGTONES,
    SILENT,
    Alarm,
    Clock,
)
from openphone_gym.phone.apps.clock.wording import date_text, day_line, set_text, time_text
from openphone_gym.phone.system.clock import uses_24_hours
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.stacks import front_entry
from openphone_gym.phone.toolkit.binding import Binding, bind
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Space, Text
from openphone_gym.phone.toolkit.controls import Checkbox, IconButton, Switch, TextButton
from openphone_gym.phone.toolkit.date_picker import DatePicker
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import ListRow, RadioRow, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Dialog, Page
from openphone_gym.phone.toolkit.theme import (
    BODY_LARGE,
    BODY_MEDIUM,
    DISPLAY_MEDIUM,
    LABEL_LARGE,
)
from openphone_gym.phone.toolkit.time_picker import TimePicker

CARD = "androidx.cardview.widget.CardView"


def alarm_tab(clock: Clock, nav: Nav) -> Page:
    """All alarms by time of day."""
    alarms = _by_time(clock)
    cards = [_card(clock, alarm, nav) for alarm in alarms]
    opened = next((number for number, alarm in enumerate(alarms) if alarm.id == clock.expanded), None)
    empty = Row(
        Text("No alarms", BODY_LARGE, color="on_surface_variant"), justify="center", pad=(0, 120, 0, 0)
    )
    listed = Column(*cards, gap=8, pad=(16, 4, 16, 4), width=FILL) if cards else empty
    return tab_page(
        clock,
        nav,
        listed,
        fab=tab_fab("Add alarm", nav.to("new_alarm")),
        opens_with=cards[opened] if opened is not None else None,
    )


def _by_time(clock: Clock) -> list[Alarm]:
    return sorted(clock.alarms, key=lambda alarm: (alarm.time, alarm.id))


def _card(clock: Clock, alarm: Alarm, nav: Nav) -> Box:
    expanded = clock.expanded == alarm.id

    def turn() -> None:
        clock.expanded = 0 if expanded else alarm.id
        if not expanded:
            nav.entry.scroll.pop("list", None)

    def swipe(direction: str) -> bool:
        if direction in ("left", "right"):
            _delete(clock, alarm, nav)
        return direction in ("left", "right")

    arrow = IconButton(
        "chevron-up" if expanded else "chevron-down",
        f"{'Collapse' if expanded else 'Expand'} alarm",
        turn,
        id="arrow",
    )
    words = time_text(nav, *alarm.time)
    time = Text(
        words,
        DISPLAY_MEDIUM,
        desc=words,
        color="on_surface" if alarm.on else "on_surface_variant",
        on_tap=nav.to("alarm_time", id=alarm.id),
        id="digital_clock",
    )
    label = None
    if alarm.label and not expanded:
        label = Text(alarm.label, BODY_MEDIUM, desc="Label", max_lines=1, id="label")
    return Column(
        _label_line(alarm, nav) if expanded else None,
        Row(Column(label, time, flex=1, align="start"), arrow),
        Row(
            Text(day_line(alarm, clock.week(), nav.now), BODY_MEDIUM, id="days_of_week", flex=1),
            Switch(_on(alarm, nav), on_tap=_on(alarm, nav).toggle, id="onoff"),
            height=40,
        ),
        *(_details(clock, alarm, nav) if expanded else ()),
        cls=CARD,
        id="alarm_card_layout",
        desc="Alarm",
        on_tap=turn,
        on_swipe=None if expanded else swipe,
        fill="surface_container",
        radius=20,
        pad=(20, 12, 12, 12),
    )


def _on(alarm: Alarm, nav: Nav) -> Binding:
    """The switch of an alarm; switching on tells when it rings."""

    def switch(on: bool) -> None:
        alarm.on = on
        _arm(alarm, nav)

    return Binding(lambda: alarm.on, switch)


def _arm(alarm: Alarm, nav: Nav) -> None:
    if alarm.on and next_ring(alarm, nav.now) is None:
        alarm.date = ""  # The day chosen once has gone by.
    arm(alarm, nav)
    if alarm.on:
        nav.snackbar(set_text(alarm, nav.now))


def _delete(clock: Clock, alarm: Alarm, nav: Nav) -> None:
    clock.alarms.remove(alarm)
    disarm(alarm, nav)
    nav.snackbar("Alarm deleted", "UNDO", "restore_alarm", alarm=msgspec.to_builtins(alarm))


def _label_line(alarm: Alarm, nav: Nav) -> Box:
    def ask() -> None:
        nav.go("alarm_label", id=alarm.id)
        nav.focus("label")

    desc = "Label" if alarm.label else ""
    return detail("label-outline", alarm.label or "Add label", ask, desc=desc, id="edit_label")


def _details(clock: Clock, alarm: Alarm, nav: Nav) -> list[Box]:
    when = f"Scheduled for {date_text(date.fromisoformat(alarm.date))}" if alarm.date else "Schedule alarm"
    pause = detail(
        "pause-circle-outline", "Pause alarm", nav.to("pause_alarm", id=alarm.id), id="pause_alarm"
    )
    resume = detail("play-circle-outline", "Resume alarm", lambda: _resume(alarm, nav), id="pause_alarm")
    return [
        Space(8),
        day_chips(clock, alarm.days, lambda days: _repeat(alarm, days, nav)),
        Space(8),
        detail("calendar-outline", when, nav.to("alarm_date", id=alarm.id), id="schedule_alarm"),
        (resume if alarm.paused_until else pause) if alarm.days else Space(0),
        detail(
            "bell-ring-outline",
            alarm.ringtone,
            nav.to("ringtone", id=alarm.id),
            desc="Ringtone",
            id="choose_ringtone",
        ),
        vibrate_line(alarm),
        detail("account-voice", "Google Assistant Routine", nav.to("routine"), id="routine"),
        detail("delete-outline", "Delete", lambda: _delete(clock, alarm, nav), id="delete"),
    ]


def day_chips(clock: Clock, days: list[str], choose: Callable[[list[str]], object]) -> Box:
    """Seven round check boxes for the days of the week."""

    def chip(day: str) -> Box:
        chosen = day in days

        def turn() -> None:
            choose([other for other in DAYS if (other == day) != (other in days)])

        return Row(
            Label(day[0], LABEL_LARGE, color="on_primary" if chosen else "on_surface"),
            cls="android.widget.CheckBox",
            label=day[0],
            desc=DAY_NAMES[DAYS.index(day)],
            checked=chosen,
            on_tap=turn,
            width=40,
            height=40,
            radius=20,
            justify="center",
            fill="primary" if chosen else None,
            stroke=None if chosen else "outline",
        )

    return Row(*(chip(day) for day in clock.week()), justify="between", width=FILL, pad=(0, 0, 8, 0))


def vibrate_line(alarm: Alarm) -> Box:
    """Whether an alarm vibrates, as a check box with its words."""
    vibrate = bind(alarm, "vibrate")
    return Row(
        Icon("vibrate"),
        Label("Vibrate", BODY_LARGE, flex=1),
        Checkbox(alarm.vibrate, cls=""),
        cls="android.widget.CheckBox",
        label="Vibrate",
        checked=alarm.vibrate,
        on_tap=vibrate.toggle,
        height=48,
        width=FILL,
        gap=16,
        pad=(0, 0, 12, 0),
        id="vibrate_onoff",
    )


def _repeat(alarm: Alarm, days: list[str], nav: Nav) -> None:
    alarm.repeat(days)
    _arm(alarm, nav)


def _resume(alarm: Alarm, nav: Nav) -> None:
    alarm.paused_from = alarm.paused_until = ""
    _arm(alarm, nav)


# Dialogs


def new_alarm(clock: Clock, nav: Nav) -> Box:
    """Asks for the time of a new alarm."""

    def add(hour: int, minute: int) -> None:
        alarm = Alarm(clock.new_id(), hour, minute)
        clock.alarms.append(alarm)
        clock.expanded = alarm.id
        nav.back()
        front_entry(nav.system).scroll.pop("list", None)
        _arm(alarm, nav)

    return time_dialog(nav, (nav.now.hour, nav.now.minute), add)


def alarm_time(clock: Clock, nav: Nav, id: int) -> Box:
    """Asks for another time of an alarm, and switches it on."""
    alarm = clock.alarm(id)

    def change(hour: int, minute: int) -> None:
        alarm.hour, alarm.minute, alarm.on = hour, minute, True
        nav.back()
        _arm(alarm, nav)

    return time_dialog(nav, alarm.time, change)


def time_dialog(
    nav: Nav, time: tuple[int, int], choose: Callable[[int, int], object], title: str = ""
) -> Box:
    """The time picker in the user's time format."""
    return TimePicker(nav.local, *time, choose, nav.back, uses_24_hours(nav.system), title)


def alarm_label(clock: Clock, nav: Nav, id: int) -> Box:
    """Asks for the label of an alarm."""
    alarm = clock.alarm(id)
    text = nav.bind("label", alarm.label)

    def save() -> None:
        alarm.label = text.get().strip()
        nav.back()

    return label_dialog(text, save, nav)


def label_dialog(text: Binding, save: Handler, nav: Nav) -> Box:
    """A dialog with one text field."""
    field = Row(
        TextField(text, "Label", id="label", on_submit=save, limit=200, fill="surface_container_high"),
        pad=(24, 0, 24, 0),
    )
    buttons = [TextButton("Cancel", nav.back, id="button2"), TextButton("OK", save, id="button1")]
    return Dialog("Label", field, buttons=buttons)


def alarm_date(clock: Clock, nav: Nav, id: int) -> Box:
    """Asks for the day on which an alarm rings once, and switches it on."""
    alarm = clock.alarm(id)
    today = nav.now.date().isoformat()

    def choose(day: str) -> None:
        if next_ring(Alarm(alarm.id, *alarm.time, date=day), nav.now) is None:
            nav.toast("Choose a time that is still to come")
            return
        alarm.repeat([])
        alarm.date, alarm.on = day, True
        nav.back()
        _arm(alarm, nav)

    return DatePicker(nav.local, alarm.date or today, choose, nav.back, today)


def pause_alarm(clock: Clock, nav: Nav, id: int) -> Box:
    """Asks for the days on which a repeating alarm keeps still."""
    alarm = clock.alarm(id)
    today = nav.now.date().isoformat()
    first, last = nav.local.get("first", today), nav.local.get("last", today)

    def pause() -> None:
        alarm.paused_from, alarm.paused_until = first, max(first, last)
        arm(alarm, nav)
        nav.back()

    def day_row(title: str, key: str, day: str) -> Box:
        return ListRow(title, date_text(date.fromisoformat(day)), nav.remember("choosing", key))

    choosing = nav.local.get("choosing")
    if choosing:

        def choose(day: str) -> None:
            nav.local[choosing] = day
            close()

        def close() -> None:
            for key in ("choosing", "date", "month", "years"):
                nav.local.pop(key, None)

        return DatePicker(nav.local, nav.local.get(choosing, today), choose, close, today)
    return Dialog(
        "Pause alarm",
        day_row("First day", "first", first),
        day_row("Last day", "last", max(first, last)),
        buttons=[TextButton("Cancel", nav.back, id="button2"), TextButton("Pause", pause, id="button1")],
    )


def routine(clock: Clock, nav: Nav) -> Box:
    """Why there are no routines."""
    text = "Sign in to Google Assistant to have a routine start when you dismiss this alarm."
    return Confirm("Google Assistant Routine", text, "OK", nav.back, nav.back)


def ringtone(clock: Clock, nav: Nav, id: int) -> Box:
    """Sounds for an alarm; what is touched is chosen at once."""
    alarm = clock.alarm(id)
    chosen = bind(alarm, "ringtone")

    def row(name: str) -> Box:
        return RadioRow(name, alarm.ringtone == name, chosen.setting(name))

    def no_sounds() -> None:
        nav.toast("There are no sound files on this phone")

    return Page(
        AppBar("Alarm sound", nav.back),
        Section("Your sounds"),
        ListRow("Add new", on_tap=no_sounds, icon="plus"),
        Section("Device sounds"),
        *(row(name) for name in (SILENT, DEFAULT_RINGTONE, *RINGTONES)),
    )
