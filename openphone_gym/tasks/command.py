"""``python -m openphone_gym tasks``."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from openphone_gym.tasks.catalogue import UnknownTask, catalogue, find_task, set_names, tasks_of
from openphone_gym.tasks.task import Task, TaskInstance, draw

LIST = """\
Lists the tasks: id, steps that a person needs, and the benchmark's instruction.

With --setup it tells instead what to prepare on a real phone before a task, in its canonical variation,
and how its success is judged there.
"""


def add_tasks(subparsers: argparse._SubParsersAction[Any]) -> None:
    """Adds the sub-command."""
    parser = subparsers.add_parser(
        "tasks",
        help="list the tasks, or what one needs on a real phone",
        description=LIST,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--app", choices=set_names(), help="only the tasks of this app")
    parser.add_argument("--setup", metavar="TASK", help="what to prepare for this task")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    if options.setup is None:
        tasks = catalogue().values() if options.app is None else tasks_of(options.app)
        print("\n".join(map(_line, tasks)))
        return 0
    try:
        task = find_task(options.setup)
    except UnknownTask as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(preparation(draw(task)))
    return 0


def _line(task: Task) -> str:
    goal = task.goals[0].format_map({name: param.canonical for name, param in task.params.items()})
    return f"{task.id:<14}{task.human_steps or '-':>3}  {goal}"


def preparation(instance: TaskInstance) -> str:
    """What a person prepares on a real phone before a task, and how its success is judged there."""
    task, setup = instance.task, instance.setup
    lines = [
        f"{task.id}: {instance.goal}",
        "",
        "On the phone:",
        f"  - Install {setup.package} and go through its first start, until its main page is shown.",
    ]
    if task.prepare:
        lines.append(f"  - {task.prepare.format_map(instance.params)}")
    if setup.date:
        lines.append(f"  - The date is set to {setup.date} by itself if the phone allows it (root).")
    lines += [f"  - Done by itself at the start: {command}" for command in setup.commands]
    lines += [f"  - Done by itself at the end: {command}" for command in setup.cleanup]
    return "\n".join([*lines, "", "Success is judged by:", *(f"  - {line}" for line in _checks(instance))])


def _checks(instance: TaskInstance) -> list[str]:
    task = instance.task
    known = "the prepared answer, by rule" if task.prepare else "a language model (judge='llm')"
    answer = [f"answer: {known}"] if task.is_query else []
    return [*answer, *(f"{goal.name}: {_means(goal)}" for goal in (*task.subgoals, *task.never))]


def _means(goal: Any) -> str:
    if getattr(goal, "shell", None):
        return "a shell command"
    return "what the screen shows" if goal.screen else "a language model (judge='llm')"
