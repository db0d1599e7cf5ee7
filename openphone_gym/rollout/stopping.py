"""Signals that ask a program to stop: the first lets it finish what is in flight, the second does not."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stopped(KeyboardInterrupt):
    """The program is to stop at once.

    Attributes:
        number: The signal.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    @property
    def exit_code(self) -> int:
        """What a shell expects of a program that a signal has ended."""
        return 128 + self.number


class Stopping:
    """Handles Ctrl-C and SIGTERM while it is open, even where the program was started with them ignored.

    Outside ``draining`` a signal raises ``Stopped`` at once. In a thread other than the main one, where no
    signals arrive, it does nothing.
    """

    def __init__(self) -> None:
        self.came: list[int] = []
        self._drain: Callable[[], None] | None = None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Stopping:
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._handle) for number in SIGNALS}
        return self

    def __exit__(self, *error: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    @contextmanager
    def draining(self, drain: Callable[[], None]) -> Iterator[None]:
        """Meanwhile the first signal calls ``drain``, and only the second one stops at once.

        Raises:
            Stopped: At the end, if a signal came.
        """
        self._drain = drain
        try:
            yield
        finally:
            self._drain = None
        if self.came:
            raise Stopped(self.came[-1])

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self.came.append(number)
        if self._drain is None or len(self.came) > 1:
            raise Stopped(number)
        self._drain()
