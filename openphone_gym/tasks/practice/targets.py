"""What a walk has changed, as conditions on the state: one for each path of the difference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.differences import changes
from openphone_gym.phone.phone import Phone, Snapshot

ANY = "*"
"""Stands for a value that differs from one walk to the next, such as the time of a change."""

_OWN = re.compile(r"\d")


class Gone(LookupError):
    """A path leads nowhere on this phone."""


class Target(msgspec.Struct, frozen=True, array_like=True):
    """What must be so at one path of the state.

    Attributes:
        path: A path as ``differences`` writes it; ending in ``+`` it is about records that are added, in
            ``-`` and a key about one that goes.
        value: What stands there afterwards, ``ANY`` for whatever is new; of added records those.
        before: What stood there, or how many records there were.
    """

    path: str
    value: Any
    before: Any

    def holds(self, phone: Phone) -> bool:
        """Whether it is so now."""
        parent, gone = _parted(self.path)
        try:
            if self.path.endswith(".+"):
                return _added(at(phone, parent), self.value, self.before)
            if gone:
                left = list(_keys(at(phone, parent)))
                return gone not in left and len(left) == self.value
            now = at(phone, self.path)
        except Gone:
            return False
        return now != self.before if self.value == ANY else now == self.value


def targets(start: Snapshot, end: Snapshot, again: Snapshot | None = None) -> list[Target]:
    """The difference between two states.

    Args:
        start: The state before.
        end: The state afterwards.
        again: The state after the same was done at another time; what differs there is left open.
    """
    first, last = Phone(start), Phone(end)
    other = None if again is None else Phone(again)
    return [_target(path, first, last, other) for path in dict.fromkeys(changes(start, end))]


def pattern(path: str) -> str:
    """A path without what belongs to one phone: ``clock.alarms.*.on``."""
    return ".".join(
        ANY if index > 0 and _OWN.search(part) else part for index, part in enumerate(path.split("."))
    )


def at(phone: Phone, path: str) -> Any:
    """The value at a path, as plain values.

    Raises:
        Gone: There is none.
    """
    root, *parts = path.split(".")
    here = phone.app(root) if root in installed_apps() else getattr(phone.system, root)
    while parts:
        here, parts = _step(here, parts)
    return msgspec.to_builtins(here)


def _step(here: Any, parts: Sequence[str]) -> tuple[Any, Sequence[str]]:
    if isinstance(here, Mapping):  # keys, such as names of packages, may hold points
        for count in range(len(parts), 0, -1):
            key = ".".join(parts[:count])
            for known in (key, int(key) if key.isdigit() else key):
                if known in here:
                    return here[known], parts[count:]
        raise Gone(parts[0])
    if isinstance(here, list):
        found = next((each for each in here if str(_key(each)) == parts[0]), None)
        if found is None:
            raise Gone(parts[0])
        return found, parts[1:]
    if not hasattr(here, parts[0]):
        raise Gone(parts[0])
    return getattr(here, parts[0]), parts[1:]


def _parted(path: str) -> tuple[str, str]:
    """The list or table that a path is about, and the key of what leaves it; else nothing."""
    parent, minus, gone = path.partition(".-")
    return (parent, gone) if minus else (path.rpartition(".")[0], "")


def _target(path: str, first: Phone, last: Phone, other: Phone | None) -> Target:
    parent, gone = _parted(path)
    if path.endswith(".+"):
        before = at(first, parent)
        new = _new(before, at(last, parent))
        if other is not None:
            new = [_common(a, b) for a, b in zip(new, _new(before, at(other, parent)), strict=True)]
        return Target(path, [_without_id(each) for each in new], len(before))
    if gone:
        return Target(path, len(at(last, parent)), len(at(first, parent)))
    value, before = at(last, path), _or_none(first, path)
    if other is not None and _or_none(other, path) != value:
        value = ANY
    return Target(path, value, before)


def _or_none(phone: Phone, path: str) -> Any:
    try:
        return at(phone, path)
    except Gone:
        return None


def _new(before: list[Any], after: list[Any]) -> list[Any]:
    known = {_key(each) for each in before}
    return [each for each in after if _key(each) not in known]


def _common(one: Any, other: Any) -> Any:
    """A value with ``ANY`` for what another one has differently."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: _common(value, other.get(key)) for key, value in one.items()}
    return one if one == other else ANY


def _without_id(record: Any) -> Any:
    return (
        {key: value for key, value in record.items() if key != "id"} if isinstance(record, dict) else record
    )


def _added(now: list[Any], wanted: list[Any], before: int) -> bool:
    """Whether a list has gained just the records that are wanted."""
    if len(now) != before + len(wanted):
        return False
    left = [_without_id(each) for each in now]
    for record in wanted:
        match = next((each for each in left if _fits(each, record)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _fits(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict) and isinstance(value, dict):
        return all(_fits(value.get(key), each) for key, each in wanted.items())
    return wanted == ANY or value == wanted


def _keys(records: Any) -> Iterator[str]:
    for each in records:
        yield str(each if isinstance(records, Mapping) else _key(each))


def _key(record: Any) -> Any:
    return record.get("id") if isinstance(record, Mapping) else getattr(record, "id", None)
