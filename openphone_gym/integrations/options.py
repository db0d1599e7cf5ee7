"""What the commands of this room have in common: which tasks on which phone, and who is let in."""

from __future__ import annotations

import argparse
from typing import Any

import gymnasium as gym

import openphone_gym  # noqa: F401  (registers the environments)
from openphone_gym.arguments import from_text, whole
from openphone_gym.env import MOST_STEPS, SPLITS
from openphone_gym.serve.guard import Guard, token
from openphone_gym.tasks.catalogue import find_task, set_names, tasks_of
from openphone_gym.tasks.task import VARIATIONS

LOOPBACK = "127.0.0.1"
LOOPBACK_NAMES = frozenset({LOOPBACK, "localhost", "::1"})


def add_task_options(parser: argparse.ArgumentParser, variation: str) -> None:
    """Adds the arguments that say what is done on the phone.

    Args:
        parser: Of the command.
        variation: Which variation is the usual one.
    """
    group = parser.add_argument_group("tasks", "all of the benchmark, unless some are named")
    group.add_argument("--task", action="append", default=[], metavar="ID", help="such as zoom_1; repeatable")
    group.add_argument("--app", action="append", default=[], choices=set_names(), help="all tasks of an app")
    group.add_argument(
        "--variation",
        choices=VARIATIONS,
        default=variation,
        help="drawn values or the benchmark's (%(default)s)",
    )
    group.add_argument("--split", choices=SPLITS, default="train", help="seeds of the draws (%(default)s)")
    group.add_argument(
        "--max-steps",
        type=from_text(whole(1, MOST_STEPS)),
        metavar="N",
        help="steps of an episode (each task's own)",
    )
    group.add_argument(
        "--screen",
        nargs=2,
        type=from_text(whole(1)),
        default=(1080, 2400),
        metavar=("WIDTH", "HEIGHT"),
        help="pixels (1080 2400)",
    )


def environment_arguments(options: argparse.Namespace) -> dict[str, Any]:
    """Arguments of ``PhoneEnv`` that the command line asks for.

    Raises:
        UnknownTask: No task has one of the ids.
    """
    named = [find_task(task).id for task in options.task]
    named += [task.id for app in options.app for task in tasks_of(app)]
    return {
        "tasks": list(dict.fromkeys(named)) or gym.spec("OpenPhone-v0").kwargs["tasks"],
        "variation": options.variation,
        "split": options.split,
        "max_steps": options.max_steps,
        "screen": tuple(options.screen),
    }


def guard_of(host: str, unguarded: bool = False) -> Guard | None:
    """Who is let in: everybody on this machine, and from elsewhere whoever knows the token.

    Args:
        host: Address that is listened on.
        unguarded: Ask nobody for a token.

    Raises:
        ValueError: The address is open to others and the token is missing, or too short.
    """
    if unguarded or host in LOOPBACK_NAMES:
        return None
    return Guard(token())
