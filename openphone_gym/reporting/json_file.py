"""JSON files of results."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec


def write_json(value: Any, path: Path) -> None:
    """Writes a JSON value for people and programs; a reader never meets half a file, even after a crash.

    Raises:
        OSError: It can't be written; what was there before is still there.
    """
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(value)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
