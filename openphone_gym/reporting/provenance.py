"""Where a run's numbers come from: versions, commit, platform, arguments."""

from __future__ import annotations

import platform
import subprocess
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from openphone_gym.versions import VERSIONS

PACKAGES = ("openphone_gym", "gymnasium", "numpy", "msgspec", "skia-python", "opencv-python-headless")
"""Packages that can change what an episode shows or how it is scored."""


def provenance(arguments: Mapping[str, Any], seeds: Sequence[int]) -> dict[str, Any]:
    """Returns the ``run`` part of a summary: JSON values that say what produced the numbers.

    It holds no time of day, so that the same run gives the same file.

    Args:
        arguments: Command-line arguments of the run, JSON values.
        seeds: Seeds of the episodes.
    """
    return {
        "seeds": list(seeds),
        "score_versions": dict(VERSIONS),
        "versions": {"python": platform.python_version(), **{name: _version(name) for name in PACKAGES}},
        "commit": commit(),
        "platform": platform.platform(),
        "arguments": dict(arguments),
    }


def commit(checkout: Path = Path(__file__).parent) -> str | None:
    """The git commit that ``checkout`` is at, with ``-dirty`` for uncommitted changes; None outside git.

    An installed package may lie inside another project's repository, which does not track it.
    """
    if not _git(checkout, "ls-files", "."):
        return None
    return _git(checkout, "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")


def _git(checkout: Path, *words: str) -> str | None:
    """What git prints; None if that is nothing, or there is no git."""
    command = ["git", "-C", str(checkout), *words]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() or None


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
