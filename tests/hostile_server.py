"""A server on the loopback address that misbehaves in as many ways as ``MODES`` has.

``with HostileServer() as server`` serves them all. A request names its mode by its path, as
``server.base_url("gzip_bomb_500")`` does, or by its model, ``mode:gzip_bomb_500`` at ``server.base_url()``
(``Mode.by_model`` tells for which that is enough).
"""

from __future__ import annotations

import contextlib
import json
import re
import socket
import threading
from types import TracebackType
from typing import Any

from tests.hostile_modes import MODES, Mode, Wire, error

LONGEST_HEAD = 1 << 16


class HostileServer:
    """Serves all modes on the loopback address, each request on a thread of its own."""

    def __enter__(self) -> HostileServer:
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._listeners: dict[str, socket.socket] = {"": self._listen(None)}
        self._listeners |= {name: self._listen(mode) for name, mode in MODES.items() if mode.raw}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        for listener in self._listeners.values():
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
            listener.close()

    def base_url(self, name: str = "") -> str:
        """Where a mode is served; without one, where the model's name chooses."""
        raw = name and MODES[name].raw
        port = self._listeners[name if raw else ""].getsockname()[1]
        scheme = "https" if name and MODES[name].tls else "http"
        return f"{scheme}://127.0.0.1:{port}{f'/{name}' if name else ''}/v1"

    def _listen(self, mode: Mode | None) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        threading.Thread(target=self._accept, args=(listener, mode), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket, mode: Mode | None) -> None:
        while not self._stopping.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection, mode), daemon=True).start()

    def _serve(self, connection: socket.socket, mode: Mode | None) -> None:
        # The client gave up, or this end was meant to, or what came is no request.
        with connection, contextlib.suppress(OSError, ValueError, IndexError):
            request, key = {}, ""
            if mode is None:
                path, key, request = _read(connection)
                asked = str(request.get("model", "")).removeprefix("mode:")
                name = path.split("/")[1]
                mode = MODES.get(name) or MODES.get(asked)
            wire = Wire(connection, request, key, self._stopping)
            if mode is None:
                wire.reply(404, error(f"there is no such mode: {sorted(MODES)}"))
            else:
                mode.serve(wire)


def _read(connection: socket.socket) -> tuple[str, str, dict[str, Any]]:
    """Path, key and JSON body of a request."""
    data = b""
    while b"\r\n\r\n" not in data and len(data) < LONGEST_HEAD:
        data += _some(connection)
    start, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\ncontent-length: *(\d+)", start)
    while length and len(body) < int(length[1]):
        body += _some(connection)
    key = re.search(rb"(?i)\nauthorization: *Bearer (\S+)", start)
    return start.split()[1].decode(), key[1].decode() if key else "", json.loads(body)


def _some(connection: socket.socket) -> bytes:
    data = connection.recv(1 << 16)
    if not data:
        raise ConnectionResetError
    return data
