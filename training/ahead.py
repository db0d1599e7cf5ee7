"""Work that is done beside what its owner does meanwhile, or when its result is asked for."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


class Beside:
    """Does one thing after the other, in the order in which they are given.

    Args:
        apart: Whether in a thread of its own; else where and when results are asked for.
    """

    def __init__(self, *, apart: bool) -> None:
        self._apart = apart
        self._thread: ThreadPoolExecutor | None = None

    def start(self, work: Callable[[], Result]) -> Callable[[], Result]:
        """Has it done after all that was given before.

        Returns:
            Waits for the result, once; raises what the work raised.
        """
        if not self._apart:
            return work
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="ahead")
        return self._thread.submit(work).result

    def close(self, stop: Callable[[], None]) -> None:
        """Begins nothing more, and waits for what is being done.

        Args:
            stop: Has that end soon.
        """
        if self._thread is None:
            return
        stop()
        self._thread.shutdown(cancel_futures=True)
        self._thread = None
