"""A whole task done on the page in a real Chromium, with its mouse and its keyboard."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import shutil
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import test_utils

from openphone_gym.play.events import Start
from openphone_gym.play.server import PlayServer
from openphone_gym.recording import load_episode
from openphone_gym.ui.gesture import LongPress, Swipe

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PATIENCE_S = 10
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --remote-debugging-port=0 --window-size=1360,900 about:blank"
)
SHOTS = os.environ.get("PLAY_SCREENSHOTS")
"""Folder for pictures of the page; nothing is kept without it."""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium")


class Browser:
    """A tab, spoken to by Chromium's DevTools protocol."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._ids = count(1)

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        call_id = next(self._ids)
        await self._socket.send_json({"id": call_id, "method": method, "params": parameters})
        while (answer := await self._socket.receive_json(timeout=PATIENCE_S)).get("id") != call_id:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    async def value(self, expression: str) -> Any:
        answer = await self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    async def until(self, expression: str) -> None:
        for _ in range(PATIENCE_S * 20):
            if await self.value(expression):
                return
            await asyncio.sleep(0.05)
        raise AssertionError(
            f"never true: {expression}; the page shows {await self.value('document.body.innerText')}"
        )

    async def mouse(self, kind: str, x: float, y: float) -> None:
        down = 0 if kind == "mouseReleased" else 1
        await self.call(
            "Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=down, clickCount=1
        )

    async def click(self, x: float, y: float) -> None:
        await self.mouse("mousePressed", x, y)
        await self.mouse("mouseReleased", x, y)

    async def click_on(self, selector: str) -> None:
        await self.click(
            *await self.middle(f"document.querySelector({json.dumps(selector)}).getBoundingClientRect()")
        )

    async def middle(self, box: str) -> list[float]:
        return await self.value(f"(b => [b.x + b.width / 2, b.y + b.height / 2])({box})")

    async def tap_label(self, label: str) -> None:
        """Clicks the middle of a thing on the phone, found where the page lists it."""
        await self.value("document.querySelector('[data-view=text]').click()")
        quoted = json.dumps(f'"{label}"')
        row = f"[...document.querySelectorAll('#view div')].find(row => row.textContent.includes({quoted}))"
        await self.until(f"!!{row}")
        await self.value(f"{row}.onmouseenter()")
        await self.click(*await self.middle("document.querySelector('#spot').getBoundingClientRect()"))

    async def press(self, key: str) -> None:
        text = {"text": key} if len(key) == 1 else {}
        await self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **text)
        await self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    async def steps(self) -> list[str]:
        return await self.value("state.steps")

    async def until_steps(self, number: int) -> None:
        await self.until(f"state.steps.length === {number}")

    async def keep_picture(self, name: str) -> None:
        if SHOTS:
            shot = await self.call("Page.captureScreenshot", format="png")
            (Path(SHOTS) / f"{name}.png").write_bytes(base64.b64decode(shot["data"]))


@contextlib.asynccontextmanager
async def chromium(profile: Path) -> AsyncIterator[Browser]:
    """A tab of a Chromium of its own, which ends with the block."""
    assert CHROMIUM is not None
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        CHROMIUM, *FLAGS.split(), f"--user-data-dir={profile}", stdout=quiet, stderr=quiet
    )
    try:
        port_file = profile / "DevToolsActivePort"
        for _ in range(PATIENCE_S * 20):
            if port_file.exists() and len(port_file.read_text().split()) == 2:
                break
            await asyncio.sleep(0.05)
        port = int(port_file.read_text().split()[0])
        async with aiohttp.ClientSession() as client:
            async with client.get(f"http://127.0.0.1:{port}/json/list") as answer:
                tab = next(tab for tab in await answer.json() if tab["type"] == "page")
            async with client.ws_connect(tab["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                yield Browser(socket)
    finally:
        process.terminate()
        await process.wait()


@contextlib.asynccontextmanager
async def page(tmp_path: Path, task: str) -> AsyncIterator[Browser]:
    """The page of a fresh server, ready to be used."""
    server = test_utils.TestServer(PlayServer(Start(task), tmp_path / "demos").application())
    async with server, chromium(tmp_path / "profile") as browser:
        await browser.call("Page.navigate", url=str(server.make_url("/")))
        await browser.until("typeof state === 'object' && state !== null")
        yield browser


async def do_zoom_1(tmp_path: Path) -> None:
    async with page(tmp_path, "zoom_1") as browser:
        await browser.tap_label("Join a meeting")
        await browser.until_steps(1)
        await browser.tap_label("Meeting ID")
        await browser.until_steps(2)
        for key in ["1", "2", "3", "4", "5", "6", "7", "8", "9", "9", "Backspace", "0"]:
            await browser.press(key)
        await browser.until("state.draft.includes('1234567890')")
        assert await browser.value("document.querySelector('#badge').textContent") == "Success"
        assert await browser.value("document.querySelector('#when').textContent") == "If you finished now"
        await browser.click_on("#numbers")
        await browser.until("!document.querySelector('#marks').hasAttribute('hidden')")
        await browser.keep_picture("typed")
        await browser.call(
            "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}]
        )
        await browser.keep_picture("dark")
        await browser.call("Emulation.setEmulatedMedia", features=[])
        await browser.click_on("#numbers")
        await browser.click_on("[data-view=tree]")
        tree = await browser.value("document.querySelector('#view').textContent")
        assert 'EditText #edtConfNumber "123 456 7890"' in tree
        await browser.keep_picture("tree")
        await browser.click_on("#finish button")
        await browser.until("state.ended")
        await browser.click_on("[data-view=steps]")
        await browser.keep_picture("success")
        assert await browser.value("document.querySelector('#when').textContent") == "Verdict"
        assert await browser.value("document.querySelector('#badge').textContent") == "Success"
        assert (await browser.steps())[2:] == ['text("1234567890")', "finish()"]
        saved = await browser.value("state.saved")
    verdict = load_episode(tmp_path / "demos" / saved).verdict
    assert verdict is not None
    assert verdict.success is True


async def use_keys_and_drags(tmp_path: Path) -> None:
    async with page(tmp_path, "setting_1") as browser:
        x, y = await browser.middle("document.querySelector('#screen').getBoundingClientRect()")
        await browser.mouse("mousePressed", x, y + 100)
        for share in (50, 0, -100):
            await browser.mouse("mouseMoved", x, y + share)
        await browser.mouse("mouseReleased", x, y - 100)
        await browser.until_steps(1)
        await browser.press("Home")
        await browser.until_steps(2)
        await browser.mouse("mousePressed", x, y)
        await browser.until_steps(3)  # after a while, without the button being released
        await browser.mouse("mouseReleased", x, y)
        await browser.click_on("[data-key=recents]")
        await browser.until_steps(4)
        await browser.keep_picture("recents")
        await browser.press("Escape")
        await browser.until_steps(5)
        await browser.press("x")
        await browser.until("!document.querySelector('#error').hidden")
        names = [call.split("(")[0] for call in await browser.steps()]
        assert names == ["swipe", "home", "long_press", "recents", "back"]
        await browser.click_on("#finish button")
        await browser.until("state.saved")
        await browser.keep_picture("failed")
        saved = await browser.value("state.saved")
        await browser.click_on("#next")
        await browser.until("state.task === 'setting_2' && !state.ended")
        assert await browser.steps() == []
    gestures = [step.gesture for step in load_episode(tmp_path / "demos" / saved, frames=False).steps]
    assert isinstance(gestures[0], Swipe)
    assert gestures[0].y1 - gestures[0].y2 > 200
    assert isinstance(gestures[2], LongPress)


def test_a_task_is_done_with_mouse_and_keyboard(tmp_path: Path) -> None:
    asyncio.run(do_zoom_1(tmp_path))


def test_drags_holds_keys_and_the_next_task(tmp_path: Path) -> None:
    asyncio.run(use_keys_and_drags(tmp_path))
