"""A package for hubs of OpenEnv environments: manifest, container file, server module, plan of the validator."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path


def write_package(folder: str) -> None:
    """Writes the package.

    Args:
        folder: New folder; hubs expect a name that begins with ``openenv-``.

    Raises:
        OSError: It exists, or can't be written.
    """
    with as_file(files("openphone_gym.integrations.openenv") / "hub") as template:
        shutil.copytree(template, Path(folder), ignore=shutil.ignore_patterns("__pycache__"))
