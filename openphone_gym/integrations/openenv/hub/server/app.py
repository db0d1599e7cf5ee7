"""The application in one process (``uvicorn server.app:app``), and the server with its workers (``server``)."""

from __future__ import annotations

import sys

from openphone_gym.__main__ import main as run
from openphone_gym.__main__ import parse
from openphone_gym.integrations.openenv.app import make_app
from openphone_gym.integrations.openenv.command import app_arguments

app = make_app(**app_arguments(parse(["openenv", "--open"])))


def main() -> int:
    """Serves with the arguments of ``python -m openphone_gym openenv``."""
    return run(["openenv", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
