"""One exchange over HTTP, bounded in time and size whatever is read.

Limits of HTTP libraries hold for each read, so that whatever drips never ends. Here an exchange runs in an
event loop on a thread of its own and is cancelled as a whole: looking the name up, TLS, interim answers,
headers, the body of any status. Bodies are asked for uncompressed; where one comes compressed nevertheless,
it is unpacked up to the limit. No cookie is kept: what one answer sets could break all later calls.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
import threading
import time
import weakref
import zlib
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from openphone_gym.endpoint.causes import cause_of
from openphone_gym.endpoint.errors import (
    EndpointError,
    EndpointNotConfigured,
    EndpointTimeout,
    EndpointUnavailable,
)
from openphone_gym.endpoint.words import one_line

if TYPE_CHECKING:
    import httpx2

LARGEST_ANSWER = 16 << 20
"""Bytes of an answer's body, of any status, as sent and as unpacked; more is cut off as a fault."""
GRACE = 5.0
"""Seconds beyond the limit of time that the loop may take to give an exchange up."""
NAMES_AT_ONCE = 32
"""Names of hosts looked up at the same time: a look-up can't be cancelled, only left to itself."""

KEPT_CONNECTIONS = 32
"""Idle connections that are kept for further calls."""
MOMENT = 1e-3
"""Seconds. Pieces of an answer that arrive within it count as one."""

_END_OF_STREAM = re.compile(rb"[\r\n]data: *\[DONE\]")
_Result = TypeVar("_Result")


class Reply(msgspec.Struct):
    """What came back.

    Attributes:
        status: HTTP status.
        headers: By name in small letters.
        body: Unpacked.
        arrivals: For each piece of the body, the seconds since the start and its end within the body.
    """

    status: int
    headers: dict[str, str]
    body: bytes = b""
    arrivals: list[tuple[float, int]] = []

    def arrived(self, seconds: float, end: int) -> None:
        """Notes that the body is there up to a place."""
        if self.arrivals and seconds - self.arrivals[-1][0] < MOMENT:
            self.arrivals[-1] = (self.arrivals[-1][0], end)
        else:
            self.arrivals.append((seconds, end))

    def arrival(self, place: int) -> float | None:
        """Seconds from the start of the exchange until the byte at this place was there."""
        return next((seconds for seconds, end in self.arrivals if end > place), None)


class Http:
    """Connections to one server; safe to share between threads, and usable in forked processes.

    Args:
        url: Address of what is behind the connections; the host is named where it can't be reached.
        proxies: Whether proxies of the environment may stand in between.

    Raises:
        EndpointNotConfigured: A proxy of the environment can't be used.
        EndpointError: The HTTP library is missing.
    """

    def __init__(self, url: str, *, proxies: bool) -> None:
        self._url = url.rstrip("/")
        self._proxies = proxies
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()
        self._library = _import_httpx()
        self._client = self._connected()

    def post(
        self,
        path: str,
        body: bytes,
        headers: dict[str, str],
        *,
        timeout: float,
        largest: int = LARGEST_ANSWER,
    ) -> Reply:
        """Sends a JSON body, and reads the answer to its end, or to the end of its stream of events.

        Args:
            path: Behind the address.
            body: JSON.
            headers: Further headers.
            timeout: Seconds for everything.
            largest: Bytes of the answer.

        Raises:
            EndpointTimeout: It is not over in time.
            EndpointUnavailable: Nothing whole came back; the message says why, with words from outside.
        """
        return self._whole(
            "POST", path, body, {"content-type": "application/json"} | headers, timeout, largest
        )

    def get(self, path: str, *, timeout: float, largest: int = LARGEST_ANSWER) -> Reply:
        """Asks for what is there, with the limits and failures of ``post``."""
        return self._whole("GET", path, None, {}, timeout, largest)

    def _whole(
        self,
        method: str,
        path: str,
        body: bytes | None,
        headers: dict[str, str],
        timeout: float,
        largest: int,
    ) -> Reply:
        with self._lock:
            if self._loop is not _event_loop():
                self._client = self._connected()
        headers = {"accept-encoding": "identity"} | headers
        exchange = self._exchange(method, f"{self._url}/{path}", body, headers, timeout, largest)
        try:
            return _run(exchange, timeout + GRACE)
        except TimeoutError:
            raise EndpointTimeout(f"gave no whole answer within {timeout:g} s") from None
        except EndpointError:
            raise
        except Exception as fault:  # of the library, of the libraries below it, and of the system
            raise EndpointUnavailable(
                f"is not reached: {cause_of(fault, self._url, self._proxies)}"
            ) from None

    def close(self) -> None:
        """Closes the connections."""
        if self._loop is _event_loop():
            with contextlib.suppress(TimeoutError):
                _run(self._client.aclose(), GRACE)

    def _connected(self) -> httpx2.AsyncClient:
        self._loop = _event_loop()
        limits = self._library.Limits(max_connections=None, max_keepalive_connections=KEPT_CONNECTIONS)
        try:
            client = self._library.AsyncClient(
                timeout=None,
                trust_env=self._proxies,
                follow_redirects=False,
                limits=limits,
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            )
            self._abandon = weakref.finalize(self, _abandon, client, self._loop)
            return client
        except (ImportError, ValueError, OSError, self._library.InvalidURL) as fault:
            raise EndpointNotConfigured(
                "the proxy in HTTP_PROXY, HTTPS_PROXY or ALL_PROXY, or the file in SSL_CERT_FILE, can't be "
                f"used ({type(fault).__name__}): mend or unset it, or name the host in NO_PROXY"
            ) from None

    async def _exchange(
        self,
        method: str,
        url: str,
        body: bytes | None,
        headers: dict[str, str],
        timeout: float,
        largest: int,
    ) -> Reply:
        started = time.perf_counter()
        async with (
            asyncio.timeout(timeout),
            self._client.stream(method, url, content=body, headers=headers) as response,
        ):
            reply = Reply(response.status_code, dict(response.headers))
            read, tail = bytearray(), b"\n"
            async for piece in _unpacked(response, largest):
                read += piece
                if len(read) > largest:
                    raise EndpointUnavailable(f"answered more than {largest} bytes (status {reply.status})")
                reply.arrived(time.perf_counter() - started, len(read))
                tail = (tail + piece)[-len(piece) - 32 :]
                if b"[DONE]" in tail and _END_OF_STREAM.search(tail):
                    break
            reply.body = bytes(read)
            return reply


async def _unpacked(response: httpx2.Response, largest: int) -> AsyncIterator[bytes]:
    """The body; never more than a little beyond ``largest`` bytes of it in one piece."""
    encoding = response.headers.get("content-encoding", "").strip().casefold()
    if encoding in ("", "identity", "none", "utf-8"):
        async for piece in response.aiter_raw():
            yield piece
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise EndpointUnavailable(
            f"answered in the encoding {one_line(encoding, 40)!r}, which nobody asked for"
        )
    unpacker, left, sent = None, largest + 1, 0
    async for piece in response.aiter_raw():
        sent += len(piece)
        unpacker = unpacker or zlib.decompressobj(_window(piece))
        try:
            unpacked = unpacker.decompress(piece, left)
        except zlib.error:
            raise EndpointUnavailable("answered a compressed body that can't be unpacked") from None
        left -= len(unpacked)
        if unpacked:
            yield unpacked
        if left <= 0 or sent > largest or unpacker.eof:
            return
    if unpacker is not None and not unpacker.eof:
        raise EndpointUnavailable("answered a compressed body that breaks off")


def _window(start: bytes) -> int:
    """The window that tells zlib the format: gzip or zlib by their heads, else bare deflate."""
    headed = start[:1] == b"\x1f" or (
        len(start) > 1 and start[0] & 15 == 8 and not (start[0] << 8 | start[1]) % 31
    )
    return 32 + zlib.MAX_WBITS if headed else -zlib.MAX_WBITS


def _import_httpx() -> Any:
    try:
        import httpx2
    except ImportError as fault:
        raise EndpointError("endpoints need an HTTP client: pip install 'openphone_gym[agents]'") from fault
    for name in ("httpx2", "httpcore2"):
        # They log the server's status line and headers, which may echo the key.
        logging.getLogger(name).setLevel(logging.WARNING)
    return httpx2


# The loop


class _Home:
    """The loop that all exchanges of this process run in, on a thread that ends with the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def loop(self) -> asyncio.AbstractEventLoop:
        """The loop, which the first call starts."""
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._loop.set_default_executor(ThreadPoolExecutor(NAMES_AT_ONCE, "endpoint-names"))
                threading.Thread(target=self._loop.run_forever, name="endpoints", daemon=True).start()
            return self._loop


_homes = [_Home()]
# A forked process has none of its parent's threads, and finds its locks as they happened to be.
os.register_at_fork(after_in_child=lambda: _homes.__setitem__(0, _Home()))


def _event_loop() -> asyncio.AbstractEventLoop:
    return _homes[0].loop()


def _abandon(client: httpx2.AsyncClient, loop: asyncio.AbstractEventLoop) -> None:
    """Closes the connections of a client that nobody holds any more."""
    if loop is _event_loop():
        asyncio.run_coroutine_threadsafe(client.aclose(), loop)


def _run(work: Coroutine[Any, Any, _Result], timeout: float) -> _Result:
    """Runs work in the loop, and gives it up after so many seconds or when this thread is interrupted.

    Raises:
        TimeoutError: It is not over.
    """
    future = asyncio.run_coroutine_threadsafe(work, _event_loop())
    try:
        return future.result(timeout)
    finally:
        future.cancel()
