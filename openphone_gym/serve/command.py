"""``python -m openphone_gym serve``."""

from __future__ import annotations

import argparse
import sys
import threading
from pathlib import Path
from typing import Any

from openphone_gym.arguments import from_text, port, whole
from openphone_gym.serve.guard import Guard, token
from openphone_gym.serve.pace import CLOCKS
from openphone_gym.serve.server import LOOPBACK, VirtualPhoneServer, missing_for_grpc

MOST_PHONES = 1_000
"""As many as one command serves; each takes two ports, or three with gRPC."""

WAKES_EVERY_S = 0.5
"""Longest time until an interruption is noticed."""

SERVE = """\
Makes virtual phones appear as Android emulators on this machine, for adb and every tool built on it.

Each phone has a console on an even port and adb on the odd port after it. With grpcio and android-env
installed it also answers the emulator's gRPC, 3000 above the console (8554 for 5554), so that android_env can
drive it. The phones live until Ctrl+C; nothing is written to disk.

Only programs on this machine can connect, unless --bind names another address. Then consoles and gRPC ask for
the token in OPENPHONE_SERVE_TOKEN, and adb for one of the keys in --adb-keys. Nothing is encrypted.
"""

EXAMPLES = """\
then, in another terminal:
  adb connect emu:5554,5555                       make adb know the phone (not needed if adb starts later)
  adb -s emulator-5554 shell input tap 540 1200   touch the screen
  adb -s emulator-5554 exec-out screencap -p > screen.png
  adb -s emulator-5554 emu sms send 5551234 Hello
"""


def add_serve(subparsers: argparse._SubParsersAction[Any]) -> None:
    """Adds the sub-command."""
    parser = subparsers.add_parser(
        "serve",
        help="virtual phones for adb and other Android tools",
        description=SERVE,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--phones",
        type=from_text(whole(1, MOST_PHONES)),
        default=1,
        metavar="N",
        help="how many phones (default 1)",
    )
    parser.add_argument(
        "--port",
        type=port,
        default=5554,
        help="console port of the first phone, even; 0: any free (default 5554)",
    )
    parser.add_argument("--bind", default=LOOPBACK, metavar="ADDRESS", help="default: %(default)s")
    parser.add_argument(
        "--adb-keys",
        type=Path,
        default=Path("~/.android/adbkey.pub").expanduser(),
        metavar="FILE",
        help="public keys that may use adb, one a line, where --bind opens it (default %(default)s)",
    )
    parser.add_argument(
        "--clock",
        choices=CLOCKS,
        default="real",
        help="real: messages, timers and the rest go on while the phone is left alone; "
        "virtual: with gestures and sleep alone, the same at any speed (default %(default)s)",
    )
    parser.add_argument("--no-grpc", action="store_true", help="console and adb only")
    parser.set_defaults(run=_serve)


def _guard(adb_keys: Path) -> Guard:
    """The guard that the environment and the file of keys describe.

    Raises:
        ValueError: The token is missing or too short, or the file holds what is no key.
        OSError: The file can't be read.
    """
    return Guard(token(), adb_keys.read_text(encoding="utf-8").splitlines())


def _until_interrupted() -> None:
    """Waits for ``KeyboardInterrupt``.

    An endless wait would miss a signal that comes just before it, or that another thread takes: Python raises
    the exception only when the main thread runs again.
    """
    forever = threading.Event()
    while not forever.wait(WAKES_EVERY_S):
        pass


def _serve(options: argparse.Namespace) -> int:
    missing = "" if options.no_grpc else missing_for_grpc()
    with_grpc = not (options.no_grpc or missing)
    try:
        guard = None if options.bind == LOOPBACK else _guard(options.adb_keys)
        with VirtualPhoneServer(
            options.phones,
            options.port,
            host=options.bind,
            guard=guard,
            grpc=with_grpc,
            clock=options.clock,
        ) as server:
            for number in range(options.phones):
                print(f"{server.serial(number)}   adb connect {server.address(number)}", flush=True)
            if with_grpc:
                ports = [f"localhost:{server.grpc_port(number)}" for number in range(options.phones)]
                print(f"gRPC of the emulator: {', '.join(ports)}", flush=True)
            elif missing:
                print(f"no gRPC: {missing} is missing (pip install 'openphone_gym[device]')", flush=True)
            _until_interrupted()
    except (OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0
