"""The application in one process (``uvicorn server.app:app``), and the server with its workers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from openphone_gym.integrations.openenv.app import make_app
from openphone_gym.integrations.openenv.command import add_arguments, app_arguments, run


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """The command line as values."""
    parser = argparse.ArgumentParser(prog="server", description="Serves the tasks to clients of OpenEnv.")
    add_arguments(parser)
    return parser.parse_args(arguments)


app = make_app(**app_arguments(options(["--open"])))


def main() -> int:
    """Serves with the arguments of ``python -m openphone_gym openenv``."""
    return run(options(sys.argv[1:]))


if __name__ == "__main__":
    sys.exit(main())
