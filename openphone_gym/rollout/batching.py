"""Requests of several threads, answered together."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

Request = TypeVar("Request")
Result = TypeVar("Result")


class Batcher(Generic[Request, Result]):
    """Gathers what threads ask at about the same time, and has it answered in one go.

    There is no thread of its own: the first of those that ask waits a moment for the others and answers for
    all. What comes in meanwhile makes the next batch.

    Args:
        answer: Answers several requests, in their order.
        size: Requests answered together, at most.
        wait: Seconds that a batch waits to become full, at most.
    """

    def __init__(
        self, answer: Callable[[Sequence[Request]], Sequence[Result]], *, size: int, wait: float
    ) -> None:
        self._answer = answer
        self._size = size
        self._wait = wait
        self._asked: list[tuple[Request, Future[Result]]] = []
        self._arrival = threading.Condition()
        self._turn = threading.Lock()

    def resize(self, size: int) -> None:
        """Answers so many together from now on, at most; a batch that waits goes by it, too."""
        with self._arrival:
            self._size = size
            self._arrival.notify()

    def ask(self, request: Request) -> Result:
        """The answer, once it is there; raises what ``answer`` raised."""
        future: Future[Result] = Future()
        with self._arrival:
            self._asked.append((request, future))
            self._arrival.notify()
        with self._turn:
            while not future.done():  # else whoever had the turn before answered this one, too
                self._answer_some()
        return future.result()

    def _answer_some(self) -> None:
        batch = self._gather()
        try:
            results = self._answer([request for request, _ in batch])
            for (_, future), result in zip(batch, results, strict=True):
                future.set_result(result)
        except BaseException as fault:
            for _, future in batch:
                if not future.done():
                    future.set_exception(fault)
            if not isinstance(fault, Exception):
                raise

    def _gather(self) -> list[tuple[Request, Future[Result]]]:
        deadline = time.monotonic() + self._wait
        with self._arrival:
            while len(self._asked) < self._size and (left := deadline - time.monotonic()) > 0:
                self._arrival.wait(left)
            batch, self._asked = self._asked[: self._size], self._asked[self._size :]
        return batch
