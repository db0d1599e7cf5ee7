"""What all records of a world have in common."""

from __future__ import annotations

import msgspec


class Record(msgspec.Struct, frozen=True):
    """A part of the world that never changes."""
