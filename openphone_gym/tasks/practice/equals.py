"""Whether a practice goal is one of the benchmarks' tasks: its end would be a success there."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from openphone_gym.phone.differences import allowed
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.practice.errand import Errand, Unfit, drawn
from openphone_gym.tasks.practice.index import Template
from openphone_gym.tasks.practice.targets import pattern
from openphone_gym.tasks.practice.touch import SLIDER
from openphone_gym.tasks.practice.walk import Walk
from openphone_gym.tasks.task import Params, Task, TaskInstance

DRAWS = 40
"""Draws that are compared of what changes an item or moves a slider, so that each item and level comes."""


def met(instance: TaskInstance, start: Walk, errand: Errand, end: Walk) -> tuple[bool, bool]:
    """What the end of an errand is worth to another task on the same phone.

    Args:
        instance: The other task.
        start: Its phone before the errand.
        errand: The errand.
        end: The phone after it.

    Returns:
        Whether it is a success there, and whether it reaches a part of it.
    """
    task, p = instance.task, Params(**instance.params)
    before = [goal.state(start.phone, p) for goal in task.subgoals]
    after = [goal.state(end.phone, p) for goal in task.subgoals]
    told = errand.answer is not None and instance.truth is not None and errand.answer == instance.truth
    done = all(after) and (told if task.is_query else not all(before))
    return done, any(now and not then for then, now in zip(before, after, strict=True))


def comparable(template: Template, instance: TaskInstance) -> bool:
    """Whether a template could be a task at all, by what both may change."""
    task = instance.task
    if template.kind == "ask" or task.is_query:
        return template.kind == "ask" and task.is_query
    patterns = [pattern(path.format_map(instance.params)) for path in task.may_change]
    if not template.changed:
        return not task.may_change
    return any(allowed(path, patterns) for path in template.changed)


def compared(
    instance: TaskInstance, found: Sequence[Template], seed: int = 0
) -> Iterator[tuple[Template, bool, bool]]:
    """Templates beside what each is worth to a task (see ``met``), without those that don't fit its phone."""
    start = Walk.into(instance.task.app, Phone(instance.phone))
    for template in found:
        if not comparable(template, instance):
            continue
        for number in range(_draws(template)):
            try:
                errand, end = drawn(template, start, random.Random(seed + number))
            except Unfit:
                continue
            yield template, *met(instance, start, errand, end)


def _draws(template: Template) -> int:
    drawn = template.way[-1].role == SLIDER or (template.has_items and template.changed)
    return DRAWS if drawn else 1


def tasks_to_compare(tasks: Sequence[Task], app: str) -> list[Task]:
    """The tasks that are no practice and go through an app."""
    return [task for task in tasks if task.suite != "practice" and task.app == app]
