"""Snapshots of a phone on the wire, kept by name as emulators keep them."""

from __future__ import annotations

import re
from typing import NamedTuple

from openphone_gym.phone.phone import Snapshot
from openphone_gym.serve.served import ServedPhone

MOST_SNAPSHOTS = 256
"""Most snapshots that a phone keeps."""

_NAME = re.compile(r"[\w.-]{1,100}", re.ASCII)


class SnapshotError(Exception):
    """A snapshot can't be kept or found; the message says why."""


class Kept(NamedTuple):
    """A snapshot and the time on the phone when it was taken (milliseconds since 1970)."""

    state: Snapshot
    clock: int

    @property
    def size(self) -> int:
        """Bytes of the state."""
        return len(self.state.system) + sum(map(len, self.state.apps.values()))


class Snapshots:
    """The snapshots of one phone. They live as long as it is served, and hold no files.

    They are kept and brought back by the phone's thread (see ``ServedPhone.do``).

    Args:
        served: The phone.
    """

    def __init__(self, served: ServedPhone) -> None:
        self._served = served
        self.kept: dict[str, Kept] = {}

    def save(self, name: str) -> None:
        """Keeps the phone's state under a name, in place of an older one of that name.

        Raises:
            SnapshotError: The name won't do, or there are too many.
        """
        if not _NAME.fullmatch(name):
            raise SnapshotError(f"bad snapshot name {name!r}: letters, digits, '_', '.' and '-'")
        if len(self.kept) >= MOST_SNAPSHOTS and name not in self.kept:
            raise SnapshotError(f"there are {MOST_SNAPSHOTS} snapshots already; delete one")
        phone = self._served.phone
        self.kept[name] = Kept(phone.snapshot(), phone.system.clock)

    def load(self, name: str) -> None:
        """Brings a state back.

        Raises:
            SnapshotError: None has this name.
        """
        self._served.phone.restore(self._find(name).state)

    def delete(self, name: str) -> None:
        """Forgets a state.

        Raises:
            SnapshotError: None has this name.
        """
        self._find(name)
        del self.kept[name]

    def _find(self, name: str) -> Kept:
        if name not in self.kept:
            raise SnapshotError(f"Device 'cache' does not have the requested snapshot '{name}'")
        return self.kept[name]
