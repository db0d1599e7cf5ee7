"""Bindings: how a control reads and writes one value of the state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Binding:
    """One value of the state: ``get()`` reads it, ``set(value)`` writes it."""

    __slots__ = ("get", "set")

    def __init__(self, get: Callable[[], Any], set: Callable[[Any], object]) -> None:
        self.get = get
        self.set = set

    def __bool__(self) -> bool:
        raise TypeError("a Binding has no truth value; ask binding.get()")

    def setting(self, value: Any) -> Callable[[], object]:
        """A handler that writes ``value``."""
        return lambda: self.set(value)

    def toggle(self) -> None:
        """Writes the opposite of a yes/no value."""
        self.set(not self.get())


def bind(record: object, name: str) -> Binding:
    """Binds the attribute ``name`` of a record."""
    return Binding(lambda: getattr(record, name), lambda value: setattr(record, name, value))


def bind_key(table: dict[str, Any], key: str, default: Any = "") -> Binding:
    """Binds the entry ``key`` of a table."""
    return Binding(lambda: table.get(key, default), lambda value: table.__setitem__(key, value))


def bind_flag(table: dict[str, str], key: str, default: str = "0") -> Binding:
    """Binds an on/off value that a table of the settings provider keeps as ``"1"`` or ``"0"``."""
    return Binding(
        lambda: table.get(key, default) == "1", lambda value: table.__setitem__(key, "1" if value else "0")
    )
