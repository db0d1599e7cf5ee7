"""The gRPC services of Android's emulator: what ``android_env`` and other clients drive a phone by.

Needs ``grpcio`` and the messages of the emulator, which ``android-env`` carries.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any, NoReturn

import grpc
from android_env.proto import emulator_controller_pb2 as messages
from android_env.proto.emulator_controller_pb2_grpc import (
    EmulatorControllerServicer,
    add_EmulatorControllerServicer_to_server,
)
from android_env.proto.snapshot_service_pb2 import (
    SnapshotDetails,
    SnapshotFilter,
    SnapshotList,
    SnapshotPackage,
)
from android_env.proto.snapshot_service_pb2_grpc import (
    SnapshotServiceServicer,
    add_SnapshotServiceServicer_to_server,
)
from google.protobuf.empty_pb2 import Empty

from openphone_gym.phone.shell import Killed, run
from openphone_gym.serve.gestures import SLOP_DP, XKB_OFFSET, BadEvent, Fingers, coded_key, named_key
from openphone_gym.serve.guard import Guard
from openphone_gym.serve.pictures import Pictures, check_display
from openphone_gym.serve.served import ServedPhone
from openphone_gym.serve.snapshots import SnapshotError, Snapshots
from openphone_gym.ui.gesture import Gesture, TypeText

MOST_CALLS = 64
"""Most calls answered at a time, streams among them; more are refused."""

MOST_STREAMS = 16
"""Most streams of pictures among them."""

IDLE_MS = 600_000
"""Time after which a connection without calls is closed."""

FRAME_S = 1 / 30
"""Pause between two looks for a new frame, while one is streamed."""

FORMAT = messages.ImageFormat

Context = grpc.aio.ServicerContext


def answering(answer: Callable[[Any, Any], Any]) -> Callable[..., Awaitable[Any]]:
    """Makes a method of a service: the phone's thread answers, and a bad request is told."""

    async def method(self: Any, request: Any, context: Context) -> Any:
        try:
            return await self.served.do(partial(answer, self, request))
        except BadEvent as error:
            await _refuse(context, error)
        except Killed as killed:
            await context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, str(killed))

    return method


async def _refuse(context: Context, error: BadEvent) -> NoReturn:
    await context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(error))
    raise AssertionError("abort raises")


class Controller(EmulatorControllerServicer):
    """Screen, finger, keys and clipboard of one phone; what else an emulator has is unimplemented.

    Args:
        served: The phone.
        name: Name of its virtual device.
        kill: Ends it.
    """

    def __init__(self, served: ServedPhone, name: str, kill: Callable[[], None]) -> None:
        self.served = served
        self._name = name
        self._kill = kill
        self._pictures = Pictures(served.phone)
        self._fingers = Fingers()
        self._began = time.monotonic()
        self._streaming = 0
        self._loop = asyncio.get_running_loop()

    @answering
    def getStatus(self, request: Empty) -> messages.EmulatorStatus:
        """A phone that has booted."""
        display = self.served.phone.system.display
        facts = {
            "avd.name": self._name,
            "hw.lcd.width": display.width,
            "hw.lcd.height": display.height,
            "hw.lcd.density": display.density,
        }
        entries = [messages.Entry(key=key, value=str(value)) for key, value in facts.items()]
        return messages.EmulatorStatus(
            version="openphone_gym",
            uptime=int(1000 * (time.monotonic() - self._began)),
            booted=True,
            hardwareConfig=messages.EntryList(entry=entries),
        )

    @answering
    def getScreenshot(self, request: messages.ImageFormat) -> bytes:
        """The screen, as an encoded message."""
        return self._pictures.get(request)

    async def streamScreenshot(self, request: messages.ImageFormat, context: Context) -> AsyncIterator[bytes]:
        """The screen, and again whenever it has changed, as encoded messages."""
        if self._streaming >= MOST_STREAMS:
            await context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, f"{MOST_STREAMS} streams run already")
        self._streaming += 1
        try:
            async for image in self._changes(request):
                yield image
        except BadEvent as error:
            await _refuse(context, error)
        finally:
            self._streaming -= 1

    async def _changes(self, wanted: messages.ImageFormat) -> AsyncIterator[bytes]:
        """The screen whenever it differs from that before, counted from 0."""
        sent: bytes | None = None
        sequence = 0
        while True:
            image = await self.served.do(partial(self._pictures.get, wanted))
            if image is not sent:
                yield messages.Image(seq=sequence).SerializeToString() + image
                sent, sequence = image, sequence + 1
            await asyncio.sleep(FRAME_S)

    @answering
    def sendTouch(self, request: messages.TouchEvent) -> Empty:
        """Fingers that come down, move, and with pressure 0 leave the glass."""
        check_display(request.display)
        for touch in request.touches:
            self._check_touch(touch)
        slop = SLOP_DP * self.served.phone.system.display.density / 160
        for touch in request.touches:
            if touch.pressure:
                self._fingers.touch(touch.identifier, touch.x, touch.y, slop)
            else:
                self._perform(self._fingers.lift(touch.identifier, slop))
        return Empty()

    def _check_touch(self, touch: messages.Touch) -> None:
        if touch.identifier < 0 or touch.pressure < 0:
            raise BadEvent("identifier and pressure of a touch are 0 or more")
        display = self.served.phone.system.display
        if touch.pressure and not (0 <= touch.x < display.width and 0 <= touch.y < display.height):
            raise BadEvent(
                f"({touch.x}, {touch.y}) is not on the screen of {display.width}x{display.height} pixels"
            )

    @answering
    def sendKey(self, request: messages.KeyboardEvent) -> Empty:
        """A key by name or code, or a text. Keys act when they go down."""
        gesture = _typed(request)
        if request.eventType != messages.KeyboardEvent.KeyEventType.keyup or request.text:
            self._perform(gesture)
        return Empty()

    def _perform(self, gesture: Gesture | None) -> None:
        if gesture is not None:
            self.served.phone.perform(gesture)

    @answering
    def getClipboard(self, request: Empty) -> messages.ClipData:
        """What was copied last."""
        return messages.ClipData(text=self.served.phone.system.clipboard)

    @answering
    def setClipboard(self, request: messages.ClipData) -> Empty:
        """Something to paste."""
        self.served.phone.system.clipboard = request.text
        return Empty()

    @answering
    def getVmState(self, request: Empty) -> messages.VmRunState:
        """A phone that runs."""
        return messages.VmRunState(state=messages.VmRunState.RunState.RUNNING)

    @answering
    def setVmState(self, request: messages.VmRunState) -> Empty:
        """Ends the phone, or starts it anew; its apps keep their data."""
        states = messages.VmRunState.RunState
        if request.state in (states.SHUTDOWN, states.TERMINATE):
            self._loop.call_soon_threadsafe(self._kill)
        elif request.state == states.RESET:
            run(self.served.phone, "reboot", self.served.files)
        elif request.state != states.RUNNING:
            raise BadEvent("this phone can only be RUNNING, RESET, SHUTDOWN or TERMINATE")
        return Empty()


def _typed(event: messages.KeyboardEvent) -> Gesture:
    if event.eventType not in messages.KeyboardEvent.KeyEventType.values():
        raise BadEvent(f"no kind of key event {event.eventType}; send keydown, keyup or keypress")
    if event.text:
        return TypeText(event.text, replace=False)
    if event.key:
        return named_key(event.key)
    kinds = messages.KeyboardEvent.KeyCodeType
    if event.codeType == kinds.XKB:
        return coded_key(event.keyCode - XKB_OFFSET)
    if event.codeType == kinds.Evdev:
        return coded_key(event.keyCode)
    raise BadEvent("key codes are read as Evdev or XKB; or send 'key' or 'text'")


class SnapshotService(SnapshotServiceServicer):
    """The snapshots of one phone. Failures are told within the answers, as the protocol has it.

    Args:
        served: The phone.
        kept: Its snapshots.
    """

    def __init__(self, served: ServedPhone, kept: Snapshots) -> None:
        self.served = served
        self._snapshots = kept

    @answering
    def ListSnapshots(self, request: SnapshotFilter) -> SnapshotList:
        """All snapshots, whatever the filter: none is ever incompatible."""
        kept = self._snapshots.kept
        return SnapshotList(
            snapshots=[SnapshotDetails(snapshot_id=name, size=kept[name].size) for name in kept]
        )

    @answering
    def SaveSnapshot(self, request: SnapshotPackage) -> SnapshotPackage:
        """Keeps the state under a name."""
        return _told(self._snapshots.save, request.snapshot_id)

    @answering
    def LoadSnapshot(self, request: SnapshotPackage) -> SnapshotPackage:
        """Brings a state back."""
        return _told(self._snapshots.load, request.snapshot_id)

    @answering
    def DeleteSnapshot(self, request: SnapshotPackage) -> SnapshotPackage:
        """Forgets a state."""
        return _told(self._snapshots.delete, request.snapshot_id)


def _told(work: Callable[[str], None], name: str) -> SnapshotPackage:
    try:
        work(name)
    except SnapshotError as error:
        return SnapshotPackage(snapshot_id=name, success=False, err=str(error).encode())
    return SnapshotPackage(snapshot_id=name, success=True)


class TokenCheck(grpc.aio.ServerInterceptor):
    """Refuses calls that don't carry the token as ``authorization: Bearer TOKEN``, as the emulator does."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    async def intercept_service(
        self, continuation: Callable[[Any], Awaitable[Any]], handler_call_details: Any
    ) -> Any:
        """The method, or a refusal of every kind of call."""
        sent = dict(handler_call_details.invocation_metadata or ()).get("authorization", "")
        kind, _, token = str(sent).partition(" ")
        if kind == "Bearer" and self._guard.admits(token):
            return await continuation(handler_call_details)
        return grpc.unary_unary_rpc_method_handler(_turn_away)


async def _turn_away(request: Any, context: Context) -> NoReturn:
    await context.abort(grpc.StatusCode.UNAUTHENTICATED, "send the token as 'authorization: Bearer TOKEN'")
    raise AssertionError("abort raises")


CONTROLLER = "android.emulation.control.EmulatorController"


def _encoded_answers(controller: Controller) -> dict[str, Any]:
    """Handlers of those methods that encode their answers themselves."""
    read = FORMAT.FromString
    return {
        "getScreenshot": grpc.unary_unary_rpc_method_handler(controller.getScreenshot, read),
        "streamScreenshot": grpc.unary_stream_rpc_method_handler(controller.streamScreenshot, read),
    }


async def listen(
    served: ServedPhone,
    snapshots: Snapshots,
    name: str,
    kill: Callable[[], None],
    address: str,
    guard: Guard | None = None,
) -> tuple[grpc.aio.Server, int]:
    """Begins to answer for one phone, in the running loop.

    Args:
        served: The phone.
        snapshots: Those that it keeps.
        name: Name of its virtual device.
        kill: Ends it; called when a client asks for that.
        address: Where to listen, ``host:port``; port 0 takes a free one.
        guard: Whose token a call must carry; None answers every call.

    Returns:
        The server, and its port.

    Raises:
        RuntimeError: The port is taken.
    """
    # Shared ports would have a second server steal half of the calls.
    server = grpc.aio.server(
        options=[("grpc.so_reuseport", 0), ("grpc.max_connection_idle_ms", IDLE_MS)],
        maximum_concurrent_rpcs=MOST_CALLS,
        interceptors=[TokenCheck(guard)] if guard else [],
    )
    controller = Controller(served, name, kill)
    add_EmulatorControllerServicer_to_server(controller, server)
    # The type stubs of grpcio don't know this yet.
    server.add_registered_method_handlers(  # pyright: ignore[reportAttributeAccessIssue]
        CONTROLLER, _encoded_answers(controller)
    )
    add_SnapshotServiceServicer_to_server(SnapshotService(served, snapshots), server)
    bound = server.add_insecure_port(address)
    await server.start()
    return server, bound
