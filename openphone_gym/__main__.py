"""Command line of the suite: ``python -m openphone_gym --help``."""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
import threading
from collections.abc import Iterator, Sequence

from openphone_gym.integrations.mcp.command import add_mcp
from openphone_gym.integrations.openenv.command import add_openenv
from openphone_gym.play.command import add_play
from openphone_gym.serve.command import add_serve
from openphone_gym.tasks.command import add_tasks


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The command line as values; errors and ``--help`` end the program."""
    parser = argparse.ArgumentParser(
        prog="python -m openphone_gym", description="Gymnasium environments on a virtual phone."
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    add_serve(commands)
    add_play(commands)
    add_tasks(commands)
    add_openenv(commands)
    add_mcp(commands)
    return parser.parse_args(arguments)


STOPPING = (signal.SIGINT, signal.SIGTERM)


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """SIGINT and SIGTERM raise ``KeyboardInterrupt`` inside.

    A shell has what it starts in the background ignore SIGINT, and a program that inherited that would never
    know of it. Only the main thread can set this; elsewhere it stays as it is.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.default_int_handler) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; returns the exit code."""
    options = parse(sys.argv[1:] if arguments is None else arguments)
    with interruptible():
        return options.run(options)


if __name__ == "__main__":
    sys.exit(main())
