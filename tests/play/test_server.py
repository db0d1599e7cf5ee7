"""The page and the WebSocket as a client on the wire sees them."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import aiohttp
import pytest
from aiohttp import WSMsgType, test_utils

from openphone_gym.__main__ import main
from openphone_gym.play.events import Start
from openphone_gym.play.server import LARGEST_MESSAGE, MOST_PAGES, PlayServer

Client = test_utils.TestClient[Any, Any]


def on_a_server(test: Callable[[Client], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        server = test_utils.TestServer(PlayServer(Start("zoom_1"), screen=(270, 600)).application())
        async with test_utils.TestClient(server) as client:
            await test(client)

    asyncio.run(run())


@contextlib.asynccontextmanager
async def connected(client: Client) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """A page that has got what a page gets at first."""
    origin = str(client.make_url("/")).rstrip("/")
    async with client.ws_connect("/phone", origin=origin) as page:
        assert (await page.receive_json())["tasks"][0]
        assert (await page.receive_bytes()).startswith(b"\xff\xd8")
        assert (await page.receive_json())["type"] == "state"
        yield page


def test_the_page_needs_nothing_from_elsewhere() -> None:
    async def test(client: Client) -> None:
        async with client.get("/") as answer:
            text = await answer.text()
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "<title>Virtual phone</title>" in text
        assert "https://" not in text
        assert "innerHTML" not in text  # what a screen says is never taken for markup

    on_a_server(test)


def test_a_tap_is_answered_by_picture_and_state() -> None:
    async def test(client: Client) -> None:
        async with connected(client) as page:
            await page.send_str('{"type":"key","key":"home"}')
            assert (await page.receive_bytes()).startswith(b"\xff\xd8")
            assert (await page.receive_json())["steps"] == ["home()"]
            await page.send_str('{"type":"wait"}')  # which changes nothing on the screen
            assert (await page.receive_json())["steps"] == ["home()", "wait()"]

    on_a_server(test)


def test_nonsense_gets_an_error_and_the_session_goes_on() -> None:
    async def test(client: Client) -> None:
        async with connected(client) as page:
            for message in ("", "{", '{"type":"eval"}', '{"type":"tap","x":1e9,"y":1}'):
                await page.send_str(message)
                assert (await page.receive_json())["type"] == "error"
            await page.send_bytes(b"\x00\xff" * 100)
            assert (await page.receive_json())["type"] == "error"
            await page.send_str('{"type":"wait"}')
            assert (await page.receive_json())["steps"] == ["wait()"]

    on_a_server(test)


def test_a_huge_message_closes_its_own_connection_only() -> None:
    async def test(client: Client) -> None:
        async with connected(client) as page, connected(client) as other:
            await page.send_str("x" * (LARGEST_MESSAGE + 1))
            assert (await page.receive()).type == WSMsgType.CLOSE
            await other.send_str('{"type":"wait"}')
            assert (await other.receive_json())["type"] == "state"

    on_a_server(test)


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null", "http://127.0.0.1:1"])
def test_other_pages_may_not_connect(origin: str | None) -> None:
    async def test(client: Client) -> None:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
            await client.ws_connect("/phone", origin=origin)
        assert refusal.value.status == 403

    on_a_server(test)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example"])
def test_other_names_of_this_machine_are_refused(host: str) -> None:
    async def test(client: Client) -> None:
        async with client.get("/", headers={"Host": host}) as answer:
            assert answer.status == 403

    on_a_server(test)


def test_only_so_many_pages_at_a_time() -> None:
    async def test(client: Client) -> None:
        origin = str(client.make_url("/")).rstrip("/")
        async with contextlib.AsyncExitStack() as pages:
            for _ in range(MOST_PAGES):
                await pages.enter_async_context(connected(client))
            with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
                await client.ws_connect("/phone", origin=origin)
            assert refusal.value.status == 503
        async with connected(client):
            pass

    on_a_server(test)


def test_the_command_names_its_address_and_serves_loopback() -> None:
    command = [sys.executable, "-m", "openphone_gym", "play", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().split()[4]
            assert address.startswith("http://127.0.0.1:")
        finally:
            process.terminate()


def test_the_command_explains_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["play", "--task", "zoom_11"]) == 2
    assert "did you mean 'zoom_1'" in capsys.readouterr().err
    assert main(["play", "--record", __file__]) == 2
    assert "exists" in capsys.readouterr().err
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["play", "--port", str(taken.getsockname()[1])]) == 2
    assert "--port" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["play", "--seed", "-1"])
