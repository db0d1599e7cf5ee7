"""The server: started by ``am instrument``, asked over HTTP, ended with its session."""

from __future__ import annotations

import asyncio
import logging
import uuid
from functools import partial
from http import HTTPStatus
from typing import Any

import msgspec

from openphone_gym.phone.shell import Killed
from openphone_gym.phone.shell.appium import OUTCOME
from openphone_gym.serve.adbd import Stream, StreamClosed
from openphone_gym.serve.appium.commands import Commands
from openphone_gym.serve.appium.problems import InvalidArgument, InvalidSession, Problem, UnknownCommand
from openphone_gym.serve.appium.routes import route
from openphone_gym.serve.http import Request, Response, serve_http
from openphone_gym.serve.served import ServedPhone

logger = logging.getLogger(__name__)

PORT = 6790
"""Where the driver expects the server on the phone."""

READY = {"ready": True, "message": "the virtual phone is ready to accept commands"}


class _New(msgspec.Struct):
    """Wish for a session."""

    capabilities: dict[str, Any] = {}


class Appium:
    """The server of one phone.

    Args:
        served: The phone.
    """

    def __init__(self, served: ServedPhone) -> None:
        self._served = served
        self._session = ""
        self._capabilities: dict[str, Any] = {}
        self._commands = self._fresh()
        self._running = 0
        self._ended = asyncio.Event()

    def _fresh(self) -> Commands:
        return Commands(self._served.phone, self._served.files.screenshots)

    @property
    def runs(self) -> bool:
        """Whether somebody has started it."""
        return self._running > 0

    async def instrument(self, stream: Stream) -> str:
        """Runs until the session ends or the client goes; returns what ``am instrument`` prints then."""
        self._running += 1
        self._ended.clear()
        gone, ended = asyncio.ensure_future(_gone(stream)), asyncio.ensure_future(self._ended.wait())
        try:
            await asyncio.wait({gone, ended}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._running -= 1
            gone.cancel()
            ended.cancel()
            self._end()
        return OUTCOME

    def _end(self) -> None:
        self._session, self._capabilities, self._commands = "", {}, self._fresh()
        self._ended.set()

    async def serve(self, stream: Stream) -> None:
        """Answers the requests of a client."""
        await serve_http(stream, self._answer)

    async def _answer(self, request: Request) -> Response:
        path = request.path.partition("?")[0].strip("/").removeprefix("wd/hub/")
        try:
            value = await self._value(request.method, path, request.body)
            return self._response(value, HTTPStatus.OK)
        except Problem as error:
            problem = error
        except Killed as killed:
            problem = Problem(str(killed))
        except Exception as error:
            logger.exception("a command failed: %s %.200s", request.method, path)
            problem = Problem(f"{type(error).__name__}: {error}")
        message = str(problem).encode(errors="replace").decode()
        told = {"error": problem.name, "message": message, "stacktrace": ""}
        return self._response(told, problem.status)

    def _response(self, value: Any, status: HTTPStatus) -> Response:
        return Response(msgspec.json.encode({"sessionId": self._session or None, "value": value}), status)

    async def _value(self, method: str, path: str, body: bytes) -> Any:
        match method, path.split("/", 2):
            case "GET", ["status"]:
                return READY
            case "GET", ["sessions"]:
                return [{"id": self._session, "capabilities": self._capabilities}] if self._session else []
            case "POST", ["session"]:
                return self._open(body)
            case _, ["session", session, *rest]:
                if session != self._session:
                    raise InvalidSession(f"there is no session {session[:60]!r}")
                return await self._within_session(method, "".join(rest), body)
        raise UnknownCommand(f"this phone has no command {method} {path[:80]}")

    def _open(self, body: bytes) -> dict[str, Any]:
        """Begins a session, in place of the one before."""
        try:
            wish = msgspec.json.decode(body, type=_New)
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            raise InvalidArgument(str(error)) from None
        self._commands = self._fresh()
        self._session = str(uuid.uuid4())
        self._capabilities = wish.capabilities
        return {"sessionId": self._session, "capabilities": self._capabilities}

    async def _within_session(self, method: str, path: str, body: bytes) -> Any:
        if not path and method == "GET":
            return self._capabilities
        if not path and method == "DELETE":
            asyncio.get_running_loop().call_soon(self._end)  # After the answer, which names the session.
            return None
        call = route(method, path, body)
        return await self._served.work(partial(call.begin, self._commands))


async def _gone(stream: Stream) -> None:
    try:
        while True:
            await stream.read()
    except StreamClosed:
        pass
