"""When alarms, timers and reminders go off, and what happens then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from openphone_gym.phone.apps.clock.state import DAYS, Alarm, Clock, Timer, minutes_of
from openphone_gym.phone.system.clock import to_milliseconds
from openphone_gym.phone.system.nav import Nav

MINUTE_MS = 60_000

LONGEST_TIMER_S = 86_400
"""Longest timer that another app can start, as on Android."""

LOOK_AHEAD_DAYS = 400
"""An alarm that is paused for longer is not scheduled."""


def next_ring(alarm: Alarm, now: datetime) -> datetime | None:
    """When an alarm rings next; None if it is off or its day has gone by."""
    if not alarm.on:
        return None
    today = now.replace(hour=alarm.hour, minute=alarm.minute, second=0, microsecond=0)
    for ahead in range(LOOK_AHEAD_DAYS):
        moment = today + timedelta(days=ahead)
        if moment > now and _rings_on(alarm, moment):
            return moment
    return None


def _rings_on(alarm: Alarm, moment: datetime) -> bool:
    day = moment.date().isoformat()
    if alarm.days:
        return DAYS[moment.weekday()] in alarm.days and not alarm.paused_from <= day <= alarm.paused_until
    return alarm.date in ("", day)


def next_alarm(clock: Clock, now: datetime) -> datetime | None:
    """When the next alarm of all rings."""
    rings = (next_ring(alarm, now) for alarm in (clock.bedtime.wake_up, *clock.alarms))
    return min((ring for ring in rings if ring is not None), default=None)


def arm(alarm: Alarm, nav: Nav) -> None:
    """Has an alarm ring when it should next; to be called whenever it was changed."""
    disarm(alarm, nav)
    ring = next_ring(alarm, nav.now)
    if ring is not None:
        nav.schedule("ring", to_milliseconds(ring), _alarm_key(alarm), id=alarm.id)


def disarm(alarm: Alarm, nav: Nav) -> None:
    """Ends the ringing of an alarm and has it never ring again."""
    nav.cancel(_alarm_key(alarm))
    nav.unschedule(_alarm_key(alarm), _silence_key(alarm))


def arm_reminder(clock: Clock, nav: Nav) -> None:
    """Has the user reminded of the bedtime; to be called whenever the schedule was changed."""
    bedtime = clock.bedtime
    before = timedelta(minutes=minutes_of(bedtime.reminder))
    on = bedtime.reminder != "Off" and bool(bedtime.wake_up.days)
    going = next_ring(Alarm(-1, *bedtime.time, on, bedtime.wake_up.days), nav.now + before)
    nav.unschedule("remind")
    if going is not None:
        nav.schedule("remind", to_milliseconds(going - before))


def arm_timer(timer: Timer, nav: Nav) -> None:
    """Has a timer end when it should; to be called whenever it was changed."""
    disarm_timer(timer, nav)
    if timer.ends > nav.system.clock:
        nav.schedule("expire", timer.ends, _timer_key(timer), id=timer.id)


def disarm_timer(timer: Timer, nav: Nav) -> None:
    """Has a timer never end."""
    nav.cancel(_timer_key(timer))
    nav.unschedule(_timer_key(timer))


# What the phone calls


def boot(clock: Clock, nav: Nav) -> None:
    """Schedules what a new phone has."""
    for alarm in (clock.bedtime.wake_up, *clock.alarms):
        arm(alarm, nav)
    arm_reminder(clock, nav)


def ring(clock: Clock, nav: Nav, id: int) -> None:
    """Lets an alarm ring until it is stopped or was long enough ignored."""
    alarm = clock.alarm(id)
    nav.notify(
        alarm.label or "Alarm", _time_and_day(alarm, nav), "ringing", _alarm_key(alarm), **_ringing(id)
    )
    patience = minutes_of(clock.settings.silence_after)
    if patience:
        nav.schedule("miss", nav.system.clock + patience * MINUTE_MS, _silence_key(alarm), id=id)


def miss(clock: Clock, nav: Nav, id: int) -> None:
    """Silences an alarm that nobody stopped."""
    alarm = clock.alarm(id)
    stop(alarm, nav)
    nav.notify("Missed alarm", _time_and_day(alarm, nav), key=f"missed {id}")


def stop(alarm: Alarm, nav: Nav) -> None:
    """Ends the ringing; an alarm that rings once is off from now on."""
    alarm.on = bool(alarm.days)
    arm(alarm, nav)


def snooze(clock: Clock, alarm: Alarm, nav: Nav) -> None:
    """Ends the ringing for some minutes."""
    pause = minutes_of(clock.settings.snooze_length) * MINUTE_MS
    disarm(alarm, nav)
    nav.schedule("ring", nav.system.clock + pause, _alarm_key(alarm), id=alarm.id)


def remind(clock: Clock, nav: Nav) -> None:
    """Tells that it is nearly time to go to bed."""
    nav.notify("Bedtime is coming up", f"Your bedtime is {nav.clock(*clock.bedtime.time)}", key="bedtime")
    arm_reminder(clock, nav)


def expire(clock: Clock, nav: Nav, id: int) -> None:
    """Tells that a timer ran out."""
    timer = clock.timer(id)
    nav.notify(timer.label or "Timer", "Time's up", "time_up", _timer_key(timer), **_ringing(id))


def set_alarm(
    clock: Clock,
    nav: Nav,
    hour: int = -1,
    minute: int = 0,
    label: str = "",
    days: Sequence[int] = (),
    quiet: bool = False,
) -> None:
    """Sets an alarm and shows the alarms; without an hour it shows them only; for other apps.

    Args:
        clock: The state.
        nav: The phone.
        hour: 0 to 23.
        minute: 0 to 59.
        label: Words shown when it rings.
        days: Days on which it repeats, from 1 for Sunday to 7.
        quiet: Whether the alarms are not shown, but words at the foot of the screen.
    """
    if not quiet:
        clock.tab = "Alarm"
        nav.start(nav.entry.app)
    if 0 <= hour < 24 and 0 <= minute < 60:
        alarm = Alarm(clock.new_id(), hour, minute, label=label)
        alarm.repeat([DAYS[day - 2] for day in days])
        clock.alarms.append(alarm)
        arm(alarm, nav)
        if quiet:
            nav.toast(f"Alarm set for {nav.clock(hour, minute)}")


def set_timer(clock: Clock, nav: Nav, seconds: int = 0, label: str = "", quiet: bool = False) -> None:
    """Starts a timer and shows the timers, unless ``quiet``; without a length only that; for other apps."""
    if not quiet:
        clock.tab = "Timer"
        nav.start(nav.entry.app)
    if 0 < seconds <= LONGEST_TIMER_S:
        timer = Timer(clock.new_id(), seconds, ends=nav.system.clock + seconds * 1000, label=label)
        clock.timers.append(timer)
        arm_timer(timer, nav)


def restore_alarm(clock: Clock, nav: Nav, alarm: dict[str, Any]) -> None:
    """Brings a deleted alarm back."""
    restored = msgspec.convert(alarm, Alarm)
    clock.alarms.append(restored)
    arm(restored, nav)


def restore_city(clock: Clock, nav: Nav, name: str, index: int) -> None:
    """Brings a removed city back to its place."""
    clock.cities.insert(index, name)


def _ringing(id: int) -> dict[str, Any]:
    return {"args": {"id": id}, "heads_up": True, "ongoing": True}


def _time_and_day(alarm: Alarm, nav: Nav) -> str:
    return f"{nav.now:%a} {nav.clock(*alarm.time)}"


def _alarm_key(alarm: Alarm) -> str:
    return f"alarm {alarm.id}"


def _silence_key(alarm: Alarm) -> str:
    return f"silence {alarm.id}"


def _timer_key(timer: Timer) -> str:
    return f"timer {timer.id}"
