"""How many clients a port serves at a time, in all and of one peer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class Places:
    """The places of one port. Each port has its own, so that the clients of one leave those of others alone.

    Args:
        most: How many there are.
        most_of_peer: How many of them one address may take.
    """

    def __init__(self, most: int, most_of_peer: int) -> None:
        self._most = most
        self._most_of_peer = most_of_peer
        self._taken: Counter[str] = Counter()

    @contextmanager
    def take(self, peer: str) -> Iterator[bool]:
        """Takes a place for a client while it is served; whether there was one."""
        free = self._taken.total() < self._most and self._taken[peer] < self._most_of_peer
        self._taken[peer] += free
        try:
            yield free
        finally:
            self._taken[peer] -= free
            self._taken += Counter()  # Forgets those that have none.
