"""The page and its WebSocket, on loopback only.

A page of another origin could reach a port on loopback, too, by its own script or by a name that it lets
point here. So every request must name a loopback host, and a WebSocket must come from our own page.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from importlib.resources import files
from pathlib import Path

import msgspec
from aiohttp import WSMsgType, web

from openphone_gym.play.events import Failure, Start, Tasks
from openphone_gym.play.session import BadEvent, PlaySession
from openphone_gym.tasks.catalogue import catalogue

HOST = "127.0.0.1"
LOOPBACK = (HOST, "localhost", "::1")
LARGEST_MESSAGE = 64 * 1024
"""Bytes; a larger message closes the connection."""
MOST_PAGES = 4
"""Pages open at a time; each has a phone of its own."""

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PlayServer:
    """Serves the page; each page open has its own session.

    Args:
        start: The task a page begins with.
        folder: Where episodes are recorded, or None.
        screen: Width and height of the phones in pixels; None for the usual ones.
    """

    def __init__(
        self, start: Start, folder: Path | None = None, screen: tuple[int, int] | None = None
    ) -> None:
        self._start = start
        self._folder = folder
        self._screen = {} if screen is None else {"screen": screen}
        self._pages = 0

    def application(self) -> web.Application:
        """The aiohttp application."""
        application = web.Application(middlewares=[_loopback_only])
        application.add_routes([web.get("/", self._page), web.get("/phone", self._phone)])
        return application

    async def run(self, port: int) -> None:
        """Serves until cancelled.

        Raises:
            OSError: The port is taken.
        """
        runner = web.AppRunner(self.application(), access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, port).start()
            print(f"The phone is at http://{HOST}:{runner.addresses[0][1]}/  (end with Ctrl+C)", flush=True)
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    async def _page(self, request: web.Request) -> web.Response:
        page = files("openphone_gym.play").joinpath("page.html").read_text(encoding="utf-8")
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
        return web.Response(text=page, content_type="text/html", headers=headers)

    async def _phone(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Origin") != f"http://{request.host}":
            raise web.HTTPForbidden(text="only the page that is served here may connect")
        if self._pages >= MOST_PAGES:
            raise web.HTTPServiceUnavailable(text=f"{MOST_PAGES} pages are open: close one")
        self._pages += 1
        session = PlaySession(self._start, self._folder, **self._screen)
        socket = web.WebSocketResponse(max_msg_size=LARGEST_MESSAGE, heartbeat=30)
        try:
            await socket.prepare(request)
            await _send(socket, Tasks(list(catalogue())))
            await self._converse(socket, session)
        except ConnectionError:
            pass  # the page was closed while something was being sent to it
        finally:
            self._pages -= 1
            session.close()
        return socket

    async def _converse(self, socket: web.WebSocketResponse, session: PlaySession) -> None:
        await _show(socket, session)
        async for message in socket:
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                continue
            try:
                session.handle(message.data)
            except BadEvent as error:
                await _send(socket, Failure(str(error)))
            else:
                await _show(socket, session)


async def _show(socket: web.WebSocketResponse, session: PlaySession) -> None:
    """Sends the picture, if it changed, and the state."""
    picture = session.picture()
    if picture is not None:
        await socket.send_bytes(picture)
    await _send(socket, session.state())


async def _send(socket: web.WebSocketResponse, message: msgspec.Struct) -> None:
    await socket.send_str(msgspec.json.encode(message).decode())


@web.middleware
async def _loopback_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request.url.host not in LOOPBACK:
        raise web.HTTPForbidden(text=f"open http://{HOST}:{request.url.port}/ instead")
    return await handler(request)
