"""How the calendar words days and times."""

from __future__ import annotations

from datetime import date, datetime

from openphone_gym.phone.apps.calendar.occurrences import Occurrence
from openphone_gym.phone.apps.calendar.state import NOTIFICATIONS, Event
from openphone_gym.phone.system.nav import Nav

ALL_DAY = "All-day"


def day_words(day: date, today: date) -> str:
    """A day such as ``Today``, ``May 21`` or ``Jan 01, 2025``."""
    if day == today:
        return "Today"
    return f"{day:%b %d}" if day.year == today.year else f"{day:%b %d, %Y}"


def time_words(nav: Nav, moment: datetime) -> str:
    """A time of day such as ``5:00 PM``."""
    return nav.clock(moment.hour, moment.minute)


def span_words(nav: Nav, occurrence: Occurrence) -> str:
    """From when to when it goes, with the last day if that is another one."""
    event, start, end = occurrence
    today = nav.now.date()
    if event.all_day:
        return ALL_DAY if start.date() == end.date() else f"{ALL_DAY}, until {day_words(end.date(), today)}"
    if start == end:
        return time_words(nav, start)
    last = "" if start.date() == end.date() else f"{day_words(end.date(), today)}, "
    return f"{time_words(nav, start)} – {last}{time_words(nav, end)}"


def notification_words(event: Event) -> str:
    """All notifications of an event, the latest last."""
    return ", ".join(NOTIFICATIONS[minutes] for minutes in sorted(event.notifications))
