"""The phone's end of the ADB transport: frames, connections, and streams with flow control.

The protocol is that of Android's ``adb`` (its ``protocol.txt``). A frame is a header of six
little-endian words ``command, arg0, arg1, length, checksum, command ^ 0xffffffff`` and its payload.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import os
import struct
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from openphone_gym.serve.guard import CHALLENGE_BYTES, Guard

logger = logging.getLogger(__name__)

VERSION = 0x01000001
MAX_PAYLOAD = 1 << 20
"""Most bytes of a frame's payload."""

LARGE_PAYLOAD = 64 << 10
"""Bytes from which on a payload is better sent by itself than copied behind its header."""

MAX_STREAMS = 64
"""Most streams that one connection may have open."""

HANDSHAKE_S = 10.0
"""Time a client has to introduce itself."""

PAYLOAD_S = 30.0
"""Time a payload may take once its header is there."""

FEATURES = ("shell_v2", "cmd", "stat_v2", "ls_v2", "fixed_push_mkdir", "fixed_push_symlink_timestamp")
"""What clients may use; without ``shell_v2`` there would be no exit codes."""

_HEADER = struct.Struct("<6I")


def _command(name: bytes) -> int:
    return int.from_bytes(name, "little")


CNXN, OPEN, OKAY, WRTE, CLSE, AUTH = (
    _command(name) for name in (b"CNXN", b"OPEN", b"OKAY", b"WRTE", b"CLSE", b"AUTH")
)
AUTH_TOKEN, AUTH_SIGNATURE = 1, 2
"""Kinds of AUTH: the phone's challenge, and a client's answer to it."""

MOST_KEYS = 16
"""Keys that a client may try."""


class ProtocolError(Exception):
    """What a client sent is no ADB; its connection is closed."""


class StreamClosed(Exception):
    """The client closed the stream, or its connection is gone."""


class Frame(NamedTuple):
    """One message of the transport."""

    command: int
    arg0: int
    arg1: int
    payload: bytes = b""

    def header(self, checksum: int = 0) -> bytes:
        """What goes before the payload; newer protocols need no checksum."""
        magic = self.command ^ 0xFFFFFFFF
        return _HEADER.pack(self.command, self.arg0, self.arg1, len(self.payload), checksum, magic)

    def encode(self, checksum: int = 0) -> bytes:
        """The frame as bytes."""
        return self.header(checksum) + self.payload


async def read_frame(reader: asyncio.StreamReader) -> Frame:
    """The next frame.

    Raises:
        ProtocolError: The header is broken, or its payload is longer than `MAX_PAYLOAD`.
        asyncio.IncompleteReadError: The client is gone.
        TimeoutError: The payload does not come.
    """
    header = await reader.readexactly(_HEADER.size)
    command, arg0, arg1, length, _, magic = _HEADER.unpack(header)
    if magic != command ^ 0xFFFFFFFF:
        raise ProtocolError("the header's magic does not fit its command")
    if length > MAX_PAYLOAD:
        raise ProtocolError(f"a payload of {length} bytes")
    async with asyncio.timeout(PAYLOAD_S):
        return Frame(command, arg0, arg1, await reader.readexactly(length))


class Stream:
    """A two-way stream of bytes with a client, inside a connection.

    Each side sends a frame and waits until the other has taken it, so neither piles up data.

    Args:
        send: Sends a frame to the client.
        local: Our number of the stream.
        remote: The client's number.
        chunk: Most bytes of one frame to the client.
    """

    def __init__(self, send: Callable[[Frame], Awaitable[None]], local: int, remote: int, chunk: int) -> None:
        self._send = send
        self._ids = (local, remote)
        self._chunk = chunk
        self._arrived = asyncio.Condition()
        self._pending: bytes | None = None
        self._rest = b""
        self._taken = False
        self._closed = False

    async def write(self, data: bytes | memoryview) -> None:
        """Sends all of the bytes.

        Raises:
            StreamClosed: The client does not listen any more.
        """
        for start in range(0, len(data), self._chunk):
            if self._closed:
                raise StreamClosed
            self._taken = False
            await self._send(Frame(WRTE, *self._ids, bytes(data[start : start + self._chunk])))
            async with self._arrived:
                await self._arrived.wait_for(lambda: self._taken or self._closed)

    async def read(self) -> bytes:
        """The next bytes, however many.

        Raises:
            StreamClosed: There will be no more.
        """
        if self._rest:
            data, self._rest = self._rest, b""
            return data
        async with self._arrived:
            await self._arrived.wait_for(lambda: self._pending is not None or self._closed)
        if self._pending is None:
            raise StreamClosed
        data, self._pending = self._pending, None
        await self._send(Frame(OKAY, *self._ids))
        return data

    async def read_exactly(self, count: int) -> bytes:
        """The next ``count`` bytes.

        Raises:
            StreamClosed: There are fewer.
        """
        parts: list[bytes] = []
        missing = count
        while missing:
            data = await self.read()
            parts.append(data[:missing])
            self._rest = data[missing:]
            missing -= len(parts[-1])
        return b"".join(parts)

    # What the connection tells the stream

    async def deliver(self, data: bytes) -> None:
        """Bytes came in.

        Raises:
            ProtocolError: The bytes before were not taken yet.
        """
        if self._pending is not None:
            raise ProtocolError("a client wrote on without waiting for OKAY")
        if data:
            self._pending = data
            await self._tell()
        else:
            await self._send(Frame(OKAY, *self._ids))

    async def acknowledge(self) -> None:
        """The client took what was sent last."""
        self._taken = True
        await self._tell()

    async def close(self) -> None:
        """Ends the stream for those who read and write on it."""
        self._closed = True
        await self._tell()

    async def _tell(self) -> None:
        async with self._arrived:
            self._arrived.notify_all()


Service = Callable[[Stream], Awaitable[None]]
"""Serves one stream until it returns; then the stream is closed."""

FindService = Callable[[str], Service | None]
"""The service of a name such as ``shell:ls``; None refuses it."""


class Connection:
    """One client that speaks ADB.

    Args:
        reader: From the client.
        writer: To the client.
        properties: What the banner tells of the phone, such as ``ro.product.model``.
        find_service: What the phone offers.
        guard: Whom it lets in; None lets everybody in.
    """

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        properties: dict[str, str],
        find_service: FindService,
        guard: Guard | None = None,
    ) -> None:
        self._guard = guard
        self._reader = reader
        self._writer = writer
        self._properties = properties
        self._find_service = find_service
        self._streams: dict[int, tuple[int, Stream]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._numbers = itertools.count(1)
        self._sending = asyncio.Lock()
        self._chunk = MAX_PAYLOAD
        self._checked = False  # Whether the client is so old that it checks the sum of each payload.

    async def serve(self) -> None:
        """Talks with the client until it goes, or breaks the protocol."""
        try:
            async with asyncio.timeout(HANDSHAKE_S):
                hello = await read_frame(self._reader)
            if hello.command != CNXN:
                raise ProtocolError("the first frame is no CNXN")
            if self._guard is not None:
                async with asyncio.timeout(HANDSHAKE_S):
                    await self._check(self._guard)
            await self._introduce(hello)
            while True:
                await self._take(await read_frame(self._reader))
        except (ProtocolError, TimeoutError) as error:
            logger.info("closed a connection: %s", error or "the client was silent")
        except (asyncio.IncompleteReadError, ConnectionError, StreamClosed):
            pass
        finally:
            await self._end()

    async def _end(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _check(self, guard: Guard) -> None:
        """Lets the client prove that it has a key, one after the other of those it holds.

        Raises:
            ProtocolError: It has none that is known here.
        """
        for _ in range(MOST_KEYS):
            challenge = os.urandom(CHALLENGE_BYTES)
            asked = Frame(AUTH, AUTH_TOKEN, 0, challenge)
            self._writer.write(asked.encode(checksum=sum(challenge)))
            await self._writer.drain()
            answer = await read_frame(self._reader)
            if answer.command != AUTH or answer.arg0 != AUTH_SIGNATURE:
                break  # A new key, which an owner at the screen might accept; here nobody is asked.
            if guard.admits_signature(challenge, answer.payload):
                return
        raise ProtocolError("the client has no key that is known here")

    async def _introduce(self, hello: Frame) -> None:
        """Answers CNXN with CNXN, which opens the connection."""
        if hello.arg1 == 0:
            raise ProtocolError("the client takes no payload")
        self._chunk = min(hello.arg1, MAX_PAYLOAD)
        self._checked = hello.arg0 < VERSION
        told = "".join(f"{name}={value};" for name, value in self._properties.items())
        banner = f"device::{told}features={','.join(FEATURES)}".encode()
        hello = Frame(CNXN, VERSION, MAX_PAYLOAD, banner)
        self._writer.write(hello.encode(checksum=sum(banner)))
        await self._writer.drain()

    async def _send(self, frame: Frame) -> None:
        """One frame after the other, so that no more than one waits for a client that does not read."""
        async with self._sending:
            checksum = sum(frame.payload) & 0xFFFFFFFF if self._checked else 0
            if len(frame.payload) < LARGE_PAYLOAD:
                self._writer.write(frame.encode(checksum))
            else:
                self._writer.write(frame.header(checksum))
                self._writer.write(frame.payload)
            try:
                await self._writer.drain()
            except ConnectionError:
                raise StreamClosed from None

    async def _take(self, frame: Frame) -> None:
        if frame.command == OPEN:
            await self._open(frame)
            return
        if frame.arg1 not in self._streams:
            return
        remote, stream = self._streams[frame.arg1]
        if frame.arg0 != remote and not (frame.command == CLSE and frame.arg0 == 0):
            return
        if frame.command == WRTE:
            await stream.deliver(frame.payload)
        elif frame.command == OKAY:
            await stream.acknowledge()
        elif frame.command == CLSE:
            await stream.close()

    async def _open(self, frame: Frame) -> None:
        name = frame.payload.rstrip(b"\0").decode("utf-8", "surrogateescape")
        service = self._find_service(name) if len(self._streams) < MAX_STREAMS else None
        if service is None or frame.arg0 == 0:
            logger.info("refused the service %.80r", name)
            await self._send(Frame(CLSE, 0, frame.arg0))
            return
        local = next(self._numbers)
        stream = Stream(self._send, local, frame.arg0, self._chunk)
        self._streams[local] = (frame.arg0, stream)
        await self._send(Frame(OKAY, local, frame.arg0))
        task = asyncio.create_task(self._run(service, stream, local, frame.arg0))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, service: Service, stream: Stream, local: int, remote: int) -> None:
        try:
            await service(stream)
        except StreamClosed:
            pass
        except Exception:
            logger.exception("a service failed")
        finally:
            del self._streams[local]
        with contextlib.suppress(StreamClosed):
            await self._send(Frame(CLSE, local, remote))
