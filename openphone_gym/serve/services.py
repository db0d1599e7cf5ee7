"""What the phone offers over ADB: the shell, files, and answers to maintenance."""

from __future__ import annotations

import asyncio
import posixpath
import stat
import struct
from functools import partial

from openphone_gym.phone.shell import FileError, Killed, Status, as_bytes, as_text
from openphone_gym.phone.shell.screenshots import HEAD
from openphone_gym.serve import agent, automator, portal
from openphone_gym.serve.adbd import Service, Stream, StreamClosed
from openphone_gym.serve.appium import server as appium
from openphone_gym.serve.installs import install_size, serve_install
from openphone_gym.serve.reverse import Reverse
from openphone_gym.serve.served import Hold, ServedPhone
from openphone_gym.serve.shells import Packets, Plain, serve_shell

LONGEST_PATH = 1024
SYNC_CHUNK = 64 * 1024
"""Most bytes of a path, and of a piece of a file, in the sync protocol."""

LARGEST_FILE = 64 << 20
"""Most bytes of a file that is pushed."""

PIECE_S = 60.0
"""Time that a client may take for the next piece of a file."""

NOT_FOUND = 2
"""``ENOENT``, as the second versions of STAT and LIST tell it."""


class Services:
    """The services of one phone.

    Args:
        served: The phone.
    """

    def __init__(self, served: ServedPhone) -> None:
        self._served = served
        self._reverse = Reverse()
        self._automator = automator.Automator(served)
        self._portal = portal.Portal(served)
        self._agent = agent.Agent(served)
        self._appium = appium.Appium(served)

    def find(self, name: str) -> Service | None:
        """The service of a name such as ``shell,v2,raw:ls``; None if there is none."""
        kind, _, argument = name.partition(":")
        options = kind.split(",")
        if options[0] == "shell" and "v2" in options:
            pty = "pty" in options
            return self._shell(Packets, argument, pty)
        if kind == "exec" and (size := install_size(argument)) is not None:
            return lambda stream: serve_install(self._served, stream, size)
        if options[0] in ("shell", "exec"):
            pty = kind == "shell"
            return self._shell(Plain, argument, pty)
        if kind == "sync":
            return lambda stream: Sync(self._served, stream).serve()
        if name == f"tcp:{automator.PORT}":
            return self._automator.serve
        if name == f"tcp:{portal.PORT}":
            return self._portal.serve
        if name == f"tcp:{appium.PORT}" and self._appium.runs:
            return self._appium.serve
        if name == agent.SOCKET:
            return self._agent.serve
        if kind == "root":
            return lambda stream: stream.write(b"adbd is already running as root\n")
        if kind == "remount":
            return lambda stream: stream.write(b"remount succeeded\n")
        if kind == "reboot":
            return self._reboot
        if kind == "framebuffer":
            return self._framebuffer
        if kind == "reverse":
            return lambda stream: self._reverse.serve(stream, argument)
        return None

    def _shell(self, channel: type[Packets | Plain], command: str, pty: bool) -> Service:
        return lambda stream: serve_shell(self._served, self._appium, stream, channel(stream), command, pty)

    async def _reboot(self, stream: Stream) -> None:
        for piece in (await self._served.run("reboot")).output:
            await stream.write(piece.data)

    async def _framebuffer(self, stream: Stream) -> None:
        """The screen with a header that tells of its pixels: where in each, in bits, the colors are."""
        with self._served.room.hold() as hold:
            picture = await self._served.do(partial(self._served.files.screenshots.raw, self._served.phone))
            width, height, *_ = HEAD.unpack_from(picture)
            pixels = picture[HEAD.size :]
            red, green, blue, alpha = ((8 * place, 8) for place in range(4))
            header = (1, 32, len(pixels), width, height, *red, *blue, *green, *alpha)
            if hold.add(len(picture)):
                await stream.write(struct.pack(f"<{len(header)}I", *header) + pixels)


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
            path = as_text(await self._stream.read_exactly(length))
            try:
                await self._requests[request](request, path)
            except (FileError, Killed, _Refused) as error:
                await self._fail(str(error))
            except TimeoutError:
                await self._fail("the next piece of the file did not come")
                return

    async def _fail(self, message: str) -> None:
        data = message.encode()
        await self._stream.write(struct.pack("<4sI", b"FAIL", len(data)) + data)

    async def _stat(self, request: str, path: str) -> None:
        await self._stream.write(b"STAT" + _status_v1(await self._status(path)))

    async def _stat_v2(self, request: str, path: str) -> None:
        await self._stream.write(request.encode() + _status_v2(await self._status(path)))

    async def _status(self, path: str) -> Status | None:
        return await self._served.do(partial(self._files.status, path))

    async def _list(self, request: str, path: str) -> None:
        """One entry for each file; a path that is no folder has none."""
        for name, status in await self._served.do(partial(self._entries, path)):
            head = b"DENT" + _status_v1(status) if request == "LIST" else b"DNT2" + _status_v2(status)
            await self._stream.write(head + struct.pack("<I", len(name)) + name)
        size = 20 if request == "LIST" else 76
        await self._stream.write(b"DONE".ljust(size, b"\0"))

    def _entries(self, path: str) -> list[tuple[bytes, Status | None]]:
        found = self._files.status(path)
        names = self._files.names(path) if found and found.is_folder else []
        return [(as_bytes(name), self._files.status(posixpath.join(path, name))) for name in names]

    async def _send_file(self, request: str, path: str) -> None:
        data = await self._served.do(partial(self._files.read, path))
        for start in range(0, len(data), SYNC_CHUNK):
            piece = data[start : start + SYNC_CHUNK]
            await self._stream.write(struct.pack("<4sI", b"DATA", len(piece)) + piece)
        await self._stream.write(struct.pack("<4sI", b"DONE", 0))

    async def _receive_file(self, request: str, target: str) -> None:
        """A file in pieces; it is read to its end even if it can't be kept, as the client expects."""
        path, _, mode_text = target.rpartition(",")
        with self._served.room.hold() as hold:
            data, mtime = await self._read_pieces(hold)
            if data is None:
                raise _Refused("the file is too large for this phone")
            mode = int(mode_text) & 0o177777 if mode_text.isascii() and mode_text.isdigit() else 0
            if not path or (stat.S_IFMT(mode) not in (0, stat.S_IFREG)):
                raise _Refused("only files can be pushed")
            await self._served.do(partial(self._keep, path, data, mtime, mode))
        await self._stream.write(struct.pack("<4sI", b"OKAY", 0))

    def _keep(self, path: str, data: bytes, mtime: int, mode: int) -> None:
        self._files.make_folder(posixpath.dirname("/" + path.lstrip("/")), mtime, parents=True)
        self._files.write(path, data, mtime, mode & 0o777)

    async def _read_pieces(self, hold: Hold) -> tuple[bytes | None, int]:
        """The whole file, None if it is too large, and its time (seconds since 1970)."""
        pieces: list[bytes] = []
        size = 0
        fits = True
        while True:
            async with asyncio.timeout(PIECE_S):
                kind, length = struct.unpack("<4sI", await self._stream.read_exactly(8))
                if kind == b"DONE":
                    return (b"".join(pieces) if fits else None), length
                if kind != b"DATA" or length > SYNC_CHUNK:
                    await self._fail("bad piece of a file")
                    raise StreamClosed
                piece = await self._stream.read_exactly(length)
            size += length
            fits = fits and size <= LARGEST_FILE and hold.add(length)
            if fits:
                pieces.append(piece)


def _status_v1(status: Status | None) -> bytes:
    """Mode, size, and the lower half of the time, in which later times than 2106 begin anew."""
    mode, size, mtime = status or Status(0, 0, 0)
    return struct.pack("<3I", mode, size, mtime & 0xFFFFFFFF)


def _status_v2(status: Status | None) -> bytes:
    """Error, device, inode, mode, links, user, group, size, and three times."""
    error = 0 if status else NOT_FOUND
    mode, size, mtime = status or Status(0, 0, 0)
    links = 1 if status else 0
    return struct.pack("<IQQIIIIQqqq", error, 0, 0, mode, links, 0, 0, size, mtime, mtime, mtime)
