"""``python -m openphone_gym openenv``."""

from __future__ import annotations

import argparse
import socket
import sys
from contextlib import closing
from typing import Any

from openphone_gym.arguments import from_text, port, whole
from openphone_gym.env import PARTS, REWARDS, PhoneEnv
from openphone_gym.integrations.missing import ExtraMissing, need
from openphone_gym.integrations.openenv.package import write_package
from openphone_gym.integrations.openenv.workers import SPARE, WorkerFailed, Workers
from openphone_gym.integrations.options import (
    LOOPBACK,
    add_task_options,
    environment_arguments,
    guard_of,
)
from openphone_gym.tasks.catalogue import UnknownTask

MOST_WORKERS = 256
MOST_SESSIONS = 100_000

OPENENV = """\
Serves the tasks by OpenEnv's protocol: every client of OpenEnv (its own, TRL, NeMo Gym, verifiers) can
train and evaluate on it. Each connection has a phone of its own; workers share the sessions.

Only programs on this machine can connect, unless --host names another address. Then clients send the token in
OPENPHONE_SERVE_TOKEN, as the header "Authorization: Bearer TOKEN". Nothing is encrypted.
"""

EXAMPLES = """\
then, in Python:
  from openenv import GenericEnvClient
  with GenericEnvClient(base_url="http://127.0.0.1:8000").sync() as env:
      result = env.reset(seed=0, task="zoom_1")     # or split="train", index=0
      print(result.observation["goal"], result.observation["ui"])
      result = env.step({"call": "tap(1)"})         # or {"name": "tap", "arguments": {"index": 1}}
      print(result.reward, result.done, result.observation["action_error"])

check it:    openenv validate --url http://127.0.0.1:8000
a package for a hub, with a container file:
             python -m openphone_gym openenv --package openenv-openphone
"""


def add_openenv(subparsers: argparse._SubParsersAction[Any]) -> None:
    """Adds the sub-command."""
    parser = subparsers.add_parser(
        "openenv",
        help="serve the tasks to clients of OpenEnv",
        description=OPENENV,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_arguments(parser)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what can be said of the server."""
    parser.add_argument("--host", default=LOOPBACK, metavar="ADDRESS", help="default: %(default)s")
    parser.add_argument("--port", type=port, default=8000, help="0 takes a free one (%(default)s)")
    parser.add_argument(
        "--open",
        action="store_true",
        help="ask nobody for a token: where the port of a container, or a proxy, decides who may connect",
    )
    parser.add_argument(
        "--workers",
        type=from_text(whole(1, MOST_WORKERS)),
        default=1,
        metavar="N",
        help="processes (%(default)s)",
    )
    parser.add_argument(
        "--sessions",
        type=from_text(whole(1, MOST_SESSIONS)),
        default=1000,
        metavar="N",
        help="phones at a time, over all workers (%(default)s)",
    )
    add_task_options(parser, variation="sampled")
    parser.add_argument(
        "--observation", nargs="+", choices=PARTS, default=["ui"], help="what is sent of the screen (ui)"
    )
    parser.add_argument("--reward", choices=REWARDS, default="success", help="default: %(default)s")
    parser.add_argument(
        "--package", metavar="DIR", help="write a package for a hub into this new folder, and end"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serves, or writes a package; returns the exit code."""
    try:
        need("openenv", "openenv")
        if options.package:
            write_package(options.package)
        else:
            _serve(options)
    except KeyboardInterrupt:
        return 0
    except (ExtraMissing, UnknownTask, WorkerFailed, OSError, ValueError) as error:
        return _fail(str(error))
    return 0


def app_arguments(options: argparse.Namespace) -> dict[str, Any]:
    """Arguments of ``app.make_app`` that the command line asks for.

    Raises:
        InvalidArgument: A value is not among the valid ones.
        UnknownTask: No task has one of the ids.
        ValueError: The address is open to others, and there is no token.
    """
    phones = environment_arguments(options)
    phones |= {"observation": tuple(options.observation), "reward": options.reward}
    PhoneEnv(**phones).close()  # what is wrong with the arguments shows here, not in every worker
    return {
        "phones": phones,
        "sessions": -(-options.sessions // options.workers),
        "guard": guard_of(options.host, options.open),
        "everybody": options.open,
    }


def _serve(options: argparse.Namespace) -> None:
    app = app_arguments(options)
    with (
        _listener(options.host, options.port) as listener,
        closing(Workers(options.workers, app["sessions"] + SPARE, app)) as workers,
    ):
        workers.serve(listener, lambda: _tell(listener, options))


def _listener(host: str, number: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, number), family=family, backlog=1024)
    except OSError as error:
        raise OSError(f"{host} port {number}: {error.strerror or error}; choose another --port") from None


def _tell(listener: socket.socket, options: argparse.Namespace) -> None:
    number = listener.getsockname()[1]
    host = f"[{options.host}]" if ":" in options.host else options.host
    print(f"OpenEnv at http://{host}:{number}  (workers: {options.workers}; end with Ctrl+C)", flush=True)


def _fail(message: str) -> int:
    print(f"error: {message}", file=sys.stderr)
    return 2
