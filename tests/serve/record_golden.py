"""Records anew what real clients send and get: ``pytest tests/serve/record_golden.py``."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Awaitable, Iterator
from pathlib import Path
from typing import Any

import pytest

from openphone_gym.phone.phone import Phone
from openphone_gym.serve import VirtualPhoneServer
from openphone_gym.serve.adbd import Service, Stream, StreamClosed
from openphone_gym.serve.services import Services
from tests.serve.conftest import DISPLAY
from tests.serve.test_golden import printed

GOLDEN = Path(__file__).parent / "golden"

MOST_SENT = 2_048
"""A client's bytes are kept up to this length; of a longer stream only its service is."""

MOST_ANSWERED, BEGINNING = 160, 32
"""Answers up to this length are kept; of longer ones the beginning is, before lengths and contents that
may change with an app's looks."""


class Tap:
    """A stream that remembers what goes through it."""

    def __init__(self, stream: Stream, service: str) -> None:
        self._stream = stream
        self._service = service
        self._sent = bytearray()
        self._answered = bytearray()
        self._left = False
        self.ended = False

    async def read(self) -> bytes:
        return self._noted(await self._until_left(self._stream.read()))

    async def read_exactly(self, count: int) -> bytes:
        return self._noted(await self._until_left(self._stream.read_exactly(count)))

    def _noted(self, data: bytes) -> bytes:
        self._sent += data
        return data

    async def _until_left(self, reading: Awaitable[bytes]) -> bytes:
        try:
            return await reading
        except StreamClosed:
            self._left = True
            raise

    async def write(self, data: bytes) -> None:
        await self._stream.write(data)
        self._answered += data

    @property
    def reads_files(self) -> bool:
        """Whether the stream is one of push and pull."""
        return self._service == "sync:"

    @property
    def cut(self) -> bool:
        """Whether the client sent more than is kept."""
        return len(self._sent) > MOST_SENT

    def step(self, exact: bool) -> dict[str, Any]:
        """The stream as a line of a recording; ``exact`` if its whole answer will be the same again."""
        step: dict[str, Any] = {"service": self._service}
        if self.cut:
            return step
        if self._sent:
            step["sent"] = self._sent.decode("latin-1")
        if len(self._answered) <= MOST_ANSWERED and exact:
            step["answer"] = self._answered.decode("latin-1")
        elif self._service.startswith("shell,v2"):
            output, code = printed(bytes(self._answered))
            step |= {"matches": re.escape(output[:BEGINNING]) + ".*", "exit": code}
        else:
            length = 4 if self._service == "sync:" else BEGINNING
            step["starts"] = self._answered[:length].decode("latin-1")
        return step if self.ended and not self._left else step | {"open": True}


@pytest.fixture
def taps(monkeypatch: pytest.MonkeyPatch) -> list[Tap]:
    """Everything that is opened from now on."""
    taps: list[Tap] = []
    find = Services.find

    def tapped(self: Services, name: str) -> Service | None:
        service = find(self, name)
        if service is None:
            return None

        async def serve(stream: Stream) -> None:
            tap = Tap(stream, name)
            taps.append(tap)
            await service(tap)  # type: ignore[arg-type]
            tap.ended = True

        return serve

    monkeypatch.setattr(Services, "find", tapped)
    return taps


@pytest.fixture
def server(taps: list[Tap]) -> Iterator[VirtualPhoneServer]:
    with VirtualPhoneServer([Phone.new(None, DISPLAY)], port=0, grpc=True) as server:
        yield server


def keep(name: str, taps: list[Tap]) -> None:
    assert taps
    lines: list[str] = []
    exact = True
    for tap in taps:
        exact = exact and not tap.cut  # What was not kept can't be read back.
        lines.append(json.dumps(tap.step(exact or not tap.reads_files)))
    GOLDEN.joinpath(f"{name}.jsonl").write_text("".join(f"{line}\n" for line in lines))


def test_adb(adb, taps, tmp_path):
    (tmp_path / "file").write_bytes(b"\x00\xff words\n")
    for line in (
        "root",
        "shell whoami",
        "shell -x whoami",
        "shell wm size",
        "shell date 2024-05-10 12:00:00",
        "shell monkey -p us.zoom.videomeetings -c android.intent.category.LAUNCHER 1",
        "shell input tap 100.5 200.5",
        "shell input keyevent --press 67 67",
        "shell input keyevent KEYCODE_HOME",
        "shell uiautomator dump /sdcard/ui.xml",
        f"pull /sdcard/ui.xml {tmp_path}/ui.xml",
        "exec-out screencap -p",
        f"push {tmp_path}/file /sdcard/file",
        "shell cat /sdcard/file",
        "shell ls /sdcard/",
        "logcat -d",
        "logcat -b all -c",
        "reverse tcp:5000 tcp:5001",
        "reverse --list",
        "reverse --remove-all",
        "shell exit 3",
        "reboot",
    ):
        adb.run(*line.split())
    keep("adb", taps)


def test_adbutils(adb, server, taps):
    import adbutils

    device = adbutils.AdbClient("127.0.0.1", adb.port).device(server.serial())
    device.window_size()
    device.prop.get("ro.product.model")
    device.shell2("no-such-command")
    device.list_packages()
    device.app_start("us.zoom.videomeetings")
    device.app_current()
    device.app_info("us.zoom.videomeetings")
    device.click(100, 200)
    device.swipe(100, 900, 100, 300, 0.3)
    device.keyevent("HOME")
    device.dump_hierarchy()
    device.screenshot()
    device.sync.push(io.BytesIO(b"\x00\xff words"), "/data/local/tmp/f")
    device.sync.read_bytes("/data/local/tmp/f")
    device.sync.stat("/data/local/tmp/f")
    device.sync.list("/data/local/tmp")
    device.app_stop("us.zoom.videomeetings")
    device.is_screen_on()
    device.get_serialno()
    keep("adbutils", taps)


def test_uiautomator2(adb, server, taps):
    import adbutils
    import uiautomator2

    device = uiautomator2.connect(adbutils.AdbClient("127.0.0.1", adb.port).device(server.serial()))
    device.settings["wait_timeout"] = 5.0
    _ = device.info
    device.app_start("us.zoom.videomeetings")
    device.app_current()
    device(text="Join a meeting").click()
    device.dump_hierarchy()
    device.press("home")
    device.shell("settings get global airplane_mode_on")
    device.window_size()
    keep("uiautomator2", taps)


def test_android_env(adb, server, taps):
    import adbutils
    from android_env import loader
    from android_env.components import config_classes

    console, port = server.ports()
    config = config_classes.AndroidEnvConfig(
        task=config_classes.FilesystemTaskConfig(path=os.devnull),
        simulator=config_classes.EmulatorConfig(
            emulator_launcher=config_classes.EmulatorLauncherConfig(
                adb_port=port, emulator_console_port=console, grpc_port=server.grpc_port()
            ),
            adb_controller=config_classes.AdbControllerConfig(
                adb_path=adbutils.adb_path(), adb_server_port=adb.port
            ),
        ),
    )
    env = loader.load(config)
    env.reset()
    env.close()
    keep("android_env", taps)
