"""Makes the index of practice anew.

Of all apps or some: ``python -m openphone_gym.tasks.practice --apps clock zoom --workers 2``.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import combinations, takewhile
from pathlib import Path
from typing import NamedTuple

import msgspec

from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.catalogue import catalogue
from openphone_gym.tasks.practice import index, suite
from openphone_gym.tasks.practice.canonical import canonical
from openphone_gym.tasks.practice.equals import compared, tasks_to_compare
from openphone_gym.tasks.practice.errand import Unfit, drawn
from openphone_gym.tasks.practice.index import Template, sorted_out
from openphone_gym.tasks.practice.search import search
from openphone_gym.tasks.practice.touch import Touch
from openphone_gym.tasks.practice.walk import Walk
from openphone_gym.tasks.task import Task, draw

PHONES = (None, 11, 12, 13)
"""Phones of which a template must fit one."""

NOTHING_NEW = 32
"""Draws in a row that equal no further template, after which those of a benchmark's task are known."""

MOST_DRAWS = 400
"""Draws of a benchmark's task that are compared at most, beside the canonical one."""

HERE = Path(__file__).parent


def find(app: str) -> list[Template]:
    """The templates of an app: all that is found, fits a phone, and is no task of a benchmark."""
    found = list(fitting(app, list(sorted_out(app, list(search(app))))))
    return without_tasks(app, found)


def fitting(app: str, found: Sequence[Template]) -> list[Template]:
    """The templates that make sense on one of a few phones."""
    starts = [Walk.into(app, Phone.new(seed)) for seed in PHONES]
    return [template for template in found if any(_fits(template, start) for start in starts)]


def _fits(template: Template, start: Walk) -> bool:
    try:
        drawn(template, start, random.Random(0))
    except Unfit:
        return False
    return True


def without_tasks(app: str, found: Sequence[Template]) -> list[Template]:
    """Leaves out what is a task already, and keeps from compositions what is a part of one."""
    same: set[Template] = set()
    parts: set[Template] = set()
    slots: set[Slot] = set()
    for task in tasks_to_compare(list(catalogue().values()), app):
        own, partly = _equal(task, found)
        same |= own
        parts |= partly
        slots.update(slot for pair in combinations(own, 2) if (slot := Slot.between(*pair)))
    families = {_family(template) for template in same}
    return [
        msgspec.structs.replace(template, alone=template in parts)
        for template in found
        if _family(template) not in families and not any(slot.holds(template) for slot in slots)
    ]


def _equal(task: Task, found: Sequence[Template]) -> tuple[set[Template], set[Template]]:
    """The templates that are some draw of a task, and those that reach a part of one."""
    same: set[Template] = set()
    parts: set[Template] = set()
    last = 0
    for seed in range(-1, MOST_DRAWS):
        instance = draw(task) if seed < 0 else draw(task, "sampled", seed)
        known = len(same) + len(parts)
        for template, done, partly in compared(instance, found, max(seed, 0)):
            same.update([template] if done else [])
            parts.update([template] if partly else [])
        last = seed if len(same) + len(parts) > known else last
        if seed - last >= NOTHING_NEW:
            break
    return same, parts


def _family(template: Template) -> object:
    """What the choices of one list share: if one is a task, so are the others in other draws of it."""
    return template.kind, template.way[:-1], template.changed or template.way, template.asks


class Slot(NamedTuple):
    """A place on a way where the draws of a task differ: whatever else stands there is a draw of it, too.

    Attributes:
        kind: What the templates want.
        head: Touches before the place.
        tail: Touches behind it.
    """

    kind: index.Kind
    head: tuple[Touch, ...]
    tail: tuple[Touch, ...]

    @classmethod
    def between(cls, one: Template, other: Template) -> Slot | None:
        """That of two templates which are one task; None where they share no way, or only tell or open."""
        head = _common(one.way, other.way)
        rest, others = one.way[len(head) :], other.way[len(head) :]
        tail = _common(rest[::-1], others[::-1])[::-1]
        changing = one.kind == other.kind and one.changed and other.changed
        return cls(one.kind, head, tail) if head and changing else None

    def holds(self, template: Template) -> bool:
        """Whether a template goes this way, whatever stands in the place."""
        way, head, tail = template.way, self.head, self.tail
        if template.kind != self.kind or len(way) < len(head) + len(tail):
            return False
        return way[: len(head)] == head and way[len(way) - len(tail) :] == tail


def _common(one: Sequence[Touch], other: Sequence[Touch]) -> tuple[Touch, ...]:
    """What two ways have in common from their beginning on."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return tuple(touch for touch, _ in pairs)


def counts(apps: Sequence[str]) -> str:
    """Templates by app and kind, as a table in Markdown."""
    rows = [("app", *index.KINDS, "all"), ("---",) * (len(index.KINDS) + 2)]
    total: Counter[str] = Counter()
    for app in apps:
        kinds = Counter(template.kind for template in index.templates(app))
        total.update(kinds)
        rows.append((app, *(str(kinds[kind]) for kind in index.KINDS), str(kinds.total())))
    rows.append(("all", *(str(total[kind]) for kind in index.KINDS), str(total.total())))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m openphone_gym.tasks.practice", description=__doc__)
    parser.add_argument("--apps", nargs="*", default=suite.APPS, choices=suite.APPS)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument(
        "--count", action="store_true", help="print how many templates there are, and no more"
    )
    given = parser.parse_args(arguments)
    if given.count:
        print(counts(given.apps))
        return
    kept = [template for app in suite.APPS if app not in given.apps for template in index.templates(app)]
    with ProcessPoolExecutor(given.workers) as pool:
        for app, found in zip(given.apps, pool.map(find, given.apps), strict=True):
            print(f"{app}: {len(found)} templates", file=sys.stderr, flush=True)
            kept += found
    kept.sort(key=lambda template: suite.APPS.index(template.app))
    (HERE / index.FILE).write_bytes(index.packed(kept))
    index.forget()
    suite.by_place.cache_clear()
    (HERE / suite.CANONICAL).write_bytes(msgspec.json.format(msgspec.json.encode(canonical()), indent=1))


if __name__ == "__main__":
    main()
