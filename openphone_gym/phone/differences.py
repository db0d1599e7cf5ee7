"""What changed on a phone between two snapshots, as paths.

A path names a place in the state: ``zoom.join_form.meeting_id``, ``settings.global.wifi_on``,
``packages.com.booking.notifications``. Elements of a list that have an ``id`` go by it
(``clock.alarms.3.on``); an element that was added gives ``clock.alarms.+``, one that was removed
``clock.alarms.-3``, and a key that left a table ``packages.-com.booking``.

What changes by merely using a phone is left out: time, screens, focus, keyboard, messages on the
screen, and what apps declare as unfinished input.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.phone import Phone, Snapshot

LASTING = ("settings", "properties", "packages", "roles", "home", "wallpaper")
"""Parts of the system's state that last; the rest comes and goes with use."""


_Fields = dict[str, msgspec.Raw]
"""A record decoded as far as its fields."""

_fields_of = msgspec.msgpack.Decoder(_Fields).decode


def changes(start: Snapshot, end: Snapshot) -> list[str]:
    """Paths of everything lasting that differs, in order."""
    found: list[str] = []
    if start.system != end.system:
        before, after = _fields_of(start.system), _fields_of(end.system)
        found += _compare_encoded("", LASTING, before, after)
    first = Phone(start)
    for app, encoded in sorted(end.apps.items()):
        declared = installed_apps()[app]
        known = start.apps.get(app) or declared.encode(first.app(app))
        if known == encoded:
            continue
        before, after = _fields_of(known), _fields_of(encoded)
        lasting = [name for name in after if name not in declared.ephemeral]
        found += _compare_encoded(f"{app}.", lasting, before, after)
    return found


def allowed(path: str, patterns: Iterable[str]) -> bool:
    """Whether a path is, or lies below, one of the patterns."""
    return any(path == pattern or path.startswith(pattern + ".") for pattern in patterns)


def _compare_encoded(prefix: str, names: Iterable[str], before: _Fields, after: _Fields) -> Iterator[str]:
    for name in names:
        old, new = before[name], after[name]
        # Most things are equal, and need no decoding to be found so.
        if old != new:
            yield from _compare(prefix + name, msgspec.msgpack.decode(old), msgspec.msgpack.decode(new))


def _compare(path: str, old: Any, new: Any) -> Iterator[str]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            if key not in new:
                yield f"{path}.-{key}"
            elif key not in old:
                yield f"{path}.{key}"
            else:
                yield from _compare(f"{path}.{key}", old[key], new[key])
    elif isinstance(old, list) and isinstance(new, list) and _have_ids(old) and _have_ids(new):
        yield from _compare_records(path, old, new)
    else:
        yield path


def _have_ids(values: list[Any]) -> bool:
    return all(isinstance(value, dict) and "id" in value for value in values)


def _compare_records(path: str, old: list[Any], new: list[Any]) -> Iterator[str]:
    before = {record["id"]: record for record in old}
    after = {record["id"]: record for record in new}
    for key, record in before.items():
        if key not in after:
            yield f"{path}.-{key}"
        else:
            yield from _compare(f"{path}.{key}", record, after[key])
    for key in after:
        if key not in before:
            yield f"{path}.+"
