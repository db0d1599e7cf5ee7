"""State of the system UI."""

from __future__ import annotations

import msgspec


class SystemUi(msgspec.Struct):
    """The system UI keeps nothing of its own; it shows the system's state."""
