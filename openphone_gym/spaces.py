"""Spaces that Gymnasium lacks: text in any script."""

from __future__ import annotations

from collections.abc import Sequence
from ctypes import c_ubyte
from multiprocessing.context import BaseContext
from typing import Any

import gymnasium as gym
import numpy as np
from gymnasium.vector.utils.shared_memory import (
    create_shared_memory,
    read_from_shared_memory,
    write_to_shared_memory,
)

SAMPLE_WORDS = ("settings", "alarm", "Wi-Fi", "on", "off", "7:30 AM", "Español", "北京")


class UnicodeText(gym.Space[str]):
    """Text of any characters.

    Gymnasium's ``Text`` fixes a set of characters and checks each one; this space only bounds the
    length, and passes through the shared memory of ``AsyncVectorEnv`` as UTF-8.

    Args:
        max_bytes: Longest text, in bytes of UTF-8; environments cut longer ones.
        seed: Seed of ``sample``.
    """

    def __init__(self, max_bytes: int, seed: int | np.random.Generator | None = None) -> None:
        super().__init__(shape=None, dtype=None, seed=seed)
        self.max_bytes = max_bytes

    @property
    def is_np_flattenable(self) -> bool:
        """False: texts have no fixed size."""
        return False

    def sample(self, mask: None = None, probability: None = None) -> str:
        """A few words."""
        count = int(self.np_random.integers(1, 6))
        words = self.np_random.integers(len(SAMPLE_WORDS), size=count)
        return self.cut(" ".join(SAMPLE_WORDS[int(i)] for i in words))

    def contains(self, x: Any) -> bool:
        """Whether ``x`` is text that is not too long, and holds no half of a surrogate pair."""
        if not isinstance(x, str):
            return False
        try:
            return len(x.encode()) <= self.max_bytes
        except UnicodeEncodeError:
            return False

    def cut(self, text: str) -> str:
        """The text, shortened to what the space holds, with ``?`` for halves of surrogate pairs."""
        if self.contains(text):
            return text
        return text.encode(errors="replace")[: self.max_bytes].decode(errors="ignore")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, UnicodeText) and self.max_bytes == other.max_bytes

    def __repr__(self) -> str:
        return f"UnicodeText({self.max_bytes})"


LENGTH_BYTES = 4
"""Bytes before each text in shared memory that hold its length."""


@create_shared_memory.register(UnicodeText)
def _create(space: UnicodeText, n: int = 1, ctx: BaseContext | Any = None) -> Any:
    return ctx.Array(c_ubyte, n * (space.max_bytes + LENGTH_BYTES))


@write_to_shared_memory.register(UnicodeText)
def _write(space: UnicodeText, index: int, value: str, shared_memory: Any) -> None:
    data = value.encode()
    slot = index * (space.max_bytes + LENGTH_BYTES)
    view = memoryview(shared_memory.get_obj()).cast("B")
    view[slot : slot + LENGTH_BYTES] = len(data).to_bytes(LENGTH_BYTES, "little")
    view[slot + LENGTH_BYTES : slot + LENGTH_BYTES + len(data)] = data


@read_from_shared_memory.register(UnicodeText)
def _read(space: UnicodeText, shared_memory: Any, n: int = 1) -> Any:
    return SharedTexts(shared_memory, space.max_bytes + LENGTH_BYTES, n)


class SharedTexts(Sequence[str]):
    """Texts in shared memory, read anew at every access; a deep copy is a tuple of the texts of now.

    ``AsyncVectorEnv`` reads shared memory once and then only copies what it has read: arrays are views
    of the memory, and so are these.
    """

    def __init__(self, shared_memory: Any, slot_bytes: int, count: int) -> None:
        self._view = memoryview(shared_memory.get_obj()).cast("B")
        self._slot_bytes = slot_bytes
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return tuple(self)[index]
        slot = range(self._count)[index] * self._slot_bytes
        start = slot + LENGTH_BYTES
        size = int.from_bytes(self._view[slot:start], "little")
        return bytes(self._view[start : start + size]).decode()

    def __deepcopy__(self, memo: dict[int, Any]) -> tuple[str, ...]:
        return tuple(self)
