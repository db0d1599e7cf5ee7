"""How the clock words times, days and spans of time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from openphone_gym.phone.apps.clock.ringing import next_ring
from openphone_gym.phone.apps.clock.state import DAYS, Alarm
from openphone_gym.phone.system.nav import Nav

HAIR_SPACE = "\u200a"


def time_text(nav: Nav, hour: int, minute: int) -> str:
    """A time of day, with a hair space before AM or PM."""
    return nav.clock(hour, minute, HAIR_SPACE)


def date_text(day: date) -> str:
    """A day such as ``Fri, May 10``."""
    return f"{day:%a}, {day:%b} {day.day}"


def days_text(days: Sequence[str], week: Sequence[str]) -> str:
    """Days of the week as a list, in the order of ``week``."""
    if len(days) == len(DAYS):
        return "Every day"
    return ", ".join(day for day in week if day in days)


def day_line(alarm: Alarm, week: Sequence[str], now: datetime) -> str:
    """When an alarm rings, as its card says it."""
    if alarm.paused_until >= now.date().isoformat():
        return f"Paused until {date_text(date.fromisoformat(alarm.paused_until))}"
    if alarm.days:
        return days_text(alarm.days, week)
    ring = next_ring(alarm, now)
    if ring is None:
        return "Not scheduled"
    return {0: "Today", 1: "Tomorrow"}.get((ring.date() - now.date()).days) or date_text(ring.date())


def set_text(alarm: Alarm, now: datetime) -> str:
    """What is said when an alarm is switched on."""
    ring = next_ring(alarm, now)
    return f"Alarm set for {_span(ring - now)} from now" if ring else "Alarm isn't scheduled"


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    amounts = ((minutes // 1440, "day"), (minutes // 60 % 24, "hour"), (minutes % 60, "minute"))
    parts = [f"{number} {unit}{'s' * (number != 1)}" for number, unit in amounts if number]
    if len(parts) > 1:
        parts[-2:] = [f"{parts[-2]} and {parts[-1]}"]
    return ", ".join(parts) or "less than 1 minute"


def spoken_duration(hours: int, minutes: int, seconds: int) -> str:
    """A duration read out, such as ``1 hour, 15 minutes, 0 seconds``."""
    amounts = ((hours, "hour"), (minutes, "minute"), (seconds, "second"))
    return ", ".join(f"{number} {unit}{'s' * (number != 1)}" for number, unit in amounts)


def countdown_text(milliseconds: int) -> str:
    """What is left of a timer, such as ``1:15:00``, ``4:59`` or ``-0:03``."""
    seconds = -(-abs(milliseconds) // 1000)
    hours, minutes = seconds // 3600, seconds // 60 % 60
    body = f"{hours}:{minutes:02d}" if hours else str(minutes)
    return f"{'-' if milliseconds < 0 else ''}{body}:{seconds % 60:02d}"


def stopwatch_text(milliseconds: int) -> str:
    """Time on the stopwatch to hundredths of a second, such as ``2:05.00``."""
    hours, minutes, seconds = (
        milliseconds // 3_600_000,
        milliseconds // 60_000 % 60,
        milliseconds // 1000 % 60,
    )
    head = f"{hours}:{minutes:02d}:" if hours else f"{minutes}:" if minutes else ""
    return (
        f"{head}{seconds:02d}.{milliseconds % 1000 // 10:02d}"
        if head
        else f"{seconds}.{milliseconds % 1000 // 10:02d}"
    )
