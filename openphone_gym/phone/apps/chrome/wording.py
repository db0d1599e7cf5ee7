"""How the browser says things."""

from __future__ import annotations


def counted(count: int, what: str) -> str:
    """How many things there are, such as ``1 bookmark`` or ``3 bookmarks``."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
