"""``python -m openphone_gym mcp``."""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import Any

from openphone_gym.arguments import from_text, port, whole
from openphone_gym.env import PhoneEnv
from openphone_gym.integrations.missing import ExtraMissing, need
from openphone_gym.integrations.options import (
    LOOPBACK,
    add_task_options,
    environment_arguments,
    guard_of,
)
from openphone_gym.tasks.catalogue import UnknownTask

MOST_PHONES = 1_000

MCP = """\
Offers the phone as tools of the Model Context Protocol: to touch it, with the names and arguments of
mobile-mcp, to look at it as a list of elements or as a picture, to begin a task, and to finish it and get
the verdict.

With --transport stdio (the usual one) the program that starts this one is its only client. With http, only
programs on this machine can connect, unless --host names another address. Then clients send the token in
OPENPHONE_SERVE_TOKEN, as the header "Authorization: Bearer TOKEN". Nothing is encrypted.
"""

EXAMPLES = """\
in the configuration of an assistant:
  {"mcpServers": {"openphone": {"command": "python", "args": ["-m", "openphone_gym", "mcp"]}}}

in Python, with fastmcp:
  import asyncio
  from fastmcp import Client
  from fastmcp.client.transports import StdioTransport

  async def main():
      async with Client(StdioTransport("python", ["-m", "openphone_gym", "mcp", "--app", "zoom"])) as phone:
          print((await phone.call_tool("begin_task", {"task": "zoom_1"})).content[0].text)
          print((await phone.call_tool("mobile_list_elements_on_screen")).content[0].text)
          print((await phone.call_tool("finish_task")).content[0].text)

  asyncio.run(main())
"""


def add_mcp(subparsers: argparse._SubParsersAction[Any]) -> None:
    """Adds the sub-command."""
    parser = subparsers.add_parser(
        "mcp",
        help="offer the phone as tools of the Model Context Protocol",
        description=MCP,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--transport", choices=("stdio", "http"), default="stdio", help="default: %(default)s"
    )
    parser.add_argument("--host", default=LOOPBACK, metavar="ADDRESS", help="of http (%(default)s)")
    parser.add_argument("--port", type=port, default=8001, help="of http; the path is /mcp (%(default)s)")
    phones = from_text(whole(1, MOST_PHONES))
    parser.add_argument("--phones", type=phones, default=16, metavar="N", help="at a time (%(default)s)")
    add_task_options(parser, variation="canonical")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    try:
        need("fastmcp", "mcp")
        arguments = environment_arguments(options)
        PhoneEnv(**arguments, observation=()).close()  # what is wrong with the arguments shows here
        asyncio.run(_serve(options, arguments))
    except KeyboardInterrupt:
        return 0
    except (ExtraMissing, UnknownTask, OSError, ValueError) as error:
        return _fail(str(error))
    return 0


async def _serve(options: argparse.Namespace, arguments: dict[str, Any]) -> None:
    from openphone_gym.integrations.mcp.server import make_server  # late: fastmcp is an extra

    if options.transport == "stdio":
        await make_server(arguments, options.phones).run_async("stdio", show_banner=False)
        return
    guard = guard_of(options.host)
    if guard is None:
        auth, protection = None, True
    else:
        from openphone_gym.integrations.mcp.token import Tokens

        auth, protection = Tokens(guard), False
    await make_server(arguments, options.phones, auth).run_http_async(
        show_banner=False,
        host=options.host,
        port=options.port,
        log_level="warning",
        host_origin_protection=protection,
    )


def _fail(message: str) -> int:
    print(f"error: {message}", file=sys.stderr)
    return 2
