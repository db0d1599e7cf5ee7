"""State of the launcher."""

from __future__ import annotations

import msgspec


class Launcher(msgspec.Struct):
    """The launcher keeps nothing of its own; the icons' order belongs to the system."""
