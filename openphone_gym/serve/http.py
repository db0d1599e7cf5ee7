"""The little of HTTP/1.1 that programs on a phone speak: counted bodies, one request after the other."""

from __future__ import annotations

import asyncio
import ipaddress
import re
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import NamedTuple

from openphone_gym.serve.adbd import Stream

LONGEST_HEAD = 16 * 1024
LARGEST_BODY = 128 * 1024
"""Most bytes of a request's head and body."""

REQUEST_S = 8.0
"""Time in which a whole request has to arrive."""


class Request(NamedTuple):
    """A request; ``last`` if the client wants the connection closed afterwards.

    ``token`` is what the client shows to be let in, if it does.
    """

    method: str
    path: str
    body: bytes
    last: bool
    token: str = ""


class Response(NamedTuple):
    """An answer."""

    body: bytes
    status: HTTPStatus = HTTPStatus.OK
    type: str = "application/json"

    def encode(self, last: bool) -> bytes:
        """The answer with its head."""
        head = (
            f"HTTP/1.1 {self.status.value} {self.status.phrase}\r\n"
            f"Content-Type: {self.type}\r\nContent-Length: {len(self.body)}\r\n"
            f"Connection: {'close' if last else 'keep-alive'}\r\n\r\n"
        )
        return head.encode() + self.body


def plain(status: HTTPStatus, text: str = "") -> Response:
    """An answer in words, by default those of its status."""
    return Response((text or status.phrase).encode(), status, "text/plain")


class BadRequest(Exception):
    """What came in is no request that is taken; the connection is closed after the answer.

    Attributes:
        status: The answer.
    """

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


async def serve_http(stream: Stream, answer: Callable[[Request], Awaitable[Response]]) -> None:
    """Answers the requests of a stream one after the other.

    It ends when the client says so, is silent for ``REQUEST_S``, or sends what can't be read.
    """
    source = _Source(stream)
    last = False
    while not last:
        try:
            async with asyncio.timeout(REQUEST_S):
                request = await _read_request(source)
        except TimeoutError:
            return
        except BadRequest as bad:
            await stream.write(plain(bad.status).encode(last=True))
            return
        last = request.last
        await stream.write((await answer(request)).encode(last))


class _Source:
    """The bytes of a stream, with those that were read but not used yet."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._rest = b""

    async def until(self, mark: bytes, most: int) -> bytes:
        """What comes before the mark."""
        while mark not in self._rest[: most + len(mark)]:
            if len(self._rest) > most:
                raise BadRequest(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
            self._rest += await self._stream.read()
        found, _, self._rest = self._rest.partition(mark)
        return found

    async def exactly(self, count: int) -> bytes:
        """The next ``count`` bytes."""
        missing = count - len(self._rest)
        if missing > 0:
            self._rest += await self._stream.read_exactly(missing)
        found, self._rest = self._rest[:count], self._rest[count:]
        return found


async def _read_request(source: _Source) -> Request:
    head = await source.until(b"\r\n\r\n", LONGEST_HEAD)
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or words[2] not in ("HTTP/1.1", "HTTP/1.0"):
        raise BadRequest(HTTPStatus.BAD_REQUEST)
    headers = _headers(lines)
    if not _from_program(headers):
        raise BadRequest(HTTPStatus.FORBIDDEN)
    last = words[2] == "HTTP/1.0" or headers.get("connection", "").lower() == "close"
    token = headers.get("authorization", "").removeprefix("Bearer ")
    return Request(words[0], words[1], await source.exactly(_length(headers)), last, token)


def _headers(lines: list[str]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        name = name.lower()
        if (
            not colon
            or not name
            or name != name.strip()
            or (name in ("content-length", "host") and name in headers)
        ):
            raise BadRequest(HTTPStatus.BAD_REQUEST)
        headers[name] = value.strip()
    return headers


PAGE_HEADERS = {"origin", "referer", "sec-fetch-site"}
"""What browsers add to requests that a page has them send."""

LOCAL = ("localhost", "localhost.localdomain")


def _from_program(headers: dict[str, str]) -> bool:
    """Whether no page in a browser sent the request: not by a script, nor by a name that leads here.

    A page may have its own name lead to this machine once it is loaded, so a host is an address or local.
    """
    host = headers.get("host", LOCAL[0]).lower()
    name = host.rpartition(":")[0] if re.search(r":\d+$", host) else host
    return not headers.keys() & PAGE_HEADERS and (name in LOCAL or _is_address(name))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def _length(headers: dict[str, str]) -> int:
    """Bytes of the body."""
    if "transfer-encoding" in headers:
        raise BadRequest(HTTPStatus.NOT_IMPLEMENTED)
    digits = headers.get("content-length", "0")
    if not (digits.isascii() and digits.isdigit()):
        raise BadRequest(HTTPStatus.BAD_REQUEST)
    if len(digits) > 10 or int(digits) > LARGEST_BODY:
        raise BadRequest(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return int(digits)
