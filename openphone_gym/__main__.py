"""Command line of the suite: ``python -m openphone_gym --help``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

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
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; returns the exit code."""
    options = parse(sys.argv[1:] if arguments is None else arguments)
    return options.run(options)


if __name__ == "__main__":
    sys.exit(main())
