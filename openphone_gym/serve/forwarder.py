"""The accessibility forwarder of ``android_env``: sends the screen to a gRPC server on this machine.

``android_env``'s ``A11yGrpcWrapper`` installs the package, names its server by a broadcast, and then takes
what comes: the forest of accessibility nodes, as often as the real package sends it, and whenever the screen
has changed. ``phone.shell.forwarding`` keeps what the phone was told.

No phone that other machines can reach forwards anything: it would knock at this machine's ports for them.
"""

from __future__ import annotations

import asyncio
from functools import partial

import grpc.aio
from android_env.proto.a11y.a11y_pb2_grpc import A11yServiceStub
from android_env.proto.a11y.android_accessibility_forest_pb2 import AndroidAccessibilityForest

from openphone_gym.phone.shell import forwarding
from openphone_gym.serve.forest import forest
from openphone_gym.serve.served import ServedPhone
from openphone_gym.ui.node import UiTree

PERIOD_S = 0.1
"""Longest pause between two forests, as in the real package."""

ANSWER_S = 1.0
"""Time that the server has for an answer, and the pause after a failure."""

TAG = "AndroidRLTask"
"""Who tells of failures in the log."""


class Forwarder:
    """Sends the screens of one phone, one after the other.

    Args:
        served: The phone.
    """

    def __init__(self, served: ServedPhone) -> None:
        self._served = served
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        self._port = 0
        self._tree: UiTree | None = None
        self._forest = AndroidAccessibilityForest()
        self._task = self._loop.create_task(self._run())
        served.watch(self._look)

    def stop(self) -> None:
        """Ends it."""
        self._task.cancel()

    # In the loop

    async def _run(self) -> None:
        while True:
            self._news.clear()
            if not self._port:
                await self._news.wait()
            elif not await self._forward(self._port):
                await asyncio.sleep(ANSWER_S)

    async def _forward(self, port: int) -> bool:
        """Sends to a server for as long as it is the one that is named; false if it does not answer."""
        async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
            server = A11yServiceStub(channel)
            while port == self._port:
                self._news.clear()
                shown = await self._served.do(self._shown)
                try:
                    await server.SendForest(shown, timeout=ANSWER_S)
                except grpc.aio.AioRpcError as error:
                    await self._served.do(partial(self._tell, error))
                    return False
                await self._pause()
        return True

    async def _pause(self) -> None:
        """Waits until another screen is there, or for a while."""
        try:
            async with asyncio.timeout(PERIOD_S):
                await self._news.wait()
        except TimeoutError:
            pass

    # In the phone's thread

    def _look(self) -> None:
        """After some work: notes whether it changed the screen, or whom it is sent to."""
        port = forwarding.port(self._served.phone.system)
        if port != self._port or (port and self._served.phone.full_tree() is not self._tree):
            self._port = port
            self._loop.call_soon_threadsafe(self._news.set)

    def _shown(self) -> AndroidAccessibilityForest:
        """The present screen."""
        tree = self._served.phone.full_tree()
        if tree is not self._tree:
            self._tree, self._forest = tree, forest(tree)
        return self._forest

    def _tell(self, error: grpc.aio.AioRpcError) -> None:
        said = f"gRPC {error.code().name}: {error.details()}"
        self._served.files.log.write(self._served.phone, TAG, said, "W")
