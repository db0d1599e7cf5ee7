"""Reading files of a folder that anybody may have made: plain files only, of bounded size."""

from __future__ import annotations

import os
import stat
from pathlib import Path

LARGEST_FILE = 64 << 20
"""Bytes of a file that is read."""


class Unreadable(ValueError):
    """A file that is too large, or no file at all; the message names it."""


def read_file(path: Path, most: int = LARGEST_FILE) -> bytes:
    """The content of a plain file.

    Raises:
        OSError: It is missing, a link, or can't be read.
        Unreadable: It is no plain file, or larger than ``most`` bytes.
    """
    # A link would lead out of the folder, and opening a named pipe would wait for a writer.
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Unreadable(f"{path.name} is no plain file")
        content = file.read(most + 1)
    if len(content) > most:
        raise Unreadable(f"{path.name} has more than {most} bytes")
    return content


def check_folder(path: Path) -> None:
    """Refuses a folder that is a link, which would lead out of the one that it is in.

    Raises:
        OSError: It is missing.
        Unreadable: It is no folder.
    """
    if not stat.S_ISDIR(path.lstat().st_mode):
        raise Unreadable(f"{path.name} is no folder")
