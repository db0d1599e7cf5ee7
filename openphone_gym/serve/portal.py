"""The HTTP server of Mobilerun's portal, which clients reach through ``adb forward`` as port 8080."""

from __future__ import annotations

import base64
from functools import partial
from http import HTTPStatus

import msgspec

from openphone_gym.phone.shell import Killed, portal
from openphone_gym.serve.adbd import Stream
from openphone_gym.serve.http import Request, Response, plain, serve_http
from openphone_gym.serve.served import ServedPhone

PORT = 8080
"""Where clients expect the server on the phone."""

OPEN = ("ping",)
"""Paths that ask for no token; the others want the one that the content provider tells."""


class Portal:
    """The portal of one phone.

    Args:
        served: The phone.
    """

    def __init__(self, served: ServedPhone) -> None:
        self._served = served

    async def serve(self, stream: Stream) -> None:
        """Answers the requests of a client."""
        await serve_http(stream, self._answer)

    async def _answer(self, request: Request) -> Response:
        path = request.path.partition("?")[0].strip("/")
        if path != "screenshot" and path not in portal.ANSWERS:
            return plain(HTTPStatus.NOT_FOUND)
        if request.method != ("POST" if path in portal.CHANGES else "GET"):
            return plain(HTTPStatus.METHOD_NOT_ALLOWED)
        if path not in OPEN and request.token != portal.token(self._served.phone):
            return Response(b'{"status":"error","error":"Unauthorized"}', HTTPStatus.UNAUTHORIZED)
        try:
            values = _values(request.body)
        except msgspec.DecodeError:
            return plain(HTTPStatus.BAD_REQUEST)
        try:
            return Response(await self._served.do(partial(self._told, path, values)))
        except Killed as killed:
            return plain(HTTPStatus.SERVICE_UNAVAILABLE, str(killed))

    def _told(self, path: str, values: dict[str, str]) -> bytes:
        if path == "screenshot":
            picture = base64.b64encode(self._served.files.screenshots.png(self._served.phone)).decode()
            return msgspec.json.encode({"status": "success", "result": picture})
        return portal.ask(self._served.phone, path, values)


def _values(body: bytes) -> dict[str, str]:
    """The values of a request, as text."""
    given = msgspec.json.decode(body, type=dict[str, bool | int | float | str | None]) if body else {}
    return {
        key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in given.items()
    }
