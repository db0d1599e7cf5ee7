"""What all records of a world have in common."""

from __future__ import annotations

import msgspec


class Record(msgspec.Struct, frozen=True, gc=False):
    """A part of the world that never changes.

    It holds no cycles, so that Python's collector need not know of it.
    """
