"""How the app says lengths and numbers."""

from __future__ import annotations


def length(seconds: int) -> str:
    """A length such as ``4:00`` or ``1:21:03``."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def tracks(count: int) -> str:
    """How many songs there are."""
    return f"{count} Track(s)"


def albums(count: int) -> str:
    """How many albums there are."""
    return f"{count} Albums"
