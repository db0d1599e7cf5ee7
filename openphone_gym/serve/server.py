"""Virtual phones that appear to Android's tools as emulators on this machine."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import logging
import socket
import threading
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import Files
from openphone_gym.serve.adbd import Connection
from openphone_gym.serve.console import LONGEST_LINE, Console
from openphone_gym.serve.guard import Guard
from openphone_gym.serve.pace import Clock
from openphone_gym.serve.places import Places
from openphone_gym.serve.served import ServedPhone
from openphone_gym.serve.services import Services
from openphone_gym.serve.snapshots import Snapshots

if TYPE_CHECKING:
    import grpc.aio

    from openphone_gym.serve.forwarder import Forwarder

logger = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
"""The address served by default: whoever reaches a phone without a guard may do everything with it."""

FIRST_PORT = 5554
GRPC_OFFSET = 3000
"""From the console port to the port for gRPC, as the emulator itself counts."""
MOST_CONNECTIONS, MOST_OF_PEER = 256, 192
"""Most clients of one phone's adb at a time, and of one address; more are turned away."""

MOST_CONSOLES, MOST_CONSOLES_OF_PEER = 16, 8
"""The same for its console; idle clients of that are sent away, too."""

BUFFER_BYTES = 128 * 1024
"""Bytes of a client of adb that are read before they are asked for."""

LAST_WORDS_S = 5.0
"""Time a client has to fetch the last answer."""

BANNER = ("ro.product.name", "ro.product.model", "ro.product.device")

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class PortInUse(OSError):
    """Another program listens on a port; the message names it."""


class GrpcUnavailable(RuntimeError):
    """Phones are not served over gRPC; the message says why."""


def missing_for_grpc() -> str:
    """The package without which no phone is served over gRPC; empty if nothing is missing."""
    try:
        from openphone_gym.serve import emulator_grpc  # noqa: F401
    except ModuleNotFoundError as error:
        return str(error.name)
    return ""


AVD_NAME = "ro.boot.qemu.avd_name"
"""Property in which clients look for the name that the console tells, too."""


class _Emulator:
    """One phone behind its ports: the console on an even one, adb on the odd one after it, and gRPC."""

    def __init__(
        self, number: int, phone: Phone, host: str, port: int, guard: Guard | None, clock: Clock
    ) -> None:
        self.served = ServedPhone(phone, clock)
        self.sockets = _pair(host, port)
        self._host = host
        self._guard = guard
        self.port: int = self.sockets[0].getsockname()[1]
        self.name = f"openphone_{number}"
        phone.system.properties[AVD_NAME] = self.name
        self.grpc_port = 0
        self.clients: set[asyncio.Task[None]] = set()
        self._snapshots = Snapshots(self.served)
        self._servers: list[asyncio.Server] = []
        self._grpc: grpc.aio.Server | None = None
        self._forwarder: Forwarder | None = None

    async def start(self) -> None:
        """Listens on the ports of console and adb."""
        console = Console(self.served, self.name, self.kill, self._snapshots, self._guard)
        services = Services(self.served)
        known = self.served.phone.system.properties
        banner = {name: known.get(name, "") for name in BANNER}

        async def adb(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await Connection(reader, writer, banner, services.find, self._guard).serve()

        of_console, of_adb = self.sockets
        console_places = Places(MOST_CONSOLES, MOST_CONSOLES_OF_PEER)
        adb_places = Places(MOST_CONNECTIONS, MOST_OF_PEER)
        await self._listen(of_console, console.serve, console_places, LONGEST_LINE)
        await self._listen(of_adb, adb, adb_places, BUFFER_BYTES)

    async def _listen(self, listener: socket.socket, handler: Handler, places: Places, limit: int) -> None:
        client = self._client(handler, places)
        self._servers.append(await asyncio.start_server(client, sock=listener, limit=limit))

    async def start_grpc(self, port: int) -> None:
        """Listens for gRPC too; 0 takes a free port. Without a guard, the screen can be forwarded by it."""
        from openphone_gym.serve import emulator_grpc
        from openphone_gym.serve.forwarder import Forwarder

        try:
            self._grpc, self.grpc_port = await emulator_grpc.listen(
                self.served, self._snapshots, self.name, self.kill, f"{self._host}:{port}", self._guard
            )
        except RuntimeError as error:
            raise PortInUse(errno.EADDRINUSE, f"gRPC port {port} is in use: {error}") from None
        if self._guard is None:
            self._forwarder = Forwarder(self.served)

    def _client(self, handler: Handler, places: Places) -> Handler:
        """The handler with what every client needs: a limit to their number, and a clean end."""

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            try:
                with places.take(writer.get_extra_info("peername")[0]) as free:
                    if free:
                        self.clients.add(task)
                        await handler(reader, writer)
            except asyncio.CancelledError:
                # The server stops; asyncio would report a cancelled handler as a failure.
                writer.transport.abort()
            finally:
                self.clients.discard(task)
                await _hang_up(writer)

        return serve

    def kill(self) -> None:
        """Ends the phone as a client may ask for; that client still gets its answer."""
        self._hang_up()
        if self._grpc is not None:
            self._ending = asyncio.ensure_future(self._grpc.stop(LAST_WORDS_S))

    async def stop(self) -> None:
        """Closes the ports and the connections."""
        self._hang_up()
        if self._grpc is not None:
            await self._grpc.stop(None)

    async def end(self) -> None:
        """Ends the phone's thread, once nobody waits for it any more."""
        await self.served.close()

    def _hang_up(self) -> None:
        for server in self._servers:
            server.close()
        if self._forwarder is not None:
            self._forwarder.stop()
        for task in self.clients - {asyncio.current_task()}:
            task.cancel()


async def _hang_up(writer: asyncio.StreamWriter) -> None:
    """Closes a connection; what the client does not fetch in time is dropped."""
    writer.close()
    try:
        async with asyncio.timeout(LAST_WORDS_S):
            await writer.wait_closed()
    except (TimeoutError, ConnectionError, asyncio.CancelledError):
        writer.transport.abort()


def _pair(host: str, port: int) -> tuple[socket.socket, socket.socket]:
    """Sockets bound to an even port and the next one.

    Args:
        host: Address to listen on.
        port: The even port; 0 takes two that are free.

    Raises:
        PortInUse: Somebody listens there.
    """
    if port:
        one = _bound(host, port)
        try:
            return one, _bound(host, port + 1)
        except OSError:
            one.close()
            raise
    while True:
        one = _bound(host, 0)
        number: int = one.getsockname()[1]
        try:
            other = _bound(host, number ^ 1)
        except PortInUse:
            one.close()
        else:
            return (other, one) if number % 2 else (one, other)


def _bound(host: str, port: int) -> socket.socket:
    # Only if the protocol is named does asyncio send small answers at once (TCP_NODELAY); else 40 ms each.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)  # Clients inherit it: dead ones go.
        listener.bind((host, port))
        listener.listen(MOST_CONNECTIONS)
    except OSError as error:
        listener.close()
        if error.errno != errno.EADDRINUSE:
            raise
        message = f"port {port} is in use; name another even port, or 0 for any free ones"
        raise PortInUse(errno.EADDRINUSE, message) from None
    return listener


class VirtualPhoneServer:
    """Virtual phones on the wire, each like an emulator: the console on an even port, adb on the next.

    The server works in a thread of its own, so that it can be used from any code::

        with VirtualPhoneServer() as server:
            subprocess.run(["adb", "connect", server.address()])
            subprocess.run(["adb", "-s", server.serial(), "shell", "input tap 100 200"])

    An adb server finds phones on ports 5555 to 5585 when it starts; others, and later ones, are
    announced with ``adb connect`` and their address.

    Args:
        phones: How many fresh phones, or the phones themselves.
        port: Console port of the first phone, an even number; the others follow. 0 takes free ports.
        host: IPv4 address to listen on; one that other machines reach needs a guard.
        guard: What clients must show; None lets everybody in.
        grpc: Whether the phones also answer the emulator's gRPC, each on the port 3000 above its
            console, such as 8554 for 5554.
        clock: ``virtual`` has time pass with gestures and ``sleep`` alone, so that the same commands always
            do the same; ``real`` also while nobody asks for anything.

    Raises:
        ValueError: The port is odd or out of range, there is no phone, or the address needs a guard.
        GrpcUnavailable: What gRPC needs is not installed.
    """

    def __init__(
        self,
        phones: int | Sequence[Phone] = 1,
        port: int = FIRST_PORT,
        *,
        host: str = LOOPBACK,
        guard: Guard | None = None,
        grpc: bool = False,
        clock: Clock = "virtual",
    ) -> None:
        self.phones = [Phone.new() for _ in range(phones)] if isinstance(phones, int) else list(phones)
        if not self.phones:
            raise ValueError("a server needs at least one phone")
        highest = 65_536 - 2 * len(self.phones) - (GRPC_OFFSET if grpc else 0)
        if port % 2 or not 0 <= port <= highest:
            raise ValueError(f"port {port} should be even, and at most {highest} for these phones")
        if guard is None and not ipaddress.IPv4Address(host).is_loopback:
            raise ValueError(f"{host} can be reached from other machines: give a guard")
        if grpc and (missing := missing_for_grpc()):
            raise GrpcUnavailable(f"{missing} is missing: pip install 'openphone_gym[device]'")
        self._port = port
        self._host = host
        self._guard = guard
        self._with_grpc = grpc
        self._clock: Clock = clock
        self._emulators: list[_Emulator] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begins to serve.

        Raises:
            PortInUse: Another program listens on one of the ports.
            RuntimeError: It serves already.
        """
        if self._thread is not None:
            raise RuntimeError("the server runs already; stop it first")
        try:
            for number, phone in enumerate(self.phones):
                port = self._port and self._port + 2 * number
                self._emulators.append(_Emulator(number, phone, self._host, port, self._guard, self._clock))
        except OSError:
            self._close_sockets()
            raise
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="virtual phones", daemon=True)
        self._thread.start()
        try:
            self._wait_for(self._start_all())
        except OSError:
            self.stop()
            raise

    def stop(self) -> None:
        """Ends all connections and frees the ports; the phones keep their state, but not their files."""
        if self._thread is None or self._loop is None:
            return
        self._wait_for(self._stop_all())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._thread = self._loop = None
        self._close_sockets()

    def __enter__(self) -> VirtualPhoneServer:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def ports(self, number: int = 0) -> tuple[int, int]:
        """Console port and adb port of a phone."""
        port = self._emulators[number].port
        return port, port + 1

    def grpc_port(self, number: int = 0) -> int:
        """Port of a phone for gRPC.

        Raises:
            GrpcUnavailable: The phones are not served so.
        """
        if not self._with_grpc:
            raise GrpcUnavailable("these phones are served without gRPC: VirtualPhoneServer(..., grpc=True)")
        return self._emulators[number].grpc_port

    def serial(self, number: int = 0) -> str:
        """What adb calls a phone, such as ``emulator-5554``."""
        return f"emulator-{self.ports(number)[0]}"

    def address(self, number: int = 0) -> str:
        """What ``adb connect`` takes to know a phone by its serial, such as ``emu:5554,5555``."""
        console, adb = self.ports(number)
        return f"emu:{console},{adb}"

    def lock(self, number: int = 0) -> threading.RLock:
        """Keeps clients away from a phone while it is held, to look at its state or to change it."""
        return self._emulators[number].served.lock

    def files(self, number: int = 0) -> Files:
        """The files of a phone."""
        return self._emulators[number].served.files

    def clients(self, number: int = 0) -> int:
        """How many connections a phone has at present."""
        return len(self._emulators[number].clients)

    def _wait_for(self, work: Awaitable[None]) -> None:
        assert self._loop is not None

        async def done() -> None:
            await work

        asyncio.run_coroutine_threadsafe(done(), self._loop).result()

    async def _start_all(self) -> None:
        for emulator in self._emulators:
            await emulator.start()
            if self._with_grpc:
                await emulator.start_grpc(self._port and emulator.port + GRPC_OFFSET)

    async def _stop_all(self) -> None:
        for emulator in self._emulators:
            await emulator.stop()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.gather(*(emulator.end() for emulator in self._emulators))

    def _close_sockets(self) -> None:
        for emulator in self._emulators:
            for listener in emulator.sockets:
                listener.close()
        self._emulators = []
