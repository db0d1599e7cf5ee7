"""The web server of a worker: uvicorn on connections that somebody else accepted."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import Any

import uvicorn

from openphone_gym.integrations.openenv.app import LARGEST_MESSAGE
from openphone_gym.integrations.openenv.workers import ENDED, READY, SILENT_S


async def serve_line(line: socket.socket, app: Any) -> None:
    """Serves connections until the line is closed."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=False,
        ws_ping_timeout=SILENT_S,
        timeout_graceful_shutdown=1,
    )
    await LineServer(config, line).serve(sockets=[])


class LineServer(uvicorn.Server):
    """A server whose connections come over a line, and that tells there which have ended.

    Args:
        config: Of uvicorn.
        line: The worker's side of the pair of sockets.
    """

    def __init__(self, config: uvicorn.Config, line: socket.socket) -> None:
        super().__init__(config)
        self._line = line
        self._given = self._told = 0
        self._opening: set[asyncio.Task[None]] = set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts the application, then says so."""
        await super().startup(sockets)
        self._line.setblocking(False)
        asyncio.get_running_loop().add_reader(self._line, self._take)
        self._line.send(READY)

    def _take(self) -> None:
        try:
            _, files, _, _ = socket.recv_fds(self._line, 1, 1)
        except BlockingIOError:
            return
        except ConnectionError:
            files = []
        loop = asyncio.get_running_loop()
        if not files:
            loop.remove_reader(self._line)
            self.should_exit = True
            return
        self._given += 1
        opening = loop.create_task(self._open(socket.socket(fileno=files[0])))
        self._opening.add(opening)
        opening.add_done_callback(self._opening.discard)

    async def _open(self, connection: socket.socket) -> None:
        connection.setblocking(False)
        loop = asyncio.get_running_loop()
        with contextlib.suppress(OSError):  # the client is gone again
            await loop.connect_accepted_socket(self._protocol, connection)

    def _protocol(self) -> asyncio.Protocol:
        return self.config.http_protocol_class(  # type: ignore[call-arg]
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )

    async def on_tick(self, counter: int) -> bool:
        """Tells of connections that have ended; uvicorn calls it ten times a second."""
        ended = self._given - len(self._opening) - len(self.server_state.connections)
        if ended > self._told:
            with contextlib.suppress(OSError):  # the parent is gone, which shows on the line, too
                self._told += self._line.send(ENDED * (ended - self._told))
        return await super().on_tick(counter)
