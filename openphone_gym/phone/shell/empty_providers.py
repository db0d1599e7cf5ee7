"""Content providers that every phone has, and in which no app of this one keeps anything."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from openphone_gym.phone.shell.database import Row, Table

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone


def _none(phone: Phone) -> Iterable[Row]:
    return ()


TABLES = {
    "calendars": Table("_id, account_name, account_type, name, calendar_displayName, visible", _none),
    "events": Table(
        "_id, calendar_id, title, description, eventLocation, dtstart, dtend, allDay, rrule, deleted", _none
    ),
    "words": Table("_id, word, frequency, locale, appid, shortcut", _none),
}

SOURCES = {
    "com.android.calendar/calendars": "calendars",
    "com.android.calendar/events": "events",
    "user_dictionary/words": "words",
}
"""Tables by the content addresses that stand for them."""
