"""The adapter that is trained, as a folder that a server on the same disk can load."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

PREFIX = "openphone-update-"
"""Begins the name of every adapter of ours."""
KEPT = 2
"""Newest adapters whose folders stay: a server that starts anew needs the one in use."""
WEIGHTS = "adapter_model.safetensors"


def written(model: Any, root: Path, update: int, *, older: int = 0) -> Path:
    """Writes the adapter of a model, and removes old ones.

    Its name tells the weights, so that one of another run is never taken for it.

    Args:
        model: With an adapter called ``default``.
        root: Gets a folder for each.
        update: Number of the update.
        older: How many beside the ``KEPT`` newest are still needed.

    Returns:
        The adapter's folder.
    """
    root.mkdir(parents=True, exist_ok=True)
    made = root / ".new"
    shutil.rmtree(made, ignore_errors=True)
    model.save_pretrained(made, selected_adapters=["default"])
    digest = hashlib.sha256((made / WEIGHTS).read_bytes()).hexdigest()[:12]
    folder = root / f"{PREFIX}{update}-{digest}"
    if not folder.exists():
        made.rename(folder)
    shutil.rmtree(made, ignore_errors=True)
    _prune(root, folder, KEPT + older)
    return folder


def _prune(root: Path, newest: Path, kept: int) -> None:
    others = [folder for folder in root.glob(f"{PREFIX}*") if folder != newest]
    others.sort(key=lambda folder: folder.stat().st_mtime)
    for folder in others[: len(others) - kept + 1]:
        shutil.rmtree(folder, ignore_errors=True)
