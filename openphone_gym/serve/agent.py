"""The agent that ``mobilecli`` (below mobile-mcp) pushes to a phone and talks to: apps and the clipboard.

On Android it is a Java program behind the socket ``mobilecli-server``, and speaks JSON-RPC 2.0 in HTTP. What
else it could do, such as to dump the screen, clients do without it if it refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

import msgspec

from openphone_gym.phone.app import apps_by_package
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import Killed
from openphone_gym.serve.adbd import Stream
from openphone_gym.serve.http import Request, Response, plain, serve_http
from openphone_gym.serve.served import ServedPhone

SOCKET = "localabstract:mobilecli-server"
"""Where clients expect it on the phone."""

VERSION = "1.0.9"
"""Version of the program that this one stands for."""

INVALID, UNKNOWN_METHOD, INVALID_PARAMS, TOO_MUCH = -32600, -32601, -32602, -32000
"""Codes of JSON-RPC; the last one is for a call that costs too much."""


class _Call(msgspec.Struct):
    """A call, as far as it matters."""

    id: int | str | None = None
    method: str = ""
    params: dict[str, Any] = {}


class _Refused(Exception):
    """A call can't be done."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class Agent:
    """The agent of one phone.

    Args:
        served: The phone.
    """

    def __init__(self, served: ServedPhone) -> None:
        self._served = served

    async def serve(self, stream: Stream) -> None:
        """Answers the requests of a client."""
        await serve_http(stream, self._answer)

    async def _answer(self, request: Request) -> Response:
        if request.method != "POST":
            return plain(HTTPStatus.METHOD_NOT_ALLOWED)
        number: int | str | None = None
        try:
            call = _read(request.body)
            number = call.id
            result = await self._served.do(partial(_done, self._served.phone, call))
            return Response(msgspec.json.encode({"jsonrpc": "2.0", "id": number, "result": result}))
        except _Refused as refused:
            error = {"code": refused.code, "message": str(refused)}
        except Killed as killed:
            error = {"code": TOO_MUCH, "message": str(killed)}
        return Response(msgspec.json.encode({"jsonrpc": "2.0", "id": number, "error": error}))


def _read(body: bytes) -> _Call:
    try:
        return msgspec.json.decode(body, type=_Call)
    except msgspec.DecodeError as error:
        raise _Refused(INVALID, f"no call: {error}") from None


def _done(phone: Phone, call: _Call) -> Any:
    method = METHODS.get(call.method)
    if method is None:
        raise _Refused(UNKNOWN_METHOD, f"this phone has no method {call.method[:80]!r}")
    return method(phone, call.params)


def _apps(phone: Phone, params: Mapping[str, Any]) -> list[dict[str, str]]:
    """The apps that have an icon."""
    return [
        {"packageName": name, "appName": package.label, "version": package.version}
        for name, package in sorted(phone.system.packages.items())
        if name in apps_by_package() and apps_by_package()[name].launchable
    ]


def _clipboard(phone: Phone, params: Mapping[str, Any]) -> dict[str, str]:
    return {"text": phone.system.clipboard}


def _set_clipboard(phone: Phone, params: Mapping[str, Any]) -> dict[str, bool]:
    text = params.get("text")
    if not isinstance(text, str):
        raise _Refused(INVALID_PARAMS, "text is required, as a string")
    phone.system.clipboard = text
    return {"success": True}


def _version(phone: Phone, params: Mapping[str, Any]) -> dict[str, str]:
    return {"version": VERSION}


METHODS: Mapping[str, Callable[[Phone, Mapping[str, Any]], Any]] = {
    "device.apps.list": _apps,
    "device.clipboard.get": _clipboard,
    "device.clipboard.set": _set_clipboard,
    "device.version": _version,
}
"""What the agent can do, by the names of its calls."""
