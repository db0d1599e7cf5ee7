"""The application: OpenEnv's routes on phones, and a door in front of them.

A page of another origin could reach a port on loopback by its own script, or by a name that it lets point here.
So without a token every request must name a loopback host and come from no other page; with one, it must bring
the token.
"""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlsplit

import gymnasium as gym
from fastapi import FastAPI
from openenv.core.env_server.http_server import create_app
from openenv.core.env_server.types import ConcurrencyConfig
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from openphone_gym.arguments import InvalidArgument
from openphone_gym.integrations.openenv.environment import NAME, PhoneEnvironment, PhoneFault
from openphone_gym.integrations.openenv.models import PhoneAction, PhoneObservation, PhoneState
from openphone_gym.integrations.options import LOOPBACK_NAMES
from openphone_gym.serve.guard import Guard

LARGEST_MESSAGE = 256 * 1024
"""Bytes of a message or a request body."""

IDLE_S = 3600.0
"""After so long without a message, a session's phone is given back; a reset takes it again."""

STATUS: dict[type[Exception], int] = {
    InvalidArgument: 422,
    gym.error.ResetNeeded: 409,
    PhoneFault: 503,
}
"""What requests outside of a session are answered for which error."""


def make_app(phones: dict[str, Any], sessions: int, guard: Guard | None, everybody: bool = False) -> ASGIApp:
    """The application of one process.

    Args:
        phones: Arguments of ``PhoneEnv``.
        sessions: Sessions at a time; more are told ``CAPACITY_REACHED``.
        guard: Who knows the token, or None.
        everybody: Neither a token is needed nor a loopback host.
    """
    app = create_app(
        partial(PhoneEnvironment, **phones),
        PhoneAction,
        PhoneObservation,
        env_name=NAME,
        concurrency_config=ConcurrencyConfig(max_concurrent_envs=sessions, session_timeout=IDLE_S),
        state_cls=PhoneState,
    )
    _answer_errors(app)
    return Door(app, guard, everybody)


def _answer_errors(app: FastAPI) -> None:
    async def told(request: Request, error: Exception) -> JSONResponse:
        status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
        return JSONResponse({"detail": str(error), "type": type(error).__name__}, status)

    for kind in STATUS:
        app.add_exception_handler(kind, told)


class Door:
    """Lets in who may, with messages of a size that a phone needs.

    Args:
        app: What is behind it.
        guard: Who knows the token; None asks for none.
        everybody: Without a guard: also requests that name another host than this machine.
    """

    def __init__(self, app: ASGIApp, guard: Guard | None, everybody: bool) -> None:
        self._app = app
        self._guard = guard
        self._everybody = everybody

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or refuses it."""
        refusal = None if scope["type"] == "lifespan" else self._refusal(scope, Headers(scope=scope))
        await (self._app if refusal is None else refusal)(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Headers) -> JSONResponse | None:
        if scope["type"] == "http" and scope["method"] in ("POST", "PUT", "PATCH"):
            length = headers.get("content-length", "")
            if not length.isdecimal():
                return _refused(411, "a request with a body must tell its content-length")
            if len(length) > 20 or int(length) > LARGEST_MESSAGE:
                return _refused(413, f"a request has up to {LARGEST_MESSAGE} bytes")
        if self._guard is not None:
            token = headers.get("authorization", "").removeprefix("Bearer ")
            if scope["path"] == "/health" or self._guard.admits(token):
                return None
            return _refused(401, "send the header  Authorization: Bearer TOKEN")
        if self._everybody:
            return None
        host = headers.get("host", "")
        if urlsplit(f"//{host}").hostname not in LOOPBACK_NAMES:
            return _refused(403, "this server is for this machine: connect to 127.0.0.1")
        if headers.get("origin", f"http://{host}") != f"http://{host}":
            return _refused(403, "pages of other origins may not connect")
        return None


def _refused(status: int, detail: str) -> JSONResponse:
    return JSONResponse({"detail": detail}, status)
