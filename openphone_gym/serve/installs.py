"""``adb install``: a command of the package manager, followed by the bytes of an archive."""

from __future__ import annotations

import re
import shlex
from functools import partial

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import Killed, ShellError
from openphone_gym.phone.shell.installing import install
from openphone_gym.serve.adbd import Stream
from openphone_gym.serve.served import ServedPhone

LARGEST_ARCHIVE = 64 << 20
"""Most bytes of an archive that is looked into; larger ones are refused."""

_INSTALL = re.compile(r"(?:cmd|pm) +(?:package +)?'?install(?:-create)?\b")


def install_size(command: str) -> int | None:
    """Bytes of the package that follows an installing command; None for another command."""
    if not _INSTALL.match(command):
        return None
    try:
        words = shlex.split(command)
        return max(int(words[words.index("-S") + 1]), 0)
    except (ValueError, IndexError):
        return 0


async def serve_install(served: ServedPhone, stream: Stream, size: int) -> None:
    """Reads the package, since clients send all of it before they listen, and tells what comes of it."""
    with served.room.hold() as hold:
        pieces: list[bytes] = []
        fits = size <= LARGEST_ARCHIVE and hold.add(size)
        while size > 0:
            piece = await stream.read()
            size -= len(piece)
            if fits:
                pieces.append(piece)
        told = await served.do(partial(_told, served.phone, b"".join(pieces)))
    await stream.write(told.encode())


def _told(phone: Phone, archive: bytes) -> str:
    try:
        return install(phone, archive)
    except (ShellError, Killed) as error:
        return f"{error}\n"
