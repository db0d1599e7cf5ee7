"""What the phone offers over ADB: the shell, files, and answers to maintenance."""

from __future__ import annotations

import logging
import posixpath
import re
import shlex
import stat
import struct
import threading
from typing import NamedTuple

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import FileError, Files, Shell, Status, as_bytes, as_text
from openphone_gym.serve import automator
from openphone_gym.serve.adbd import Service, Stream, StreamClosed
from openphone_gym.serve.reverse import Reverse
from openphone_gym.serve.shells import Packets, Plain, serve_shell

logger = logging.getLogger(__name__)

LONGEST_PATH = 1024
SYNC_CHUNK = 64 * 1024
"""Most bytes of a path, and of a piece of a file, in the sync protocol."""

LARGEST_FILE = 64 << 20
"""Most bytes of a file that is pushed."""

NOT_FOUND = 2
"""``ENOENT``, as the second versions of STAT and LIST tell it."""


class ServedPhone(NamedTuple):
    """A phone on the wire.

    Attributes:
        phone: The phone.
        files: Its files; they are no part of its snapshots.
        lock: Held while a client's command runs.
    """

    phone: Phone
    files: Files
    lock: threading.RLock

    def run(self, command: str, data: bytes = b"") -> tuple[bytes, int]:
        """Output and exit code of a script that gets ``data`` as its input."""
        return self.in_shell(Shell(self.phone, self.files), command, data)

    def in_shell(self, shell: Shell, script: str, data: bytes = b"") -> tuple[bytes, int]:
        """Runs a script in a shell that was there before; a command that breaks gives exit code 1."""
        with self.lock:
            try:
                text, code = shell.run(script, as_text(data))
                return as_bytes(text), code
            except Exception as error:
                logger.exception("the script %.80r failed", script)
                return f"sh: {type(error).__name__}: {error}\n".encode(errors="replace"), 1


class Services:
    """The services of one phone.

    Args:
        served: The phone.
    """

    def __init__(self, served: ServedPhone) -> None:
        self._served = served
        self._reverse = Reverse()
        self._automator = automator.Automator(served.phone, served.lock)

    def find(self, name: str) -> Service | None:
        """The service of a name such as ``shell,v2,raw:ls``; None if there is none."""
        kind, _, argument = name.partition(":")
        options = kind.split(",")
        if options[0] == "shell" and "v2" in options:
            pty = "pty" in options
            return lambda stream: serve_shell(self._served, stream, Packets(stream), argument, pty)
        if kind == "exec" and (size := _install_size(argument)) is not None:
            return lambda stream: _refuse_install(stream, size)
        if options[0] in ("shell", "exec"):
            pty = kind == "shell"
            return lambda stream: serve_shell(self._served, stream, Plain(stream), argument, pty)
        if kind == "sync":
            return lambda stream: Sync(self._served, stream).serve()
        if name == f"tcp:{automator.PORT}":
            return self._automator.serve
        if kind == "root":
            return lambda stream: stream.write(b"adbd is already running as root\n")
        if kind == "remount":
            return lambda stream: stream.write(b"remount succeeded\n")
        if kind == "reboot":
            return self._reboot
        if kind == "reverse":
            return lambda stream: self._reverse.serve(stream, argument)
        return None

    async def _reboot(self, stream: Stream) -> None:
        output, _ = self._served.run("reboot")
        await stream.write(output)


_INSTALL = re.compile(r"(?:cmd|pm) +(?:package +)?'?install(?:-create)?\b")


def _install_size(command: str) -> int | None:
    """Bytes of the package that follows an installing command; None for another command."""
    if not _INSTALL.match(command):
        return None
    try:
        words = shlex.split(command)
        return max(int(words[words.index("-S") + 1]), 0)
    except (ValueError, IndexError):
        return 0


async def _refuse_install(stream: Stream, size: int) -> None:
    """Reads the package, since clients send all of it before they listen, and tells that it is no use."""
    while size > 0:
        size -= len(await stream.read())
    await stream.write(b"Failure [INSTALL_FAILED_ABORTED: the virtual phone has its own apps only]\n")


class _Refused(Exception):
    """A request of the sync protocol fails, and the stream goes on."""


class Sync:
    """The protocol of ``adb push`` and ``adb pull``: requests of four letters, a length, and a path.

    Args:
        served: The phone.
        stream: The client.
    """

    def __init__(self, served: ServedPhone, stream: Stream) -> None:
        self._served = served
        self._files = served.files
        self._stream = stream
        self._requests = {
            "STAT": self._stat,
            "STA2": self._stat_v2,
            "LST2": self._stat_v2,
            "LIST": self._list,
            "LIS2": self._list,
            "SEND": self._receive_file,
            "RECV": self._send_file,
        }

    async def serve(self) -> None:
        """Answers requests until the client quits or asks for something unknown."""
        while True:
            kind, length = struct.unpack("<4sI", await self._stream.read_exactly(8))
            request = kind.decode("latin-1")
            if request == "QUIT":
                return
            if request not in self._requests or length > LONGEST_PATH:
                await self._fail(f"bad request {request!r}")
                return
            path = (await self._stream.read_exactly(length)).decode("utf-8", "replace")
            try:
                await self._requests[request](request, path)
            except (FileError, _Refused) as error:
                await self._fail(str(error))

    async def _fail(self, message: str) -> None:
        data = message.encode()
        await self._stream.write(struct.pack("<4sI", b"FAIL", len(data)) + data)

    async def _stat(self, request: str, path: str) -> None:
        found = self._status(path) or Status(0, 0, 0)
        await self._stream.write(struct.pack("<4s3I", b"STAT", *found))

    async def _stat_v2(self, request: str, path: str) -> None:
        await self._stream.write(request.encode() + _status_v2(self._status(path)))

    def _status(self, path: str) -> Status | None:
        with self._served.lock:
            return self._files.status(path)

    async def _list(self, request: str, path: str) -> None:
        """One entry for each file; a path that is no folder has none."""
        with self._served.lock:
            found = self._files.status(path)
            names = self._files.names(path) if found and found.is_folder else []
            entries = [(name.encode(), self._files.status(posixpath.join(path, name))) for name in names]
        for name, status in entries:
            if request == "LIST":
                head = struct.pack("<4s3I", b"DENT", *(status or Status(0, 0, 0)))
            else:
                head = b"DNT2" + _status_v2(status)
            await self._stream.write(head + struct.pack("<I", len(name)) + name)
        size = 20 if request == "LIST" else 76
        await self._stream.write(b"DONE".ljust(size, b"\0"))

    async def _send_file(self, request: str, path: str) -> None:
        with self._served.lock:
            data = self._files.read(path)
        for start in range(0, len(data), SYNC_CHUNK):
            piece = data[start : start + SYNC_CHUNK]
            await self._stream.write(struct.pack("<4sI", b"DATA", len(piece)) + piece)
        await self._stream.write(struct.pack("<4sI", b"DONE", 0))

    async def _receive_file(self, request: str, target: str) -> None:
        """A file in pieces; it is read to its end even if it can't be kept, as the client expects."""
        path, _, mode_text = target.rpartition(",")
        data, mtime = await self._read_pieces()
        if data is None:
            raise _Refused("the file is too large for this phone")
        mode = int(mode_text) if mode_text.isascii() and mode_text.isdigit() else 0
        if not path or (stat.S_IFMT(mode) not in (0, stat.S_IFREG)):
            raise _Refused("only files can be pushed")
        with self._served.lock:
            self._files.make_folder(posixpath.dirname("/" + path.lstrip("/")), mtime, parents=True)
            self._files.write(path, data, mtime, mode & 0o777)
        await self._stream.write(struct.pack("<4sI", b"OKAY", 0))

    async def _read_pieces(self) -> tuple[bytes | None, int]:
        """The whole file, None if it is too large, and its time (seconds since 1970)."""
        pieces: list[bytes] = []
        size = 0
        while True:
            kind, length = struct.unpack("<4sI", await self._stream.read_exactly(8))
            if kind == b"DONE":
                return (b"".join(pieces) if size <= LARGEST_FILE else None), length
            if kind != b"DATA" or length > SYNC_CHUNK:
                await self._fail("bad piece of a file")
                raise StreamClosed
            piece = await self._stream.read_exactly(length)
            size += length
            if size <= LARGEST_FILE:
                pieces.append(piece)


def _status_v2(status: Status | None) -> bytes:
    """Error, device, inode, mode, links, user, group, size, and three times."""
    error = 0 if status else NOT_FOUND
    mode, size, mtime = status or Status(0, 0, 0)
    links = 1 if status else 0
    return struct.pack("<IQQIIIIQqqq", error, 0, 0, mode, links, 0, 0, size, mtime, mtime, mtime)
