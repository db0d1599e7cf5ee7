"""Everything that is installed on a new phone: its apps, and packages that are no apps of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from openphone_gym.phone.app import Listing, installed_apps

OTHERS = (
    Listing(
        package="org.mozilla.firefox",
        label="Firefox",
        icon="compass",
        color=0xFFE66000,
        version="125.3.0",
        megabytes=268,
        permissions={"Camera": False, "Microphone": False, "Notifications": True},
        roles=["browser"],
        opens={"link": ""},
    ),
    Listing(
        package="com.booking",
        label="Booking.com",
        icon="bed",
        color=0xFF003580,
        version="46.1.1",
        megabytes=146,
        permissions={"Location": True, "Notifications": True},
    ),
    Listing(
        package="com.google.android.projection.gearhead",
        label="Android Auto",
        icon="car",
        color=0xFF1A73E8,
        version="11.8",
        megabytes=96,
        system=True,
        notification_access=True,
    ),
)
"""Packages that are installed beside the simulated apps. An app that declares one of these packages
replaces it wholly; its row goes from here."""


@cache
def listings() -> Mapping[str, Listing]:
    """What is installed on a new phone, by package name."""
    return {listing.package: listing for listing in (*OTHERS, *installed_apps().values())}


@cache
def candidates(role: str) -> tuple[str, ...]:
    """Packages that can do a job for the whole phone; the first one does it on a new phone."""
    return tuple(sorted(name for name, listing in listings().items() if role in listing.roles))


def dock() -> list[str]:
    """Packages at the foot of the home screen, from the left."""
    docked = [listing for listing in listings().values() if listing.dock]
    return [listing.package for listing in sorted(docked, key=lambda listing: listing.dock)]
