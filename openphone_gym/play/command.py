"""``python -m openphone_gym play``."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
from pathlib import Path
from typing import Any

from openphone_gym.arguments import from_text, port, whole
from openphone_gym.play.events import Start
from openphone_gym.tasks.catalogue import UnknownTask, find_task
from openphone_gym.tasks.task import VARIATIONS


def add_play(subparsers: argparse._SubParsersAction[Any]) -> None:
    """Adds the sub-command."""
    parser = subparsers.add_parser(
        "play",
        help="use the virtual phone in the browser, and record demonstrations",
        description="Serves the virtual phone as a page on loopback.",
    )
    parser.add_argument("--task", default="zoom_1", help="id of the task to begin with (%(default)s)")
    parser.add_argument("--variation", choices=VARIATIONS, default="canonical", help="default: %(default)s")
    seed = from_text(whole(0, 2**31 - 1))
    parser.add_argument("--seed", type=seed, default=0, help="seed of the draw (%(default)s)")
    parser.add_argument("--port", type=port, default=8765, help="0 takes a free one (%(default)s)")
    parser.add_argument("--record", type=Path, metavar="DIR", help="save finished episodes in this folder")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    try:
        from openphone_gym.play.server import PlayServer  # late: aiohttp is an extra
    except ModuleNotFoundError as error:
        return _fail(f"{error.name} is missing: pip install 'openphone_gym[play]'")
    try:
        find_task(arguments.task)
        if arguments.record is not None:
            arguments.record.mkdir(parents=True, exist_ok=True)
    except (UnknownTask, OSError) as error:
        return _fail(str(error))
    server = PlayServer(Start(arguments.task, arguments.variation, arguments.seed), arguments.record)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(server.run(arguments.port))
    except OSError as error:
        return _fail(f"{error.strerror}: choose another --port, or 0 for a free one")
    return 0


def _fail(message: str) -> int:
    print(f"error: {message}", file=sys.stderr)
    return 2
