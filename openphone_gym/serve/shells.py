"""The shell services: one command, commands typed line by line, and the log as it grows."""

from __future__ import annotations

import asyncio
import re
import struct
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol, TypeVar

from openphone_gym.phone.shell import (
    Incomplete,
    Shell,
    ShellError,
    View,
    as_bytes,
    as_text,
    followed,
    instruments,
    parse,
    reads_input,
    screenshot,
)
from openphone_gym.phone.shell.appium import is_installed
from openphone_gym.serve.adbd import Stream, StreamClosed
from openphone_gym.serve.appium.server import Appium
from openphone_gym.serve.served import Ended, Hold, Output, ServedPhone

T = TypeVar("T")

STDIN, STDOUT, STDERR, EXIT, CLOSE_STDIN = 0, 1, 2, 3, 4
"""Kinds of packets of the second shell protocol."""

CHUNK = 64 * 1024
"""Most bytes of a packet that we send."""

LARGEST_INPUT = 64 << 20
"""Most bytes that a command may be given as its input."""

LONGEST_LINE = 65_536
MOST_OPEN_LINES = 100
"""Most characters of a line that is typed, and most lines of a command that is not closed yet."""

SHORT_SCRIPT = 2_000
"""Characters of a script that is read at once."""

LOG_POLL_S = 0.05
"""How often somebody who follows the log is told what is new."""


class Channel(Protocol):
    """Input and output of a shell."""

    async def read(self) -> bytes:
        """The next bytes of the input; none at its end."""
        ...

    async def write(self, data: bytes | memoryview, is_error: bool = False) -> None:
        """Sends output, or complaints if the protocol can tell them apart."""
        ...

    async def finish(self, code: int) -> None:
        """Tells the exit code, if the protocol can."""
        ...


class Plain:
    """The first protocol: bytes, and no exit code. The input ends when the client closes the stream."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    async def read(self) -> bytes:
        """The next bytes of the input; none at its end."""
        try:
            return await self._stream.read()
        except StreamClosed:
            return b""

    async def write(self, data: bytes | memoryview, is_error: bool = False) -> None:
        """Sends output."""
        await self._stream.write(data)

    async def finish(self, code: int) -> None:
        """Does nothing."""


class Packets:
    """The second protocol: packets of a kind, a length and data."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    async def read(self) -> bytes:
        """The next bytes of the input; none at its end. Sizes of windows are of no use here."""
        try:
            while True:
                kind, length = struct.unpack("<BI", await self._stream.read_exactly(5))
                if kind == CLOSE_STDIN or length > LARGEST_INPUT:
                    return b""
                data = await self._stream.read_exactly(length)
                if kind == STDIN and data:
                    return data
        except StreamClosed:
            return b""

    async def write(self, data: bytes | memoryview, is_error: bool = False) -> None:
        """Sends output, or complaints."""
        for start in range(0, len(data), CHUNK):
            piece = data[start : start + CHUNK]
            await self._stream.write(struct.pack("<BI", STDERR if is_error else STDOUT, len(piece)) + piece)

    async def finish(self, code: int) -> None:
        """Tells the exit code."""
        await self._stream.write(struct.pack("<BIB", EXIT, 1, code & 0xFF))


async def serve_shell(
    served: ServedPhone, appium: Appium, stream: Stream, channel: Channel, command: str, pty: bool
) -> None:
    """Runs a command, or what is typed if there is none.

    Args:
        served: The phone.
        appium: The server that ``am instrument`` starts.
        stream: The client.
        channel: Its input and output.
        command: The script; empty for an interactive shell.
        pty: Whether somebody types on a terminal, and wants to see it.
    """
    if not command:
        code = await (_Terminal if pty else _Lines)(served, channel).serve()
    elif asked := await _told(served, followed, command):
        await _follow(served, stream, channel, asked)
        return
    elif await _told(served, instruments, command) and await served.do(partial(is_installed, served.phone)):
        await channel.write((await appium.instrument(stream)).encode())
        code = 0
    else:
        code = await _run(served, channel, command)
    await channel.finish(code)


async def _run(served: ServedPhone, channel: Channel, command: str) -> int:
    """Runs a command with its input, and sends its output; returns its exit code."""
    reads = await _told(served, reads_input, command)
    as_png = await _told(served, screenshot, command)
    with served.room.hold() as hold:
        data = await _whole_input(channel, hold) if reads else b""
        if data is None:
            ended = Ended([Output(b"sh: the input is too large for this phone\n", is_error=True)], 1)
        elif as_png is not None:
            ended = await served.screenshot(as_png)
        else:
            ended = await served.run(command, data)
        del data
        await _send(channel, ended.output, hold)
    return ended.code


async def _told(served: ServedPhone, tell: Callable[[str], T], script: str) -> T:
    """What can be told of a script by reading it; long ones are read by the phone's thread."""
    return tell(script) if len(script) < SHORT_SCRIPT else await served.do(partial(tell, script))


async def _send(channel: Channel, output: Sequence[Output], hold: Hold) -> None:
    """Sends output, which is held until the client has taken it."""
    if not hold.add(sum(len(piece.data) for piece in output)):
        output = [Output(b"sh: too much output is waiting already\n", is_error=True)]
    for piece in output:
        await channel.write(*piece)


async def _whole_input(channel: Channel, hold: Hold) -> bytes | None:
    """All of the input; None if it is too large."""
    pieces: list[bytes] = []
    size = 0
    while piece := await channel.read():
        size += len(piece)
        if size > LARGEST_INPUT or not hold.add(len(piece)):
            return None
        pieces.append(piece)
    return b"".join(pieces)


async def _follow(served: ServedPhone, stream: Stream, channel: Channel, asked: View) -> None:
    """Sends what is logged until the client goes."""
    gone = asyncio.ensure_future(_gone(stream))
    last = 0
    await channel.write(as_bytes(asked.heading()))
    try:
        while not gone.done():
            last, news = await served.do(partial(_news, served, asked, last))
            await channel.write(news)
            await asyncio.wait({gone}, timeout=LOG_POLL_S)
    finally:
        gone.cancel()


def _news(served: ServedPhone, asked: View, last: int) -> tuple[int, bytes]:
    """Number of the last line that is logged, and what a client sees of those after ``last``."""
    served.files.log.observe(served.phone)
    news = served.files.log.after(last)
    return (news[-1].number if news else last), as_bytes(asked.text(news))


async def _gone(stream: Stream) -> None:
    try:
        while True:
            await stream.read()
    except StreamClosed:
        pass


class _Lines:
    """A shell that takes its commands line by line from its input, as ``adb shell < script``."""

    def __init__(self, served: ServedPhone, channel: Channel) -> None:
        self._served = served
        self._channel = channel
        self._shell = Shell(served.phone, served.files)
        self._open: list[str] = []

    async def serve(self) -> int:
        """Runs all lines; returns the exit code."""
        rest = b""
        while not self._shell.exited:
            piece = await self._channel.read()
            *whole, rest = (rest + piece).split(b"\n") if piece else (rest, b"")
            for line in whole:
                await self._take(as_text(line))
            if not piece or len(rest) > LONGEST_LINE:
                break
        return self._shell.code

    async def _take(self, line: str) -> None:
        """Runs a line, unless it needs more lines to be a command."""
        if self._shell.exited or not (line.strip() or self._open):
            return
        self._open.append(line)
        script = "\n".join(self._open)
        if not (len(self._open) < MOST_OPEN_LINES and await _told(self._served, _is_open, script)):
            self._open = []
            await self._say((await self._served.in_shell(self._shell, script)).output)

    async def _say(self, output: Sequence[Output]) -> None:
        with self._served.room.hold() as hold:
            await _send(self._channel, output, hold)


def _is_open(script: str) -> bool:
    try:
        parse(script)
    except Incomplete:
        return True
    except ShellError:
        return False
    return False


_ESCAPE_SEQUENCE = re.compile(r"\x1b\[[0-9;]*[A-Za-z~]")
ENTER, ERASE, INTERRUPT, END = "\r\n", "\x7f\x08", "\x03", "\x04"


class _Terminal(_Lines):
    """A shell with a prompt, for somebody at a terminal: what is typed is shown and can be corrected."""

    async def serve(self) -> int:
        """Runs what is typed until ``exit`` or Ctrl+D; returns the exit code."""
        await self._prompt()
        line = ""
        while not self._shell.exited and (piece := await self._channel.read()):
            for key in _ESCAPE_SEQUENCE.sub("", as_text(piece)):
                if key == END and not line:
                    await self._channel.write(b"\r\n")
                    return self._shell.code
                line = await self._press(line, key)
        return self._shell.code

    async def _press(self, line: str, key: str) -> str:
        """The line after a key."""
        if key in ENTER:
            await self._channel.write(b"\r\n")
            await self._take(line)
            await self._prompt()
            return ""
        if key == INTERRUPT:
            self._open = []
            await self._channel.write(b"^C\r\n")
            await self._prompt()
            return ""
        if key in ERASE:
            await self._channel.write(b"\b \b" if line else b"")
            return line[:-1]
        if not (key.isprintable() or key == "\t") or len(line) >= LONGEST_LINE:
            return line
        await self._channel.write(as_bytes(key))
        return line + key

    async def _prompt(self) -> None:
        if not self._shell.exited:
            device = self._served.phone.system.properties.get("ro.product.device", "phone")
            await self._channel.write(b"> " if self._open else f"{device}:/ # ".encode())

    async def _say(self, output: Sequence[Output]) -> None:
        await super()._say([Output(bytes(piece.data).replace(b"\n", b"\r\n")) for piece in output])
