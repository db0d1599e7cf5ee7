"""Cities of the world clock, and the time zones to be at home in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from openphone_gym.phone.system.clock import zone


class City(NamedTuple):
    """A city: the country it lies in and its time zone (IANA)."""

    country: str
    zone: str


CITIES: Mapping[str, City] = {
    "Amsterdam": City("Netherlands", "Europe/Amsterdam"),
    "Anchorage": City("United States", "America/Anchorage"),
    "Athens": City("Greece", "Europe/Athens"),
    "Auckland": City("New Zealand", "Pacific/Auckland"),
    "Bangkok": City("Thailand", "Asia/Bangkok"),
    "Barcelona": City("Spain", "Europe/Madrid"),
    "Beijing": City("China", "Asia/Shanghai"),
    "Berlin": City("Germany", "Europe/Berlin"),
    "Bogotá": City("Colombia", "America/Bogota"),
    "Boston": City("United States", "America/New_York"),
    "Budapest": City("Hungary", "Europe/Budapest"),
    "Buenos Aires": City("Argentina", "America/Argentina/Buenos_Aires"),
    "Cairo": City("Egypt", "Africa/Cairo"),
    "Cape Town": City("South Africa", "Africa/Johannesburg"),
    "Chicago": City("United States", "America/Chicago"),
    "Copenhagen": City("Denmark", "Europe/Copenhagen"),
    "Delhi": City("India", "Asia/Kolkata"),
    "Denver": City("United States", "America/Denver"),
    "Dubai": City("United Arab Emirates", "Asia/Dubai"),
    "Dublin": City("Ireland", "Europe/Dublin"),
    "Helsinki": City("Finland", "Europe/Helsinki"),
    "Hong Kong": City("Hong Kong", "Asia/Hong_Kong"),
    "Honolulu": City("United States", "Pacific/Honolulu"),
    "Istanbul": City("Türkiye", "Europe/Istanbul"),
    "Jakarta": City("Indonesia", "Asia/Jakarta"),
    "Johannesburg": City("South Africa", "Africa/Johannesburg"),
    "Karachi": City("Pakistan", "Asia/Karachi"),
    "Kathmandu": City("Nepal", "Asia/Kathmandu"),
    "Kuala Lumpur": City("Malaysia", "Asia/Kuala_Lumpur"),
    "Lima": City("Peru", "America/Lima"),
    "Lisbon": City("Portugal", "Europe/Lisbon"),
    "London": City("United Kingdom", "Europe/London"),
    "Los Angeles": City("United States", "America/Los_Angeles"),
    "Madrid": City("Spain", "Europe/Madrid"),
    "Manila": City("Philippines", "Asia/Manila"),
    "Melbourne": City("Australia", "Australia/Melbourne"),
    "Mexico City": City("Mexico", "America/Mexico_City"),
    "Miami": City("United States", "America/New_York"),
    "Milan": City("Italy", "Europe/Rome"),
    "Moscow": City("Russia", "Europe/Moscow"),
    "Mumbai": City("India", "Asia/Kolkata"),
    "Nairobi": City("Kenya", "Africa/Nairobi"),
    "New York": City("United States", "America/New_York"),
    "Osaka": City("Japan", "Asia/Tokyo"),
    "Oslo": City("Norway", "Europe/Oslo"),
    "Paris": City("France", "Europe/Paris"),
    "Perth": City("Australia", "Australia/Perth"),
    "Prague": City("Czechia", "Europe/Prague"),
    "Reykjavik": City("Iceland", "Atlantic/Reykjavik"),
    "Rome": City("Italy", "Europe/Rome"),
    "San Francisco": City("United States", "America/Los_Angeles"),
    "Santiago": City("Chile", "America/Santiago"),
    "São Paulo": City("Brazil", "America/Sao_Paulo"),
    "Seattle": City("United States", "America/Los_Angeles"),
    "Seoul": City("South Korea", "Asia/Seoul"),
    "Shanghai": City("China", "Asia/Shanghai"),
    "Singapore": City("Singapore", "Asia/Singapore"),
    "Stockholm": City("Sweden", "Europe/Stockholm"),
    "Sydney": City("Australia", "Australia/Sydney"),
    "Taipei": City("Taiwan", "Asia/Taipei"),
    "Tokyo": City("Japan", "Asia/Tokyo"),
    "Toronto": City("Canada", "America/Toronto"),
    "Vancouver": City("Canada", "America/Vancouver"),
    "Vienna": City("Austria", "Europe/Vienna"),
    "Warsaw": City("Poland", "Europe/Warsaw"),
    "Washington, D.C.": City("United States", "America/New_York"),
    "Zurich": City("Switzerland", "Europe/Zurich"),
}

HOME_ZONES: Mapping[str, str] = {
    "Midway Island": "Pacific/Midway",
    "Hawaii": "Pacific/Honolulu",
    "Alaska": "America/Anchorage",
    "Pacific Time": "America/Los_Angeles",
    "Arizona": "America/Phoenix",
    "Mountain Time": "America/Denver",
    "Central Time": "America/Chicago",
    "Mexico City": "America/Mexico_City",
    "Bogotá": "America/Bogota",
    "Eastern Time": "America/New_York",
    "Atlantic Time": "America/Halifax",
    "Brasília": "America/Sao_Paulo",
    "Buenos Aires": "America/Argentina/Buenos_Aires",
    "Azores": "Atlantic/Azores",
    "Accra": "Africa/Accra",
    "London, Dublin": "Europe/London",
    "Lagos": "Africa/Lagos",
    "Amsterdam, Berlin": "Europe/Amsterdam",
    "Brussels, Madrid, Paris": "Europe/Paris",
    "Cairo": "Africa/Cairo",
    "Athens, Istanbul": "Europe/Athens",
    "Nairobi": "Africa/Nairobi",
    "Moscow": "Europe/Moscow",
    "Dubai": "Asia/Dubai",
    "Karachi": "Asia/Karachi",
    "New Delhi": "Asia/Kolkata",
    "Kathmandu": "Asia/Kathmandu",
    "Dhaka": "Asia/Dhaka",
    "Bangkok": "Asia/Bangkok",
    "Jakarta": "Asia/Jakarta",
    "Beijing": "Asia/Shanghai",
    "Hong Kong": "Asia/Hong_Kong",
    "Kuala Lumpur": "Asia/Kuala_Lumpur",
    "Perth": "Australia/Perth",
    "Taipei": "Asia/Taipei",
    "Seoul": "Asia/Seoul",
    "Tokyo": "Asia/Tokyo",
    "Adelaide": "Australia/Adelaide",
    "Brisbane": "Australia/Brisbane",
    "Sydney, Canberra": "Australia/Sydney",
    "Guam": "Pacific/Guam",
    "Auckland": "Pacific/Auckland",
    "Tonga": "Pacific/Tongatapu",
}
"""Time zone (IANA) by the name under which the settings offer it, from west to east."""


def offset(moment: datetime, zone_name: str) -> timedelta:
    """How far a zone is ahead of UTC at a moment."""
    return moment.astimezone(zone(zone_name)).utcoffset() or timedelta()


def difference_text(here: datetime, zone_name: str) -> str:
    """How far a zone is from local time, such as ``6 hours behind`` or ``Tomorrow, 2 hours ahead``."""
    there = here.astimezone(zone(zone_name))
    ahead = offset(here, zone_name) - (here.utcoffset() or timedelta())
    if not ahead:
        return "Same as local time"
    hours, minutes = divmod(int(abs(ahead).total_seconds()) // 60, 60)
    parts = [f"{hours} hour{'s' * (hours != 1)}"] * bool(hours) + [f"{minutes} minutes"] * bool(minutes)
    span = f"{' '.join(parts)} {'ahead' if ahead > timedelta() else 'behind'}"
    days = (there.date() - here.date()).days
    return {-1: "Yesterday, ", 0: "", 1: "Tomorrow, "}[days] + span


def home_zone_text(moment: datetime, name: str) -> str:
    """A zone of the settings as it is listed, such as ``(GMT+9:00) Tokyo``."""
    minutes = int(offset(moment, HOME_ZONES[name]).total_seconds()) // 60
    return f"(GMT{'-' if minutes < 0 else '+'}{abs(minutes) // 60}:{abs(minutes) % 60:02d}) {name}"
