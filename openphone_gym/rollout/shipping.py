"""Work that records into a folder, done on machines that do not see it: what it recorded is sent along."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Generic, NamedTuple

from openphone_gym.recording import RecordingFailed
from openphone_gym.rollout.failure import Job, Result
from openphone_gym.rollout.turns import Watch

MARK = "episode.json"
"""A folder with this file is an episode, and moved as a whole."""


class Shipped(NamedTuple):
    """A result, and what was recorded on the way.

    Attributes:
        result: Of the work.
        files: The folder that it wrote to, as a tar archive.
    """

    result: Any
    files: bytes


class Shipping(Generic[Job, Result]):
    """Has the work record into a folder of its own for each job.

    Args:
        work: What to do with a job; it records below its attribute ``folder``, which is set before each job.
    """

    def __init__(self, work: Callable[[Job, Watch], Result]) -> None:
        self._work: Any = work

    def __call__(self, job: Job, watch: Watch) -> Shipped:
        """Does a job, and packs what was recorded."""
        with TemporaryDirectory(prefix="openphone_gym-") as place:
            self._work.folder = Path(place)
            return Shipped(self._work(job, watch), _packed(Path(place)))


def unpack(files: bytes, folder: Path) -> None:
    """Puts the episodes of an archive where they belong; each appears whole or not at all.

    What is there already stays.

    Raises:
        RecordingFailed: The folder can't be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".arriving-", dir=folder) as place:
            with tarfile.open(fileobj=io.BytesIO(files)) as archive:
                archive.extractall(place, filter="data")
            for mark in sorted(Path(place).rglob(MARK)):
                target = folder / mark.parent.relative_to(place)
                target.parent.mkdir(parents=True, exist_ok=True)
                if not os.path.lexists(target):
                    mark.parent.rename(target)
    except OSError as error:
        why = f"no episode can be recorded: {error.strerror}"
        raise RecordingFailed(error.errno, why, folder) from error


def _packed(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:  # pictures are compressed already
        archive.add(folder, arcname=".")
    return buffer.getvalue()
