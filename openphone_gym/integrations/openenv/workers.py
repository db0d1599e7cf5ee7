"""Sessions in several processes: one of them accepts connections, and hands each to the least busy worker.

A session is a WebSocket, so it stays with the worker that got its connection. Workers that listened on the same
port themselves would get as many as chance gives them, and one of two would have all the work now and then.

Parent and worker share a pair of sockets. Connections go one way as file descriptors; the other way goes a
byte when the worker is ready, and one for each connection that ended. A worker whose pair is closed ends, so
none outlives its parent; one that dies is replaced, and its sessions alone are lost, as broken connections.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import resource
import selectors
import signal
import socket
from collections.abc import Callable, Mapping
from multiprocessing.process import BaseProcess
from typing import Any

READY, ENDED = b"+", b"-"
STARTS_WITHIN_S = 120.0
ENDS_WITHIN_S = 5.0
SILENT_S = 600.0
"""A client that answers no ping for so long is gone. Programs that train may be busy for minutes."""
SPARE = 64
"""Connections beyond the sessions, for requests outside of them."""


class WorkerFailed(RuntimeError):
    """A worker ended before it was ready."""


class Worker:
    """A process with sessions, as its parent sees it.

    Args:
        arguments: Of ``app.make_app``.

    Attributes:
        line: This side of the pair of sockets.
        ready: Whether the application runs.
        load: Connections given and not ended.
    """

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        self.line, other = socket.socketpair()
        self.ready = False
        self.load = 0
        context = multiprocessing.get_context("spawn")
        self.process: BaseProcess = context.Process(target=_work, args=(other, arguments), daemon=True)
        self.process.start()
        other.close()

    def give(self, connection: socket.socket) -> None:
        """Hands over a connection.

        Raises:
            OSError: The worker is gone.
        """
        socket.send_fds(self.line, [READY], [connection.fileno()])
        self.load += 1

    def listen(self) -> bool:
        """Hears what the worker tells; False if it is gone."""
        try:
            told = self.line.recv(4096)
        except ConnectionError:
            return False
        self.ready = self.ready or READY in told
        self.load -= told.count(ENDED)
        return bool(told)


class Workers:
    """As many workers as asked for, and the hand that distributes connections among them.

    Args:
        count: How many.
        most: Connections of each; more are closed at once.
        arguments: Of ``app.make_app``.
    """

    def __init__(self, count: int, most: int, arguments: Mapping[str, Any]) -> None:
        _allow_files(most)
        self._most = most
        self._arguments = arguments
        self._workers = [Worker(arguments) for _ in range(count)]

    def serve(self, listener: socket.socket, ready: Callable[[], None]) -> None:
        """Distributes connections until interrupted.

        Args:
            listener: A listening socket.
            ready: Called once all workers can take connections.

        Raises:
            WorkerFailed: A worker ended before it was ready, or takes too long to start.
        """
        with selectors.DefaultSelector() as selector:
            for worker in self._workers:
                selector.register(worker.line, selectors.EVENT_READ, worker)
            while not all(worker.ready for worker in self._workers):
                if not (events := selector.select(STARTS_WITHIN_S)):
                    raise WorkerFailed(f"no worker was ready within {STARTS_WITHIN_S:.0f} s")
                for key, _ in events:
                    self._hear(selector, key.data)
            ready()
            listener.setblocking(False)
            selector.register(listener, selectors.EVENT_READ)
            while True:
                for key, _ in selector.select(0.5):  # wakes for signals that another thread took
                    if key.data is None:
                        self._accept(listener)
                    else:
                        self._hear(selector, key.data)

    def _accept(self, listener: socket.socket) -> None:
        try:
            connection, _ = listener.accept()
        except OSError:  # the client is gone again, or the system has no files left
            return
        free = [worker for worker in self._workers if worker.ready and worker.load < self._most]
        with connection, contextlib.suppress(OSError):  # that its worker is gone shows on the line, too
            if free:
                min(free, key=lambda worker: worker.load).give(connection)

    def _hear(self, selector: selectors.BaseSelector, worker: Worker) -> None:
        if worker.listen():
            return
        selector.unregister(worker.line)
        worker.line.close()
        worker.process.join(ENDS_WITHIN_S)
        if not worker.ready:
            raise WorkerFailed(f"a worker ended with {worker.process.exitcode} before it was ready")
        new = Worker(self._arguments)
        self._workers[self._workers.index(worker)] = new
        selector.register(new.line, selectors.EVENT_READ, new)

    def close(self) -> None:
        """Ends the workers."""
        for worker in self._workers:
            worker.line.close()
        for worker in self._workers:
            worker.process.join(ENDS_WITHIN_S)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()


def _allow_files(wanted: int) -> None:
    """Connections are files, of which a process may usually have a thousand."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted + 256
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


# In the worker


def _work(line: socket.socket, arguments: Mapping[str, Any]) -> None:
    """Serves the connections that come over the line, until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches all; the parent closes the line
    from openphone_gym.integrations.openenv.app import make_app  # late: the parent needs no web server
    from openphone_gym.integrations.openenv.server import serve_line

    asyncio.run(serve_line(line, make_app(**arguments)))
