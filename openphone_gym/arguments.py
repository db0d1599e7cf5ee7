"""What callers may hand over: checks that give an argument in its own type, or say why it is none.

A check is a function of an argument's name and value. Tables of checks by name describe all arguments of an
environment or a wrapper in one place; ``validated`` applies one. Command lines use the same checks through
``from_text``.
"""

from __future__ import annotations

import argparse
import difflib
import reprlib
from collections.abc import Callable, Collection, Mapping, Sequence
from numbers import Integral, Real
from types import SimpleNamespace
from typing import Any, TypeVar

Value = TypeVar("Value")
Check = Callable[[str, Any], Value]
"""Takes the name and the value of an argument; returns what it stands for, or raises ``InvalidArgument``."""

LONGEST_NAME = 200
"""Characters of a text up to which the nearest valid one is looked for."""

LARGEST_INT = (1 << 63) - 1
"""The largest whole number that arrays and records on disk hold."""


class InvalidArgument(ValueError):
    """An argument has no such value; the message names the nearest valid one.

    Args:
        name: Name of the argument; or the whole message, from which errors of other processes are made again.
        value: What was given.
        valid: What could have been given.

    Attributes:
        valid: What could have been given.
    """

    def __init__(self, name: object, value: object = None, valid: Sequence[str] = ()) -> None:
        self.valid = tuple(valid)
        super().__init__(_message(name, value, valid) if valid else str(name))


def _message(name: object, value: object, valid: Sequence[str]) -> str:
    text = value if isinstance(value, str) and len(value) <= LONGEST_NAME else ""
    near = difflib.get_close_matches(text, valid, n=1, cutoff=0.4)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return f"{name}={shown(value)} is not valid{hint} (valid: {', '.join(map(repr, valid))})"


class _Short(reprlib.Repr):
    """Values in a line: lists that hold each other a thousand times over have no end in ``repr``."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel, self.maxstring, self.maxother, self.maxlong = 2, 80, 80, 40

    def repr_instance(self, x: Any, level: int) -> str:
        try:
            return super().repr_instance(x, level)
        except Exception:
            return f"<{type(x).__name__}>"


shown = _Short().repr
"""A value in a few words, whatever it is."""


# Checks


def one_of(valid: Sequence[str]) -> Check[str]:
    """One of some texts."""

    def check(name: str, value: Any) -> str:
        if not isinstance(value, str) or value not in valid:
            raise InvalidArgument(name, value, valid)
        return str(value)

    return check


def some_of(valid: Sequence[str]) -> Check[tuple[str, ...]]:
    """Any of some texts in a list, each counted once, in their own order."""
    one = one_of(valid)

    def check(name: str, value: Any) -> tuple[str, ...]:
        parts = {one(name, part) for part in _listed(name, value, valid)}
        return tuple(part for part in valid if part in parts)

    return check


def texts(name: str, value: Any) -> tuple[str, ...]:
    """One or more texts in a list."""
    wanted = ["one or more texts"]
    listed = _listed(name, value, wanted)
    if not listed:
        raise InvalidArgument(name, value, wanted)
    return tuple(text(name, part) for part in listed)


def text(name: str, value: Any) -> str:
    """A text."""
    if not isinstance(value, str):
        raise InvalidArgument(name, value, ["a text"])
    return str(value)


def flag(name: str, value: Any) -> bool:
    """True or False."""
    if not isinstance(value, bool):
        raise InvalidArgument(name, value, ["True", "False"])
    return value


def whole(least: int = -LARGEST_INT, most: int = LARGEST_INT) -> Check[int]:
    """A whole number within limits, both included; numpy's are whole numbers, and truth values are none."""

    def check(name: str, value: Any) -> int:
        given: Any = value  # which the checker of types does not follow
        if not isinstance(value, Integral) or isinstance(value, bool) or not least <= given <= most:
            raise InvalidArgument(name, value, [f"a whole number{_range(least, most)}"])
        return int(value)

    return check


def number(least: float, most: float) -> Check[float]:
    """A number within limits, both included, and so neither infinite nor none at all."""

    def check(name: str, value: Any) -> float:
        given: Any = value
        if not isinstance(value, Real) or isinstance(value, bool) or not least <= given <= most:
            raise InvalidArgument(name, value, [f"a number{_range(least, most)}"])
        return float(value)

    return check


def optional(check: Check[Value]) -> Check[Value | None]:
    """None, or what another check takes."""

    def check_if_given(name: str, value: Any) -> Value | None:
        try:
            return None if value is None else check(name, value)
        except InvalidArgument as error:
            raise InvalidArgument(name, value, [*error.valid, "None"]) from None

    return check_if_given


def validated(table: Mapping[str, Check[Any]], values: Mapping[str, Any]) -> SimpleNamespace:
    """All arguments of a table, as attributes.

    Raises:
        InvalidArgument: A value is not among the valid ones.
    """
    return SimpleNamespace(**{name: table[name](name, value) for name, value in values.items()})


def from_text(check: Check[Value]) -> Callable[[str], Value]:
    """A ``type`` of ``argparse`` for whole numbers and numbers; its errors say what is valid."""

    def read(given: str) -> Value:
        for kind in (int, float):
            try:
                return check("value", kind(given))
            except InvalidArgument as error:
                raise argparse.ArgumentTypeError(
                    f"{given[:80]!r} is not {' or '.join(error.valid)}"
                ) from None
            except ValueError:
                continue
        raise argparse.ArgumentTypeError(f"{given[:80]!r} is no number")

    return read


LARGEST_PORT = 65_535

port = from_text(whole(0, LARGEST_PORT))
"""A ``type`` of ``argparse`` for ports; 0 stands for any free one."""


def _listed(name: str, value: Any, valid: Sequence[str]) -> tuple[Any, ...]:
    """The members of a list, a tuple, a set; a text is none, though it has members."""
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Collection):
        meant = (
            f"[{value!r}]" if isinstance(value, str) and value in valid else f"a list of {', '.join(valid)}"
        )
        raise InvalidArgument(name, value, [meant])
    return tuple(value)


def _range(least: float, most: float) -> str:
    if most != LARGEST_INT:
        return f" between {least} and {most}"
    return "" if least == -LARGEST_INT else f", {least} or more"
