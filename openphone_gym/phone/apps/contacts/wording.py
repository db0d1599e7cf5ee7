"""How Contacts puts dates and counts."""

from __future__ import annotations

from datetime import date


def long_date(day: str) -> str:
    """An ISO date in words, such as ``October 24, 1996``."""
    moment = date.fromisoformat(day)
    return f"{moment:%B} {moment.day}, {moment.year}"


def contact_count(number: int) -> str:
    """A number of contacts, such as ``2 contacts``."""
    return "1 contact" if number == 1 else f"{number} contacts"
