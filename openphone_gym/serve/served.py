"""A phone on the wire, and the thread that works for it.

The event loop only carries bytes. Whatever looks at a phone or changes it is done by the phone's own thread,
one piece of work after the other, each on a budget: a costly command keeps its own phone busy, for a bounded
time, and neither another phone nor the loop.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import threading
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import Budget, Files, Shell, as_bytes, as_text
from openphone_gym.phone.shell.budget import KILLED, Killed, spend
from openphone_gym.phone.shell.interpreter import COSTS
from openphone_gym.phone.shell.media import Media
from openphone_gym.serve.pace import Clock, Pace

logger = logging.getLogger(__name__)

MOST_HELD = 256 << 20
"""Most bytes that all clients of a phone may have it hold: what they send piece by piece, and don't fetch."""

LAST_WORK_S = 5.0
"""Time in which the work that runs has to end when the phone is not served any more."""

T = TypeVar("T")


class Output(NamedTuple):
    """Bytes that a script printed, as output or as complaint."""

    data: bytes | memoryview
    is_error: bool = False


class Ended(NamedTuple):
    """What a script printed, and its exit code."""

    output: list[Output]
    code: int


class Room:
    """Memory for what goes between a phone and its clients.

    Args:
        most: Bytes that there are.
    """

    def __init__(self, most: int) -> None:
        self.left = most

    def hold(self) -> Hold:
        """A share of it, nothing at first, that is given back at the end of a ``with``."""
        return Hold(self)


class Hold:
    """What one conversation holds of a ``Room``."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._size = 0

    def add(self, size: int) -> bool:
        """Takes more bytes; false, and nothing taken, if there are not so many."""
        if size > self._room.left:
            return False
        self._room.left -= size
        self._size += size
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._room.left += self._size
        self._size = 0


class ServedPhone:
    """A phone on the wire.

    Args:
        phone: The phone.
        clock: Whether its time goes on while nobody works with it.

    Attributes:
        phone: The phone.
        files: Its files; they are no part of its snapshots.
        lock: Held while a client's command runs.
        room: Memory for what its clients send and fetch.
    """

    def __init__(self, phone: Phone, clock: Clock = "virtual") -> None:
        self.phone = phone
        self._pace = Pace(phone) if clock == "real" else None
        self.files = Files()
        self.files.show(Media(phone))
        self.lock = threading.RLock()
        self.room = Room(MOST_HELD)
        self._worker = ThreadPoolExecutor(1, "virtual phone")
        self._watch: Callable[[], None] | None = None

    def watch(self, look: Callable[[], None]) -> None:
        """Has the phone's thread call something after each piece of work, to see what came of it."""
        self._watch = look

    async def do(self, work: Callable[[], T], budget: Budget | None = None) -> T:
        """Does some work with the phone, after what others asked for before.

        When the one who waits for it is cancelled, the work is killed.

        Args:
            work: What to do.
            budget: What it may cost; None for the budget of a command.

        Raises:
            Killed: It costs more.
        """
        budget = budget or Budget()
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._worker, self._alone, work, budget)
        except asyncio.CancelledError:
            budget.stop()
            raise

    async def work(self, begin: Callable[[], Any]) -> Any:
        """Does work that may take turns with that of others.

        Args:
            begin: Returns the result, or a generator that lets others at the phone at every ``yield`` and
                returns it in the end; both on the budget of one command.

        Raises:
            Killed: It costs more.
        """
        budget = Budget()
        result = await self.do(begin, budget)
        if not isinstance(result, Generator):
            return result
        ended: list[Any] = []
        while not ended:
            ended = await self.do(partial(_go_on, result), budget)
        return ended[0]

    def _alone(self, work: Callable[[], T], budget: Budget) -> T:
        with self.lock:
            if self._pace is not None:
                self._pace.catch_up()
            try:
                with budget.charged():
                    return work()
            finally:
                if self._watch is not None:
                    self._watch()
                if self._pace is not None:
                    self._pace.rest()

    async def run(self, command: str, data: bytes = b"") -> Ended:
        """Runs a script that gets ``data`` as its input."""
        return await self.in_shell(Shell(self.phone, self.files), command, data)

    async def screenshot(self, as_png: bool) -> Ended:
        """What ``screencap`` prints; its bytes are spared the way through a shell, which works on text."""
        return await self.do(partial(self._screenshot, as_png))

    def _screenshot(self, as_png: bool) -> Ended:
        def shown() -> Ended:
            spend(COSTS["screencap"])
            shot = files.screenshots.png(self.phone) if as_png else files.screenshots.raw(self.phone)
            spend(size=len(shot))
            return Ended([Output(shot)], 0)

        files = self.files
        files.log.observe(self.phone)
        return _ended(shown, "screencap")

    async def in_shell(self, shell: Shell, script: str, data: bytes = b"") -> Ended:
        """Runs a script in a shell that was there before; a command that breaks gives exit code 1."""
        return await self.do(partial(_output, shell, script, data))

    async def close(self) -> None:
        """Ends the thread, once the work that runs is done; what waits is dropped."""
        ended = asyncio.get_running_loop().run_in_executor(None, self._end)
        await asyncio.wait({ended}, timeout=LAST_WORK_S)

    def _end(self) -> None:
        self._worker.shutdown(cancel_futures=True)


def _go_on(work: Generator[None, None, Any]) -> list[Any]:
    """Goes on with some work until it lets others at the phone; its result once it is done, or nothing."""
    try:
        next(work)
    except StopIteration as end:
        return [end.value]
    return []


def _output(shell: Shell, script: str, data: bytes) -> Ended:
    def printed() -> Ended:
        pieces, code = shell.execute(script, as_text(data))
        kinds = itertools.groupby(pieces, key=lambda piece: piece.is_error)
        return Ended([Output(as_bytes("".join(p.text for p in some)), kind) for kind, some in kinds], code)

    return _ended(printed, script)


def _ended(work: Callable[[], Ended], script: str) -> Ended:
    """How work ends; a fault of ours is logged, and the client gets a complaint and exit code 1."""
    try:
        return work()
    except Killed as killed:
        return Ended([Output(f"{killed}\n".encode(), True)], KILLED)
    except Exception as error:
        logger.exception("the script %.80r failed", script)
        return Ended([Output(f"sh: {type(error).__name__}: {error}\n".encode(errors="replace"), True)], 1)
