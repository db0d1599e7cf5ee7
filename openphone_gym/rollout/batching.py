"""Requests of several threads, answered together."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Generic, TypeVar

Request = TypeVar("Request")
Result = TypeVar("Result")


class Batcher(Generic[Request, Result]):
    """Gathers what threads ask at about the same time, and has it answered in one go.

    What comes in meanwhile makes the next batch. All are answered in one thread, which ends with the object:
    a model that computes in many threads starts as many for each that asks it.

    Args:
        answer: Answers several requests, in their order.
        size: Requests answered together, at most.
        wait: Seconds that a batch waits to become full, at most.

    Attributes:
        wait: The same; may be changed at any time.
    """

    def __init__(
        self, answer: Callable[[Sequence[Request]], Sequence[Result]], *, size: int, wait: float
    ) -> None:
        self._answer = answer
        self._size = size
        self.wait = wait
        self._asked: list[tuple[Request, Future[Result]]] = []
        self._arrival = threading.Condition()
        self._bells: SimpleQueue[bool] = SimpleQueue()
        self._thread = threading.Thread(target=_serve, args=(weakref.ref(self), self._bells), daemon=True)
        weakref.finalize(self, self._bells.put, False)

    def resize(self, size: int) -> None:
        """Answers so many together from now on, at most; a batch that waits goes by it, too."""
        with self._arrival:
            self._size = size
            self._arrival.notify()

    def ask(self, request: Request) -> Result:
        """The answer, once it is there; raises what ``answer`` raised."""
        future: Future[Result] = Future()
        with self._arrival:
            if self._thread.ident is None:
                self._thread.start()
            self._asked.append((request, future))
            self._arrival.notify()
        self._bells.put(True)
        return future.result()

    def answer_some(self) -> None:
        """Answers a batch, if anybody still waits for an answer; called in the thread of answers."""
        batch = self._gather()
        if not batch:
            return
        try:
            results = self._answer([request for request, _ in batch])
            for (_, future), result in zip(batch, results, strict=True):
                future.set_result(result)
        except BaseException as fault:
            for _, future in batch:
                if not future.done():
                    future.set_exception(fault)

    def _gather(self) -> list[tuple[Request, Future[Result]]]:
        with self._arrival:
            deadline = time.monotonic() + self.wait
            while 0 < len(self._asked) < self._size and (left := deadline - time.monotonic()) > 0:
                self._arrival.wait(left)
            batch, self._asked = self._asked[: self._size], self._asked[self._size :]
        return batch


def _serve(batcher: weakref.ref[Batcher[Request, Result]], bells: SimpleQueue[bool]) -> None:
    """Answers as often as somebody asks, as long as there is somebody to ask."""
    while bells.get():
        if (found := batcher()) is not None:
            found.answer_some()
        del found
