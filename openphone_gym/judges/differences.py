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


def changes(start: Snapshot, end: Snapshot) -> list[str]:
    """Paths of everything lasting that differs, in order."""
    before, after = Phone(start), Phone(end)
    found: list[str] = []
    for part in LASTING:
        found += _compare_values(part, getattr(before.system, part), getattr(after.system, part))
    for app in after.used_apps():
        if start.apps.get(app) == end.apps.get(app) and app in start.apps:
            continue
        skipped = installed_apps()[app].ephemeral
        old, new = before.app(app), after.app(app)
        for name in new.__struct_fields__:
            if name not in skipped:
                found += _compare_values(f"{app}.{name}", getattr(old, name), getattr(new, name))
    return found


def allowed(path: str, patterns: Iterable[str]) -> bool:
    """Whether a path is, or lies below, one of the patterns."""
    return any(path == pattern or path.startswith(pattern + ".") for pattern in patterns)


def _compare_values(path: str, old: Any, new: Any) -> Iterator[str]:
    # Most things are equal, and records compare faster than they turn into plain values.
    if old != new:
        yield from _compare(path, msgspec.to_builtins(old), msgspec.to_builtins(new))


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
