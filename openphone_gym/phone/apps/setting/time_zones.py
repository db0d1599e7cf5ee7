"""Regions and time zones to choose from."""

from __future__ import annotations

from collections.abc import Mapping

ZONES: Mapping[str, Mapping[str, str]] = {
    "Argentina": {"America/Argentina/Buenos_Aires": "Argentina Standard Time"},
    "Australia": {
        "Australia/Sydney": "Sydney Time",
        "Australia/Brisbane": "Australian Eastern Standard Time",
        "Australia/Adelaide": "Adelaide Time",
        "Australia/Darwin": "Australian Central Standard Time",
        "Australia/Perth": "Australian Western Standard Time",
    },
    "Brazil": {"America/Sao_Paulo": "Brasilia Standard Time", "America/Manaus": "Amazon Standard Time"},
    "Canada": {
        "America/Toronto": "Eastern Time",
        "America/Winnipeg": "Central Time",
        "America/Edmonton": "Mountain Time",
        "America/Vancouver": "Pacific Time",
        "America/Halifax": "Atlantic Time",
        "America/St_Johns": "Newfoundland Time",
    },
    "Chile": {"America/Santiago": "Chile Time"},
    "China": {"Asia/Shanghai": "China Standard Time", "Asia/Urumqi": "Urumqi Time"},
    "Egypt": {"Africa/Cairo": "Eastern European Time"},
    "Finland": {"Europe/Helsinki": "Eastern European Time"},
    "France": {"Europe/Paris": "Central European Time"},
    "Germany": {"Europe/Berlin": "Central European Time"},
    "Greece": {"Europe/Athens": "Eastern European Time"},
    "Hong Kong": {"Asia/Hong_Kong": "Hong Kong Standard Time"},
    "Iceland": {"Atlantic/Reykjavik": "Greenwich Mean Time"},
    "India": {"Asia/Kolkata": "India Standard Time"},
    "Indonesia": {"Asia/Jakarta": "Western Indonesia Time", "Asia/Makassar": "Central Indonesia Time"},
    "Ireland": {"Europe/Dublin": "Ireland Time"},
    "Israel": {"Asia/Jerusalem": "Israel Time"},
    "Italy": {"Europe/Rome": "Central European Time"},
    "Japan": {"Asia/Tokyo": "Japan Standard Time"},
    "Kenya": {"Africa/Nairobi": "East Africa Time"},
    "Malaysia": {"Asia/Kuala_Lumpur": "Malaysia Time"},
    "Mexico": {"America/Mexico_City": "Central Standard Time", "America/Tijuana": "Pacific Time"},
    "Nepal": {"Asia/Kathmandu": "Nepal Time"},
    "Netherlands": {"Europe/Amsterdam": "Central European Time"},
    "New Zealand": {"Pacific/Auckland": "New Zealand Time", "Pacific/Chatham": "Chatham Time"},
    "Nigeria": {"Africa/Lagos": "West Africa Standard Time"},
    "Norway": {"Europe/Oslo": "Central European Time"},
    "Philippines": {"Asia/Manila": "Philippine Standard Time"},
    "Poland": {"Europe/Warsaw": "Central European Time"},
    "Portugal": {"Europe/Lisbon": "Western European Time", "Atlantic/Azores": "Azores Time"},
    "Saudi Arabia": {"Asia/Riyadh": "Arabian Standard Time"},
    "Singapore": {"Asia/Singapore": "Singapore Standard Time"},
    "South Africa": {"Africa/Johannesburg": "South Africa Standard Time"},
    "South Korea": {"Asia/Seoul": "Korean Standard Time"},
    "Spain": {"Europe/Madrid": "Central European Time", "Atlantic/Canary": "Western European Time"},
    "Sweden": {"Europe/Stockholm": "Central European Time"},
    "Switzerland": {"Europe/Zurich": "Central European Time"},
    "Taiwan": {"Asia/Taipei": "Taipei Standard Time"},
    "Thailand": {"Asia/Bangkok": "Indochina Time"},
    "Türkiye": {"Europe/Istanbul": "Türkiye Time"},
    "Ukraine": {"Europe/Kyiv": "Eastern European Time"},
    "United Arab Emirates": {"Asia/Dubai": "Gulf Standard Time"},
    "United Kingdom": {"Europe/London": "United Kingdom Time"},
    "United States": {
        "America/New_York": "Eastern Time",
        "America/Chicago": "Central Time",
        "America/Denver": "Mountain Time",
        "America/Phoenix": "Mountain Standard Time",
        "America/Los_Angeles": "Pacific Time",
        "America/Anchorage": "Alaska Time",
        "Pacific/Honolulu": "Hawaii-Aleutian Standard Time",
    },
    "Vietnam": {"Asia/Ho_Chi_Minh": "Indochina Time"},
}
"""Region to its zones (IANA) and their names."""

REGIONS: Mapping[str, str] = {zone: region for region, zones in ZONES.items() for zone in zones}
"""Zone to its region."""


def zone_label(zone: str) -> str:
    """Name of a zone, such as ``China Standard Time``; a zone not in the list goes by its city."""
    region = REGIONS.get(zone)
    return ZONES[region][zone] if region else zone.rpartition("/")[2].replace("_", " ")
