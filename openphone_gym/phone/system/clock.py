"""Virtual time: milliseconds since 1970 that only gestures and waiting move."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from openphone_gym.phone.system.state import System

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2232, 1, 1, tzinfo=UTC)
"""Moments between which a clock can be set: those that Linux takes, up to the year."""

MILLISECOND = timedelta(milliseconds=1)

TIME_ZONE = "persist.sys.timezone"
"""Property that holds the time zone, as on Android."""


@cache
def zone(name: str) -> ZoneInfo:
    """The time zone of that name (IANA)."""
    return ZoneInfo(name)


@cache
def zone_names() -> frozenset[str]:
    """All known time zones."""
    return frozenset(available_timezones())


def local_time(system: System, zone_name: str | None = None) -> datetime:
    """The present virtual time where the phone is, or in ``zone_name``."""
    return to_local(system, system.clock, zone_name)


def to_local(system: System, milliseconds: int, zone_name: str | None = None) -> datetime:
    """A virtual time stamp as local time."""
    return _local(milliseconds, zone_name or system.properties[TIME_ZONE])


@lru_cache(maxsize=256)
def _local(milliseconds: int, zone_name: str) -> datetime:
    moment = EARLIEST + milliseconds * MILLISECOND
    return moment.astimezone(zone(zone_name))


def day_of(system: System, milliseconds: int) -> tuple[date, range]:
    """The local day of a virtual time stamp, and all time stamps of that day."""
    then = to_local(system, milliseconds)
    midnight = then.replace(hour=0, minute=0, second=0, microsecond=0)
    return then.date(), range(to_milliseconds(midnight), to_milliseconds(midnight + timedelta(days=1)))


def to_milliseconds(moment: datetime) -> int:
    """A moment with a time zone as virtual time stamp."""
    return round((moment - EARLIEST) / MILLISECOND)


def set_local_time(system: System, moment: datetime) -> None:
    """Sets the clock so that the phone shows ``moment`` (without time zone).

    Raises:
        ValueError: No clock can be set to it; it runs as before.
    """
    local = moment.replace(tzinfo=zone(system.properties[TIME_ZONE]))
    if not EARLIEST <= local < LATEST:
        raise ValueError(f"a clock can be set from {EARLIEST.year} to {LATEST.year - 1}")
    system.clock = to_milliseconds(local)


def uses_24_hours(system: System) -> bool:
    """Whether times are shown as 16:00 and not as 4:00 PM."""
    return system.settings["system"].get("time_12_24") == "24"


def time_text(system: System, hour: int, minute: int, space: str = " ") -> str:
    """A time of day as the phone shows it, such as ``4:00 PM``; ``space`` goes before AM or PM."""
    if uses_24_hours(system):
        return f"{hour:02d}:{minute:02d}"
    return f"{(hour - 1) % 12 + 1}:{minute:02d}{space}{'AM' if hour < 12 else 'PM'}"
